#include "engine/layers/convolution.h"

#include <algorithm>

#include "engine/layers/activation.h"
#include "engine/layers/implied_shape.h"
#include "engine/layers/lowering.h"
#include "engine/layers/patches.h"
#include "engine/layers/product_activation.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"

namespace hourglass::layers {

namespace {

using kernels::mixedChunk;

/// What the four kinds have in common. One side of a convolution is an image, the other holds a number for each position of the kernel and
/// each channel. A convolution goes from the image to the positions, a transposed one from the positions to the image.
struct Geometry {
    Extent rows, columns; ///< of the image side
    Index imageChannels = 0, positionChannels = 0, groups = 1;
    bool isTransposed = false;
    bool isSeries = false; ///< numbers lie step by step instead of channel by channel
};

class Convolution : public Layer, public Lowered {
public:
    Convolution(const Geometry &geometry, const Shape &output, kernels::Activation activation, const Start &start, bool hasBias)
        : m_geometry(geometry), m_isTransposed(geometry.isTransposed), m_isSeries(geometry.isSeries), m_hasBias(hasBias), m_groups(geometry.groups),
          m_imageChannels(geometry.imageChannels / m_groups), m_positionChannels(geometry.positionChannels / m_groups),
          m_imageArea(geometry.rows.extent * geometry.columns.extent), m_patches(m_imageChannels, geometry.rows, geometry.columns), m_activation(activation),
          m_partialStride(core::strideOf(m_positionChannels)) {
        const Index positions = m_patches.positions(), depths = m_patches.depths(), area = geometry.rows.kernel * geometry.columns.kernel;
        m_inputChannels = m_isTransposed ? geometry.positionChannels : geometry.imageChannels;
        m_outputChannels = m_isTransposed ? geometry.imageChannels : geometry.positionChannels;
        m_outputArea = m_isTransposed ? m_imageArea : positions;
        m_inputArea = m_isTransposed ? positions : m_imageArea;
        m_traits.output = output;
        std::vector<Index> shape{geometry.positionChannels, m_imageChannels, geometry.rows.kernel, geometry.columns.kernel};
        if (m_isSeries)
            shape.erase(shape.begin() + 2);
        m_traits.parameters = {start.of({"weight", shape, Initialiser::Zeros, m_inputChannels / m_groups * area, m_outputChannels / m_groups * area})};
        if (hasBias)
            m_traits.parameters.push_back({"bias", {m_outputChannels}});
        m_biasOffset = core::padded(geometry.positionChannels * depths);
        m_biasPartial = m_groups * depths * m_partialStride;
        m_traits.partialPerBlock = m_biasPartial + m_outputChannels;
        m_traits.gradientTasks = m_groups + 1;
        m_activation.describe(m_traits);
        m_traits.multiplyAdds = static_cast<double>(geometry.positionChannels * depths * positions);
        m_transposed = m_patches.matrixFloats();
        m_padded = m_transposed + positions * m_partialStride;
        m_series = m_padded + m_patches.imageFloats();
        describeMixed();
        m_traits.workspace = m_series + (m_isSeries ? core::padded(m_inputChannels * m_inputArea) + core::padded(output.size()) : 0) + kernels::slack;
    }

    const Traits &traits() const override { return m_traits; }

    /// W [channels of the positions × depths] as rows of either side; a task is a group.
    void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index group) const override {
        const Index depths = m_patches.depths();
        const float *weights = weightsOf(arrays.parameters, group);
        kernels::roundRows(path, depths, m_positionChannels, weights, depths, prepared + group * m_weightRows, kernels::rowStrideOf(depths));
        for (Index first = 0; first < m_positionChannels; first += mixedChunk)
            kernels::roundRowsTurned(path, depths, std::min(mixedChunk, m_positionChannels - first), weights + first * depths, depths,
                                     prepared + m_groups * m_weightRows + group * m_turnedRows + first / mixedChunk * turnedChunk());
    }

