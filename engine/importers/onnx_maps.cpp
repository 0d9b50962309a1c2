// Operators on images and series: convolutions, pooling, larger maps, and what is added or cut off at their sides.
#include <algorithm>
#include <cmath>

#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

namespace {

/// Channels before steps, in a stack that has steps before channels.
Places stepsFirst(Index channels, Index steps) {
    return shortened(turned(written({}, channels * steps), {steps, channels}, {1, 0}));
}

const char *const paddingHint = "Layers here add the same zeros on all sides, or \"same\" as TensorFlow has it.";

} // namespace

/// The settings of a convolution that has these sides.
OnnxReader::Outcome OnnxReader::placeSides(const Call &call, Part &part, const std::vector<Along> &sides) const {
    const bool isTransposed = part.layer.kind.ends_with("_transposed");
    const Along &side = sides.front();
    const auto all = [&](auto holds) { return std::all_of(sides.begin(), sides.end(), holds); };
    if (!all([&](const Along &other) { return other.kernel == side.kernel && other.stride == side.stride && other.dilation == side.dilation; }))
        return refusal(call, "kernel, stride or dilation differ between rows and columns, and here they are the same");
    part.layer.values["kernel"] = side.kernel;
    part.layer.values["stride"] = side.stride;
    part.layer.values["dilation"] = side.dilation;
    const auto isAddable = [](const Along &other) { return other.outputPadding() >= 0 && other.outputPadding() < std::max(other.stride, other.dilation); };
    const bool isSame = all([&](const Along &other) { return other.isSame(isTransposed); });
    const bool isEven = side.before >= 0 && all([&](const Along &other) {
                            return other.before == side.before && (isTransposed ? isAddable(other) : other.before == other.behind);
                        });
    if (!isSame && !isEven)
        return refusal(call, "the zeros that it adds, or the rows that it takes away, are others than a layer here has", paddingHint);
    if (isSame && (!isTransposed || !isEven || all([](const Along &other) { return other.isWhole(); }))) {
        part.layer.values["padding"] = std::string("same");
        return {};
    }
    part.layer.values["padding"] = side.before;
    // Where it differs between rows and columns, it can only be what the convolution that is undone took in.
    if (isTransposed && all([&](const Along &other) { return other.outputPadding() == side.outputPadding(); }))
        part.layer.values["output_padding"] = side.outputPadding();
    return {};
}

