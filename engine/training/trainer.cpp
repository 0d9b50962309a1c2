#include "engine/training/trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>

#include "engine/core/floating_point.h"
#include "engine/core/seat.h"
#include "engine/training/demands.h"

namespace hourglass::training {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr double secondsBetweenPartialEvaluations = 2.0;
constexpr std::size_t mostKeyFramesWaiting = 1024;                 ///< their owner sleeps
constexpr double bestShare = 0.01, leastSecondsBetweenBest = 0.05; ///< of the training's time that handing out the best may take

} // namespace

Trainer::Trainer(TrainerOptions options) : m_options(options), m_keySnapshots(options.keySnapshotBytes) {
    m_options.threads = std::max(1, options.threads);
    m_status.threads = m_options.threads;
    m_published = m_status;
    m_thread = std::thread([this] { main(); });
}

Trainer::~Trainer() {
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = m_isOutdated = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Trainer::send(std::function<void()> command) {
    const std::lock_guard lock(m_mutex);
    m_commands.push_back(std::move(command));
    m_wake.notify_all();
}

void Trainer::assign(Assignment assignment) {
    // std::function wants to copy: the assignment is shared until it is taken.
    auto shared = std::make_shared<Assignment>(std::move(assignment));
    follow(shared);
    {
        const std::lock_guard lock(m_mutex);
        ++m_assignmentsWaiting;
        m_isOutdated = true;
    }
    send([this, shared] { take(shared); });
}

void Trainer::follow(const std::shared_ptr<Assignment> &assignment) {
    if (assignment->from || assignment->fromRun == 0)
        return;
    const std::lock_guard lock(m_mutex);
    const auto left = std::find_if(m_retired.begin(), m_retired.end(), [&](const Retired &retired) { return retired.run == assignment->fromRun; });
    if (left != m_retired.end())
        assignment->from = left->state;
    else
        m_followers.push_back(assignment);
}

void Trainer::train() {
    send([this] {
        m_stepsAsked = 0;
        goOn();
    });
}

void Trainer::pause() {
    send([this] {
        m_stepsAsked = 0;
        if (m_status.state == State::Running)
            m_status.state = State::Paused;
    });
}

void Trainer::step(Index count) {
    send([this, count] {
        m_stepsAsked += count;
        goOn();
    });
}

void Trainer::reset(std::uint64_t seed) {
    send([this, seed] {
        if (!m_stepper)
            return;
        spec::TrainingSpec spec = m_stepper->spec();
        spec.seed = seed;
        if (const auto taken = m_stepper->configure(spec); !taken)
            return fail(taken.error());
        m_stepper->start();
        begin();
    });
}

void Trainer::configure(const spec::TrainingSpec &spec) {
    send([this, spec] { takeSettings(spec); });
}

void Trainer::exchangePlan(std::shared_ptr<const plan::Plan> plan) {
    send([this, plan = std::move(plan)] {
        if (m_stepper && !m_stepper->exchangePlan(plan))
            fail({"This setting changes more than it may while a training goes on", "", "Press Reset to start the training again."});
    });
}

void Trainer::setThreads(int threads) {
    send([this, threads] {
        m_options.threads = std::max(1, threads);
        m_pool = std::make_unique<core::ThreadPool>(m_options.threads, m_options.niceness);
        m_status.threads = m_options.threads;
        if (m_stepper)
            m_stepper->setThreadPool(m_pool.get());
    });
}

void Trainer::setPace(double stepsPerSecond) {
    send([this, stepsPerSecond] { m_pace.set(stepsPerSecond, Clock::now()); });
}

void Trainer::requestState(std::function<void(SharedState)> taken) {
    send([this, taken = std::move(taken)] { taken(copyOfState()); });
}

Status Trainer::status() const {
    const std::lock_guard lock(m_mutex);
    return m_published;
}

void Trainer::drainSteps(std::vector<StepRecord> &to) {
    m_ring.drain(to);
}

void Trainer::drainEvaluations(std::vector<EvaluationRecord> &to) {
    const std::lock_guard lock(m_mutex);
    to.insert(to.end(), m_evaluations.begin(), m_evaluations.end());
    m_evaluations.clear();
}

void Trainer::drainKeyFrames(std::vector<KeyFrame> &to) {
    const std::lock_guard lock(m_mutex);
    to.insert(to.end(), m_keyFrames.begin(), m_keyFrames.end());
    m_keyFrames.clear();
}

void Trainer::requestSnapshot() {
    const std::lock_guard lock(m_mutex);
    m_snapshotRequested = true;
    m_wake.notify_all();
}

std::shared_ptr<const plan::Snapshot> Trainer::takeSnapshot() {
    const std::lock_guard lock(m_mutex);
    return std::move(m_snapshot);
}

std::vector<Trainer::Retired> Trainer::takeRetired() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_retired, {});
}

