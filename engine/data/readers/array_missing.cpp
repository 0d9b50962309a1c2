#include "engine/data/readers/array_missing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "engine/data/part_cut.h"
#include "engine/data/sample_id.h"
#include "engine/kernels/kernels.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

constexpr std::size_t mostListed = 20; ///< numbers of a sample told one by one
constexpr Index mostWithCodes = 10'000;

/// What a column of all parts holds.
struct Column {
    Index missing = 0, infinite = 0, present = 0; ///< what is infinite is missing, too
    double sum = 0.0;
    float fill = 0.0f;
};

std::vector<Column> columnsOf(const Dataset &dataset) {
    std::vector<Column> columns(static_cast<std::size_t>(dataset.features()));
    for (const PartKind kind : partKinds) {
        const std::vector<float> &floats = partOf(dataset, kind).floats;
        for (std::size_t at = 0; at < floats.size(); at += columns.size())
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const float value = floats[at + i];
                const bool isThere = std::isfinite(value);
                columns[i].missing += isThere ? 0 : 1;
                columns[i].infinite += std::isinf(value) ? 1 : 0;
                columns[i].present += isThere ? 1 : 0;
                columns[i].sum += isThere ? static_cast<double>(value) : 0.0;
            }
    }
    for (Column &column : columns)
        column.fill = column.present == 0 ? 0.0f : static_cast<float>(column.sum / static_cast<double>(column.present));
    return columns;
}

/// Of an even number of values, the mean of the two in the middle.
float medianOf(const Dataset &dataset, std::size_t column) {
    std::vector<float> values;
    const auto width = static_cast<std::size_t>(dataset.features());
    for (const PartKind kind : partKinds) {
        const std::vector<float> &floats = partOf(dataset, kind).floats;
        for (std::size_t at = column; at < floats.size(); at += width)
            if (std::isfinite(floats[at]))
                values.push_back(floats[at]);
    }
    if (values.empty())
        return 0.0f;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    const double below = *std::max_element(values.begin(), middle);
    return static_cast<float>((below + static_cast<double>(*middle)) / 2.0);
}

Index dropSamples(Part &part) {
    std::vector<bool> isLacking;
    for (std::size_t at = 0; at < part.floats.size(); at += static_cast<std::size_t>(part.features)) {
        const auto from = part.floats.begin() + static_cast<std::ptrdiff_t>(at);
        isLacking.push_back(!std::all_of(from, from + part.features, [](float value) { return std::isfinite(value); }));
    }
    if (isLacking.empty())
        return 0;
    const Part dropped = takeOut(part, isLacking);
    part.sourceIndex.clear(); // what is left is numbered as it stands
    if (part.samples == 0)
        part = Part();
    return dropped.samples;
}

/// Puts the numbers in place, and where `flagged` names columns a number for each behind the others.
void fill(Part &part, const std::vector<Column> &columns, const std::vector<std::size_t> &flagged) {
    const std::size_t width = columns.size();
    if (part.floats.empty())
        return;
    std::vector<float> wider;
    if (!flagged.empty())
        wider.reserve(part.floats.size() / width * (width + flagged.size()));
    for (std::size_t at = 0; at < part.floats.size(); at += width) {
        const std::size_t start = wider.size();
        for (const std::size_t column : flagged)
            wider.push_back(std::isfinite(part.floats[at + column]) ? 0.0f : 1.0f);
        for (std::size_t i = 0; i < width; ++i)
            if (!std::isfinite(part.floats[at + i]))
                part.floats[at + i] = columns[i].fill;
        if (!flagged.empty())
            wider.insert(wider.begin() + static_cast<std::ptrdiff_t>(start), part.floats.begin() + static_cast<std::ptrdiff_t>(at),
                         part.floats.begin() + static_cast<std::ptrdiff_t>(at + width));
    }
    if (flagged.empty())
        return;
    part.floats = std::move(wider);
    part.features += static_cast<Index>(flagged.size());
}

