#!/usr/bin/env bash
# h5ad, anndata: a column of text, and a table without columns.
# One would guess: a column that holds text is stored as text, and writing a file changes nothing in memory. The list of columns
# ("column-order") is a list of names, as the format's description says.
# What happens: where a value occurs twice, write_h5ad stores the column as categorical (a group of codes and categories), else as
# string-array (a dataset), so the same column has two layouts in two parts of one study. The table in memory becomes categorical with it.
# A table without columns has a column-order of float64.
# Why it matters: a reader that knows one of the two misses the labels of half the files, and one that takes what is numeric for data takes
# the codes, or the empty list of names. Files written so must be joined by the text, never by the codes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check anndata==0.12.19 h5py==3.16.0 pandas==2.3.3 numpy==2.4.6

venv/bin/python - <<'END'
import sys
from importlib.metadata import version

import anndata
import h5py
import numpy as np
import pandas as pd

print("anndata", version("anndata"))


def written(path, donors):
    table = pd.DataFrame({"donor": donors}, index=["cell1", "cell2", "cell3"])
    cells = anndata.AnnData(np.eye(3, dtype="float32"), obs=table)
    before = str(cells.obs["donor"].dtype)
    cells.write_h5ad(path)
    with h5py.File(path) as file:
        column = file["obs/donor"]
        kind, layout = column.attrs["encoding-type"], type(column).__name__
        names = file["var"].attrs["column-order"].dtype
    after = str(cells.obs["donor"].dtype)
    print(f"donors {donors}: {kind}, an HDF5 {layout}; in memory {before} before, {after} after; column-order of var: {names}")
    return kind, layout, before, after, str(names)


first = written("first.h5ad", ["anna", "bert", "cleo"])
second = written("second.h5ad", ["anna", "bert", "anna"])
if first != ("string-array", "Dataset", "object", "object", "float64"):
    sys.exit("not as stated")
if second != ("categorical", "Group", "object", "category", "float64"):
    sys.exit("not as stated")
END
echo "As stated: one column, two layouts."