void Trainer::wait(std::chrono::milliseconds longest) {
    std::unique_lock lock(m_mutex);
    m_news.wait_for(lock, longest, [this] { return !m_evaluations.empty() || (m_commands.empty() && !m_isObeying && m_published.state != State::Running); });
}

void Trainer::main() {
    core::setFloatingPointMode();
    core::workInBackground(m_options.niceness);
    try {
        m_pool = std::make_unique<core::ThreadPool>(m_options.threads, m_options.niceness);
    } catch (const std::exception &problem) {
        fail({std::string("The training threads could not be started: ") + problem.what(), "", "Choose fewer threads."});
    }
    for (;;) {
        try {
            if (!obeyCommands())
                return;
            if (m_status.state == State::Running && isDue())
                trainOneStep();
        } catch (const std::bad_alloc &) {
            fail({"There is not enough memory for this training", "", "Make the batch or the layers smaller, then press Reset."});
        } catch (const std::exception &problem) {
            fail({std::string("The training met an error: ") + problem.what(), "", "Press Reset to start it again."});
        }
    }
}

bool Trainer::isDue() const {
    return m_stepsAsked > 0 || m_pace.isDue(Clock::now());
}

bool Trainer::obeyCommands() {
    std::unique_lock lock(m_mutex);
    m_published = m_status;
    m_isObeying = false;
    const auto isAsked = [this] { return m_isStopping || !m_commands.empty() || (m_snapshotRequested && m_stepper); };
    if (m_status.state == State::Running) {
        if (!isDue())
            m_wake.wait_until(lock, m_pace.due(), isAsked);
    } else if (!isAsked()) {
        m_news.notify_all();
        m_wake.wait(lock, isAsked);
    }
    // Those that are here now: whoever sends without end must not keep the training from its next step. One at a time: where one throws,
    // those after it are still there.
    for (std::size_t left = m_commands.size(); left > 0 && !m_commands.empty() && !m_isStopping; --left) {
        const std::function<void()> command = std::move(m_commands.front());
        m_commands.erase(m_commands.begin());
        m_isObeying = true;
        lock.unlock();
        command();
        lock.lock();
        m_published = m_status;
        m_isObeying = false;
    }
    if (m_snapshotRequested && m_stepper) {
        m_snapshotRequested = false;
        lock.unlock();
        std::shared_ptr<const plan::Snapshot> snapshot = makeSnapshot();
        lock.lock();
        m_snapshot = std::move(snapshot);
    }
    return !m_isStopping;
}

