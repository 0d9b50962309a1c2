#include "engine/data/shaping/windows.h"

#include <algorithm>
#include <string>

#include "engine/data/shaping/part_cut.h"

namespace hourglass::data {

namespace {

constexpr Index mostBytes = Index{1} << 32; ///< of one part's windows
const char *const place = "data.window";

/// `width` values belong to one row.
template <class T>
std::vector<T> windowsOf(const std::vector<T> &rows, Index width, Index length, Index step, Index count) {
    std::vector<T> windows;
    if (rows.empty())
        return windows;
    windows.reserve(static_cast<std::size_t>(count * length * width));
    for (Index i = 0; i < count; ++i)
        windows.insert(windows.end(), rows.begin() + i * step * width, rows.begin() + (i * step + length) * width);
    return windows;
}

/// What each window's last row says.
template <class T>
std::vector<T> lastOf(const std::vector<T> &rows, Index width, Index length, Index step, Index count) {
    std::vector<T> last;
    if (rows.empty())
        return last;
    for (Index i = 0; i < count; ++i) {
        const auto from = rows.begin() + (i * step + length - 1) * width;
        last.insert(last.end(), from, from + width);
    }
    return last;
}

std::optional<core::Error> cut(Part &part, const char *name, Index length, Index step) {
    if (part.samples < length)
        return core::Error{std::string("the ") + name + " part has " + std::to_string(part.samples) + " rows, fewer than a window of " + std::to_string(length),
                           std::string(place) + ".length", "Choose a smaller length."};
    const Index count = (part.samples - length) / step + 1, width = part.features, factors = static_cast<Index>(part.factors.size()) / part.samples;
    const Index valueSize = part.holdsBytes() ? 1 : static_cast<Index>(sizeof(float));
    if (length * width > mostBytes / (count * valueSize))
        return core::Error{std::to_string(count) + " windows of " + std::to_string(length) + " rows would take more than " +
                               std::to_string(mostBytes / 1'000'000) + " MB",
                           std::string(place) + ".step", "Choose a larger step or a smaller length."};
    part.bytes = windowsOf(part.bytes, width, length, step, count);
    part.floats = windowsOf(part.floats, width, length, step, count);
    part.labels = lastOf(part.labels, 1, length, step, count);
    part.factors = lastOf(part.factors, factors, length, step, count);
    for (Index i = 0; i < count; ++i)
        part.sourceIndex[static_cast<std::size_t>(i)] = part.sourceIndex[static_cast<std::size_t>(i * step)];
    part.sourceIndex.resize(static_cast<std::size_t>(count));
    part.samples = count;
    part.features = length * width;
    return {};
}

} // namespace

std::optional<core::Error> makeWindows(Dataset &dataset, Index length, Index step) {
    if (dataset.shape.rank != 1)
        return core::Error{"windows are cut from rows of a table, and a sample of " + dataset.title + " is " + core::toText(dataset.shape), place,
                           "Choose none, or data of rows and columns."};
    if (dataset.train.file || dataset.test.file)
        return core::Error{"windows are cut from rows in memory, and those of " + dataset.title + " stay in their file", place,
                           "Set data.options.storage to memory, or choose none."};
    numberSamples(dataset.test, dataset.train.samples);
    numberSamples(dataset.train);
    const Index columns = dataset.features();
    if (auto error = cut(dataset.train, "training", length, step))
        return error;
    if (!dataset.test.isEmpty())
        if (auto error = cut(dataset.test, "test", length, step))
            return error;
    dataset.shape = core::Shape(length, columns);
    dataset.fileExtents.reset();
    std::vector<std::string> names;
    for (Index row = 0; row < length && !dataset.featureNames.empty(); ++row)
        for (const std::string &name : dataset.featureNames)
            names.push_back(name + " (" + std::to_string(row + 1) + ")");
    dataset.featureNames = std::move(names);
    return {};
}

Index dropOverlapping(Part &part, const Part &other, Index length) {
    const Index before = part.samples;
    std::vector<Index> starts = other.sourceIndex;
    std::sort(starts.begin(), starts.end());
    std::vector<bool> overlaps(static_cast<std::size_t>(before));
    for (std::size_t i = 0; i < overlaps.size(); ++i) {
        const Index start = part.sourceIndex[i];
        const auto next = std::lower_bound(starts.begin(), starts.end(), start - length + 1);
        overlaps[i] = next != starts.end() && *next < start + length;
    }
    takeOut(part, overlaps);
    return before - part.samples;
}

} // namespace hourglass::data
