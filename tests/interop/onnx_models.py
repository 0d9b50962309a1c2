"""Holds what interop_models wrote to onnxruntime: python onnx_models.py FOLDER

Each model passes ONNX's own checker, and its outputs are those of the network: the largest difference is at most 1e-5 of the largest number, or of 1. It
takes any number of samples, none among them. A line for each model that does not; the last line says how many did.
"""

import pathlib
import sys

import numpy
import onnx
import onnxruntime

BOUND = 1e-5


def fault_of(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    if model.ir_version != 10 or model.opset_import[0].version != 20:
        return "another version", 0.0
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0].name
    stem = str(path)[: -len(".onnx")]
    samples = numpy.load(stem + ".input.npy")
    # Recurrent operators of the runtime want at least one sample.
    fewest = int(any(node.op_type in ("GRU", "LSTM", "RNN") for node in model.graph.node))
    largest = 0.0
    for output in session.get_outputs():
        wanted = pathlib.Path(f"{stem}.{output.name}.npy")
        got = session.run([output.name], {given: samples})[0]
        for count in range(fewest, 2):
            if session.run([output.name], {given: samples[:count]})[0].shape != got[:count].shape:
                return f"{output.name} of {count} samples has another shape", 0.0
        if not wanted.exists():
            continue
        numbers = numpy.load(wanted)
        if got.shape != numbers.shape:
            return f"{output.name} is {got.shape}, not {numbers.shape}", 0.0
        difference = float(numpy.max(numpy.abs(got - numbers))) / max(1.0, float(numpy.max(numpy.abs(numbers))))
        largest = max(largest, difference)
        if not difference <= BOUND:
            return f"{output.name} differs by {difference:.2g}", largest
    return "", largest


def main():
    onnxruntime.set_default_logger_severity(3)
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
    faults, largest = 0, 0.0
    for path in paths:
        try:
            fault, difference = fault_of(path)
        except Exception as error:  # whatever the runtime refuses is a fault of ours
            fault, difference = str(error).strip().splitlines()[0], 0.0
        largest = max(largest, difference)
        if fault:
            faults += 1
            print(f"{path.name}: {fault}")
    print(f"{len(paths) - faults} of {len(paths)} ONNX models agree; largest difference {largest:.2g}")
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
