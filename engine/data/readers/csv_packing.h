// How a block holds its rows: of words that are features of their own, the number alone stands in place of all their zeros. A block takes no more
// memory than its text then, and the zeros are written once, where they stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/data/readers/csv_columns.h"

namespace hourglass::data {

class CsvPacking {
public:
    /// In place of a category: all features of the column are 0, or NaN.
    static constexpr std::int32_t none = -1, missing = -2;

    /// Consecutive values of a packed row that are consecutive features.
    struct Run {
        std::size_t from = 0, to = 0, count = 0;
    };
    /// The features of a column of words.
    struct Categories {
        std::size_t first = 0, count = 0; ///< features
    };
    /// Of a column: where its values, or the flag of one whose words are features of their own, stand in a packed row, and its category among
    /// those of the row, or -1.
    struct Place {
        std::int32_t first = 0, word = -1;
    };

    explicit CsvPacking(const CsvTable &table);

    std::size_t numbers() const { return m_numbers; }             ///< of a packed row
    std::size_t words() const { return m_categories.size(); }     ///< of a packed row
    const std::vector<Place> &places() const { return m_places; } ///< one a column
    const std::vector<Run> &runs() const { return m_runs; }
    const std::vector<Categories> &categories() const { return m_categories; } ///< one a word of a packed row

    /// Whether a packed row is the row itself.
    bool isWhole() const;
    /// Appends the features of so many rows.
    void unpack(std::size_t rows, const std::vector<float> &numbers, const std::vector<std::int32_t> &words, std::vector<float> &to) const;

private:
    void add(std::size_t feature, std::size_t count);

    std::size_t m_features, m_numbers = 0;
    std::vector<Place> m_places;
    std::vector<Run> m_runs;
    std::vector<Categories> m_categories;
};

} // namespace hourglass::data
