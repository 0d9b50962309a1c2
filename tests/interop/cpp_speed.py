"""Times the exported C++ header of the preset Deep beside onnxruntime: python cpp_speed.py FOLDER [COMPILER]

One image, one thread, in turn; onnxruntime's own call overhead, measured by a model of one Identity, is subtracted. The best of many rounds each, since
other programs may have the machine. Ends with status 1 where the header takes longer.
"""

import pathlib
import subprocess
import sys
import time

import numpy
import onnx
import onnxruntime

ROUNDS, CALLS = 60, 200

PROGRAM = """
#include "deep.h"
#include <chrono>
#include <cstdio>
#include <vector>
int main(int, char **words) {
    std::vector<float> x(784), y(32);
    std::FILE *file = std::fopen(words[1], "rb");
    if (!file || std::fread(x.data(), sizeof(float), x.size(), file) != x.size())
        return 1;
    double best = 1;
    volatile float sink = 0;
    for (int round = 0; round < %d; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        for (int call = 0; call < %d; ++call) {
            hourglass_deep::encode(x.data(), y.data());
            sink = sink + y[0];
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / %d;
        best = seconds < best ? seconds : best;
    }
    std::printf("%%.9f", best);
}
""" % (ROUNDS, CALLS, CALLS)


def session_of(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def seconds_of(session, image):
    given, output = session.get_inputs()[0].name, [session.get_outputs()[0].name]
    best = 1.0
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(CALLS):
            session.run(output, {given: image})
        best = min(best, (time.perf_counter() - begin) / CALLS)
    return best


def main():
    folder = pathlib.Path(sys.argv[1])
    compiler = sys.argv[2] if len(sys.argv) > 2 else "c++"
    (folder / "speed.cpp").write_text(PROGRAM)
    subprocess.run([compiler, "-std=c++11", "-O3", "-march=x86-64-v3", "speed.cpp", "-o", "speed"], cwd=folder, check=True)
    image = numpy.load(folder / "deep.encoder.input.npy")[:1]
    image.tofile(folder / "image")  # no number of it is zero: zeros would cost the header nothing
    helper = onnx.helper
    shape = ["batch", 1, 28, 28]
    values = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape) for name in ("input", "output")]
    graph = helper.make_graph([helper.make_node("Identity", ["input"], ["output"])], "identity", values[:1], values[1:])
    identity = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 20)])
    encoder, nothing = session_of(str(folder / "deep.encoder.onnx")), session_of(identity.SerializeToString())
    ours, theirs = 1.0, 1.0
    for _ in range(3):
        ours = min(ours, float(subprocess.run([folder / "speed", folder / "image"], check=True, capture_output=True).stdout))
        theirs = min(theirs, seconds_of(encoder, image) - seconds_of(nothing, image))
    print(f"one image of Deep encoded: C++ header {ours * 1e6:.2f} µs, onnxruntime {theirs * 1e6:.2f} µs")
    return 0 if ours <= theirs else 1


if __name__ == "__main__":
    sys.exit(main())
