#include "engine/plan/undone.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/layers/implied_shape.h"
#include "engine/layers/registry.h"

namespace hourglass::plan {

namespace {

using core::Index;
using core::Shape;

struct Pair {
    const char *smaller, *larger; ///< kinds
    const char *factor;           ///< setting of the larger one that is the stride of the smaller
    bool isSeries;
};

constexpr std::array<Pair, 4> pairs{{{"conv2d", "conv2d_transposed", "stride", false},
                                     {"conv1d", "conv1d_transposed", "stride", true},
                                     {"max_pool", "upsample", "factor", false},
                                     {"average_pool", "upsample", "factor", false}}};

const Pair *pairOf(const std::string &kind, const char *Pair::*side) {
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const Pair &pair) { return kind == pair.*side; });
    return found == pairs.end() ? nullptr : &*found;
}

core::Result<Shape> mapOf(const Pair &pair, const layers::LayerContext &context) {
    return pair.isSeries ? layers::sequenceOf(context) : layers::imageOf(context);
}

Index numberOf(const spec::LayerSpec &layer, const char *key) {
    static const std::vector<spec::Kind> kinds = layers::layerKinds();
    const spec::Kind *kind = spec::find(kinds, layer.kind);
    return kind ? spec::integerOf(layer, *kind, key) : 0;
}

/// Equal but for channels, or the features of a step.
bool haveSameSides(const Shape &a, const Shape &b) {
    return a.rank == b.rank && (a.rank == 3 ? a.height() == b.height() && a.width() == b.width() : a.extents[0] == b.extents[0]);
}

} // namespace

bool Undone::isUndone(int encoder, const spec::LayerSpec &decoder, const Shape &input, Index stride) const {
    if (encoder < 0 || encoder > m_next)
        return false;
    const Taken &taken = m_taken[static_cast<std::size_t>(encoder)];
    const std::string &kind = m_model.layers[static_cast<std::size_t>(encoder)].kind;
    const bool isPair = std::any_of(pairs.begin(), pairs.end(), [&](const Pair &pair) { return kind == pair.smaller && decoder.kind == pair.larger; });
    return isPair && taken.stride == stride && haveSameSides(taken.output, input);
}

std::optional<Shape> Undone::by(int index, const layers::LayerContext &context) {
    const spec::LayerSpec &layer = m_model.layers[static_cast<std::size_t>(index)];
    const Pair *pair = pairOf(layer.kind, &Pair::larger);
    if (!pair || index <= context.code)
        return {};
    const auto input = mapOf(*pair, context);
    if (!input)
        return {};
    const Index stride = numberOf(layer, pair->factor);
    const int across = 2 * context.code - index; // in a mirrored stack
    int encoder = m_model.mirror && isUndone(across, layer, *input, stride) ? across : m_next;
    while (encoder >= 0 && !isUndone(encoder, layer, *input, stride))
        --encoder;
    if (encoder < 0)
        return {};
    m_next = encoder - 1;
    return m_taken[static_cast<std::size_t>(encoder)].input;
}

void Undone::note(int index, const layers::LayerContext &context, const Shape &output) {
    const spec::LayerSpec &layer = m_model.layers[static_cast<std::size_t>(index)];
    const Pair *pair = pairOf(layer.kind, &Pair::smaller);
    if (!pair || index > context.code)
        return;
    if (const auto input = mapOf(*pair, context))
        m_taken[static_cast<std::size_t>(index)] = {*input, output, numberOf(layer, "stride")};
}

} // namespace hourglass::plan
