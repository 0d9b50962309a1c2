// What PyTorch made of a stack for each kind of layer (tests/data/make_torch_layers.py), and the data that it was trained on.
#pragma once

#include <cmath>
#include <fstream>
#include <sstream>

#include "tests/support/stacks.h"

namespace hourglass::tests {

constexpr Index torchSamples = 11;

/// A stack after some steps in PyTorch: its parameters in the order of files, then the mean loss in evaluation.
struct TorchLayers {
    std::string spec;
    Index features = 0;
    int steps = 0;
    std::vector<double> values;
};

inline std::vector<TorchLayers> readTorchLayers() {
    std::ifstream file(HOURGLASS_SOURCE_DIR "/tests/data/torch_layers.txt");
    std::vector<TorchLayers> references;
    for (std::string spec, numbers; std::getline(file, spec) && std::getline(file, numbers);) {
        std::istringstream line(numbers);
        TorchLayers reference{spec, 0, 0, {}};
        std::size_t count = 0;
        line >> reference.features >> reference.steps >> count;
        reference.values.resize(count);
        for (double &value : reference.values)
            line >> value;
        if (line.fail())
            return {};
        references.push_back(std::move(reference));
    }
    return references;
}

inline std::shared_ptr<const data::Dataset> formulaData(Index features) {
    auto dataset = std::make_shared<data::Dataset>(*smoothData({torchSamples, features, 0, 1}));
    for (Index s = 0; s < torchSamples; ++s)
        for (Index f = 0; f < features; ++f)
            dataset->train.floats[static_cast<std::size_t>(s * features + f)] =
                static_cast<float>(0.5 + 0.45 * std::sin(0.9 * static_cast<double>(s) + 1.7 * static_cast<double>(f) + 0.05 * static_cast<double>(s * f)));
    return dataset;
}

/// Calls work(place in the flat array, first value) for each parameter in the order of files.
template <class Work>
void forEachParameter(const plan::Plan &plan, Work work) {
    int number = 0;
    for (const plan::PlacedLayer &placed : plan.layers()) {
        Index at = placed.parameters;
        for (const layers::Tensor &tensor : placed.traits().parameters) {
            const bool isFlat = tensor.shape.size() == 1, isScale = isFlat && tensor.name == "weight";
            for (Index i = 0; i < tensor.size(); ++i)
                work(at + i, (isScale ? 1.0 : 0.0) + (isFlat ? 0.2 : 0.6) * std::sin(1.3 * static_cast<double>(i) + 0.7 * number + 0.1));
            at += core::padded(tensor.size());
            ++number;
        }
    }
}

} // namespace hourglass::tests
