#!/usr/bin/env python3
"""Losses that look at a whole sample, computed with PyTorch in double; writes torch_losses.txt beside this script.

A line: loss, channels, height, width, samples, the loss (its sum over the samples), and its gradient by the outputs, sample after sample.
Outputs and targets are formulas that torch_losses_test.cpp repeats.
"""
import math
import pathlib

import torch

SIMILARITY = [(1, 28, 28, 2), (3, 13, 16, 2), (1, 12, 11, 1), (1, 8, 20, 2), (2, 5, 7, 2), (1, 1, 9, 1), (1, 12, 80, 1)]
SOFTMAX = [(1, 1, 1, 1), (1, 1, 10, 3), (1, 1, 33, 2)]


def outputs(shape):
    channels, height, width, samples = shape
    count = channels * height * width
    return torch.tensor([[0.5 + 0.45 * math.sin(0.37 * i + 1.3 * s) * math.cos(0.11 * i) for i in range(count)] for s in range(samples)],
                        dtype=torch.float64)


def targets(shape):
    channels, height, width, samples = shape
    count = channels * height * width
    return torch.tensor([[0.5 + 0.4 * math.sin(0.35 * i + 1.2 * s + 0.2) * math.cos(0.1 * i) for i in range(count)] for s in range(samples)],
                        dtype=torch.float64)


def dissimilarity(y, t, shape):
    channels, height, width, samples = shape
    size = min(11, height, width)
    size -= 1 - size % 2
    line = torch.exp(-(torch.arange(size, dtype=torch.float64) - size // 2) ** 2 / (2 * 1.5**2))
    line /= line.sum()
    window = torch.outer(line, line).expand(channels, 1, size, size)
    y, t = y.reshape(samples, channels, height, width), t.reshape(samples, channels, height, width)

    def mean(x):
        return torch.nn.functional.conv2d(x, window, groups=channels)

    mean_y, mean_t = mean(y), mean(t)
    variance_y, variance_t, covariance = mean(y * y) - mean_y**2, mean(t * t) - mean_t**2, mean(y * t) - mean_y * mean_t
    c1, c2 = 0.01**2, 0.03**2
    similarity = (2 * mean_y * mean_t + c1) * (2 * covariance + c2) / ((mean_y**2 + mean_t**2 + c1) * (variance_y + variance_t + c2))
    return (1 - similarity.mean(dim=(1, 2, 3))).sum()


def softmax_cross_entropy(z, t, _):
    return -(t * torch.log_softmax(z, dim=1)).sum()


def main():
    with pathlib.Path(__file__).with_name("torch_losses.txt").open("w") as file:
        for name, loss, shapes, scale in [("structural_similarity", dissimilarity, SIMILARITY, 1), ("categorical_cross_entropy", softmax_cross_entropy, SOFTMAX, 8)]:
            for shape in shapes:
                y = (scale * outputs(shape)).requires_grad_()
                value = loss(y, targets(shape), shape)
                value.backward()
                print(name, *shape, f"{value.item():.10g}", *(f"{number:.6g}" for number in y.grad.flatten().tolist()), file=file)


if __name__ == "__main__":
    main()
