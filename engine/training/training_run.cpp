#include "engine/training/training_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/kernels/kernels.h"

namespace hourglass::training {

namespace {

constexpr double secondsBetweenPartialEvaluations = 2.0;

} // namespace

TrainingRun::TrainingRun(const TrainerOptions &options, const std::atomic<bool> &isOutdated, const TrainingRun *leader)
    : m_options(options), m_isOutdated(isOutdated), m_leader(leader), m_keySnapshots(options.keySnapshotBytes) {
    m_status.threads = options.threads;
}

void TrainingRun::take(const Assignment &assignment, core::ThreadPool *pool) {
    m_stepper.reset();
    m_status = Status{.run = assignment.run, .threads = m_options.threads};
    forgetRecords();
    auto stepper = std::make_unique<Stepper>(assignment.plan, assignment.dataset);
    stepper->setThreadPool(pool);
    stepper->setShuffling(assignment.shuffles);
    stepper->setWeightsSeed(assignment.weightsSeed);
    stepper->cutAs(assignment.cutAs);
    if (const auto taken = stepper->configure(assignment.spec); !taken)
        return fail(taken.error());
    if (assignment.from)
        stepper->restore(*assignment.from);
    else
        stepper->start();
    m_stepper = std::move(stepper);
    begin();
    if (assignment.from)
        m_status.secondsTrained = assignment.from->secondsTrained;
}

void TrainingRun::restart(std::uint64_t seed) {
    spec::TrainingSpec spec = m_stepper->spec();
    spec.seed = seed;
    if (const auto taken = m_stepper->configure(spec); !taken)
        return fail(taken.error());
    m_stepper->start();
    begin();
}

void TrainingRun::setThreadPool(core::ThreadPool *pool, int threads) {
    m_status.threads = threads;
    if (m_stepper)
        m_stepper->setThreadPool(pool);
}

void TrainingRun::pause() {
    if (m_status.state == State::Running)
        m_status.state = State::Paused;
}

void TrainingRun::end() {
    m_stepper.reset();
    m_keySnapshots.clear();
    m_status = Status{.threads = m_status.threads};
}

void TrainingRun::follow() {
    if (!canGoOn())
        return;
    const State led = m_leader->m_status.state;
    if (led == m_status.state)
        return;
    if (led == State::Running)
        goOn();
    else if (led != State::Finished)
        m_status.state = State::Paused;
    else
        finish({"epochs", {}});
}

void TrainingRun::begin() {
    forgetRecords();
    const Status old = m_status;
    m_status = Status{.state = State::Paused,
                      .run = old.run,
                      .step = m_stepper->steps(),
                      .stepsPerEpoch = m_stepper->stepsPerEpoch(),
                      .epoch = m_stepper->epochsDone(),
                      .threads = old.threads};
    takeEpochs();
    m_epochSeconds = m_secondsAtEvaluation = m_recentSeconds = m_recentSamples = m_speed = 0;
    m_epochSamples = 0;
    m_nextKeyState = m_status.step;
    m_bestHeldOutLoss = std::numeric_limits<double>::infinity();
    m_secondsAtBest = m_secondsOfBest = 0;
    keepMoment();
    if (m_options.partialEvaluations)
        recordEvaluation(false, none, {});
    failForLostData(); // at once, whoever else found out
}

void TrainingRun::configure(const spec::TrainingSpec &wanted) {
    if (!m_stepper)
        return;
    spec::TrainingSpec spec = wanted;
    spec.seed = m_stepper->spec().seed;
    const Index epochsBefore = m_stepper->spec().epochs;
    const auto lossBefore = m_stepper->spec().loss;
    if (const auto taken = m_stepper->configure(spec); !taken) {
        // The owner has checked before; the old settings go on.
        m_status.error = taken.error();
        return;
    }
    if (!(spec.loss == lossBefore)) // what is best by one says nothing of the other
        m_bestHeldOutLoss = std::numeric_limits<double>::infinity();
    m_status.stepsPerEpoch = m_stepper->stepsPerEpoch();
    if (m_status.state != State::Diverged && m_status.state != State::Failed)
        m_status.error = {};
    if (spec.epochs != epochsBefore) // a training that goes on beyond them is not ended by another rate
        takeEpochs();
}

void TrainingRun::takeEpochs() {
    // An epoch under way is trained to its end.
    m_status.epochs = std::max(m_stepper->spec().epochs, static_cast<Index>(std::ceil(m_stepper->epochsDone())));
    const bool isDone = m_stepper->epochsDone() >= static_cast<double>(m_status.epochs);
    if (isDone && (m_status.state == State::Running || m_status.state == State::Paused)) {
        m_status.state = State::Finished;
        m_status.endKind = "epochs";
        m_status.secondsLeft = 0;
    } else if (!isDone && m_status.state == State::Finished) {
        m_status.state = State::Paused;
        forgetEnd();
        m_stepper->restartStops(m_status.secondsTrained);
    }
    if (m_status.state == State::Finished)
        m_status.epochsMore = epochsMore();
}

Index TrainingRun::epochsMore() const {
    const auto left = static_cast<Index>(std::ceil(static_cast<double>(m_status.epochs) - m_status.epoch - 1e-9));
    return left > 0 ? left : m_stepper->spec().epochs; // a stop came before: the rest of them
}

void TrainingRun::goOn() {
    if (!m_stepper || m_status.state == State::Failed)
        return;
    if (m_status.state == State::Finished) {
        if (m_status.epoch + 1e-9 >= static_cast<double>(m_status.epochs))
            m_status.epochs = m_stepper->epoch() + 1 + m_stepper->spec().epochs;
        m_stepper->restartStops(m_status.secondsTrained);
    }
    forgetEnd();
    if (m_status.state == State::Diverged) {
        m_status.error = {};
        m_status.divergedStep = 0;
        m_status.divergedLayer = -1;
    }
    m_status.state = State::Running;
}

void TrainingRun::forgetRecords() {
    m_keySnapshots.clear();
    m_ring.clear();
    const std::lock_guard lock(m_mutex);
    m_evaluations.clear();
    m_keyFrames.clear();
}

void TrainingRun::step(double stepsPerSecond) {
    const Clock::time_point start = Clock::now();
    const StepOutcome outcome = m_stepper->step();
    const double seconds = secondsSince(start);
    if (failForLostData()) // zeros stood in for samples
        return;
    count(outcome, seconds, stepsPerSecond);
    m_isMeasuredWithin = false;
    if (!std::isfinite(outcome.loss))
        return diverge(outcome.loss);
    const float loss = static_cast<float>(outcome.loss);
    m_ring.push({m_status.step, m_status.epoch, 1, loss, loss, loss});
    if (m_keySnapshots.wants(m_status.step))
        keepMoment();
    StopMoment moment{.step = m_status.step, .seconds = m_status.secondsTrained, .endsEpoch = outcome.endsEpoch, .trainLoss = outcome.epochLoss};
    if (m_stepper->stopping().wantsGradientNorm())
        moment.gradientNorm = m_stepper->gradientNorm();
    bool isDone = false;
    if (outcome.endsEpoch) {
        // The loss was that before the step: what the last step of an epoch leaves behind must be good, too.
        if (!kernels::areFinite(m_stepper->currentParameters().size(), m_stepper->currentParameters().data()))
            return diverge(outcome.loss);
        moment.validationLoss = recordEvaluation(true, outcome.epochLoss, outcome.epochTerms);
        keepBest();
        m_status.constant = m_stepper->constantPart();
        m_stepper->noteEpoch(moment.validationLoss);
        isDone = !m_leader && m_status.epoch + 1e-9 >= static_cast<double>(m_status.epochs);
    } else if (wantsPartialEvaluation()) {
        m_isMeasuredWithin = true;
        recordEvaluation(false, none, {});
    }
    if (m_status.state == State::Failed) // while it was evaluated
        return;
    if (auto stop = m_stepper->stopping().now(moment, m_stepper->watch()))
        finish(std::move(*stop));
    else if (isDone)
        finish({"epochs", {}});
}

void TrainingRun::count(const StepOutcome &outcome, double seconds, double stepsPerSecond) {
    m_epochSeconds += seconds;
    m_epochSamples += outcome.samples;
    m_status.secondsTrained += seconds;
    m_recentSeconds += seconds;
    m_recentSamples += static_cast<double>(outcome.samples);
    if (m_recentSeconds > 0.25) {
        const double speed = m_recentSamples / m_recentSeconds;
        m_speed = m_speed == 0 ? speed : 0.6 * m_speed + 0.4 * speed;
        m_recentSeconds = m_recentSamples = 0;
    }
    m_status.step = m_stepper->steps();
    m_status.epoch = m_stepper->epochsDone();
    const auto samplesOfEpoch = static_cast<double>(m_stepper->dataset().train.samples);
    m_status.samplesPerSecond = m_speed > 0 ? m_speed : static_cast<double>(m_epochSamples) / std::max(m_epochSeconds, 1e-9);
    if (stepsPerSecond > 0)
        m_status.samplesPerSecond = std::min(m_status.samplesPerSecond, stepsPerSecond * samplesOfEpoch / static_cast<double>(m_status.stepsPerEpoch));
    m_status.secondsLeft = (static_cast<double>(m_status.epochs) - m_status.epoch) * samplesOfEpoch / m_status.samplesPerSecond;
}

void TrainingRun::finish(Stop stop) {
    // Parameters of the epoch just evaluated are the best already.
    const bool isBest = m_stepper->watch().epochsSince == 0 && std::floor(m_status.epoch) == m_status.epoch;
    if (const Index epoch = isBest ? 0 : m_stepper->restoreBest(); epoch > 0) {
        stop.words += stop.words.empty() ? "The parameters of epoch " : "; the parameters of epoch ";
        stop.words += std::to_string(epoch) + " are back";
        if (stop.kind != "no_improvement")
            stop.words += ", the best of the validation part";
    }
    m_status.state = State::Finished;
    m_status.secondsLeft = 0;
    m_status.epochsMore = epochsMore();
    m_status.endKind = std::move(stop.kind);
    m_status.endWords = std::move(stop.words);
    handOut({.snapshot = makeSnapshot(), .isOfSpread = false}, true);
}

void TrainingRun::forgetEnd() {
    m_status.endKind.clear();
    m_status.endWords.clear();
}

bool TrainingRun::wantsPartialEvaluation() const {
    if (m_leader)
        return m_leader->m_isMeasuredWithin;
    if (!m_options.partialEvaluations)
        return false;
    if (m_status.secondsTrained - m_secondsAtEvaluation > secondsBetweenPartialEvaluations)
        return true;
    // The first epoch holds most of the story: a tenth, a quarter, a half.
    const Index step = m_status.step, whole = m_status.stepsPerEpoch;
    return m_stepper->epoch() == 0 && whole >= 40 && (step == whole / 10 || step == whole / 4 || step == whole / 2);
}

double TrainingRun::recordEvaluation(bool endsEpoch, double epochLoss, const Terms &epochTerms) {
    EvaluationRecord record;
    record.step = m_stepper->steps();
    record.epoch = m_stepper->epochsDone();
    record.endsEpoch = endsEpoch;
    const data::Dataset &dataset = m_stepper->dataset();
    if (endsEpoch) {
        record.trainLoss = epochLoss;
        if (std::vector<Term> terms = m_stepper->termsOf(epochTerms); terms.size() > 1)
            record.terms = std::move(terms);
        record.validationLoss = m_stepper->evaluate(dataset.validation);
        record.testLoss = m_stepper->evaluate(dataset.test, &m_isOutdated);
        record.heldOutLoss = dataset.validation.isEmpty() ? record.testLoss : record.validationLoss;
        record.seconds = m_epochSeconds;
        record.samplesPerSecond = static_cast<double>(m_epochSamples) / std::max(m_epochSeconds, 1e-9);
        m_epochSeconds = 0;
        m_epochSamples = 0;
    } else {
        record.heldOutLoss = m_stepper->evaluate(dataset.heldOut(), &m_isOutdated);
        if (std::vector<Term> terms = m_stepper->termsSoFar(); terms.size() > 1)
            record.terms = std::move(terms);
    }
    m_secondsAtEvaluation = m_status.secondsTrained;
    if (failForLostData())
        return none;
    m_heldOutLoss = record.heldOutLoss;
    // A large stack takes long, and another one waits: only what stops and rates go by is measured to its end.
    if (m_isOutdated && std::isnan(endsEpoch ? record.testLoss : record.heldOutLoss))
        return record.validationLoss;
    const std::lock_guard lock(m_mutex);
    m_evaluations.push_back(record);
    return record.validationLoss;
}

void TrainingRun::fail(core::Error error) {
    m_status.state = State::Failed;
    m_status.error = std::move(error);
}

} // namespace hourglass::training
