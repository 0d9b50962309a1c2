// A view's end of the inspector: what it wants, and the results as they come. For the owner's thread; it may outlive the inspector, which then answers
// no more.
#pragma once

#include "engine/analysis/schedule.h"

namespace hourglass::analysis {

template <Task T>
class Subscription {
public:
    using Result = typename T::Result;

    explicit Subscription(std::shared_ptr<Schedule> schedule) : m_schedule(std::move(schedule)), m_request(std::make_shared<Request>(T::traits)) {
        m_schedule->add(m_request);
    }
    ~Subscription() { m_schedule->remove(m_request); }
    Subscription(const Subscription &) = delete;
    Subscription &operator=(const Subscription &) = delete;

    /// From now on this; the same as before is no new wish.
    void want(T task) {
        if (m_task != task)
            wantAnew(std::move(task));
    }
    /// This once more, even where it is the same.
    void wantAnew(T task) {
        m_task = std::move(task);
        m_schedule->want(*m_request, [task = *m_task](TaskContext &context) -> std::shared_ptr<const void> { return task.run(context); });
    }
    void wantNothing() {
        m_task.reset();
        m_schedule->want(*m_request, {});
    }
    /// What nobody looks at is not run.
    void setWatched(bool isWatched) { m_schedule->setWatched(*m_request, isWatched); }

    /// The newest result since the last call.
    std::optional<Answer<Result>> take() {
        const auto answer = m_schedule->take(*m_request);
        if (!answer)
            return {};
        return Answer<Result>{std::static_pointer_cast<const Result>(answer->result), answer->moment, answer->cpuSeconds, answer->ageSeconds};
    }
    /// A result of the present wish is still to come or to be taken.
    bool isBusy() const { return m_schedule->isBusy(*m_request); }
    /// How much of the present run is done, for tasks that tell.
    double fraction() const { return m_schedule->fraction(*m_request); }
    double cpuSeconds() const { return m_schedule->cpuSeconds(*m_request); }

private:
    std::shared_ptr<Schedule> m_schedule;
    std::shared_ptr<Request> m_request;
    std::optional<T> m_task;
};

} // namespace hourglass::analysis
