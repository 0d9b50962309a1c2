// The stack that trains beside the present one, step for step on the same batches. It begins with each start of the present training, and ends where that
// goes elsewhere. A project brings both back. Lives on the GUI thread; the session drives it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/runs/run_history.h"
#include "engine/runs/run_list.h"
#include "engine/training/records.h"

namespace hourglass::training {
class Trainer;
}

namespace hourglass::app {

/// Who is to train beside: a stack with its settings, of which the seed is that of its first weights. Data, batches and how long it trains are the leader's.
struct Rival {
    QString name; ///< for people
    spec::Spec spec;
    QString presetKey = {};
    std::uint64_t parent = 0; ///< the run of the list that it was made of; 0: none
};

/// The present training, beside which it is to train.
struct Leader {
    std::uint64_t run = 0; ///< the number of the training, not of the list
    spec::Spec spec;
    std::shared_ptr<const plan::Plan> plan;
    std::shared_ptr<const data::Dataset> dataset;
};

class LockStep : public QObject {
    Q_OBJECT
public:
    /// All must outlive it.
    LockStep(training::Trainer &trainer, runs::RunHistory &history, runs::RunList &list, QObject *parent = nullptr);

    bool isOn() const { return m_run != nullptr; }
    QString name() const; ///< of its run in the list; empty: there is none
    const training::Status &status() const { return m_status; }
    /// Why it cannot train beside this one; none: it can.
    static std::optional<core::Error> obstacle(const Rival &rival, const Leader &leader);
    /// What it takes from the leader, for people; empty: nothing.
    QString taken() const { return m_taken; }
    /// Who trains beside, while it is on.
    const Rival &rival() const { return m_trained; }
    /// The stack that would train there, fitted to the leader's data.
    static core::Result<std::shared_ptr<const plan::Plan>> planOf(const Rival &rival, const Leader &leader);
    /// That of training `run` at the kept moment nearest to this step; null: there is none.
    std::shared_ptr<const plan::Snapshot> momentNear(core::Index step) const;

    // For the session alone, in this order where the present training gives way to another.

    /// It begins with the next training that starts anew.
    void choose(const Rival &rival) { m_rival = rival; }
    /// What it recorded until now.
    void drain();
    /// The training that it stands beside is left: both can be gone on from together.
    void leave() { leave(true); }
    /// The trainer was given the leader, which starts anew or goes on from the end of a run (`from`). Where it cannot go along it ends and says why.
    void begin(const Leader &leader);
    void goOn(const Leader &leader, const std::shared_ptr<const runs::Run> &from);
    /// Likewise from a state of a project that is of the leader's step, with its curve.
    void resume(const Leader &leader, const Rival &rival, runs::State state, std::shared_ptr<runs::RunLog> log);
    /// The settings of the leader changed while it trains.
    void configure(const Leader &leader);
    /// The leader goes on alone.
    void end(const QString &why);
    void tick();

signals:
    /// It began, ended, or is in another state.
    void changed();
    void told(const QString &sentence);
    /// It diverged or failed, or cannot go along.
    void problemMet(const core::Error &error);

private:
    /// Two runs that were left at the same step.
    struct Pair {
        std::weak_ptr<const runs::Run> leader;
        std::shared_ptr<const runs::Run> beside;
        Rival rival;
    };
    struct Fit; ///< what it trains beside a leader
    static core::Result<Fit> fit(const Rival &rival, const Leader &leader);
    void assign(const Leader &leader, const Fit &fit, const std::shared_ptr<const runs::Run> &from);
    void leave(bool isTogether);
    void giveUp(const core::Error &error);

    training::Trainer &m_trainer;
    runs::RunHistory &m_history;
    runs::RunList &m_list;
    std::optional<Rival> m_rival;           ///< chosen; none: the present one trains alone
    Rival m_trained;                        ///< whose run m_run is
    std::shared_ptr<const runs::Run> m_run; ///< null: nobody trains beside
    std::weak_ptr<const runs::Run> m_leader;
    std::vector<Pair> m_pairs;
    training::Status m_status;
    training::State m_toldState = training::State::Idle;
    QString m_taken;
};

} // namespace hourglass::app
