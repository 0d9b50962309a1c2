#!/usr/bin/env python3
"""How low PyTorch's L-BFGS comes with so many evaluations, on the stacks of make_torch_reference.py, in double; writes torch_lbfgs.txt.

A line: activation, loss, evaluations, and the loss then (the mean over features and samples).
"""
import pathlib

import torch

from make_torch_reference import data, objective, weights


def lowest(activation, loss, evaluations):
    parameters, x = weights(), data()
    method = torch.optim.LBFGS(parameters, max_iter=10**6, max_eval=evaluations, history_size=10, tolerance_grad=0, tolerance_change=0,
                               line_search_fn="strong_wolfe")

    def closure():
        method.zero_grad()
        value = objective(parameters, x, activation, loss, "mean")
        value.backward()
        return value

    method.step(closure)
    with torch.no_grad():
        return objective(parameters, x, activation, loss, "mean").item()


def main():
    with pathlib.Path(__file__).with_name("torch_lbfgs.txt").open("w") as file:
        for activation in ("tanh", "silu", "gelu", "softplus", "sigmoid", "identity"):
            for loss in ("mean_squared_error", "binary_cross_entropy"):
                for evaluations in (20, 100, 400, 2000):
                    print(activation, loss, evaluations, f"{lowest(activation, loss, evaluations):.8g}", file=file)


if __name__ == "__main__":
    main()
