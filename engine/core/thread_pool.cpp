#include "engine/core/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <thread>
#include <vector>

#include <immintrin.h>
#include <sched.h>

#include "engine/core/floating_point.h"
#include "engine/core/seat.h"

namespace hourglass::core {

namespace {

constexpr int pausesOfATry = 1000;         // some 10 µs
constexpr int triesBeforeSleep = 40;       // within which a worker that was put aside is found
constexpr std::int64_t missedNs = 150'000; // rounds that a worker misses for so long are no accident

std::int64_t nowNs() {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

/// True once the value has changed; tries for some 10 µs.
bool changesSoon(const std::atomic<std::uint32_t> &value, std::uint32_t old) {
    for (int pause = 0; pause < pausesOfATry; ++pause) {
        if (value.load(std::memory_order_acquire) != old)
            return true;
        _mm_pause();
    }
    return false;
}

} // namespace

struct ThreadPool::Shared {
    struct alignas(64) Counter {
        std::atomic<std::uint32_t> value{0};
    };
    // What is left of a worker's share in one number, with the round: who claims an item of round r knows that the round is not over, so that
    // `work` is its work. A worker that sleeps through a round is not missed.
    static constexpr int itemBits = 24;
    static constexpr std::uint64_t itemMask = (std::uint64_t{1} << itemBits) - 1;
    static constexpr std::uint64_t spanOf(std::uint64_t ofRound, Index first, Index end) {
        return ofRound << (2 * itemBits) | static_cast<std::uint64_t>(first) << itemBits | static_cast<std::uint64_t>(end);
    }
    Counter round; ///< grows by one with each round: helpers sleep on it
    Counter done;  ///< items of the present round that are finished: the leader waits for all
    alignas(64) std::atomic<const FunctionRef<void(Index, int)> *> work{nullptr};
    std::atomic<int> workers{1};
    std::atomic<std::uint32_t> items{0}; ///< of the present round
    std::uint64_t rounds = 0;            ///< the leader's
    std::atomic<bool> isStopping{false};
    std::vector<std::thread> helpers;
    struct alignas(64) Place {
        std::atomic<std::uint64_t> share{0}; ///< round << 48 | first << 24 | end
        Seat seat;
        std::atomic<bool> isWorking{false};    ///< others wait for it
        std::atomic<std::uint32_t> noticed{0}; ///< the last round that it came to
        std::int64_t missingSince = 0;         ///< the leader's: 0: it comes to the rounds
        std::int64_t ranBefore = -1;           ///< the leader's: that it had run when it was first looked at since then
    };
    std::vector<Place> places;
    const std::atomic<int> *const spared;

    Shared(int threads, const std::atomic<int> *resting) : places(static_cast<std::size_t>(threads)), spared(resting) {}

    /// Workers below this may work now.
    int awake() const {
        const int all = static_cast<int>(places.size());
        return spared ? std::clamp(all - spared->load(std::memory_order_relaxed), 1, all) : all;
    }

    /// Waits for the value to change: spins at first, since between the phases of a step nobody should pay for a wake-up, then sleeps, so
    /// that a paused training costs nothing. If one of those that are waited for turns out to be put aside, it gets the waiter's core.
    void awaitChange(const std::atomic<std::uint32_t> &value, std::uint32_t old, std::size_t worker) {
        if (changesSoon(value, old) || changesSoon(value, old))
            return;
        std::size_t watched = worker;
        std::int64_t run = 0;
        for (int attempt = 0; attempt < triesBeforeSleep; ++attempt) {
            const std::size_t busy = busyBeside(worker);
            const std::int64_t now = busy == worker ? 0 : places[busy].seat.nanosecondsRun();
            if (busy != worker && busy == watched && now == run) {
                places[busy].seat.inviteHere();
                break;
            }
            watched = busy;
            run = now;
            if (changesSoon(value, old))
                return;
        }
        value.wait(old, std::memory_order_acquire);
    }

    /// After a round: whoever has missed all of them for a while and did not run meanwhile stands in a queue. The leader does its work, so that nobody
    /// waits for it; but the queue may be that of the leader's own core, where it would get half of that while another core is idle.
    void findMissing(int limit) {
        const std::uint32_t present = round.value.load(std::memory_order_relaxed);
        for (int worker = 1; worker < limit; ++worker) {
            Place &place = places[static_cast<std::size_t>(worker)];
            if (place.noticed.load(std::memory_order_relaxed) == present) {
                place.missingSince = 0;
                continue;
            }
            const std::int64_t now = nowNs();
            if (place.missingSince == 0) {
                place.missingSince = now;
                place.ranBefore = -1;
            } else if (now - place.missingSince >= missedNs) {
                const std::int64_t ran = place.seat.nanosecondsRun();
                if (ran == place.ranBefore)
                    place.seat.sendElsewhere();
                place.missingSince = now;
                place.ranBefore = ran;
            }
        }
    }

    /// Another worker that is at work; `worker` itself where there is none.
    std::size_t busyBeside(std::size_t worker) const {
        for (std::size_t other = 0; other < places.size(); ++other)
            if (other != worker && places[other].isWorking.load(std::memory_order_relaxed))
                return other;
        return worker;
    }

