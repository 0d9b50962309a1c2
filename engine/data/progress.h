// How a long read tells how far it is, and is told to give up.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "engine/core/result.h"

namespace hourglass::data {

/// Called from the loading thread.
struct Progress {
    std::function<void(double fraction, const std::string &what)> report; ///< may be empty; fraction 0 … 1 never falls
    const std::atomic<bool> *cancelled = nullptr;                         ///< may be null

    bool isCancelled() const { return cancelled && cancelled->load(std::memory_order_relaxed); }
    void tell(double fraction, const std::string &what) const {
        if (report)
            report(fraction, what);
    }
    /// The progress of one piece of the work: its 0 … 1 becomes from … to.
    Progress between(double from, double to) const {
        if (!report)
            return {nullptr, cancelled};
        return {[whole = report, from, to](double fraction, const std::string &what) { whole(from + (to - from) * fraction, what); }, cancelled};
    }
};

/// What a cancelled read returns.
inline core::Error cancelledError(const std::string &where) {
    return {"reading was cancelled", where, {}};
}

} // namespace hourglass::data
