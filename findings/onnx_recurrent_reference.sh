#!/usr/bin/env bash
# ONNX, GRU, LSTM and RNN: onnx's own reference evaluator.
# One would guess: what the evaluator does not support it refuses, so that an exporter whose models agree with it is right.
# What happens: it drops the attributes activations (of a GRU and an LSTM), clip and input_forget and the input sequence_lens, without a
# word: the model passes the full check, runs, and gives other numbers, off by tenths. onnxruntime follows the operators' description, as a
# plain loop over the steps does here. An RNN with Relu is refused, the same GRU is run as if it had tanh.
# Why it matters: a model of another program whose recurrent layer has "hard sigmoid" gates (as Keras once had by default), or sequences of
# several lengths in one batch, is judged wrong by the evaluator exactly where it is right. Recurrent layers are to be compared in a runtime.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6

venv/bin/python - <<'END'
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

print("onnx", onnx.__version__, "onnxruntime", onnxruntime.__version__)
steps, batch, inputs, units = 5, 2, 3, 4
random = np.random.default_rng(7)
x = random.normal(size=(steps, batch, inputs)).astype("float32")


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def hard_sigmoid(v):  # ONNX: alpha 0.2, beta 0.5
    return np.clip(0.2 * v + 0.5, 0, 1)


def by_loop(w, r, b, gate=sigmoid, activation=np.tanh, clip=None, lengths=None):
    """A GRU as the operator's description has it, linear_before_reset = 0; blocks z, r, h. Steps behind a sequence's end are zero."""
    (wz, wr, wh), (rz, rr, rh) = np.split(w[0].astype("float64"), 3), np.split(r[0].astype("float64"), 3)
    bz, br, bh = np.split((b[0, : 3 * units] + b[0, 3 * units :]).astype("float64"), 3)
    limited = (lambda v: v) if clip is None else (lambda v: np.clip(v, -clip, clip))
    h = np.zeros((batch, units))
    made = np.zeros((steps, 1, batch, units))
    for t in range(steps):
        z = gate(limited(x[t] @ wz.T + h @ rz.T + bz))
        reset = gate(limited(x[t] @ wr.T + h @ rr.T + br))
        new = activation(limited(x[t] @ wh.T + (reset * h) @ rh.T + bh))
        inside = np.array([lengths is None or t < lengths[i] for i in range(batch)])[:, None]
        h = np.where(inside, (1 - z) * new + z * h, h)
        made[t, 0] = np.where(inside, h, 0)
    return made


def run(operator, gates, attributes, lengths=None):
    arrays = {
        "w": random.normal(size=(1, gates * units, inputs)).astype("float32"),
        "r": random.normal(size=(1, gates * units, units)).astype("float32"),
        "b": random.normal(size=(1, 2 * gates * units)).astype("float32"),
    }
    names = list(arrays)
    if lengths is not None:
        arrays["lengths"] = np.array(lengths, "int32")
        names.append("lengths")
    node = helper.make_node(operator, ["x"] + names, ["y"], hidden_size=units, **attributes)
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)
    made = helper.make_tensor_value_info("y", TensorProto.FLOAT, [steps, 1, batch, units])
    graph = helper.make_graph([node], "g", [given], [made], [numpy_helper.from_array(a, n) for n, a in arrays.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    runtime = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
    try:
        evaluated = ReferenceEvaluator(model).run(None, {"x": x})[0]
    except Exception as error:
        evaluated = f"{type(error).__name__}: {error}"
    return arrays, runtime, evaluated


right = True


def compared(name, operator, gates, attributes, differs, lengths=None, **loop):
    global right
    arrays, runtime, evaluated = run(operator, gates, attributes, lengths)
    apart = float(np.abs(runtime - evaluated).max())
    line = f"{operator} {name}: reference evaluator and onnxruntime {apart:.2g} apart"
    right = right and (apart > 0.01) == differs
    if operator == "GRU":
        beside = float(np.abs(runtime - by_loop(arrays["w"], arrays["r"], arrays["b"], lengths=lengths, **loop)).max())
        line += f", onnxruntime and a loop {beside:.2g}"
        right = right and beside < 1e-5
    print(line)


compared("as usual", "GRU", 3, {}, False)
compared("activations HardSigmoid, Tanh", "GRU", 3, {"activations": ["HardSigmoid", "Tanh"]}, True, gate=hard_sigmoid)
compared("activations Sigmoid, Relu", "GRU", 3, {"activations": ["Sigmoid", "Relu"]}, True, activation=lambda v: np.maximum(v, 0))
compared("clip 0.5", "GRU", 3, {"clip": 0.5}, True, clip=0.5)
compared("sequence_lens 5, 3", "GRU", 3, {}, True, lengths=[5, 3])
compared("as usual", "LSTM", 4, {}, False)
compared("activations HardSigmoid, Tanh, Tanh", "LSTM", 4, {"activations": ["HardSigmoid", "Tanh", "Tanh"]}, True)
compared("clip 0.5", "LSTM", 4, {"clip": 0.5}, True)
compared("input_forget 1", "LSTM", 4, {"input_forget": 1}, True)
compared("sequence_lens 5, 3", "LSTM", 4, {}, True, lengths=[5, 3])
compared("sequence_lens 5, 3", "RNN", 1, {}, True, lengths=[5, 3])
refused = run("RNN", 1, {"activations": ["Relu"]})[2]
print("RNN activations Relu, reference evaluator:", refused if isinstance(refused, str) else "runs")
if not right or not isinstance(refused, str):
    sys.exit("not as stated")
END
echo "As stated: what the reference evaluator leaves out of recurrent layers it leaves out without a word."
