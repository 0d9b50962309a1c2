#include "app/undo.h"

#include <QCoreApplication>

#include <set>

namespace hourglass::app {

namespace {

constexpr qint64 joiningMs = 1200;

} // namespace

UndoHistory::UndoHistory(qint64 byteBudget) : m_moments(1), m_byteBudget(byteBudget) {}

bool UndoHistory::push(Edit edit) {
    m_edits.resize(m_done);
    m_moments.resize(m_done + 1);
    const bool isRecent = m_sinceLast.isValid() && m_sinceLast.elapsed() < joiningMs;
    m_sinceLast.start();
    if (isRecent && !m_edits.empty() && !edit.subject.isEmpty() && m_edits.back().subject == edit.subject) {
        Edit &last = m_edits.back();
        last.after = std::move(edit.after);
        last.what = edit.what;
        last.restartsTraining = last.restartsTraining || edit.restartsTraining;
        return true;
    }
    m_edits.push_back(std::move(edit));
    m_moments.emplace_back();
    ++m_done;
    return false;
}

void UndoHistory::withdraw(const spec::Spec &after) {
    if (m_done == 0 || m_done != m_edits.size() || !(m_edits.back().after == after))
        return;
    m_edits.pop_back();
    m_moments.pop_back();
    --m_done;
    m_sinceLast.invalidate();
}

void UndoHistory::clear() {
    m_edits.clear();
    m_moments.assign(1, {});
    m_done = 0;
    m_sinceLast.invalidate();
}

QString UndoHistory::textOf(const Edit &edit, const Moment &target) const {
    return edit.restartsTraining && target.isDropped ? QCoreApplication::translate("UndoHistory", "%1 (starts fresh)").arg(edit.what) : edit.what;
}

QString UndoHistory::undoText() const {
    return canUndo() ? textOf(m_edits[m_done - 1], m_moments[m_done - 1]) : QString();
}

QString UndoHistory::redoText() const {
    return canRedo() ? textOf(m_edits[m_done], m_moments[m_done + 1]) : QString();
}

const Edit &UndoHistory::undo() {
    Q_ASSERT(canUndo());
    m_sinceLast.invalidate();
    return m_edits[--m_done];
}

const Edit &UndoHistory::redo() {
    Q_ASSERT(canRedo());
    m_sinceLast.invalidate();
    return m_edits[m_done++];
}

void UndoHistory::setRun(std::uint64_t run) {
    m_moments[m_done] = {run, nullptr, false};
}

void UndoHistory::keepState(std::uint64_t run, State state) {
    for (Moment &moment : m_moments)
        if (moment.run == run && &moment != &m_moments[m_done])
            moment.state = state;
    trim();
}

qint64 UndoHistory::bytes() const {
    std::set<const training::TrainingState *> seen;
    qint64 sum = 0;
    for (const Moment &moment : m_moments)
        if (moment.state && seen.insert(moment.state.get()).second)
            sum += moment.state->bytes();
    return sum;
}

void UndoHistory::trim() {
    for (std::size_t i = 0; i < m_moments.size() && bytes() > m_byteBudget; ++i) {
        if (!m_moments[i].state)
            continue;
        m_moments[i].state.reset();
        m_moments[i].isDropped = true;
    }
}

} // namespace hourglass::app
