#!/usr/bin/env bash
# ONNX, ConvTranspose: an output padding beyond the stride.
# One would guess: the operator's description lets output_padding be up to less than the stride or the dilation, PyTorch's transposed
# convolution takes the same, and a model that the checker accepts and whose output shape is inferred can be run.
# What happens: with stride 1, dilation 2 and output_padding 1 the checker accepts the model and infers 9 x 9, which is right. onnxruntime
# refuses to run it, and onnx's own reference evaluator fails on a shape of its own.
# Why it matters: a decoder with dilation that mirrors an odd size comes to such a row. An exporter has to write it as a ConvTranspose without
# output padding, with zeros added behind it by Pad and the bias added after them.
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
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

print("onnx", onnx.__version__, "onnxruntime", onnxruntime.__version__)
onnxruntime.set_default_logger_severity(4)
picture = np.random.default_rng(1).normal(size=(2, 1, 4, 4)).astype("float32")


def model(stride, dilation, padding, side):
    node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[stride] * 2, dilations=[dilation] * 2, output_padding=[padding] * 2)
    weights = helper.make_tensor("w", TensorProto.FLOAT, [1, 1, 3, 3], np.arange(9, dtype="float32"))
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, 4, 4])
    made = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 1, side, side])
    whole = helper.make_model(helper.make_graph([node], "g", [given], [made], [weights]), opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(whole, full_check=True)  # infers the shapes and compares them with the one given
    return whole


def outcome(run):
    try:
        return run()[0]
    except Exception as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


def tried(*numbers):
    whole = model(*numbers)
    reference = outcome(lambda: ReferenceEvaluator(whole).run(None, {"x": picture}))
    runtime = outcome(lambda: onnxruntime.InferenceSession(whole.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": picture}))
    for name, result in (("reference evaluator", reference), ("onnxruntime", runtime)):
        print("stride, dilation, output padding, side", numbers, name + ":", result.shape if isinstance(result, np.ndarray) else result[:110])
    return reference, runtime


usual = tried(2, 1, 1, 10)
if not all(isinstance(each, np.ndarray) for each in usual) or np.abs(usual[0] - usual[1]).max() > 1e-4:
    sys.exit("not as stated")
beyond = tried(1, 2, 1, 9)
if any(isinstance(each, np.ndarray) for each in beyond):
    sys.exit("not as stated")
END
echo "As stated: accepted by the checker, run by neither."