void widen(const std::vector<std::size_t> &flagged, Dataset &dataset) {
    const auto width = static_cast<std::size_t>(dataset.features());
    for (std::size_t i = dataset.featureNames.size(); i < width; ++i)
        dataset.featureNames.push_back("number " + std::to_string(i + 1));
    dataset.featureKinds.assign(width, FeatureKind::Number);
    for (const std::size_t column : flagged) {
        dataset.featureNames.push_back(dataset.featureNames[column] + " is missing");
        dataset.featureKinds.push_back(FeatureKind::Flag);
    }
    if (!dataset.offsets.empty())
        dataset.offsets.resize(width + flagged.size());
    dataset.shape = core::Shape(static_cast<Index>(width + flagged.size()));
    dataset.fileLayout.reset();
}

void say(const std::vector<Column> &columns, const std::string &missing, Dataset &dataset) {
    std::size_t told = 0, lacking = 0;
    Index infinite = 0;
    for (const Column &column : columns)
        infinite += column.infinite;
    if (infinite > 0)
        dataset.report.remarks.push_back(std::to_string(infinite) + " of the values that count as missing " + (infinite == 1 ? "is" : "are") +
                                         " infinite, or too large for single precision (3.4e38). Scale such numbers before they are read.");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].missing == 0 || ++lacking > mostListed)
            continue;
        std::string done = "samples with missing values are left out";
        if (missing != "drop_row") {
            done = std::string(missing == "median" ? "the median, " : "the mean, ") +
                   spec::shortest(static_cast<double>(columns[i].fill) + (dataset.offsets.empty() ? 0.0 : dataset.offsets[i])) +
                   ", of all samples, test part included, stands in place";
            if (columns[i].present == 0)
                done = "no sample has it, and 0 stands in place";
            if (missing == "column")
                done += ", and a number of its own tells where";
        }
        dataset.report.missing.push_back(
            {static_cast<Index>(i) + 1, dataset.featureNames.empty() ? std::string() : dataset.featureNames[i], columns[i].missing, std::move(done)});
        ++told;
    }
    if (lacking > told)
        dataset.report.remarks.push_back(std::to_string(lacking - told) + (lacking - told == 1 ? " more number" : " more numbers") +
                                         " of a sample lack values too, and are treated alike.");
}

} // namespace

spec::Setting missingSetting() {
    return {.key = "missing",
            .label = "Missing values",
            .help = "What stands where a value is not finite (NaN).",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("mean"),
            .choices = {{"mean", "Mean", "The mean of the same number of all samples."},
                        {"median", "Median", "The median of the same number of all samples."},
                        {"drop_row", "Sample dropped", "Samples with missing values are left out."},
                        {"column", "Number of its own", "The mean, and a number behind the others that is 1 where the value is missing."}}};
}

std::optional<Error> treatMissing(const std::string &given, Dataset &dataset) {
    const std::string missing = given.empty() ? "mean" : given;
    const auto isFinite = [&](PartKind kind) {
        const std::vector<float> &floats = partOf(dataset, kind).floats;
        return kernels::areFinite(static_cast<Index>(floats.size()), floats.data());
    };
    if (std::all_of(partKinds.begin(), partKinds.end(), isFinite))
        return {};
    std::vector<Column> columns = columnsOf(dataset);
    std::vector<std::size_t> lacking;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].missing > 0)
            lacking.push_back(i);
    if (lacking.empty())
        return {};
    if (std::all_of(columns.begin(), columns.end(), [](const Column &column) { return column.present == 0; }))
        return Error{"no number of the samples is finite: all are NaN, infinite, or beyond what float32 holds (3.4e38)", dataset.key,
                     "Choose other data, or divide them by a power of ten."};
    if (missing == "column" && dataset.shape.rank != 1)
        return Error{"pictures and series have no place for a number that tells where values are missing", "data.options.missing",
                     "Choose mean, median or drop_row."};
    if (missing == "median")
        for (const std::size_t column : lacking)
            columns[column].fill = medianOf(dataset, column);
    say(columns, missing, dataset);
    if (missing == "drop_row") {
        for (const PartKind kind : partKinds)
            dataset.report.leftOutSamples += dropSamples(partOf(dataset, kind));
        if (dataset.train.isEmpty())
            return Error{"every sample has a value that is not finite, and is left out", dataset.key, "Set data.options.missing to mean."};
        dataset.report.remarks.push_back(std::to_string(dataset.report.leftOutSamples) + (dataset.report.leftOutSamples == 1 ? " sample is" : " samples are") +
                                         " left out because values are missing.");
    } else {
        const std::vector<std::size_t> flagged = missing == "column" ? lacking : std::vector<std::size_t>();
        for (const PartKind kind : partKinds)
            fill(partOf(dataset, kind), columns, flagged);
        if (!flagged.empty())
            widen(flagged, dataset);
    }
    dataset.isWithinUnit = true;
    for (const PartKind kind : partKinds)
        for (const float value : partOf(dataset, kind).floats)
            dataset.isWithinUnit = dataset.isWithinUnit && value >= 0.0f && value <= 1.0f;
    return {};
}

