#!/usr/bin/env bash
# svmlight, scikit-learn: a matrix whose first column holds only zeros, written and read by the same library.
# One would guess: what dump_svmlight_file writes, load_svmlight_file reads; its documentation calls zero_based="auto", its default, "always
# safe" where neither offset nor length are given.
# What happens: it writes indices from 0 and guesses on reading: where no index 0 occurs, the file counts from 1. The empty column goes and
# all others move to the left. With n_features the shape is right again and the numbers still stand in the wrong columns.
# Why it matters: a sparse matrix easily has an empty first column, above all in one part of a set. Nothing in the file says the base: say which
# one was taken, take one for all files of a set, and write files with zero_based=False, which this reader's guess never moves.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1

venv/bin/python - <<'END'
import sys
from importlib.metadata import version

import numpy as np
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

written = np.array([[0, 1, 2], [0, 3, 0], [0, 0, 5.0]])
dump_svmlight_file(written, [0, 1, 0], "three.svm")
with open("three.svm") as file:
    print(file.read().rstrip())
guessed = load_svmlight_file("three.svm")[0].toarray()
wide = load_svmlight_file("three.svm", n_features=3)[0].toarray()
told = load_svmlight_file("three.svm", zero_based=True)[0].toarray()
dump_svmlight_file(written, [0, 1, 0], "from_one.svm", zero_based=False)
from_one = load_svmlight_file("from_one.svm", n_features=3)[0].toarray()
print("scikit-learn", version("scikit-learn"))
readings = {
    "written": written,
    "read": guessed,
    "read with n_features=3": wide,
    "read with zero_based=True": told,
    "written with zero_based=False, read": from_one,
}
for name, matrix in readings.items():
    print(f"{name}: {matrix.tolist()}")
moved = np.array([[1, 2, 0], [3, 0, 0], [0, 5, 0.0]])
if "always be safe" not in " ".join(load_svmlight_file.__doc__.split()):
    sys.exit("not as stated: the documentation no longer calls it safe")
if not (np.array_equal(guessed, moved[:, :2]) and np.array_equal(wide, moved)):
    sys.exit("not as stated: the columns do not move")
if not (np.array_equal(told, written) and np.array_equal(from_one, written)):
    sys.exit("not as stated: the ways out are none")
END
echo "As stated: the columns have moved."
