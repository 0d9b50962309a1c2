// What a data set holds: each feature's range and spread, how often values and classes occur, what never changes and what stands there twice.
#pragma once

#include <array>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/data/sample_id.h"

namespace hourglass::analysis {

using core::Index;

/// Beyond these, a seeded draw of the samples is measured: one of each of equally long stretches of the data.
struct StatisticsLimits {
    Index values = 200'000'000;
    Index samples = 10'000'000;
    std::uint64_t seed = 0;
};

/// Bins of equal width; a value at the upper end counts to the last one.
struct ValueHistogram {
    static constexpr int bins = 64;
    double from = 0, to = 1; ///< 0 … 1 where all data lie within it, else smallest to largest value
    std::array<Index, bins> counts{};
};

/// Two samples that are equal in every number; `first` is the first of all equal ones in the order training, validation, test.
struct DuplicatePair {
    data::SampleId first, second;
    Index firstNumber = 0, secondNumber = 0; ///< in the order of the source

    bool operator==(const DuplicatePair &) const = default;
};

struct Duplicates {
    static constexpr std::size_t mostPairs = 100;

    Index groups = 0;                 ///< different contents that occur more than once
    Index samples = 0;                ///< equal to one before them: what would be left out
    Index leakedTest = 0;             ///< test samples that stand in the training part as well
    Index leakedValidation = 0;       ///< validation samples that do
    std::vector<DuplicatePair> pairs; ///< the first mostPairs, in order of their first samples
    std::vector<DuplicatePair> leaks; ///< the first mostPairs between the training part and another
};

struct DataStatistics {
    Index samples = 0;                                                            ///< of the data set, all parts
    Index measured = 0;                                                           ///< what all below but the classes were measured on
    std::vector<double> mean, deviation, minimum, maximum;                        ///< by feature; deviation of the whole: √(Σ(x − mean)² / n)
    double valueMean = 0, valueDeviation = 0, valueMinimum = 0, valueMaximum = 0; ///< of all values together
    ValueHistogram histogram;
    std::vector<std::array<Index, 3>> classes; ///< by label, then train, validation, test; of all samples
    std::array<Index, 3> unlabelled{};         ///< samples of a data set with classes whose label is none of them
    std::vector<Index> constantFeatures;       ///< one value throughout
    Duplicates duplicates;

    bool isDrawn() const { return measured < samples; }
};

/// Values as they are trained on (bytes in [0, 1]), with the data set's offsets where they are not scaled. Takes 16 bytes of memory a sample. The same numbers
/// on every machine and at every call. An error only where it was cancelled. Without samples all is empty.
core::Result<DataStatistics> measureData(const data::Dataset &dataset, const data::Progress &progress = {}, const StatisticsLimits &limits = {});

} // namespace hourglass::analysis
