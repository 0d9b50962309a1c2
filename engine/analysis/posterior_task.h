// What a code tells, unit by unit: the distributions that a variational layer makes of samples, beside the prior, and which units are used at all.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/task.h"
#include "engine/core/result.h"

namespace hourglass::analysis {

using core::Index;

/// Of one unit z, over the samples x.
struct UnitPosterior {
    static constexpr int bins = 48;

    /// Mean of KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²), in nats (Kingma and Welling 2014, appendix B); nothing where the code is no distribution.
    std::optional<double> divergence;
    double mean = 0;          ///< of E[z|x]
    double variance = 0;      ///< of E[z|x], divided by the number of samples
    double low = 0, high = 0; ///< the ends of the histogram: −4 and 4 beside a prior, else 3.5 standard deviations from the mean
    /// Share of the aggregate posterior (1/n) Σ N(μ, σ²) in each bin, exactly; of a code that is no distribution, of the codes. What lies beyond an end is left
    /// out.
    std::vector<float> shares;

    /// Burda, Grosse and Salakhutdinov 2016.
    static constexpr double activeVariance = 0.01;
    bool isActive() const { return variance > activeVariance; }
};

/// means: units × samples; logVariances: the same, or empty where the code is no distribution. Errors: no sample, or numbers that are not finite.
core::Result<std::vector<UnitPosterior>> unitPosteriors(core::ConstView means, core::ConstView logVariances, bool hasPrior);

struct PosteriorPicture {
    Moment moment;
    bool hasPrior = false; ///< the code is trained towards N(0, 1)
    std::vector<UnitPosterior> units;
    std::vector<Index> samples;          ///< numbers in the shown part, ascending
    std::vector<float> deviations;       ///< σ of each unit, those of a sample together; empty where the code is no distribution
    std::optional<core::Error> obstacle; ///< why there are no units

    bool isDistribution() const { return !deviations.empty(); }
    Index active() const;
    double divergence() const; ///< of all units, in nats
    /// Of a sample, as many as units; null where it was not measured or the code is no distribution.
    const float *deviationsOf(Index sample) const;
};

struct PosteriorTask {
    using Result = PosteriorPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 14};
    static constexpr Index mostCodes = 10'000;

    /// Null, too, where the network is one for other data.
    std::shared_ptr<const PosteriorPicture> run(TaskContext &context) const;
    bool operator==(const PosteriorTask &) const = default;
};

} // namespace hourglass::analysis
