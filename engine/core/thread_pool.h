// The threads that share one piece of work. The calling thread is a worker, so a pool of one starts no thread.
#pragma once

#include <memory>

#include "engine/core/function_ref.h"
#include "engine/core/types.h"

namespace hourglass::core {

class ThreadPool {
public:
    /// `threads` workers, the caller of run() among them; helpers run at `niceness` (0 … 19). Throws std::system_error where the machine
    /// gives no more threads.
    explicit ThreadPool(int threads, int niceness = 0);
    ~ThreadPool();
    ThreadPool(const ThreadPool &) = delete;
    ThreadPool &operator=(const ThreadPool &) = delete;

    int threads() const;

    /// Calls work(item, worker) once for each item in 0 … items − 1, claimed from a counter by whichever worker is free, and returns
    /// when all are done. Who takes an item is left to chance, so an item's result must not depend on it. Allocates nothing.
    /// `workers` limits how many share the work (for work too small to share); 0 means all.
    void run(Index items, FunctionRef<void(Index item, int worker)> work, int workers = 0);

private:
    struct Shared;
    std::unique_ptr<Shared> m_shared;
};

} // namespace hourglass::core
