#include "engine/projections/student_potential.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/projections/layout_points.h"

namespace hourglass::projections {

namespace {

constexpr Index lanes = kernels::fourierLanes, columnsOfItem = 2 * lanes, rowsOfBand = 16, pointsOfReading = 1024, pointsOfPairChunk = 64;
constexpr float margin = 1.5f;        // cells left of the leftmost point
constexpr double ladder = 1.25;       // between one size of small cells and the next
constexpr double leastShare = 1e-3;   // of the points, that the sum over pairs is taken to be
constexpr float closeTogether = 1.0f; // extent below which the kernel's differences from 1 are summed

constexpr Index rounded(Index count, Index to) {
    return (count + to - 1) / to * to;
}

float cellFor(float extent, float largest) {
    const auto usual = static_cast<double>(largest);
    const double smallest = static_cast<double>(extent / StudentPotential::mostCells),
                 small = static_cast<double>(std::max(extent, 1e-18f) / StudentPotential::fewestCells);
    const double wanted = smallest > usual ? smallest : std::min(small, usual);
    const double steps = std::log(wanted / usual) / std::log(ladder);
    return static_cast<float>(usual * std::pow(ladder, wanted > usual ? std::ceil(steps) : std::floor(steps)));
}

/// How much of a wave with k of n turns a cubic B-spline through the places of the grid lets pass.
double passed(Index k, Index n) {
    return (2 + std::cos(2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n))) / 3;
}

} // namespace

StudentPotential::StudentPotential(Index samples, float cell)
    : m_samples(samples), m_largestCell(cell), m_order(static_cast<std::size_t>(samples)),
      m_sums(static_cast<std::size_t>((samples + pointsOfReading - 1) / pointsOfReading)) {}

void StudentPotential::fit(float extent, core::ThreadPool &pool) {
    const float cell = cellFor(extent, m_largestCell);
    const double shift = extent < closeTogether ? 1 : 0;
    const Index cells = static_cast<Index>(std::ceil(extent / cell + margin)) + 4;
    const bool fits = 2 * cells <= m_fourier.length() && 2 * cells >= m_fourier.length() * 3 / 4;
    if (fits && cell == m_cell && shift == m_shift) {
        m_cells = cells;
        m_columns = rounded(cells, columnsOfItem);
        return;
    }
    m_cell = cell;
    m_shift = shift;
    m_cells = cells;
    m_columns = rounded(cells, columnsOfItem);
    if (!fits) {
        // A little larger than is needed: the plane grows for a while.
        m_fourier = Fourier(Fourier::lengthFor(2 * cells + cells / 8));
        m_grid.stride = rounded(m_fourier.length() / 2 + 1, columnsOfItem);
        m_work.clear();
        makeWork(pool);
        m_values = core::Floats((m_fourier.length() / 2) * m_grid.stride);
        const Index rows = rounded(m_fourier.length() / 2 + 1, lanes);
        m_re = core::Floats(rows * m_grid.stride);
        m_im = core::Floats(rows * m_grid.stride);
        m_spectrum = core::Floats(rows * m_fourier.length());
    }
    makeSpectrum(pool);
}

void StudentPotential::makeWork(const core::ThreadPool &pool) {
    while (m_work.size() < static_cast<std::size_t>(pool.threads()))
        m_work.emplace_back(m_fourier.workSize());
}

void StudentPotential::makeSpectrum(core::ThreadPool &pool) {
    const Index length = m_fourier.length(), stride = m_grid.stride;
    const kernels::FourierPlan plan = m_fourier.plan();
    const double square = static_cast<double>(m_cell) * static_cast<double>(m_cell);
    pool.run(stride / columnsOfItem, [&](Index item, int worker) {
        const Index first = item * columnsOfItem;
        core::Floats strip(length * columnsOfItem);
        for (Index row = 0; row < length; ++row)
            for (Index column = first; column < first + columnsOfItem; ++column) {
                const Index down = std::min(row, length - row);
                const double way = square * static_cast<double>(down * down + column * column);
                strip[row * columnsOfItem + column - first] = static_cast<float>(m_shift == 0 ? 1 / (1 + way) : -way / (1 + way));
            }
        kernels::fourierDown(plan, length, strip.data(), columnsOfItem, m_re.data() + first, m_im.data() + first, stride, workOf(worker));
    });
    pool.run(rounded(length / 2 + 1, lanes) / lanes, [&](Index item, int worker) {
        float *spectrum = m_spectrum.data() + item * lanes * length;
        kernels::fourierSpectrum(plan, m_re.data() + item * lanes * stride, stride, spectrum, workOf(worker));
        // Splines spread the charges and read the potential: each takes its share of a wave twice. Forth and back multiply by length².
        for (Index k = 0; k < length; ++k)
            for (Index lane = 0; lane < lanes; ++lane) {
                const double share = passed(k, length) * passed(item * lanes + lane, length) * static_cast<double>(length);
                spectrum[k * lanes + lane] = static_cast<float>(static_cast<double>(spectrum[k * lanes + lane]) / (share * share));
            }
    });
}

