#include "engine/importers/onnx_constants.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace hourglass::importers {

namespace {

using Inputs = std::vector<const Tensor *>;
using Folded = std::optional<core::Result<Tensor>>;

core::Error unlike(const Call &call) {
    return {"its inputs do not fit together", nameOf(call.node), "The file may be damaged."};
}

/// With the sign of what divides, as Mod of whole numbers has it.
Index rest(Index a, Index b) {
    return ((a % b) + b) % b;
}

float rest(float a, float b) {
    return a - b * std::floor(a / b);
}

/// Of tensors of the same shape, or one of a single number.
template <class Number>
bool combine(const std::vector<Number> &a, const std::vector<Number> &b, std::vector<Number> &to, const std::string &operation) {
    if (a.empty() || b.empty() || (a.size() != b.size() && a.size() != 1 && b.size() != 1))
        return false;
    to.resize(std::max(a.size(), b.size()));
    for (std::size_t i = 0; i < to.size(); ++i) {
        const Number x = a[a.size() == 1 ? 0 : i], y = b[b.size() == 1 ? 0 : i];
        const bool isFarOff = std::is_integral_v<Number> &&
                              (static_cast<double>(x) > 2e9 || static_cast<double>(x) < -2e9 || static_cast<double>(y) > 2e9 || static_cast<double>(y) < -2e9);
        if (isFarOff || ((operation == "Div" || operation == "Mod") && y == Number{}))
            return false;
        to[i] = operation == "Add"   ? x + y
                : operation == "Sub" ? x - y
                : operation == "Mul" ? x * y
                : operation == "Div" ? x / y
                : operation == "Mod" ? rest(x, y)
                                     : static_cast<Number>(x == y);
    }
    return true;
}

Folded arithmetic(Call &call, const Inputs &inputs) {
    const Tensor &a = *inputs[0], &b = *inputs[1];
    Tensor result{a.size() >= b.size() ? a.shape : b.shape, {}, {}, a.isWhole};
    if (a.isWhole != b.isWhole ||
        !(a.isWhole ? combine(a.wholes, b.wholes, result.wholes, call.node.op_type()) : combine(a.reals, b.reals, result.reals, call.node.op_type())))
        return unlike(call);
    return result;
}

Folded withShape(const Call &call, Tensor tensor, std::vector<Index> shape) {
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == 0 && i < tensor.shape.size())
            shape[i] = tensor.shape[i];
    Index known = 1;
    for (const Index extent : shape)
        known = extent > 0 && known <= mostNumbers / extent ? known * extent : extent < 0 ? known : 0;
    for (Index &extent : shape)
        if (extent < 0 && known > 0)
            extent = tensor.size() / known;
    if (sizeOf(shape) != tensor.size())
        return unlike(call);
    tensor.shape = std::move(shape);
    return tensor;
}

/// Of a list of whole numbers, or along the first extent.
Folded gathered(Call &call, const Inputs &inputs) {
    const Tensor &from = *inputs[0], &places = *inputs[1];
    if (call.whole("axis", 0) != 0 || !places.isWhole || from.shape.size() != 1)
        return unlike(call);
    Tensor result{places.shape, {}, {}, from.isWhole};
    for (Index place : places.wholes) {
        place += place < 0 ? from.size() : 0;
        if (place < 0 || place >= from.size())
            return unlike(call);
        if (from.isWhole)
            result.wholes.push_back(from.wholes[static_cast<std::size_t>(place)]);
        else
            result.reals.push_back(from.reals[static_cast<std::size_t>(place)]);
    }
    return result;
}

Folded joined(Call &call, const Inputs &inputs) {
    Tensor result{{0}, {}, {}, inputs[0]->isWhole};
    if (axisOf(call.whole("axis", 0), 1) != 0)
        return unlike(call);
    for (const Tensor *tensor : inputs) {
        if (!tensor || tensor->isWhole != result.isWhole || tensor->shape.size() != 1)
            return unlike(call);
        result.reals.insert(result.reals.end(), tensor->reals.begin(), tensor->reals.end());
        result.wholes.insert(result.wholes.end(), tensor->wholes.begin(), tensor->wholes.end());
    }
    result.shape = {result.size()};
    return result;
}

