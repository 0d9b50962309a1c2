#include "engine/core/seat.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace hourglass::core {

void workInBackground(int niceness) {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
    const sched_param parameter{};
    if (niceness > 0)
        sched_setscheduler(0, SCHED_BATCH, &parameter);
}

void Seat::take() {
    thread_local const pid_t thread = gettid();
    if (m_thread.load(std::memory_order_relaxed) == thread)
        return;
    clockid_t clock{};
    if (sched_getaffinity(0, sizeof m_cores, &m_cores) != 0 || pthread_getcpuclockid(pthread_self(), &clock) != 0)
        return;
    m_clock.store(clock, std::memory_order_relaxed);
    m_thread.store(thread, std::memory_order_release);
}

std::int64_t Seat::nanosecondsRun() const {
    timespec time{};
    if (m_thread.load(std::memory_order_acquire) == 0 || clock_gettime(m_clock.load(std::memory_order_relaxed), &time) != 0)
        return 0;
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

void Seat::inviteHere() const {
    const pid_t thread = m_thread.load(std::memory_order_acquire);
    const int core = sched_getcpu();
    if (thread == 0 || core < 0 || !CPU_ISSET(core, &m_cores))
        return;
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(core, &here);
    if (sched_setaffinity(thread, sizeof here, &here) == 0)
        sched_setaffinity(thread, sizeof m_cores, &m_cores);
}

void Seat::sendElsewhere() const {
    const pid_t thread = m_thread.load(std::memory_order_acquire);
    const int core = sched_getcpu();
    if (thread == 0 || core < 0)
        return;
    cpu_set_t others = m_cores;
    CPU_CLR(core, &others);
    if (CPU_COUNT(&others) > 0 && sched_setaffinity(thread, sizeof others, &others) == 0)
        sched_setaffinity(thread, sizeof m_cores, &m_cores);
}

} // namespace hourglass::core
