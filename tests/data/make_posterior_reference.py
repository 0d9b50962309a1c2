"""Writes posterior_reference.json: means and log variances of a code, and what PyTorch says of them.

Made with torch 2.15.0; the version is kept in the file. The test reads the file alone."""
import json
import pathlib

import numpy as np
import torch
from torch.distributions import Normal, kl_divergence

random = np.random.default_rng(23)
samples, units, bins = 60, 5, 48
means = np.round(random.normal(size=(samples, units)) * [1.2, 0.8, 0.05, 0.002, 2.5] + [0, 0.4, 0, 0, -0.5], 4).astype(np.float32)
log_variances = np.round(random.normal(size=(samples, units)) * [0.5, 0.8, 0.3, 0.01, 1.0] + [-3, -1.5, -0.4, 0, -5], 4).astype(np.float32)

mean, deviation = torch.tensor(means, dtype=torch.float64), torch.exp(0.5 * torch.tensor(log_variances, dtype=torch.float64))
posterior = Normal(mean, deviation)
edges = torch.linspace(-4, 4, bins + 1, dtype=torch.float64)
shares = torch.diff(posterior.cdf(edges[:, None, None].expand(-1, samples, units)), dim=0).mean(dim=1)  # bins × units
variance = mean.var(dim=0, unbiased=False)


def numbers(array):
    return [float(f"{x:.10g}") for x in np.asarray(array, np.float64).ravel()]


result = {"version": torch.__version__, "samples": samples, "units": units, "means": numbers(means), "log_variances": numbers(log_variances),
          "divergence": numbers(kl_divergence(posterior, Normal(0.0, 1.0)).mean(dim=0)), "variance": numbers(variance), "active": int((variance > 0.01).sum()),
          "shares": numbers(shares.T)}
pathlib.Path(__file__).with_name("posterior_reference.json").write_text(json.dumps(result) + "\n")
