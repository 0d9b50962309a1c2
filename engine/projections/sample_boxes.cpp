#include "engine/projections/sample_boxes.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "engine/core/slack.h"
#include "engine/kernels/projections.h"

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
    if (codes.rows <= most)
        return axes;
    std::iota(samples.begin(), samples.end(), 0);
    const std::vector<double> scatter = scatterAlong(codes, axes, samples);
    std::partial_sort(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(most), axes.end(),
                      [&](std::int32_t a, std::int32_t b) { return scatter[static_cast<std::size_t>(a)] > scatter[static_cast<std::size_t>(b)]; });
    axes.resize(static_cast<std::size_t>(most));
    return axes;
}

void sortIntoBoxes(core::ConstView codes, const std::vector<std::int32_t> &axes, std::vector<std::int32_t> &samples) {
    halve(codes, axes, samples);
}

SampleBoxes::SampleBoxes(const DistancePanels &panels, Index samples, std::vector<std::int32_t> axes)
    : m_panels(panels), m_samples(samples), m_stride(core::padded(count() + core::slack)), m_axes(std::move(axes)),
      m_lows(m_axes.size() * static_cast<std::size_t>(m_stride)), m_highs(m_lows.size()) {
    for (Index box = 0; box < count(); ++box) {
        const float *norms = panels.norms() + box * samplesOfBox;
        for (std::size_t i = 0; i < m_axes.size(); ++i) {
            const float *places = panels.panel(box) + m_axes[i] * samplesOfBox;
            const auto [least, most] = std::minmax_element(places, places + samplesIn(box));
            m_low.push_back(*least);
            m_high.push_back(*most);
            const std::size_t at = i * static_cast<std::size_t>(m_stride) + static_cast<std::size_t>(box);
            m_lows[at] = *least;
            m_highs[at] = *most;
        }
        m_norms.push_back(*std::max_element(norms, norms + samplesIn(box)));
    }
}

float SampleBoxes::squaredDistances(Index box, Index first, Index queries, float *squares) const {
    const Index axes = std::ssize(m_axes);
    return kernels::boxDistances(queries, axes, m_axes.data(), m_panels.at(first), samplesOfBox, m_low.data() + box * axes, m_high.data() + box * axes,
                                 squares);
}

void SampleBoxes::squaredGaps(Index first, Index queries, std::vector<float> &squares) const {
    const std::size_t axes = m_axes.size();
    std::vector<float> low(axes), high(axes);
    for (std::size_t i = 0; i < axes; ++i) {
        const float *places = m_panels.at(first) + m_axes[i] * samplesOfBox;
        const auto [least, most] = std::minmax_element(places, places + queries);
        low[i] = *least;
        high[i] = *most;
    }
    squares.resize(static_cast<std::size_t>(count() + core::slack));
    kernels::boxGaps(count(), std::ssize(m_axes), low.data(), high.data(), m_lows.data(), m_highs.data(), m_stride, squares.data());
}

} // namespace hourglass::projections
