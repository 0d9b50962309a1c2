// A sparse matrix on its way to samples: what is not said is 0. It is made dense within the memory that was allowed for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/reader.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

class DenseMatrix {
public:
    /// Zeros: samples × features. An error, before any memory is asked for, where they would take more than
    /// data.options.megabytes or than the machine has.
    static core::Result<DenseMatrix> make(std::uint64_t samples, std::uint64_t features, const ReadOrder &order);

    /// To be said before anything is added: the numbers of a sample are a picture's, and have one offset if any.
    void sharesOffset() { m_areOffsetsCommon = true; }
    /// Entries of one place are added.
    void add(Index sample, Index feature, double value);
    /// To be asked once all entries are added. True where columns get offsets, or lose them, because floats would merge their numbers or would not
    /// after all: nothing is in the matrix then, and all entries are to be added again.
    bool isToBeFilledAgain();

    /// What is not finite becomes the mean of its column or 0, by "missing". All samples go to train; labels, groups and parts
    /// are the caller's.
    core::Result<Dataset> finish(const ReadOrder &order);

private:
    DenseMatrix(Index samples, Index features)
        : m_samples(samples), m_features(features), m_values(static_cast<std::size_t>(samples * features)), m_isRounded(static_cast<std::size_t>(features)) {}

    void empty();
    void fillMissing(bool byMean, ReadReport &report);
    /// What stands for 0 in a column.
    float zeroOf(std::size_t column) const { return m_offsets.empty() ? 0.0f : static_cast<float>(0.0 - m_offsets[column]); }

    Index m_samples, m_features, m_entries = 0;
    std::vector<float> m_values;           ///< less the offsets
    std::vector<std::uint8_t> m_isRounded; ///< one a column
    std::vector<double> m_offsets;         ///< one a column, each a float, so that zeros are exact; empty where none has any
    bool m_areOffsetsTried = false, m_areOffsetsCommon = false;
};

/// "megabytes" and "missing".
std::vector<spec::Setting> denseSettings();
/// "samples": rows or columns.
spec::Setting samplesSetting();
bool areColumnsSamples(const ReadOrder &order);

/// A number as programs write them: 1E-1, +5, NaN, Infinity, 1D3. Nothing where it is none.
std::optional<double> numberIn(std::string_view text);

} // namespace hourglass::data
