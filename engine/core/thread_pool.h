// The threads that share one piece of work. The calling thread is a worker, so a pool of one starts no thread.
#pragma once

#include <atomic>
#include <memory>

#include "engine/core/function_ref.h"
#include "engine/core/types.h"

namespace hourglass::core {

class ThreadPool {
public:
    /// `threads` workers, the caller of run() among them; helpers run at `niceness` (0 … 19). Throws std::system_error where the machine
    /// gives no more threads. `spared`: so many of them rest for as long as it says so, from the next item on, and the caller of run() works in any
    /// case; it must outlive the pool. Null: all work.
    explicit ThreadPool(int threads, int niceness = 0, const std::atomic<int> *spared = nullptr);
    ~ThreadPool();
    ThreadPool(const ThreadPool &) = delete;
    ThreadPool &operator=(const ThreadPool &) = delete;

    int threads() const;

    /// Calls work(item, worker) once for each item in 0 … items − 1, and returns when all are done. Worker w begins with the w-th of as many
    /// shares as there are workers, so that what is cut the same way from round to round stays in its cache; who is done takes from the others. Who
    /// takes an item is left to chance all the same, so an item's result must not depend on it. Allocates nothing.
    /// `workers` limits how many share the work (for work too small to share); 0 means all.
    void run(Index items, FunctionRef<void(Index item, int worker)> work, int workers = 0);

private:
    struct Shared;
    std::unique_ptr<Shared> m_shared;
};

} // namespace hourglass::core
