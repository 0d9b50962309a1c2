#!/usr/bin/env bash
# .ts (time series), aeon and sktime: class labels that differ only in case.
# One would guess: the labels of a file come back as they stand there, "Badminton" as "Badminton", "a" and "A" as two classes.
# What happens: aeon and sktime lower-case each line whole, so two classes become one, without a warning. Even what aeon's own writer
# wrote comes back different, header and labels alike.
# Why it matters: labels read from a .ts file do not match those in a table beside it, and a reader that keeps the case finds more classes
# than the two libraries do. A file whose labels must survive should not tell them apart by case.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for name in aeon==1.6.0 sktime==1.2.0; do
    python3 -m venv "${name%%=*}"
    "${name%%=*}/bin/pip" install --quiet --disable-pip-version-check "$name"
done

aeon/bin/python - <<'END'
import sys
from importlib.metadata import version

import numpy as np
from aeon.datasets import load_from_ts_file, save_to_ts_file

written = np.array(["mA", "MA", "mA", "Badminton"])  # milliampere, megaampere
save_to_ts_file(np.arange(12.0).reshape(4, 1, 3), y=written, label_type="classification", path=".", problem_name="units")
print("".join(line for line in open("units.ts") if not line.startswith("#")).rstrip())
read = load_from_ts_file("units.ts")[1]
print("aeon", version("aeon"), "reads the labels", read.tolist(), "- written were", written.tolist())
if read.tolist() != ["ma", "ma", "ma", "badminton"]:
    sys.exit("not as stated")
END

sktime/bin/python - <<'END'
import sys
from importlib.metadata import version

from sktime.datasets import load_from_tsfile_to_dataframe

read = load_from_tsfile_to_dataframe("units.ts")[1]
print("sktime", version("sktime"), "reads the labels", read.tolist())
if read.tolist() != ["ma", "ma", "ma", "badminton"]:
    sys.exit("not as stated")
END
echo "As stated: three classes were written, two are read."
