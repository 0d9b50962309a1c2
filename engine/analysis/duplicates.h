// Finds samples that are equal in every number.
#pragma once

#include <functional>

#include "engine/analysis/data_statistics.h"

namespace hourglass::analysis {

/// A hash of the numbers of a sample; 0 and −0 are one number.
std::uint64_t hashOf(const float *values, Index count);

class DuplicateSearch {
public:
    using Hash = std::uint64_t (*)(const float *, Index);

    /// The data set must outlive it. Another hash is for tests: what is found does not depend on it.
    DuplicateSearch(const data::Dataset &dataset, Index samples, Hash hash = hashOf);

    /// The next sample, features() numbers.
    void add(const float *values);
    /// Compares those whose hashes agree. `placeOf` names the sample that was added at a position. False where it was cancelled.
    bool finish(const std::function<data::SampleId(Index position)> &placeOf, const data::Progress &progress, Duplicates &to);

private:
    struct Entry {
        std::uint64_t hash;
        Index position;

        auto operator<=>(const Entry &) const = default;
    };
    struct Pair {
        Index first, second; ///< positions

        auto operator<=>(const Pair &) const = default;
    };

    const data::Dataset &m_dataset;
    Hash m_hash;
    std::vector<Entry> m_entries;
};

} // namespace hourglass::analysis
