// The codes themselves, of samples of the test part: for what lays them out in its own time.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/task.h"

namespace hourglass::analysis {

using core::Index;

/// Codes of one moment, units × samples, as the encoder made them: they need not be finite.
struct CodeTable {
    Moment moment;
    Index units = 0;
    core::Floats values;
    std::vector<Index> samples;       ///< number of each code's sample in its part
    std::vector<std::int32_t> labels; ///< of each code; empty without labels
    /// Whose codes they are: of CodesTask alone, else null.
    std::shared_ptr<const plan::Snapshot> snapshot = {};

    core::ConstView view() const { return {values.data(), units, static_cast<Index>(samples.size()), units}; }
};

/// At most `most` numbers at even distances, so that a part larger than that is shown whole in kind; ascending.
std::vector<Index> evenNumbers(Index samples, Index most);

/// At most `most` samples, at even distances; of the training part where there is no test part. Null where it was cancelled. Tasks of one snapshot that ask
/// for as many are given the same table.
std::shared_ptr<const CodeTable> gatherCodes(TaskContext &context, Index most);
/// The same of any part of the context's data set, made anew. Nothing where it was cancelled.
std::optional<CodeTable> gatherCodes(TaskContext &context, const data::Part &part, Index most);

struct CodesTask {
    using Result = CodeTable;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 20};

    Index most = 10'000;

    std::shared_ptr<const CodeTable> run(TaskContext &context) const;
    bool operator==(const CodesTask &) const = default;
};

} // namespace hourglass::analysis
