// Where each point of a map was during the last epochs. A value.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/analysis/pictures.h"
#include "ui/latent/centroid_trails.h"

namespace hourglass::ui {

class SampleTrails {
public:
    static constexpr int epochs = CentroidTrails::epochs; ///< older places are forgotten
    static constexpr int placesOfEpoch = 12;              ///< the last of each twelfth is kept

    struct Place {
        double x = 0, y = 0, z = 0; ///< in coordinates of the picture; z is 0 on a plane
        double age = 0;             ///< 0: of the last picture, 1: as old as any
    };

    /// One more picture of the same plane or space, of the same samples or others. Of another training or of a moment before the last one it is the first.
    void add(const analysis::LatentPicture &picture);
    void forget() { m_moments.clear(); }
    bool isEmpty() const { return m_moments.empty(); }
    /// Of the sample of a point of the last picture, in the order of time; where it was not finite, or in no picture, it has no place. At least two,
    /// or nothing.
    std::vector<Place> of(std::size_t point) const;

private:
    /// Which samples a picture has; moments with the same share it.
    struct Roster {
        std::vector<core::Index> samples;
        std::vector<std::pair<core::Index, std::size_t>> sorted; ///< with their points

        explicit Roster(const std::vector<core::Index> &samples);
        std::optional<std::size_t> pointOf(core::Index sample) const;
    };
    struct Moment {
        double epoch = 0;
        std::shared_ptr<const Roster> roster;
        std::vector<float> x, y, z; ///< z is empty on a plane
    };
    std::uint64_t m_run = 0;
    core::Index m_step = -1;
    std::deque<Moment> m_moments;
};

} // namespace hourglass::ui
