#include "engine/spec/edits.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/spec/identity.h"
#include "engine/spec/mirror.h"

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

LayerSpec &layerOf(ModelSpec &model, int index) {
    return model.layers[static_cast<std::size_t>(index)];
}

/// A tied layer follows the layer whose weights it uses; `placeOf` says where that went, −1: away.
template <class PlaceOf>
void renumberTied(ModelSpec &model, PlaceOf placeOf) {
    for (LayerSpec &layer : model.layers) {
        const auto to = layer.values.find("to");
        if (layer.kind != "tied" || to == layer.values.end() || !std::holds_alternative<Index>(to->second))
            continue;
        const int location = placeOf(static_cast<int>(std::get<Index>(to->second)));
        to->second = location >= 0 ? Value(Index{location}) : Value(std::string("mirror"));
    }
}

void insertAt(ModelSpec &model, int gap, const LayerSpec &layer) {
    renumberTied(model, [gap](int index) { return index < gap ? index : index + 1; });
    model.layers.insert(model.layers.begin() + gap, layer);
    model.ids.insert(model.ids.begin() + gap, newLayerId());
}

void eraseAt(ModelSpec &model, int index) {
    model.layers.erase(model.layers.begin() + index);
    model.ids.erase(model.ids.begin() + index);
    renumberTied(model, [index](int to) { return to == index ? -1 : to < index ? to : to - 1; });
}

/// Where the item that stood at `index` stands after moveItem(items, from, to).
int placeAfterMove(int index, int from, int to) {
    if (index == from)
        return to;
    if (from < to)
        return index > from && index <= to ? index - 1 : index;
    return index >= to && index < from ? index + 1 : index;
}

template <class Item>
void moveItem(std::vector<Item> &items, int from, int to) {
    const auto first = items.begin();
    if (from < to)
        std::rotate(first + from, first + from + 1, first + to + 1);
    else
        std::rotate(first + to, first + from, first + from + 1);
}

/// With mirror on, the decoder's channels follow whatever now comes into the encoder's layers.
ModelSpec aligned(ModelSpec model) {
    if (followsMirror(model))
        alignChannels(model);
    return model;
}

/// With mirror on, what is tied to the layer across stays so: it says "mirror" instead of that layer's number, which it would follow away.
ModelSpec tiedAcross(ModelSpec model) {
    if (followsMirror(model))
        for (int index = codeOf(model) + 1; index < countOf(model); ++index)
            if (LayerSpec &layer = layerOf(model, index);
                layer.kind == "tied" && layer.values.count("to") && layer.values["to"] == Value(2 * model.code + 1 - index))
                layer.values["to"] = std::string("mirror");
    return model;
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
        if (!areTwins(model, index, 2 * codeOf(model) - index))
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
    if (!mirror || !isBeforeLast(model, codeOf(model)) || isMirrored(model))
        return edited;
    if (isBeforeLast(model, codeOf(model) + 1) && layerAt(model, codeOf(model) + 1).kind == "mmd")
        ++edited.code; // it passes the code on as it is, and goes on shaping it
    edited.ids = withIds(model).ids;
    const std::uint64_t last = edited.ids.back();
    edited.layers.resize(static_cast<std::size_t>(edited.code) + 1);
    for (int index = codeOf(edited) - 1; index >= 0; --index)
        edited.layers.push_back(twinOf(layerAt(model, index)));
    edited.layers.push_back(model.layers.back());
    edited.ids.pop_back(); // those of the decoder stay with their places, as far as there were any
    edited.ids.resize(edited.layers.size() - 1);
    edited.ids.push_back(last);
    edited = withIds(std::move(edited));
    const int code = codeOf(edited);
    renumberTied(edited, [code](int index) { return index <= code ? index : -1; });
    alignChannels(edited);
    return edited;
}

ModelSpec withInserted(const ModelSpec &model, int gap, const LayerSpec &layer) {
    if (gap < 0 || gap >= countOf(model))
        return model;
    const int across = mirrorGapOf(model, gap);
    ModelSpec edited = tiedAcross(withIds(model));
    if (across >= 0) {
        const bool isEncoder = gap < across;
        insertAt(edited, std::max(gap, across), isEncoder ? twinOf(layer) : layer);
        insertAt(edited, std::min(gap, across), isEncoder ? layer : originOf(layer, layer));
    } else {
        insertAt(edited, gap, layer);
    }
    if (gap <= codeOf(model) || across >= 0)
        ++edited.code;
    return aligned(std::move(edited));
}

