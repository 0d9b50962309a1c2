#include "engine/sweeps/runner.h"

#include <algorithm>
#include <limits>

#include "engine/sweeps/results.h"

namespace hourglass::sweeps {

namespace {

bool isOver(TrialState state) {
    return state == TrialState::Done || state == TrialState::Stopped || state == TrialState::Failed || state == TrialState::Cancelled;
}

Index combinationsOf(const std::vector<Trial> &trials) {
    return trials.empty() ? 0 : trials.back().combination + 1;
}

/// The longest of the trainings: a rung is so much of each training's own epochs.
Index epochsIn(const std::vector<Trial> &trials) {
    Index most = 1;
    for (const Trial &trial : trials)
        most = std::max(most, trial.spec.training.epochs);
    return most;
}

} // namespace

double valueOf(const TrialProgress &progress, Measure measure) {
    return measure == Measure::Loss ? progress.loss : progress.judgement.squaredError;
}

Runner::Runner(std::vector<Trial> trials, Index halving, Measure measure, Load load, RunnerOptions options)
    : m_trials(std::move(trials)), m_measure(measure), m_options(options),
      m_atOnce(std::clamp(options.threads, 1, std::max(1, static_cast<int>(std::min<std::size_t>(m_trials.size(), 64))))),
      m_rungs(rungsOf(combinationsOf(m_trials), epochsIn(m_trials), halving)), m_datasets(std::move(load), options.datasetsKept), m_progress(m_trials.size()),
      m_held(m_trials.size()), m_goesOn(static_cast<std::size_t>(combinationsOf(m_trials)), true), m_used(m_atOnce) {
    for (std::size_t index = 0; index < m_trials.size(); ++index)
        if (m_trials[index].error)
            settle(index, TrialState::Failed, m_trials[index].error->sentence());
    for (int worker = 0; worker < m_atOnce; ++worker)
        m_threads.emplace_back([this, worker] { work(worker); });
}

Runner::~Runner() {
    cancel();
    for (std::thread &thread : m_threads)
        thread.join();
}

void Runner::changed() {
    ++m_version;
    m_wake.notify_all();
}

void Runner::pause() {
    const std::lock_guard lock(m_mutex);
    m_isPaused = true;
    changed();
}

void Runner::resume() {
    const std::lock_guard lock(m_mutex);
    m_isPaused = false;
    changed();
}

void Runner::cancel() {
    const std::lock_guard lock(m_mutex);
    m_isCancelled = true;
    for (TrialProgress &progress : m_progress)
        if (!isOver(progress.state))
            progress.state = TrialState::Cancelled;
    changed();
}

void Runner::useThreads(int threads) {
    const std::lock_guard lock(m_mutex);
    m_used = std::clamp(threads, 1, m_atOnce);
    m_wake.notify_all();
}

std::vector<TrialProgress> Runner::progressOfTrials() const {
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

std::uint64_t Runner::version() const {
    const std::lock_guard lock(m_mutex);
    return m_version;
}

void Runner::wait(std::uint64_t version, std::chrono::milliseconds longest) const {
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, longest, [&] { return m_version != version; });
}

/// That the training is to have done by the end of the present rung: as much of its own epochs as the rung is of the last.
Index Runner::epochsOf(std::size_t index) const {
    const Index own = m_trials[index].spec.training.epochs;
    return m_rung + 1 == m_rungs.size() ? own : std::clamp<Index>(own * m_rungs[m_rung].epochs / m_rungs.back().epochs, 1, own);
}

SweepProgress Runner::progress() const {
    const std::lock_guard lock(m_mutex);
    SweepProgress all{.trials = static_cast<Index>(m_trials.size()), .isPaused = m_isPaused, .isCancelled = m_isCancelled};
    double done = 0, left = 0, seconds = 0;
    for (std::size_t index = 0; index < m_trials.size(); ++index) {
        const TrialProgress &progress = m_progress[index];
        all.over += isOver(progress.state) ? 1 : 0;
        done += progress.epoch;
        seconds += progress.seconds;
        if (progress.state == TrialState::Waiting || progress.state == TrialState::Running)
            left += std::max(0.0, static_cast<double>(epochsOf(index)) - progress.epoch);
    }
    all.isOver = all.over == all.trials;
    const double seeds = static_cast<double>(m_trials.size()) / std::max(1.0, static_cast<double>(m_goesOn.size()));
    for (std::size_t rung = m_rung + 1; rung < m_rungs.size() && !all.isOver; ++rung)
        left += static_cast<double>(m_rungs[rung].combinations * (m_rungs[rung].epochs - m_rungs[rung - 1].epochs)) * seeds;
    all.fraction = all.isOver ? 1 : done / std::max(1e-9, done + left);
    if (done > 0)
        all.secondsLeft = all.isOver ? 0 : left * seconds / done / m_used;
    return all;
}

std::optional<std::size_t> Runner::next(int worker) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        const auto isWaiting = [](const TrialProgress &progress) { return progress.state == TrialState::Waiting; };
        const auto isLeft = [](const TrialProgress &progress) { return !isOver(progress.state); };
        if (m_isCancelled || std::none_of(m_progress.begin(), m_progress.end(), isLeft))
            return {};
        if (!m_isPaused && worker < m_used)
            if (const auto found = std::find_if(m_progress.begin(), m_progress.end(), isWaiting); found != m_progress.end()) {
                found->state = TrialState::Running;
                changed();
                return static_cast<std::size_t>(found - m_progress.begin());
            }
        m_wake.wait(lock);
    }
}

void Runner::settle(std::size_t index, TrialState state, const std::string &sentence) {
    const std::lock_guard lock(m_mutex);
    TrialProgress &progress = m_progress[index];
    if (progress.state == TrialState::Cancelled)
        return;
    progress.state = state;
    progress.sentence = sentence;
    const auto isAtWork = [](const TrialProgress &each) { return each.state == TrialState::Waiting || each.state == TrialState::Running; };
    if (std::none_of(m_progress.begin(), m_progress.end(), isAtWork) && m_rung + 1 < m_rungs.size())
        climb();
    changed();
}

/// All of a rung have done their epochs: the better ones go on.
void Runner::climb() {
    std::vector<double> means(m_goesOn.size(), std::numeric_limits<double>::infinity());
    for (const Summary &summary : summariesOf(m_trials, m_progress, m_measure))
        if (m_goesOn[static_cast<std::size_t>(summary.combination)] && summary.failed == 0)
            means[static_cast<std::size_t>(summary.combination)] = summary.mean;
    m_goesOn.assign(m_goesOn.size(), false);
    ++m_rung;
    for (const std::size_t combination : survivors(means, m_rungs[m_rung].combinations))
        m_goesOn[combination] = true;
    bool isAnyLeft = false;
    for (std::size_t index = 0; index < m_trials.size(); ++index) {
        TrialProgress &progress = m_progress[index];
        const bool goesOn = m_goesOn[static_cast<std::size_t>(m_trials[index].combination)];
        if (progress.state == TrialState::Held)
            progress.state = goesOn ? TrialState::Waiting : TrialState::Stopped;
        if (!goesOn)
            m_held[index] = nullptr;
        isAnyLeft = isAnyLeft || progress.state == TrialState::Waiting;
    }
    if (!isAnyLeft)
        m_rung = m_rungs.size() - 1;
}

} // namespace hourglass::sweeps
