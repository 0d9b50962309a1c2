// The moments of a project's runs that can be looked at again, in its file: as many of each as a budget of bytes allows, the runs sharing it evenly.
// On the thread of the file.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/project/database.h"
#include "engine/project/stored_layouts.h"
#include "engine/runs/frame_thinning.h"
#include "engine/runs/key_frames.h"

namespace hourglass::project {

using core::Index;

constexpr std::int64_t frameIsOfSpread = 1, frameIsBeforeEdit = 2; ///< bits of a row's kind

/// Without its arrays.
struct StoredFrame {
    std::int64_t id = 0; ///< 0: it is not in the file yet
    Index at = 0;        ///< step
    double epoch = 0;
    double heldOutLoss = training::none; ///< of one that was the best when it came
    std::size_t segment = 0;
    bool isOfSpread = true, isBeforeEdit = false;
    bool isTheBest = false; ///< of the latest segment that has losses
    Index pictureBytes = 0, bytesOfState = 0;
    std::int64_t run = 0, stack = 0;
    std::string counters; ///< of the state
    std::vector<StoredLayout> layouts = {};

    Index step() const { return at; }
    bool isBest() const { return isTheBest; }
    Index stateBytes() const { return bytesOfState; }
    Index layoutBytes() const;
    double worth() const { return layouts.empty() ? 1 : runs::frameWithLayout; }
    Index bytes() const { return pictureBytes + bytesOfState + layoutBytes(); }
    void dropState() { bytesOfState = 0; }
};

/// The plans of a run's moments: one for each stack that it had.
class FramePlans {
public:
    /// `run` stands in the snapshots, `present` is used for its own stack, and the states are of so many training samples.
    FramePlans(std::uint64_t run, std::shared_ptr<const plan::Plan> present, core::Shape sample, Index trainSamples)
        : m_run(run), m_trainSamples(trainSamples), m_sample(std::move(sample)), m_plans{std::move(present)} {}

    std::uint64_t run() const { return m_run; }
    Index trainSamples() const { return m_trainSamples; }
    core::Result<std::shared_ptr<const plan::Plan>> of(const spec::ModelSpec &model);

private:
    std::uint64_t m_run;
    Index m_trainSamples;
    core::Shape m_sample;
    std::vector<std::shared_ptr<const plan::Plan>> m_plans;
};

/// A run's moments, as they are in memory.
struct FrameKeeping {
    std::int64_t run = 0;
    std::vector<runs::KeyFrames::Frame> frames; ///< by step
    Index startStep = 0;                        ///< where this stretch of it began: what the file has behind that and memory has not is of another one
    Index byteBudget = 0;                       ///< of the file, for the moments of all runs
    std::uint64_t number = 0;                   ///< the owner's, to know it again
    Index mostBytes = 0;                        ///< to be written now, though one moment at least; the most telling first
};

struct FramesKept {
    bool isAll = true; ///< that the budget allows
    Index bytes = 0;   ///< written
    Index inFile = 0;  ///< of the moments of all runs
};

/// How much of the moments is written with a saving: at most 8 MB, and so seldom that they take a fiftieth of one processor.
class FramePace {
public:
    static constexpr Index usualBytes = 8'000'000, lastBytes = 64'000'000; ///< lastBytes: when the program ends
    static constexpr double mostShare = 0.02;

    /// Whether it is their turn again, so many seconds after the last call.
    bool isDue(double seconds);
    void note(double processorSeconds) { m_owed += processorSeconds; }

private:
    double m_owed = 0; ///< processor seconds
};

class FrameStore {
public:
    /// By step.
    std::vector<StoredFrame> of(Database &database, std::int64_t run, std::vector<std::string> &missing);
    core::Result<runs::KeyFrames::Frame> read(Database &database, const StoredFrame &stored, FramePlans &plans, std::vector<std::string> &missing);
    core::Result<FramesKept> keep(Database &database, const FrameKeeping &keeping, std::vector<std::string> &missing);
    /// The file is to be looked at again: others changed it.
    void forget();

private:
    using Lists = std::map<std::int64_t, std::vector<StoredFrame>>; ///< by run and step

    std::optional<core::Error> readLists(Database &database, std::vector<std::string> &missing);
    core::Result<runs::KeyFrames::Frame> readFrame(Database &database, const StoredFrame &stored, FramePlans &plans);
    std::optional<core::Error> write(Database &database, const FrameKeeping &keeping, Lists &next, FramesKept &kept);
    std::optional<core::Error> writeLayouts(Database &database, const FrameKeeping &keeping, std::vector<StoredFrame> &list, FramesKept &kept);
    std::string removalOfWhatWent(const Lists &next) const;
    core::Result<std::int64_t> stackOf(Database &database, std::int64_t run, const runs::KeyFrames::Frame &frame);

    bool m_isRead = false;
    Lists m_lists;                                                         ///< as they are in the file
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> m_stacks; ///< by run and spec
    std::map<std::int64_t, std::map<Index, bool>> m_seen;                  ///< steps that memory had of a run, and whether with the state
};

/// Of those that were the best when they came, the one that still is.
void markBest(std::vector<StoredFrame> &frames);
/// So that all runs together keep to the budget: those that take most lose moments first.
void fitFrames(std::map<std::int64_t, std::vector<StoredFrame>> &lists, Index byteBudget);
/// In which order moments that are not in the file yet go there: the first, the last, the best, those before edits, then whatever lies farthest from
/// those that are there. Numbers of `frames`.
std::vector<std::size_t> writingOrder(const std::vector<StoredFrame> &frames);
/// Which of these moments are to be read, in the same order, for so many bytes of memory.
std::vector<StoredFrame> readingOrder(std::vector<StoredFrame> frames, Index byteBudget);

} // namespace hourglass::project