bool canRemove(const ModelSpec &model, int index) {
    return isBeforeLast(model, index) && countOf(model) > 2;
}

ModelSpec withRemoved(const ModelSpec &model, int index) {
    if (!canRemove(model, index))
        return model;
    ModelSpec edited = tiedAcross(withIds(model));
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
    return aligned(std::move(edited));
}

bool canMove(const ModelSpec &model, int from, int to) {
    return from != to && isBeforeLast(model, from) && isBeforeLast(model, to);
}

ModelSpec withMoved(const ModelSpec &model, int from, int to) {
    if (!canMove(model, from, to))
        return model;
    ModelSpec edited = tiedAcross(withIds(model));
    const int code = codeOf(model);
    if (!followsMirror(model)) {
        moveItem(edited.layers, from, to);
        moveItem(edited.ids, from, to);
        renumberTied(edited, [=](int index) { return placeAfterMove(index, from, to); });
        if (from == code)
            edited.code = to;
        else if (from < code && to >= code)
            --edited.code;
        else if (from > code && to <= code)
            ++edited.code;
        return edited;
    }
    struct Pair {
        LayerSpec encoder, decoder; // the code stands for both
        std::uint64_t encoderId, decoderId;
    };
    std::vector<Pair> pairs;
    for (int index = 0; index < code; ++index)
        pairs.push_back({layerAt(edited, index), layerAt(edited, 2 * code - index), idOf(edited, index), idOf(edited, 2 * code - index)});
    const auto pairOf = [code](int index) { return index <= code ? index : 2 * code - index; };
    // The layer that moves is itself where it comes to, its twin across; the code, where it goes or makes room, on the side of the other place.
    const bool isBelow = (pairOf(from) == code || pairOf(to) == code) && std::max(from, to) > code;
    const std::uint64_t codeId = idOf(edited, code), otherId = newLayerId();
    pairs.push_back({layerAt(model, code), twinOf(layerAt(model, code)), isBelow ? otherId : codeId, isBelow ? codeId : otherId});
    if (Pair &moved = pairs[static_cast<std::size_t>(pairOf(from))]; from != code && (from > code) != (to > code))
        std::swap(moved.encoderId, moved.decoderId);
    moveItem(pairs, pairOf(from), pairOf(to));
    for (int index = 0; index <= code; ++index) {
        const Pair &pair = pairs[static_cast<std::size_t>(index)];
        layerOf(edited, 2 * code - index) = pair.decoder;
        edited.ids[static_cast<std::size_t>(2 * code - index)] = pair.decoderId;
        layerOf(edited, index) = pair.encoder;
        edited.ids[static_cast<std::size_t>(index)] = pair.encoderId;
    }
    renumberTied(edited, [=](int index) {
        const int pair = index <= 2 * code ? placeAfterMove(pairOf(index), pairOf(from), pairOf(to)) : -1;
        return index <= code || pair < 0 ? pair : 2 * code - pair;
    });
    return aligned(std::move(edited));
}

ModelSpec withValue(const ModelSpec &model, int index, const std::string &key, const Value &value) {
    if (index < 0 || index >= countOf(model))
        return model;
    ModelSpec edited = model;
    const Assigned setting{index, key, value};
    for (const Assigned &each : mirrored(model, setting, mirrorOf(model, index)))
        layerOf(edited, each.layer).values[each.key] = each.value;
    if (followsMirror(model) && breaksMirror(model, setting))
        edited.mirror = false;
    return aligned(std::move(edited));
}

ModelSpec withLayer(const ModelSpec &model, int index, const LayerSpec &layer) {
    if (index < 0 || index >= countOf(model))
        return model;
    ModelSpec edited = model;
    layerOf(edited, index) = layer;
    if (const int across = mirrorOf(model, index); across >= 0)
        layerOf(edited, across) = index < across ? twinOf(layer) : originOf(layer, layerAt(model, across));
    return aligned(std::move(edited));
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
