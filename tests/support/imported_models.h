// What an imported model makes of samples, and samples as another program has them.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/files/safetensors.h"
#include "engine/importers/importer.h"
#include "engine/plan/network.h"

namespace hourglass::tests {

using core::Index;

inline std::vector<float> outputOf(const importers::Imported &imported, const std::vector<float> &input, Index count) {
    plan::Network network(imported.plan, imported.parameters.data(), imported.state.data(), count);
    const Index features = imported.plan->features(), stride = core::strideOf(features);
    core::Floats columns(stride * count);
    for (Index i = 0; i < count; ++i)
        std::copy_n(input.data() + i * features, features, columns.data() + i * stride);
    const core::ConstView y = network.reconstruct({columns.data(), features, count, stride});
    std::vector<float> output;
    for (Index i = 0; i < count; ++i)
        output.insert(output.end(), y.column(i), y.column(i) + y.rows);
    return output;
}

/// All numbers of a tensor that is there.
inline std::vector<float> numbersOf(files::SafetensorsFile &file, const char *name) {
    std::vector<float> numbers(static_cast<std::size_t>(file.find(name)->elements));
    file.read(*file.find(name), numbers.data());
    return numbers;
}

/// Samples lie channels first and steps first here; the file's rows lie as the framework has them.
inline std::vector<float> inOurOrder(const std::vector<float> &rows, Index samples, const std::vector<Index> &shape, const std::vector<Index> &order) {
    const std::size_t size = rows.size() / static_cast<std::size_t>(samples);
    std::vector<float> all;
    for (std::size_t sample = 0; sample < static_cast<std::size_t>(samples); ++sample) {
        std::vector<Index> place(shape.size(), 0), steps(shape.size(), 1);
        for (std::size_t axis = shape.size(); axis-- > 1;)
            steps[axis - 1] = steps[axis] * shape[axis];
        for (std::size_t i = 0; i < size; ++i) {
            Index from = 0;
            for (std::size_t axis = 0; axis < shape.size(); ++axis)
                from += place[axis] * steps[static_cast<std::size_t>(order[axis])];
            all.push_back(rows[sample * size + static_cast<std::size_t>(from)]);
            for (std::size_t axis = shape.size(); axis-- > 0;) {
                if (++place[axis] < shape[static_cast<std::size_t>(order[axis])])
                    break;
                place[axis] = 0;
            }
        }
    }
    return all;
}

} // namespace hourglass::tests
