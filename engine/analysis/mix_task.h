// What the mixing desk stands on: how the codes are spread along its axes, the code that it starts from, and how much each axis changes the output.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/code_spread.h"
#include "engine/analysis/codes_task.h"

namespace hourglass::analysis {

/// Where a mix starts.
struct CodeCentre {
    enum class Kind {
        Mean, ///< of the codes
        Zero,
        Sample, ///< the code of one sample
        Draw    ///< a random code: from the prior where the stack has one, else from the normal distribution fitted to the codes
    };
    Kind kind = Kind::Mean;
    Index sample = 0;       ///< number in the shown part, for Kind::Sample
    std::uint64_t draw = 0; ///< which one, for Kind::Draw; the same one goes along with the training

    bool operator==(const CodeCentre &) const = default;
};

/// What some samples have and the others have not, as a direction of the code (as in Larsen et al. 2016): the mean code of those minus that of the rest.
struct CodeAttribute {
    enum class Kind { None, Class, Samples };
    Kind kind = Kind::None;
    Index label = 0;                                   ///< of Kind::Class
    std::shared_ptr<const std::vector<Index>> samples; ///< of Kind::Samples: numbers in the shown part

    bool operator==(const CodeAttribute &) const = default;
};

/// Units; empty where none or all of the finite codes are meant.
std::vector<float> directionOf(const CodeAttribute &attribute, const CodeTable &codes);

/// Values are in the source's numbers.
struct MixPicture {
    Moment moment;
    core::Shape sample;
    core::Range range;                    ///< black to white
    std::vector<core::Range> valueRanges; ///< of each feature, over samples; empty for images
    CodeSpread spread;
    CodeCentre centre;                   ///< a sample that is not there is the mean
    std::vector<float> code;             ///< of the centre, units
    std::vector<float> original;         ///< the sample of Kind::Sample
    std::int32_t label = -1;             ///< its label
    CodeAttribute attribute;             ///< as it was asked for
    std::vector<float> attributeWay;     ///< its direction, units; empty without one
    std::vector<double> effects;         ///< of each axis, see effectsOf(); empty unless they were asked for
    bool hasPrior = false;               ///< the code is trained towards a standard normal distribution
    std::optional<core::Error> obstacle; ///< why there is nothing else
};

/// The mix that was made last, with the codes that it was made from. Read and written by tasks of the live lane alone.
struct LatestMix {
    CodeCentre centre; ///< as it was asked for
    std::shared_ptr<const MixPicture> picture;
    std::shared_ptr<const CodeTable> codes;
};

/// Root of the mean square, over the features as they are trained on, of half the difference that an axis makes between −σ and σ about the mean code.
/// 0 for an axis along which no code differs. Nothing where it was cancelled.
std::optional<std::vector<double>> effectsOf(const CodeSpread &spread, plan::Network &network, const std::atomic<bool> *cancelled = nullptr);

/// Whether the layer of the code draws it towards a standard normal distribution.
bool hasPrior(const spec::ModelSpec &model);

struct MixTask {
    using Result = MixPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 18};
    static constexpr Index mostCodes = 10'000;

    CodeCentre centre;
    CodeBasis basis = CodeBasis::Units;
    bool measuresEffects = false;
    CodeAttribute attribute;
    std::shared_ptr<LatestMix> latest;

    std::shared_ptr<const MixPicture> run(TaskContext &context) const;
    bool operator==(const MixTask &) const = default;
};

} // namespace hourglass::analysis
