// Series of one kind, perhaps of unequal length and with gaps, on their way to samples of one shape.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/reader.h"
#include "engine/data/readers/series/series_numbers.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

/// One series: channels of numbers less their offsets, NaN where one is missing.
struct Series {
    std::vector<std::vector<float>> channels;
    std::string label;                                      ///< its class, or empty
    float target = std::numeric_limits<float>::quiet_NaN(); ///< a number that belongs to it
    Index line = 0;                                         ///< of its file, from 1
};

class SeriesSet {
public:
    /// Takes a series, or leaves it out and says so where it has no value or other channels than the first. An error where so
    /// much is no more to be held in memory.
    std::optional<core::Error> add(Series series, PartKind part, const std::string &file);
    /// A series that cannot be used.
    void leaveOut(Problem problem);
    bool isEmpty() const { return m_series.empty(); }
    Index count() const { return static_cast<Index>(m_series.size()); }

    /// All numbers of each channel.
    std::vector<std::vector<float>> channels() const;

    /// Fills gaps, brings all to one length and makes train and test: shape (steps, channels), the numbers of a step beside each
    /// other. Report, classes and targets as well. The set is empty behind it. Title and origin are left to the caller.
    core::Result<Dataset> finish(const ReadOrder &order, const SeriesNumbers &numbers = {});

private:
    struct Entry {
        Series series;
        PartKind part;
    };

    void fillGaps(const SeriesNumbers &numbers, ReadReport &report);
    core::Result<Index> commonLength(const ReadOrder &order, ReadReport &report) const;
    void nameClasses(Dataset &dataset) const;

    std::vector<Entry> m_series;
    std::size_t m_numbers = 0;
    ReadReport m_report; ///< its problems
};

/// "lengths": what becomes of series of unequal length; "gaps": what stands in the place of missing values.
std::vector<spec::Setting> seriesSettings();

} // namespace hourglass::data
