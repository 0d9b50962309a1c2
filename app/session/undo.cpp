#include "app/session/undo.h"

#include <QCoreApplication>

namespace hourglass::app {

namespace {

constexpr qint64 joiningMs = 1200;

} // namespace

void UndoHistory::push(Edit edit) {
    m_edits.resize(m_done);
    m_moments.resize(m_done + 1);
    const bool isRecent = m_sinceLast.isValid() && m_sinceLast.elapsed() < joiningMs;
    m_sinceLast.start();
    if (!isRecent || m_edits.empty() || edit.subject.isEmpty() || m_edits.back().subject != edit.subject) {
        m_edits.push_back(std::move(edit));
        m_moments.push_back(m_moments.back());
        ++m_done;
        return;
    }
    Edit &last = m_edits.back();
    last.after = std::move(edit.after);
    last.what = std::move(edit.what);
    last.restartsTraining = last.restartsTraining || edit.restartsTraining;
    if (last.before == last.after && m_moments[m_done] == m_moments[m_done - 1]) {
        // Dragged back to where it began, and the training never noticed: nothing to undo.
        m_edits.pop_back();
        m_moments.pop_back();
        --m_done;
    }
}

void UndoHistory::clear() {
    m_edits.clear();
    m_moments.assign(1, {});
    m_done = 0;
    m_sinceLast.invalidate();
}

bool UndoHistory::canGo(Direction direction) const {
    return direction == Direction::Back ? m_done > 0 : m_done < m_edits.size();
}

const Edit &UndoHistory::edit(Direction direction) const {
    Q_ASSERT(canGo(direction));
    return m_edits[direction == Direction::Back ? m_done - 1 : m_done];
}

const UndoHistory::Run &UndoHistory::target(Direction direction) const {
    Q_ASSERT(canGo(direction));
    return m_moments[direction == Direction::Back ? m_done - 1 : m_done + 1];
}

QString UndoHistory::text(Direction direction) const {
    if (!canGo(direction))
        return {};
    const QString &what = edit(direction).what;
    const bool startsFresh = edit(direction).restartsTraining && target(direction) && target(direction)->end.isGone;
    return startsFresh ? QCoreApplication::translate("UndoHistory", "%1 (starts fresh)").arg(what) : what;
}

UndoHistory::Run UndoHistory::run(Direction direction) const {
    const Run &there = target(direction);
    return there && leadsToOtherRun(direction) && !there->end.isGone ? there : nullptr;
}

void UndoHistory::go(Direction direction) {
    Q_ASSERT(canGo(direction));
    m_sinceLast.invalidate();
    direction == Direction::Back ? --m_done : ++m_done;
}

} // namespace hourglass::app
