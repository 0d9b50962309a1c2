// Which layer of the encoder a layer of the decoder undoes, and so how large its map is to become: convolutions and pooling lead from
// several sizes to one, and only what came in tells which of them is to come back.
#pragma once

#include <optional>
#include <vector>

#include "engine/layers/layer.h"
#include "engine/spec/spec.h"

namespace hourglass::plan {

/// Asked layer by layer, from the first to the last, while a stack is laid out.
class Undone {
public:
    /// Borrows the model.
    explicit Undone(const spec::ModelSpec &model) : m_model(model), m_taken(model.layers.size()), m_next(static_cast<int>(model.code)) {}

    /// What came into the layer that layer `index` of the decoder undoes; nothing where it undoes none. An image, or a series of steps ×
    /// features.
    std::optional<core::Shape> by(int index, const layers::LayerContext &context);
    /// Layer `index` is made.
    void note(int index, const layers::LayerContext &context, const core::Shape &output);

private:
    /// What a layer that makes maps smaller took and gave.
    struct Taken {
        core::Shape input, output;
        core::Index stride = 0; ///< 0: it makes none smaller
    };

    bool isUndone(int encoder, const spec::LayerSpec &decoder, const core::Shape &input, core::Index stride) const;

    const spec::ModelSpec &m_model;
    std::vector<Taken> m_taken;
    int m_next; ///< the latest layer of the encoder that is not undone yet
};

} // namespace hourglass::plan
