// The threads that share a step: a pool that was lent, or the calling thread alone.
#pragma once

#include <algorithm>

#include "engine/core/thread_pool.h"

namespace hourglass::training {

using core::Index;

class StepPool {
public:
    static constexpr Index chunk = 8192; ///< numbers of one task of inChunks()

    /// The pool must outlive this, or the next call; null: the calling thread alone.
    void use(core::ThreadPool *pool) { m_lent = pool; }
    int threads() const { return m_lent ? m_lent->threads() : 1; }
    /// How many workers shall share so much work, as run() takes it: below about 10 µs the others would come too late to help.
    static int workersFor(double multiplyAdds) { return multiplyAdds < 1e6 ? 1 : 0; }

    void run(Index items, core::FunctionRef<void(Index item, int worker)> work, int workers) { (m_lent ? *m_lent : m_alone).run(items, work, workers); }
    /// Calls work(first, count) for parts of a flat array of `total` numbers.
    void inChunks(Index total, core::FunctionRef<void(Index first, Index count)> work) {
        run((total + chunk - 1) / chunk, [&](Index item, int) { work(item * chunk, std::min(chunk, total - item * chunk)); },
            workersFor(static_cast<double>(total) * 8));
    }

private:
    core::ThreadPool *m_lent = nullptr;
    core::ThreadPool m_alone{1};
};

} // namespace hourglass::training
