// The relational attribute of an ARFF: each row of the file holds a bag of rows, which is a series.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/series/series_set.h"
#include "engine/data/readers/tables/arff_text.h"

namespace hourglass::data {

/// "bag_rows": what the rows of a bag are.
spec::Setting bagSetting();

class ArffBags {
public:
    /// Columns of the bag and of the class, or -1.
    ArffBags(const std::vector<ArffAttribute> &attributes, Index bag, Index label);

    /// Rows of the file; a row that cannot be used is told. An error where so much is no more to be held in memory.
    std::optional<core::Error> add(const std::vector<std::string> &row, Index line, PartKind part, const std::string &file);
    void leaveOut(Problem problem) { m_set.leaveOut(std::move(problem)); }
    core::Result<Dataset> finish(const ReadOrder &order);

private:
    struct Bag {
        Series series;                         ///< without channels
        std::vector<std::vector<double>> rows; ///< of the bag
        PartKind part;
        std::string file;
    };

    std::optional<std::string> readBag(const std::string &text, std::vector<std::vector<double>> &rows) const;
    SeriesNumbers findOffsets() const;

    const std::vector<ArffAttribute> &m_attributes;
    Index m_bag, m_label;
    std::vector<Bag> m_bags;
    std::size_t m_numbers = 0;
    SeriesSet m_set;
};

} // namespace hourglass::data
