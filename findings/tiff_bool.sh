#!/usr/bin/env bash
# TIFF, tifffile and Pillow: a picture of truth values.
# One would guess: True is bright, and whoever reads the file gets the same picture.
# What happens: tifffile writes bool arrays as MINISWHITE (0 is white), and reads the stored bits back without looking at that: its own round
# trip holds. Pillow obeys the tag and gives the opposite. Pillow writes the same array as MINISBLACK, so the tag depends on the writer.
# Why it matters: segmentation masks. Foreground and background change places between the two libraries, and nothing in the array tells. A
# reader has to say which of the two readings it took.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tifffile==2026.3.3 pillow==13.0.0 numpy==2.4.6

venv/bin/python - <<'END'
import sys
from importlib.metadata import version

import numpy as np
import tifffile
from PIL import Image

mask = np.zeros((4, 4), bool)
mask[1, 1] = True  # one place in sixteen


def seen(path):
    with tifffile.TiffFile(path) as file:
        tag, by_tifffile = file.pages[0].photometric.name, file.asarray()
    with Image.open(path) as picture:
        by_pillow = np.asarray(picture)
    print(f"{path}: {tag}; True are {by_tifffile.sum()} places for tifffile, {by_pillow.sum()} for Pillow")
    return tag, int(by_tifffile.sum()), int(by_pillow.sum())


print("tifffile", version("tifffile"), "and Pillow", version("pillow"), "- True are 1 of 16 places of the mask")
tifffile.imwrite("by_tifffile.tif", mask)
Image.fromarray(mask).save("by_pillow.tif")
if seen("by_tifffile.tif") != ("MINISWHITE", 1, 15) or seen("by_pillow.tif") != ("MINISBLACK", 1, 1):
    sys.exit("not as stated")
END
echo "As stated: tifffile's mask is the opposite one in Pillow."
