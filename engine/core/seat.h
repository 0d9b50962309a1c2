// Where a thread runs. A thread that waits for another which the scheduler has put aside, while its own core falls idle, offers it that
// core: the scheduler itself moves a thread only after it has waited longer than a whole round of a small stack takes. One that others wait for no
// longer, since it stands behind them, is sent to another core: that may be idle for as long.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>

#include <sched.h>
#include <sys/types.h>

namespace hourglass::core {

/// The calling thread works in the background: it gets less of a core that others want, too, and when it wakes it interrupts nobody.
void workInBackground(int niceness);

class Seat {
public:
    /// This seat is the calling thread's from now on.
    void take();
    /// Nanoseconds that the seat's thread has run; stands still while it is put aside or sleeps.
    std::int64_t nanosecondsRun() const;
    /// Moves the seat's thread to the core of the caller, who should give that up at once. It may go on to others afterwards.
    void inviteHere() const;
    /// Moves the seat's thread off the caller's core, where it stands behind the caller. Does nothing where it may run nowhere else, or is elsewhere.
    void sendElsewhere() const;

private:
    std::atomic<pid_t> m_thread{0};
    std::atomic<clockid_t> m_clock{0};
    cpu_set_t m_cores{}; ///< where the thread may run; written before m_thread
};

} // namespace hourglass::core
