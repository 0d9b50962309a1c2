#include "engine/projections/sample_boxes.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "engine/core/slack.h"
#include "engine/kernels/projections.h"
#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

/// n times the variance of these samples along each axis.
std::vector<double> scatterAlong(core::ConstView codes, const std::vector<std::int32_t> &axes, std::span<const std::int32_t> samples) {
    std::vector<double> sums(axes.size()), squares(axes.size());
    for (const std::int32_t sample : samples) {
        const float *code = codes.column(sample);
        for (std::size_t i = 0; i < axes.size(); ++i) {
            const auto value = static_cast<double>(code[axes[i]]);
            sums[i] += value;
            squares[i] += value * value;
        }
    }
    for (std::size_t i = 0; i < axes.size(); ++i)
        squares[i] -= sums[i] * sums[i] / static_cast<double>(samples.size());
    return squares;
}

/// The least and the largest of the first `count` numbers of a panel along an axis.
std::pair<float, float> rangeOf(const float *places, Index count) {
    if (count < samplesOfBox) {
        const auto [least, most] = std::minmax_element(places, places + count);
        return {*least, *most};
    }
    constexpr std::size_t lanes = 16; // side by side, so that vectors compare them
    static_assert(samplesOfBox % lanes == 0);
    std::array<float, lanes> low, high;
    std::copy_n(places, lanes, low.begin());
    high = low;
    for (const float *each = places + lanes; each != places + samplesOfBox; each += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            low[lane] = each[lane] < low[lane] ? each[lane] : low[lane];
            high[lane] = each[lane] > high[lane] ? each[lane] : high[lane];
        }
    for (std::size_t half = lanes / 2; half > 0; half /= 2)
        for (std::size_t lane = 0; lane < half; ++lane) {
            low[lane] = low[lane + half] < low[lane] ? low[lane + half] : low[lane];
            high[lane] = high[lane + half] > high[lane] ? high[lane + half] : high[lane];
        }
    return {low[0], high[0]};
}

void halve(core::ConstView codes, const std::vector<std::int32_t> &axes, std::span<std::int32_t> samples) {
    const std::size_t boxes = (samples.size() + samplesOfBox - 1) / samplesOfBox;
    if (boxes < 2)
        return;
    const std::vector<double> scatter = scatterAlong(codes, axes, samples);
    const std::int32_t axis = axes[static_cast<std::size_t>(std::max_element(scatter.begin(), scatter.end()) - scatter.begin())];
    const std::size_t middle = boxes / 2 * samplesOfBox;
    std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(middle), samples.end(),
                     [&](std::int32_t a, std::int32_t b) { return codes.column(a)[axis] < codes.column(b)[axis]; });
    halve(codes, axes, samples.first(middle));
    halve(codes, axes, samples.subspan(middle));
}

} // namespace

std::vector<std::int32_t> widestAxes(core::ConstView codes, Index most) {
    std::vector<std::int32_t> axes(static_cast<std::size_t>(codes.rows)), samples(static_cast<std::size_t>(codes.columns));
    std::iota(axes.begin(), axes.end(), 0);
    std::iota(samples.begin(), samples.end(), 0);
    const std::vector<double> scatter = scatterAlong(codes, axes, samples);
    std::stable_sort(axes.begin(), axes.end(),
                     [&](std::int32_t a, std::int32_t b) { return scatter[static_cast<std::size_t>(a)] > scatter[static_cast<std::size_t>(b)]; });
    axes.resize(static_cast<std::size_t>(std::min(codes.rows, most)));
    return axes;
}

void sortIntoBoxes(core::ConstView codes, const std::vector<std::int32_t> &axes, std::vector<std::int32_t> &samples) {
    halve(codes, axes, samples);
}

SampleBoxes::SampleBoxes(const DistancePanels &panels, Index samples, std::vector<std::int32_t> axes, core::ThreadPool &pool)
    : m_panels(panels), m_samples(samples), m_stride(core::padded(count() + core::slack)), m_axes(std::move(axes)),
      m_low(m_axes.size() * static_cast<std::size_t>(count())), m_high(m_low.size()), m_lows(m_axes.size() * static_cast<std::size_t>(m_stride)),
      m_highs(m_lows.size()), m_norms(static_cast<std::size_t>(count())) {
    forBoxes(count(), pool, [&](Index box) {
        const float *norms = panels.norms() + box * samplesOfBox;
        for (std::size_t i = 0; i < m_axes.size(); ++i) {
            const float *places = panels.panel(box) + m_axes[i] * samplesOfBox;
            const auto [least, most] = rangeOf(places, samplesIn(box));
            const std::size_t inBox = static_cast<std::size_t>(box) * m_axes.size() + i;
            m_low[inBox] = least;
            m_high[inBox] = most;
            const std::size_t at = i * static_cast<std::size_t>(m_stride) + static_cast<std::size_t>(box);
            m_lows[at] = least;
            m_highs[at] = most;
        }
        m_norms[static_cast<std::size_t>(box)] = *std::max_element(norms, norms + samplesIn(box));
    });
}

float SampleBoxes::squaredDistances(Index box, Index first, Index queries, float enough, float *squares) const {
    const Index axes = std::ssize(m_axes);
    return kernels::boxDistances(queries, axes, m_axes.data(), m_panels.at(first), samplesOfBox, m_low.data() + box * axes, m_high.data() + box * axes, enough,
                                 squares);
}

void SampleBoxes::squaredGaps(Index first, Index queries, std::vector<float> &squares) const {
    const std::size_t axes = m_axes.size();
    std::vector<float> low(axes), high(axes);
    for (std::size_t i = 0; i < axes; ++i) {
        const float *places = m_panels.at(first) + m_axes[i] * samplesOfBox;
        std::tie(low[i], high[i]) = rangeOf(places, queries);
    }
    squares.resize(static_cast<std::size_t>(count() + core::slack));
    kernels::boxGaps(count(), std::ssize(m_axes), low.data(), high.data(), m_lows.data(), m_highs.data(), m_stride, squares.data());
}

} // namespace hourglass::projections