OnnxReader::Outcome OnnxReader::convolution(Call &call) {
    auto flow = layerIn(call);
    const Tensor *weight = tensorIn(call, 1), *bias = tensorIn(call, 2);
    if (!flow)
        return flow.error();
    const bool isTransposed = call.node.op_type() == "ConvTranspose";
    const std::size_t sides = flow->extents.size() - 2;
    if (!weight || weight->isWhole || weight->size() == 0 || (valueIn(call, 2) && !bias) || flow->batch != 0 || flow->extents[0] != 1 ||
        (sides != 1 && sides != 2) || weight->shape.size() != sides + 2)
        return refusal(call, "it is no convolution of images or series with learned numbers");
    const std::vector<Index> kernel = call.wholes("kernel_shape", {weight->shape.begin() + 2, weight->shape.end()}),
                             strides = call.wholes("strides", std::vector<Index>(sides, 1)), dilations = call.wholes("dilations", std::vector<Index>(sides, 1)),
                             more = call.wholes("output_padding", std::vector<Index>(sides, 0)), given = call.wholes("output_shape", {});
    std::vector<Index> pads = call.wholes("pads", std::vector<Index>(2 * sides, 0));
    const std::string automatic = call.text("auto_pad", "NOTSET");
    const Index groups = call.whole("group", 1), inputs = flow->extents[1], outputs = isTransposed ? weight->shape[1] * groups : weight->shape[0];
    const auto isPositive = [](Index number) { return number >= 1 && number <= 65536; };
    const bool isSound = kernel == std::vector<Index>(weight->shape.begin() + 2, weight->shape.end()) && strides.size() == sides && dilations.size() == sides &&
                         pads.size() == 2 * sides && more.size() == sides && isPositive(groups) && std::all_of(strides.begin(), strides.end(), isPositive) &&
                         std::all_of(dilations.begin(), dilations.end(), isPositive) &&
                         std::all_of(pads.begin(), pads.end(), [](Index pad) { return pad >= 0 && pad <= 65536; }) &&
                         (isTransposed ? weight->shape[0] : weight->shape[1] * groups) == inputs;
    if (!isSound || !given.empty() || (isTransposed && !flow->pads.empty()) || automatic == "SAME_LOWER")
        return refusal(call,
                       given.empty() && automatic != "SAME_LOWER" ? "its shape does not fit what comes in" : "it adds zeros in a way that no layer here does",
                       paddingHint);
    std::vector<Along> along;
    for (std::size_t i = 0; i < sides; ++i) {
        Along side{flow->extents[i + 2], kernel[i], strides[i], dilations[i], pads[i], pads[i + sides], more[i]};
        if (automatic == "SAME_UPPER")
            side.makeSame(isTransposed);
        if (!flow->pads.empty()) { // of a Pad in front
            side.before += flow->pads[i];
            side.behind += flow->pads[i + sides];
        }
        side.settle(isTransposed);
        if (side.out < 1 || side.out > 65536)
            return refusal(call, "nothing is left of what comes in");
        along.push_back(side);
    }
    std::vector<Index> made{outputs};
    for (const Along &side : along)
        made.push_back(side.out);
    if (sizeOf(made) < 1 || sizeOf(made) > mostOfSample)
        return refusal(call, "it makes more numbers of a sample than a layer here may have");
    // A series is an image one row high for some.
    const bool isFlat = sides == 2 && along[0].isNothing(),
               isTurnedRound = flow->size() == inputs * along.back().extent && !flow->places.empty() && flow->places == stepsFirst(inputs, along.back().extent);
    const bool isRow = isFlat && (isTurnedRound || !along[1].isNothing(along[1].extent)), isSeries = sides == 1 || isRow;
    if (auto problem = settle(call, *flow, isSeries ? stepsFirst(inputs, along.back().extent) : Places()))
        return problem;
    takeShape(call, *flow, isSeries ? Shape(along.back().extent, inputs) : Shape(inputs, along[0].extent, along[1].extent));
    Part part{{std::string(isSeries ? "conv1d" : "conv2d") + (isTransposed ? "_transposed" : ""),
               {{"channels", outputs}, {"groups", groups}, {"activation", std::string("identity")}, {"bias", false}}},
              {},
              isSeries ? Shape(along.back().out, outputs) : Shape(outputs, along[0].out, along[1].out),
              call.node.input(1)};
    if (isRow)
        along.erase(along.begin());
    if (auto problem = placeSides(call, part, along))
        return problem;
    Numbers numbers{weight->shape, weight->reals};
    if (isRow)
        numbers.shape.erase(numbers.shape.begin() + 2);
    part.tensors["weight"] = std::move(numbers);
    m_builder.add(std::move(part));
    m_sides = isTransposed ? along : std::vector<Along>();
    flow->pads.clear();
    flow->extents[1] = outputs;
    for (std::size_t i = isRow ? 3 : 2; i < flow->extents.size(); ++i)
        flow->extents[i] = along[i - (isRow ? 3 : 2)].out;
    flow->places = isSeries ? stepsFirst(outputs, along.back().out) : Places();
    if (bias) {
        if (bias->isWhole || bias->size() != outputs)
            return refusal(call, "its bias does not fit its weights");
        m_builder.takeUp({}, bias->reals);
    }
    giveFlow(call, std::move(*flow));
    return {};
}