    /// Here and not in ~ThreadPool(): where one of many threads cannot be started, those that were must end.
    ~Shared() {
        isStopping.store(true, std::memory_order_relaxed);
        round.value.fetch_add(1, std::memory_order_release);
        round.value.notify_all();
        for (std::thread &helper : helpers)
            helper.join();
    }

    /// The next item of somebody's share; -1: there is none. Even owners go up from its first item, odd ones down from its last, and others come
    /// from the other side: what is left for the end lies between two shares, where a symmetric stack has its smallest layers.
    Index claimFrom(std::size_t owner, int worker) {
        std::atomic<std::uint64_t> &share = places[owner].share;
        const bool takesFirst = (owner % 2 == 0) == (owner == static_cast<std::size_t>(worker));
        for (std::uint64_t seen = share.load(std::memory_order_acquire);;) {
            const std::uint64_t first = seen >> itemBits & itemMask, end = seen & itemMask;
            if (first >= end || worker >= std::min(workers.load(std::memory_order_relaxed), awake()))
                return -1;
            const std::uint64_t left = takesFirst ? seen + (std::uint64_t{1} << itemBits) : seen - 1;
            if (share.compare_exchange_weak(seen, left, std::memory_order_acq_rel, std::memory_order_acquire))
                return static_cast<Index>(takesFirst ? first : end - 1);
        }
    }

    Index claim(int worker) {
        const auto own = static_cast<std::size_t>(worker);
        for (std::size_t step = 0; step < places.size(); ++step)
            if (const Index item = claimFrom((own + step) % places.size(), worker); item >= 0)
                return item;
        return -1;
    }

    void claimItems(int worker) {
        std::atomic<bool> &isWorking = places[static_cast<std::size_t>(worker)].isWorking;
        for (Index item = claim(worker); item >= 0; item = claim(worker)) {
            isWorking.store(true, std::memory_order_relaxed);
            (*work.load(std::memory_order_relaxed))(item, worker);
            isWorking.store(worker == 0, std::memory_order_relaxed); // the leader has work between the rounds, too
            const std::uint32_t all = items.load(std::memory_order_relaxed);
            if (done.value.fetch_add(1, std::memory_order_acq_rel) + 1 == all && worker != 0)
                done.value.notify_one();
        }
    }

    void help(int worker, int niceness) {
        setFloatingPointMode();
        const auto place = static_cast<std::size_t>(worker);
        places[place].seat.take();
        workInBackground(niceness);
        for (std::uint32_t seen = 0;;) {
            if (worker < awake())
                awaitChange(round.value, seen, place);
            else // it would keep the core that was asked for
                round.value.wait(seen, std::memory_order_acquire);
            seen = round.value.load(std::memory_order_acquire);
            places[place].noticed.store(seen, std::memory_order_relaxed);
            if (isStopping.load(std::memory_order_relaxed))
                return;
            claimItems(worker);
            // Whoever else wants this core should take it now, with nothing half done, not in the middle of an item that all wait for.
            sched_yield();
        }
    }
};

ThreadPool::ThreadPool(int threads, int niceness, const std::atomic<int> *spared) : m_shared(std::make_unique<Shared>(threads, spared)) {
    for (int worker = 1; worker < threads; ++worker)
        m_shared->helpers.emplace_back([shared = m_shared.get(), worker, niceness] { shared->help(worker, niceness); });
}

ThreadPool::~ThreadPool() = default;

int ThreadPool::threads() const {
    return static_cast<int>(m_shared->helpers.size()) + 1;
}

void ThreadPool::run(Index items, FunctionRef<void(Index, int)> work, int workers) {
    const int limit = std::min(workers > 0 ? workers : threads(), m_shared->awake());
    if (limit == 1 || items <= 1) {
        for (Index item = 0; item < items; ++item)
            work(item, 0);
        return;
    }
    Shared &shared = *m_shared;
    shared.places[0].seat.take();
    assert(items < static_cast<Index>(Shared::itemMask));
    shared.workers.store(limit, std::memory_order_relaxed);
    shared.items.store(static_cast<std::uint32_t>(items), std::memory_order_relaxed);
    shared.work.store(&work, std::memory_order_relaxed);
    shared.done.value.store(0, std::memory_order_relaxed);
    ++shared.rounds;
    for (int worker = limit - 1; worker >= 0; --worker)
        shared.places[static_cast<std::size_t>(worker)].share.store(Shared::spanOf(shared.rounds, items * worker / limit, items * (worker + 1) / limit),
                                                                    std::memory_order_release);
    shared.round.value.fetch_add(1, std::memory_order_release);
    shared.round.value.notify_all();
    shared.claimItems(0);
    shared.places[0].isWorking.store(false, std::memory_order_relaxed);
    const auto all = static_cast<std::uint32_t>(items);
    for (std::uint32_t done = shared.done.value.load(std::memory_order_acquire); done != all; done = shared.done.value.load(std::memory_order_acquire))
        shared.awaitChange(shared.done.value, done, 0);
    shared.findMissing(limit);
    shared.places[0].isWorking.store(true, std::memory_order_relaxed);
}

} // namespace hourglass::core
