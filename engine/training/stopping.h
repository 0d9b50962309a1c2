// The table of stops: what ends a training before its epochs are done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/spec/spec.h"
#include "engine/training/watch.h"

namespace hourglass::training {

/// Why a training ends.
struct Stop {
    std::string kind;  ///< as in the spec; "epochs" where all are done
    std::string words; ///< "Stopped: 500 steps are done"; empty for "epochs"
};

/// What stops look at, after each step.
struct StopMoment {
    core::Index step = 0;
    double seconds = 0;      ///< of training
    double gradientNorm = 0; ///< of the last step, where wantsGradientNorm()
    bool endsEpoch = false;
    double trainLoss = 0;      ///< mean over the epoch as measured while training, with endsEpoch
    double validationLoss = 0; ///< with endsEpoch; not a number where there is no such part
};

class Stopping {
public:
    Stopping() = default;
    /// The components' settings are already checked.
    explicit Stopping(const std::vector<spec::Component> &components);

    bool wantsGradientNorm() const;
    /// The best parameters are kept, and come back at the end.
    bool keepsBest() const;
    /// The first stop, in the order of the spec, that holds now. Those of the end of an epoch look at a watch that has already seen it.
    std::optional<Stop> now(const StopMoment &moment, const Watch &watch) const;
    /// The end of epoch `epoch` (1 is the first), evaluated with these numbers: remembers them where they are the best so far.
    void noteEpoch(double validationLoss, core::Index epoch, const core::Floats &parameters, const core::Floats &state, Watch &watch) const;

private:
    enum class Kind { Steps, Seconds, TargetOfTrain, TargetOfValidation, NoImprovement, GradientNorm };
    struct Rule {
        Kind kind;
        double limit;         ///< in the unit of its kind
        double minimumChange; ///< of NoImprovement
    };
    const Rule *find(Kind kind) const;

    std::vector<Rule> m_rules;
};

std::vector<spec::Kind> stopKinds();

} // namespace hourglass::training
