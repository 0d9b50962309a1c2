#include "engine/spec/edits.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace hourglass::spec {

namespace {

int countOf(const ModelSpec &model) {
    return static_cast<int>(model.layers.size());
}

int codeOf(const ModelSpec &model) {
    return static_cast<int>(model.code);
}

const LayerSpec &layerAt(const ModelSpec &model, int index) {
    return model.layers[static_cast<std::size_t>(index)];
}

bool isBeforeLast(const ModelSpec &model, int index) {
    return index >= 0 && index < countOf(model) - 1;
}

/// As many layers between the code and the last one as before the code.
bool isBalanced(const ModelSpec &model) {
    return model.code >= 0 && countOf(model) == 2 * codeOf(model) + 2;
}

bool followsMirror(const ModelSpec &model) {
    return model.mirror && isBalanced(model);
}

void insertAt(ModelSpec &model, int gap, const LayerSpec &layer) {
    model.layers.insert(model.layers.begin() + gap, layer);
}

void eraseAt(ModelSpec &model, int index) {
    model.layers.erase(model.layers.begin() + index);
}

template <class Item>
void moveItem(std::vector<Item> &items, int from, int to) {
    const auto first = items.begin();
    if (from < to)
        std::rotate(first + from, first + from + 1, first + to + 1);
    else
        std::rotate(first + to, first + from, first + from + 1);
}

std::optional<Value> unitsOf(const LayerSpec &layer) {
    const auto units = layer.values.find("units");
    return units == layer.values.end() ? std::nullopt : std::optional<Value>(units->second);
}

/// The width that a layer says it has; a word means the data's.
std::optional<double> widthOf(const LayerSpec &layer, Index features) {
    const auto units = unitsOf(layer);
    if (!units)
        return std::nullopt;
    if (const auto *number = std::get_if<Index>(&*units))
        return static_cast<double>(*number);
    return static_cast<double>(features);
}

double widthBefore(const ModelSpec &model, int gap, Index features) {
    for (int index = gap - 1; index >= 0; --index)
        if (const auto width = widthOf(layerAt(model, index), features))
            return *width;
    return static_cast<double>(features);
}

double widthAfter(const ModelSpec &model, int gap, Index features) {
    for (int index = gap; index < countOf(model); ++index)
        if (const auto width = widthOf(layerAt(model, index), features))
            return *width;
    return static_cast<double>(features);
}

/// 1 … 8, then 10 12 14 16 20 24 …: numbers that people choose.
Index roundWidth(double width) {
    const double step = width <= 8 ? 1.0 : std::exp2(std::floor(std::log2(width)) - 2);
    return std::clamp<Index>(std::llround(std::round(width / step) * step), 1, largestUnits);
}

const LayerSpec *exampleFor(const ModelSpec &model, int gap) {
    for (int index = gap - 1; index >= 0; --index)
        if (index != codeOf(model))
            return &layerAt(model, index);
    for (int index = gap; index < countOf(model) - 1; ++index)
        if (index != codeOf(model))
            return &layerAt(model, index);
    return nullptr;
}

} // namespace

bool isMirrored(const ModelSpec &model) {
    if (!isBalanced(model))
        return false;
    for (int index = 0; index < codeOf(model); ++index) {
        const LayerSpec &encoder = layerAt(model, index), &decoder = layerAt(model, 2 * codeOf(model) - index);
        if (encoder.kind != decoder.kind || unitsOf(encoder) != unitsOf(decoder))
            return false;
    }
    return true;
}

int mirrorOf(const ModelSpec &model, int index) {
    if (!followsMirror(model) || !isBeforeLast(model, index) || index == codeOf(model))
        return -1;
    return 2 * codeOf(model) - index;
}

int mirrorGapOf(const ModelSpec &model, int gap) {
    if (!followsMirror(model) || gap < 0 || gap >= countOf(model))
        return -1;
    return 2 * codeOf(model) + 1 - gap;
}

ModelSpec withMirror(const ModelSpec &model, bool mirror) {
    ModelSpec edited = model;
    edited.mirror = mirror;
    if (!mirror || !isBeforeLast(model, codeOf(model)))
        return edited;
    edited.layers.resize(static_cast<std::size_t>(codeOf(model)) + 1);
    for (int index = codeOf(model) - 1; index >= 0; --index)
        edited.layers.push_back(layerAt(model, index));
    edited.layers.push_back(model.layers.back());
    return edited;
}

