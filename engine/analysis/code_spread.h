// How the codes of many samples are spread along axes through their mean: the units themselves, or their principal directions. What a slider for
// each of them needs.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/analysis/pca.h"
#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::analysis {

using core::Index;

enum class CodeBasis { Units, Principal };

/// A code stands at t = direction · (code − mean) / σ along each axis: positions are in standard deviations from the mean of the codes.
struct CodeSpread {
    static constexpr int bins = 56;
    static constexpr double reach = 3.5; ///< histograms cover −reach … reach; what lies beyond counts in the last bins

    CodeBasis basis = CodeBasis::Units;
    Index units = 0, axes = 0;     ///< as many axes as units; of the principal directions at most mostPrincipal where there are more than exactUnits
    Index codes = 0;               ///< that were measured: those that are finite
    std::vector<float> mean;       ///< units
    std::vector<float> directions; ///< units × axes, each of unit length; empty for CodeBasis::Units
    std::vector<double> deviation; ///< σ along each axis, divided by the number of codes; 0 where all codes agree
    std::vector<float> histograms; ///< bins × axes: share of the codes in each bin

    /// What a position of 1 stands for: σ, or 1 where no code differs.
    double scale(Index axis) const { return deviation[static_cast<std::size_t>(axis)] > 0 ? deviation[static_cast<std::size_t>(axis)] : 1.0; }
};

/// Positions of a code along all axes.
std::vector<double> positionsOf(const CodeSpread &spread, std::span<const float> code);
/// The number of the axis at a position: the unit's value, or the coordinate along a principal direction.
double valueAt(const CodeSpread &spread, Index axis, double position);
/// code + Σ offsets[axis] · scale(axis) · direction(axis); as many offsets as axes.
std::vector<float> moved(const CodeSpread &spread, std::span<const float> code, std::span<const double> offsets);

/// A normal distribution with the mean and the covariance of the codes. Of principal directions that were left out, each has the mean of the
/// variance that is left (probabilistic PCA, Tipping and Bishop 1999).
struct CodeGaussian {
    std::vector<float> mean, directions;
    std::vector<double> deviation; ///< along the directions
    double rest = 0;               ///< σ along all others
};

/// mean + C^½ n with the symmetric root of the covariance, so that the same n stays the same kind of code while directions change their signs and
/// order. `normals`: as many as units.
std::vector<float> drawn(const CodeGaussian &gaussian, std::span<const double> normals);

constexpr Index exactUnits = 256, mostPrincipal = 64;

/// Both at once. `previous` may be null: principal directions follow its signs. Codes that are not finite are left out; an error where none is left,
/// or where they are too large.
struct CodeFit {
    CodeSpread spread;
    std::optional<CodeGaussian> gaussian; ///< with `fitsGaussian`, or principal directions
};
core::Result<CodeFit> fitCodes(core::ConstView codes, CodeBasis basis, bool fitsGaussian, const CodeSpread *previous = nullptr,
                               const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
