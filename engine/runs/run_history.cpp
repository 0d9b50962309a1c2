#include "engine/runs/run_history.h"

#include <algorithm>
#include <set>
#include <utility>

namespace hourglass::runs {

namespace {

constexpr Index spansOfAnEndedRun = Index(1) << 18;

void giveUp(Checkpoint &checkpoint) {
    checkpoint.state.reset();
    checkpoint.isGone = true;
}

} // namespace

RunHistory::RunHistory(Index byteBudget) : m_byteBudget(byteBudget) {
    begin({.log = std::make_shared<RunLog>()});
}

void RunHistory::begin(Run run) {
    if (m_present && m_present->log != run.log)
        m_present->log->shrink(spansOfAnEndedRun);
    m_present = listed(std::move(run));
}

std::shared_ptr<const Run> RunHistory::listed(Run run) {
    run.end.run = run.id;
    auto begun = std::make_shared<Run>(std::move(run));
    m_runs.push_back(begun);
    std::erase_if(m_runs, [](const std::weak_ptr<Run> &old) { return old.expired(); });
    std::erase_if(m_marks, [](const std::weak_ptr<Checkpoint> &old) { return old.expired(); });
    return begun;
}

void RunHistory::startBeside(std::uint64_t id, std::uint64_t seed, const std::string &lossName, const std::string &heldOutName) {
    endBeside();
    m_beside = listed({.id = id, .seed = seed, .log = std::make_shared<RunLog>(lossName, heldOutName)});
}

void RunHistory::resumeBeside(std::uint64_t id, const std::shared_ptr<const Run> &run) {
    endBeside();
    m_beside = listed({.id = id, .seed = run->seed, .log = run->log, .before = run->before, .frames = run->frames});
}

void RunHistory::endBeside() {
    if (m_beside && m_beside->log != m_present->log)
        m_beside->log->shrink(spansOfAnEndedRun);
    m_beside.reset();
}

void RunHistory::addFrameBeside(const training::KeyFrame &frame) {
    m_beside->frames->add(frame, m_beside->log->segments());
    m_beside->frames->setByteBudget(m_byteBudget / 16);
    trim();
}

void RunHistory::start(std::uint64_t id, std::uint64_t seed, const std::string &lossName, const std::string &heldOutName) {
    const std::shared_ptr<const RunLog> before = m_present->log->isEmpty() ? m_present->before : m_present->log;
    begin({.id = id, .seed = seed, .log = std::make_shared<RunLog>(lossName, heldOutName), .before = before});
}

void RunHistory::resume(std::uint64_t id, const std::shared_ptr<const Run> &run) {
    begin({.id = id, .seed = run->seed, .log = run->log, .before = run->before, .frames = run->frames});
}

void RunHistory::takeUp(std::uint64_t id, std::uint64_t seed, std::shared_ptr<RunLog> log) {
    begin({.id = id, .seed = seed, .log = std::move(log)});
}

void RunHistory::branch(std::uint64_t id, std::size_t mark) {
    begin({.id = id,
           .seed = m_present->seed,
           .log = m_present->log->copyBefore(mark),
           .before = m_present->log,
           .frames = m_present->frames->copyUpTo(m_present->log->marks()[mark].step)});
}

void RunHistory::branchAt(std::uint64_t id, core::Index step, double epoch) {
    begin({.id = id,
           .seed = m_present->seed,
           .log = m_present->log->copyUpTo(step, epoch),
           .before = m_present->log,
           .frames = m_present->frames->copyUpTo(step)});
}

void RunHistory::addFrame(const training::KeyFrame &frame) {
    m_present->frames->add(frame, m_present->log->segments());
    trim();
}

void RunHistory::addFrameBeforeEdit(std::uint64_t run, const State &state, double epoch) {
    if (run != m_present->id || !state)
        return;
    m_present->frames->addBeforeEdit(snapshotOf(*state, run, epoch), state);
    trim();
}

void RunHistory::keepLayout(std::uint64_t run, const std::shared_ptr<const plan::Snapshot> &snapshot, const KeptLayout &layout) {
    if (run == m_present->id && m_present->frames->keepLayout(snapshot, layout))
        trim();
}

void RunHistory::restoreFrames(std::vector<KeyFrames::Frame> frames) {
    for (KeyFrames::Frame &frame : frames)
        m_present->frames->restore(std::move(frame));
    trim();
}

void RunHistory::setByteBudget(Index bytes) {
    m_byteBudget = bytes;
    trim();
}

std::shared_ptr<const Checkpoint> RunHistory::mark(const spec::Spec &spec) {
    auto mark = std::make_shared<Checkpoint>(Checkpoint{.run = m_present->id, .spec = spec});
    m_marks.push_back(mark);
    return mark;
}

void RunHistory::keep(const std::shared_ptr<const Checkpoint> &mark, State state) {
    for (const std::weak_ptr<Checkpoint> &known : m_marks)
        if (const auto checkpoint = known.lock(); checkpoint && checkpoint == mark) {
            checkpoint->isGone = !state;
            checkpoint->state = std::move(state);
            return trim();
        }
}

void RunHistory::keep(std::uint64_t id, State state) {
    for (const std::weak_ptr<Run> &known : m_runs)
        if (const auto run = known.lock(); run && run->id == id && run != m_present) {
            run->end.isGone = !state;
            run->end.state = std::move(state);
            return trim();
        }
}

Index RunHistory::bytes() const {
    std::set<const void *> seen{m_present->log.get()};
    Index sum = 0;
    const auto add = [&seen, &sum](const auto &shared, auto bytes) {
        if (shared && seen.insert(shared.get()).second)
            sum += static_cast<Index>(bytes(*shared));
    };
    const auto bytesOfState = [](const training::TrainingState &state) { return state.bytes(); };
    for (const std::weak_ptr<Run> &known : m_runs)
        if (const auto run = known.lock()) {
            add(run->end.state, bytesOfState);
            for (const KeyFrames::Frame &frame : run->frames->frames()) {
                add(frame.state, bytesOfState);
                for (const KeptLayout &layout : frame.layouts)
                    add(layout, [](const MomentLayout &each) { return each.bytes(); });
                add(frame.snapshot,
                    [](const plan::Snapshot &snapshot) { return static_cast<Index>(sizeof(float)) * (snapshot.parameters.size() + snapshot.state.size()); });
            }
            add(run->log, [](const RunLog &log) { return log.bytes(); });
        }
    for (const std::weak_ptr<Checkpoint> &known : m_marks)
        if (const auto mark = known.lock())
            add(mark->state, bytesOfState);
    return sum;
}

/// Pictures of runs that ended go before anything that can be gone on from; those of the present run have what is left, an eighth at least and three
/// sixteenths at most: of the usual budget 96 MB, with which the whole program stays near 300 MB on Map.
void RunHistory::trimFrames() {
    for (std::size_t i = 0; i < m_runs.size() && bytes() > m_byteBudget; ++i)
        if (const auto run = m_runs[i].lock(); run && run->frames != m_present->frames && run != m_beside && !run->frames->isEmpty())
            *run->frames = KeyFrames();
    m_present->frames->setByteBudget(frameBudget());
}

Index RunHistory::frameBudget() const {
    const Index others = bytes() - m_present->frames->bytes();
    return std::clamp(m_byteBudget - others, m_byteBudget / 8, m_byteBudget / 16 * 3);
}

void RunHistory::trim() {
    trimFrames();
    // The moments within a run go first: without the end of one, what was learned there is lost.
    for (std::size_t i = 0; i < m_marks.size() && bytes() > m_byteBudget; ++i)
        if (const auto mark = m_marks[i].lock(); mark && mark->state)
            giveUp(*mark);
    for (std::size_t i = 0; i < m_runs.size() && bytes() > m_byteBudget; ++i)
        if (const auto run = m_runs[i].lock(); run && run != m_present && run->end.state) {
            giveUp(run->end);
            if (run->log != m_present->log)
                run->log.reset();
        }
}

} // namespace hourglass::runs
