// The values of one column of a delimited text, row by row, out of the features that they became.
#pragma once

#include <cmath>
#include <limits>

#include "engine/data/readers/csv_columns.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

class CsvColumnValues {
public:
    /// The column is a feature, and the result's values are floats.
    CsvColumnValues(const CsvTable &table, const CsvPassResult &result, Index column)
        : m_values(result.values), m_features(static_cast<std::size_t>(table.features)), m_first(static_cast<std::size_t>(table.at(column).first)),
          m_words(table.at(column).role == CsvColumn::Role::Words && !table.areCodes ? table.at(column).categories.size() : 0) {}

    /// The number, or that of the word; NaN where it is missing.
    float at(std::size_t row) const {
        const std::size_t from = row * m_features + m_first;
        if (m_words == 0)
            return m_values[from];
        for (std::size_t i = 0; i < m_words; ++i)
            if (m_values[from + i] == 1.0f)
                return static_cast<float>(i);
        return std::numeric_limits<float>::quiet_NaN();
    }

private:
    const std::vector<float> &m_values;
    std::size_t m_features, m_first, m_words;
};

} // namespace hourglass::data
