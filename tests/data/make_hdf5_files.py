#!/usr/bin/env python3
"""Makes tests/data/hdf5: python3 make_hdf5_files.py FOLDER, with h5py, anndata, pandas, tables, xarray, netCDF4.

Row i of X is i + 1, i + 1.25, i + 1.5; the classes are i % 3 + 1.
"""
import os
import sys

import anndata
import h5py
import netCDF4
import numpy as np
import pandas as pd
import scipy.sparse
import xarray as xr

folder = sys.argv[1]
X = np.arange(1.0, 13.0)[:, None] + np.arange(3) / 4
y = np.arange(12) % 3 + 1


def path(name):
    return os.path.join(folder, name)


with h5py.File(path("plain.h5"), "w") as f:
    f["X"] = X.astype(">f8")
    f["y"] = y
with h5py.File(path("scaled.h5"), "w") as f:
    whole = (X * 4).astype("i2")
    whole[5, 1] = -9999
    f["X"] = whole
    f["X"].attrs.update(scale_factor=0.25, add_offset=10.0, _FillValue=np.int16(-9999))
    f["y"] = y.reshape(12, 1, 1, 1)
with h5py.File(path("parts.h5"), "w") as f:
    f.create_dataset("train/X", data=X[:8], compression="gzip", chunks=(3, 3))
    f["train/y"] = y[:8]
    f["test/X"] = X[8:]
    f["test/y"] = y[8:]
with h5py.File(path("uneven.h5"), "w") as f:  # series of unequal length
    series = f.create_dataset("series", (3,), dtype=h5py.vlen_dtype("f4"))
    for i in range(3):
        series[i] = X[i, : i + 1]
with h5py.File(path("rows.h5"), "w") as f:
    rows = np.zeros(12, dtype=[("a", "f8"), ("n", "i2"), ("w", "S3"), ("v", "f4", (2,))])
    rows["a"], rows["n"], rows["v"] = X[:, 0], y, X[:, 1:]
    rows["w"] = [b"u", b"v", b"u"] * 4
    f["rows"] = rows
with h5py.File(path("version73.mat"), "w", userblock_size=512) as f:
    f["X"] = X.T
    f["y"] = y[None, :].astype(float)
with open(path("version73.mat"), "r+b") as f:
    f.write(b"MATLAB 7.3 MAT-file".ljust(116, b" ") + b"\0" * 8 + b"\x00\x02IM")
frame = pd.DataFrame({"a": X[:, 0], "k": y, "b": X[:, 1], "t": y > 1})
frame.to_hdf(path("frame.h5"), key="df")
cells = anndata.AnnData(
    X=scipy.sparse.csr_matrix(np.where(X > 6, X, 0.0).astype("f4")),
    obs=pd.DataFrame({"batch": ["p", "q"] * 6, "cell_type": pd.Categorical(["T", "B", "NK"] * 4)}, index=[f"c{i}" for i in range(12)]),
)
cells.obsm["X_pca"] = X[:, :2]
cells.write_h5ad(path("cells.h5ad"))
# Every kind of column that obs may have, names of genes, and CSC beside a dense X.
obs = pd.DataFrame(
    {
        "barcode": [f"AC{i}" for i in range(12)],
        "batch": pd.Categorical([["q", "p", None][i % 3] for i in range(12)]),
        "cell_type": pd.Categorical([["T", "B", "NK"][i % 3] if i != 4 else None for i in range(12)]),
        "doublet": np.arange(12) % 2 == 0,
        "level": pd.Categorical([i % 4 * 10 for i in range(12)]),
        "n_counts": np.arange(12) * 1.5,
        "same": 1,
        "stage": pd.array([None if i == 3 else i % 2 for i in range(12)], dtype="Int64"),
    },
    index=[f"c{i}" for i in range(12)],
)
described = anndata.AnnData(X=X, obs=obs, var=pd.DataFrame({"mt": [True, False, False]}, index=["CD4", "CD8A", "MS4A1"]))
described.layers["counts"] = scipy.sparse.csc_matrix(np.where(X > 6, X, 0.0))
described.obsm["X_pca"] = X[:, :2]
described.write_h5ad(path("described.h5ad"))
with h5py.File(path("older.h5ad"), "w") as f:  # as anndata 0.7 wrote it
    f["X"] = X
    f["obs/_index"] = np.array([f"c{i}" for i in range(12)], "S")
    f["obs/batch"] = np.array([0, 1, -1] * 4, "i1")
    f["obs/__categories/batch"] = np.array(["p", "q"], "S")
    f["var/_index"] = np.array(["CD4", "CD8A", "MS4A1"], "S")
    f["obs"].attrs["_index"] = f["var"].attrs["_index"] = "_index"
