#!/usr/bin/env python3
"""Writes csv/*.csv and what pandas makes of them, csv/reference.txt, for tests/engine/csv_reference_test.cpp.

A line with the file's name, rows and columns, a line with the names of the features, separated by bars, and a line of numbers for each row.
Numbers are read exactly (float_precision="round_trip"), made float32, and missing ones replaced by the mean in double. Needs pandas.
"""
import pathlib
import random

import numpy
import pandas

FOLDER = pathlib.Path(__file__).parent / "csv"
COLOURS = ["red", "dark green", 'so-called "blue"', "pink, pale", "grün", "two\nlines"]


def quoted(text, delimiter):
    needs = any(sign in text for sign in (delimiter, '"', "\n"))
    return '"' + text.replace('"', '""') + '"' if needs else text


def number(draw, point):
    form = draw.choice(["{:.3f}", "{:.9g}", "{:.17g}", "{:e}", "{:.12f}", "{:.0f}", "{:+.2f}"])
    return form.format(draw.gauss(0, 10 ** draw.randint(-6, 6))).replace(".", point)


def write(name, delimiter, point, encoding, line_end, missing):
    draw = random.Random(name)
    names = ["x", "second, quoted" if delimiter == "," else "second", "colour", "last"]
    lines = [delimiter.join(quoted(title, delimiter) for title in names)]
    for row in range(40):
        fields = [number(draw, point), number(draw, point), quoted(draw.choice(COLOURS), delimiter), number(draw, point)]
        if draw.random() < 0.2:
            fields[draw.choice([0, 1, 3])] = draw.choice(missing)
        lines.append(delimiter.join(fields))
    content = (line_end.join(lines) + line_end).encode(encoding)
    (FOLDER / name).write_bytes(content)
    table = pandas.read_csv(FOLDER / name, sep=delimiter, decimal=point, encoding=encoding, float_precision="round_trip", na_values=["?", "-"])
    features = {}
    for title in table.columns:
        if title == "colour":
            texts = table[title].str.strip()
            for word in sorted(texts.unique(), key=lambda text: text.encode()):
                features[title + "=" + word] = (texts == word).to_numpy().astype(numpy.float32)
        else:
            values = pandas.to_numeric(table[title]).to_numpy(dtype=numpy.float64).astype(numpy.float32)
            mean = numpy.float32(values[~numpy.isnan(values)].astype(numpy.float64).mean())
            features[title] = numpy.where(numpy.isnan(values), mean, values)
    matrix = numpy.stack(list(features.values()), axis=1)
    lines = [f"{name} {matrix.shape[0]} {matrix.shape[1]}", "|".join(features).replace("\n", "\\n")]
    lines += [" ".join(repr(float(value)) for value in row) for row in matrix]
    return lines


FOLDER.mkdir(exist_ok=True)
report = []
report += write("comma.csv", ",", ".", "utf-8", "\n", ["", "NA", "NaN", "null", "?", "-"])
report += write("semicolon.csv", ";", ",", "utf-8-sig", "\r\n", ["", "N/A", "?"])
report += write("tab.tsv", "\t", ".", "utf-16", "\n", ["", "NA"])
report += write("bar.txt", "|", ".", "cp1252", "\n", ["", "-"])
(FOLDER / "reference.txt").write_text("\n".join(report) + "\n", encoding="utf-8")
