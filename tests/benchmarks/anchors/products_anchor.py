"""Multiplies matrices in PyTorch: reads lines of `m n k turned`, answers each with one JSON object of GFLOP/s in float32 and bfloat16."""
import json
import sys
import time

import torch

threads, seconds = int(sys.argv[1]), float(sys.argv[2])
torch.set_num_threads(threads)
torch.set_flush_denormal(True)


def rate(m, n, k, turned, kind):
    a = torch.randn(k if turned else n, n if turned else k).to(kind)  # row-major: what is a column elsewhere
    b = (torch.randn(k, m) if turned else torch.randn(m, k).t()).to(kind)
    a = a.t() if turned else a
    out = torch.empty(n, m, dtype=kind)
    best, end = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        started, times = time.perf_counter(), 0
        while time.perf_counter() - started < 0.005:
            torch.mm(a, b, out=out)
            times += 1
        best = max(best, times / (time.perf_counter() - started))
    return round(2e-9 * m * n * k * best, 1)


for line in sys.stdin:
    m, n, k, turned = (int(word) for word in line.split())
    print(json.dumps({"float32": rate(m, n, k, turned, torch.float32), "bfloat16": rate(m, n, k, turned, torch.bfloat16)}), flush=True)
