#include "engine/analysis/covariance.h"

#include <algorithm>
#include <cassert>

#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

constexpr Index longestChain = 512; // samples summed in float: seven digits become about six
constexpr Index panel = 48;         // columns of the triangle at once: eight tiles of the product; the rest above the diagonal is waste

} // namespace

std::optional<core::Floats> meanOf(const SampleBlocks &samples, const std::atomic<bool> *cancelled) {
    assert(samples.count() > 0);
    const Index features = samples.features();
    core::Floats partial(features);
    std::vector<double> sum(static_cast<std::size_t>(features));
    const bool isDone = samples.visit(cancelled, [&](core::View block) {
        kernels::sumColumns(features, block.columns, block.data, block.stride, partial.data());
        for (Index feature = 0; feature < features; ++feature)
            sum[feature] += static_cast<double>(partial[feature]);
    });
    if (!isDone)
        return std::nullopt;
    core::Floats mean(features);
    for (Index feature = 0; feature < features; ++feature)
        mean[feature] = static_cast<float>(sum[feature] / static_cast<double>(samples.count()));
    return mean;
}

void centre(core::View block, const core::Floats &mean) {
    assert(block.rows == mean.size());
    const float *__restrict taken = mean.data();
    for (Index column = 0; column < block.columns; ++column) {
        float *__restrict values = block.column(column);
        for (Index row = 0; row < block.rows; ++row)
            values[row] -= taken[row];
    }
}

OuterProductSum::OuterProductSum(Index size) : m_size(size), m_partial(size * size), m_sum(static_cast<std::size_t>(size * size)) {}

void OuterProductSum::add(core::ConstView block) {
    assert(block.rows == m_size);
    if (m_pending + block.columns > longestChain)
        flush();
    for (Index first = 0; first < m_size; first += panel)
        kernels::product(m_size - first, std::min(panel, m_size - first), block.columns, block.data + first, block.stride, block.data + first, block.stride, 1,
                         m_partial.data() + first + first * m_size, m_size, m_pending > 0);
    m_pending += block.columns;
}

std::vector<double> OuterProductSum::take() {
    flush();
    return std::move(m_sum);
}

void OuterProductSum::flush() {
    if (m_pending == 0)
        return;
    for (Index column = 0; column < m_size; ++column)
        for (Index row = column; row < m_size; ++row)
            m_sum[row + column * m_size] += static_cast<double>(m_partial[row + column * m_size]);
    m_pending = 0;
}

std::optional<std::vector<double>> covarianceOf(const SampleBlocks &samples, const core::Floats &mean, const std::atomic<bool> *cancelled) {
    OuterProductSum sum(samples.features());
    const bool isDone = samples.visit(cancelled, [&](core::View block) {
        centre(block, mean);
        sum.add(block);
    });
    if (!isDone)
        return std::nullopt;
    std::vector<double> covariance = sum.take();
    for (double &value : covariance)
        value /= static_cast<double>(samples.count());
    return covariance;
}

} // namespace hourglass::analysis
