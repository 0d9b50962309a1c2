#include "engine/core/team.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include <immintrin.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine/core/floating_point.h"

namespace hourglass::core {

namespace {

/// Spins about 20 µs for the value to change, then sleeps until it does: between the phases of a step nobody pays for a wake-up, and a
/// paused training costs nothing.
void awaitChange(const std::atomic<std::uint32_t> &value, std::uint32_t old) {
    for (int spin = 0; spin < 2000; ++spin) {
        if (value.load(std::memory_order_acquire) != old)
            return;
        _mm_pause();
    }
    value.wait(old, std::memory_order_acquire);
}

} // namespace

struct Team::Shared {
    struct alignas(64) Counter {
        std::atomic<std::uint32_t> value{0};
    };
    Counter round;     ///< grows by one with each run: helpers wait on it
    Counter finished;  ///< helpers done with the present round
    alignas(64) std::atomic<Index> nextItem{0};
    Index items = 0;
    int members = 1;
    bool isStopping = false;
    const FunctionRef<void(Index, int)> *work = nullptr;
    std::vector<std::thread> helpers;

    void claimItems(int member) {
        for (Index item = nextItem.fetch_add(1, std::memory_order_relaxed); item < items; item = nextItem.fetch_add(1, std::memory_order_relaxed))
            (*work)(item, member);
    }

    void help(int member, int niceness) {
        setFloatingPointMode();
        setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), niceness);
        for (std::uint32_t seen = 0;;) {
            awaitChange(round.value, seen);
            seen = round.value.load(std::memory_order_acquire);
            if (isStopping)
                return;
            if (member < members)
                claimItems(member);
            finished.value.fetch_add(1, std::memory_order_release);
            finished.value.notify_one();
        }
    }
};

Team::Team(int threads, int niceness) : m_shared(std::make_unique<Shared>()) {
    for (int member = 1; member < threads; ++member)
        m_shared->helpers.emplace_back([shared = m_shared.get(), member, niceness] { shared->help(member, niceness); });
}

Team::~Team() {
    m_shared->isStopping = true;
    m_shared->round.value.fetch_add(1, std::memory_order_release);
    m_shared->round.value.notify_all();
    for (std::thread &helper : m_shared->helpers)
        helper.join();
}

int Team::threads() const {
    return static_cast<int>(m_shared->helpers.size()) + 1;
}

void Team::run(Index items, FunctionRef<void(Index, int)> work, int members) {
    const int limit = members > 0 ? std::min(members, threads()) : threads();
    if (limit == 1 || items <= 1) {
        for (Index item = 0; item < items; ++item)
            work(item, 0);
        return;
    }
    Shared &shared = *m_shared;
    shared.items = items;
    shared.members = limit;
    shared.work = &work;
    shared.nextItem.store(0, std::memory_order_relaxed);
    shared.finished.value.store(0, std::memory_order_relaxed);
    shared.round.value.fetch_add(1, std::memory_order_release);
    shared.round.value.notify_all();
    shared.claimItems(0);
    const auto helpers = static_cast<std::uint32_t>(shared.helpers.size());
    for (std::uint32_t done = shared.finished.value.load(std::memory_order_acquire); done != helpers;
         done = shared.finished.value.load(std::memory_order_acquire))
        awaitChange(shared.finished.value, done);
}

} // namespace hourglass::core
