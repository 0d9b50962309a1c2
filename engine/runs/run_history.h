// The training that goes on, those before it that can be returned to, and the states to do so, within one budget of memory. Its owner keeps
// hold of the runs and checkpoints that it may return to; what nobody holds is forgotten. Used on one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/runs/checkpoint.h"
#include "engine/runs/key_frames.h"
#include "engine/runs/run_log.h"

namespace hourglass::runs {

/// Runs to be looked at together; null: there is none.
struct RunPair {
    std::shared_ptr<const RunLog> present, before;
};

/// A training from where it began to where it was left.
struct Run {
    std::uint64_t id = 0;
    std::uint64_t seed = 0;
    std::shared_ptr<RunLog> log;                                       ///< null where it was given up together with the state
    std::shared_ptr<const RunLog> before;                              ///< of the run that this one is compared with; null: none
    Checkpoint end;                                                    ///< what it was left in; awaited while it goes on
    std::shared_ptr<KeyFrames> frames = std::make_shared<KeyFrames>(); ///< never null; empty where they were given up
};

class RunHistory {
public:
    static constexpr Index defaultByteBudget = 512'000'000;

    /// Bytes of states, of key frames and of the logs of runs that ended.
    explicit RunHistory(Index byteBudget = defaultByteBudget);

    /// Training `id`, drawn with `seed`, begins anew. The run that it ends is the one before, unless nothing was measured in it.
    void start(std::uint64_t id, std::uint64_t seed, const std::string &lossName, const std::string &heldOutName);
    /// Training `id` goes on from the end of a run: its curve and what that was compared with are back. Its log must be there.
    void resume(std::uint64_t id, const std::shared_ptr<const Run> &run);
    /// Training `id` goes on from what was kept in files, with its curve.
    void takeUp(std::uint64_t id, std::uint64_t seed, std::shared_ptr<RunLog> log);
    /// Training `id` goes on from before a mark of the present run, by its number: with the curve up to there, and the run left as the one before.
    void branch(std::uint64_t id, std::size_t mark);
    /// Training `id` goes on from a moment of the present run, with the curve and the key frames up to there.
    void branchAt(std::uint64_t id, core::Index step, double epoch);

    /// Training `id` begins beside the present one, in the place of one that was there; or goes on there from the end of a run, whose log must be there.
    void startBeside(std::uint64_t id, std::uint64_t seed, const std::string &lossName, const std::string &heldOutName);
    void resumeBeside(std::uint64_t id, const std::shared_ptr<const Run> &run);
    /// Its state is to follow, as that of a run that was left.
    void endBeside();
    /// The run that trains beside the present one; null: there is none.
    const std::shared_ptr<const Run> &beside() const { return m_beside; }
    void addFrameBeside(const training::KeyFrame &frame); ///< within a sixteenth of the budget

    /// The run that goes on, never null.
    const std::shared_ptr<const Run> &present() const { return m_present; }
    RunLog &log() { return *m_present->log; }
    RunPair runs() const { return {m_present->log, m_present->before}; }

    /// A moment of the present run, for a mark: keep() is to follow with its state.
    std::shared_ptr<const Checkpoint> mark(const spec::Spec &spec);
    /// The state that came for a mark, or that training `run` was left in; null where there was no memory for it.
    void keep(const std::shared_ptr<const Checkpoint> &mark, State state);
    void keep(std::uint64_t run, State state);

    /// The moments of the present run.
    const KeyFrames &frames() const { return *m_present->frames; }
    void addFrame(const training::KeyFrame &frame);
    /// The moment before an edit of training `run`; of another than the present one: nothing.
    void addFrameBeforeEdit(std::uint64_t run, const State &state, double epoch);

    /// A layout of the codes of a moment of training `run` (KeyFrames::keepLayout); of another than the present one: nothing.
    void keepLayout(std::uint64_t run, const std::shared_ptr<const plan::Snapshot> &snapshot, const KeptLayout &layout);
    /// Moments of the present run that come back from a project.
    void restoreFrames(std::vector<KeyFrames::Frame> frames);

    Index byteBudget() const { return m_byteBudget; }
    void setByteBudget(Index bytes);
    Index bytes() const;       ///< that count against the budget
    Index frameBudget() const; ///< of the present run's moments: what the others leave, an eighth at least and three sixteenths at most

private:
    void begin(Run run);
    std::shared_ptr<const Run> listed(Run run);
    void trim();
    void trimFrames();

    Index m_byteBudget;
    std::shared_ptr<const Run> m_present, m_beside;
    std::vector<std::weak_ptr<Run>> m_runs;         ///< by age, the present one too
    std::vector<std::weak_ptr<Checkpoint>> m_marks; ///< by age
};

} // namespace hourglass::runs