void StudentPotential::sortByRow(const Layout &plane) {
    m_rowStarts.assign(static_cast<std::size_t>(m_cells) + 2, 0);
    const auto rowOf = [&](Index i) { return static_cast<std::size_t>((plane.y[i] - m_grid.bottom) * m_grid.perUnit); };
    for (Index i = 0; i < m_samples; ++i)
        ++m_rowStarts[rowOf(i) + 1];
    for (std::size_t row = 1; row < m_rowStarts.size(); ++row)
        m_rowStarts[row] += m_rowStarts[row - 1];
    std::vector<Index> next(m_rowStarts);
    for (Index i = 0; i < m_samples; ++i)
        m_order[static_cast<std::size_t>(next[rowOf(i)]++)] = static_cast<std::int32_t>(i);
}

void StudentPotential::spread(const Layout &plane, core::ThreadPool &pool) {
    sortByRow(plane);
    // Every row of the grid adds its charges in the same order whoever does it: by the row of the point, then by its number.
    pool.run((m_cells + rowsOfBand - 1) / rowsOfBand, [&](Index band, int) {
        const Index first = band * rowsOfBand, last = std::min(first + rowsOfBand, m_cells);
        for (Index row = first; row < last; ++row)
            std::fill_n(m_values.data() + row * m_grid.stride, m_columns, 0.0f);
        const Index from = m_rowStarts[static_cast<std::size_t>(std::max<Index>(first - 2, 0))];
        const Index to = m_rowStarts[static_cast<std::size_t>(std::min(last + 1, m_cells))];
        kernels::spreadCharges(to - from, m_order.data() + from, plane.x.data(), plane.y.data(), m_grid, first, last, m_values.data());
    });
}

void StudentPotential::convolve(core::ThreadPool &pool) {
    const kernels::FourierPlan plan = m_fourier.plan();
    const Index stride = m_grid.stride, strips = rounded(plan.length / 2 + 1, lanes) / lanes;
    pool.run(m_columns / columnsOfItem, [&](Index item, int worker) {
        const Index column = item * columnsOfItem;
        kernels::fourierDown(plan, m_cells, m_values.data() + column, stride, m_re.data() + column, m_im.data() + column, stride, workOf(worker));
    });
    pool.run(strips, [&](Index item, int worker) {
        const Index at = item * lanes * stride;
        kernels::fourierAcross(plan, m_columns, m_re.data() + at, m_im.data() + at, stride, m_spectrum.data() + item * lanes * plan.length, workOf(worker));
    });
    pool.run(m_columns / columnsOfItem, [&](Index item, int worker) {
        const Index column = item * columnsOfItem;
        kernels::fourierUp(plan, m_cells, m_re.data() + column, m_im.data() + column, stride, m_values.data() + column, stride, workOf(worker));
    });
}

double StudentPotential::sumOfParts() const {
    double sum = 0;
    for (const double each : m_sums)
        sum += each;
    return sum;
}

double StudentPotential::sumPairs(const Layout &layout, core::ThreadPool &pool, Layout &slope) {
    m_sums.resize(static_cast<std::size_t>((m_samples + pointsOfPairChunk - 1) / pointsOfPairChunk));
    pool.run(static_cast<Index>(m_sums.size()), [&](Index chunk, int) {
        const Index from = chunk * pointsOfPairChunk, to = std::min(from + pointsOfPairChunk, m_samples);
        m_sums[static_cast<std::size_t>(chunk)] = kernels::studentSlopes(from, to, m_samples, pointsOf(layout), pointsOf(slope));
    });
    return sumOfParts();
}

double StudentPotential::evaluate(const Layout &layout, core::ThreadPool &pool, Layout &slope) {
    if (m_samples <= fewPoints)
        return sumPairs(layout, pool, slope);
    // Whoever stands alone is nothing but a rounding: the sum is kept from vanishing in it.
    const double least = leastShare * static_cast<double>(m_samples);
    if (layout.dimensions() > 2)
        return std::max(m_tree.evaluate(layout, pool, slope), least);
    makeWork(pool);
    fit(layout.extent(), pool);
    m_grid.perUnit = 1.0f / m_cell;
    m_grid.left = *std::min_element(layout.x.span().begin(), layout.x.span().end()) - margin * m_cell;
    m_grid.bottom = *std::min_element(layout.y.span().begin(), layout.y.span().end()) - margin * m_cell;
    spread(layout, pool);
    convolve(pool);
    pool.run(static_cast<Index>(m_sums.size()), [&](Index chunk, int) {
        const Index from = chunk * pointsOfReading, to = std::min(from + pointsOfReading, m_samples);
        m_sums[static_cast<std::size_t>(chunk)] =
            kernels::readPotential(from, to, layout.x.data(), layout.y.data(), m_grid, m_values.data(), slope.x.data(), slope.y.data());
    });
    const auto samples = static_cast<double>(m_samples);
    return std::max(sumOfParts() + m_shift * samples * samples - samples, least);
}

} // namespace hourglass::projections
