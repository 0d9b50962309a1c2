#include "engine/analysis/inspector.h"

#include <ctime>
#include <exception>

#include "engine/core/floating_point.h"
#include "engine/core/seat.h"

namespace hourglass::analysis {

namespace {

/// Of the calling thread.
double cpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

} // namespace

Inspector::Inspector(int niceness, std::function<void()> rests) {
    for (int i = 0; i < lanes; ++i) {
        const auto lane = static_cast<Lane>(i);
        m_threads.emplace_back([schedule = m_schedule, lane, niceness, rests] {
            core::setFloatingPointMode();
            core::workInBackground(niceness);
            main(*schedule, lane, rests);
        });
    }
}

Inspector::~Inspector() {
    m_schedule->stop();
    for (std::thread &thread : m_threads)
        thread.join();
}

void Inspector::main(Schedule &schedule, Lane lane, const std::function<void()> &rests) {
    std::shared_ptr<const plan::Snapshot> snapshot; // of which the shared work is
    SharedWork shared;
    while (auto run = schedule.next(lane, [&] {
        if (rests)
            rests();
        shared = {};
        snapshot.reset();
    })) {
        if (run->snapshot != snapshot) {
            shared = {};
            snapshot = run->snapshot;
        }
        const double start = cpuSeconds();
        std::shared_ptr<const void> result;
        try {
            TaskContext context(
                run->snapshot, run->dataset, shared, *run->isGivenUp, [&](double fraction) { schedule.tell(*run, fraction); }, run->isBrief);
            result = run->work(context);
        } catch (const std::exception &) {
            // Too little memory for a result: the view keeps the last one, and the next wish or snapshot tries again.
        }
        schedule.finish(*run, std::move(result), cpuSeconds() - start);
    }
}

} // namespace hourglass::analysis