std::shared_ptr<const plan::Snapshot> Trainer::makeSnapshot() const {
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

void Trainer::keepMoment() {
    std::shared_ptr<const plan::Snapshot> snapshot = makeSnapshot();
    m_keySnapshots.add(snapshot);
    const bool withState = m_status.step >= m_nextKeyState;
    if (withState)
        m_nextKeyState = m_status.step + std::max<Index>(4, m_status.step / 3);
    handOut({.snapshot = std::move(snapshot)}, withState);
}

/// Where an epoch takes no time, not at each that is better.
void Trainer::keepBest() {
    const double wait = std::max(leastSecondsBetweenBest, m_secondsOfBest / bestShare);
    if (!m_options.keyFrames || !(m_heldOutLoss < m_bestHeldOutLoss) || m_status.secondsTrained - m_secondsAtBest < wait)
        return;
    const Clock::time_point start = Clock::now();
    handOut({.snapshot = makeSnapshot(), .heldOutLoss = m_heldOutLoss, .isOfSpread = false}, true);
    m_bestHeldOutLoss = m_heldOutLoss;
    m_secondsAtBest = m_status.secondsTrained;
    m_secondsOfBest = secondsSince(start);
}

void Trainer::handOut(KeyFrame frame, bool withState) {
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

Trainer::SharedState Trainer::copyOfState() const {
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

void Trainer::retire() {
    const SharedState state = copyOfState();
    const std::lock_guard lock(m_mutex);
    m_retired.push_back({m_status.run, state});
    for (const std::shared_ptr<Assignment> &follower : m_followers)
        if (follower->fromRun == m_status.run)
            follower->from = state;
}

void Trainer::take(const std::shared_ptr<Assignment> &shared) {
    if (m_stepper)
        retire();
    Assignment assignment;
    {
        const std::lock_guard lock(m_mutex);
        std::erase(m_followers, shared);
        m_isOutdated = --m_assignmentsWaiting > 0 || m_isStopping;
        assignment = std::move(*shared);
    }
    m_stepper.reset();
    m_status = Status{.run = assignment.run, .threads = m_options.threads};
    forgetRecords();
    auto stepper = std::make_unique<Stepper>(assignment.plan, assignment.dataset);
    stepper->setThreadPool(m_pool.get());
    stepper->setShuffling(assignment.shuffles);
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

void Trainer::goOn() {
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

void Trainer::forgetRecords() {
    m_stepsAsked = 0;
    m_keySnapshots.clear();
    m_ring.clear();
    const std::lock_guard lock(m_mutex);
    m_evaluations.clear();
    m_keyFrames.clear();
    if (m_snapshot) { // whoever asked for it waits: the answer is one of what comes now
        m_snapshot.reset();
        m_snapshotRequested = true;
    }
}

void Trainer::begin() {
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

void Trainer::takeSettings(const spec::TrainingSpec &wanted) {
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

void Trainer::takeEpochs() {
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

Index Trainer::epochsMore() const {
    const auto left = static_cast<Index>(std::ceil(static_cast<double>(m_status.epochs) - m_status.epoch - 1e-9));
    return left > 0 ? left : m_stepper->spec().epochs; // a stop came before: the rest of them
}

void Trainer::trainOneStep() {
    const Clock::time_point start = Clock::now();
    m_pace.note(start);
    const StepOutcome outcome = m_stepper->step();
    const double seconds = secondsSince(start);
    if (failForLostData()) // zeros stood in for samples
        return;
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
    if (!std::isfinite(outcome.loss))
        return diverge(outcome.loss);
    const float loss = static_cast<float>(outcome.loss);
    m_ring.push({m_status.step, m_status.epoch, 1, loss, loss, loss});
    m_status.samplesPerSecond = m_speed > 0 ? m_speed : static_cast<double>(m_epochSamples) / std::max(m_epochSeconds, 1e-9);
    if (m_pace.stepsPerSecond() > 0)
        m_status.samplesPerSecond = std::min(m_status.samplesPerSecond, m_pace.stepsPerSecond() * static_cast<double>(m_stepper->dataset().train.samples) /
                                                                            static_cast<double>(m_status.stepsPerEpoch));
    const double samplesLeft = (static_cast<double>(m_status.epochs) - m_status.epoch) * static_cast<double>(m_stepper->dataset().train.samples);
    m_status.secondsLeft = samplesLeft / m_status.samplesPerSecond;
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
        isDone = m_status.epoch + 1e-9 >= static_cast<double>(m_status.epochs);
    } else if (wantsPartialEvaluation()) {
        recordEvaluation(false, none, {});
    }
    if (m_status.state == State::Failed) // while it was evaluated
        return;
    if (auto stop = m_stepper->stopping().now(moment, m_stepper->watch()))
        finish(std::move(*stop));
    else if (isDone)
        finish({"epochs", {}});
    if (m_stepsAsked > 0 && --m_stepsAsked == 0 && m_status.state == State::Running)
        m_status.state = State::Paused;
}

void Trainer::finish(Stop stop) {
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

void Trainer::forgetEnd() {
    m_status.endKind.clear();
    m_status.endWords.clear();
}

bool Trainer::wantsPartialEvaluation() const {
    if (!m_options.partialEvaluations)
        return false;
    if (m_status.secondsTrained - m_secondsAtEvaluation > secondsBetweenPartialEvaluations)
        return true;
    // The first epoch holds most of the story: a tenth, a quarter, a half.
    const Index step = m_status.step, whole = m_status.stepsPerEpoch;
    return m_stepper->epoch() == 0 && whole >= 40 && (step == whole / 10 || step == whole / 4 || step == whole / 2);
}

double Trainer::recordEvaluation(bool endsEpoch, double epochLoss, const Terms &epochTerms) {
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
    m_news.notify_all();
    return record.validationLoss;
}

std::shared_ptr<const plan::Snapshot> Trainer::goBack() {
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

void Trainer::diverge(double loss) {
    const Index step = m_status.step;
    const int layer = m_stepper->firstLayerNotFinite();
    const std::shared_ptr<const plan::Snapshot> good = goBack();
    m_status.state = State::Diverged;
    m_status.secondsLeft = none;
    m_status.divergedStep = step;
    m_status.divergedLayer = layer;
    m_stepsAsked = 0;
    const std::string place = layer >= 0 ? ", first in layer " + std::to_string(layer + 1) : "";
    const char *what = std::isfinite(loss) ? "The weights became infinite" : std::isnan(loss) ? "The loss became not a number" : "The loss became infinite";
    // Who keeps none to go back to has no use for the weights.
    const std::string back = m_options.keySnapshotBytes > 0 ? "; the weights are back at those of step " + std::to_string(good->step) : "";
    m_status.error = {std::string(what) + " at step " + std::to_string(step) + place + back, "Training",
                      hintOnDivergence(m_stepper->dataset(), "Lower the learning rate and go on, or press Reset."), layer};
}

void Trainer::fail(core::Error error) {
    m_status.state = State::Failed;
    m_status.error = std::move(error);
    m_stepsAsked = 0;
}

bool Trainer::failForLostData() {
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
