"""Holds what interop_models wrote for Keras to what the network does: python keras_models.py FOLDER

Files `.keras` are loaded by Keras alone; scripts are run. Outputs: the largest difference is at most 1e-5 of the largest number, or of 1. Of scripts the losses
of 20 steps, in file order and shuffled, within 1e-4, where the script does not say itself why Keras cannot repeat them; and weights come out as they went in,
biases that Keras has added up aside. A line for each that does not; the last lines say how many did.
"""

import importlib.util
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy

OUTPUT, LOSS = 1e-5, 1e-4


def difference(got, wanted):
    return float(numpy.max(numpy.abs(got - wanted))) / max(1.0, float(numpy.max(numpy.abs(wanted))))


def last(x):
    """Channels last, as Keras has images."""
    return numpy.ascontiguousarray(x.transpose(0, 2, 3, 1)) if x.ndim == 4 else x


def first(x):
    x = keras.ops.convert_to_numpy(x)
    return (x.transpose(0, 3, 1, 2) if x.ndim == 4 else x).reshape(len(x), -1)


def outputs_fault(stem, encoder, decoder):
    samples = numpy.load(stem + ".encoder.input.npy")
    code = encoder(last(samples), training=False)
    pairs = [("code", code, stem + ".encoder.code.npy")]
    if decoder is not None:
        whole = encoder(last(numpy.load(stem + ".whole.input.npy")), training=False)
        pairs.append(("reconstruction", decoder(whole, training=False), stem + ".whole.reconstruction.npy"))
    for name, got, wanted in pairs:
        away = difference(first(got), numpy.load(wanted).reshape(len(samples), -1))
        if not away <= OUTPUT:
            return f"{name} differs by {away:.2g}"
    return ""


def fault_of_file(path):
    model = keras.models.load_model(path)
    stem = str(path)[: -len(".keras")]
    if model.name == "encoder":
        return outputs_fault(stem, model, None)
    return outputs_fault(stem, model.get_layer("encoder"), model.get_layer("decoder"))


def weights_fault(script, stem):
    ours, again = (script.load_file(name) for name in (script.WEIGHTS, stem + ".again.safetensors"))
    if ours.keys() != again.keys():
        return "weights come out under other names"
    for name in ours:
        wanted, got = ours[name], again[name]
        if ".bias_" in name:  # of cells whose biases Keras has added up
            other = name.replace("_ih_", "_hh_") if "_ih_" in name else name.replace("_hh_", "_ih_")
            wanted, got = wanted + ours[other], got + again[other]
        if not numpy.array_equal(wanted, got):
            return f"{name} comes out as other numbers"
    return ""


def fault_of_script(path):
    stem = str(path)[: -len(".keras_script.py")]
    loader = importlib.util.spec_from_file_location(path.stem.replace(".", "_"), path)
    script = importlib.util.module_from_spec(loader)
    loader.loader.exec_module(script)
    keras.utils.set_random_seed(1)
    model = script.build()
    script.load_weights(model)
    fault = outputs_fault(stem, model.encoder, model.decoder)
    script.save_weights(model, stem + ".again.safetensors")
    fault = fault or weights_fault(script, stem)
    repeats = not any(line.startswith("- Keras ") for line in script.__doc__.splitlines())
    for name, in_order in (("losses", True), ("shuffled", False)):
        wanted = pathlib.Path(f"{stem}.{name}.npy")
        script.load_weights(model)
        losses, _ = script.train(model, script.training_samples(), 20, 20, in_order, report=lambda line: None)
        if not numpy.all(numpy.isfinite(losses)) or len(losses) != 20:
            fault = fault or f"{name} are not finite"
        if wanted.exists() and repeats:
            fault_of_script.compared += 1
            away = float(numpy.max(numpy.abs(numpy.array(losses) - numpy.load(wanted)) / numpy.maximum(numpy.abs(numpy.load(wanted)), 1e-3)))
            if not away <= LOSS:
                fault = fault or f"{name} differ by {away:.2g}"
    keras.mixed_precision.set_global_policy("float32")
    return fault


fault_of_script.compared = 0


def main():
    folder, status = pathlib.Path(sys.argv[1]), 0
    if keras.backend.backend() == "torch":
        import torch

        torch.set_num_threads(1)
    for what, pattern, fault_of in (("files for Keras", "*.keras", fault_of_file), ("Keras scripts", "*.keras_script.py", fault_of_script)):
        paths, faults = sorted(folder.glob(pattern)), 0
        for path in paths:
            try:
                fault = fault_of(path)
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"
            if fault:
                faults += 1
                print(f"{path.name}: {fault}", flush=True)
        print(f"{len(paths) - faults} of {len(paths)} {what} agree", flush=True)
        status |= int(faults > 0 or not paths)
    print(f"{fault_of_script.compared} courses of 20 losses were compared")
    return status | int(fault_of_script.compared == 0)


if __name__ == "__main__":
    sys.exit(main())
