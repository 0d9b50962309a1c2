#include "engine/files/weights.h"

#include <algorithm>
#include <cassert>

#include "engine/files/safetensors.h"
#include "engine/spec/check.h"

namespace hourglass::files {

using core::Error;
using core::Result;

namespace {

const char *const otherStackHint = "The weights must come from the same stack: compare its layers and units.";

/// A tensor of a plan with its place in one of the flat arrays.
struct PlacedTensor {
    std::string name;
    const layers::Tensor *tensor = nullptr;
    bool isState = false;
    Index offset = 0;
    int layer = 0;
};

std::vector<PlacedTensor> tensorsOf(const plan::Plan &plan) {
    std::vector<PlacedTensor> all;
    for (std::size_t index = 0; index < plan.layers().size(); ++index) {
        const plan::PlacedLayer &placed = plan.layers()[index];
        const auto place = [&](const std::vector<layers::Tensor> &tensors, bool isState, Index offset) {
            for (const layers::Tensor &tensor : tensors) {
                std::string name = "layers.";
                name += std::to_string(index) + '.' + tensor.name;
                all.push_back({std::move(name), &tensor, isState, offset, static_cast<int>(index)});
                offset += core::padded(tensor.size());
            }
        };
        place(placed.needs().parameters, false, placed.parameters);
        place(placed.needs().state, true, placed.state);
    }
    return all;
}

Error errorAt(const std::string &path, const PlacedTensor &tensor, std::string what) {
    return spec::Place{path, tensor.name, tensor.layer}.error(std::move(what), otherStackHint);
}

std::optional<Error> checkTensors(const SafetensorsFile &file, const std::vector<PlacedTensor> &wanted) {
    for (const PlacedTensor &tensor : wanted) {
        const TensorEntry *entry = file.find(tensor.name);
        if (!entry)
            return errorAt(file.path(), tensor, "the file has no such tensor, but the stack has one of the shape " + shapeText(tensor.tensor->shape));
        if (entry->shape != tensor.tensor->shape)
            return errorAt(file.path(), tensor, "the shape is " + shapeText(entry->shape) + ", but in the stack " + shapeText(tensor.tensor->shape));
    }
    for (const TensorEntry &entry : file.tensors())
        if (std::none_of(wanted.begin(), wanted.end(), [&](const PlacedTensor &tensor) { return tensor.name == entry.name; }))
            return spec::Place{file.path(), {}}.at(entry.name).error("the stack has no such tensor", otherStackHint);
    return {};
}

} // namespace

Result<Weights> readWeights(const std::string &path, const plan::Plan &plan) {
    auto file = SafetensorsFile::open(path);
    if (!file)
        return file.error();
    const std::vector<PlacedTensor> tensors = tensorsOf(plan);
    if (auto error = checkTensors(*file, tensors))
        return *error;
    Weights weights{core::Floats(plan.parameterFloats()), core::Floats(plan.stateFloats())};
    for (const PlacedTensor &tensor : tensors)
        if (auto error = file->read(*file->find(tensor.name), (tensor.isState ? weights.state : weights.parameters).data() + tensor.offset))
            return *error;
    return weights;
}

std::optional<Error> writeWeights(const std::string &path, const plan::Plan &plan, const core::Floats &parameters, const core::Floats &state) {
    assert(parameters.size() == plan.parameterFloats() && state.size() == plan.stateFloats());
    const std::vector<PlacedTensor> tensors = tensorsOf(plan);
    std::vector<TensorValues> values;
    for (const PlacedTensor &tensor : tensors) {
        const core::Floats &array = tensor.isState ? state : parameters;
        const auto size = static_cast<std::size_t>(tensor.tensor->size());
        if (!kernels::areFinite(tensor.tensor->size(), array.data() + tensor.offset))
            return spec::Place{path, tensor.name, tensor.layer}.error("its numbers are not finite, so nothing is written", "Lower the learning rate, or stop earlier.");
        values.push_back({tensor.name, tensor.tensor->shape, {array.data() + tensor.offset, size}});
    }
    return writeSafetensors(path, values);
}

} // namespace hourglass::files
