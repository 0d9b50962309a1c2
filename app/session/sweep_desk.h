// The sweep of a window: trainings on threads of their own beside the one that is looked at. All on the GUI thread; nothing here waits for a training
// but the destructor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "app/background/worker.h"
#include "engine/sweeps/pca_curve.h"
#include "engine/sweeps/runner.h"

namespace hourglass::app {

class SweepDesk : public QObject {
    Q_OBJECT
public:
    /// `threads`: those that all trainings of a sweep may take.
    SweepDesk(sweeps::Load load, int threads, QObject *parent);
    ~SweepDesk() override;

    /// Begins a sweep in the place of the one before. `pcaSizes`: what PCA is measured with beside it. An error, and nothing changes, where it is no sweep.
    std::optional<core::Error> start(const sweeps::Sweep &sweep, std::optional<sweeps::Measure> measure, const std::vector<core::Index> &pcaSizes);
    void setPaused(bool isPaused);
    void cancel();
    /// While a training beside it runs, half of the threads are left to that.
    void setBesideTraining(bool isBeside);

    /// Null before the first sweep.
    const sweeps::Runner *runner() const { return m_runner.get(); }
    const sweeps::Sweep &sweep() const { return m_sweep; }
    const std::vector<sweeps::PcaPoint> &pca() const { return m_pca; }
    bool isRunning() const { return m_timer.isActive(); }

signals:
    void changed();

private:
    void tick();
    void shareThreads();

    sweeps::Load m_load;
    int m_threads;
    sweeps::Sweep m_sweep;
    std::shared_ptr<sweeps::Runner> m_runner;
    std::vector<sweeps::PcaPoint> m_pca;
    Worker::Cancelled m_pcaJob;
    QTimer m_timer;
    bool m_isBeside = false;
    std::uint64_t m_shown = 0; ///< the runner's version that changed() was told of
    Worker m_worker;           ///< last: its jobs end before what they use
};

} // namespace hourglass::app
