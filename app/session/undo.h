// Edits that can be taken back. Between two edits lies a moment; where an edit restarted the training, the moment before it keeps the
// training state it was left in, and the moment after it the state it was left in by an undo.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QString>

#include "engine/spec/spec.h"
#include "engine/training/state.h"

namespace hourglass::app {

struct Edit {
    QString what;    ///< "Insert Dense 64"
    QString subject; ///< edits of the same subject in quick succession are one; empty: never
    spec::Spec before, after;
    QString presetBefore, presetAfter;
    bool restartsTraining = false;
    QString fileBefore = {}, fileAfter = {}; ///< where saving writes to
};

enum class Direction { Back, Forth };

class UndoHistory {
public:
    using State = std::shared_ptr<const training::TrainingState>;

    explicit UndoHistory(qint64 byteBudget = 512'000'000);

    /// Adds an edit and forgets what was undone; joins it with the last one where both have the subject and little time has passed.
    void push(Edit edit);
    /// The next edit is not joined with the last one.
    void closeEdit() { m_sinceLast.invalidate(); }
    void clear();

    bool canGo(Direction direction) const;
    /// "Insert Dense 64", with "(starts fresh)" where the weights to go to were dropped; empty where there is no way.
    QString text(Direction direction) const;
    /// The edit that lies there.
    const Edit &edit(Direction direction) const;
    /// What the training beyond that edit was left in, or null.
    State state(Direction direction) const { return target(direction).state; }
    /// The training whose state that is, where it is still on its way from the trainer; else 0.
    std::uint64_t awaitedRun(Direction direction) const;
    /// That the training beyond that edit was drawn with.
    std::uint64_t seed(Direction direction) const { return target(direction).seed; }
    void go(Direction direction);

    /// Training `run`, drawn with this seed, now goes on at the present moment.
    void setRun(std::uint64_t run, std::uint64_t seed);
    /// Training `run` was left in this state; null where it is lost.
    void keepState(std::uint64_t run, State state);
    qint64 bytes() const;

private:
    struct Moment {
        std::uint64_t run = 0, seed = 0;
        State state;
        bool isDropped = false;
    };

    const Moment &target(Direction direction) const;
    void trim();

    std::vector<Edit> m_edits;
    std::vector<Moment> m_moments; ///< one more than edits
    std::size_t m_done = 0;
    qint64 m_byteBudget;
    QElapsedTimer m_sinceLast;
};

} // namespace hourglass::app
