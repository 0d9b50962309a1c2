#include "engine/analysis/weights_task.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/sample_blocks.h"
#include "engine/analysis/unit.h"
#include "engine/plan/placed_tensors.h"

namespace hourglass::analysis {

namespace {

constexpr double limitShare = 0.995;
constexpr Index mostMeasured = 40'000; ///< numbers that the limit goes by, at even distances

struct Found {
    const layers::Tensor *tensor;
    const float *values;
};

/// The matrices of weights of a layer.
std::vector<Found> weightsOf(const plan::Plan &plan, int layer, const float *parameters) {
    std::vector<Found> found;
    for (const plan::PlacedTensor &placed : plan::tensorsOf(plan))
        if (placed.layer == layer && !placed.isState && placed.tensor->isWeight())
            found.push_back({placed.tensor, parameters + placed.offset});
    return found;
}

/// The magnitude that all but a few stay below; of what is not finite nothing is told.
float limitOf(const float *values, Index size) {
    std::vector<float> magnitudes;
    const Index step = std::max<Index>(1, size / mostMeasured) | 1; // odd, so that it meets all columns
    for (Index i = 0; i < size; i += step)
        if (std::isfinite(values[i]))
            magnitudes.push_back(std::abs(values[i]));
    if (magnitudes.empty())
        return 0;
    const auto at = magnitudes.begin() + static_cast<std::ptrdiff_t>(limitShare * static_cast<double>(magnitudes.size() - 1));
    std::nth_element(magnitudes.begin(), at, magnitudes.end());
    return *at > 0 ? *at : *std::max_element(magnitudes.begin(), magnitudes.end());
}

/// Number (unit, input, place) of a tensor, as distances from one to the next; units may come in groups.
struct Strides {
    Index unit = 0, input = 0, place = 1, unitsInGroup = 0, group = 0;

    Index at(Index number, Index from) const {
        return (unitsInGroup > 0 ? number / unitsInGroup * group + number % unitsInGroup * unit : number * unit) + from * input;
    }
};

void copyTiles(WeightsPicture &picture, const float *from, const Strides &strides, Index count) {
    const Index size = picture.tile.size(), end = std::min(picture.tiles(), picture.first + count);
    for (Index tile = picture.first; tile < end; ++tile) {
        const float *start = from + strides.at(tile / picture.inputs, tile % picture.inputs);
        for (Index place = 0; place < size; ++place)
            picture.values.push_back(start[place * strides.place]);
    }
}

/// Of each block of numbers the one furthest from zero; what is not finite is further than all.
void copyMatrix(WeightsPicture &picture, const float *from, const Strides &strides) {
    const auto inOne = [](Index extent) { return (extent + WeightsTask::mostShown - 1) / WeightsTask::mostShown; };
    picture.rowsInOne = inOne(picture.units);
    picture.columnsInOne = inOne(picture.inputs);
    picture.shownRows = (picture.units + picture.rowsInOne - 1) / picture.rowsInOne;
    picture.shownColumns = (picture.inputs + picture.columnsInOne - 1) / picture.columnsInOne;
    picture.values.assign(static_cast<std::size_t>(picture.shownRows * picture.shownColumns), 0.0f);
    for (Index row = 0; row < picture.units; ++row)
        for (Index column = 0; column < picture.inputs; ++column) {
            const float value = from[strides.at(row, column)];
            float &shown = picture.values[static_cast<std::size_t>(row / picture.rowsInOne * picture.shownColumns + column / picture.columnsInOne)];
            if (!std::isfinite(value) || std::abs(value) > std::abs(shown))
                shown = value;
        }
}

/// Tiles are shown for data that are pictures, and for kernels.
Strides arrange(WeightsPicture &picture, const plan::Plan &plan, const layers::Tensor &tensor, bool isTied) {
    const plan::LayerOutline &outline = plan.outline().layers[static_cast<std::size_t>(picture.layer)];
    const std::vector<Index> &shape = tensor.shape;
    const core::Shape &sample = plan.input();
    if (shape.size() >= 3) { // [out, in / groups, kernel…], and of a transposed convolution [in, out / groups, kernel…]
        const bool isTransposed = plan.model().layers[static_cast<std::size_t>(picture.layer)].kind.find("transposed") != std::string::npos;
        picture.form = WeightsPicture::Form::Kernels;
        picture.tile = shape.size() == 4 ? core::Shape(1, shape[2], shape[3]) : core::Shape(1, 1, shape[2]);
        const Index size = picture.tile.size(), first = shape[1] * size;
        picture.units = unitsOf(outline.output);
        picture.inputs = isTransposed ? shape[0] / (picture.units / shape[1]) : shape[1];
        return isTransposed ? Strides{size, first, 1, shape[1], picture.inputs * first} : Strides{first, size, 1};
    }
    const Index rows = shape[0], columns = shape[1];
    const bool readsSample = !isTied && sample.isImage() && columns == sample.size() && outline.input.size() == columns;
    const bool writesSample = sample.isImage() && (isTied ? columns : rows) == sample.size() && outline.output.size() == sample.size();
    if (readsSample || writesSample) {
        const bool areRows = readsSample || isTied;
        picture.form = readsSample ? WeightsPicture::Form::Incoming : WeightsPicture::Form::Outgoing;
        picture.tile = sample;
        picture.units = areRows ? rows : columns;
        return areRows ? Strides{columns, 0, 1} : Strides{1, 0, columns};
    }
    picture.form = WeightsPicture::Form::Matrix;
    picture.units = isTied ? columns : rows;
    picture.inputs = isTied ? rows : columns;
    return isTied ? Strides{1, columns, 0} : Strides{columns, 1, 0};
}

} // namespace

std::shared_ptr<const WeightsPicture> WeightsTask::run(TaskContext &context) const {
    const plan::Snapshot &snapshot = context.snapshot();
    const plan::Plan &plan = *snapshot.plan;
    if (layer < 0 || layer >= static_cast<int>(plan.layers().size()))
        return nullptr;
    auto picture = std::make_shared<WeightsPicture>();
    picture->moment = context.moment();
    picture->layer = layer;
    picture->tiedTo = plan.layers()[static_cast<std::size_t>(layer)].traits().tiedTo;
    const bool isTied = picture->tiedTo >= 0;
    const std::vector<Found> found = weightsOf(plan, isTied ? picture->tiedTo : layer, snapshot.parameters.data());
    for (const Found &weights : found)
        picture->tensors.push_back(weights.tensor->name);
    if (found.empty()) {
        picture->obstacle = core::Error{plan.outline().layers[static_cast<std::size_t>(layer)].label + " has no weights",
                                        {},
                                        "Select a dense, convolutional or recurrent layer in the stack."};
        return picture;
    }
    picture->tensor = tensor < found.size() ? tensor : 0;
    const Found &weights = found[picture->tensor];
    const Index size = weights.tensor->size();
    picture->limit = limitOf(weights.values, size);
    picture->notFinite = std::count_if(weights.values, weights.values + size, [](float value) { return !std::isfinite(value); });
    const Strides strides = arrange(*picture, plan, *weights.tensor, isTied);
    if (isCancelled(context.cancelled()))
        return nullptr;
    if (picture->form == WeightsPicture::Form::Matrix) {
        copyMatrix(*picture, weights.values, strides);
    } else {
        picture->first = std::clamp<Index>(first, 0, std::max<Index>(0, picture->tiles() - 1));
        copyTiles(*picture, weights.values, strides, std::max<Index>(1, count));
    }
    return picture;
}

} // namespace hourglass::analysis