ModelSpec withInserted(const ModelSpec &model, int gap, const LayerSpec &layer) {
    if (gap < 0 || gap >= countOf(model))
        return model;
    const int mirrored = mirrorGapOf(model, gap);
    ModelSpec edited = model;
    insertAt(edited, std::max(gap, mirrored), layer);
    if (mirrored >= 0)
        insertAt(edited, std::min(gap, mirrored), layer);
    if (gap <= codeOf(model) || mirrored >= 0)
        ++edited.code;
    return edited;
}

bool canRemove(const ModelSpec &model, int index) {
    return isBeforeLast(model, index) && countOf(model) > 2;
}

ModelSpec withRemoved(const ModelSpec &model, int index) {
    if (!canRemove(model, index))
        return model;
    ModelSpec edited = model;
    const bool isCode = index == codeOf(model);
    int first = index, second = mirrorOf(model, index);
    if (isCode && followsMirror(model))
        second = index + 1; // the twin of the layer that becomes the code
    if (second >= 0 && second < first)
        std::swap(first, second);
    if (second >= 0)
        eraseAt(edited, second);
    eraseAt(edited, first);
    if (first < codeOf(model) || (isCode && codeOf(model) > 0))
        --edited.code;
    return edited;
}

bool canMove(const ModelSpec &model, int from, int to) {
    return from != to && isBeforeLast(model, from) && isBeforeLast(model, to);
}

ModelSpec withMoved(const ModelSpec &model, int from, int to) {
    if (!canMove(model, from, to))
        return model;
    ModelSpec edited = model;
    const int code = codeOf(model);
    if (!followsMirror(model)) {
        moveItem(edited.layers, from, to);
        if (from == code)
            edited.code = to;
        else if (from < code && to >= code)
            --edited.code;
        else if (from > code && to <= code)
            ++edited.code;
        return edited;
    }
    std::vector<std::pair<LayerSpec, LayerSpec>> pairs; // encoder layer and its twin; the code stands for both
    for (int index = 0; index <= code; ++index)
        pairs.emplace_back(layerAt(model, index), layerAt(model, 2 * code - index));
    const auto pairOf = [code](int index) { return index <= code ? index : 2 * code - index; };
    moveItem(pairs, pairOf(from), pairOf(to));
    for (int index = 0; index <= code; ++index) {
        const auto &[encoder, decoder] = pairs[static_cast<std::size_t>(index)];
        edited.layers[static_cast<std::size_t>(2 * code - index)] = decoder;
        edited.layers[static_cast<std::size_t>(index)] = encoder;
    }
    return edited;
}

ModelSpec withValue(const ModelSpec &model, int index, const std::string &key, const Value &value) {
    if (index < 0 || index >= countOf(model))
        return model;
    ModelSpec edited = model;
    for (const int changed : {index, mirrorOf(model, index)})
        if (changed >= 0)
            edited.layers[static_cast<std::size_t>(changed)].values[key] = value;
    return edited;
}

ModelSpec withLayer(const ModelSpec &model, int index, const LayerSpec &layer) {
    if (index < 0 || index >= countOf(model))
        return model;
    ModelSpec edited = model;
    for (const int changed : {index, mirrorOf(model, index)})
        if (changed >= 0)
            edited.layers[static_cast<std::size_t>(changed)] = layer;
    return edited;
}

bool canBeCode(const ModelSpec &model, int index) {
    return isBeforeLast(model, index) && index != codeOf(model);
}

ModelSpec withCode(const ModelSpec &model, int index) {
    if (!canBeCode(model, index))
        return model;
    ModelSpec edited = model;
    edited.code = index;
    edited.mirror = model.mirror && isMirrored(edited);
    return edited;
}

LayerSpec suggestedLayer(const ModelSpec &model, int gap, Index features) {
    const int mirrored = mirrorGapOf(model, gap);
    if (mirrored >= 0)
        gap = std::min(gap, mirrored); // the same layer whichever half is asked
    gap = std::clamp(gap, 0, countOf(model));
    LayerSpec layer{"dense", {}};
    const LayerSpec *example = exampleFor(model, gap);
    if (example && example->kind == layer.kind)
        layer.values = example->values;
    const double before = widthBefore(model, gap, features), after = widthAfter(model, gap, features);
    const bool isLevel = before == after && before <= static_cast<double>(largestUnits);
    layer.values["units"] = isLevel ? static_cast<Index>(before) : roundWidth(std::sqrt(before * after));
    return layer;
}

} // namespace hourglass::spec
