#include "engine/data/readers/csv_planned.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "engine/data/readers/csv_doubts.h"
#include "engine/data/readers/csv_filling.h"
#include "engine/data/readers/csv_finish.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_offsets.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr int mostPasses = 10;

/// What the plan took for granted, corrected where the whole file says otherwise; true where it is to be read again.
Result<bool> reviseAll(CsvTable &table, const CsvPassResult &result, const CsvOptions &options) {
    auto isRevised = revise(table, result.counts, options);
    if (!isRevised)
        return isRevised;
    const bool isAsked = options.shape == "images";
    Index channels = 1;
    const bool fits = squareWidth(table.features, channels) > 0;
    if (isAsked && !fits)
        return Error{"the rows have " + std::to_string(table.features) + " values: not those of a square image with one channel or three", "data.options.shape",
                     "Leave out the columns that are no pixels, or choose \"table\"."};
    if (table.areBytes && (!fits || !result.holdsBytes)) {
        table.areBytes = false;
        table.areImages = isAsked;
        return true;
    }
    table.areImages = table.areImages && fits;
    return isRevised;
}

Error nothingLeft(const CsvTable &table, const CsvPassResult &result, const std::string &path) {
    if (table.features == 0) {
        std::string what = "no column holds numbers, or words of few kinds";
        for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
            if (!table.at(i).reason.empty()) {
                what += "; " + table.titleOf(i) + " is left out: " + table.at(i).reason;
                break;
            }
        return {what, path, "Choose another file, or set delimiter, decimal sign and columns."};
    }
    if (result.report.problems.empty())
        return {"every row has a missing value and is left out", path, "Set the missing values to \"mean\", or leave out the columns that lack them."};
    const Problem &first = result.report.problems.front();
    return {"no row can be used; line " + std::to_string(first.line) + ": " + first.what, path, "Correct the file, or set delimiter and decimal sign."};
}

Result<Dataset> makeDataset(const CsvTable &table, CsvPassResult &result, const CsvPassOrder &pass, const CsvOptions &options) {
    Dataset dataset{.key = pass.path, .title = fs::path(pass.path).filename().string(), .origin = "Delimited text " + pass.path};
    const bool isWithinUnit = std::all_of(result.lowest.begin(), result.lowest.end(), [](float value) { return value >= 0.0f; }) &&
                              std::all_of(result.highest.begin(), result.highest.end(), [](float value) { return value <= 1.0f; });
    dataset.isWithinUnit = isWithinUnit || table.areBytes;
    dataset.report = std::move(result.report);
    addCodesInDoubt(table, result, options, dataset.report);
    const auto filled = fillMissing(table, result, options.missing == "median");
    addRemarks(table, result, filled, options, pass.dialect.point, dataset.report);
    dataset.report.leftOutSamples = result.leftOut + result.dropped;
    if (result.emptyRows > 0)
        dataset.report.remarks.push_back(std::to_string(result.emptyRows) +
                                         (result.emptyRows == 1 ? " row holds nothing and is" : " rows hold nothing and are") +
                                         " passed over, the first in line " + std::to_string(result.firstEmpty) + '.');
    dataset.report.assumed = assumedOf(table, pass, options);
    Index channels = 1;
    const Index width = table.areImages ? squareWidth(table.features, channels) : 0;
    dataset.shape = width > 0 ? core::Shape(channels, width, width) : core::Shape(table.features);
    if (width == 0) {
        dataset.featureNames = featureNamesOf(table);
        dataset.featureKinds = featureKindsOf(table);
    } else {
        dataset.report.remarks.push_back("The values of a row are read as an image, " + core::toText(dataset.shape) +
                                         (channels > 1 ? ", one channel after another." : ", row by row."));
    }
    addOffsets(table, dataset);
    dataset.train.samples = result.rows;
    dataset.train.features = table.features;
    dataset.train.floats = std::move(result.values);
    dataset.train.bytes = std::move(result.bytes);
    return dataset;
}

} // namespace

Result<Dataset> readPlanned(CsvTable table, CsvPassOrder pass, const CsvOptions &options, const Progress &progress, const CsvRun &run) {
    double done = 0.0;
    for (int i = 0; i < mostPasses; ++i) {
        pass.isSurvey = table.lacksCategories();
        const double to = done >= 0.95 ? (done + 1.0) / 2.0 : pass.isSurvey ? (done + 0.95) / 2.0 : 0.95;
        pass.progress = progress.between(done, to);
        done = to;
        if (table.features == 0 && !pass.isSurvey)
            return nothingLeft(table, {}, pass.path);
        auto result = run(table, pass);
        if (!result)
            return result.error();
        const auto isRevised = reviseAll(table, *result, options);
        if (!isRevised)
            return isRevised.error();
        if (*isRevised || pass.isSurvey)
            continue;
        if (result->rows == 0 || table.features == 0)
            return nothingLeft(table, *result, pass.path);
        Dataset labelled;
        const bool canBeLabel = table.label < 0 || (makeLabels(table, result->labels, labelled) &&
                                                    (table.isLabelGiven || areClasses(labelled.train.labels, labelled.classNames.size())));
        if (!canBeLabel) {
            if (table.isLabelGiven)
                return Error{"the label column “" + table.keyOf(table.label) + "” cannot hold classes: its numbers are not whole, or more than 1000",
                             "data.options.label", "Name another column, or \"none\"."};
            dropLabel(table, options);
            continue;
        }
        if (reviseOffsets(table, *result))
            continue;
        ReadReport doubtful;
        const CsvOrder order = orderOf(table, result->times, result->groups);
        addDoubts(table, *result, labelled.train.labels, labelled.classNames.size(), options, order, doubtful);
        auto dataset = makeDataset(table, *result, pass, options);
        dataset->train.labels = std::move(labelled.train.labels);
        dataset->classNames = std::move(labelled.classNames);
        dataset->report.doubts.insert(dataset->report.doubts.end(), doubtful.doubts.begin(), doubtful.doubts.end());
        if (!order.remark.empty())
            dataset->report.remarks.push_back(order.remark);
        dataset->report.assumed["order"] = std::string(options.order == "turned" || (options.order == "automatic" && order.falls) ? "turned" : "kept");
        addUnlabelled(table, *dataset);
        if (auto error = applyKeys(table, *result, *dataset))
            return *error;
        return dataset;
    }
    return Error{"the columns cannot be told apart", pass.path, "Set the columns to leave out and the label column."};
}

} // namespace hourglass::data
