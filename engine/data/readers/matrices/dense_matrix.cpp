#include "engine/data/readers/matrices/dense_matrix.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

#include "engine/data/float_offsets.h"
#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr Index usualMegabytes = 1000;
constexpr std::size_t mostListed = 20; // columns told one by one

std::string megabytes(double bytes) {
    char text[32];
    std::snprintf(text, sizeof text, bytes < 1e7 ? "%.2g MB" : "%.0f MB", bytes / 1e6);
    return text;
}

} // namespace

std::vector<spec::Setting> denseSettings() {
    using spec::SettingKind;
    return {{.key = "megabytes",
             .label = "Most megabytes",
             .help = "What the matrix may take once its zeros are written out, four bytes each.",
             .kind = SettingKind::Integer,
             .fallback = usualMegabytes,
             .minimum = 1,
             .maximum = 1'000'000},
            {.key = "missing",
             .label = "Missing values",
             .help = "What stands where a value is not a finite number.",
             .kind = SettingKind::Choice,
             .fallback = std::string("mean"),
             .choices = {{"mean", "Mean", "The mean of the column, zeros included."}, {"zero", "Zero", "0, as where nothing is said."}}}};
}

spec::Setting samplesSetting() {
    return {.key = "samples",
            .label = "Samples are",
            .help = "Whether a row of the matrix is a sample or a column is.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("rows"),
            .choices = {{"rows", "Rows", "A row is a sample."}, {"columns", "Columns", "A column is a sample, as in tables of genes by cells."}}};
}

bool areColumnsSamples(const ReadOrder &order) {
    return choiceOf(order, "samples", "rows") == "columns";
}

std::optional<double> numberIn(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    std::string fortran;
    if (text.find_first_of("dD") != std::string_view::npos && text.find_first_of("0123456789") != std::string_view::npos) {
        fortran = text;
        std::replace_if(
            fortran.begin(), fortran.end(), [](char c) { return c == 'd' || c == 'D'; }, 'e');
        text = fortran;
    }
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument)
        return {};
    return error == std::errc() ? value : 0.0; // of those out of range, the small ones are the rule
}

Result<DenseMatrix> DenseMatrix::make(std::uint64_t samples, std::uint64_t features, const ReadOrder &order) {
    if (samples == 0 || features == 0)
        return Error{"the matrix is empty: " + std::to_string(samples) + " × " + std::to_string(features), order.path,
                     "Choose a file with samples that have numbers."};
    const auto given = order.options.find("megabytes");
    const auto *wanted = given == order.options.end() ? nullptr : std::get_if<Index>(&given->second);
    const double allowed = static_cast<double>(wanted ? *wanted : usualMegabytes) * 1e6, memory = physicalMemory();
    const double needed = static_cast<double>(samples) * static_cast<double>(features) * sizeof(float);
    const std::string size = std::to_string(samples) + " samples of " + std::to_string(features) + " numbers";
    if (needed > memory)
        return Error{size + " would take " + megabytes(needed) + " once the zeros are written out, and the machine has " + megabytes(memory), order.path,
                     "Leave out columns with few entries, or save a part of the rows."};
    if (needed > allowed)
        return Error{size + " would take " + megabytes(needed) + " once the zeros are written out, and " + megabytes(allowed) + " are allowed", order.path,
                     "Set data.options.megabytes higher, leave out columns with few entries, or save a part of the rows."};
    return DenseMatrix(static_cast<Index>(samples), static_cast<Index>(features));
}

void DenseMatrix::add(Index sample, Index feature, double value) {
    float &place = m_values[static_cast<std::size_t>(sample * m_features + feature)];
    const double sum = static_cast<double>(place) + value;
    place = static_cast<float>(sum);
    m_isRounded[static_cast<std::size_t>(feature)] |= static_cast<double>(place) != sum ? 1 : 0;
    ++m_entries;
}

