// Any bytes as a state dict of PyTorch in safetensors, from whose names and shapes a stack is deduced.
#include "tests/fuzz/tried_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    hourglass::fuzz::tryModel(hourglass::fuzz::fileOf("some.safetensors", bytes, size));
    return 0;
}
