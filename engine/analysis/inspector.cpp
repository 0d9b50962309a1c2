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

Inspector::Inspector(int niceness) {
    for (int lane = 0; lane < lanes; ++lane)
        m_threads.emplace_back([schedule = m_schedule, lane, niceness] {
            core::setFloatingPointMode();
            core::workInBackground(niceness);
            main(*schedule, static_cast<Lane>(lane));
        });
}

Inspector::~Inspector() {
    m_schedule->stop();
    for (std::thread &thread : m_threads)
        thread.join();
}

void Inspector::main(Schedule &schedule, Lane lane) {
    std::shared_ptr<const plan::Snapshot> snapshot; // whose network is at hand
    std::unique_ptr<plan::Network> network;
    while (auto run = schedule.next(lane, [&] {
        network.reset();
        snapshot.reset();
    })) {
        if (run->snapshot != snapshot) {
            network.reset();
            snapshot = run->snapshot;
        }
        const double start = cpuSeconds();
        std::shared_ptr<const void> result;
        try {
            TaskContext context(
                run->snapshot, run->dataset, network, *run->isGivenUp, [&](double fraction) { schedule.tell(*run, fraction); }, run->isBrief);
            result = run->work(context);
        } catch (const std::exception &) {
            // Too little memory for a result: the view keeps the last one, and the next wish or snapshot tries again.
        }
        schedule.finish(*run, std::move(result), cpuSeconds() - start);
    }
}

} // namespace hourglass::analysis
