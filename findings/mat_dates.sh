#!/usr/bin/env bash
# MATLAB's .mat, SciPy: dates.
# One would guess: savemat refuses datetime64, which the format does not have, as it refuses None; or it writes MATLAB's datenum, days since
# year 0 (737791 for 2020-01-01).
# What happens: it writes the bare counts since 1970 as doubles, without a warning. Their unit is lost: the same day is 18262, 1577836800 or
# 1.5778368e18, as the array happened to be of days, seconds or nanoseconds. NaT, a missing date, becomes -9.22e18, an ordinary number.
# Why it matters: two files of one kind, from two versions of a script, hold the same dates on scales a factor of 8.64e13 apart, and one
# missing date outweighs everything else in a mean or a scaling. A reader sees plain doubles: only the size of the numbers tells.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scipy==1.17.1 numpy==2.4.6

venv/bin/python -W error - <<'END'
import sys
from importlib.metadata import version

import numpy as np
from scipy.io import loadmat, savemat

print("SciPy", version("scipy"), "- written are 2020-01-01 and NaT, warnings count as errors")
stated = {"D": 18262.0, "s": 1577836800.0, "ns": 1577836800e9}
for unit, day in stated.items():
    savemat("dates.mat", {"when": np.array(["2020-01-01", "NaT"], f"datetime64[{unit}]")})
    read = loadmat("dates.mat")["when"]
    print(f"datetime64[{unit}]: {read.dtype} {read.tolist()}")
    if read.dtype != np.float64 or read.tolist() != [[day, -(2.0**63)]]:
        sys.exit("not as stated")
try:
    savemat("none.mat", {"when": None})
except TypeError as error:
    print("None:", error)
else:
    sys.exit("not as stated: None is no longer refused")
END
echo "As stated: numbers without a unit, and a number where a date was missing."
