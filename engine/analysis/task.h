// What a view wants to know, as a value: its inputs, the result it makes of them, and how urgent that is. A new view brings a task of its own;
// the inspector, which runs it, knows none of them by name.
#pragma once

#include <algorithm>
#include <atomic>
#include <concepts>
#include <functional>
#include <memory>
#include <utility>

#include "engine/analysis/moment.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/plan/network.h"
#include "engine/plan/snapshot.h"

namespace hourglass::analysis {

/// What a task reads beside its own inputs, and so when it is due again.
enum class Reads {
    Dataset,       ///< the data set alone: once for each
    NewSnapshot,   ///< once, parameters that are newer than the wish
    EverySnapshot, ///< each snapshot
};

/// Each lane is a thread: what takes seconds does not delay what is looked at live.
enum class Lane { Live, Long };
constexpr int lanes = 2;

struct TaskTraits {
    Reads reads = Reads::EverySnapshot;
    Lane lane = Lane::Live;
    int priority = 0; ///< within the lane, larger first; of equal ones the newest wish
};

struct CodeTable;

/// What the tasks of one snapshot share on a thread of the inspector, each part made when first needed.
struct SharedWork {
    std::unique_ptr<plan::Network> network;
    std::shared_ptr<const CodeTable> codes; ///< of samples of the shown part: gatherCodes() (analysis/codes_task)
};

/// What a running task is given. Lives on the inspector's thread, for one run.
class TaskContext {
public:
    static constexpr core::Index block = 64; ///< samples run at once: about a millisecond, after which a task looks whether it is given up

    TaskContext(std::shared_ptr<const plan::Snapshot> snapshot, std::shared_ptr<const data::Dataset> dataset, SharedWork &shared,
                const std::atomic<bool> &isCancelled, std::function<void(double)> tell = {}, bool isBrief = false);

    const std::shared_ptr<const data::Dataset> &dataset() const { return m_dataset; }
    // Not for tasks that read the data set alone.
    const plan::Snapshot &snapshot() const { return *m_snapshot; }
    const std::shared_ptr<const plan::Snapshot> &sharedSnapshot() const { return m_snapshot; }
    /// Of the snapshot.
    plan::Network &network();
    std::shared_ptr<const CodeTable> &sharedCodes() { return m_shared.codes; }
    Moment moment() const;
    const std::atomic<bool> *cancelled() const { return &m_isCancelled; }
    /// The next moment is about to come: fewer samples soon are worth more than all of them late. Without that the same moment comes again.
    bool isBrief() const { return m_isBrief; }
    core::Index atMost(core::Index samples) const { return m_isBrief ? std::min<core::Index>(samples, 2000) : samples; }
    /// The same, with a way to tell how far the task is.
    data::Progress progress() const;

private:
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    std::shared_ptr<const data::Dataset> m_dataset;
    SharedWork &m_shared;
    const std::atomic<bool> &m_isCancelled;
    std::function<void(double)> m_tell;
    bool m_isBrief;
};

/// `traits` say when it is due; `run` gives null where it was cancelled or there is nothing to show; equal tasks have equal results.
template <class T>
concept Task = std::equality_comparable<T> && requires(const T &task, TaskContext &context) {
    { T::traits } -> std::convertible_to<TaskTraits>;
    { task.run(context) } -> std::same_as<std::shared_ptr<const typename T::Result>>;
};

/// A result with what it cost and how old it is.
template <class Result>
struct Answer {
    std::shared_ptr<const Result> result;
    Moment moment;         ///< of the snapshot; none for what reads the data set alone
    double cpuSeconds = 0; ///< of one core
    double ageSeconds = 0; ///< from the snapshot's publication to the result; 0 without one
};

} // namespace hourglass::analysis
