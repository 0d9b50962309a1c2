#include "ui/latent/centroid_trails.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

void CentroidTrails::add(const analysis::LatentPicture &picture) {
    if (picture.moment.run != m_run || picture.moment.step < m_step)
        m_moments.clear();
    m_run = picture.moment.run;
    if (picture.labels.size() != picture.x.size() || picture.y.size() != picture.x.size())
        return;
    if (!m_moments.empty() && picture.moment.step == m_step)
        m_moments.pop_back(); // the layout of the same codes is further
    m_step = picture.moment.step;
    struct Sum {
        QPointF places;
        double count = 0;
    };
    std::map<int, Sum> sums;
    for (std::size_t i = 0; i < picture.x.size(); ++i)
        if (picture.labels[i] >= 0 && std::isfinite(picture.x[i]) && std::isfinite(picture.y[i])) {
            Sum &sum = sums[picture.labels[i]];
            sum.places += QPointF(static_cast<double>(picture.x[i]), static_cast<double>(picture.y[i]));
            ++sum.count;
        }
    Moment moment;
    moment.epoch = picture.moment.epoch;
    for (const auto &[label, sum] : sums)
        moment.centroids[label] = sum.places / sum.count;
    m_moments.push_back(std::move(moment));
    std::erase_if(m_moments, [&picture](const Moment &each) { return each.epoch < picture.moment.epoch - epochs; });
    if (m_moments.size() > mostPlaces) {
        std::vector<Moment> fewer;
        for (std::size_t i = 0; i < m_moments.size(); ++i)
            if (i % 2 == 0 || i + 1 == m_moments.size())
                fewer.push_back(std::move(m_moments[i]));
        m_moments = std::move(fewer);
    }
}

std::vector<QPointF> CentroidTrails::of(int label) const {
    std::vector<QPointF> places;
    for (const Moment &moment : m_moments)
        if (const auto found = moment.centroids.find(label); found != moment.centroids.end())
            places.push_back(found->second);
    return places.size() < 2 ? std::vector<QPointF>() : places;
}

} // namespace hourglass::ui