time = pd.date_range("2024-01-30", periods=12)
gaps = np.where(X[:, 1] > 10, np.nan, X[:, 1])
series = xr.Dataset({"a": ("time", X[:, 0]), "b": ("time", gaps)}, coords={"time": time})
series.to_netcdf(path("series.nc"))
series.to_netcdf(path("classic.nc"), format="NETCDF3_CLASSIC", engine="scipy")
# Numbers that were never written, in a file that says NaN is what stands for missing ones: xarray wrote what another file held.
fill = 9.969209968386869e36
never = xr.Dataset({"a": ("time", X[:, 0]), "b": ("time", np.where(X[:, 1] > 10, fill, X[:, 1]).astype("f4")), "c": ("time", np.where(X[:, 1] > 11, fill, X[:, 1]))})
never.to_netcdf(path("never.nc"))
grid = xr.Dataset({"t": (("time", "lat", "lon"), X.reshape(12, 3, 1) + np.arange(2))}, coords={"time": time})
grid.to_netcdf(path("packed.nc"), encoding={"t": {"dtype": "i2", "scale_factor": 0.25, "add_offset": 1.0, "_FillValue": -32768}})
# Bytes that are unsigned by attribute, with a range outside of which they are missing, and categories that have names.
with netCDF4.Dataset(path("ranged.nc"), "w", format="NETCDF3_CLASSIC") as f:
    f.createDimension("row", 12)
    f.createDimension("column", 3)
    v = f.createVariable("X", "i1", ("row", "column"))
    v.set_auto_maskandscale(False)
    v._Unsigned = "true"
    v.valid_range = np.array([0, -6], "i1")  # to 250
    bytes_ = (X * 20).astype("u1")
    bytes_[3, 1] = 255
    v[:] = bytes_.view("i1")
with h5py.File(path("named.h5"), "w") as f:
    f["X"] = X
    kinds = h5py.enum_dtype({"oak": 2, "ash": 1}, basetype=">i2")
    f.create_dataset("label", data=(y == 1) + 1, dtype=kinds)
# Version 7.3 of MATLAB's files as others write it: truths and rows of letters, a struct, cells of texts, a sparse matrix.
with h5py.File(path("others73.mat"), "w", userblock_size=512) as f:
    def put(where, name, values, kind, **more):
        d = where.create_dataset(name, data=values)
        for key, value in {"MATLAB_class": np.bytes_(kind), **more}.items():
            d.attrs[key] = value
        return d
    put(f, "X", X.T, "double")
    put(f, "flag", (y == 1).astype("u1")[None, :], "logical", MATLAB_int_decode=np.int32(1))
    words = ["oak", "ash", "élan"]
    cells = f.create_group("#refs#")
    refs = [put(cells, f"c{i}", np.frombuffer(words[k - 1].encode("utf-16le"), "u2")[:, None], "char", MATLAB_int_decode=np.int32(2)).ref for i, k in enumerate(y)]
    put(f, "labels", np.array([refs], dtype=h5py.ref_dtype), "cell")
    put(f.create_group("s"), "site", np.array([[ord(c) for c in w] for w in ("a ", "bc") * 6], "u2").T, "char", MATLAB_int_decode=np.int32(2))
    put(f, "none", np.zeros(2, "u8"), "double", MATLAB_empty=np.uint8(1))
    g = f.create_group("S")
    g.attrs["MATLAB_class"], g.attrs["MATLAB_sparse"] = np.bytes_("double"), np.uint64(12)
    g["data"], g["ir"], g["jc"] = np.arange(1.0, 13.0), np.arange(12, dtype="u8"), np.array([0, 6, 12], "u8")
with open(path("others73.mat"), "r+b") as f:
    f.write(b"MATLAB 7.3 MAT-file, made by h5py".ljust(116) + bytes(8) + b"\x00\x02IM")
# Columns, each an array of its own.
with h5py.File(path("vectors.h5"), "w") as f:
    f["events/mass"], f["events/energy"], f["events/label"] = X[:, 0], X[:, 1].astype("f4"), y
    f["version"] = 3
