// What the inspector makes of a snapshot, for the views. Values: shared and const once published.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/measure.h"
#include "engine/analysis/moment.h"
#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::analysis {

using core::Index;

/// What a map shows of the code: two units, the first two principal components of the codes, or a layout of them (t-SNE …).
struct LatentAxes {
    enum class Kind { Units, Principal, Layout };
    Kind kind = Kind::Units;
    int first = 0, second = 1; ///< units, for Kind::Units
    std::string method = {};   ///< key of projections::methods(), for Kind::Layout
    int third = -1;            ///< −1: a plane; else space: a third unit, for Kind::Units, or the third component, or dimension of a layout

    bool isSpatial() const { return third >= 0; }
    Index dimensions() const { return isSpatial() ? 3 : 2; }

    bool operator==(const LatentAxes &) const = default;
};

/// The way from a map's plane back to codes: code(x, y) = origin + x · axisX + y · axisY.
struct CodePlane {
    std::vector<float> origin, axisX, axisY; ///< as long as a code
    std::vector<float> axisZ = {};           ///< likewise, of a map in three dimensions

    void copyCode(double x, double y, float *code) const {
        for (std::size_t unit = 0; unit < origin.size(); ++unit)
            code[unit] = static_cast<float>(origin[unit] + x * axisX[unit] + y * axisY[unit]);
    }
};

/// How far a layout is, and what is to be said of it.
struct LayoutReport {
    enum class Of { Present, Kept, Anew }; ///< of a past moment: as it was kept with it, or made now, which may be another than people saw then
    Of of = Of::Present;
    double done = 0; ///< share of its steps
    std::vector<std::string> warnings;
    Index neighbours = 0; ///< that the numbers below are about; 0 until it has settled and was judged
    double trustworthiness = 0, continuity = 0;

    bool isSettled() const { return done >= 1; }
};

/// Codes of samples of the test part as points of a plane.
struct LatentPicture {
    Moment moment;
    Index units = 0; ///< of the code; with one unit `y` is empty and the map is a distribution
    LatentAxes axes;
    std::vector<float> x, y;
    std::vector<Index> samples;               ///< number of the sample in its part, as long as x
    std::vector<std::int32_t> labels;         ///< as long as x, or empty
    std::optional<CodePlane> plane;           ///< the way back; without one nothing can be decoded at a point
    double explained = 1.0;                   ///< share of the codes' variance that the plane carries
    std::optional<LayoutReport> layout = {};  ///< of Kind::Layout
    std::optional<core::Error> obstacle = {}; ///< why there are no points
    std::vector<float> z = {};                ///< of a map in three dimensions, as long as x

    /// Whether a place of x and y alone is that of a code.
    bool leadsBack() const { return plane && plane->axisZ.empty(); }
};

/// Decoded pictures on a grid of a map's plane. Picture (row, column) starts at pixels[(row · columns + column) · sample.size()]
/// and shows the centre of its cell; row 0 is at the top (the largest y).
struct LatticePicture {
    Moment moment;
    LatentAxes axes;
    double left = 0, right = 0, bottom = 0, top = 0;
    int columns = 0, rows = 0;
    core::Shape sample;
    core::Range range; ///< black to white, in the source's numbers
    std::vector<float> pixels;
};

/// One sample decoded at one point, for the cursor.
struct DecodedPicture {
    core::Shape sample;
    std::vector<float> code, values;
    core::Range range; ///< black to white, in the source's numbers
};

/// All values are in the source's numbers, the errors in those that are trained on.
struct ReconstructionColumn {
    Index sample = 0; ///< number in its part; −1, −2 … for ReconstructionTask::own
    std::int32_t label = -1;
    std::vector<float> original, corrupted, reconstruction, pca; ///< corrupted is empty without corruption, pca until it is fitted
    std::vector<float> earlier;                                  ///< what ReconstructionTask::earlier made of it; empty without
    double mse = 0, pcaMse = 0;
    double mae = 0, pcaMae = 0;
    double psnr = 0, pcaPsnr = 0;                                           ///< decibels
    double ssim = std::numeric_limits<double>::quiet_NaN(), pcaSsim = ssim; ///< NaN where it was not asked for
    double earlierMse = 0, earlierMae = 0, earlierPsnr = 0, earlierSsim = ssim;

    double of(Measure measure) const { return measure == Measure::Mse ? mse : measure == Measure::Mae ? mae : measure == Measure::Psnr ? psnr : ssim; }
    double ofPca(Measure measure) const {
        return measure == Measure::Mse ? pcaMse : measure == Measure::Mae ? pcaMae : measure == Measure::Psnr ? pcaPsnr : pcaSsim;
    }
    double ofEarlier(Measure measure) const {
        return measure == Measure::Mse ? earlierMse : measure == Measure::Mae ? earlierMae : measure == Measure::Psnr ? earlierPsnr : earlierSsim;
    }
};

struct ReconstructionPicture {
    Moment moment;
    core::Shape sample;
    core::Range range;                       ///< black to white, in the source's numbers
    Index codeSize = 0;                      ///< of the model and of the PCA beside it
    double dataRange = 1;                    ///< of PSNR and SSIM, in the numbers that are trained on
    std::optional<double> earlierEpoch = {}; ///< of the moment that made the row of an earlier one
    std::vector<ReconstructionColumn> columns;
};

/// What stands beside every result. NaN where it has no meaning.
struct Baselines {
    Index components = 0; ///< of the PCA: the size of the code
    double meanMse = 0, meanBce = 0;
    double pcaMse = 0, pcaBce = 0;
    double bceFloor = 0; ///< the cross-entropy of the data with themselves, which no model can pass
};

} // namespace hourglass::analysis
