// The threads beside the trainer: parameters and samples → results. They never touch the trainer, and run what somebody looks at: by priority,
// the newest wish first. A run gives up between blocks when something more urgent or a newer wish of its own is there.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "engine/analysis/subscription.h"

namespace hourglass::analysis {

class Inspector {
public:
    /// `rests` is called on a thread of the inspector's whenever all that was due in a lane is done; it may not call the inspector.
    explicit Inspector(int niceness = 10, std::function<void()> rests = {});
    ~Inspector();
    Inspector(const Inspector &) = delete;
    Inspector &operator=(const Inspector &) = delete;

    /// Not watched at first. All of a subscription is called on the thread that calls the inspector.
    template <Task T>
    std::shared_ptr<Subscription<T>> subscribe() {
        return std::make_shared<Subscription<T>>(m_schedule);
    }

    /// Another training, whose first snapshot is still to come: what was made of the one before is thrown away, and what runs given up. What reads
    /// the data set alone goes on where it is the same.
    void begin(std::shared_ptr<const data::Dataset> dataset) { m_schedule->begin(std::move(dataset)); }
    /// The newest parameters; null where those before are no longer to be looked at. `isBrief`: the next come at once, and a picture of some of the
    /// samples will do for these.
    void show(std::shared_ptr<const plan::Snapshot> snapshot, bool isBrief = false) { m_schedule->show(std::move(snapshot), isBrief); }

    /// Somebody looks at something that every snapshot changes.
    bool follows() const { return m_schedule->follows(); }
    /// Somebody waits for parameters newer than those shown.
    bool needsNewSnapshot() const { return m_schedule->needsNewSnapshot(); }
    /// Somebody waits for a result.
    bool isBusy() const { return m_schedule->isBusy(); }
    /// Something runs there, or could.
    bool isWorking(Lane lane) const { return m_schedule->isWorking(lane); }
    /// How many are watched that measure something again and again, beside what is looked at live.
    int measurements() const { return m_schedule->measurements(); }
    /// Of one core, for all that is made of one snapshot.
    double followingCpuSeconds() const { return m_schedule->followingCpuSeconds(); }

private:
    static void main(Schedule &schedule, Lane lane, const std::function<void()> &rests);

    std::shared_ptr<Schedule> m_schedule = std::make_shared<Schedule>();
    std::vector<std::thread> m_threads;
};

} // namespace hourglass::analysis
