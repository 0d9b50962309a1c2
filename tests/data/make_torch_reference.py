#!/usr/bin/env python3
"""Trains small stacks with PyTorch, in double, and writes torch_reference.txt beside this script.

A line: activation, loss, reduction, optimiser, its rate, its epsilon (Adam) or momentum (SGD), steps, number of parameters, and the
parameters: for each layer weight [out, in], then bias. Weights and data are formulas that torch_reference_test.cpp repeats; a batch is the
whole data, so their order does not matter.
"""
import math
import pathlib

import torch

WIDTHS = [7, 5, 3, 5, 7]
SAMPLES = 11
FUNCTIONS = {
    "identity": lambda z: z,
    "relu": torch.relu,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}


def weights():
    all_of_them = []
    for layer, (inputs, outputs) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        weight = [0.6 * math.sin(1.3 * i + 0.7 * layer + 0.1) for i in range(inputs * outputs)]
        bias = [0.1 * math.cos(2.1 * i + layer) for i in range(outputs)]
        all_of_them.append(torch.tensor(weight, dtype=torch.float64).reshape(outputs, inputs).requires_grad_())
        all_of_them.append(torch.tensor(bias, dtype=torch.float64).requires_grad_())
    return all_of_them


def data():
    rows = [[0.5 + 0.45 * math.sin(0.9 * s + 1.7 * f + 0.05 * s * f) for f in range(WIDTHS[0])] for s in range(SAMPLES)]
    return torch.tensor(rows, dtype=torch.float64)


def objective(parameters, x, activation, loss, reduction):
    z = x
    for layer in range(0, len(parameters), 2):
        z = z @ parameters[layer].T + parameters[layer + 1]
        if layer + 2 < len(parameters):
            z = FUNCTIONS[activation](z)
    if loss == "binary_cross_entropy":
        each = torch.nn.functional.binary_cross_entropy_with_logits(z, x, reduction="none")
    else:
        each = (torch.sigmoid(z) - x) ** 2
    return each.mean() if reduction == "mean" else each.sum(dim=1).mean()


def train(activation, loss, reduction, optimiser, rate, extra, steps):
    parameters, x = weights(), data()
    if optimiser == "adam":
        method = torch.optim.Adam(parameters, lr=rate, eps=extra)
    else:
        method = torch.optim.SGD(parameters, lr=rate, momentum=extra)
    for _ in range(steps):
        method.zero_grad()
        objective(parameters, x, activation, loss, reduction).backward()
        method.step()
    return [value for tensor in parameters for value in tensor.detach().flatten().tolist()]


def cases():
    optimisers = [("adam", 0.01, 1e-3), ("sgd", 0.1, 0.9)]
    for optimiser in optimisers:
        for steps in (1, 20):
            for activation in FUNCTIONS:
                yield (activation, "mean_squared_error", "mean", *optimiser, steps)
            for loss, reduction in [("mean_squared_error", "sum"), ("binary_cross_entropy", "mean"), ("binary_cross_entropy", "sum")]:
                yield ("tanh", loss, reduction, *optimiser, steps)
    # The defaults, one step: with so small an epsilon Adam's first steps follow the sign of gradients that rounding decides.
    yield ("tanh", "mean_squared_error", "mean", "adam", 1e-3, 1e-8, 1)
    yield ("tanh", "binary_cross_entropy", "mean", "adam", 1e-3, 1e-8, 1)


def main():
    target = pathlib.Path(__file__).with_name("torch_reference.txt")
    with target.open("w") as file:
        for case in cases():
            values = train(*case)
            file.write(" ".join(str(part) for part in case) + f" {len(values)} " + " ".join(f"{value:.8g}" for value in values) + "\n")


if __name__ == "__main__":
    main()
