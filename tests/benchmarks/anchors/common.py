"""What the anchors share: arguments, presets as values, data, and how the time of a training is taken."""
import argparse
import gzip
import json
import os
import statistics
import time
from collections import namedtuple

# `stack`: units of each layer, the input first, with their activations, or the name of a model that each framework builds for itself.
Preset = namedtuple("Preset", "stack activations loss batch data")


def dense(sizes, loss, batch, data, **others):
    activations = ["relu"] * (len(sizes) - 2) + ["sigmoid"]
    for layer, activation in others.items():
        activations[int(layer[1:])] = activation
    return Preset(sizes, activations, loss, batch, data)


PRESETS = {
    "shallow": dense([784, 10, 784], "mse", 256, "noise"),
    "deep": dense([784, 128, 64, 32, 64, 128, 784], "bce", 256, "images"),
    "halves": dense([100, 10, 10, 100, 100], "bce", 256, "columns", _2="sigmoid"),
    "narrow": dense([784, 64, 64, 784], "mse", 128, "images"),
    "tabular": dense([10, 64, 32, 64, 10], "mse", 32, "table"),
    "map": dense([784, 256, 64, 2, 64, 256, 784], "bce", 128, "images", _2="linear"),
    "wide": dense([784, 1024, 512, 64, 512, 1024, 784], "bce", 256, "images"),
    "convolutional": Preset("convolutional", None, "bce", 128, "images"),
    "recurrent": Preset("recurrent", None, "mse", 64, "images"),
}


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--preset", default="deep", choices=sorted(PRESETS))
    parser.add_argument("--data", default="", help="folder of Fashion-MNIST's IDX files; drawn numbers of that shape where there is none")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--samples", type=int, default=0, help="0: all that the preset has")
    parser.add_argument("--seconds", type=float, default=4, help="of training after the first round, which is not counted")
    parser.add_argument("--epochs", type=int, default=0, help="so many rounds instead of seconds")
    parser.add_argument("--precision", default="single", choices=["single", "mixed"], help="mixed: products of bfloat16, as each framework recommends it")
    args = parser.parse_args()
    # As early as this: the frameworks look when they are imported. JAX has no option for it and looks where it may run.
    os.environ.update(OMP_NUM_THREADS=str(args.threads), TF_NUM_INTRAOP_THREADS=str(args.threads), TF_NUM_INTEROP_THREADS=str(args.threads))
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:args.threads])
    return args


def importing(tool, args, load):
    """What `load` gives; where the framework is not there, a line that says so, and the end."""
    try:
        return load()
    except ImportError as error:
        print(json.dumps({"tool": tool, "preset": args.preset, "error": str(error)}))
        raise SystemExit(0)


def samples(args):
    """Samples × features, float32 from 0 to 1."""
    import numpy as np

    random = np.random.default_rng(0)
    kind = PRESETS[args.preset].data
    if kind == "noise":
        drawn = random.standard_normal((100, 784), "float32")
        return drawn / drawn.max()
    if kind == "columns":
        return random.random((1000, 100), "float32")
    if kind == "table":
        return random.random((1000, 10), "float32")
    path = os.path.join(args.data, "train-images-idx3-ubyte.gz")
    if args.data and os.path.exists(path):
        with gzip.open(path) as file:
            raw = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    else:
        raw = random.integers(0, 256, (60000, 784), np.uint8)
    return (raw[:args.samples] if args.samples else raw).astype("float32") / 255


def is_enough(seconds, args):
    """Of rounds so far, the first of which is warm-up."""
    if args.epochs:
        return len(seconds) > args.epochs
    return len(seconds) > 2 and sum(seconds[1:]) >= args.seconds


def rounds(args, work):
    """Seconds of each round of work()."""
    seconds = []
    while not is_enough(seconds, args):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds


def report(tool, args, seconds, samples_a_round, parameters, losses):
    """The line of JSON. The first round, in which things are compiled and first touched, is left out."""
    counted = seconds[1:]
    median = statistics.median(counted)
    print(json.dumps({
        "tool": tool, "preset": args.preset, "precision": args.precision, "threads": args.threads, "parameters": int(parameters), "rounds": len(counted),
        "samples_a_round": samples_a_round, "samples_per_second": round(samples_a_round / median),
        "spread": round((max(counted) - min(counted)) / median, 3), "losses": [round(losses[0], 5), round(losses[-1], 5)]}))
