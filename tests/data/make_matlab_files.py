#!/usr/bin/env python3
"""Makes tests/data/matlab: the same numbers in the ways in which MATLAB's files hold them.

python3 make_matlab_files.py FOLDER, with scipy. Row i of X is i + 1, i + 1.25, i + 1.5; the classes are i % 3 + 1.
"""
import os
import struct
import sys
import zlib

import numpy as np
import scipy.io
import scipy.sparse

folder = sys.argv[1]
X = np.arange(1.0, 13.0)[:, None] + np.arange(3) / 4
y = np.arange(12) % 3 + 1


def save(name, content, **options):
    scipy.io.savemat(os.path.join(folder, name), content, **options)


save("plain.mat", {"X": X, "y": y})
save("packed.mat", {"X": X, "y": y}, do_compression=True)
save("version4.mat", {"X": X, "y": y.astype(float)}, format="4")
save("columns.mat", {"X": np.ascontiguousarray(X.T), "y": y})
save("targets.mat", {"inputs": np.ascontiguousarray(X.T), "targets": np.ascontiguousarray(np.eye(3)[y - 1].T)})
save("struct.mat", {"d": {"X": X, "y": y, "title": "a title"}})
save("sparse.mat", {"S": scipy.sparse.csc_matrix(np.where(X > 6, X, 0.0))})
words = ["low", "mid", "hök"]
save("words.mat", {"X": X, "labels": np.array([words[i % 3] for i in range(12)], dtype=object)})
save("characters.mat", {"X": X, "labels": np.array([words[i % 3] for i in range(12)])})
cells = np.empty(4, dtype=object)
for i in range(4):
    cells[i] = i + np.arange(20 * 2).reshape(20, 2) / 100
save("cells.mat", {"series": cells, "y": np.arange(4) % 2})
# Pictures last, as MATLAB has them: 4 rows, 5 columns, 3 channels, 12 pictures; the value is 8 · picture + 15 · row + 3 · column + channel.
p, r, c, k = np.meshgrid(np.arange(12), np.arange(4), np.arange(5), np.arange(3), indexing="ij")
pictures = (8 * p + 15 * r + 3 * c + k).astype(np.uint8)
save("pictures.mat", {"X": np.transpose(pictures, (1, 2, 3, 0)), "y": y[:, None]})
save("complex.mat", {"X": X, "Z": X + 1j, "flags": X > 6})


# What MATLAB writes of an object: flags of class 17, its name, "MCOS" and its class; a variable without a name holds what objects consist of.
def element(kind, content):
    return struct.pack("<II", kind, len(content)) + content + b"\0" * (-len(content) % 8)


def matrix(flags, name, *more):
    return element(14, element(6, struct.pack("<II", flags, 0)) + b"".join(element(1, part) if isinstance(part, bytes) else part for part in (name, *more)))


refs = matrix(13, element(5, struct.pack("<ii", 6, 1)), b"", element(6, struct.pack("<6I", 0xDD000000, 2, 1, 1, 1, 1)))
when, workspace = matrix(17, b"when", b"MCOS", b"datetime", refs), matrix(9, element(5, struct.pack("<ii", 1, 64)), b"", element(2, bytes(64)))
missing = -(2**63)
save("dates.mat", {"X": X, "t": np.where(y == 2, missing, y), "u": np.array(["2024-01-01", "NaT", "2024-01-03"] * 4, "datetime64[ns]")})
with open(os.path.join(folder, "dates.mat"), "ab") as file:
    packed = zlib.compress(matrix(17, b"later", b"MCOS", b"table", refs))
    file.write(when + struct.pack("<II", 15, len(packed)) + packed + workspace)
with open(os.path.join(folder, "objects.mat"), "wb") as file:
    file.write(open(os.path.join(folder, "plain.mat"), "rb").read()[:128] + when + workspace)
