#include "engine/data/shaping/windows.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "engine/data/part_cut.h"

namespace hourglass::data {

namespace {

constexpr Index mostBytes = Index{1} << 32; ///< of one part's windows
constexpr std::size_t mostListed = 5;       ///< groups told by name
const char *const place = "data.window";

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

/// Where windows may be cut: rows that belong together stand one behind another.
struct Layout {
    std::vector<Index> rows;            ///< of the part, in the order of their groups
    std::vector<Index> starts;          ///< of windows, as positions in `rows`, in the order of the rows that they name
    std::vector<std::int32_t> tooShort; ///< groups with fewer rows than a window
};

Layout layOut(const Part &part, Index length, Index step) {
    Layout layout;
    std::vector<Index> &rows = layout.rows;
    rows.resize(at(part.samples));
    std::iota(rows.begin(), rows.end(), Index{0});
    const auto groupOf = [&part](Index row) { return part.groups.empty() ? 0 : part.groups[at(row)]; };
    if (!part.groups.empty())
        std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) { return groupOf(a) < groupOf(b); });
    for (Index begin = 0, end = 0; begin < part.samples; begin = end) {
        const std::int32_t group = groupOf(rows[at(begin)]);
        while (end < part.samples && groupOf(rows[at(end)]) == group)
            ++end;
        if (end - begin < length)
            layout.tooShort.push_back(group);
        for (Index start = begin; start + length <= end; start += step)
            layout.starts.push_back(start);
    }
    std::sort(layout.starts.begin(), layout.starts.end(), [&rows](Index a, Index b) { return rows[at(a)] < rows[at(b)]; });
    return layout;
}

/// Each window's rows from its row `first` to the one before `end`; `width` values belong to one row.
template <class T>
std::vector<T> cutOut(const std::vector<T> &values, const Layout &layout, Index width, Index first, Index end) {
    std::vector<T> result;
    if (values.empty())
        return result;
    result.reserve(layout.starts.size() * at((end - first) * width));
    for (const Index start : layout.starts)
        for (Index i = first, together = 0; i < end; i += together) {
            const Index row = layout.rows[at(start + i)];
            together = layout.rows[at(start + end - 1)] == row + end - 1 - i ? end - i : 1; // rows of a group rise
            result.insert(result.end(), values.begin() + row * width, values.begin() + (row + together) * width);
        }
    return result;
}

core::Error nothingToCut(const Part &part, const char *name, Index length, std::size_t groups) {
    std::string what = std::string("the ") + name + " part has ";
    what += groups > 1 ? std::to_string(groups) + " groups, and each has fewer rows than" : std::to_string(part.samples) + " rows, fewer than";
    return {what + " a window of " + std::to_string(length), std::string(place) + ".length", "Choose a smaller length."};
}

/// "Too short for a window of 32 rows and left out: 2 groups of the training part, ada, bob."
std::string leftOutSentence(const Layout &layout, const std::vector<std::string> &names, const char *name, Index length) {
    std::string text = "Too short for a window of " + std::to_string(length) + " rows and left out: ";
    text += std::to_string(layout.tooShort.size()) + (layout.tooShort.size() == 1 ? " group of the " : " groups of the ") + name + " part";
    for (std::size_t i = 0; i < std::min(mostListed, layout.tooShort.size()); ++i) {
        text += ", ";
        text += names[at(layout.tooShort[i])];
    }
    return text + (layout.tooShort.size() > mostListed ? " …" : ".");
}

std::optional<core::Error> cut(Part &part, const char *name, const Layout &layout, Index length) {
    const auto count = static_cast<Index>(layout.starts.size());
    if (count == 0)
        return nothingToCut(part, name, length, layout.tooShort.size());
    const Index width = part.features, factors = static_cast<Index>(part.factors.size()) / part.samples;
    const Index valueSize = part.holdsBytes() ? 1 : static_cast<Index>(sizeof(float));
    if (length * width > mostBytes / (count * valueSize))
        return core::Error{std::to_string(count) + " windows of " + std::to_string(length) + " rows would take more than " +
                               std::to_string(mostBytes / 1'000'000) + " MB",
                           std::string(place) + ".step", "Choose a larger step or a smaller length."};
    part.bytes = cutOut(part.bytes, layout, width, 0, length);
    part.floats = cutOut(part.floats, layout, width, 0, length);
    part.labels = cutOut(part.labels, layout, 1, length - 1, length);
    part.groups = cutOut(part.groups, layout, 1, length - 1, length);
    part.factors = cutOut(part.factors, layout, factors, length - 1, length);
    part.sourceIndex = cutOut(part.sourceIndex, layout, 1, 0, 1);
    part.samples = count;
    part.features = length * width;
    return {};
}

