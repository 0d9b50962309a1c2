#!/usr/bin/env python3
"""Scalings of a small table, computed with numpy in double; writes numpy_scalings.txt beside this script.

A line: the kind, its choice, and the scaled numbers of all 28 rows of 6 columns, of which the first 23 are what is fitted to. Range, standardise
and robust are what sklearn's MinMaxScaler, StandardScaler and RobustScaler compute, but that a constant column becomes 0 everywhere.
The table is a formula in whole numbers that scaling_test.cpp repeats.
"""
import pathlib

import numpy as np

ROWS, TRAIN, COLUMNS = 28, 23, 6


def table():
    x = np.zeros((ROWS, COLUMNS))
    for i in range(ROWS):
        a, b = (i * 7919 + 13) % 200, (i * 104729 + 7) % 1000
        x[i] = [a / 8, b - 500, a * a / 4, 3.5, i if i % 10 == 0 else 0, 1000 + (2 * a + b) / 16]
    return x


def affine(x, kind, by):
    fit = x[:TRAIN] if by == "feature" else x[:TRAIN].reshape(-1, 1)
    if kind == "range":
        offset, spread = fit.min(axis=0), fit.max(axis=0) - fit.min(axis=0)
    elif kind == "standardise":
        offset, spread = fit.mean(axis=0), fit.std(axis=0)
    else:
        low, offset, high = np.percentile(fit, [25, 50, 75], axis=0)
        spread = high - low
    constant = fit.min(axis=0) == fit.max(axis=0)
    safe = np.where(spread > 0, spread, 1)
    return np.where(constant, 0, (x - offset) / safe)


def whiten(x, axes):
    mean = x[:TRAIN].mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(x[:TRAIN].T, bias=True))
    values, vectors = values[::-1], vectors[:, ::-1]
    for k in range(COLUMNS):
        if vectors[np.argmax(np.abs(vectors[:, k])), k] < 0:
            vectors[:, k] *= -1
    is_there = values > 1e-10 * values[0]
    factors = np.where(is_there, 1 / np.sqrt(np.where(is_there, values, 1)), 0)
    y = (x - mean) @ vectors * factors
    return y @ vectors.T if axes == "features" else y


x = table()
lines = [(kind, by, affine(x, kind, by)) for kind in ("range", "standardise", "robust") for by in ("feature", "whole")]
lines.append(("unit_norm", "-", x / np.linalg.norm(x, axis=1, keepdims=True)))
lines += [("whiten", axes, whiten(x, axes)) for axes in ("components", "features")]
with open(pathlib.Path(__file__).with_suffix("").parent / "numpy_scalings.txt", "w") as file:
    for kind, choice, numbers in lines:
        print(kind, choice, *(f"{number:.9g}" for number in numbers.ravel()), file=file)
