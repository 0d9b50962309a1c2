#include "engine/data/readers/series/series_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "engine/data/natural_order.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/data/readers/series/gaps.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

std::string chosen(const ReadOrder &order, const std::string &key, const char *fallback) {
    const auto found = order.options.find(key);
    const auto *text = found == order.options.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text ? *text : fallback;
}

std::string counted(Index count, const char *one, const char *many) {
    return std::to_string(count) + (count == 1 ? one : many);
}

/// Writes a series of any length as `length` steps of all its channels.
void writeSeries(const Series &series, Index length, bool repeatsLast, const SeriesNumbers &numbers, float *to) {
    const auto channels = series.channels.size();
    for (std::size_t c = 0; c < channels; ++c) {
        const std::vector<float> &values = series.channels[c];
        const float behind = repeatsLast && !values.empty() ? values.back() : numbers.zeroOf(c);
        for (std::size_t step = 0; step < static_cast<std::size_t>(length); ++step)
            to[step * channels + c] = step < values.size() ? values[step] : behind;
    }
}

} // namespace

std::vector<spec::Setting> seriesSettings() {
    using spec::SettingKind;
    return {{.key = "lengths",
             .label = "Unequal lengths",
             .help = "What becomes of series that are not all of one length.",
             .kind = SettingKind::Choice,
             .fallback = std::string("pad_zero"),
             .choices = {{"pad_zero", "Zeros behind", "Shorter ones get zeros at their end."},
                         {"pad_last", "Last value behind", "Shorter ones keep their last value to the end."},
                         {"cut", "Cut", "All are as long as the shortest: what is behind is left out."}}},
            {.key = "gaps",
             .label = "Gaps",
             .help = "What stands where a value of a series is missing.",
             .kind = SettingKind::Choice,
             .fallback = std::string("line"),
             .choices = {{"line", "Line", "A straight line between the values beside the gap; at the ends the nearest value."},
                         {"mean", "Mean", "The mean of the series."},
                         {"zero", "Zero", "0."}}}};
}

std::vector<std::vector<float>> SeriesSet::channels() const {
    std::vector<std::vector<float>> channels(m_series.empty() ? 0 : m_series.front().series.channels.size());
    for (const Entry &entry : m_series)
        for (std::size_t c = 0; c < channels.size(); ++c)
            channels[c].insert(channels[c].end(), entry.series.channels[c].begin(), entry.series.channels[c].end());
    return channels;
}

std::optional<Error> SeriesSet::add(Series series, PartKind part, const std::string &file) {
    const auto refuse = [&](std::string what) { leaveOut({std::move(what) + "; the series is left out", {}, series.line}); };
    const auto isThere = [](float value) { return !std::isnan(value); };
    const auto hasValue = [&](const std::vector<float> &channel) { return std::any_of(channel.begin(), channel.end(), isThere); };
    if (std::none_of(series.channels.begin(), series.channels.end(), hasValue)) {
        refuse("it holds no value");
        return {};
    }
    if (!m_series.empty() && m_series.front().series.channels.size() != series.channels.size()) {
        refuse("it has " + counted(static_cast<Index>(series.channels.size()), " channel", " channels") + " instead of " +
               std::to_string(m_series.front().series.channels.size()));
        return {};
    }
    for (const std::vector<float> &channel : series.channels)
        m_numbers += channel.size() + 8; // and what a vector takes
    if (static_cast<double>(m_numbers) * sizeof(float) > physicalMemory() / 2)
        return Error{"the series take more memory than the machine has", file, "Use a part of the file."};
    m_series.push_back({std::move(series), part});
    return {};
}

void SeriesSet::leaveOut(Problem problem) {
    m_report.add(std::move(problem));
    ++m_report.leftOutSamples;
}

void SeriesSet::fillGaps(const SeriesNumbers &numbers, ReadReport &report) {
    const std::size_t channels = m_series.front().series.channels.size();
    std::vector<double> sums(channels), counts(channels); // of training series, for channels that are missing whole
    Index missing = 0, affected = 0;
    for (const Entry &entry : m_series) {
        Index here = 0;
        for (std::size_t c = 0; c < channels; ++c)
            for (const float value : entry.series.channels[c]) {
                const bool isThere = !std::isnan(value);
                sums[c] += isThere && entry.part == PartKind::Train ? static_cast<double>(value) : 0.0;
                counts[c] += isThere && entry.part == PartKind::Train ? 1.0 : 0.0;
                here += isThere ? 0 : 1;
            }
        missing += here;
        affected += here > 0 ? 1 : 0;
    }
    const auto *filling = std::get_if<std::string>(&report.assumed.at("gaps"));
    for (Entry &entry : m_series)
        for (std::size_t c = 0; c < channels; ++c)
            fillGapsOf(entry.series.channels[c], *filling, counts[c] > 0.0 ? static_cast<float>(sums[c] / counts[c]) : 0.0f, numbers.zeroOf(c));
    if (missing == 0)
        return;
    const std::string done = *filling == "zero"   ? "0 stands in their place"
                             : *filling == "mean" ? "the mean of the series stands in their place"
                                                  : "a line between their neighbours stands in their place";
    report.remarks.push_back(counted(missing, " value of ", " values of ") + counted(affected, " series", " series") + (missing == 1 ? " is" : " are") +
                             " missing: " + done + ".");
}

