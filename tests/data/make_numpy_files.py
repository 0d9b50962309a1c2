#!/usr/bin/env python3
"""Writes the files of numpy/ beside this script with NumPy itself; numpy_files_test.cpp reads them.

Number i of an array, in C order, is a formula that the test repeats: (7 i + 3) mod 23, which the signed types have minus 11, floats a quarter of
that, and bool whether it is odd.
"""
import pathlib
import zipfile

import numpy

FOLDER = pathlib.Path(__file__).with_name("numpy")


def numbers(shape, kind):
    raw = (7 * numpy.arange(int(numpy.prod(shape, dtype=int))) + 3) % 23
    if kind == "b":
        raw = raw % 2
    if kind in "if":
        raw = raw - 11
    if kind == "f":
        raw = raw / 4
    return raw.reshape(shape)


def every_type():
    arrays = {}
    for kind, sizes in (("b", "1"), ("i", "1248"), ("u", "1248"), ("f", "248")):
        for size in sizes:
            for order, name in (("|", ""),) if size == "1" else (("<", "_little"), (">", "_big")):
                for layout in "CF":
                    arrays[f"{kind}{size}{name}_{layout}"] = numpy.array(numbers((4, 3, 2), kind), dtype=order + kind + size, order=layout)
    return arrays


def main():
    FOLDER.mkdir(exist_ok=True)
    types = every_type()
    numpy.savez(FOLDER / "types.npz", **types)
    numpy.savez_compressed(FOLDER / "types_packed.npz", **types)
    pictures = numbers((6, 4, 5), "u").astype("uint8")
    numpy.savez_compressed(FOLDER / "mnist_like.npz", x_test=pictures[:2], y_test=numpy.array([1, 0], "uint8"), x_train=pictures,
                           y_train=numpy.array([0, 1, 2, 2, 1, 0], "uint8"))
    numpy.savez(FOLDER / "cifar_like.npz", train_labels=numpy.array([[3], [0], [2]]), train_images=numbers((3, 5, 6, 3), "u").astype("uint8"))
    numpy.savez(FOLDER / "positional.npz", numbers((4, 3), "f"), numpy.arange(4))
    for name, version in (("one", (1, 0)), ("two", (2, 0)), ("three", (3, 0))):
        with open(FOLDER / f"version_{name}.npy", "wb") as file:
            numpy.lib.format.write_array(file, numbers((4, 3), "f"), version=version)
    numpy.save(FOLDER / "half_values.npy", numpy.array([0, -0.0, 1, -2, 65504, 6.103515625e-05, 5.960464477539063e-08, -6.097555160522461e-05], "<f2"))
    numpy.save(FOLDER / "fortran_pictures.npy", numpy.asfortranarray(numbers((3, 5, 6, 3), "f")))
    numpy.save(FOLDER / "records.npy", numpy.zeros(3, [("a", "<f4"), ("b", "<i4")]))
    numpy.save(FOLDER / "objects.npy", numpy.array([1, "two", None], dtype=object), allow_pickle=True)
    numpy.save(FOLDER / "complex.npy", numpy.zeros(3, "complex64"))
    numpy.save(FOLDER / "text.npy", numpy.array(["a", "bc"]))
    numpy.save(FOLDER / "raw_text.npy", numpy.array([b"a", b"bc"]))
    numpy.save(FOLDER / "dates.npy", numpy.array(["2020-01-01"], "datetime64[D]"))
    numpy.save(FOLDER / "long_doubles.npy", numpy.zeros(3, "longdouble"))
    numpy.save(FOLDER / "nothing.npy", numpy.zeros(()))
    with zipfile.ZipFile(FOLDER / "bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
        archive.write(FOLDER / "version_one.npy", "x.npy")


if __name__ == "__main__":
    main()
