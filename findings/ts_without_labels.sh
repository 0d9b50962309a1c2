#!/usr/bin/env bash
# .ts (time series), aeon's writer and sktime's reader: a file without labels.
# One would guess: two libraries of one origin agree on a file without labels: n series of one dimension.
# What happens: aeon writes "@targetlabel false" and still ends each line with the colon that stands before a label. sktime takes the
# nothing behind it for a second dimension whose series are all empty; aeon itself reads a label for each series, the empty text.
# Why it matters: the number of channels depends on who reads. A reader must take an empty last field for no label where the header says
# that there is none, and must not offer the empty texts as a class.
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

save_to_ts_file(np.arange(6.0).reshape(2, 1, 3), path=".", problem_name="plain")
print("".join(line for line in open("plain.ts") if not line.startswith("#")).rstrip())
values, labels = load_from_ts_file("plain.ts")
print("aeon", version("aeon"), "reads (series, dimensions, points)", values.shape, "and the labels", labels.tolist())
if values.shape != (2, 1, 3) or labels.tolist() != ["", ""]:
    sys.exit("not as stated")
END

sktime/bin/python - <<'END'
import sys
from importlib.metadata import version

from sktime.datasets import load_from_tsfile_to_dataframe

read = load_from_tsfile_to_dataframe("plain.ts")
points = [[len(series) for series in read[dimension]] for dimension in read]
print("sktime", version("sktime"), "reads the dimensions", list(read), "with so many points in each series:", points)
if points != [[3, 3], [0, 0]]:
    sys.exit("not as stated")
END
echo "As stated: one dimension was written, sktime reads two."
