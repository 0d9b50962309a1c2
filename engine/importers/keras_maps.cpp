// Classes of Keras that make an image larger or smaller: pooling, upsampling, padding, cropping.
// What each class of Keras' layers is in ONNX.
#include <algorithm>

#include "engine/importers/keras_nodes.h"

namespace hourglass::importers {

namespace {

constexpr Index largestExtent = Index{1} << 30; ///< to the end of an axis

} // namespace

std::string KerasNodes::pooling() {
    const bool isFirst = isChannelsFirst(), isGlobal = m_call->kind == "GlobalAveragePooling2D", isSame = text("padding", "valid") == "same";
    std::string x = isFirst ? m_call->inputs[0] : turned(m_call->inputs[0], {0, 3, 1, 2});
    if (isGlobal) {
        x = node("GlobalAveragePool", {x});
        if (!toggle("keepdims", false))
            return node("Flatten", {x});
        return isFirst ? x : turned(x, {0, 2, 3, 1});
    }
    std::vector<Index> window = wholes("pool_size", {2, 2});
    window.resize(2, window.back());
    std::vector<Index> strides = setting("strides") ? wholes("strides", window) : window;
    strides.resize(2, strides.back());
    x = node(m_call->kind == "MaxPooling2D" ? "MaxPool" : "AveragePool", {x});
    attribute("kernel_shape", window);
    attribute("strides", strides);
    if (isSame)
        attribute("auto_pad", std::string("SAME_UPPER"));
    return isFirst ? x : turned(x, {0, 2, 3, 1});
}

std::string KerasNodes::upsampling() {
    std::vector<Index> size = wholes("size", {2, 2});
    size.resize(2, size.back());
    if (const auto edge = m_edges.find(m_call->inputs[0]); edge != m_edges.end()) {
        if (edge->second.times != 1 || size[edge->second.axis == 1 ? 1 : 0] != 1)
            return fail("it repeats a part of an image in a way that no layer here does");
        const std::string value = m_call->name + ":edge";
        m_edges[value] = {edge->second.whole, edge->second.axis, size[edge->second.axis == 1 ? 0 : 1]};
        return value;
    }
    const std::string how = text("interpolation", "nearest");
    if (how != "nearest" && how != "bilinear")
        return fail("it interpolates by " + how + ", and here by nearest or bilinear");
    const bool isFirst = isChannelsFirst();
    std::string x = isFirst ? m_call->inputs[0] : turned(m_call->inputs[0], {0, 3, 1, 2});
    x = node("Resize", {x, "", constant("scales", {4}, {1.0f, 1.0f, static_cast<float>(size[0]), static_cast<float>(size[1])})});
    attribute("mode", std::string(how == "nearest" ? "nearest" : "linear"));
    attribute("coordinate_transformation_mode", std::string(how == "nearest" ? "asymmetric" : "half_pixel"));
    if (how == "nearest")
        attribute("nearest_mode", std::string("floor"));
    return isFirst ? x : turned(x, {0, 2, 3, 1});
}

std::string KerasNodes::padding() {
    const std::vector<Index> given = wholes("padding", {1});
    std::vector<Index> pads = given;
    if (given.size() == 1)
        pads = std::vector<Index>(4, given[0]);
    if (given.size() == 2)
        pads = {given[0], given[0], given[1], given[1]};
    if (pads.size() != 4 || *std::min_element(pads.begin(), pads.end()) < 0 || isChannelsFirst())
        return fail("it adds zeros in a way that no layer here does");
    const std::string value = m_call->inputs[0] + "+zeros"; // thought of by the convolution that takes it
    m_pads[value] = pads;
    return value;
}

std::string KerasNodes::cropping() {
    const std::vector<Index> given = wholes("cropping", {0});
    std::vector<Index> cut = given; // above, below, left, right
    if (given.size() == 1)
        cut = std::vector<Index>(4, given[0]);
    if (given.size() == 2)
        cut = {given[0], given[0], given[1], given[1]};
    const std::string &x = m_call->inputs[0];
    if (cut.size() != 4 || *std::min_element(cut.begin(), cut.end()) < 0 || isChannelsFirst())
        return fail("it takes a part of what comes in, and no layer here does");
    if (const auto made = m_transposed.find(x); made != m_transposed.end()) { // which then takes it away itself
        onnx::NodeProto &before = *m_model.mutable_graph()->mutable_node(made->second);
        for (onnx::AttributeProto &pads : *before.mutable_attribute())
            if (pads.name() == "pads")
                for (int i = 0; i < 4; ++i)
                    pads.set_ints(i, pads.ints(i) + cut[std::vector<std::size_t>{0, 2, 1, 3}[static_cast<std::size_t>(i)]]);
        m_transposed.erase(made);
        return x;
    }
    const std::vector<Index> &shape = m_call->shape;
    for (const Index axis : {1, 2}) {
        const auto first = static_cast<std::size_t>(2 * (axis - 1));
        if (shape.size() == 3 && shape[static_cast<std::size_t>(axis - 1)] > 1 && cut[first] == shape[static_cast<std::size_t>(axis - 1)] - 1 &&
            cut[0] + cut[1] + cut[2] + cut[3] == cut[first]) {
            const std::string value = m_call->name + ":edge";
            m_edges[value] = {x, axis, 1};
            return value;
        }
    }
    if (cut[0] != 0 || cut[2] != 0)
        return fail("it takes a part of what comes in, and no layer here does");
    const std::string turnedRound = turned(x, {0, 3, 1, 2}), begins = constant("begins", {0, 0}),
                      ends = constant("ends", {cut[1] > 0 ? -cut[1] : largestExtent, cut[3] > 0 ? -cut[3] : largestExtent}), axes = constant("axes", {2, 3});
    return turned(node("Slice", {turnedRound, begins, ends, axes}), {0, 2, 3, 1});
}

/// An image and its own last row or column: what a larger image than the upsampled one is made by.
std::string KerasNodes::concatenation() {
    const auto edge = m_call->inputs.size() == 2 ? m_edges.find(m_call->inputs[1]) : m_edges.end();
    if (edge == m_edges.end() || edge->second.whole != m_call->inputs[0] || whole("axis", -1) != edge->second.axis)
        return fail("the model branches here, and a stack is one layer behind the other", "Models with skips or several branches cannot be imported.");
    const bool isRow = edge->second.axis == 1;
    const Index times = edge->second.times;
    const std::string x = turned(m_call->inputs[0], {0, 3, 1, 2}),
                      value = node("Pad", {x, constant("pads", {0, 0, 0, 0, 0, 0, isRow ? times : 0, isRow ? 0 : times})});
    attribute("mode", std::string("edge"));
    return turned(value, {0, 2, 3, 1});
}

} // namespace hourglass::importers
