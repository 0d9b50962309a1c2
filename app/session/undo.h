// Edits that can be taken back. Between two edits lies a moment with the run that went on there; where an edit restarted the training, the run
// before it is left in a state to return to, and that after it likewise by an undo. The states themselves are the run history's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QString>

#include "engine/runs/run_history.h"
#include "engine/spec/spec.h"

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
    using Run = std::shared_ptr<const runs::Run>;

    UndoHistory() : m_moments(1) {}

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
    /// Whether another run than here went on beyond that edit.
    bool leadsToOtherRun(Direction direction) const { return target(direction) != m_moments[m_done]; }
    /// The run beyond that edit where it is another than here and was left in a state that is there or on its way; else null.
    Run run(Direction direction) const;
    void go(Direction direction);

    /// This run now goes on at the present moment.
    void setRun(Run run) { m_moments[m_done] = std::move(run); }

private:
    const Run &target(Direction direction) const;

    std::vector<Edit> m_edits;
    std::vector<Run> m_moments; ///< one more than edits; null where none went on yet
    std::size_t m_done = 0;
    QElapsedTimer m_sinceLast;
};

} // namespace hourglass::app
