"""Holds the scripts that interop_models wrote to what the network does: python pytorch_scripts.py FOLDER

Outputs: the largest difference is at most 1e-5 of the largest number, or of 1. The losses of 20 steps, in file order and shuffled: each within 1e-4. Weights
come out as they went in, and the state dict beside the script has the same. For some, two processes give the losses of one. A line for each that does not; the last line says how many did.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys

import numpy
import torch

OUTPUT, LOSS = 1e-5, 1e-4


def difference(got, wanted):
    return float(numpy.max(numpy.abs(got - wanted))) / max(1.0, float(numpy.max(numpy.abs(wanted))))


def fault_of(path):
    stem = str(path)[: -len(".pytorch.py")]
    loader = importlib.util.spec_from_file_location(path.stem.replace(".", "_"), path)
    script = importlib.util.module_from_spec(loader)
    loader.loader.exec_module(script)
    model = script.Autoencoder()
    script.load_weights(model)
    model.eval()
    samples = torch.as_tensor(numpy.load(stem + ".encoder.input.npy"))
    with torch.no_grad():
        code = model.encode(samples)
        pairs = [("code", code, stem + ".encoder.code.npy"), ("reconstruction", model.decode(code), stem + ".whole.reconstruction.npy")]
    for name, got, wanted in pairs:
        away = difference(got.flatten(1).numpy(), numpy.load(wanted).reshape(len(samples), -1))
        if not away <= OUTPUT:
            return f"{name} differs by {away:.2g}"
    state = torch.load(stem + ".pt", weights_only=True)
    other = script.Autoencoder().eval()
    other.load_state_dict(state)
    with torch.no_grad():
        if not torch.equal(other.encode(samples), code):
            return "the state dict gives other codes"
    if any(not torch.equal(value, state[name]) for name, value in model.state_dict().items() if name in state):
        return "the state dict has other numbers"
    script.save_weights(model, stem + ".again.safetensors")
    ours, again = (script.load_file(name) for name in (script.WEIGHTS, stem + ".again.safetensors"))
    if ours.keys() != again.keys() or not all(torch.equal(ours[name], again[name]) for name in ours):
        return "weights come out as others"
    for name, in_order in (("losses", True), ("shuffled", False)):
        wanted = pathlib.Path(f"{stem}.{name}.npy")
        script.load_weights(model)
        losses, _ = script.train(model, script.training_samples(), 20, 20, in_order, report=lambda line: None)
        if not numpy.all(numpy.isfinite(losses)) or len(losses) != 20:
            return f"{name} are not finite"
        if wanted.exists():
            away = float(numpy.max(numpy.abs(numpy.array(losses) - numpy.load(wanted)) / numpy.maximum(numpy.abs(numpy.load(wanted)), 1e-3)))
            if not away <= LOSS:
                return f"{name} differ by {away:.2g}"
    return ""


def processes_of(path, count):
    words = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", str(count), str(path)] if count > 1 else [sys.executable, str(path)]
    done = subprocess.run(words + ["--steps", "20", "--file-order", "--save", str(path) + ".trained"], capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return float(done.stdout.split("with a loss of ")[1].split(";")[0])


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(sys.argv[1])
    paths, faults = sorted(folder.glob("*.pytorch.py")), 0
    for path in paths:
        try:
            fault = fault_of(path)
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        if fault:
            faults += 1
            print(f"{path.name}: {fault}", flush=True)
    print(f"{len(paths) - faults} of {len(paths)} PyTorch scripts agree")
    for name in ("deep", "shallow"):
        path = folder / f"{name}.pytorch.py"
        if path.exists():
            alone, together = processes_of(path, 1), processes_of(path, 2)
            print(f"{path.name}: the 20th loss is {alone:.6g} in one process, {together:.6g} in two")
            faults += not abs(alone - together) <= LOSS * abs(alone)
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