    void lower(Lowering &to) const override {
        const Extent &rows = m_geometry.rows, &columns = m_geometry.columns;
        const Shape image(m_geometry.imageChannels, rows.extent, columns.extent), positions(m_geometry.positionChannels, rows.positions, columns.positions);
        const Shape &input = m_isTransposed ? positions : image, &output = m_isTransposed ? image : positions;
        if (m_isSeries) { // (steps, features), and here a feature is a channel
            to.shapeAs(Shape(m_inputArea, m_inputChannels));
            to.apply(graph::Transpose{}, Shape(m_inputChannels, m_inputArea));
        }
        to.shapeAs(input);
        const graph::ConstantId weight = to.tensor("weight", {m_geometry.positionChannels, m_imageChannels, rows.kernel, columns.kernel});
        to.apply(graph::Convolution{weight, to.tensor("bias"), sideOf(rows), sideOf(columns), m_groups, m_isTransposed}, output);
        if (m_isSeries) {
            to.shapeAs(Shape(m_outputChannels, m_outputArea));
            to.apply(graph::Transpose{}, m_traits.output);
        }
        to.activate(m_activation.function());
    }

    void forward(ForwardPass &pass) const override {
        const float *bias = m_hasBias ? pass.arrays.parameters + m_biasOffset : nullptr;
        const kernels::Activation activation = m_activation.withBias(pass.leaveLogits);
        for (Index sample = 0; sample < pass.x.columns; ++sample) {
            const float *x = channelsFirst(pass.x.column(sample), m_inputChannels, m_inputArea, pass.workspace + m_series);
            float *y = pass.y.column(sample), *z = m_isSeries ? outputSeries(pass.workspace) : y;
            const Weights weights{pass.arrays.parameters, pass.mixed};
            if (m_isTransposed)
                toImage(x, weights, pass.workspace, z);
            else
                toPositions(x, weights, pass.workspace, z);
            if (m_isSeries) {
                kernels::transpose(m_outputArea, m_outputChannels, z, m_outputArea, y, m_outputChannels);
                kernels::biasAndActivate(activation, m_outputChannels, m_outputArea, y, m_outputChannels, bias);
            } else {
                kernels::columnBiasAndActivate(activation, m_outputArea, m_outputChannels, y, m_outputArea, bias);
            }
            m_activation.keepAndActivate(pass.y.columnsFrom(sample, 1), pass.scratch.columnsFrom(sample, 1));
        }
    }

    /// dz = dy f'(z); dx by the adjoint; the block's part of dW and db
    void backward(BackwardPass &pass) const override {
        m_activation.differentiate(pass);
        std::fill_n(pass.partial + m_biasPartial, m_outputChannels, 0.0f);
        for (Index sample = 0; sample < pass.x.columns; ++sample) {
            const float *x = channelsFirst(pass.x.column(sample), m_inputChannels, m_inputArea, pass.workspace + m_series);
            const float *dz = channelsFirst(pass.dy.column(sample), m_outputChannels, m_outputArea, outputSeries(pass.workspace));
            for (Index channel = 0; m_hasBias && channel < m_outputChannels; ++channel)
                pass.partial[m_biasPartial + channel] += kernels::sum(m_outputArea, dz + channel * m_outputArea);
            float *dx = pass.dx.data ? pass.dx.column(sample) : nullptr;
            if (m_isTransposed)
                backFromImage(x, dz, pass, sample, dx);
            else
                backFromPositions(x, dz, pass, sample, dx);
        }
    }

    /// Sums the blocks' parts: a task for each group of weights, and one for the bias.
    void gradient(GradientPass &pass) const override {
        const Index depths = m_patches.depths(), weights = m_positionChannels * depths;
        if (pass.task == m_groups) {
            if (m_hasBias)
                kernels::sumColumns(m_outputChannels, pass.partials.columns, pass.partials.data + m_biasPartial, pass.partials.stride,
                                    pass.gradient + m_biasOffset);
            return;
        }
        float *gradient = pass.gradient + pass.task * weights;
        for (Index channel = 0; channel < m_positionChannels; ++channel)
            for (Index depth = 0; depth < depths; ++depth)
                gradient[channel * depths + depth] = 0;
        for (Index block = 0; block < pass.partials.columns; ++block) {
            const float *partial = pass.partials.column(block) + pass.task * depths * m_partialStride;
            for (Index channel = 0; channel < m_positionChannels; ++channel)
                for (Index depth = 0; depth < depths; ++depth)
                    gradient[channel * depths + depth] += partial[depth * m_partialStride + channel];
        }
    }

private:
    /// In either precision.
    struct Weights {
        const float *numbers;
        const MixedArrays &mixed;
    };

