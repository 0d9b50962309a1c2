#!/usr/bin/env python3
"""Trains a small stack for each kind of layer with PyTorch, in double, and writes torch_layers.txt beside this script.

Two lines a stack: the spec, and then steps, number of values, and the values: all parameters, layer after layer and tensor after tensor as
files have them, and last the loss of the same samples in evaluation mode. First parameters and data are formulas that torch_layers_test.cpp
repeats; a batch is the whole data, so their order does not matter.
"""
import json
import math
import pathlib

import torch
import torch.nn as nn

FEATURES, SAMPLES = 7, 11
ACTIVATIONS = {"identity": nn.Identity(), "relu": nn.ReLU(), "leaky_relu": nn.LeakyReLU(0.01), "elu": nn.ELU(), "selu": nn.SELU(), "gelu": nn.GELU(),
               "silu": nn.SiLU(), "softplus": nn.Softplus(), "sigmoid": nn.Sigmoid(), "hard_tanh": nn.Hardtanh(), "tanh": nn.Tanh()}


def module(layer, inputs):
    """The module of one layer, and how many numbers it gives on."""
    kind = layer["kind"]
    if kind == "dense":
        units = FEATURES if layer["units"] == "data" else layer["units"]
        return nn.Sequential(nn.Linear(inputs, units), ACTIVATIONS[layer.get("activation", "relu")]), units
    if kind == "activation":
        return ACTIVATIONS[layer["activation"]], inputs
    if kind == "batch_norm":
        return nn.BatchNorm1d(inputs, eps=layer.get("epsilon", 1e-5), momentum=layer.get("momentum", 0.1)), inputs
    if kind == "layer_norm":
        return nn.LayerNorm(inputs, eps=layer.get("epsilon", 1e-5)), inputs
    raise ValueError(kind)


def data():
    return torch.tensor([[0.5 + 0.45 * math.sin(0.9 * s + 1.7 * f + 0.05 * s * f) for f in range(FEATURES)] for s in range(SAMPLES)],
                        dtype=torch.float64)


def train(layers, steps):
    modules, width = [], FEATURES
    for layer in layers:
        made, width = module(layer, width)
        modules.append(made)
    model = nn.Sequential(*modules).double()
    with torch.no_grad():
        for number, (name, tensor) in enumerate(model.named_parameters()):
            is_scale = tensor.dim() == 1 and name.endswith("weight")
            size = 0.2 if tensor.dim() == 1 else 0.6
            values = [is_scale + size * math.sin(1.3 * i + 0.7 * number + 0.1) for i in range(tensor.numel())]
            tensor.copy_(torch.tensor(values, dtype=torch.float64).reshape(tensor.shape))
    x, optimiser = data(), torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(steps):
        optimiser.zero_grad()
        ((model(x) - x) ** 2).mean().backward()
        optimiser.step()
    model.eval()
    with torch.no_grad():
        loss = ((model(x) - x) ** 2).mean().item()
    return [value for tensor in model.parameters() for value in tensor.detach().flatten().tolist()] + [loss]


def dense(units, activation="tanh"):
    return {"kind": "dense", "units": units, "activation": activation}


STACKS = [
    [dense(5), dense("data", "sigmoid")],
    [dense(5, "identity"), {"kind": "activation", "activation": "gelu"}, dense("data", "identity"), {"kind": "activation", "activation": "sigmoid"}],
    [dense(5), {"kind": "batch_norm"}, dense(3), {"kind": "batch_norm", "momentum": 0.3, "epsilon": 0.01}, dense("data", "sigmoid")],
    [{"kind": "batch_norm"}, dense(5), dense("data", "sigmoid")],
    [dense(5), {"kind": "layer_norm"}, dense(3), {"kind": "layer_norm", "epsilon": 0.01}, dense("data", "sigmoid")],
    [{"kind": "layer_norm"}, dense(5), dense("data", "sigmoid")],
]


def main():
    with pathlib.Path(__file__).with_name("torch_layers.txt").open("w") as file:
        for layers in STACKS:
            for steps in (1, 20):
                spec = {"version": 1, "model": {"layers": layers, "code": 0},
                        "training": {"loss": {"kind": "mean_squared_error"}, "optimiser": {"kind": "sgd", "rate": 0.1, "momentum": 0.9},
                                     "batch": SAMPLES, "epochs": 100}}
                values = train(layers, steps)
                print(json.dumps(spec), file=file)
                print(steps, len(values), *(f"{value:.8g}" for value in values), file=file)


if __name__ == "__main__":
    main()
