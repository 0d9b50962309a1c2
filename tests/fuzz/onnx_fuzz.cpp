// Any bytes as a model of ONNX.
#include "tests/fuzz/tried_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    hourglass::fuzz::tryModel(hourglass::fuzz::fileOf("some.onnx", bytes, size));
    return 0;
}
