#!/usr/bin/env python3
"""Writes tests/data/pictures/…: what no library of the tests writes. Needs Pillow (made with 13.0)."""
import pathlib

from PIL import Image

folder = pathlib.Path(__file__).parent / "pictures"
folder.mkdir(exist_ok=True)


def frame(k, mode):
    """A block of 4 × 4 that moves over 12 × 8, in a colour of its own; clear beside it where there is opacity."""
    picture = Image.new(mode, (12, 8), (0, 0, 0, 0)[:len(mode)])
    picture.paste((200, 40 * k, 60, 255)[:len(mode)], (2 * k, k, 2 * k + 4, k + 4))
    return picture


for name, mode, options in [("moving.gif", "RGB", {}), ("moving.webp", "RGB", {"lossless": True}), ("moving_clear.webp", "RGBA", {"lossless": True}),
                            ("moving_clear.gif", "RGBA", {"disposal": 2})]:
    frames = [frame(k, mode) for k in range(4)]
    frames[0].save(folder / name, save_all=True, append_images=frames[1:], duration=50, loop=0, **options)
turned = Image.new("RGB", (8, 4))
turned.paste((250, 0, 0), (0, 0, 4, 4))
exif = Image.Exif()
exif[274] = 6
turned.save(folder / "turned.webp", lossless=True, exif=exif)
turned.save(folder / "turned.png", exif=exif)