Result<Index> SeriesSet::commonLength(const ReadOrder &order, ReadReport &report) const {
    std::size_t shortest = std::numeric_limits<std::size_t>::max(), longest = 0;
    for (const Entry &entry : m_series)
        for (const std::vector<float> &channel : entry.series.channels) {
            shortest = std::min(shortest, channel.size());
            longest = std::max(longest, channel.size());
        }
    const std::string lengths = chosen(order, "lengths", "pad_zero");
    const bool isCut = lengths == "cut";
    const std::size_t length = isCut ? shortest : longest;
    if (length == 0)
        return Error{"the shortest series has no value, so that none would be left of the others", "data.options.lengths", "Choose pad_zero or pad_last."};
    const double bytes =
        static_cast<double>(m_series.size()) * static_cast<double>(m_series.front().series.channels.size()) * static_cast<double>(length) * sizeof(float);
    if (bytes > physicalMemory() * 0.75)
        return Error{"the series would take " + std::to_string(static_cast<Index>(bytes / 1e6)) +
                         " MB once they are as long as the longest, and the machine has " + std::to_string(static_cast<Index>(physicalMemory() / 1e6)) + " MB",
                     order.path, "Set data.options.lengths to cut, or use a part of the file."};
    if (shortest != longest) {
        const std::string from = std::to_string(shortest), to = std::to_string(longest);
        report.remarks.push_back("The series have " + from + " to " + to + " values: " +
                                 (isCut ? "longer ones are cut to " + from
                                        : "shorter ones are padded to " + to + (lengths == "pad_last" ? " with their last value" : " with zeros")) +
                                 ".");
        if (!order.options.contains("lengths") && shortest > 0)
            report.doubts.push_back(
                {"Shorter series are padded with zeros, which are trained on as values are.", "lengths", std::string("cut"), "Cut all to " + from + " values"});
    }
    return static_cast<Index>(length);
}

void SeriesSet::nameClasses(Dataset &dataset) const {
    std::map<std::string, std::int32_t> numbers;
    bool hasTargets = false;
    for (const Entry &entry : m_series) {
        if (!entry.series.label.empty())
            numbers.emplace(entry.series.label, 0);
        hasTargets = hasTargets || !std::isnan(entry.series.target);
    }
    for (const auto &[name, number] : numbers)
        dataset.classNames.push_back(name);
    std::sort(dataset.classNames.begin(), dataset.classNames.end(), comesBefore);
    for (std::size_t i = 0; i < dataset.classNames.size(); ++i)
        numbers[dataset.classNames[i]] = static_cast<std::int32_t>(i);
    if (hasTargets)
        dataset.factorNames = {"target"};
    for (const Entry &entry : m_series) {
        Part &part = partOf(dataset, entry.part);
        if (!numbers.empty())
            part.labels.push_back(entry.series.label.empty() ? -1 : numbers.at(entry.series.label));
        if (hasTargets)
            part.factors.push_back(entry.series.target);
    }
}

Result<Dataset> SeriesSet::finish(const ReadOrder &order, const SeriesNumbers &numbers) {
    const auto isTraining = [](const Entry &entry) { return entry.part == PartKind::Train; };
    if (std::none_of(m_series.begin(), m_series.end(), isTraining)) {
        const auto &problems = m_report.problems;
        return Error{problems.empty() ? "the file holds no series"
                                      : "no series can be used; line " + std::to_string(problems.front().line) + ": " + problems.front().what,
                     order.path, "Choose a file with a series a line."};
    }
    Dataset dataset{.key = order.path};
    dataset.report = std::move(m_report);
    ReadReport &report = dataset.report;
    report.assumed = {{"lengths", chosen(order, "lengths", "pad_zero")}, {"gaps", chosen(order, "gaps", "line")}};
    fillGaps(numbers, report);
    const auto length = commonLength(order, report);
    if (!length)
        return length.error();
    const auto channels = static_cast<Index>(m_series.front().series.channels.size());
    dataset.shape = core::Shape(*length, channels);
    if (channels > 1)
        dataset.fileLayout = FileLayout{{channels, *length}, channels};
    nameClasses(dataset);
    if (const std::string sentence = numbers.sentence(channels > 1 ? "channel" : "the values"); !sentence.empty()) {
        report.remarks.push_back(sentence);
        for (Index i = 0; i < *length * channels; ++i)
            dataset.offsets.push_back(numbers.offsetOf(static_cast<std::size_t>(i % channels)));
    }
    for (const Entry &entry : m_series)
        ++partOf(dataset, entry.part).samples;
    for (const PartKind kind : partKinds) {
        Part &part = partOf(dataset, kind);
        part.features = part.samples > 0 ? *length * channels : 0;
        part.floats.resize(static_cast<std::size_t>(part.samples * part.features));
    }
    std::array<std::size_t, 3> done{};
    for (Entry &entry : m_series) {
        if (order.progress.isCancelled())
            return cancelledError(order.path);
        std::size_t &at = done[static_cast<std::size_t>(entry.part)];
        float *to = partOf(dataset, entry.part).floats.data() + at;
        writeSeries(entry.series, *length, chosen(order, "lengths", "") == "pad_last", numbers, to);
        at += static_cast<std::size_t>(*length * channels);
        entry.series.channels.clear(); // its memory is wanted
    }
    m_series.clear();
    for (const PartKind kind : partKinds)
        for (const float value : partOf(dataset, kind).floats)
            dataset.isWithinUnit = dataset.isWithinUnit && value >= 0.0f && value <= 1.0f;
    return dataset;
}

} // namespace hourglass::data