/// Zeros for the convolution that comes, or the last row of an upsampled map once more.
OnnxReader::Outcome OnnxReader::pad(Call &call) {
    auto flow = layerIn(call);
    const Tensor *listed = tensorIn(call, 1), *value = tensorIn(call, 2), *axes = tensorIn(call, 3);
    if (!flow)
        return flow.error();
    const std::size_t rank = flow->extents.size();
    std::vector<Index> pads = call.wholes("pads", {});
    if (listed)
        pads = listed->wholes;
    const std::string mode = call.text("mode", "constant");
    const double constant = value && value->reals.size() == 1 ? static_cast<double>(value->reals[0]) : call.real("value", 0);
    bool isSound = pads.size() == 2 * rank && !axes && flow->batch == 0 && rank >= 3;
    for (std::size_t i = 0; isSound && i < pads.size(); ++i)
        isSound = pads[i] >= 0 && pads[i] <= 65536 && (i % rank >= 2 || pads[i] == 0);
    if (!isSound)
        return refusal(call, "it adds something else than zeros around a map");
    std::vector<Index> extents = flow->extents;
    for (std::size_t i = 2; i < rank; ++i)
        extents[i] += pads[i] + pads[i + rank];
    if (extents == flow->extents) {
        giveFlow(call, std::move(*flow));
        return {};
    }
    if (mode == "edge" && std::all_of(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(rank), [](Index pad) { return pad == 0; }))
        return crop(call, std::move(*flow), extents);
    if (mode != "constant" || constant != 0 || !onlyGoesInto(call.node.output(0), "Conv"))
        return refusal(call, "it adds something else than zeros in front of a convolution");
    flow->pads = {pads.begin() + 2, pads.begin() + static_cast<std::ptrdiff_t>(rank)};
    flow->pads.insert(flow->pads.end(), pads.begin() + static_cast<std::ptrdiff_t>(rank) + 2, pads.end());
    giveFlow(call, std::move(*flow));
    return {};
}

/// Rows and columns behind that are cut off, or repeat the last: the upsampling or the transposed convolution before makes its map so large.
OnnxReader::Outcome OnnxReader::crop(const Call &call, Flow flow, const std::vector<Index> &extents) {
    const std::string kind = m_builder.parts().empty() ? "" : m_builder.parts().back().layer.kind;
    const bool isTransposed = kind.ends_with("_transposed") && m_builder.parts().back().isOpen() && flow.extents.size() == m_sides.size() + 2;
    if ((kind != "upsample" && !isTransposed) || !flow.pads.empty() || flow.batch != 0 || flow.extents.size() < 3 || extents[0] != flow.extents[0] ||
        extents[1] != flow.extents[1])
        return refusal(call, "it takes a part of what comes in, and no layer here does");
    Part &part = m_builder.change();
    if (isTransposed) {
        for (std::size_t i = 0; i < m_sides.size(); ++i)
            m_sides[i].out = extents[i + 2];
        part.layer.values.erase("output_padding");
        if (auto problem = placeSides(call, part, m_sides))
            return problem;
    }
    const bool isSeries = flow.extents.size() == 3;
    part.output = isSeries ? Shape(extents[2], extents[1]) : Shape(extents[1], extents[2], extents[3]);
    flow.extents = extents;
    flow.places = isSeries ? stepsFirst(extents[1], extents[2]) : Places();
    giveFlow(call, std::move(flow));
    return {};
}

