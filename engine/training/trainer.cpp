#include "engine/training/trainer.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "engine/core/floating_point.h"
#include "engine/core/seat.h"

namespace hourglass::training {

namespace {

using Clock = std::chrono::steady_clock;

} // namespace

Trainer::Trainer(TrainerOptions options) : m_options(options), m_run(m_options, m_isOutdated), m_beside(m_options, m_isOutdated, &m_run) {
    m_options.threads = std::max(1, options.threads);
    m_run.setThreadPool(nullptr, m_options.threads);
    m_published = m_run.status();
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
        m_run.goOn();
    });
}

void Trainer::pause() {
    send([this] {
        m_stepsAsked = 0;
        m_run.pause();
    });
}

void Trainer::step(Index count) {
    send([this, count] {
        m_stepsAsked += count;
        m_run.goOn();
    });
}

void Trainer::reset(std::uint64_t seed) {
    send([this, seed] {
        if (!m_run.isThere())
            return;
        forgetWishes();
        m_run.restart(seed);
        if (m_beside.isThere())
            m_beside.restart(seed);
    });
}

void Trainer::configure(const spec::TrainingSpec &spec) {
    send([this, spec] { m_run.configure(spec); });
}

void Trainer::exchangePlan(std::shared_ptr<const plan::Plan> plan) {
    send([this, plan = std::move(plan)] {
        if (m_run.isThere() && !m_run.exchangePlan(plan))
            fail({"This setting changes more than it may while a training goes on", "", "Press Reset to start the training again."});
    });
}

void Trainer::setThreads(int threads) {
    send([this, threads] {
        m_options.threads = std::max(1, threads);
        m_pool = std::make_unique<core::ThreadPool>(m_options.threads, m_options.niceness, &m_spared);
        m_run.setThreadPool(m_pool.get(), m_options.threads);
        m_beside.setThreadPool(m_pool.get(), m_options.threads);
    });
}

void Trainer::setPace(double stepsPerSecond) {
    send([this, stepsPerSecond] { m_pace.set(stepsPerSecond, Clock::now()); });
}

void Trainer::requestState(std::function<void(SharedState)> taken) {
    send([this, taken = std::move(taken)] { taken(m_run.copyOfState()); });
}

Status Trainer::status() const {
    const std::lock_guard lock(m_mutex);
    return m_published;
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

void Trainer::setSnapshotListener(std::function<void()> listener) {
    const std::lock_guard lock(m_mutex);
    m_snapshotListener = std::move(listener);
}

void Trainer::wait(std::chrono::milliseconds longest) {
    std::unique_lock lock(m_mutex);
    m_news.wait_for(lock, longest, [this] { return m_run.hasEvaluations() || (m_commands.empty() && !m_isObeying && m_published.state != State::Running); });
}

void Trainer::main() {
    core::setFloatingPointMode();
    core::workInBackground(m_options.niceness);
    try {
        m_pool = std::make_unique<core::ThreadPool>(m_options.threads, m_options.niceness, &m_spared);
    } catch (const std::exception &problem) {
        fail({std::string("The training threads could not be started: ") + problem.what(), "", "Choose fewer threads."});
    }
    for (;;) {
        try {
            if (!obeyCommands())
                return;
            if (m_run.status().state == State::Running && isDue())
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
    publish();
    m_isObeying = false;
    if (m_run.hasEvaluations())
        m_news.notify_all();
    const auto isAsked = [this] {
        return m_isStopping || !m_commands.empty() || (m_snapshotRequested && m_run.isThere()) || (m_besideSnapshotRequested && m_beside.isThere());
    };
    if (m_run.status().state == State::Running) {
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
        m_beside.follow();
        lock.lock();
        publish();
        m_isObeying = false;
    }
    const auto answer = [this, &lock](bool &isRequested, const TrainingRun &run, std::shared_ptr<const plan::Snapshot> &to) {
        if (!isRequested || !run.isThere())
            return;
        isRequested = false;
        lock.unlock();
        std::shared_ptr<const plan::Snapshot> snapshot = run.makeSnapshot();
        lock.lock();
        to = std::move(snapshot);
        if (&to == &m_snapshot && m_snapshotListener)
            m_snapshotListener();
    };
    answer(m_snapshotRequested, m_run, m_snapshot);
    answer(m_besideSnapshotRequested, m_beside, m_besideSnapshot);
    return !m_isStopping;
}

/// Under the lock. Of one beside nothing is copied where there is none.
void Trainer::publish() {
    m_published = m_run.status();
    if (m_beside.status().run != 0 || m_publishedBeside.run != 0)
        m_publishedBeside = m_beside.status();
}

void Trainer::trainOneStep() {
    m_pace.note(Clock::now());
    m_run.step(m_pace.stepsPerSecond());
    if (m_beside.isThere())
        stepBeside();
    const State state = m_run.status().state;
    if (state == State::Failed || state == State::Diverged)
        m_stepsAsked = 0;
    else if (m_stepsAsked > 0 && --m_stepsAsked == 0)
        m_run.pause();
    m_beside.follow();
}

void Trainer::take(const std::shared_ptr<Assignment> &shared) {
    for (TrainingRun *run : {&m_run, &m_beside})
        if (run->isThere())
            retire(*run);
    m_beside.end();
    Assignment assignment;
    {
        const std::lock_guard lock(m_mutex);
        std::erase(m_followers, shared);
        m_isOutdated = --m_assignmentsWaiting > 0 || m_isStopping;
        assignment = std::move(*shared);
    }
    forgetWishes();
    m_run.take(assignment, m_pool.get());
}

void Trainer::retire(TrainingRun &left) {
    const SharedState state = left.copyOfState();
    const std::uint64_t run = left.status().run;
    const std::lock_guard lock(m_mutex);
    m_retired.push_back({run, state});
    for (const std::shared_ptr<Assignment> &follower : m_followers)
        if (follower->fromRun == run)
            follower->from = state;
}

/// Of the training before, or of before it began anew.
void Trainer::forgetWishes() {
    m_stepsAsked = 0;
    const std::lock_guard lock(m_mutex);
    if (m_snapshot) { // whoever asked for it waits: the answer is one of what comes now
        m_snapshot.reset();
        m_snapshotRequested = true;
    }
}

void Trainer::fail(core::Error error) {
    m_stepsAsked = 0;
    m_run.fail(std::move(error));
    m_beside.follow();
}

} // namespace hourglass::training
