#include "engine/data/readers/csv_packing.h"

#include <algorithm>
#include <limits>

namespace hourglass::data {

namespace {

constexpr std::size_t pieceSize = 64 << 10; // floats: a piece is still in the cache when its ones are set

} // namespace

CsvPacking::CsvPacking(const CsvTable &table) : m_features(static_cast<std::size_t>(table.features)) {
    for (const CsvColumn &column : table.columns) {
        Place place{static_cast<std::int32_t>(m_numbers)};
        const auto first = static_cast<std::size_t>(column.first), width = static_cast<std::size_t>(column.width);
        if (column.role == CsvColumn::Role::Words && width > 0 && !table.areCodes) {
            place.word = static_cast<std::int32_t>(m_categories.size());
            m_categories.push_back({first, column.categories.size()});
            add(first + column.categories.size(), column.hasFlag ? 1 : 0);
        } else {
            add(first, width);
        }
        m_places.push_back(place);
    }
}

void CsvPacking::add(std::size_t feature, std::size_t count) {
    if (count == 0)
        return;
    if (!m_runs.empty() && m_runs.back().to + m_runs.back().count == feature)
        m_runs.back().count += count;
    else
        m_runs.push_back({m_numbers, feature, count});
    m_numbers += count;
}

bool CsvPacking::isWhole() const {
    return m_runs.size() == 1 && m_numbers == m_features;
}

void CsvPacking::unpack(std::size_t rows, const std::vector<float> &numbers, const std::vector<std::int32_t> &words, std::vector<float> &to) const {
    if (isWhole()) {
        to.insert(to.end(), numbers.begin(), numbers.end());
        return;
    }
    const float *number = numbers.data();
    const std::int32_t *word = words.data();
    const std::size_t most = std::max<std::size_t>(1, pieceSize / std::max<std::size_t>(1, m_features));
    for (std::size_t done = 0; done < rows; done += most) {
        const std::size_t before = to.size();
        to.resize(before + std::min(rows - done, most) * m_features);
        for (float *row = to.data() + before, *const end = to.data() + to.size(); row < end; row += m_features, number += m_numbers) {
            for (const Run &run : m_runs)
                std::copy_n(number + run.from, run.count, row + run.to);
            for (const Categories &categories : m_categories) {
                const std::int32_t category = *word++;
                if (category >= 0)
                    row[categories.first + static_cast<std::size_t>(category)] = 1.0f;
                else if (category == missing)
                    std::fill_n(row + categories.first, categories.count, std::numeric_limits<float>::quiet_NaN());
            }
        }
    }
}

} // namespace hourglass::data
