// A few codes decoded, for stacks that are too large to be run between two mouse moves.
#pragma once

#include "engine/analysis/pictures.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

/// In the order of DecodeTask::codes; null where they are of another size than the present stack's.
struct DecodedCodes {
    Moment moment;
    std::vector<DecodedPicture> pictures;
};

struct DecodeTask {
    using Result = DecodedCodes;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 25};

    std::vector<std::vector<float>> codes;

    std::shared_ptr<const DecodedCodes> run(TaskContext &context) const;
    bool operator==(const DecodeTask &) const = default;
};

/// The arithmetic, on any thread; values in the source's numbers. Nothing where a code has another size or it was cancelled.
std::optional<std::vector<DecodedPicture>> decodeCodes(plan::Network &network, const data::Dataset &dataset, const std::vector<std::vector<float>> &codes,
                                                       const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