void DenseMatrix::empty() {
    const auto width = static_cast<std::size_t>(m_features);
    for (std::size_t at = 0; at < m_values.size(); ++at)
        m_values[at] = zeroOf(at % width);
    m_entries = 0;
}

bool DenseMatrix::isToBeFilledAgain() {
    bool isAgain = false;
    if (m_areOffsetsTried) {
        isAgain = !m_offsets.empty() && (m_areOffsetsCommon ? keepNeededCommonOffset(m_values, m_offsets) : keepNeededOffsets(m_values, m_offsets));
    } else {
        m_offsets = m_areOffsetsCommon ? possibleCommonOffset(m_values, m_features, m_isRounded) : possibleOffsets(m_values, m_features, m_isRounded);
        for (double &offset : m_offsets)
            offset = static_cast<double>(static_cast<float>(offset));
        m_areOffsetsTried = true;
        isAgain = !m_offsets.empty();
    }
    if (isAgain)
        empty();
    return isAgain;
}

void DenseMatrix::fillMissing(bool byMean, ReadReport &report) {
    const auto width = static_cast<std::size_t>(m_features);
    std::vector<Index> counts(width);
    bool isAny = false;
    for (std::size_t at = 0; at < m_values.size(); ++at)
        if (!std::isfinite(m_values[at])) {
            ++counts[at % width];
            isAny = true;
        }
    if (!isAny)
        return;
    std::vector<double> sums(width);
    for (std::size_t at = 0; at < m_values.size(); ++at)
        sums[at % width] += std::isfinite(m_values[at]) ? static_cast<double>(m_values[at]) : 0.0;
    for (std::size_t at = 0; at < m_values.size(); ++at) {
        const std::size_t column = at % width;
        const Index present = m_samples - counts[column];
        if (!std::isfinite(m_values[at]))
            m_values[at] = byMean && present > 0 ? static_cast<float>(sums[column] / static_cast<double>(present)) : zeroOf(column);
    }
    for (std::size_t i = 0; i < width && report.missing.size() < mostListed; ++i)
        if (counts[i] > 0)
            report.missing.push_back({static_cast<Index>(i) + 1, {}, counts[i], byMean ? "the mean of the column stands in place" : "0 stands in place"});
}

Result<Dataset> DenseMatrix::finish(const ReadOrder &order) {
    Dataset dataset{.key = order.path};
    dataset.shape = core::Shape(m_features);
    dataset.report.assumed = {{"missing", choiceOf(order, "missing", "mean")}};
    const double numbers = static_cast<double>(m_values.size());
    if (static_cast<double>(m_entries) < numbers / 2) {
        char share[32];
        std::snprintf(share, sizeof share, "%.2g %%", 100.0 * static_cast<double>(m_entries) / numbers);
        dataset.report.remarks.push_back("The matrix is sparse: " + std::string(share) + " of its numbers are given, the others are 0. With them it takes " +
                                         megabytes(numbers * sizeof(float)) + ".");
    }
    fillMissing(choiceOf(order, "missing", "mean") == "mean", dataset.report);
    std::vector<std::pair<std::string, double>> told;
    if (m_areOffsetsCommon && !m_offsets.empty())
        told.emplace_back("all numbers", m_offsets[0]);
    for (std::size_t i = 0; i < m_offsets.size() && !m_areOffsetsCommon; ++i)
        if (m_offsets[i] != 0)
            told.emplace_back("column " + std::to_string(i + 1), m_offsets[i]);
    if (!told.empty())
        dataset.report.remarks.push_back(offsetsSentence(told));
    dataset.offsets = std::move(m_offsets);
    dataset.isWithinUnit = std::all_of(m_values.begin(), m_values.end(), [](float value) { return value >= 0.0f && value <= 1.0f; });
    dataset.train.samples = m_samples;
    dataset.train.features = m_features;
    dataset.train.floats = std::move(m_values);
    return dataset;
}

} // namespace hourglass::data
