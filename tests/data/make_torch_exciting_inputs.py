#!/usr/bin/env python3
"""What excites a unit, by PyTorch's autograd in double; writes torch_exciting_inputs.txt beside this script.

A unit has five lines: the stack; rank and extents of a sample, layer, unit, and at each of three samples what the unit says to it and the
gradient of that by the sample; and for three ascents steps, smoothness and radius, what the unit says to the best input that is reached in
those steps from the mean and from two samples, and that input. Parameters are those of make_torch_layers.py; running statistics, samples
and bounds are formulas that torch_exciting_inputs_test.cpp repeats.

Nothing here is written as the engine has it: smoothness is the slope that autograd finds of the sum of squared differences between
neighbours, and the nearest allowed point is found by Dykstra's alternating projections onto the box and the ball (Boyle and Dykstra 1986).
"""
import json
import math
import pathlib

import torch
import torch.nn as nn

from make_torch_layers import conv, dense, recurrent, stacked

FIRST_STEP, LAST_STEP = 0.5, 0.05  # shares of the radius, falling geometrically
POINTS = 3
PICTURE, COLOURS, STEPS, ROW = (1, 4, 4), (2, 5, 4), (6, 3), (9,)
LAST = dense("data", "sigmoid")
STACKS = [
    (ROW, [dense(6), dense(4, "silu"), LAST], [(0, 2), (1, 3)]),
    (PICTURE, [dense(6, "gelu"), dense(3, "softmax"), LAST], [(0, 1), (1, 2), (2, 5)]),
    (COLOURS, [conv("conv2d", 4, 3, 2, "gelu"), conv("conv2d", 3, 3, 1, "tanh"), dense(3, "identity"), LAST], [(0, 3), (1, 0), (2, 1)]),
    (PICTURE, [conv("conv2d", 3, 3, 2), {"kind": "average_pool"}, conv("conv2d_transposed", 2, 3, 2, "softplus"), LAST], [(1, 2), (2, 1)]),
    (STEPS, [conv("conv1d", 5, 3, 1, "silu"), recurrent("gru", 4, "sequence", True), recurrent("gru", 3), LAST], [(0, 4), (1, 5), (2, 0)]),
    (STEPS, [recurrent("lstm", 5, "sequence"), recurrent("lstm", 3, "last", True), LAST], [(0, 2), (1, 4)]),
    (STEPS, [recurrent("simple_rnn", 5), LAST], [(0, 3)]),
    (ROW, [dense(6), {"kind": "batch_norm"}, dense(3, "silu"), {"kind": "batch_norm", "epsilon": 0.01}, LAST], [(1, 4), (2, 1), (3, 2)]),
    (COLOURS, [conv("conv2d", 4, 3, 1, "identity"), {"kind": "batch_norm"}, {"kind": "activation", "activation": "elu"}, dense(2), LAST], [(1, 2), (3, 1)]),
]
ASCENTS = [(1, 0.0), (2, 2.0), (12, 2.0)]


def formula(count, shift):
    return torch.tensor([0.5 + 0.35 * math.sin(0.8 * i + 1.9 * shift + 0.3 * math.cos(2.1 * i)) for i in range(count)], dtype=torch.float64)


def bounds(count):
    mean = torch.tensor([0.5 + 0.15 * math.sin(1.1 * i) for i in range(count)], dtype=torch.float64)
    lowest = mean - torch.tensor([0.2 + 0.1 * math.cos(0.7 * i) for i in range(count)], dtype=torch.float64)
    highest = mean + torch.tensor([0.25 + 0.15 * math.sin(0.9 * i) for i in range(count)], dtype=torch.float64)
    return mean, lowest, highest, 0.2 * math.sqrt(count)


def said(network, sample, unit, x):
    """The mean over the places of a unit: a channel of maps, a feature of steps, or one number."""
    y = network(x.reshape(1, *sample))[0]
    return y[:, unit].mean() if y.dim() == 2 else y[unit].mean()


def slope(function, x):
    x = x.clone().requires_grad_()
    value = function(x)
    return value.item(), torch.autograd.grad(value, x)[0]


def unevenness(sample):
    """dᵀ L d / 2, where L has no eigenvalue above 1."""
    def of(d):
        if len(sample) == 1:
            return (0 * d).sum()
        d = d.reshape(sample if len(sample) == 3 else (1, *sample))
        down = d.diff(dim=1).square().sum()
        return down / 8 if len(sample) == 2 else (down + d.diff(dim=2).square().sum()) / 16
    return of


def nearest(wanted, low, high, radius):
    x, for_box, for_ball = wanted.clone(), torch.zeros_like(wanted), torch.zeros_like(wanted)
    for _ in range(20000):
        in_box = torch.maximum(torch.minimum(x + for_box, high), low)
        for_box = x + for_box - in_box
        moved = in_box + for_ball
        in_ball = moved * min(1.0, radius / max(moved.norm().item(), 1e-300))
        for_ball = moved - in_ball
        if (in_ball - x).norm() < 1e-15 and (in_ball - in_box).norm() < 1e-12:
            break
        x = in_ball
    return in_ball


def ascend(network, sample, unit, steps, smoothness):
    count = math.prod(sample)
    mean, lowest, highest, radius = bounds(count)
    best = None
    for start in [mean, formula(count, 4), formula(count, 5)]:
        d = nearest(start - mean, lowest - mean, highest - mean, radius)
        for step in range(steps):
            _, rise = slope(lambda x: said(network, sample, unit, x), mean + d)
            _, rough = slope(unevenness(sample), d)
            length = radius * FIRST_STEP * (LAST_STEP / FIRST_STEP) ** (step / max(1, steps - 1))
            d = nearest(d + length * (rise / rise.norm() - smoothness * rough / radius), lowest - mean, highest - mean, radius)
        value = said(network, sample, unit, mean + d).item()
        if best is None or value > best[0]:
            best = (value, mean + d)
    return best


def written(numbers):
    return [f"{number:.9g}" for number in numbers]


def main():
    with pathlib.Path(__file__).with_name("torch_exciting_inputs.txt").open("w") as file:
        for sample, layers, units in STACKS:
            model = stacked(sample, layers)
            for norm in model.modules():
                if isinstance(norm, (nn.BatchNorm1d, nn.BatchNorm2d)):
                    places = torch.arange(norm.num_features, dtype=torch.float64)
                    norm.running_mean.copy_(0.3 * torch.sin(1.1 * places + 0.2))
                    norm.running_var.copy_(0.9 + 0.6 * torch.sin(0.9 * places))
            model.eval()
            for layer, unit in units:
                network = model[:layer + 1]
                numbers = []
                for point in range(POINTS):
                    value, gradient = slope(lambda x: said(network, sample, unit, x), formula(math.prod(sample), point))
                    numbers += [value, *gradient.tolist()]
                print(json.dumps({"version": 1, "model": {"layers": layers, "code": 0}}), file=file)
                print(len(sample), *sample, layer, unit, *written(numbers), file=file)
                for steps, smoothness in ASCENTS:
                    value, reached = ascend(network, sample, unit, steps, smoothness)
                    print(steps, *written([smoothness, bounds(math.prod(sample))[3], value, *reached.detach().tolist()]), file=file)


if __name__ == "__main__":
    main()
