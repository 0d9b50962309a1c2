#include "ui/latent/sample_trails.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

double twelfthOf(double epoch) {
    return std::floor(epoch * SampleTrails::placesOfEpoch);
}

} // namespace

SampleTrails::Roster::Roster(const std::vector<core::Index> &all) : samples(all) {
    for (std::size_t point = 0; point < samples.size(); ++point)
        sorted.emplace_back(samples[point], point);
    std::sort(sorted.begin(), sorted.end());
}

std::optional<std::size_t> SampleTrails::Roster::pointOf(core::Index sample) const {
    const auto found = std::lower_bound(sorted.begin(), sorted.end(), std::pair(sample, std::size_t{0}));
    return found != sorted.end() && found->first == sample ? std::optional(found->second) : std::nullopt;
}

void SampleTrails::add(const analysis::LatentPicture &picture) {
    const bool isSpatial = !picture.z.empty();
    if (picture.moment.run != m_run || picture.moment.step < m_step || (!m_moments.empty() && m_moments.back().z.empty() == isSpatial))
        m_moments.clear();
    m_run = picture.moment.run;
    m_step = picture.moment.step;
    const std::size_t count = picture.samples.size();
    if (picture.x.size() != count || picture.y.size() != count || (isSpatial && picture.z.size() != count))
        return m_moments.clear();
    std::shared_ptr<const Roster> roster = m_moments.empty() ? nullptr : m_moments.back().roster;
    if (!roster || roster->samples != picture.samples)
        roster = std::make_shared<const Roster>(picture.samples);
    // The last picture always stands at the end, also where it has the same codes laid out further; the one before stays only where it is the last of its
    // twelfth.
    const double epoch = picture.moment.epoch;
    if (!m_moments.empty() && twelfthOf(m_moments.back().epoch) == twelfthOf(epoch))
        m_moments.pop_back();
    m_moments.push_back({epoch, std::move(roster), picture.x, picture.y, picture.z});
    while (m_moments.front().epoch < epoch - epochs)
        m_moments.pop_front();
}

std::vector<SampleTrails::Place> SampleTrails::of(std::size_t point) const {
    std::vector<Place> places;
    if (m_moments.size() < 2 || point >= m_moments.back().x.size())
        return places;
    const double now = m_moments.back().epoch;
    const core::Index sample = m_moments.back().roster->samples[point];
    for (const Moment &moment : m_moments) {
        const std::optional<std::size_t> at = moment.roster == m_moments.back().roster ? std::optional(point) : moment.roster->pointOf(sample);
        if (!at)
            continue;
        const auto x = static_cast<double>(moment.x[*at]), y = static_cast<double>(moment.y[*at]);
        const double z = moment.z.empty() ? 0.0 : static_cast<double>(moment.z[*at]);
        if (std::isfinite(x + y + z))
            places.push_back({x, y, z, (now - moment.epoch) / epochs});
    }
    if (places.size() < 2)
        places.clear();
    return places;
}

} // namespace hourglass::ui
