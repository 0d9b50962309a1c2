// A sweep as a value: one spec, settings of it that are varied, and how often and how long each is trained; and the trainings that follow from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/spec/spec.h"

namespace hourglass::sweeps {

using core::Index;

constexpr const char *depthPath = "depth"; ///< the path of an axis: withDepth()
constexpr Index mostTrials = 10'000, mostSeeds = 100;

/// All numbers from one end to the other.
struct Span {
    double low = 0, high = 0;
    bool isWhole = false;       ///< whole numbers alone
    bool isLogarithmic = false; ///< evenly in the logarithm: both ends are positive, and the higher is at least ten times the lower

    /// The number at a share, 0 … 1, of the way, as the settings read it.
    std::string at(double share) const;
};

/// One setting that is varied.
struct Axis {
    /// A path of the spec as `--set` has it: "training.optimiser.rate". "layers" is short for "model.layers", and "code" in its place for the number
    /// of the layer that is the code. "depth" is the number of layers between data and code (withDepth()).
    std::string path;
    std::vector<std::string> values; ///< as they stand behind = in `--set`
    std::optional<Span> span = {};   ///< instead of values, for a random sweep

    bool operator==(const Axis &other) const { return path == other.path && values == other.values; }
};

/// Reads "PATH=A,B,C", "PATH=LOW..HIGH/N" (N values, evenly) or "PATH=LOW..HIGH" (drawn by lot).
core::Result<Axis> readAxis(const std::string &text);

/// By what the trainings are compared, always of the validation part: the loss that they minimise, or the mean squared error where that is not
/// the same one for all.
enum class Measure { Loss, SquaredError };

struct Sweep {
    spec::Spec base;
    std::vector<Axis> axes;
    Index draws = 0;   ///< so many combinations by lot; 0: all of them
    Index seeds = 1;   ///< trainings of each combination, with the base's seed and those that follow it
    Index halving = 0; ///< after each rung one in so many goes on (halving.h); 0: all are trained to their end
};

/// One training.
struct Trial {
    Index combination = 0;                 ///< trainings that differ in their seeds alone share it
    std::vector<std::string> values;       ///< one for each axis
    spec::Spec spec;                       ///< with a validation part, and its seed
    std::optional<core::Error> error = {}; ///< it cannot be trained
};

/// The base with one setting changed. In a mirrored stack what belongs to it across the code follows.
core::Result<spec::Spec> withValue(const spec::Spec &base, const std::string &path, const std::string &value);

/// So many layers between data and code, and between code and output, which stays: like the first and as wide as that, then narrower by the same
/// factor from one to the next down to the code. An error where other layers than dense ones stand there, or none.
core::Result<spec::ModelSpec> withDepth(const spec::ModelSpec &model, Index depth);

/// The trainings of a sweep, combination by combination, the last axis changing fastest. Where the spec keeps no validation part back, a tenth of
/// the training part is. A combination that is impossible is a trial with its error; errors are axes without values, a setting varied twice, more
/// than mostTrials, and settings that no combination can take.
core::Result<std::vector<Trial>> trialsOf(const Sweep &sweep);

/// Measure::SquaredError where the loss itself, its penalties or the price of a code differ among the trials.
Measure measureOf(const std::vector<Trial> &trials);

} // namespace hourglass::sweeps
