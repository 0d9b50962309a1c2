#include "engine/data/part_cut.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

namespace hourglass::data {

namespace {

/// Moves what is chosen to the vector returned and closes the gaps; `width` values belong to one sample. Empty values stay empty.
template <class T>
std::vector<T> extract(std::vector<T> &values, const std::vector<bool> &isChosen, Index count, Index width) {
    std::vector<T> chosen;
    if (values.empty())
        return chosen;
    chosen.reserve(static_cast<std::size_t>(count * width));
    auto keep = values.begin();
    auto from = values.cbegin();
    for (const bool is : isChosen) {
        if (is)
            chosen.insert(chosen.end(), from, from + width);
        else
            keep = std::copy(from, from + width, keep);
        from += width;
    }
    values.erase(keep, values.end());
    return chosen;
}

template <class T>
void append(std::vector<T> &values, const std::vector<T> &more) {
    values.insert(values.end(), more.begin(), more.end());
}

/// Puts what belongs to one sample, `width` values, behind what belongs to the next one.
template <class T>
void turn(std::vector<T> &values, Index width) {
    const auto size = static_cast<std::ptrdiff_t>(values.size());
    for (std::ptrdiff_t low = 0, high = size - width; low < high; low += width, high -= width)
        std::swap_ranges(values.begin() + low, values.begin() + low + width, values.begin() + high);
}

} // namespace

void numberSamples(Part &part, Index first) {
    if (!part.sourceIndex.empty())
        return;
    part.firstRow = first;
    part.sourceIndex.resize(static_cast<std::size_t>(part.samples));
    std::iota(part.sourceIndex.begin(), part.sourceIndex.end(), first);
}

void numberOwnParts(Dataset &dataset) {
    numberSamples(dataset.validation, dataset.train.samples);
    numberSamples(dataset.test, dataset.train.samples + dataset.validation.samples);
}

Part takeOut(Part &part, const std::vector<bool> &isTaken) {
    assert(static_cast<Index>(isTaken.size()) == part.samples);
    Part result;
    result.features = part.features;
    const auto count = static_cast<Index>(std::count(isTaken.begin(), isTaken.end(), true));
    if (count == 0)
        return result;
    numberSamples(part);
    result.samples = count;
    result.file = part.file; // the rows are told by their numbers: no value is copied
    result.firstRow = part.firstRow;
    result.bytes = extract(part.bytes, isTaken, count, part.features);
    result.floats = extract(part.floats, isTaken, count, part.features);
    result.labels = extract(part.labels, isTaken, count, 1);
    result.groups = extract(part.groups, isTaken, count, 1);
    result.factors = extract(part.factors, isTaken, count, static_cast<Index>(part.factors.size()) / part.samples);
    result.sourceIndex = extract(part.sourceIndex, isTaken, count, 1);
    part.samples -= count;
    return result;
}

void turnRound(Part &part) {
    if (part.isEmpty())
        return;
    assert(!part.file);
    numberSamples(part);
    turn(part.bytes, part.features);
    turn(part.floats, part.features);
    turn(part.labels, 1);
    turn(part.groups, 1);
    turn(part.factors, static_cast<Index>(part.factors.size()) / part.samples);
    turn(part.lengths, 1);
    turn(part.sourceIndex, 1);
}

void append(Part &part, Part &&more) {
    if (more.isEmpty())
        return;
    if (part.isEmpty()) {
        part = std::move(more);
        return;
    }
    assert(part.features == more.features && part.holdsBytes() == more.holdsBytes() && !part.file && !more.file);
    part.samples += more.samples;
    append(part.bytes, more.bytes);
    append(part.floats, more.floats);
    append(part.labels, more.labels);
    append(part.groups, more.groups);
    append(part.factors, more.factors);
    append(part.sourceIndex, more.sourceIndex);
}

} // namespace hourglass::data
