#include "app/session/undo.h"

#include <QCoreApplication>

#include <set>

namespace hourglass::app {

namespace {

constexpr qint64 joiningMs = 1200;

} // namespace

UndoHistory::UndoHistory(qint64 byteBudget) : m_moments(1), m_byteBudget(byteBudget) {}

void UndoHistory::push(Edit edit) {
    m_edits.resize(m_done);
    m_moments.resize(m_done + 1);
    const bool isRecent = m_sinceLast.isValid() && m_sinceLast.elapsed() < joiningMs;
    m_sinceLast.start();
    if (!isRecent || m_edits.empty() || edit.subject.isEmpty() || m_edits.back().subject != edit.subject) {
        m_edits.push_back(std::move(edit));
        m_moments.push_back({m_moments.back().run, m_moments.back().seed, nullptr, false});
        ++m_done;
        return;
    }
    Edit &last = m_edits.back();
    last.after = std::move(edit.after);
    last.what = std::move(edit.what);
    last.restartsTraining = last.restartsTraining || edit.restartsTraining;
    if (last.before == last.after && m_moments[m_done].run == m_moments[m_done - 1].run) {
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

const UndoHistory::Moment &UndoHistory::target(Direction direction) const {
    Q_ASSERT(canGo(direction));
    return m_moments[direction == Direction::Back ? m_done - 1 : m_done + 1];
}

QString UndoHistory::text(Direction direction) const {
    if (!canGo(direction))
        return {};
    const QString &what = edit(direction).what;
    const bool startsFresh = edit(direction).restartsTraining && target(direction).isDropped;
    return startsFresh ? QCoreApplication::translate("UndoHistory", "%1 (starts fresh)").arg(what) : what;
}

std::uint64_t UndoHistory::awaitedRun(Direction direction) const {
    const Moment &there = target(direction);
    return there.run != m_moments[m_done].run && !there.state && !there.isDropped ? there.run : 0;
}

void UndoHistory::go(Direction direction) {
    Q_ASSERT(canGo(direction));
    m_sinceLast.invalidate();
    direction == Direction::Back ? --m_done : ++m_done;
}

void UndoHistory::setRun(std::uint64_t run, std::uint64_t seed) {
    m_moments[m_done] = {run, seed, nullptr, false};
}

void UndoHistory::keepState(std::uint64_t run, State state) {
    for (Moment &moment : m_moments)
        if (moment.run == run && &moment != &m_moments[m_done]) {
            moment.state = state;
            moment.isDropped = !state;
        }
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