/// Along one axis.
Folded sliced(Call &call, const Inputs &inputs) {
    const auto listed = [&](std::size_t number, const char *name) {
        const std::vector<Index> attribute = call.wholes(name, {});
        return inputs.size() > number && inputs[number] ? inputs[number]->wholes : attribute;
    };
    const std::vector<Index> begins = listed(1, "starts"), ends = listed(2, "ends"), axes = listed(3, "axes"), steps = listed(4, "steps");
    const Tensor &from = *inputs[0];
    const Index axis = axisOf(axes.empty() ? 0 : axes[0], from.shape.size());
    if (begins.size() != 1 || ends.size() != 1 || axes.size() > 1 || axis < 0 || (!steps.empty() && steps != std::vector<Index>{1}))
        return unlike(call);
    const Index extent = from.shape[static_cast<std::size_t>(axis)];
    const auto placeFrom = [extent](Index at) { return std::clamp<Index>(at < 0 ? at + extent : at, 0, extent); };
    const Index first = placeFrom(begins[0]), last = std::max(first, placeFrom(ends[0]));
    Index inner = 1;
    for (std::size_t i = static_cast<std::size_t>(axis) + 1; i < from.shape.size(); ++i)
        inner *= from.shape[i];
    Tensor result{from.shape, {}, {}, from.isWhole};
    result.shape[static_cast<std::size_t>(axis)] = last - first;
    const auto copy = [&](const auto &numbers, auto &to) {
        for (Index block = 0; block < static_cast<Index>(numbers.size()); block += extent * inner)
            to.insert(to.end(), numbers.begin() + block + first * inner, numbers.begin() + block + last * inner);
    };
    if (extent * inner > 0) {
        copy(from.reals, result.reals);
        copy(from.wholes, result.wholes);
    }
    return result;
}

/// As many numbers as the shape says, each the one of `value`.
Folded filled(const Call &call, const Tensor &value, const Tensor &shape) {
    std::vector<Index> extents = shape.wholes;
    for (Index &extent : extents)
        extent = extent < 0 ? -extent : extent; // of one sample
    const Index size = sizeOf(extents);
    if (!shape.isWhole || size < 0 || size > mostOfSample || value.size() != 1)
        return unlike(call);
    Tensor result{extents, {}, {}, value.isWhole};
    if (value.isWhole)
        result.wholes.assign(static_cast<std::size_t>(size), value.wholes[0]);
    else
        result.reals.assign(static_cast<std::size_t>(size), value.reals[0]);
    return result;
}

Folded cast(Call &call, Tensor tensor) {
    const Index to = call.whole("to", onnx::TensorProto::FLOAT);
    call.pass("saturate");
    const bool becomesReal = to == onnx::TensorProto::FLOAT || to == onnx::TensorProto::DOUBLE || to == onnx::TensorProto::FLOAT16;
    if (becomesReal && tensor.isWhole)
        tensor.reals.assign(tensor.wholes.begin(), tensor.wholes.end());
    else if (!becomesReal && !tensor.isWhole)
        for (const float number : tensor.reals) {
            if (!(number > -2e9f && number < 2e9f))
                return unlike(call);
            tensor.wholes.push_back(static_cast<Index>(number));
        }
    tensor.isWhole = !becomesReal;
    if (becomesReal)
        tensor.wholes.clear();
    else
        tensor.reals.clear();
    return tensor;
}

std::vector<Index> axesOf(Call &call, const Inputs &inputs) {
    std::vector<Index> axes = call.wholes("axes", {});
    return inputs.size() > 1 && inputs[1] ? inputs[1]->wholes : axes;
}

