#include <algorithm>
#include <limits>
#include <new>
#include <string>
#include <utility>

#include "engine/data/float_offsets.h"
#include "engine/data/readers/array_missing.h"
#include "engine/data/readers/array_set.h"
#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/folders/one_kind.h"
#include "engine/data/readers/npy_array.h"
#include "engine/data/readers/series_finish.h"
#include "engine/data/readers/series_folder.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

Index columnsOf(const std::vector<Index> &extents) {
    return extents.size() == 1 ? 1 : extents[1];
}

/// The columns of an array of rows, by its header alone.
Result<Index> peekColumns(const std::string &path) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    const auto layout = readNpyLayout(*stream);
    if (!layout)
        return layout.error();
    if (layout->extents.size() > 2)
        return Error{"holds an array of " + extentsText(layout->extents) + ", and a series has rows and columns", path, {}};
    return columnsOf(layout->extents);
}

/// Puts the rows behind those that there are; bytes become floats once there are others.
void append(Array &&array, Part &part) {
    part.samples += array.count();
    const bool joinsBytes = part.floats.empty() && !array.bytes.empty();
    if (joinsBytes) {
        part.bytes.insert(part.bytes.end(), array.bytes.begin(), array.bytes.end());
        return;
    }
    part.floats.insert(part.floats.end(), part.bytes.begin(), part.bytes.end());
    part.bytes = {};
    part.floats.insert(part.floats.end(), array.bytes.begin(), array.bytes.end());
    part.floats.insert(part.floats.end(), array.floats.begin(), array.floats.end());
}

/// Reads all files behind one another that have no problem; those that turn out to have one get it.
struct Reading {
    const ReadOrder &order;
    const SeriesTree &tree;
    Index columns;
    std::vector<std::string> &problems;
    std::vector<Index> &rows; ///< of each file

    /// Which columns were rounded to floats; none where bytes are among the rows, from which no offsets are taken.
    std::vector<std::uint8_t> run(const std::vector<double> &offsets, Part &part) {
        part = {};
        part.features = columns;
        std::vector<std::uint8_t> isRounded(static_cast<std::size_t>(columns));
        bool hasBytes = false;
        const auto count = static_cast<double>(tree.files.size());
        for (std::size_t i = 0; i < tree.files.size(); ++i) {
            if (!problems[i].empty())
                continue;
            auto array =
                readNpyFileAsItIs(tree.files[i].path, order.progress.between(static_cast<double>(i) / count, static_cast<double>(i + 1) / count), offsets);
            if (order.progress.isCancelled())
                return {};
            if (!array) {
                problems[i] = array.error().what;
                continue;
            }
            if (array->extents.size() > 2 || columnsOf(array->extents) != columns) {
                problems[i] = "changed while it was read";
                continue;
            }
            rows[i] = array->count();
            hasBytes = hasBytes || !array->bytes.empty();
            for (std::size_t f = 0; f < array->isRounded.size(); ++f)
                isRounded[f] |= array->isRounded[f];
            append(std::move(*array), part);
        }
        return hasBytes ? std::vector<std::uint8_t>() : isRounded;
    }
};

} // namespace

spec::Kind arraySeriesKind() {
    return {.key = "array_folder",
            .label = "Folder of series (NumPy)",
            .help = "A folder of NumPy arrays of rows and columns: every file is a group of rows that belong together.",
            .settings = {togetherSetting(), missingSetting()}};
}

bool looksLikeArraySeries(const std::string &path) {
    return holdsSeries(path, true);
}

Result<Dataset> readArraySeries(const ReadOrder &order) try {
    const auto tree = findSeries(order.path, order.progress);
    if (!tree)
        return tree.error();
    std::vector<Index> columns, known, rows(tree->files.size());
    std::vector<std::string> problems;
    std::vector<KindOfFile> kinds;
    for (const SeriesFile &file : tree->files) {
        const auto found = peekColumns(file.path);
        columns.push_back(found ? *found : 0);
        problems.push_back(found ? std::string() : found.error().what);
        if (found) {
            known.push_back(*found);
            kinds.push_back({file.name, std::to_string(*found), false,
                             nameBelow(file.path, order.path) + " (" + std::to_string(*found) + (*found == 1 ? " column)" : " columns)")});
        }
        if (order.progress.isCancelled())
            return cancelledError(order.path);
    }
    const Index usual = known.empty() ? 0 : known[firstOfMost(known)];
    if (auto error = tree->hasParts || known.empty() ? std::nullopt : checkOneKind(kinds, firstOfMost(known), order.options, order.path))
        return *error;
    Dataset dataset{.key = order.path, .shape = core::Shape(usual)};
    for (std::size_t i = 0; i < tree->files.size(); ++i)
        if (problems[i].empty() && columns[i] != usual)
            problems[i] =
                "has " + std::to_string(columns[i]) + (columns[i] == 1 ? " column" : " columns") + " where most of the files have " + std::to_string(usual);
    Reading reading{order, *tree, usual, problems, rows};
    auto isRounded = reading.run(dataset.offsets, dataset.train);
    if (!order.progress.isCancelled())
        dataset.offsets = possibleOffsets(dataset.train.floats, usual, isRounded);
    for (bool isAgain = !dataset.offsets.empty(); isAgain && !order.progress.isCancelled(); isAgain = keepNeededOffsets(dataset.train.floats, dataset.offsets))
        reading.run(dataset.offsets, dataset.train);
    if (order.progress.isCancelled())
        return cancelledError(order.path);
    for (std::size_t i = 0; i < tree->files.size(); ++i)
        if (!problems[i].empty())
            dataset.report.add({problems[i] + "; the file is left out", tree->files[i].name});
    if (dataset.train.isEmpty())
        return Error{"none of the files can be read; the first is " +
                         (tree->files.empty() ? std::string("gone") : tree->files.front().name + ": " + problems.front()),
                     shownName(order.path), "Save each series as an array of rows and columns."};
    const std::vector<float> &floats = dataset.train.floats;
    dataset.isWithinUnit = std::all_of(floats.begin(), floats.end(), [](float value) { return value >= 0.0f && value <= 1.0f; });
    std::vector<std::pair<std::string, double>> told;
    for (std::size_t i = 0; i < dataset.offsets.size(); ++i)
        if (dataset.offsets[i] != 0)
            told.emplace_back("column " + std::to_string(i + 1), dataset.offsets[i]);
    if (auto error = finishSeries(*tree, rows, order.path, dataset))
        return *error;
    if (!told.empty())
        dataset.report.remarks.push_back(offsetsSentence(told));
    if (auto error = treatMissing(textOption(order, "missing"), dataset))
        return *error;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", shownName(order.path), "Close other programs or take fewer files."};
}

} // namespace hourglass::data
