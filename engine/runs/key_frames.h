// The moments of a run that can be looked at again, and those among them that can be gone on from: each step at first, then evenly spread over
// the logarithm of the steps; always the first, the last, the best and those before edits. Within a budget of memory. Used on one thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/runs/checkpoint.h"
#include "engine/runs/frame_thinning.h"
#include "engine/runs/moment_layout.h"
#include "engine/training/key_frame.h"

namespace hourglass::runs {

using core::Index;

/// What views need of a state that was kept to go on from: a copy of its parameters. `epoch` with the fraction of the present one.
std::shared_ptr<const plan::Snapshot> snapshotOf(const training::TrainingState &state, std::uint64_t run, double epoch);

class KeyFrames {
public:
    static constexpr std::size_t mostFrames = 300, mostStates = 32, mostLayouts = 8; ///< layouts: of a frame, by as many keys
    static constexpr Index defaultByteBudget = 256'000'000;

    struct Frame {
        std::shared_ptr<const plan::Snapshot> snapshot; ///< never null
        State state;                                    ///< null: it cannot be gone on from
        double heldOutLoss = training::none;            ///< of one that was the best when it came
        std::size_t segment = 0;                        ///< of the run's log: losses of two are not compared
        bool isOfSpread = true, isBeforeEdit = false;
        std::vector<KeptLayout> layouts = {}; ///< of its codes, by age; no two by the same key

        Index step() const { return snapshot->step; }
        double epoch() const { return snapshot->epoch; }
        bool isBest() const { return std::isfinite(heldOutLoss); }
        Index stateBytes() const { return state ? state->bytes() : 0; }
        double worth() const { return layouts.empty() ? 1 : frameWithLayout; }
        Index bytes() const; ///< of the snapshot, the state and the layouts
        void dropState() { state.reset(); }
    };

    /// Bytes of snapshots and states; the first, the last and the best frame stay whatever it is.
    void setByteBudget(Index bytes);
    /// A moment that the trainer handed out, of the log's segment. Where the training has come back to an earlier step, what another
    /// stretch of the run left behind that goes.
    void add(const training::KeyFrame &frame, std::size_t segment = 0);
    /// The moment before an edit, which stays as long as there is room for all of those.
    void addBeforeEdit(std::shared_ptr<const plan::Snapshot> snapshot, State state);

    const std::vector<Frame> &frames() const { return m_frames; } ///< by step, no two of the same
    bool isEmpty() const { return m_frames.empty(); }
    std::size_t states() const;
    std::optional<std::size_t> best() const; ///< by the present loss
    /// The frame whose step is nearest; none where there are none.
    std::optional<std::size_t> nearest(Index step) const;
    /// Likewise of those that can be gone on from.
    std::optional<std::size_t> nearestState(Index step) const;
    /// A layout of this moment's codes. Where no moment of its step is kept, this one is from now on; where another one is, of other parameters, false.
    bool keepLayout(const std::shared_ptr<const plan::Snapshot> &snapshot, const KeptLayout &layout);
    /// That of the moment's codes by this key; null: none is kept.
    KeptLayout layoutOf(const plan::Snapshot &snapshot, const LayoutKey &key) const;
    /// Of the layouts by this key the one whose moment is nearest in the logarithm of the steps, with its step; null: there is none.
    std::pair<KeptLayout, Index> layoutNear(Index step, const LayoutKey &key) const;
    /// A moment that was kept in a project, back among those that came meanwhile. Where there is one of its step already, that stays.
    void restore(Frame frame);
    /// The same frames up to a step, shared.
    std::shared_ptr<KeyFrames> copyUpTo(Index step) const;

    Index bytes() const;
    std::uint64_t version() const { return m_version; } ///< grows with every change

private:
    void insert(Frame frame);
    void leaveSpread();
    void thin();

    std::vector<Frame> m_frames;
    Index m_byteBudget = defaultByteBudget;
    std::uint64_t m_version = 0;
};

} // namespace hourglass::runs