void pointOutCodes(Dataset &dataset) {
    constexpr std::array<float, 8> codes{-99.0f, -200.0f, -999.0f, -9999.0f, -99999.0f, 999.0f, 9999.0f, 99999.0f};
    const std::vector<float> &floats = dataset.train.floats;
    const auto width = static_cast<std::size_t>(dataset.features());
    if (dataset.shape.rank != 1 || dataset.features() > mostWithCodes || floats.size() < 10 * width)
        return;
    std::size_t told = 0;
    for (std::size_t column = 0; column < width; ++column) {
        float lowest = std::numeric_limits<float>::infinity(), highest = -lowest;
        for (std::size_t at = column; at < floats.size(); at += width) {
            lowest = std::min(lowest, floats[at]);
            highest = std::max(highest, floats[at]);
        }
        for (const float code : {lowest, highest}) {
            if (std::find(codes.begin(), codes.end(), code) == codes.end())
                continue;
            float low = std::numeric_limits<float>::infinity(), high = -low;
            Index count = 0;
            for (std::size_t at = column; at < floats.size(); at += width) {
                count += floats[at] == code ? 1 : 0;
                low = floats[at] == code ? low : std::min(low, floats[at]);
                high = floats[at] == code ? high : std::max(high, floats[at]);
            }
            const float distance = code < low ? low - code : code - high;
            if (low > high || distance <= 3.0f * (high - low) || (low == high && count == 1) || ++told > mostListed)
                continue;
            dataset.report.remarks.push_back(
                (dataset.featureNames.empty() ? "Number " + std::to_string(column + 1) + " of a sample" : dataset.featureNames[column]) + " is " +
                spec::shortest(static_cast<double>(code)) + " in " + std::to_string(count) + (count == 1 ? " sample" : " samples") + ", far from the others (" +
                spec::shortest(static_cast<double>(low)) + " … " + spec::shortest(static_cast<double>(high)) +
                "): it may stand for a missing value. Save NaN in its place.");
        }
    }
}

bool mayBeOnePicture(const Part &part, const std::vector<Index> &extents) {
    constexpr Index smallest = 32, most = 20'000;
    constexpr double smooth = 0.35; // of what numbers apart differ by
    if (extents.size() != 2 || extents[0] < smallest || extents[1] < smallest || extents[0] > most || extents[1] > most || part.file)
        return false;
    const Index rows = extents[0], columns = extents[1];
    const auto at = [&](Index row, Index column) {
        const auto i = static_cast<std::size_t>(row * columns + column);
        return part.bytes.empty() ? static_cast<double>(part.floats[i]) : static_cast<double>(part.bytes[i]);
    };
    double down = 0.0, across = 0.0, farDown = 0.0, farAcross = 0.0;
    for (Index row = 0; row + 1 < rows; row += std::max<Index>(1, rows / 256))
        for (Index column = 0; column + 1 < columns; column += std::max<Index>(1, columns / 256)) {
            const double here = at(row, column);
            down += std::abs(at(row + 1, column) - here);
            across += std::abs(at(row, column + 1) - here);
            farDown += std::abs(at((row + rows / 2) % rows, column) - here);
            farAcross += std::abs(at(row, (column + columns / 2) % columns) - here);
        }
    return down > 0.0 && across > 0.0 && down < smooth * farDown && across < smooth * farAcross;
}

Error stayingInFile(Error error) {
    if (error.what.find("not a finite number") != std::string::npos)
        error.hint =
            "Set data.options.storage to memory, where it is replaced as data.options.missing says; or replace such values: X[~numpy.isfinite(X)] = 0.";
    return error;
}

} // namespace hourglass::data