OnnxReader::Outcome OnnxReader::pool(Call &call) {
    auto flow = layerIn(call);
    if (!flow)
        return flow.error();
    const bool isGlobal = call.node.op_type() == "GlobalAveragePool", isLargest = call.node.op_type() == "MaxPool";
    if (!flow->isImage() || !flow->pads.empty())
        return refusal(call, "it pools something else than an image");
    const Index height = flow->extents[2], width = flow->extents[3];
    const std::vector<Index> window = isGlobal ? std::vector<Index>{height, width} : call.wholes("kernel_shape", {}),
                             strides = isGlobal ? window : call.wholes("strides", {1, 1}), pads = call.wholes("pads", {0, 0, 0, 0}),
                             dilations = call.wholes("dilations", {1, 1});
    const std::string automatic = call.text("auto_pad", "NOTSET");
    const bool roundsUp = call.whole("ceil_mode", 0) != 0;
    call.pass("storage_order");
    call.pass("count_include_pad");
    bool isSound = window.size() == 2 && strides.size() == 2 && window[0] == window[1] && strides[0] == strides[1] && window[0] >= 1 && strides[0] >= 1 &&
                   window[0] <= std::min(height, width) && std::all_of(pads.begin(), pads.end(), [](Index pad) { return pad == 0; }) &&
                   std::all_of(dilations.begin(), dilations.end(), [](Index step) { return step == 1; });
    const auto divides = [&](Index extent) { return (extent - window[0]) % strides[0] == 0; };
    isSound = isSound &&
              ((!roundsUp && !automatic.starts_with("SAME")) || (divides(height) && divides(width) && (!automatic.starts_with("SAME") || window == strides)));
    if (!isSound)
        return refusal(call, "pooling here is of squares, without padding");
    if (auto problem = settle(call, *flow, {}))
        return problem;
    takeShape(call, *flow, Shape(flow->extents[1], height, width));
    flow->extents = {1, flow->extents[1], (height - window[0]) / strides[0] + 1, (width - window[0]) / strides[0] + 1};
    m_builder.add({{isLargest ? "max_pool" : "average_pool", {{"window", window[0]}, {"stride", strides[0]}}},
                   {},
                   Shape(flow->extents[1], flow->extents[2], flow->extents[3]),
                   call.node.name()});
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::resize(Call &call) {
    auto flow = layerIn(call);
    if (!flow)
        return flow.error();
    const bool isOld = call.node.op_type() == "Upsample";
    const Tensor *scales = tensorIn(call, isOld ? 1 : 2), *sizes = isOld ? nullptr : tensorIn(call, 3);
    const std::string mode = call.text("mode", "nearest"), place = call.text("coordinate_transformation_mode", isOld ? "asymmetric" : "half_pixel"),
                      nearest = call.text("nearest_mode", isOld ? "floor" : "round_prefer_floor");
    for (const char *passed : {"cubic_coeff_a", "exclude_outside", "extrapolation_value", "antialias", "keep_aspect_ratio_policy"})
        call.pass(passed);
    std::vector<double> factors;
    for (std::size_t i = 0; i < 4 && flow->isImage(); ++i)
        if (scales && scales->reals.size() == 4)
            factors.push_back(static_cast<double>(scales->reals[i]));
        else if (sizes && sizes->wholes.size() == 4)
            factors.push_back(i == 0 ? 1.0 : static_cast<double>(sizes->wholes[i]) / static_cast<double>(flow->extents[i]));
    const bool isWhole = factors.size() == 4 && factors[0] == 1 && factors[1] == 1 && factors[2] == factors[3] && factors[2] >= 1 && factors[2] <= 64 &&
                         factors[2] == std::floor(factors[2]);
    // By whole factors these place pixels alike.
    const bool isNearest =
        mode == "nearest" && ((place == "asymmetric" && nearest == "floor") || (place.ends_with("half_pixel") && nearest.starts_with("round")));
    const bool isLinear = mode == "linear" && place.ends_with("half_pixel");
    if (!isWhole || !flow->pads.empty() || (!isNearest && !isLinear))
        return refusal(call, "upsampling here is of images by a whole number, to the nearest pixel or along straight lines between centres");
    if (auto problem = settle(call, *flow, {}))
        return problem;
    takeShape(call, *flow, Shape(flow->extents[1], flow->extents[2], flow->extents[3]));
    const auto factor = static_cast<Index>(factors[2]);
    flow->extents = {1, flow->extents[1], flow->extents[2] * factor, flow->extents[3] * factor};
    m_builder.add({{"upsample", {{"factor", factor}, {"mode", std::string(isLinear ? "bilinear" : "nearest")}}},
                   {},
                   Shape(flow->extents[1], flow->extents[2], flow->extents[3]),
                   call.node.name()});
    giveFlow(call, std::move(*flow));
    return {};
}

} // namespace hourglass::importers
