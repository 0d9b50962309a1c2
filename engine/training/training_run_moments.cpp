// What a training leaves behind on its way: records, moments, and what a divergence goes back to.
#include <algorithm>
#include <cmath>
#include <new>
#include <string>
#include <utility>

#include "engine/kernels/kernels.h"
#include "engine/training/demands.h"
#include "engine/training/training_run.h"

namespace hourglass::training {

namespace {

constexpr std::size_t mostKeyFramesWaiting = 1024;                 ///< their owner sleeps
constexpr double bestShare = 0.01, leastSecondsBetweenBest = 0.05; ///< of the training's time that handing out the best may take

} // namespace

void TrainingRun::drainEvaluations(std::vector<EvaluationRecord> &to) {
    const std::lock_guard lock(m_mutex);
    to.insert(to.end(), m_evaluations.begin(), m_evaluations.end());
    m_evaluations.clear();
}

void TrainingRun::drainKeyFrames(std::vector<KeyFrame> &to) {
    const std::lock_guard lock(m_mutex);
    to.insert(to.end(), m_keyFrames.begin(), m_keyFrames.end());
    m_keyFrames.clear();
}

bool TrainingRun::hasEvaluations() const {
    const std::lock_guard lock(m_mutex);
    return !m_evaluations.empty();
}

std::shared_ptr<const plan::Snapshot> TrainingRun::makeSnapshot() const {
    auto snapshot = std::make_shared<plan::Snapshot>();
    snapshot->plan = m_stepper->sharedPlan();
    snapshot->run = m_status.run;
    snapshot->step = m_stepper->steps();
    snapshot->epoch = m_stepper->epochsDone();
    snapshot->parameters = m_stepper->shownParameters();
    snapshot->state = m_stepper->currentState();
    snapshot->published = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count());
    return snapshot;
}

TrainingRun::SharedState TrainingRun::copyOfState() const {
    if (!m_stepper)
        return nullptr;
    try {
        auto state = std::make_shared<TrainingState>(m_stepper->state());
        state->secondsTrained = m_status.secondsTrained;
        return state;
    } catch (const std::bad_alloc &) { // no reason for a training to end
        return nullptr;
    }
}

void TrainingRun::keepMoment() {
    std::shared_ptr<const plan::Snapshot> snapshot = makeSnapshot();
    m_keySnapshots.add(snapshot);
    const bool withState = m_status.step >= m_nextKeyState;
    if (withState)
        m_nextKeyState = m_status.step + std::max<Index>(4, m_status.step / 3);
    handOut({.snapshot = std::move(snapshot)}, withState);
}

/// Where an epoch takes no time, not at each that is better.
void TrainingRun::keepBest() {
    const double wait = std::max(leastSecondsBetweenBest, m_secondsOfBest / bestShare);
    if (!m_options.keyFrames || !(m_heldOutLoss < m_bestHeldOutLoss) || m_status.secondsTrained - m_secondsAtBest < wait)
        return;
    const Clock::time_point start = Clock::now();
    handOut({.snapshot = makeSnapshot(), .heldOutLoss = m_heldOutLoss, .isOfSpread = false}, true);
    m_bestHeldOutLoss = m_heldOutLoss;
    m_secondsAtBest = m_status.secondsTrained;
    m_secondsOfBest = secondsSince(start);
}

void TrainingRun::handOut(KeyFrame frame, bool withState) {
    const plan::Snapshot &snapshot = *frame.snapshot;
    if (!m_options.keyFrames || !kernels::areFinite(snapshot.parameters.size(), snapshot.parameters.data()))
        return;
    if (withState && m_stepper->bytesOfState() <= m_options.keyStateBytes)
        frame.state = copyOfState();
    const std::lock_guard lock(m_mutex);
    if (m_keyFrames.size() >= mostKeyFramesWaiting)
        m_keyFrames.erase(m_keyFrames.begin());
    m_keyFrames.push_back(std::move(frame));
}

std::shared_ptr<const plan::Snapshot> TrainingRun::goBack() {
    const auto lossOf = [this](const plan::Snapshot &snapshot) {
        m_stepper->replaceParameters(snapshot.parameters, snapshot.state);
        return m_stepper->evaluate(m_stepper->dataset().heldOut());
    };
    // Weights may be ruined long before a loss overflows: good is what is no worse than at the start. Strides that double keep the
    // evaluations few.
    const double atStart = lossOf(*m_keySnapshots.snapshots().front());
    for (Index stride = 1; m_keySnapshots.snapshots().size() > 1; stride *= 2) {
        std::shared_ptr<const plan::Snapshot> snapshot;
        for (Index taken = 0; taken < stride; ++taken)
            snapshot = m_keySnapshots.takeLatest();
        if (lossOf(*snapshot) <= atStart && kernels::areFinite(snapshot->parameters.size(), snapshot->parameters.data()))
            return snapshot;
    }
    std::shared_ptr<const plan::Snapshot> first = m_keySnapshots.snapshots().front();
    m_stepper->replaceParameters(first->parameters, first->state);
    return first;
}

void TrainingRun::diverge(double loss) {
    const Index step = m_status.step;
    const int layer = m_stepper->firstLayerNotFinite();
    const std::shared_ptr<const plan::Snapshot> good = goBack();
    m_status.state = State::Diverged;
    m_status.secondsLeft = none;
    m_status.divergedStep = step;
    m_status.divergedLayer = layer;
    const std::string place = layer >= 0 ? ", first in layer " + std::to_string(layer + 1) : "";
    const char *what = std::isfinite(loss) ? "The weights became infinite" : std::isnan(loss) ? "The loss became not a number" : "The loss became infinite";
    // Who keeps none to go back to has no use for the weights.
    const std::string back = m_options.keySnapshotBytes > 0 ? "; the weights are back at those of step " + std::to_string(good->step) : "";
    m_status.error = {std::string(what) + " at step " + std::to_string(step) + place + back, "Training",
                      hintOnDivergence(m_stepper->dataset(), "Lower the learning rate and go on, or press Reset."), layer};
}

bool TrainingRun::failForLostData() {
    if (m_status.state == State::Failed)
        return true;
    auto failure = m_stepper->dataset().failure();
    if (!failure)
        return false;
    const plan::Snapshot &good = *m_keySnapshots.snapshots().back();
    m_stepper->replaceParameters(good.parameters, good.state);
    if (m_options.keySnapshotBytes > 0)
        failure->hint += " The weights are back at those of step " + std::to_string(good.step) + '.';
    fail(std::move(*failure));
    return true;
}

} // namespace hourglass::training
