// Maps of the same samples by several runs, brought onto one another, and what two of them agree in.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QString>

#include "engine/analysis/pictures.h"
#include "ui/plots/run_colours.h"

namespace hourglass::ui {

struct ComparedMap {
    QString name;
    RunMark mark;
    QString obstacle;                                       ///< why there is nothing to show; empty: there is, or it is on its way
    std::shared_ptr<const analysis::LatentPicture> picture; ///< null: nothing to show yet; samples ascending
};

struct AlignedMap {
    std::shared_ptr<const analysis::LatentPicture> picture; ///< as many x as y: a code of one unit lies on a line
    std::optional<double> misfit;                           ///< beside the first map, 0 … 1; none: not aligned, or it is the first
};

/// Each map turned, mirrored, moved and scaled onto the first one that is there, by the samples that both have (orthogonal Procrustes); unless
/// `isAligned`, as they are. In the order of the maps, null where there is none.
std::vector<AlignedMap> alignedMaps(const std::vector<ComparedMap> &maps, bool isAligned);

/// The point of a sample; nothing where the map has none of it.
std::optional<std::size_t> pointOf(const analysis::LatentPicture &map, core::Index sample);
/// The points nearest to one in the plane, the nearest first, without it; at most `count`.
std::vector<std::size_t> nearestPoints(const analysis::LatentPicture &map, std::size_t point, std::size_t count);
/// How many of the `count` samples nearest to this one are the same in both maps; nothing where one has not the sample.
std::optional<int> commonNeighbours(const analysis::LatentPicture &a, const analysis::LatentPicture &b, core::Index sample, std::size_t count);

} // namespace hourglass::ui
