#!/usr/bin/env python3
"""Draws the sample of Fashion-MNIST that Hourglass carries along.

    make_sample.py FOLDER [OUTPUT]

FOLDER holds the four files of Fashion-MNIST as published (Debian: /usr/share/datasets/fashion-mnist). OUTPUT becomes one gzip
stream of four plain IDX files in a row: train images, train labels, test images, test labels.

The draw is fair: 250 training and 50 test images of each class. An image's turn within its class is the SHA-256 of "PART INDEX",
so that every version of Python draws the same. The images drawn stay in the order of the source.
"""
import gzip
import hashlib
import struct
import sys
from pathlib import Path

DRAWN = {"train": 250, "t10k": 50}
LABEL_MAGIC, IMAGE_MAGIC = 0x801, 0x803


def read_idx(path, magic, rank):
    content = gzip.decompress(path.read_bytes())
    found, *extents = struct.unpack_from(f">{1 + rank}I", content)
    if found != magic:
        raise ValueError(f"{path}: not the IDX file expected")
    return extents, content[4 + 4 * rank:]


def draw(part, labels):
    """Indices of the images drawn, in the order of the source."""
    chosen = []
    for label in sorted(set(labels)):
        members = [index for index, other in enumerate(labels) if other == label]
        members.sort(key=lambda index: hashlib.sha256(f"{part} {index}".encode()).digest())
        chosen += members[: DRAWN[part]]
    return sorted(chosen)


def main(folder, output):
    content = b""
    for part in DRAWN:
        (count, height, width), images = read_idx(folder / f"{part}-images-idx3-ubyte.gz", IMAGE_MAGIC, 3)
        (label_count,), labels = read_idx(folder / f"{part}-labels-idx1-ubyte.gz", LABEL_MAGIC, 1)
        if label_count != count:
            raise ValueError(f"{folder}: {label_count} labels for {count} images")
        size = height * width
        chosen = draw(part, labels)
        content += struct.pack(">4I", IMAGE_MAGIC, len(chosen), height, width)
        content += b"".join(images[index * size:(index + 1) * size] for index in chosen)
        content += struct.pack(">2I", LABEL_MAGIC, len(chosen)) + bytes(labels[index] for index in chosen)
    output.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    print(f"{output}: {len(content)} bytes, {output.stat().st_size} packed, SHA-256 of the content {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).with_name("fashion-mnist-sample.gz"))
