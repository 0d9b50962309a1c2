// The threads that share one piece of work. The calling thread is a member, so a team of one starts no thread.
#pragma once

#include <memory>

#include "engine/core/function_ref.h"
#include "engine/core/types.h"

namespace hourglass::core {

class Team {
public:
    /// `threads` members, the caller of run() among them; helpers run at `niceness` (0 … 19). Throws std::system_error where the machine
    /// gives no more threads.
    explicit Team(int threads, int niceness = 0);
    ~Team();
    Team(const Team &) = delete;
    Team &operator=(const Team &) = delete;

    int threads() const;

    /// Calls work(item, member) once for each item in 0 … items − 1, claimed from a counter by whichever member is free, and returns
    /// when all are done. Who takes an item is left to chance, so an item's result must not depend on it. Allocates nothing.
    /// `members` limits how many share the work (for work too small to share); 0 means all.
    void run(Index items, FunctionRef<void(Index item, int member)> work, int members = 0);

private:
    struct Shared;
    std::unique_ptr<Shared> m_shared;
};

} // namespace hourglass::core
