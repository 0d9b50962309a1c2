#include "engine/layers/implied_shape.h"

#include <cmath>

namespace hourglass::layers {

namespace {

/// The latest shape of this rank and size among the outputs before and the sample; rank 0 where there is none.
Shape latest(const LayerContext &context, int rank, Index size) {
    Shape none;
    none.rank = 0;
    for (auto layer = context.before.rbegin(); layer != context.before.rend(); ++layer)
        if (const Shape &shape = (*layer)->traits().output; shape.rank == rank && shape.size() == size)
            return shape;
    return context.data.rank == rank && context.data.size() == size ? context.data : none;
}

} // namespace

core::Result<Shape> imageOf(const LayerContext &context) {
    const Shape &input = context.input;
    if (input.rank == 3)
        return input;
    if (input.rank == 2)
        return Shape(1, input.extents[0], input.extents[1]);
    if (const Shape before = latest(context, 3, input.size()); before.rank == 3)
        return before;
    const Index side = std::llround(std::sqrt(static_cast<double>(input.size())));
    if (side * side == input.size() && side > 1)
        return Shape(1, side, side);
    core::Error error{"This layer needs an image, and " + std::to_string(input.size()) + " numbers in a row are none", "", ""};
    error.hint = "Give the layer before it as many units as an image further up has, or a square number.";
    for (auto layer = context.before.rbegin(); layer != context.before.rend(); ++layer)
        if (const Shape &shape = (*layer)->traits().output; shape.rank == 3) {
            error.hint = "Give the layer before it " + std::to_string(shape.size()) + " units, as the image of " + core::toText(shape) +
                         " further up has, or a square number.";
            break;
        }
    return error;
}

core::Result<Shape> sequenceOf(const LayerContext &context) {
    const Shape &input = context.input;
    if (input.rank == 2)
        return input;
    if (input.rank == 3 && input.extents[0] == 1)
        return Shape(input.extents[1], input.extents[2]);
    if (input.rank == 3) {
        core::Error error{"This layer needs a sequence, and an image of " + std::to_string(input.extents[0]) + " channels is none", "", ""};
        error.hint = "Put a convolution to one channel or a dense layer in front of it.";
        return error;
    }
    if (const Shape before = latest(context, 2, input.size()); before.rank == 2)
        return before;
    if (const Shape before = latest(context, 3, input.size()); before.rank == 3 && before.extents[0] == 1)
        return Shape(before.extents[1], before.extents[2]);
    return Shape(input.size(), 1);
}

} // namespace hourglass::layers
