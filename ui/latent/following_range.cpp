#include "ui/latent/following_range.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hourglass::ui {

namespace {

// Of the target's size. Codes breathe while they are trained: a range that grew with each breath and shrank after it would never rest, and each of its
// movements is a dozen drawings of the map.
constexpr double followedOut = 0.04; ///< codes that would lie so far outside
constexpr double followedIn = 0.15;  ///< room that would stay empty
constexpr double reached = 0.003;

} // namespace

std::optional<Extent> extentOfMost(std::span<const float> values) {
    constexpr std::size_t enough = 6000; // for two percentiles; more would cost milliseconds
    const std::size_t stride = std::max<std::size_t>(1, values.size() / enough);
    std::vector<float> sample;
    sample.reserve(values.size() / stride + 1);
    for (std::size_t i = 0; i < values.size(); i += stride)
        if (std::isfinite(values[i]))
            sample.push_back(values[i]);
    if (sample.empty())
        return std::nullopt;
    const auto quantile = [&sample](double share) {
        const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sample.size() - 1) + 0.5);
        std::nth_element(sample.begin(), middle, sample.end());
        return static_cast<double>(*middle);
    };
    const double low = quantile(0.01), high = quantile(0.99), span = high - low;
    const auto [lowest, highest] = std::minmax_element(sample.begin(), sample.end());
    if (!(double(*highest) - *lowest > 1e-6 * std::max(std::abs(double(*highest)), std::abs(double(*lowest)))))
        return Extent{*lowest - 1.0, *lowest + 1.0};
    if (!(span > 0)) // nearly all equal: whatever differs is all there is to see
        return Extent{*lowest - 0.1 * (*highest - *lowest), *highest + 0.1 * (*highest - *lowest)};
    const double rim = 0.05 * span, tail = 0.18 * span;
    return Extent{std::max(low - tail, *lowest - rim), std::min(high + tail, *highest + rim)};
}

bool FollowingRange::isWithin(double out, double in) const {
    const double size = std::max(m_target.size(), 1e-12);
    const auto fits = [&](double beyond) { return beyond <= out * size && beyond >= -in * size; };
    return fits(m_extent.lower - m_target.lower) && fits(m_target.upper - m_extent.upper);
}

void FollowingRange::jump(const Extent &target) {
    m_extent = m_target = target;
    m_isMoving = false;
}

bool FollowingRange::aim(const Extent &target) {
    m_target = target;
    m_isMoving = m_isMoving || !isWithin(followedOut, followedIn);
    return m_isMoving;
}

void FollowingRange::goFrom(const Extent &start) {
    m_extent = start;
    m_isMoving = true;
}

bool FollowingRange::advance(double milliseconds) {
    if (!m_isMoving)
        return false;
    constexpr double timeConstant = 180;
    const double share = 1 - std::exp(-milliseconds / timeConstant);
    m_extent.lower += share * (m_target.lower - m_extent.lower);
    m_extent.upper += share * (m_target.upper - m_extent.upper);
    if (isWithin(reached, reached)) {
        m_extent = m_target;
        m_isMoving = false;
    }
    return m_isMoving;
}

} // namespace hourglass::ui
