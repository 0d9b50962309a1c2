// Small data sets for tests of shaping.
#pragma once

#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/shaping/shaping.h"

namespace hourglass::tests {

using core::Index;

/// Row i holds i, i + 1, … (as bytes modulo 256); `labels` may be empty, or shorter and is then repeated.
inline data::Part countingPart(Index samples, Index features, bool asBytes, const std::vector<std::int32_t> &labels = {}) {
    data::Part part;
    part.samples = samples;
    part.features = features;
    for (Index i = 0; i < samples; ++i) {
        for (Index f = 0; f < features; ++f)
            asBytes ? part.bytes.push_back(static_cast<std::uint8_t>(i + f)) : part.floats.push_back(static_cast<float>(i + f));
        if (!labels.empty())
            part.labels.push_back(labels[static_cast<std::size_t>(i) % labels.size()]);
    }
    return part;
}

inline data::Dataset datasetOf(data::Part train, data::Part test = {}) {
    data::Dataset dataset;
    dataset.key = dataset.title = "Small";
    dataset.shape = core::Shape(train.features);
    dataset.classNames = {"ant", "bee", "cat"};
    dataset.isWithinUnit = train.holdsBytes();
    dataset.train = std::move(train);
    dataset.test = std::move(test);
    return dataset;
}

/// What shape() says, "" where all is well.
inline std::string shaped(data::Dataset &dataset, const spec::DataSpec &wanted, std::uint64_t seed = 0) {
    const auto checked = data::checkedShaping(wanted);
    if (!checked)
        return checked.error().where + ": " + checked.error().what + " " + checked.error().hint;
    const auto error = data::shape(dataset, *checked, seed, {});
    return error ? error->where + ": " + error->what + " " + error->hint : std::string();
}

/// All samples of a part as they are trained on.
inline std::vector<float> numbersOf(const data::Part &part) {
    std::vector<float> numbers(static_cast<std::size_t>(part.samples * part.features));
    for (Index i = 0; i < part.samples; ++i)
        part.copySample(i, numbers.data() + i * part.features);
    return numbers;
}

} // namespace hourglass::tests
