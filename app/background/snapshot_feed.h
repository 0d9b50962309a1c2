// From the trainer's parameters to those who look at them: asks for a snapshot when a result that somebody looks at needs a newer one, hands it to the
// inspector, and delivers the results. Instead of the newest it can show a past moment: whoever subscribed sees that one. Knows no view. Lives on the
// GUI thread; the session's timer drives it, what the trainer and the inspector have ready it takes at once, and a timer of its own drives it while past
// moments follow each other.
#pragma once

#include <functional>
#include <memory>
#include <set>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "engine/analysis/inspector.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

class SnapshotFeed : public QObject {
    Q_OBJECT
public:
    explicit SnapshotFeed(training::Trainer &trainer, QObject *parent = nullptr);
    ~SnapshotFeed() override;

    /// Another training: what was made of the one before is worth nothing.
    void begin(std::uint64_t run, std::shared_ptr<const data::Dataset> dataset);
    /// The same training goes on with a plan of other settings: what was seen is asked for again, even while it rests.
    void expectOtherPlan();
    /// Delivers and asks for what is due. Called by the session's timer. `beside`: of the training beside, if any.
    void tick(const training::Status &status, const training::Status &beside = {});

    /// `arrived(answer)` is called with each result, as long as `receiver` lives. Not watched at first.
    template <analysis::Task T, class Arrived>
    std::shared_ptr<analysis::Subscription<T>> subscribe(QObject *receiver, Arrived arrived) {
        auto subscription = m_inspector.subscribe<T>();
        connect(this, &SnapshotFeed::delivering, receiver, [this, subscription, arrived = std::move(arrived), lap = -1]() mutable {
            if (!isTurnOf(lap))
                return;
            if (const auto answer = subscription->take()) {
                lap = m_lap;
                m_hasDelivered = true;
                arrived(*answer);
            }
        });
        return subscription;
    }

    /// A hand moves something that is answered at once, a stroke that is drawn: for a quarter of a second from now on results come one a tick, each
    /// subscriber's in turn, so that no more than one view is painted with the answer; and where the training has all cores, it leaves one.
    void favourHand();

    /// A moment of the present run in the place of its newest parameters, until showPresent() or another training. Those that follow each other
    /// faster than all samples can be placed are shown with some of them; all follow once they rest.
    void showPast(std::shared_ptr<const plan::Snapshot> moment);
    void showPresent();
    const std::shared_ptr<const plan::Snapshot> &past() const { return m_past; } ///< null: the present is shown
    /// The status as it was at the moment that is shown: for what follows the training with its pictures.
    training::Status atShown(const training::Status &status) const;
    /// True while a picture of what is shown is still made.
    bool isDrawing() const { return m_inspector.isWorking(analysis::Lane::Live); }

    /// Units of which views are to see another output than the model's, by the plan that they are of; null: none. What is shown is made anew.
    using ChangesOf = std::function<std::shared_ptr<const plan::UnitChanges>(const plan::Plan &)>;
    void changeUnits(ChangesOf changes);

    /// Of a core, that each of those may take who measure again and again: the more of them are in sight, the less.
    double measuringShare() const;

    /// Somebody looks at the training beside the present one, too, or no longer.
    void wantBeside(const QObject *by, bool isWanted);
    /// Where the moments of that one are found: what is shown of it when a past moment is.
    using MomentNear = std::function<std::shared_ptr<const plan::Snapshot>(core::Index step)>;
    void setMomentsBeside(MomentNear momentNear) { m_momentBeside = std::move(momentNear); }
    /// That is shown of it; null: nothing yet.
    std::shared_ptr<const plan::Snapshot> beside() const { return m_past && m_momentBeside ? m_momentBeside(m_past->step) : m_beside; }

    /// That is shown: the newest, or that of the past moment; or null.
    const std::shared_ptr<const plan::Snapshot> &snapshot() const { return m_snapshot; }
    const std::shared_ptr<const data::Dataset> &dataset() const { return m_dataset; }
    /// True while a result of the present wishes is still to come.
    bool isBusy() const;

signals:
    /// Another training; nothing of it is there yet.
    void begun();
    /// Before anything is made of them.
    void datasetChanged(std::shared_ptr<const data::Dataset> dataset);
    /// Other parameters: what lies under the cursor is to be decoded again.
    void snapshotArrived();
    /// Other parameters of the training beside.
    void besideArrived();
    /// What is shown has other units changed than before: what was measured is of another network.
    void unitsChanged();
    /// Each tick: results are to be taken.
    void delivering();
    /// Another past moment is shown, or the present again.
    void shownChanged();

private:
    bool isTurnOf(int lap) const { return !m_hand.isActive() || (!m_hasDelivered && lap != m_lap); }
    void deliver();
    void deliverAtOnce();
    void shareCores();
    void takeAtOnce();
    void take(std::shared_ptr<const plan::Snapshot> snapshot);
    std::shared_ptr<const plan::UnitChanges> changesOf(const plan::Snapshot &snapshot) const;
    void publishPast(bool isBrief);
    void tickPast();
    void tickBeside(const training::Status &status, qint64 interval);
    void settle();
    void askWhenDue(const training::Status &status);
    qint64 intervalMs(const training::Status &status) const;

    training::Trainer &m_trainer;
    analysis::Inspector m_inspector{10, [this] { QMetaObject::invokeMethod(this, &SnapshotFeed::deliverAtOnce, Qt::QueuedConnection); }};
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    ChangesOf m_changes;
    std::uint64_t m_run = 0;
    bool m_isShown = false;    ///< the inspector has m_snapshot
    bool m_isOutdated = false; ///< the snapshot is of a plan before the present one
    bool m_isSnapshotAsked = false;
    QElapsedTimer m_sinceAsked;
    bool m_isLagOpen = false;                     ///< not all that the views show was made of m_snapshot yet
    double m_lagMs = 0;                           ///< from a snapshot to all that the views show of it, the longest of late
    std::shared_ptr<const plan::Snapshot> m_past; ///< as it was kept
    QElapsedTimer m_sincePast;
    std::shared_ptr<const plan::Snapshot> m_beside; ///< the newest
    std::set<const QObject *> m_besideWanted;
    MomentNear m_momentBeside;
    std::uint64_t m_besideRun = 0;
    bool m_isBesideAsked = false;
    QElapsedTimer m_sinceBesideAsked;
    double m_wholeSeconds = 0;  ///< that pictures of all samples took last
    bool m_isBrief = false;     ///< what is shown is of some samples only
    QTimer m_settling, m_brisk; ///< all samples are due; results are due at once
    QTimer m_due;               ///< the next snapshot is, before the next tick
    QTimer m_hand;              ///< runs while a hand is favoured
    int m_lap = 0;              ///< while it is: each subscriber's result comes once in it
    bool m_hasDelivered = false;
};

} // namespace hourglass::app
