// What the units of a code share with each other, and what each knows of what is known of the samples.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/judging/disentanglement.h"
#include "engine/judging/task_samples.h"
#include "engine/judging/units.h"

namespace hourglass::judging {

/// One thing that is known of samples: a factor of a generated set, a column beside a table, the class.
struct FactorKnown {
    std::string name;
    bool isNominal = false;          ///< the class, or words: no order, and no regression onto it
    double entropy = 0;              ///< H, nats, binned as DisentanglementOptions says
    std::vector<double> information; ///< I(unit; factor), nats, of each unit that is shown
};

struct FactorsReport {
    ChosenSamples samples;                 ///< that were asked
    Index units = 0, active = 0;           ///< of the whole code; active: as UnitFigures has it
    std::vector<Index> shown;              ///< units, by number: all, or those that vary most
    UnitFigures figures;                   ///< of these
    std::vector<Index> order;              ///< places in `shown`, units that go together beside each other
    std::vector<FactorKnown> factors;      ///< those that are known of each sample and differ between them
    Index unknown = 0;                     ///< factors that are not known of every sample, or the same for all
    std::optional<Disentanglement> scores; ///< of the factors that are numbers
    std::optional<double> classGap;        ///< MIG of the class alone, where it is all that is known
    std::optional<core::Error> obstacle;   ///< why there are no figures at all
};

/// Of held-out samples. Null where it was cancelled, or the network is one for other data.
struct FactorsTask {
    using Result = FactorsReport;
    static constexpr analysis::TaskTraits traits{analysis::Reads::NewSnapshot, analysis::Lane::Long, 5};
    static constexpr Index mostUnits = 256; ///< a matrix of more is not to be read

    Index samples = 5000;

    std::shared_ptr<const FactorsReport> run(analysis::TaskContext &context) const;
    bool operator==(const FactorsTask &) const = default;
};

} // namespace hourglass::judging
