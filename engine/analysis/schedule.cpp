#include "engine/analysis/schedule.h"

#include <algorithm>
#include <chrono>

namespace hourglass::analysis {

namespace {

std::uint64_t now() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1));
}

} // namespace

std::uint64_t Schedule::inputOf(const Request &request) const {
    switch (request.traits.reads) {
    case Reads::Dataset: return m_datasets;
    case Reads::NewSnapshot: return 0; // once for each wish
    case Reads::EverySnapshot: return m_snapshots;
    }
    return 0;
}

bool Schedule::isAnswered(const Request &request) const {
    return request.answeredWish == request.wish && request.answeredInput == inputOf(request);
}

bool Schedule::isDue(const Request &request) const {
    if (!request.isWatched || !request.work || !m_dataset || isAnswered(request))
        return false;
    if (request.traits.reads == Reads::Dataset)
        return true;
    return m_snapshot && (request.traits.reads == Reads::EverySnapshot || m_snapshot->published >= request.wishedAt);
}

bool Schedule::isAwaited(const Request &request) const {
    return request.isWatched && (request.answer || (m_dataset && request.work && !isAnswered(request)));
}

std::shared_ptr<Request> Schedule::mostUrgent(Lane lane) const {
    std::shared_ptr<Request> best;
    for (const std::shared_ptr<Request> &request : m_requests)
        if (request->traits.lane == lane && isDue(*request) &&
            (!best || std::pair(request->traits.priority, request->wish) > std::pair(best->traits.priority, best->wish)))
            best = request;
    return best;
}

/// Wakes the lanes that have something to do, and gives up what runs there in the way of something more urgent.
void Schedule::reconsider() {
    for (int i = 0; i < lanes; ++i) {
        LaneState &lane = m_lanes[static_cast<std::size_t>(i)];
        const std::shared_ptr<Request> best = mostUrgent(static_cast<Lane>(i));
        if (!lane.current) {
            if (best)
                lane.wake.notify_all();
            continue;
        }
        Request &current = *lane.current;
        if (!current.isWatched || !current.work)
            lane.isGivenUp = true;
        const bool isOvertaken = best && (best == lane.current ? current.wish != lane.wish : best->traits.priority > current.traits.priority);
        if (isOvertaken && !current.wasGivenUp) {
            current.wasGivenUp = true;
            lane.isGivenUp = true;
        }
    }
}

void Schedule::add(std::shared_ptr<Request> request) {
    const std::lock_guard lock(m_mutex);
    m_requests.push_back(std::move(request));
}

void Schedule::remove(const std::shared_ptr<Request> &request) {
    const std::lock_guard lock(m_mutex);
    request->work = {};
    m_requests.erase(std::remove(m_requests.begin(), m_requests.end(), request), m_requests.end());
    reconsider();
}

void Schedule::want(Request &request, Request::Work work) {
    const std::lock_guard lock(m_mutex);
    request.work = std::move(work);
    request.wish = ++m_wishes;
    request.wishedAt = now();
    if (!request.work)
        request.answer.reset();
    reconsider();
}

void Schedule::setWatched(Request &request, bool isWatched) {
    const std::lock_guard lock(m_mutex);
    request.isWatched = isWatched;
    reconsider();
}

std::optional<Answer<void>> Schedule::take(Request &request) {
    const std::lock_guard lock(m_mutex);
    return std::exchange(request.answer, std::nullopt);
}

bool Schedule::isBusy(const Request &request) const {
    const std::lock_guard lock(m_mutex);
    return isAwaited(request);
}

double Schedule::fraction(const Request &request) const {
    const std::lock_guard lock(m_mutex);
    return request.isRunning ? request.fraction : 0;
}

double Schedule::cpuSeconds(const Request &request) const {
    const std::lock_guard lock(m_mutex);
    return request.cpuSeconds;
}

void Schedule::begin(std::shared_ptr<const data::Dataset> dataset) {
    const std::lock_guard lock(m_mutex);
    const bool isOther = dataset != m_dataset;
    m_dataset = std::move(dataset);
    m_snapshot.reset();
    ++m_snapshots;
    if (isOther)
        ++m_datasets;
    for (const std::shared_ptr<Request> &request : m_requests)
        if (isOther || request->traits.reads != Reads::Dataset)
            request->answer.reset();
    for (LaneState &lane : m_lanes)
        if (lane.current && (isOther || lane.current->traits.reads != Reads::Dataset)) {
            lane.isWorthless = true;
            lane.isGivenUp = true;
        }
    reconsider();
}

