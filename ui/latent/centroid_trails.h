// Where the centroids of the classes were on a map during the last epochs. A value.
#pragma once

#include <QPointF>

#include <map>
#include <vector>

#include "engine/analysis/pictures.h"

namespace hourglass::ui {

class CentroidTrails {
public:
    static constexpr int epochs = 5;               ///< older places are forgotten
    static constexpr std::size_t mostPlaces = 160; ///< of a class; beyond, every second one goes

    /// One more picture of the same plane. Of another training, or of a moment before the last one, it is the first.
    void add(const analysis::LatentPicture &picture);
    void forget() { m_moments.clear(); }
    /// In the order of time; at least two, or nothing.
    std::vector<QPointF> of(int label) const;

private:
    struct Moment {
        double epoch = 0;
        std::map<int, QPointF> centroids; ///< by label
    };
    std::uint64_t m_run = 0;
    core::Index m_step = -1;
    std::vector<Moment> m_moments;
};

} // namespace hourglass::ui
