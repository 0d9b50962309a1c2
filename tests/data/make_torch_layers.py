#!/usr/bin/env python3
"""Trains a small stack for each kind of layer with PyTorch, in double, and writes torch_layers.txt beside this script.

Two lines a stack: the spec, and then features of a sample, steps, number of values, and the values: all parameters, layer after layer and tensor after tensor as
files have them, and last the loss of the same samples in evaluation mode. First parameters and data are formulas that torch_layers_test.cpp
repeats; a batch is the whole data, so their order does not matter.
"""
import json
import math
import pathlib

import torch
import torch.nn as nn

SAMPLES = 11
ACTIVATIONS = {"identity": nn.Identity(), "relu": nn.ReLU(), "leaky_relu": nn.LeakyReLU(0.01), "elu": nn.ELU(), "selu": nn.SELU(), "gelu": nn.GELU(),
               "silu": nn.SiLU(), "softplus": nn.Softplus(), "sigmoid": nn.Sigmoid(), "hard_tanh": nn.Hardtanh(), "tanh": nn.Tanh(),
               "softmax": nn.Softmax(1)}


class Turned(nn.Module):
    """A module for channels × steps, used on steps × channels."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x.transpose(1, 2)).transpose(1, 2)


class Recurrent(nn.Module):
    def __init__(self, kind, inputs, layer):
        super().__init__()
        made = {"simple_rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind]
        self.inner = made(inputs, layer["units"], batch_first=True, bidirectional=layer.get("bidirectional", False))
        self.whole = layer.get("output", "last") == "sequence"

    def forward(self, x):
        states, last = self.inner(x)
        last = last[0] if isinstance(last, tuple) else last
        return states if self.whole else torch.cat(list(last), 1)


class Tied(nn.Module):
    def __init__(self, to, activation):
        super().__init__()
        self.to = [to]  # in a list, so that its weights are not counted twice
        self.bias, self.activation = nn.Parameter(torch.zeros(to.in_features)), activation

    def forward(self, x):
        return self.activation(x @ self.to[0].weight + self.bias)


class KSparse(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x):
        kept = torch.zeros_like(x).scatter(1, x.topk(self.k, 1).indices, 1.0)
        return x * kept


class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(len(x), *self.shape)


def image(shape):
    if len(shape) == 3:
        return shape
    return (1, *shape) if len(shape) == 2 else (1, math.isqrt(shape[0]), math.isqrt(shape[0]))


def sequence(shape):
    return shape if len(shape) == 2 else shape[1:] if len(shape) == 3 else (shape[0], 1)


def padded(layer, extents, dimensions):
    """Same padding, said outright: what is missing divided before and behind, the odd one behind."""
    kernel, stride, dilation = layer["kernel"], layer.get("stride", 1), layer.get("dilation", 1)
    around = []
    for extent in reversed(extents):
        missing = max(0, (-(-extent // stride) - 1) * stride + dilation * (kernel - 1) + 1 - extent)
        around += [missing // 2, missing - missing // 2]
    return (nn.ZeroPad2d(around) if dimensions == 2 else nn.ConstantPad1d(around, 0.0))


def convolution(layer, channels, extents):
    dimensions = len(extents)
    made = nn.Conv2d if dimensions == 2 else nn.Conv1d
    padding = layer.get("padding", "same")
    inner = made(channels, layer["channels"], layer["kernel"], layer.get("stride", 1), 0 if padding == "same" else padding, layer.get("dilation", 1),
                 layer.get("groups", 1), layer.get("bias", True))
    return nn.Sequential(padded(layer, extents, dimensions), inner) if padding == "same" else inner


def transposed(layer, channels, extents):
    """With same padding the adjoint of the convolution that leads from the larger map: the whole, cut before and behind as that one pads."""
    made = nn.ConvTranspose2d if len(extents) == 2 else nn.ConvTranspose1d
    kernel, stride, padding = layer["kernel"], layer.get("stride", 1), layer.get("padding", "same")
    same = padding == "same"
    inner = made(channels, layer["channels"], kernel, stride, 0 if same else padding, 0 if same else layer.get("output_padding", 0), layer.get("groups", 1),
                 layer.get("bias", True), layer.get("dilation", 1))
    if not same:
        return inner

    class Cut(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = inner

        def forward(self, x):
            y = self.inner(x)
            for axis, extent in enumerate(x.shape[2:], 2):
                missing = max(0, layer.get("dilation", 1) * (kernel - 1) + 1 - stride)
                y = y.narrow(axis, missing // 2, extent * stride)
            return y
    return Cut()


def module(layer, shape, data, before):
    """The module of one layer, and the shape of a sample behind it."""
    kind = layer["kind"]
    activation = ACTIVATIONS[layer.get("activation", "relu")]
    size = math.prod(shape)
    if kind == "dense":
        linear = nn.Linear(size, math.prod(data) if layer["units"] == "data" else layer["units"], layer.get("bias", True))
        return nn.Sequential(nn.Flatten(), linear, activation), (linear.out_features,)
    if kind == "tied":
        to = before[layer["to"]][1]
        return nn.Sequential(nn.Flatten(), Tied(to, activation)), (to.in_features,)
    if kind == "activation":
        return activation, shape
    if kind == "batch_norm":
        made = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
        return made(shape[0], eps=layer.get("epsilon", 1e-5), momentum=layer.get("momentum", 0.1)), shape
    if kind == "layer_norm":
        return nn.Sequential(nn.Flatten(), nn.LayerNorm(size, eps=layer.get("epsilon", 1e-5)), Reshape(*shape)), shape
    if kind == "prelu":
        return nn.PReLU(shape[0]), shape
    if kind == "k_sparse":
        return KSparse(layer["k"]), shape
    if kind in ("conv2d", "conv2d_transposed"):
        shape = image(shape)
        made = (convolution if kind == "conv2d" else transposed)(layer, shape[0], shape[1:])
    elif kind in ("conv1d", "conv1d_transposed"):
        shape = sequence(shape)
        made = Turned((convolution if kind == "conv1d" else transposed)(layer, shape[1], shape[:1]))
    elif kind in ("max_pool", "average_pool"):
        shape, activation = image(shape), nn.Identity()
        made = (nn.MaxPool2d if kind == "max_pool" else nn.AvgPool2d)(layer.get("window", 2), layer.get("stride", 2))
    elif kind == "upsample":
        shape, activation = image(shape), nn.Identity()
        made = nn.Upsample(scale_factor=layer.get("factor", 2), mode=layer.get("mode", "nearest"))
    elif kind in ("simple_rnn", "lstm", "gru"):
        shape, activation = sequence(shape), nn.Identity()
        made = Recurrent(kind, shape[1], layer)
    elif kind == "repeat_vector":
        made, activation = nn.Sequential(nn.Flatten(), Reshape(1, size), Repeat(layer["steps"])), nn.Identity()
    elif kind == "reshape":
        channels = layer.get("channels", 1)
        if layer.get("form") == "series":
            shape = (size // channels, channels)
        else:
            height = layer.get("height", math.isqrt(size // channels))
            shape = (channels, height, size // channels // height)
        return nn.Sequential(nn.Flatten(), Reshape(*shape)), shape
    elif kind == "dense_steps":
        shape = sequence(shape)
        made = nn.Linear(shape[1], layer["units"], layer.get("bias", True))
    else:
        raise ValueError(kind)
    made = nn.Sequential(Reshape(*shape), made, activation)
    with torch.no_grad():
        return made, tuple(made.float()(torch.zeros(1, *shape)).shape[1:])


class Repeat(nn.Module):
    def __init__(self, steps):
        super().__init__()
        self.steps = steps

    def forward(self, x):
        return x.repeat(1, self.steps, 1)


def data(features):
    return torch.tensor([[0.5 + 0.45 * math.sin(0.9 * s + 1.7 * f + 0.05 * s * f) for f in range(features)] for s in range(SAMPLES)],
                        dtype=torch.float64)


def penalty(kind, model, code_layer, x):
    """One further term of the objective, as training/penalties.h has it."""
    weight = kind["weight"]
    code = model[:code_layer + 1](x)
    if kind["kind"] == "l1_weights":
        return weight * sum(tensor.abs().sum() for tensor in model.parameters() if tensor.dim() > 1)
    if kind["kind"] == "l2_weights":
        return weight * sum(tensor.square().sum() for tensor in model.parameters() if tensor.dim() > 1)
    if kind["kind"] == "l1_activity":
        return weight * code.abs().sum(1).mean()
    if kind["kind"] == "kl_sparsity":
        target, mean = kind["target"], code.mean(0)
        return weight * (target * (target / mean).log() + (1 - target) * ((1 - target) / (1 - mean)).log()).sum()
    if kind["kind"] == "orthogonality":
        covariance = torch.cov(code.T, correction=0)
        return weight * (covariance - covariance.diag().diag()).square().sum()
    if kind["kind"] == "contractive":
        jacobians = torch.func.vmap(torch.func.jacrev(lambda one: model[:code_layer + 1](one.unsqueeze(0)).squeeze(0)))(x)
        return weight * jacobians.square().sum((1, 2)).mean()
    raise ValueError(kind)


def stacked(sample, layers):
    """The stack for samples of this shape, in double, with parameters by the formula."""
    modules, shape = [], sample
    for layer in layers:
        made, shape = module(layer, shape, sample, modules)
        modules.append(made)
    model = nn.Sequential(*modules, nn.Flatten()).double()
    with torch.no_grad():
        for number, (name, tensor) in enumerate(model.named_parameters()):
            is_scale = tensor.dim() == 1 and name.endswith("weight") and not isinstance(model.get_submodule(name.rsplit(".", 1)[0]), nn.PReLU)
            size = 0.2 if tensor.dim() == 1 else 0.6
            values = [is_scale + size * math.sin(1.3 * i + 0.7 * number + 0.1) for i in range(tensor.numel())]
            tensor.copy_(torch.tensor(values, dtype=torch.float64).reshape(tensor.shape))
    return model


def train(features, layers, steps, penalties=()):
    model = stacked((features,), layers)
    x, optimiser = data(features), torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(steps):
        optimiser.zero_grad()
        (((model(x) - x) ** 2).mean() + sum(penalty(kind, model, 0, x) for kind in penalties)).backward()
        optimiser.step()
    model.eval()
    with torch.no_grad():
        loss = ((model(x) - x) ** 2).mean().item()
    return [value for tensor in model.parameters() for value in tensor.detach().flatten().tolist()] + [loss]


def dense(units, activation="tanh", **more):
    return {"kind": "dense", "units": units, "activation": activation, **more}


def conv(kind, channels, kernel, stride=1, activation="tanh", **more):
    return {"kind": kind, "channels": channels, "kernel": kernel, "stride": stride, "activation": activation, **more}


def recurrent(kind, units, output="last", bidirectional=False):
    return {"kind": kind, "units": units, "output": output, "bidirectional": bidirectional}


LAST = dense("data", "sigmoid")
ROWS = conv("conv2d", 1, 3)  # four steps of four numbers for what walks along sequences
STACKS = [
    (7, [dense(5), LAST]),
    (7, [dense(5, "identity"), {"kind": "activation", "activation": "gelu"}, dense("data", "identity"), {"kind": "activation", "activation": "sigmoid"}]),
    (7, [dense(5), {"kind": "batch_norm"}, dense(3), {"kind": "batch_norm", "momentum": 0.3, "epsilon": 0.01}, LAST]),
    (7, [{"kind": "batch_norm"}, dense(5), LAST]),
    (7, [dense(5), {"kind": "layer_norm"}, dense(3), {"kind": "layer_norm", "epsilon": 0.01}, LAST]),
    (7, [{"kind": "layer_norm"}, dense(5), LAST]),
    (7, [dense(5, bias=False), dense(4, "softmax"), LAST]),
    (7, [dense(5), dense(3), {"kind": "tied", "to": 1, "activation": "silu"}, {"kind": "tied", "to": 0, "activation": "sigmoid"}]),
    (7, [dense(5, "identity"), {"kind": "prelu"}, LAST]),
    (7, [dense(9), {"kind": "k_sparse", "k": 4}, LAST]),
    (16, [conv("conv2d", 3, 3, 2), conv("conv2d", 4, 2, 1, padding=1), {"kind": "prelu"}, LAST]),
    (16, [conv("conv2d", 4, 3, 1, "gelu", padding=0), conv("conv2d", 6, 3, 1, groups=2, dilation=2, bias=False), {"kind": "batch_norm"}, dense(3), LAST]),
    (16, [conv("conv2d", 3, 3, 2), conv("conv2d_transposed", 1, 3, 2, "sigmoid")]),
    (16, [conv("conv2d", 4, 3, 2), conv("conv2d_transposed", 4, 3, 2, "silu", padding=1, output_padding=1, groups=2), conv("conv2d_transposed", 2, 2, 3, padding=0), LAST]),
    (16, [conv("conv2d", 3, 3), {"kind": "max_pool"}, {"kind": "upsample"}, LAST]),
    (16, [conv("conv2d", 3, 3), {"kind": "average_pool", "window": 3, "stride": 1}, {"kind": "upsample", "factor": 3, "mode": "bilinear"}, LAST]),
    (16, [ROWS, conv("conv1d", 6, 3, 2), conv("conv1d_transposed", 3, 3, 2, padding=0), LAST]),
    (16, [ROWS, conv("conv1d", 6, 2, 1, groups=2, padding=0), conv("conv1d_transposed", 4, 3, 2, groups=2), LAST]),
    (16, [ROWS, recurrent("simple_rnn", 5, "sequence"), recurrent("simple_rnn", 3, "last", True), LAST]),
    (16, [ROWS, recurrent("lstm", 5, "sequence", True), recurrent("lstm", 3), LAST]),
    (16, [ROWS, recurrent("gru", 5, "sequence", True), recurrent("gru", 3), LAST]),
    (16, [recurrent("lstm", 4), dense(3), {"kind": "repeat_vector", "steps": 4}, recurrent("gru", 5, "sequence"), {"kind": "dense_steps", "units": 4, "activation": "sigmoid"}]),
    (7, [dense(12), {"kind": "reshape", "channels": 2, "height": 3}, conv("conv2d_transposed", 3, 3, 2), {"kind": "average_pool"}, LAST]),
    (7, [dense(12), {"kind": "reshape", "form": "series", "channels": 3}, recurrent("gru", 4), LAST]),
    (7, [dense(5), LAST], {"kind": "l1_weights", "weight": 0.003}, {"kind": "l2_weights", "weight": 0.01}),
    (7, [dense(5), LAST], {"kind": "l1_activity", "weight": 0.05}),
    (7, [dense(5, "sigmoid"), LAST], {"kind": "kl_sparsity", "weight": 0.1, "target": 0.2}),
    (7, [dense(5), dense(4), LAST], {"kind": "orthogonality", "weight": 0.3}),
    (7, [dense(5, "sigmoid"), LAST], {"kind": "contractive", "weight": 0.1}),
    (7, [dense(5, "tanh"), dense(4), LAST], {"kind": "contractive", "weight": 0.05}),
]


def main():
    with pathlib.Path(__file__).with_name("torch_layers.txt").open("w") as file:
        for features, layers, *penalties in STACKS:
            for steps in (1, 20):
                spec = {"version": 1, "model": {"layers": layers, "code": 0},
                        "training": {"loss": {"kind": "mean_squared_error"}, "optimiser": {"kind": "sgd", "rate": 0.1, "momentum": 0.9},
                                     "batch": SAMPLES, "epochs": 100, "penalties": penalties}}
                values = train(features, layers, steps, penalties)
                print(json.dumps(spec), file=file)
                print(features, steps, len(values), *(f"{value:.8g}" for value in values), file=file)


if __name__ == "__main__":
    main()
