// What is done to the samples of the training part while training, so that each epoch sees other variants of them. Input and target are the
// same variant, which is where a corruption differs: that one is asked to be undone.
#pragma once

#include <vector>

#include "engine/core/random.h"
#include "engine/core/result.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

using core::Index;

/// A list of variations, applied in its order; those that move an image's pixels are one resampling together, in front of the others.
class Augmentation {
public:
    Augmentation() = default;

    bool isOn() const { return !m_moves.empty() || !m_changes.empty(); }
    /// Floats that apply() works with.
    Index workspace() const { return m_workspace; }
    /// Varies one sample in place; the random numbers depend on seed, step and the sample's number alone. Allocates nothing.
    void apply(float *x, float *workspace, const core::Random &random, std::uint64_t step, Index sample) const;

    enum class Kind { Shift, Rotate, Zoom, Flip, Elastic, Brightness, Noise, Scale, Window };

private:
    friend core::Result<Augmentation> makeAugmentation(const std::vector<spec::Component> &, const core::Shape &, bool);

    struct Variation {
        Kind kind;
        float amount = 0;
        bool isAcross = true, isDown = false; ///< of a flip: what it mirrors
        std::uint64_t draws = 0;              ///< where its random numbers begin
    };
    struct Move;
    Move moveOf(const core::Random &random, std::uint64_t step, std::uint64_t sample) const;
    void moveImage(float *x, float *workspace, const core::Random &random, std::uint64_t step, std::uint64_t sample) const;
    void bend(const Variation &elastic, float *rows, float *columns, float *nodes, const core::Random &random, std::uint64_t step, std::uint64_t sample) const;
    void change(const Variation &variation, float *x, float *workspace, const core::Random &random, std::uint64_t step, std::uint64_t sample) const;
    Index nodesAlong(Index side) const;

    core::Shape m_shape;
    std::vector<Variation> m_moves, m_changes;
    bool m_staysWithinUnit = false;
    Index m_workspace = 0;
};

std::vector<spec::Kind> augmentationKinds();

/// The components' settings are already checked. `isWithinUnit`: the data lie in [0, 1], and variants are kept there. An error at
/// "training.augmentation.N" where a variation needs images or series and the samples are none.
core::Result<Augmentation> makeAugmentation(const std::vector<spec::Component> &components, const core::Shape &shape, bool isWithinUnit);

} // namespace hourglass::training
