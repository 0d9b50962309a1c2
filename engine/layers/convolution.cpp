#include "engine/layers/convolution.h"

#include <algorithm>

#include "engine/layers/activation.h"
#include "engine/layers/convolution_layer.h"
#include "engine/layers/implied_shape.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"

namespace hourglass::layers {

namespace {

constexpr Index largestKernel = 1024;

spec::Setting outputPadding() {
    return {
        .key = "output_padding",
        .label = "Output padding",
        .help =
            "Rows and columns added behind; \"auto\": as many as make the map that the convolution across the code took in, where the stack does not end as "
            "large as a sample otherwise.",
        .kind = spec::SettingKind::Integer,
        .fallback = std::string("auto"),
        .minimum = 0,
        .maximum = 63,
        .word = "auto",
        .usualMinimum = 0,
        .usualMaximum = 3};
}

std::vector<spec::Setting> settings(bool isTransposed) {
    const auto integer = [](const char *key, const char *label, const char *help, Index fallback, double minimum, double maximum, double usual) {
        return spec::Setting{.key = key,
                             .label = label,
                             .help = help,
                             .kind = spec::SettingKind::Integer,
                             .fallback = fallback,
                             .minimum = minimum,
                             .maximum = maximum,
                             .isLogarithmic = usual > 16,
                             .usualMinimum = minimum,
                             .usualMaximum = usual};
    };
    spec::Setting channels = integer("channels", "Channels", "How many maps the layer gives on: each looks for one pattern everywhere.", 16, 1, 4096, 256);
    channels.word = "data";
    channels.takesMemory = true;
    spec::Setting padding = integer("padding", "Padding", "Zeros added on each side; \"same\": as many as make the map ⌈size / stride⌉ large.", 0, 0, 512, 8);
    padding.fallback = std::string("same");
    padding.word = "same";
    std::vector<spec::Setting> all{
        channels, integer("kernel", "Kernel", "Side of the pattern, in pixels or steps.", 3, 1, largestKernel, 9),
        integer("stride", "Stride", "How far the kernel moves each time: 2 halves the map, or doubles it behind the code.", 1, 1, 64, 4), padding};
    if (isTransposed)
        all.push_back(outputPadding());
    all.push_back(integer("dilation", "Dilation", "Distance between the pixels that the kernel meets.", 1, 1, 64, 4));
    all.push_back(integer("groups", "Groups", "The channels are divided into so many groups that do not see each other.", 1, 1, 4096, 16));
    all.push_back(activationSetting(false));
    for (const spec::Setting &setting : startSettings())
        all.push_back(setting);
    return all;
}

/// The size of the image that a transposed convolution makes along one side, with what it takes away or adds; 0 where nothing is left.
/// `undone` is the size that is to come back, or 0: a convolution leads from several sizes to the same number of positions.
Extent extentMadeFrom(Index positions, Extent wanted, Index outputPadding, Index undone) {
    if (wanted.padding < 0)
        wanted.extent = (undone + wanted.stride - 1) / wanted.stride == positions ? undone : positions * wanted.stride;
    else {
        wanted.extent = (positions - 1) * wanted.stride - 2 * wanted.padding + wanted.reach() + outputPadding;
        if (undone > wanted.extent && undone < wanted.extent + wanted.stride)
            wanted.extent = undone;
    }
    if (wanted.extent < 1)
        return wanted;
    wanted.settle();
    if (wanted.positions != positions && wanted.padding >= 0) // the rows that output padding adds meet no position
        wanted.positions = positions;
    return wanted;
}

struct Wanted {
    Index channels, kernel, stride, padding, outputPadding, dilation, groups;
};

core::Error refused(std::string what, std::string hint) {
    return {std::move(what), "", std::move(hint)};
}

LayerResult make(const spec::Component &component, const LayerContext &context, const spec::Kind &kind, bool isTransposed, bool isSeries) {
    const auto read = isSeries ? sequenceOf(context) : imageOf(context);
    if (!read)
        return read.error();
    // A series is an image one row high whose channels are its features.
    const Shape input = isSeries ? Shape(read->extents[1], 1, read->extents[0]) : *read;
    const auto integer = [&](const char *key) { return spec::integerOf(component, kind, key); };
    const spec::Value channels = spec::valueOf(component, kind, "channels"), padding = spec::valueOf(component, kind, "padding");
    const spec::Value behind = isTransposed ? spec::valueOf(component, kind, "output_padding") : Index{0};
    const bool isAutomatic = std::holds_alternative<std::string>(behind);
    Wanted wanted{0, integer("kernel"), integer("stride"), 0, isAutomatic ? 0 : std::get<Index>(behind), integer("dilation"), integer("groups")};
    // What is to come back: rows and columns of an image, steps of a series.
    const Shape undone = isAutomatic && context.undone ? (isSeries ? Shape(0, 0, context.undone->extents[0]) : *context.undone) : Shape(0, 0, 0);
    const Index ofData = isSeries                 ? (context.data.rank == 2   ? context.data.extents[1]
                                                     : context.data.rank == 3 ? context.data.extents[2]
                                                                              : 1)
                         : context.data.rank == 3 ? context.data.extents[0]
                                                  : 1;
    wanted.channels = std::holds_alternative<std::string>(channels) ? ofData : std::get<Index>(channels);
    wanted.padding = std::holds_alternative<std::string>(padding) ? -1 : std::get<Index>(padding);
    const Index inputs = input.extents[0];
    if (inputs % wanted.groups != 0 || wanted.channels % wanted.groups != 0) {
        std::string what = std::to_string(inputs);
        what += " channels in and " + std::to_string(wanted.channels) + " out do not divide into " + std::to_string(wanted.groups) + " groups";
        return refused(what, "Choose a number of groups that divides both.");
    }
    if (isTransposed && wanted.outputPadding >= std::max(wanted.stride, wanted.dilation))
        return refused("The output padding must be smaller than the stride", "Make it smaller.");
    ConvolutionGeometry geometry{{},           {},      isTransposed ? wanted.channels : inputs, isTransposed ? inputs : wanted.channels, wanted.groups,
                                 isTransposed, isSeries};
    Extent side{0, wanted.kernel, wanted.stride, wanted.dilation, wanted.padding};
    const auto settled = [&](Index extent, Index before, bool isFlat) {
        Extent along = isFlat ? Extent{} : side;
        if (isFlat)
            along.settle();
        else if (isTransposed)
            along = extentMadeFrom(extent, side, wanted.padding < 0 ? 0 : wanted.outputPadding, before);
        else {
            along.extent = extent;
            along.settle();
        }
        return along;
    };
    geometry.rows = settled(input.extents[1], undone.extents[1], isSeries);
    geometry.columns = settled(input.extents[2], undone.extents[2], false);
    const std::string mapText = isSeries ? std::to_string(input.extents[2]) + " steps" : core::toText(Shape(input.extents[1], input.extents[2]));
    const std::string reach = std::to_string(side.reach());
    if (!isTransposed && (geometry.rows.positions < 1 || geometry.columns.positions < 1))
        return refused("A kernel that reaches over " + reach + " does not fit into a map of " + mapText, "Make the kernel smaller or add padding.");
    if (geometry.rows.extent < 1 || geometry.columns.extent < 1)
        return refused("The padding takes away all that a map of " + mapText + " gives", "Make the padding smaller.");
    const Index rows = isTransposed ? geometry.rows.extent : geometry.rows.positions,
                columns = isTransposed ? geometry.columns.extent : geometry.columns.positions;
    const Shape output = isSeries ? Shape(columns, wanted.channels) : Shape(wanted.channels, rows, columns);
    const Index depths = geometry.imageChannels / wanted.groups * geometry.rows.kernel * geometry.columns.kernel;
    const double weights = static_cast<double>(depths) * static_cast<double>(geometry.positionChannels);
    const double matrix = static_cast<double>(depths) * static_cast<double>(geometry.rows.positions * geometry.columns.positions);
    const double map = static_cast<double>(rows) * static_cast<double>(columns) * static_cast<double>(wanted.channels);
    const double padded = static_cast<double>(geometry.imageChannels / wanted.groups) * static_cast<double>(geometry.rows.padded()) *
                          static_cast<double>(geometry.columns.padded());
    if (const double numbers = std::max({weights, matrix, map, padded}); numbers > static_cast<double>(largestTensor))
        return tooLarge("This layer would need", numbers, "numbers", "Make its kernel, its channels, its padding or its map smaller.");
    const std::string activation = spec::choiceOf(component, kind, "activation");
    return convolutionLayer(geometry, output, activationOf(activation), startOf(component, kind, activation),
                            std::get<bool>(spec::valueOf(component, kind, "bias")));
}

} // namespace

spec::Kind convolutionKind() {
    return {"conv2d", "Convolution", "Small patterns are looked for everywhere in an image, the same ones at each place (LeCun et al. 1998).", settings(false)};
}

spec::Kind transposedConvolutionKind() {
    return {"conv2d_transposed", "Transposed convolution", "Each number paints its pattern into a larger image: a convolution the other way round.",
            settings(true)};
}

spec::Kind seriesConvolutionKind() {
    return {"conv1d", "Convolution of series", "Short patterns are looked for at every step of a series.", settings(false)};
}

spec::Kind transposedSeriesKind() {
    return {"conv1d_transposed", "Transposed convolution of series", "Each number paints its pattern into a longer series.", settings(true)};
}

LayerResult makeConvolution(const spec::Component &component, const LayerContext &context) {
    return make(component, context, convolutionKind(), false, false);
}

LayerResult makeTransposedConvolution(const spec::Component &component, const LayerContext &context) {
    return make(component, context, transposedConvolutionKind(), true, false);
}

LayerResult makeSeriesConvolution(const spec::Component &component, const LayerContext &context) {
    return make(component, context, seriesConvolutionKind(), false, true);
}

LayerResult makeTransposedSeries(const spec::Component &component, const LayerContext &context) {
    return make(component, context, transposedSeriesKind(), true, true);
}

} // namespace hourglass::layers
