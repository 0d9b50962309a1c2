#include "engine/layers/implied_shape.h"

#include <algorithm>
#include <cmath>

namespace hourglass::layers {

namespace {

/// The latest shape of as many numbers as the last one that is such.
template <class IsSuch>
std::optional<Shape> latest(const std::vector<Shape> &before, const IsSuch &isSuch) {
    const auto found = std::find_if(before.rbegin(), before.rend(), [&](const Shape &shape) { return shape.size() == before.back().size() && isSuch(shape); });
    return found == before.rend() ? std::nullopt : std::optional(*found);
}

std::vector<Shape> shapesBefore(const LayerContext &context) {
    std::vector<Shape> before{context.data};
    for (const Layer *layer : context.before)
        before.push_back(layer->traits().output);
    before.push_back(context.input);
    return before;
}

} // namespace

std::optional<Shape> impliedImage(const std::vector<Shape> &before) {
    const Shape &input = before.back();
    if (input.rank == 3)
        return input;
    if (input.rank == 2)
        return Shape(1, input.extents[0], input.extents[1]);
    if (const auto image = latest(before, [](const Shape &shape) { return shape.rank == 3; }))
        return image;
    const Index side = std::llround(std::sqrt(static_cast<double>(input.size())));
    return side * side == input.size() && side > 1 ? std::optional(Shape(1, side, side)) : std::nullopt;
}

std::optional<Shape> impliedSequence(const std::vector<Shape> &before) {
    const Shape &input = before.back();
    if (input.rank == 2)
        return input;
    if (input.rank == 3)
        return input.extents[0] == 1 ? std::optional(Shape(input.extents[1], input.extents[2])) : std::nullopt;
    if (const auto sequence = latest(before, [](const Shape &shape) { return shape.rank == 2; }))
        return sequence;
    if (const auto image = latest(before, [](const Shape &shape) { return shape.rank == 3; }); image && image->extents[0] == 1)
        return Shape(image->extents[1], image->extents[2]);
    return Shape(input.size(), 1);
}

core::Result<Shape> imageOf(const LayerContext &context) {
    if (const auto image = impliedImage(shapesBefore(context)))
        return *image;
    core::Error error{"This layer needs an image, and " + std::to_string(context.input.size()) + " numbers in a row are none", "", ""};
    error.hint = "Give the layer before it as many units as an image further up has, or a square number, or put the layer Reshape in front of it.";
    for (auto layer = context.before.rbegin(); layer != context.before.rend(); ++layer)
        if (const Shape &shape = (*layer)->traits().output; shape.rank == 3) {
            error.hint = "Give the layer before it " + std::to_string(shape.size()) + " units, as the image of " + core::toText(shape) +
                         " further up has, or a square number, or put the layer Reshape in front of it.";
            break;
        }
    return error;
}

core::Result<Shape> sequenceOf(const LayerContext &context) {
    if (const auto sequence = impliedSequence(shapesBefore(context)))
        return *sequence;
    return core::Error{"This layer needs a sequence, and an image of " + std::to_string(context.input.extents[0]) + " channels is none", "",
                       "Put a convolution to one channel or a dense layer in front of it, or the layer Reshape."};
}

} // namespace hourglass::layers
