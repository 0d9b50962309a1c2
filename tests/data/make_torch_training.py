#!/usr/bin/env python3
"""Trains a small stack with PyTorch, in double, from weights in a file to weights in a file, and writes the folder torch_training beside this script.

spec.json and X.npy are what the command line gets; start.safetensors holds the weights before, end.safetensors those after 20 steps of batches in
the order of the file; reconstructions.npy and codes.npy are what the stack with the latter makes of X. Of the 40 samples the program sets four
aside as test part; which, depends on the seed 0 alone (TEST).
"""
import json
import math
import pathlib
import struct

import numpy as np
import torch
import torch.nn as nn

FEATURES, SAMPLES, BATCH, STEPS = 7, 40, 10, 20
TEST = [1, 7, 11, 33]
RATE, EPSILON = 0.02, 1e-3
SPEC = {
    "version": 1,
    "name": "PyTorch's",
    "model": {"code": 2, "layers": [{"kind": "dense", "units": 6, "activation": "tanh"}, {"kind": "batch_norm"},
                                    {"kind": "dense", "units": 3, "activation": "identity"}, {"kind": "dense", "units": 5, "activation": "softplus"},
                                    {"kind": "dense", "units": "data", "activation": "sigmoid"}]},
    "training": {"loss": {"kind": "mean_squared_error", "reduction": "sum"}, "optimiser": {"kind": "adam", "rate": RATE, "epsilon": EPSILON}, "epochs": 1, "seed": 0},
    "data": {"source": "tabular"},
}


def stack():
    """By the numbers of the spec's layers; an activation belongs to its dense layer."""
    layers = [nn.Linear(FEATURES, 6), nn.BatchNorm1d(6), nn.Linear(6, 3), nn.Linear(3, 5), nn.Linear(5, FEATURES)]
    return nn.ModuleDict({str(i): layer.double() for i, layer in enumerate(layers)})


def encode(layers, x):
    return layers["2"](layers["1"](torch.tanh(layers["0"](x))))


def reconstruct(layers, x):
    return torch.sigmoid(layers["4"](torch.nn.functional.softplus(layers["3"](encode(layers, x)))))


def tensors(layers):
    """What a file of weights holds: float32, without PyTorch's count of batches."""
    named = {f"layers.{name}": value for name, value in layers.state_dict().items() if not name.endswith("num_batches_tracked")}
    return {name: value.detach().numpy().astype("<f4") for name, value in named.items()}


def save(path, arrays):
    """safetensors as its authors describe it; names in another order than the stack has them."""
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name in sorted(arrays, reverse=True):
        header[name] = {"dtype": "F32", "shape": list(arrays[name].shape), "data_offsets": [offset, offset + arrays[name].nbytes]}
        offset += arrays[name].nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(arrays[name].tobytes() for name in sorted(arrays, reverse=True)))


def main():
    folder = pathlib.Path(__file__).with_name("torch_training")
    folder.mkdir(exist_ok=True)
    (folder / "spec.json").write_text(json.dumps(SPEC, indent=2) + "\n")
    data = np.array([[0.5 + 0.45 * math.sin(0.9 * s + 1.7 * f + 0.05 * s * f) for f in range(FEATURES)] for s in range(SAMPLES)], dtype="<f4")
    np.save(folder / "X.npy", data)
    layers = stack()
    with torch.no_grad():
        for number, tensor in enumerate(layers.parameters()):
            values = [0.6 * math.sin(1.3 * i + 0.7 * number + 0.1) for i in range(tensor.numel())]
            tensor.copy_(torch.tensor(values, dtype=torch.float32).reshape(tensor.shape))
        layers["1"].weight += 1
        layers["1"].weight.copy_(layers["1"].weight.float())
        layers["1"].running_mean.copy_(torch.tensor([0.1 * i for i in range(6)], dtype=torch.float32))
        layers["1"].running_var.copy_(torch.tensor([1 + 0.1 * i for i in range(6)], dtype=torch.float32))
    save(folder / "start.safetensors", tensors(layers))
    x = torch.tensor(data, dtype=torch.float64)
    part = x[[i for i in range(SAMPLES) if i not in TEST]]
    batches = list(torch.split(part, BATCH))
    optimiser = torch.optim.Adam(layers.parameters(), lr=RATE, eps=EPSILON)
    for step in range(STEPS):
        batch = batches[step % len(batches)]
        optimiser.zero_grad()
        ((reconstruct(layers, batch) - batch) ** 2).sum(dim=1).mean().backward()
        optimiser.step()
    save(folder / "end.safetensors", tensors(layers))
    layers.eval()
    with torch.no_grad():
        np.save(folder / "reconstructions.npy", reconstruct(layers, x).numpy().astype("<f4"))
        np.save(folder / "codes.npy", encode(layers, x).numpy().astype("<f4"))


if __name__ == "__main__":
    main()
