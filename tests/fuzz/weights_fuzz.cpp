// Any bytes as weights for a small stack: read, or refused with a sentence.
#include "engine/files/weights.h"
#include "tests/fuzz/file_of_bytes.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    static const auto plan =
        *plan::compile({{{"dense", {{"units", core::Index{2}}}}, {"batch_norm", {}}, {"dense", {{"units", std::string("data")}}}}, 0, false}, core::Shape(3));
    const auto weights = files::readWeights(fuzz::fileOf("some.safetensors", bytes, size), *plan);
    fuzz::note(bool(weights), weights ? "" : weights.error().sentence());
    if (!weights && weights.error().what.empty())
        std::abort();
    if (weights && (weights->parameters.size() != plan->parameterFloats() || weights->state.size() != plan->stateFloats()))
        std::abort();
    return 0;
}
