#!/usr/bin/env bash
# netCDF, netCDF4-python and xarray: places of a variable that were never written.
# One would guess: they are missing for everyone, and reading a file and writing it again keeps them so.
# What happens: they hold 9.96921e36 and no attribute says so. netCDF4-python masks them; xarray hands them out as numbers. What xarray
# writes gets _FillValue NaN, and from then on netCDF4-python takes them for numbers as well: one pass through xarray makes data of holes. For
# integers, which get no such attribute, the mask survives.
# Why it matters: one place never written makes a mean or a scaling worthless, and in a file that went through xarray only the number
# itself still tells. A reader should know the default fill values by heart.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check netCDF4==1.7.5.1.post1 xarray==2026.9.0 pandas==2.3.3 numpy==2.4.6

venv/bin/python - <<'END'
import sys
from importlib.metadata import version

import netCDF4
import xarray

with netCDF4.Dataset("holes.nc", "w") as file:
    file.createDimension("time", 5)
    file.createVariable("level", "f4", ("time",))[0:3] = [1, 2, 3]
    file.createVariable("count", "i2", ("time",))[0:3] = [1, 2, 3]


def masked(path):
    with netCDF4.Dataset(path) as file:
        print(f"netCDF4-python reads {path}: level {file['level'][:]}, count {file['count'][:]}")
        return [int(file[name][:].mask.sum()) if file[name][:].mask.any() else 0 for name in ("level", "count")]


print("netCDF4", version("netCDF4"), "xarray", version("xarray"))
before = masked("holes.nc")
with xarray.open_dataset("holes.nc") as data:
    print(f"xarray reads holes.nc: level {data['level'].values}, count {data['count'].values}")
    missing, mean = int(data["level"].isnull().sum()), float(data["level"].mean())
    print("missing in xarray's level:", missing, "- its mean:", mean)
    data.to_netcdf("copied.nc")
after = masked("copied.nc")
if before != [2, 2] or missing != 0 or not mean > 1e36 or after != [0, 2]:
    sys.exit("not as stated")
END
echo "As stated: after one pass through xarray nobody sees the holes of the floats."
