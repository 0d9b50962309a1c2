// Which points carry a picture where pictures may not lie on one another. Looked at closer there are more, and those that were there stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace hourglass::ui {

/// Poisson-disc sampling, refined from far to near: what has a place at one level keeps it at all nearer ones. The farther ones are chosen among those of
/// level 0. Coordinates are those of the points.
class ThumbnailPlaces {
public:
    static constexpr int farthest = -6, nearest = 10; ///< levels; each is nearer by the root of two
    struct Box {                                      ///< where places are given; the points outside have none
        double left = 0, right = 0, bottom = 0, top = 0;
    };

    /// Starts anew. At level 0 pictures need `width` × `height`. The points stay where they are as long as they are asked for; those that `isShown` refuses, or
    /// that are not finite, have no place. Points that had one before come first, so that pictures stay with their samples while points move; `stride` is how
    /// the others are gone through.
    void begin(std::span<const float> x, std::span<const float> y, double width, double height, const Box &box, std::size_t stride,
               std::function<bool(std::size_t)> isShown);
    void clear();

    /// The points that have a place at a level, those of farther levels first. Levels beyond the ends are the ends.
    std::span<const std::size_t> at(int level);

private:
    struct Candidate {
        float x, y;
        std::uint32_t point;
    };
    bool isAffordable(int level) const;
    void placeFirst();
    void refine(int level, std::vector<Candidate> &open);

    std::span<const float> m_x, m_y;
    double m_width = 1, m_height = 1;
    Box m_box;
    std::vector<Candidate> m_open;     ///< points without a place yet, as they are gone through
    std::vector<std::size_t> m_placed; ///< in the order in which they got one
    std::vector<std::size_t> m_counts; ///< of m_placed, by level from the farthest on, as far as they were refined
};

} // namespace hourglass::ui