Folded squeezed(Call &call, const Inputs &inputs, bool isInverse) {
    Tensor tensor = *inputs[0];
    std::vector<Index> axes = axesOf(call, inputs);
    const std::size_t rank = tensor.shape.size() + (isInverse ? axes.size() : 0);
    if (!isInverse && axes.empty())
        for (std::size_t axis = 0; axis < rank; ++axis)
            if (tensor.shape[axis] == 1)
                axes.push_back(static_cast<Index>(axis));
    for (Index &axis : axes)
        axis = axisOf(axis, rank);
    std::sort(axes.begin(), axes.end());
    if (!axes.empty() && (axes.front() < 0 || std::adjacent_find(axes.begin(), axes.end()) != axes.end()))
        return unlike(call);
    if (isInverse)
        for (const Index axis : axes)
            tensor.shape.insert(tensor.shape.begin() + axis, 1);
    else
        for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
            if (tensor.shape[static_cast<std::size_t>(*axis)] != 1)
                return unlike(call);
            tensor.shape.erase(tensor.shape.begin() + *axis);
        }
    return tensor;
}

Folded transposed(Call &call, Tensor tensor) {
    const std::size_t rank = tensor.shape.size();
    std::vector<Index> order = call.wholes("perm", {});
    for (std::size_t axis = rank; order.size() < rank && axis-- > 0;)
        order.push_back(static_cast<Index>(axis));
    std::vector<Index> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t axis = 0; axis < sorted.size(); ++axis)
        if (sorted.size() != rank || sorted[axis] != static_cast<Index>(axis))
            return unlike(call);
    std::vector<Index> shape;
    for (const Index axis : order)
        shape.push_back(tensor.shape[static_cast<std::size_t>(axis)]);
    if (tensor.isWhole)
        tensor.wholes = turned(tensor.wholes, tensor.shape, order);
    else
        tensor.reals = turned(tensor.reals, tensor.shape, order);
    tensor.shape = std::move(shape);
    return tensor;
}

/// As older exporters write the shape of an Expand: c ? a : b, number by number.
Folded chosen(const Call &call, const Inputs &inputs) {
    const Tensor &condition = *inputs[0], &a = *inputs[1], &b = *inputs[2];
    if (!condition.isWhole || !a.isWhole || !b.isWhole || a.size() != b.size() || condition.size() != a.size())
        return unlike(call);
    Tensor result = b;
    for (std::size_t i = 0; i < result.wholes.size(); ++i)
        result.wholes[i] = condition.wholes[i] != 0 ? a.wholes[i] : b.wholes[i];
    return result;
}

} // namespace

Folded folded(Call &call, const Inputs &inputs) {
    const std::string &name = call.node.op_type();
    const auto have = [&](std::size_t count) {
        return inputs.size() >= count &&
               std::all_of(inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(count), [](const Tensor *tensor) { return tensor; });
    };
    if (have(2) && (name == "Add" || name == "Sub" || name == "Mul" || name == "Div" || name == "Equal" || name == "Mod")) {
        call.pass("fmod");
        return arithmetic(call, inputs);
    }
    if (have(1) && name == "Identity")
        return *inputs[0];
    if (have(1) && name == "Cast")
        return cast(call, *inputs[0]);
    if (have(2) && name == "Reshape") {
        call.pass("allowzero");
        return withShape(call, *inputs[0], inputs[1]->wholes);
    }
    if (have(2) && name == "Gather")
        return gathered(call, inputs);
    if (have(1) && name == "Concat")
        return joined(call, inputs);
    if (have(1) && name == "Slice")
        return sliced(call, inputs);
    if (have(1) && (name == "Unsqueeze" || name == "Squeeze"))
        return squeezed(call, inputs, name == "Unsqueeze");
    if (have(1) && name == "Transpose")
        return transposed(call, *inputs[0]);
    if (have(2) && name == "Expand")
        return filled(call, *inputs[0], *inputs[1]);
    if (have(3) && name == "Where")
        return chosen(call, inputs);
    if (have(1) && name == "ConstantOfShape")
        return filled(call, inputs.size() > 1 && inputs[1] ? *inputs[1] : Tensor{{1}, {0.0f}, {}, false}, *inputs[0]);
    return {};
}

} // namespace hourglass::importers
