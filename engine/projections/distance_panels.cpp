#include "engine/projections/distance_panels.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

DistancePanels::DistancePanels(core::ConstView codes, core::ThreadPool &pool)
    : m_dimensions(codes.rows), m_panels((codes.columns + samplesOfBox - 1) / samplesOfBox * samplesOfBox * codes.rows), m_norms(codes.columns) {
    const auto dimensions = static_cast<std::size_t>(m_dimensions);
    std::vector<double> means(dimensions);
    for (Index sample = 0; sample < codes.columns; ++sample)
        for (std::size_t row = 0; row < dimensions; ++row)
            means[row] += static_cast<double>(codes.column(sample)[row]);
    for (double &mean : means)
        mean /= static_cast<double>(codes.columns);
    forBoxes((codes.columns + samplesOfBox - 1) / samplesOfBox, pool, [&](Index box) {
        const Index first = box * samplesOfBox;
        float *panel = m_panels.data() + first * m_dimensions;
        const auto in = static_cast<std::size_t>(std::min(samplesOfBox, codes.columns - first));
        std::array<double, samplesOfBox> norms{};
        for (std::size_t row = 0; row < dimensions; ++row, panel += samplesOfBox) {
            const auto mean = static_cast<float>(means[row]);
            for (std::size_t i = 0; i < in; ++i) {
                panel[i] = codes.column(first + static_cast<Index>(i))[row] - mean;
                norms[i] += static_cast<double>(panel[i]) * static_cast<double>(panel[i]);
            }
        }
        for (std::size_t i = 0; i < in; ++i)
            m_norms[first + static_cast<Index>(i)] = static_cast<float>(norms[i]);
    });
}

} // namespace hourglass::projections
