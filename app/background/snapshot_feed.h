// From the trainer's parameters to those who look at them: asks for a snapshot when a result that somebody looks at needs a newer one, hands it to the
// inspector, and delivers the results. Knows no view. Lives on the GUI thread; the session's timer drives it.
#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QObject>

#include "engine/analysis/inspector.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

class SnapshotFeed : public QObject {
    Q_OBJECT
public:
    explicit SnapshotFeed(training::Trainer &trainer, QObject *parent = nullptr);

    /// Another training: what was made of the one before is worth nothing.
    void begin(std::uint64_t run, std::shared_ptr<const data::Dataset> dataset);
    /// The same training goes on with a plan of other settings: what was seen is asked for again, even while it rests.
    void expectOtherPlan();
    /// Delivers and asks for what is due. Called by the session's timer.
    void tick(const training::Status &status);

    /// `arrived(answer)` is called with each result, as long as `receiver` lives. Not watched at first.
    template <analysis::Task T, class Arrived>
    std::shared_ptr<analysis::Subscription<T>> subscribe(QObject *receiver, Arrived arrived) {
        auto subscription = m_inspector.subscribe<T>();
        connect(this, &SnapshotFeed::delivering, receiver, [subscription, arrived = std::move(arrived)] {
            if (const auto answer = subscription->take())
                arrived(*answer);
        });
        return subscription;
    }

    /// The newest snapshot, or null.
    const std::shared_ptr<const plan::Snapshot> &snapshot() const { return m_snapshot; }
    const std::shared_ptr<const data::Dataset> &dataset() const { return m_dataset; }
    /// True while a result of the present wishes is still to come.
    bool isBusy() const;

signals:
    /// Another training; nothing of it is there yet.
    void begun();
    /// Before anything is made of them.
    void datasetChanged(std::shared_ptr<const data::Dataset> dataset);
    /// Newer parameters: what lies under the cursor is to be decoded again.
    void snapshotArrived();
    /// Each tick: results are to be taken.
    void delivering();

private:
    void take(std::shared_ptr<const plan::Snapshot> snapshot);
    qint64 intervalMs(const training::Status &status) const;

    training::Trainer &m_trainer;
    analysis::Inspector m_inspector;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    std::uint64_t m_run = 0;
    bool m_isShown = false;    ///< the inspector has m_snapshot
    bool m_isOutdated = false; ///< the snapshot is of a plan before the present one
    bool m_isSnapshotAsked = false;
    QElapsedTimer m_sinceAsked;
};

} // namespace hourglass::app
