#include "engine/exporters/keras_numbers.h"

#include <algorithm>
#include <array>

namespace hourglass::exporters {

using core::Index;
using graph::Constant;

namespace {

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

std::string variable(std::size_t number) {
    return "vars/" + std::to_string(number);
}

/// Blocks of `height` rows in the order that is said, and then rows and columns swapped: [gates · units, inputs] → [inputs, gates · units].
std::vector<float> turned(const Constant &matrix, const std::vector<Index> &blocks) {
    const Index rows = matrix.shape[0], columns = matrix.shape[1], height = rows / static_cast<Index>(blocks.size());
    std::vector<float> numbers(at(rows * columns));
    for (Index row = 0; row < rows; ++row) {
        const Index from = blocks[at(row / height)] * height + row % height;
        for (Index column = 0; column < columns; ++column)
            numbers[at(column * rows + row)] = matrix.numbers[at(from * columns + column)];
    }
    return numbers;
}

std::vector<float> reordered(const Constant &vector, const std::vector<Index> &blocks) {
    const Index height = static_cast<Index>(vector.numbers.size()) / static_cast<Index>(blocks.size());
    std::vector<float> numbers;
    for (const Index block : blocks)
        numbers.insert(numbers.end(), vector.numbers.begin() + block * height, vector.numbers.begin() + (block + 1) * height);
    return numbers;
}

} // namespace

void KerasNumbers::addBias(std::vector<KerasTensor> &tensors, graph::ConstantId bias) const {
    if (bias != graph::none)
        tensors.push_back({variable(tensors.size()), {static_cast<Index>(constant(bias).numbers.size())}, constant(bias).numbers});
}

std::vector<KerasTensor> KerasNumbers::vectors(const std::vector<graph::ConstantId> &constants) const {
    std::vector<KerasTensor> tensors;
    for (const graph::ConstantId id : constants)
        if (m_wanted)
            addBias(tensors, id);
    return tensors;
}

std::vector<KerasTensor> KerasNumbers::dense(const graph::Linear &linear) const {
    if (!m_wanted)
        return {};
    const Constant &weight = constant(linear.weight);
    std::vector<KerasTensor> tensors;
    if (linear.isTransposed)
        tensors.push_back({variable(0), weight.shape, weight.numbers});
    else
        tensors.push_back({variable(0), {weight.shape[1], weight.shape[0]}, turned(weight, {0})});
    addBias(tensors, linear.bias);
    return tensors;
}

std::vector<KerasTensor> KerasNumbers::convolution(const graph::Convolution &convolution) const {
    if (!m_wanted)
        return {};
    const Constant &weight = constant(convolution.weight); // [many, each, rows, columns]
    const Index many = weight.shape[0], each = weight.shape[1], area = weight.shape[2] * weight.shape[3];
    const Index spread = convolution.isTransposed ? convolution.groups : 1, perGroup = many / spread;
    KerasTensor kernel{variable(0), {weight.shape[2], weight.shape[3], each * spread, many}, std::vector<float>(at(area * each * spread * many))};
    for (Index m = 0; m < many; ++m)
        for (Index e = 0; e < each; ++e)
            for (Index place = 0; place < area; ++place)
                kernel.values[at((place * each * spread + m / perGroup * (spread > 1 ? each : 0) + e) * many + m)] =
                    weight.numbers[at((m * each + e) * area + place)];
    std::vector<KerasTensor> tensors{std::move(kernel)};
    addBias(tensors, convolution.bias);
    return tensors;
}

std::vector<KerasTensor> KerasNumbers::prelu(const graph::Prelu &prelu, const core::Shape &in) const {
    if (!m_wanted)
        return {};
    const Constant &slope = constant(prelu.slope);
    const auto count = static_cast<Index>(slope.numbers.size());
    return {{variable(0), in.isImage() ? std::vector<Index>{1, 1, count} : std::vector<Index>{count}, slope.numbers}};
}

std::vector<KerasTensor> KerasNumbers::recurrent(const graph::Recurrent &recurrent) const {
    using Cell = graph::Recurrent::Cell;
    std::vector<KerasTensor> tensors;
    const std::vector<Index> blocks = recurrent.cell == Cell::Gru    ? std::vector<Index>{1, 0, 2}
                                      : recurrent.cell == Cell::Lstm ? std::vector<Index>{0, 1, 2, 3}
                                                                     : std::vector<Index>{0};
    const std::array<const char *, 2> names{"forward_layer/", "backward_layer/"};
    for (std::size_t direction = 0; m_wanted && direction < recurrent.directions.size(); ++direction) {
        const graph::Recurrent::Direction &own = recurrent.directions[direction];
        const std::string begin = (recurrent.directions.size() > 1 ? names[direction] : "") + std::string("cell/");
        for (const graph::ConstantId id : {own.inputWeights, own.hiddenWeights}) {
            const Constant &matrix = constant(id);
            tensors.push_back({begin + variable(id == own.inputWeights ? 0 : 1), {matrix.shape[1], matrix.shape[0]}, turned(matrix, blocks)});
        }
        std::vector<float> bias = reordered(constant(own.inputBias), blocks);
        const std::vector<float> other = reordered(constant(own.hiddenBias), blocks);
        const auto count = static_cast<Index>(bias.size());
        if (recurrent.cell == Cell::Gru)
            bias.insert(bias.end(), other.begin(), other.end());
        else
            std::transform(bias.begin(), bias.end(), other.begin(), bias.begin(), [](float a, float b) { return a + b; });
        tensors.push_back({begin + variable(2), recurrent.cell == Cell::Gru ? std::vector<Index>{2, count} : std::vector<Index>{count}, std::move(bias)});
    }
    return tensors;
}

} // namespace hourglass::exporters
