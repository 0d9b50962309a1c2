// Which wish is due next, and which run is given up for it. Shared by the inspector's threads and by those who subscribed.
#pragma once

#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/analysis/task.h"

namespace hourglass::analysis {

/// What one subscriber wants, without its types. The schedule's mutex guards all but `traits`.
struct Request {
    using Work = std::function<std::shared_ptr<const void>(TaskContext &)>;

    explicit Request(const TaskTraits &given) : traits(given) {}

    const TaskTraits traits;
    Work work; ///< empty: nothing is wanted
    bool isWatched = false, isRunning = false;
    bool wasGivenUp = false;                           ///< for something more urgent; that happens once, then the run goes to its end
    std::uint64_t wish = 0;                            ///< the larger, the newer, over all requests
    std::uint64_t wishedAt = 0;                        ///< steady clock, nanoseconds
    std::uint64_t answeredWish = 0, answeredInput = 0; ///< of the last run that ended
    std::optional<Answer<void>> answer;                ///< not taken yet
    double fraction = 0;                               ///< of the present run
    double cpuSeconds = 0;                             ///< of the last run that ended
};

class Schedule {
public:
    /// A run to be done.
    struct Run {
        std::shared_ptr<Request> request;
        Request::Work work;
        std::shared_ptr<const data::Dataset> dataset;
        std::shared_ptr<const plan::Snapshot> snapshot; ///< null for what reads the data set alone
        std::uint64_t wish = 0, input = 0;
        const std::atomic<bool> *isGivenUp = nullptr;
        bool isBrief = false;
    };

    // For the owner's thread.
    void add(std::shared_ptr<Request> request);
    void remove(const std::shared_ptr<Request> &request);
    void want(Request &request, Request::Work work);
    void setWatched(Request &request, bool isWatched);
    std::optional<Answer<void>> take(Request &request);
    bool isBusy(const Request &request) const;
    double fraction(const Request &request) const;
    double cpuSeconds(const Request &request) const;

    /// Another training: results and runs of the one before are worth nothing.
    void begin(std::shared_ptr<const data::Dataset> dataset);
    /// The newest parameters; null where those before are no longer to be looked at.
    void show(std::shared_ptr<const plan::Snapshot> snapshot, bool isBrief = false);
    bool follows() const;
    bool needsNewSnapshot() const;
    bool isBusy() const;
    bool isWorking(Lane lane) const;
    int measurements() const;
    double followingCpuSeconds() const;

    // For the inspector's threads.
    /// Sleeps until something is due; nothing when the inspector ends. `onIdle` is called before it sleeps.
    std::optional<Run> next(Lane lane, const std::function<void()> &onIdle);
    /// A null result of a run that was not given up counts as an answer, which nobody is told.
    void finish(const Run &run, std::shared_ptr<const void> result, double cpuSeconds);
    void tell(const Run &run, double fraction);
    void stop();

private:
    struct LaneState {
        std::condition_variable wake;
        std::shared_ptr<Request> current;
        std::uint64_t wish = 0;   ///< of the run
        bool isWorthless = false; ///< its result is thrown away
        std::atomic<bool> isGivenUp{false};
    };

    std::uint64_t inputOf(const Request &request) const;
    bool isAnswered(const Request &request) const;
    bool isDue(const Request &request) const;
    bool isAwaited(const Request &request) const;
    std::shared_ptr<Request> mostUrgent(Lane lane) const;
    void reconsider();

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<Request>> m_requests;
    std::array<LaneState, lanes> m_lanes;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    std::uint64_t m_wishes = 0;
    std::uint64_t m_datasets = 0, m_snapshots = 0; ///< numbers of the present ones; a new training counts as a snapshot
    bool m_isStopping = false, m_isBrief = false;
};

} // namespace hourglass::analysis
