// The second training of a trainer, in lock step with the first.
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "engine/training/trainer.h"

namespace hourglass::training {

void Trainer::assignBeside(Assignment assignment) {
    auto shared = std::make_shared<Assignment>(std::move(assignment));
    follow(shared);
    send([this, shared] { takeBeside(shared); });
}

void Trainer::endBeside() {
    send([this] {
        if (m_beside.isThere())
            retire(m_beside);
        m_beside.end();
    });
}

void Trainer::configureBeside(const spec::TrainingSpec &spec) {
    send([this, spec] { m_beside.configure(spec); });
}

Status Trainer::besideStatus() const {
    const std::lock_guard lock(m_mutex);
    return m_publishedBeside;
}

void Trainer::drainBeside(std::vector<StepRecord> &steps, std::vector<EvaluationRecord> &evaluations, std::vector<KeyFrame> &frames) {
    m_beside.drainSteps(steps);
    m_beside.drainEvaluations(evaluations);
    m_beside.drainKeyFrames(frames);
}

void Trainer::requestBesideSnapshot() {
    const std::lock_guard lock(m_mutex);
    m_besideSnapshotRequested = true;
    m_wake.notify_all();
}

std::shared_ptr<const plan::Snapshot> Trainer::takeBesideSnapshot() {
    const std::lock_guard lock(m_mutex);
    return std::move(m_besideSnapshot);
}

void Trainer::requestStates(std::function<void(SharedState, SharedState)> taken) {
    send([this, taken = std::move(taken)] { taken(m_run.copyOfState(), m_beside.copyOfState()); });
}

void Trainer::takeBeside(const std::shared_ptr<Assignment> &shared) {
    Assignment assignment;
    {
        const std::lock_guard lock(m_mutex);
        std::erase(m_followers, shared);
        assignment = std::move(*shared);
        m_besideSnapshot.reset();
    }
    if (m_beside.isThere())
        retire(m_beside);
    m_beside.end();
    if (!m_run.isThere()) // it could not be begun
        return;
    try {
        m_beside.take(assignment, m_pool.get());
    } catch (const std::bad_alloc &) {
        return m_beside.fail({"There is not enough memory for a second training beside this one", "", "Make its batch or its layers smaller."});
    }
    if (m_beside.canGoOn() && m_beside.status().step != m_run.status().step)
        m_beside.fail({"What it had learned at step " + std::to_string(m_run.status().step) + " is lost", "", "Start both anew."});
}

/// As many steps as the first has done, which is one, and what it lacks of them where it could not.
void Trainer::stepBeside() {
    const auto start = std::chrono::steady_clock::now();
    try {
        while (m_beside.canGoOn() && m_beside.status().step < m_run.status().step)
            m_beside.step(m_pace.stepsPerSecond());
    } catch (const std::bad_alloc &) {
        m_beside.fail({"There is not enough memory for the training beside this one", "", "Make its batch or its layers smaller."});
    } catch (const std::exception &problem) {
        m_beside.fail({std::string("The training beside this one met an error: ") + problem.what(), "", "Start both anew."});
    }
    m_run.alsoTook(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

} // namespace hourglass::training
