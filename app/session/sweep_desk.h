// The sweep of a window: trainings on threads of their own beside the one that is looked at, or one of the past that is shown again. All on the GUI
// thread; nothing here waits for a training but the destructor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "app/background/worker.h"
#include "app/session/sweep_shelf.h"
#include "engine/sweeps/record.h"
#include "engine/sweeps/runner.h"

namespace hourglass::app {

class SweepDesk : public QObject {
    Q_OBJECT
public:
    /// `threads`: those that all trainings of a sweep may take. What they come to goes on the shelf, which must outlive the desk.
    SweepDesk(sweeps::Load load, int threads, SweepShelf &shelf, QObject *parent);
    ~SweepDesk() override;

    /// A sweep that is to begin.
    struct Order {
        sweeps::Sweep sweep;
        std::string ready, title;               ///< the key of the ready-made one or empty, and what the list of sweeps calls it
        std::optional<sweeps::Measure> measure; ///< none: as the settings that are varied ask for
        std::vector<core::Index> pcaSizes;      ///< what PCA is measured with beside it
    };
    /// Begins in the place of the one before. An error, and nothing changes, where it is no sweep.
    std::optional<core::Error> start(const Order &order);
    void setPaused(bool isPaused);
    void cancel();
    /// While a training beside it runs, half of the threads are left to that.
    void setBesideTraining(bool isBeside);
    /// Shows one of the shelf in the place of the one that is shown; the one that runs goes on.
    void show(std::int64_t id);

    std::int64_t shown() const { return m_shown; } ///< its id on the shelf; 0: none is shown
    /// That is shown, as far as it is; null: none.
    const std::shared_ptr<const sweeps::Record> &record() const { return m_record; }
    sweeps::SweepProgress progress() const; ///< of the one that is shown
    bool isRunning() const { return m_timer.isActive(); }

signals:
    void changed();
    void failed(const core::Error &error); ///< it could not be shown

private:
    void tick();
    void note();
    void shareThreads();
    bool isOwn() const { return m_runner && m_shown == m_running; } ///< the runner's is shown

    sweeps::Load m_load;
    int m_threads;
    SweepShelf &m_shelf;
    std::int64_t m_shown = 0, m_running = 0;
    std::shared_ptr<const sweeps::Record> m_record;
    sweeps::Record m_own; ///< the runner's, without progress
    std::string m_title;
    std::shared_ptr<sweeps::Runner> m_runner;
    Worker::Cancelled m_pcaJob;
    QTimer m_timer;
    bool m_isBeside = false;
    std::uint64_t m_told = 0; ///< the runner's version that changed() was told of
    Worker m_worker;          ///< last: its jobs end before what they use
};

} // namespace hourglass::app
