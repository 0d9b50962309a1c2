// Between a map that does not lead back to codes (t-SNE, UMAP …) and the codes that it shows: by the nearest of them, so both ways are estimates.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/pictures.h"

namespace hourglass::analysis {

constexpr int neighboursOfEstimate = 8;

/// A code for a place: the mean of the codes of the nearest points, by weights that fall to nothing at the first point beyond them (the modified weights of
/// Franke and Nielson 1980): it changes without a jump, and at a point is that point's own. Nothing where the nearest lies farther away than three tenths
/// of the points' standard deviation, or the codes are of other samples than the map.
std::optional<std::vector<float>> estimatedCode(const LatentPicture &map, const CodeTable &codes, double x, double y);

/// A place for a code, likewise of the points of the nearest codes. Nothing where the code has another size.
std::optional<std::pair<double, double>> estimatedPlace(const LatentPicture &map, const CodeTable &codes, std::span<const float> code);

} // namespace hourglass::analysis