    void describeMixed() {
        const Index depths = m_patches.depths(), positions = m_patches.positions();
        m_weightRows = kernels::rowsSize(m_positionChannels, depths);
        m_turnedRows = kernels::chunksOf(m_positionChannels) * turnedChunk();
        MixedTraits &mixed = m_traits.mixed;
        mixed.isThere = true;
        mixed.preparedSize = m_groups * (m_weightRows + m_turnedRows);
        mixed.prepareTasks = m_groups;
        mixed.gradientTasks = m_traits.gradientTasks;
        mixed.workspace = std::max(kernels::panelSize(positions, std::max(depths, m_positionChannels)),
                                   kernels::panelSize(m_positionChannels, positions) + kernels::rowsSize(depths, positions));
    }

    /// Numbers of 32 channels of the weights as rows of the patches' side.
    Index turnedChunk() const { return kernels::groupsOf(m_patches.depths()) * kernels::mixedTile; }

    /// c = numbers [positions × depth] times rows, of each of which c has a column.
    void multiplyPositions(const MixedArrays &mixed, const float *numbers, Index stride, Index depth, Index columns, const std::uint16_t *rows, Index rowStride,
                           Index rowChunkStride, float *c, Index cStride) const {
        const Index count = m_patches.positions(), chunks = kernels::chunksOf(depth);
        kernels::roundPanels(mixed.path, count, depth, numbers, stride, mixed.workspace, chunks * kernels::mixedTile, kernels::mixedTile);
        kernels::mixedProduct(mixed.path, {count, columns, chunks, mixed.workspace, chunks * kernels::mixedTile, kernels::mixedTile, rows, rowStride,
                                           rowChunkStride, c, cStride, false});
    }

    /// What the positions do not reach behind the image is padding of the output; what they reach beyond it is taken away.
    graph::Side sideOf(const Extent &along) const {
        const Index reached = (along.positions - 1) * along.stride + along.reach() - along.before;
        const Index behind = m_isTransposed ? std::max<Index>(0, reached - along.extent) : along.behind;
        return {along.kernel, along.stride, along.dilation, along.before, behind, m_isTransposed ? std::max<Index>(0, along.extent - reached) : 0};
    }

    float *outputSeries(float *workspace) const { return workspace + m_series + core::padded(m_inputChannels * m_inputArea); }

    /// The sample channel by channel: as it lies, or a series turned round.
    const float *channelsFirst(const float *sample, Index channels, Index steps, float *room) const {
        if (!m_isSeries)
            return sample;
        kernels::transpose(channels, steps, sample, channels, room, steps);
        return room;
    }

    const float *weightsOf(const float *parameters, Index group) const { return parameters + group * m_positionChannels * m_patches.depths(); }

    /// positions = W · patches(image)
    void toPositions(const float *image, const Weights &weights, float *workspace, float *positions) const {
        for (Index group = 0; group < m_groups; ++group) {
            m_patches.gather(image + group * m_imageChannels * m_imageArea, workspace + m_padded, workspace);
            positionsOfMatrix(weights, workspace, group, positions);
        }
    }

    void positionsOfMatrix(const Weights &weights, const float *matrix, Index group, float *positions) const {
        const Index count = m_patches.positions(), depths = m_patches.depths();
        float *to = positions + group * m_positionChannels * count;
        if (weights.mixed.isOn)
            multiplyPositions(weights.mixed, matrix, m_patches.stride(), depths, m_positionChannels, weights.mixed.prepared + group * m_weightRows,
                              kernels::rowStrideOf(depths), mixedChunk, to, count);
        else
            kernels::product(count, m_positionChannels, depths, matrix, m_patches.stride(), weightsOf(weights.numbers, group), 1, depths, to, count, false);
    }

    /// image = the sums of Wᵀ · positions, each at its patch
    void toImage(const float *positions, const Weights &weights, float *workspace, float *image) const {
        for (Index group = 0; group < m_groups; ++group)
            imageOfGroup(positions, weights, workspace, group, image);
    }

    void imageOfGroup(const float *positions, const Weights &weights, float *workspace, Index group, float *image) const {
        const Index count = m_patches.positions(), depths = m_patches.depths();
        const float *from = positions + group * m_positionChannels * count;
        if (weights.mixed.isOn)
            multiplyPositions(weights.mixed, from, count, m_positionChannels, depths, weights.mixed.prepared + m_groups * m_weightRows + group * m_turnedRows,
                              mixedChunk, turnedChunk(), workspace, m_patches.stride());
        else
            kernels::product(count, depths, m_positionChannels, from, count, weightsOf(weights.numbers, group), depths, 1, workspace, m_patches.stride(),
                             false);
        m_patches.scatter(workspace, workspace + m_padded, image + group * m_imageChannels * m_imageArea);
    }

