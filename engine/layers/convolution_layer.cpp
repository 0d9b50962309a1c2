#include "engine/layers/convolution_layer.h"

#include <algorithm>

#include "engine/layers/lowering.h"
#include "engine/layers/product_activation.h"

namespace hourglass::layers {

namespace {

using kernels::mixedChunk;

class Convolution : public Layer, public Lowered {
public:
    Convolution(const ConvolutionGeometry &geometry, const Shape &output, kernels::Activation activation, const Start &start, bool hasBias)
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
        const Index positions = m_patches.positions(), depths = m_patches.depths();
        m_weightRows = kernels::rowsSize(m_positionChannels, depths);
        m_turnedRows = kernels::chunksOf(m_positionChannels) * turnedChunk();
        MixedTraits &mixed = m_traits.mixed;
        mixed.isThere = true;
        mixed.preparedSize = m_groups * (m_weightRows + m_turnedRows);
        mixed.prepareTasks = m_groups;
        mixed.gradientTasks = m_traits.gradientTasks;
        m_operands = m_patches.roundedImageSize();
        mixed.workspace = m_operands + std::max({m_patches.panelsSize(), kernels::panelSize(positions, m_positionChannels),
                                                 kernels::panelSize(m_positionChannels, positions) + m_patches.rowsSize()});
    }

    /// Numbers of 32 channels of the weights as rows of the patches' side.
    Index turnedChunk() const { return kernels::groupsOf(m_patches.depths()) * kernels::mixedTile; }

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
            layOut(image, weights.mixed, workspace, group);
            positionsOfImage(weights, workspace, group, positions);
        }
    }

    /// A group's channels of an image for products: as the matrix of its patches, or rounded.
    void layOut(const float *image, const MixedArrays &mixed, float *workspace, Index group) const {
        const float *from = image + group * m_imageChannels * m_imageArea;
        if (mixed.isOn)
            m_patches.round(mixed.path, from, mixed.workspace);
        else
            m_patches.gather(from, workspace + m_padded, workspace);
    }

    void positionsOfImage(const Weights &weights, const float *matrix, Index group, float *positions) const {
        const Index count = m_patches.positions(), depths = m_patches.depths(), pairStride = m_patches.pairStride();
        float *to = positions + group * m_positionChannels * count;
        if (!weights.mixed.isOn)
            return kernels::product(count, m_positionChannels, depths, matrix, m_patches.stride(), weightsOf(weights.numbers, group), 1, depths, to, count,
                                    false);
        std::uint16_t *panels = weights.mixed.workspace + m_operands;
        m_patches.gatherPanels(weights.mixed.path, weights.mixed.workspace, panels);
        kernels::mixedProduct(weights.mixed.path,
                              {count, m_positionChannels, kernels::chunksOf(depths), panels, 2 * kernels::mixedGroup, mixedChunk / 2 * pairStride,
                               weights.mixed.prepared + group * m_weightRows, kernels::rowStrideOf(depths), mixedChunk, to, count, false, pairStride});
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
            patchesOfPositions(weights.mixed, from, group, workspace);
        else
            kernels::product(count, depths, m_positionChannels, from, count, weightsOf(weights.numbers, group), depths, 1, workspace, m_patches.stride(),
                             false);
        m_patches.scatter(workspace, workspace + m_padded, image + group * m_imageChannels * m_imageArea);
    }

    /// The matrix of patches that the positions of a group say, in mixed precision.
    void patchesOfPositions(const MixedArrays &mixed, const float *positions, Index group, float *matrix) const {
        const Index count = m_patches.positions(), chunks = kernels::chunksOf(m_positionChannels);
        std::uint16_t *panels = mixed.workspace + m_operands;
        kernels::roundPanels(mixed.path, count, m_positionChannels, positions, count, panels, chunks * kernels::mixedTile, kernels::mixedTile);
        kernels::mixedProduct(mixed.path,
                              {count, m_patches.depths(), chunks, panels, chunks * kernels::mixedTile, kernels::mixedTile,
                               mixed.prepared + m_groups * m_weightRows + group * m_turnedRows, mixedChunk, turnedChunk(), matrix, m_patches.stride(), false});
    }

    /// The part of dW of one sample: Σ over the positions of their numbers times their patch.
    void addWeights(const float *positions, float *workspace, const MixedArrays &mixed, Index group, float *partial, bool isFirst) const {
        const Index count = m_patches.positions();
        if (mixed.isOn)
            return addMixedWeights(positions + group * m_positionChannels * count, mixed, partial + group * m_patches.depths() * m_partialStride, isFirst);
        float *turned = workspace + m_transposed;
        kernels::transpose(count, m_positionChannels, positions + group * m_positionChannels * count, count, turned, m_partialStride);
        kernels::product(m_positionChannels, m_patches.depths(), count, turned, m_partialStride, workspace, 1, m_patches.stride(),
                         partial + group * m_patches.depths() * m_partialStride, m_partialStride, !isFirst);
    }

    void addMixedWeights(const float *positions, const MixedArrays &mixed, float *partial, bool isFirst) const {
        const Index count = m_patches.positions(), chunks = kernels::chunksOf(count);
        std::uint16_t *panels = mixed.workspace + m_operands, *rows = panels + kernels::panelSize(m_positionChannels, count);
        kernels::roundPanelsTurned(mixed.path, count, m_positionChannels, positions, count, panels, chunks * kernels::mixedTile, kernels::mixedTile);
        m_patches.gatherRows(mixed.path, mixed.workspace, rows);
        kernels::mixedProduct(mixed.path, {m_positionChannels, m_patches.depths(), chunks, panels, chunks * kernels::mixedTile, kernels::mixedTile, rows,
                                           kernels::rowStrideOf(count), mixedChunk, partial, m_partialStride, !isFirst});
    }

    void backFromPositions(const float *x, const float *dz, BackwardPass &pass, Index sample, float *dx) const {
        float *image = m_isSeries ? pass.workspace + m_series : dx; // of a series in the room of x: a group's part is read before it is written
        for (Index group = 0; group < m_groups; ++group) {
            layOut(x, pass.mixed, pass.workspace, group);
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
            layOut(dz, pass.mixed, pass.workspace, group);
            addWeights(x, pass.workspace, pass.mixed, group, pass.partial, sample == 0);
            if (dx)
                positionsOfImage({pass.arrays.parameters, pass.mixed}, pass.workspace, group, positions);
        }
        if (dx && m_isSeries)
            kernels::transpose(m_inputArea, m_inputChannels, positions, m_inputArea, dx, m_inputChannels);
    }

    ConvolutionGeometry m_geometry;
    bool m_isTransposed, m_isSeries, m_hasBias;
    Index m_groups, m_imageChannels, m_positionChannels; ///< channels of one group
    Index m_imageArea, m_inputChannels, m_outputChannels, m_inputArea, m_outputArea;
    PatchGeometry m_patches;
    ProductActivation m_activation;
    Index m_partialStride, m_biasOffset, m_biasPartial;
    Index m_weightRows = 0, m_turnedRows = 0; ///< numbers of a group's weights as rows of either side
    Index m_operands = 0;                     ///< in mixed precision: offset behind the rounded image
    Index m_transposed, m_padded, m_series;   ///< offsets in the work space, which begins with the matrix of patches
    Traits m_traits;
};

} // namespace

std::shared_ptr<const Layer> convolutionLayer(const ConvolutionGeometry &geometry, const Shape &output, kernels::Activation activation, const Start &start,
                                              bool hasBias) {
    return std::make_shared<Convolution>(geometry, output, activation, start, hasBias);
}

} // namespace hourglass::layers
