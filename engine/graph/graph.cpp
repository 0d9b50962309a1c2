#include "engine/graph/graph.h"

#include <algorithm>
#include <cassert>

namespace hourglass::graph {

ConstantId Graph::addConstant(Constant constant) {
    assert(sizeOf(constant.shape) == static_cast<Index>(constant.numbers.size()));
    const auto same = std::find_if(constants.begin(), constants.end(), [&](const Constant &other) { return other.name == constant.name; });
    if (same != constants.end())
        return static_cast<ConstantId>(same - constants.begin());
    constants.push_back(std::move(constant));
    return static_cast<ConstantId>(constants.size()) - 1;
}

ValueId Graph::add(Operation operation, ValueId from, const Shape &output, std::string name) {
    values.push_back(output);
    const auto id = static_cast<ValueId>(values.size()) - 1;
    nodes.push_back({std::move(operation), from, id, std::move(name)});
    return id;
}

Index sizeOf(const std::vector<Index> &shape) {
    Index size = 1;
    for (const Index extent : shape)
        size *= extent;
    return size;
}

} // namespace hourglass::graph
