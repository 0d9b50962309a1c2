// Samples that stay in their file and are read when they are wanted: what does not fit into memory can be trained on, too.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// A file is not ours alone: it may shrink, or its disk may go away, while it is read. What cannot be read any more becomes zeros, and the
/// failure is remembered; whoever trains asks for it after each step. All functions may be called from any thread.
class SampleFile {
public:
    SampleFile() = default;
    SampleFile(const SampleFile &) = delete;
    SampleFile &operator=(const SampleFile &) = delete;
    virtual ~SampleFile() = default;

    virtual core::Index rows() const = 0;
    virtual core::Index features() const = 0;
    virtual bool holdsBytes() const = 0; ///< unsigned bytes, which are scaled as value / 255
    /// Writes `features` finite floats of one row, scaled. Allocates nothing unless it fails; zeros where it fails.
    virtual void copyRow(core::Index row, float *to) const = 0;

    /// What failed first, or nothing. Costs one load while all is well.
    std::optional<core::Error> failure() const;

protected:
    void remember(const core::Error &error) const;

private:
    mutable std::atomic<bool> m_hasFailed{false};
    mutable std::mutex m_mutex;
    mutable core::Error m_failure; ///< under m_mutex, set once
};

/// What a look at some of the rows says of all of them.
struct RowsSeen {
    core::Index count = 0; ///< rows that were read
    bool areWithinUnit = true;
};

/// Reads at most 10 000 rows or 64 MB, drawn one from each of as many equal stretches of the file, the same ones every time. An error where
/// one of them cannot be read or holds what is no finite number, or where it is cancelled.
core::Result<RowsSeen> lookAtRows(const SampleFile &file, const std::string &name, const Progress &progress);

} // namespace hourglass::data
