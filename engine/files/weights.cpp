#include "engine/files/weights.h"

#include <algorithm>
#include <cassert>
#include <string_view>

#include "engine/files/safetensors.h"
#include "engine/plan/placed_tensors.h"
#include "engine/spec/check.h"

namespace hourglass::files {

using core::Error;
using core::Result;

namespace {

const char *const otherStackHint = "The weights must come from the same stack: compare its layers and units.";

/// A tensor by the name that files give it.
struct NamedTensor : plan::PlacedTensor {
    std::string name;
};

std::vector<NamedTensor> namedTensorsOf(const plan::Plan &plan) {
    std::vector<NamedTensor> all;
    for (const plan::PlacedTensor &placed : plan::tensorsOf(plan)) {
        std::string name = "layers.";
        name += std::to_string(placed.layer) + '.' + placed.tensor->name;
        all.push_back({placed, std::move(name)});
    }
    return all;
}

Error errorAt(const std::string &path, const NamedTensor &tensor, std::string what) {
    return spec::Location{path, tensor.name, tensor.layer}.error(std::move(what), otherStackHint);
}

/// layers.N.num_batches_tracked beside running statistics: how many batches PyTorch took them from. Nothing here depends on it.
bool isCounter(const std::string &name, const std::vector<NamedTensor> &wanted) {
    constexpr std::string_view counter = "num_batches_tracked";
    if (!name.ends_with(counter))
        return false;
    const std::string beside = name.substr(0, name.size() - counter.size()) + "running_mean";
    return std::any_of(wanted.begin(), wanted.end(), [&](const NamedTensor &tensor) { return tensor.isState && tensor.name == beside; });
}

/// "The weights in F16 were read as float32."; nothing where all are float32.
std::vector<std::string> remarksOn(const SafetensorsFile &file, const std::vector<NamedTensor> &tensors) {
    std::vector<std::string> types;
    for (const NamedTensor &tensor : tensors)
        if (const std::string &type = file.find(tensor.name)->typeName; type != "F32" && std::find(types.begin(), types.end(), type) == types.end())
            types.push_back(type);
    std::string names;
    for (std::size_t at = 0; at < types.size(); ++at)
        names += (at == 0 ? "" : at + 1 == types.size() ? " and " : ", ") + types[at];
    return names.empty() ? std::vector<std::string>() : std::vector{"The weights in " + names + " were read as float32."};
}

std::optional<Error> checkTensors(const SafetensorsFile &file, const std::vector<NamedTensor> &wanted) {
    for (const NamedTensor &tensor : wanted) {
        const TensorEntry *entry = file.find(tensor.name);
        if (!entry)
            return errorAt(file.path(), tensor, "the file has no such tensor, but the stack has one of the shape " + shapeText(tensor.tensor->shape));
        if (entry->shape != tensor.tensor->shape)
            return errorAt(file.path(), tensor, "the shape is " + shapeText(entry->shape) + ", but in the stack " + shapeText(tensor.tensor->shape));
    }
    for (const TensorEntry &entry : file.tensors())
        if (!isCounter(entry.name, wanted) && std::none_of(wanted.begin(), wanted.end(), [&](const NamedTensor &tensor) { return tensor.name == entry.name; }))
            return spec::Location{file.path(), {}}.at(entry.name).error("the stack has no such tensor", otherStackHint);
    return {};
}

} // namespace

Result<Weights> readWeights(const std::string &path, const plan::Plan &plan) {
    auto file = SafetensorsFile::open(path);
    if (!file)
        return file.error();
    const std::vector<NamedTensor> tensors = namedTensorsOf(plan);
    if (auto error = checkTensors(*file, tensors))
        return *error;
    Weights weights{core::Floats(plan.parameterFloats()), core::Floats(plan.stateFloats()), remarksOn(*file, tensors)};
    for (const NamedTensor &tensor : tensors)
        if (auto error = file->read(*file->find(tensor.name), (tensor.isState ? weights.state : weights.parameters).data() + tensor.offset))
            return *error;
    return weights;
}

std::optional<Error> writeWeights(const std::string &path, const plan::Plan &plan, const core::Floats &parameters, const core::Floats &state) {
    assert(parameters.size() == plan.parameterFloats() && state.size() == plan.stateFloats());
    const std::vector<NamedTensor> tensors = namedTensorsOf(plan);
    std::vector<TensorValues> values;
    for (const NamedTensor &tensor : tensors) {
        const core::Floats &array = tensor.isState ? state : parameters;
        const auto size = static_cast<std::size_t>(tensor.tensor->size());
        if (!kernels::areFinite(tensor.tensor->size(), array.data() + tensor.offset))
            return spec::Location{path, tensor.name, tensor.layer}.error("its numbers are not finite, so nothing is written",
                                                                         "Lower the learning rate, or stop earlier.");
        values.push_back({tensor.name, tensor.tensor->shape, {array.data() + tensor.offset, size}});
    }
    return writeSafetensors(path, values);
}

} // namespace hourglass::files
