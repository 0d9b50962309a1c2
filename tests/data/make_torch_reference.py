#!/usr/bin/env python3
"""Trains small stacks with PyTorch, in double, and writes torch_reference.txt beside this script.

A line: activation, loss, reduction, optimiser, further assignments as the command line has them (joined by ";", or "-"), steps, number of
parameters, and the parameters: for each layer weight [out, in], then bias. Weights and data are formulas that torch_reference_test.cpp
repeats; a batch is the whole data, so their order does not matter and a step is an epoch.
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
    "elu": torch.nn.functional.elu,
    "selu": torch.selu,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "softplus": torch.nn.functional.softplus,
    "sigmoid": torch.sigmoid,
    "hard_tanh": torch.nn.functional.hardtanh,
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
    elif loss == "mean_absolute_error":
        each = (torch.sigmoid(z) - x).abs()
    elif loss == "huber":
        each = torch.nn.functional.huber_loss(torch.sigmoid(z), x, reduction="none", delta=HUBER_DELTA)
    elif loss == "cosine":
        return (1 - torch.nn.functional.cosine_similarity(torch.sigmoid(z), x, dim=1)).mean()
    else:
        each = (torch.sigmoid(z) - x) ** 2
    return each.mean() if reduction == "mean" else each.sum(dim=1).mean()


OPTIMISERS = {  # name: (rate, what is set beside it, how PyTorch makes it)
    "adam": (0.01, {"epsilon": 1e-3}, lambda p, rate, s: torch.optim.Adam(p, lr=rate, eps=s["epsilon"])),
    "sgd": (0.1, {"momentum": 0.9}, lambda p, rate, s: torch.optim.SGD(p, lr=rate, momentum=s["momentum"], nesterov=s.get("nesterov", False))),
    "adamw": (0.01, {"epsilon": 1e-3, "weight_decay": 0.1},
              lambda p, rate, s: torch.optim.AdamW(p, lr=rate, eps=s["epsilon"], weight_decay=s["weight_decay"])),
    "amsgrad": (0.01, {"epsilon": 1e-3, "beta2": 0.8},
                lambda p, rate, s: torch.optim.Adam(p, lr=rate, eps=s["epsilon"], betas=(0.9, s["beta2"]), amsgrad=True)),
    "nadam": (0.01, {"epsilon": 1e-3}, lambda p, rate, s: torch.optim.NAdam(p, lr=rate, eps=s["epsilon"])),
    "rmsprop": (0.01, {"epsilon": 1e-3}, lambda p, rate, s: torch.optim.RMSprop(p, lr=rate, eps=s["epsilon"])),
    "adagrad": (0.05, {"epsilon": 1e-3}, lambda p, rate, s: torch.optim.Adagrad(p, lr=rate, eps=s["epsilon"])),
    "adadelta": (1.0, {"epsilon": 1e-3}, lambda p, rate, s: torch.optim.Adadelta(p, lr=rate, eps=s["epsilon"])),
}
HUBER_DELTA = 0.125
SCHEDULES = {  # assignments: how PyTorch makes it
    "training.schedule.kind=step;training.schedule.every=3;training.schedule.factor=0.5":
        lambda o: torch.optim.lr_scheduler.StepLR(o, 3, 0.5),
    "training.schedule.kind=exponential;training.schedule.factor=0.9": lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9),
    "training.schedule.kind=cosine;training.schedule.period=5;training.schedule.growth=2;training.schedule.floor=0.1":
        lambda o: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(o, 5, 2, eta_min=0.1 * o.param_groups[0]["lr"]),
    "training.schedule.kind=cosine;training.epochs=20": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 20),
    "training.schedule.kind=constant;training.schedule.warm_up=8": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda step: min(1, step / 8)),
}
CLIPS = {
    "training.gradient.clip_value=0.01": lambda p: torch.nn.utils.clip_grad_value_(p, 0.01),
    "training.gradient.clip_norm=0.02": lambda p: torch.nn.utils.clip_grad_norm_(p, 0.02),
}


def train(activation, loss, reduction, optimiser, rate, settings, assignments, steps):
    parameters, x = weights(), data()
    method = OPTIMISERS[optimiser][2](parameters, rate, settings)
    schedule = SCHEDULES[assignments](method) if assignments in SCHEDULES else None
    for _ in range(steps):
        method.zero_grad()
        objective(parameters, x, activation, loss, reduction).backward()
        if assignments in CLIPS:
            CLIPS[assignments](parameters)
        method.step()
        if schedule:
            schedule.step()
    return [value for tensor in parameters for value in tensor.detach().flatten().tolist()]


def cases():
    for optimiser in ("adam", "sgd"):
        rate, settings, _ = OPTIMISERS[optimiser]
        for steps in (1, 20):
            for activation in FUNCTIONS:
                yield (activation, "mean_squared_error", "mean", optimiser, rate, settings, "", steps)
            for loss, reduction in [("mean_squared_error", "sum"), ("binary_cross_entropy", "mean"), ("binary_cross_entropy", "sum"),
                                    ("mean_absolute_error", "mean"), ("mean_absolute_error", "sum"), ("cosine", "mean")]:
                yield ("tanh", loss, reduction, optimiser, rate, settings, "", steps)
            for reduction in ("mean", "sum"):
                yield ("tanh", "huber", reduction, optimiser, rate, settings, f"training.loss.delta={HUBER_DELTA}", steps)
    for optimiser, (rate, settings, _) in OPTIMISERS.items():
        for steps in (1, 20):
            yield ("tanh", "binary_cross_entropy", "mean", optimiser, rate, settings, "", steps)
    for assignments in [*SCHEDULES, *CLIPS, "training.batch=4;training.gradient.accumulate=3"]:
        yield ("tanh", "binary_cross_entropy", "mean", "sgd", 0.1, {"momentum": 0.9}, assignments, 20)
    yield ("tanh", "binary_cross_entropy", "mean", "sgd", 0.1, {"momentum": 0.9, "nesterov": True}, "", 20)
    # The defaults, one step: with so small an epsilon Adam's first steps follow the sign of gradients that rounding decides.
    yield ("tanh", "mean_squared_error", "mean", "adam", 1e-3, {"epsilon": 1e-8}, "", 1)
    yield ("tanh", "binary_cross_entropy", "mean", "adam", 1e-3, {"epsilon": 1e-8}, "", 1)


def main():
    target = pathlib.Path(__file__).with_name("torch_reference.txt")
    with target.open("w") as file:
        for case in cases():
            activation, loss, reduction, optimiser, rate, settings, assignments, steps = case
            values = train(*case)
            words = [f"training.optimiser.rate={rate:g}"]
            words += [f"training.optimiser.{key}={str(value).lower()}" for key, value in settings.items()]
            words += [assignments] if assignments else []
            print(activation, loss, reduction, optimiser, ";".join(words), steps, len(values), *(f"{value:.8g}" for value in values), file=file)


if __name__ == "__main__":
    main()