template <class T>
std::vector<T> repeated(const std::vector<T> &row, Index times) {
    std::vector<T> rows;
    for (Index i = 0; i < times; ++i)
        rows.insert(rows.end(), row.begin(), row.end());
    return rows;
}

/// The place of each row, by its number in the source; −1 for what is of another part.
std::vector<Index> inverseOf(const std::vector<Index> &rows, const std::vector<Index> &numbers) {
    std::vector<Index> places(numbers.empty() ? 0 : at(*std::max_element(numbers.begin(), numbers.end())) + 1, Index{-1});
    for (std::size_t i = 0; i < rows.size(); ++i)
        places[at(numbers[at(rows[i])])] = static_cast<Index>(i);
    return places;
}

} // namespace

std::optional<core::Error> makeWindows(Dataset &dataset, Windows &windows) {
    if (dataset.shape.rank != 1)
        return core::Error{"windows are cut from rows of a table, and a sample of " + dataset.title + " is " + core::toText(dataset.shape), place,
                           "Choose none, or data of rows and columns."};
    if (dataset.train.file || dataset.validation.file || dataset.test.file)
        return core::Error{"windows are cut from rows in memory, and those of " + dataset.title + " stay in their file", place,
                           "Set data.options.storage to memory, or choose none."};
    numberOwnParts(dataset);
    numberSamples(dataset.train);
    const Index length = windows.length, columns = dataset.features();
    for (const auto &[part, name] : {std::pair{&dataset.train, "training"}, {&dataset.validation, "validation"}, {&dataset.test, "test"}}) {
        if (part->isEmpty() && part != &dataset.train)
            continue;
        const Layout layout = layOut(*part, length, windows.step);
        if (part == &dataset.train)
            windows.places = inverseOf(layout.rows, part->sourceIndex);
        if (auto error = cut(*part, name, layout, length))
            return error;
        if (!layout.tooShort.empty())
            dataset.report.remarks.push_back(leftOutSentence(layout, dataset.groupNames, name, length));
    }
    dataset.shape = core::Shape(length, columns);
    dataset.fileLayout.reset();
    std::vector<std::string> names;
    for (Index row = 0; row < length && !dataset.featureNames.empty(); ++row)
        for (const std::string &name : dataset.featureNames)
            names.push_back(name + " (" + std::to_string(row + 1) + ")");
    dataset.featureNames = std::move(names);
    dataset.featureKinds = repeated(dataset.featureKinds, length);
    dataset.offsets = repeated(dataset.offsets, length);
    return {};
}

Index dropOverlapping(Part &part, const Part &other, const Windows &windows) {
    const Index before = part.samples;
    const auto placeOf = [&windows](Index row) { return row < static_cast<Index>(windows.places.size()) ? windows.places[at(row)] : Index{-1}; };
    std::vector<Index> starts;
    for (const Index row : other.sourceIndex)
        if (placeOf(row) >= 0) // a part of the source's own shares no row
            starts.push_back(placeOf(row));
    std::sort(starts.begin(), starts.end());
    std::vector<bool> overlaps(at(before));
    for (std::size_t i = 0; i < overlaps.size(); ++i) {
        const Index start = placeOf(part.sourceIndex[i]);
        const auto next = std::lower_bound(starts.begin(), starts.end(), start - windows.length + 1);
        overlaps[i] = next != starts.end() && *next < start + windows.length;
    }
    takeOut(part, overlaps);
    return before - part.samples;
}

} // namespace hourglass::data
