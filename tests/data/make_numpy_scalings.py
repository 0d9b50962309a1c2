#!/usr/bin/env python3
"""Scalings of a small table, computed with scikit-learn 1.9 and numpy in double; writes numpy_scalings.txt beside this script.

A line: the kind, its choice, and the scaled numbers of all 28 rows of 6 columns, of which the first 23 are what is fitted to. Range, standardise
and robust are MinMaxScaler, StandardScaler and RobustScaler; whiten is PCA(whiten=True) with the deviation divided by n, not by n − 1, and directions
without any variance divided by what their columns would give if they were independent, by 1 at least, where PCA divides rounding by rounding.
The fourth column is constant in the first 23 rows alone. "graded" is whiten of the same rows with columns that are 1, 10^2, 10^-3, 1, 10^-6 and
10^5 times as large, and the last no sum of others. The tables are formulas in whole numbers that scaling_test.cpp repeats.
"""
import pathlib

import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

ROWS, TRAIN, COLUMNS = 28, 23, 6
SCALES = [1, 1e2, 1e-3, 1, 1e-6, 1e5]


def table():
    x = np.zeros((ROWS, COLUMNS))
    for i in range(ROWS):
        a, b = (i * 7919 + 13) % 200, (i * 104729 + 7) % 1000
        x[i] = [a / 8, b - 500, a * a / 4, 3.5 if i < TRAIN else 3.5 + i, i if i % 10 == 0 else 0, 1000 + (2 * a + b) / 16]
    return x


def graded():
    x = table()
    x[:, 5] += [(i * i * 31) % 97 for i in range(ROWS)]
    x[:, 3] = [(i * 37) % 11 for i in range(ROWS)]
    return (x * SCALES).astype(np.float32).astype(np.float64)


def affine(x, kind, by):
    scaler = {"range": MinMaxScaler, "standardise": StandardScaler, "robust": RobustScaler}[kind]()
    if by == "feature":
        return scaler.fit(x[:TRAIN]).transform(x)
    return scaler.fit(x[:TRAIN].reshape(-1, 1)).transform(x.reshape(-1, 1)).reshape(x.shape)


def whiten(x, axes):
    varies = np.ptp(x[:TRAIN], axis=0) > 0 # a constant column is a direction of its own, the last
    pca = PCA(svd_solver="full").fit(x[:TRAIN][:, varies])
    count = varies.sum()
    vectors, values = np.zeros((COLUMNS, COLUMNS)), np.zeros(COLUMNS)
    vectors[np.ix_(varies, np.arange(count))] = pca.components_.T
    vectors[np.flatnonzero(~varies), np.arange(count, COLUMNS)] = 1
    values[:count] = pca.explained_variance_ * (TRAIN - 1) / TRAIN
    for k in range(COLUMNS):
        if vectors[np.argmax(np.abs(vectors[:, k])), k] < 0:
            vectors[:, k] *= -1
    is_there = values > 1e-28 * values[0]
    alone = np.maximum(1, np.sqrt(x[:TRAIN].var(axis=0) @ vectors**2))
    y = (x - x[:TRAIN].mean(axis=0)) @ vectors / np.where(is_there, np.sqrt(np.where(is_there, values, 1)), alone)
    return y @ vectors.T if axes == "features" else y


x = table()
lines = [(kind, by, affine(x, kind, by)) for kind in ("range", "standardise", "robust") for by in ("feature", "whole")]
lines.append(("unit_norm", "-", x / np.linalg.norm(x, axis=1, keepdims=True)))
lines += [("whiten", axes, whiten(x, axes)) for axes in ("components", "features")]
lines.append(("graded", "components", whiten(graded(), "components")))
with open(pathlib.Path(__file__).with_suffix("").parent / "numpy_scalings.txt", "w") as file:
    for kind, choice, numbers in lines:
        print(kind, choice, *(f"{number:.9g}" for number in numbers.ravel()), file=file)