void Schedule::show(std::shared_ptr<const plan::Snapshot> snapshot, bool isBrief) {
    const std::lock_guard lock(m_mutex);
    m_isBrief = isBrief;
    m_snapshot = std::move(snapshot);
    ++m_snapshots;
    reconsider();
}

bool Schedule::follows() const {
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_requests.begin(), m_requests.end(),
                       [](const auto &request) { return request->isWatched && request->work && request->traits.reads == Reads::EverySnapshot; });
}

bool Schedule::needsNewSnapshot() const {
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_requests.begin(), m_requests.end(), [this](const auto &request) {
        return request->isWatched && request->work && request->traits.reads == Reads::NewSnapshot && !isAnswered(*request) && !isDue(*request);
    });
}

bool Schedule::isBusy() const {
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_requests.begin(), m_requests.end(), [this](const auto &request) { return isAwaited(*request); });
}

bool Schedule::isWorking(Lane lane) const {
    const std::lock_guard lock(m_mutex);
    return m_lanes[static_cast<std::size_t>(lane)].current || mostUrgent(lane);
}

int Schedule::measurements() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(std::count_if(m_requests.begin(), m_requests.end(), [](const auto &request) {
        return request->isWatched && request->work && request->traits.lane == Lane::Long && request->traits.reads == Reads::NewSnapshot;
    }));
}

double Schedule::followingCpuSeconds() const {
    const std::lock_guard lock(m_mutex);
    double sum = 0;
    for (const std::shared_ptr<Request> &request : m_requests)
        if (request->isWatched && request->work && request->traits.reads == Reads::EverySnapshot)
            sum += request->cpuSeconds;
    return sum;
}

std::optional<Schedule::Run> Schedule::next(Lane which, const std::function<void()> &onIdle) {
    LaneState &lane = m_lanes[static_cast<std::size_t>(which)];
    std::unique_lock lock(m_mutex);
    std::shared_ptr<Request> request = mostUrgent(which);
    if (!request && !m_isStopping) {
        lock.unlock();
        onIdle();
        lock.lock();
        lane.wake.wait(lock, [&] { return m_isStopping || (request = mostUrgent(which)); });
    }
    if (m_isStopping)
        return {};
    lane.current = request;
    lane.wish = request->wish;
    lane.isWorthless = lane.isGivenUp = false;
    request->isRunning = true;
    request->fraction = 0;
    return Run{request,       request->work,     m_dataset,       request->traits.reads == Reads::Dataset ? nullptr : m_snapshot,
               request->wish, inputOf(*request), &lane.isGivenUp, m_isBrief};
}

void Schedule::finish(const Run &run, std::shared_ptr<const void> result, double cpuSeconds) {
    const std::lock_guard lock(m_mutex);
    LaneState &lane = m_lanes[static_cast<std::size_t>(run.request->traits.lane)];
    Request &request = *run.request;
    lane.current.reset();
    request.isRunning = false;
    if (lane.isWorthless || !request.work || (!result && lane.isGivenUp))
        return;
    request.wasGivenUp = false;
    request.cpuSeconds = cpuSeconds;
    request.answeredWish = run.wish;
    request.answeredInput = run.input;
    if (!result)
        return;
    Answer<void> answer{std::move(result), run.snapshot ? momentOf(*run.snapshot) : Moment(), cpuSeconds, 0};
    if (run.snapshot)
        answer.ageSeconds = 1e-9 * static_cast<double>(now() - run.snapshot->published);
    request.answer = std::move(answer);
}

void Schedule::tell(const Run &run, double fraction) {
    const std::lock_guard lock(m_mutex);
    run.request->fraction = fraction;
}

void Schedule::stop() {
    const std::lock_guard lock(m_mutex);
    m_isStopping = true;
    for (LaneState &lane : m_lanes) {
        lane.isWorthless = true;
        lane.isGivenUp = true;
        lane.wake.notify_all();
    }
}

} // namespace hourglass::analysis