    /// The part of dW of one sample: Σ over the positions of their numbers times their patch.
    void addWeights(const float *positions, float *workspace, const MixedArrays &mixed, Index group, float *partial, bool isFirst) const {
        const Index count = m_patches.positions();
        if (mixed.isOn)
            return addMixedWeights(positions + group * m_positionChannels * count, workspace, mixed, partial + group * m_patches.depths() * m_partialStride,
                                   isFirst);
        float *turned = workspace + m_transposed;
        kernels::transpose(count, m_positionChannels, positions + group * m_positionChannels * count, count, turned, m_partialStride);
        kernels::product(m_positionChannels, m_patches.depths(), count, turned, m_partialStride, workspace, 1, m_patches.stride(),
                         partial + group * m_patches.depths() * m_partialStride, m_partialStride, !isFirst);
    }

    void addMixedWeights(const float *positions, const float *matrix, const MixedArrays &mixed, float *partial, bool isFirst) const {
        const Index count = m_patches.positions(), depths = m_patches.depths(), chunks = kernels::chunksOf(count);
        std::uint16_t *rows = mixed.workspace + kernels::panelSize(m_positionChannels, count);
        kernels::roundPanelsTurned(mixed.path, count, m_positionChannels, positions, count, mixed.workspace, chunks * kernels::mixedTile, kernels::mixedTile);
        kernels::roundRows(mixed.path, count, depths, matrix, m_patches.stride(), rows, kernels::rowStrideOf(count));
        kernels::mixedProduct(mixed.path, {m_positionChannels, depths, chunks, mixed.workspace, chunks * kernels::mixedTile, kernels::mixedTile, rows,
                                           kernels::rowStrideOf(count), mixedChunk, partial, m_partialStride, !isFirst});
    }

    void backFromPositions(const float *x, const float *dz, BackwardPass &pass, Index sample, float *dx) const {
        float *image = m_isSeries ? pass.workspace + m_series : dx; // of a series in the room of x: a group's part is read before it is written
        for (Index group = 0; group < m_groups; ++group) {
            m_patches.gather(x + group * m_imageChannels * m_imageArea, pass.workspace + m_padded, pass.workspace);
            addWeights(dz, pass.workspace, pass.mixed, group, pass.partial, sample == 0);
            if (dx)
                imageOfGroup(dz, {pass.arrays.parameters, pass.mixed}, pass.workspace, group, image);
        }
        if (dx && m_isSeries)
            kernels::transpose(m_inputArea, m_inputChannels, image, m_inputArea, dx, m_inputChannels);
    }

    void backFromImage(const float *x, const float *dz, BackwardPass &pass, Index sample, float *dx) const {
        float *positions = m_isSeries ? pass.workspace + m_series : dx; // likewise
        for (Index group = 0; group < m_groups; ++group) {
            m_patches.gather(dz + group * m_imageChannels * m_imageArea, pass.workspace + m_padded, pass.workspace);
            addWeights(x, pass.workspace, pass.mixed, group, pass.partial, sample == 0);
            if (dx)
                positionsOfMatrix({pass.arrays.parameters, pass.mixed}, pass.workspace, group, positions);
        }
        if (dx && m_isSeries)
            kernels::transpose(m_inputArea, m_inputChannels, positions, m_inputArea, dx, m_inputChannels);
    }

    Geometry m_geometry;
    bool m_isTransposed, m_isSeries, m_hasBias;
    Index m_groups, m_imageChannels, m_positionChannels; ///< channels of one group
    Index m_imageArea, m_inputChannels, m_outputChannels, m_inputArea, m_outputArea;
    PatchGeometry m_patches;
    ProductActivation m_activation;
    Index m_partialStride, m_biasOffset, m_biasPartial;
    Index m_weightRows = 0, m_turnedRows = 0; ///< numbers of a group's weights as rows of either side
    Index m_transposed, m_padded, m_series;   ///< offsets in the work space, which begins with the matrix of patches
    Traits m_traits;
};

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
    Geometry geometry{{}, {}, isTransposed ? wanted.channels : inputs, isTransposed ? inputs : wanted.channels, wanted.groups, isTransposed, isSeries};
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
    return std::shared_ptr<const Layer>(std::make_shared<Convolution>(geometry, output, activationOf(activation), startOf(component, kind, activation),
                                                                      std::get<bool>(spec::valueOf(component, kind, "bias"))));
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
