#include "engine/data/corruption.h"

#include <algorithm>
#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::data {

namespace {

using core::Index;

/// How much of a side a block takes: rounded, but never nothing and never more than there is.
Index partOf(Index side, float share) {
    return std::clamp<Index>(std::lround(share * static_cast<float>(side)), 1, side);
}

/// Each place where the whole block lies within the image is as likely as any other; the same in all channels. (The block of cutout,
/// DeVries and Taylor 2017, may hang over the rim.)
void eraseBlock(const core::Shape &shape, float *x, float share, const core::Random &random, std::uint64_t step, Index sample) {
    const Index height = partOf(shape.height(), share), width = partOf(shape.width(), share);
    const auto key = static_cast<std::uint64_t>(sample);
    const Index top = random.below(shape.height() - height + 1, step, key, 0), left = random.below(shape.width() - width + 1, step, key, 1);
    for (Index channel = 0; channel < shape.channels(); ++channel)
        for (Index row = top; row < top + height; ++row)
            std::fill_n(x + (channel * shape.height() + row) * shape.width() + left, width, 0.0f);
}

spec::Setting share(const char *key, const char *label, const char *help, double fallback) {
    return {.key = key, .label = label, .help = help, .kind = spec::SettingKind::Real, .fallback = fallback, .minimum = 0.0, .maximum = 1.0};
}

struct Row {
    spec::Kind kind;
    Corruption::Kind does = Corruption::Kind::Gaussian;
};

/// Each kind but the first has one setting, its strength.
const std::vector<Row> &rows() {
    static const std::vector<Row> all{
        {{"none", "None", "The input as it is.", {}}},
        {{"gaussian",
          "Gaussian noise",
          "Noise is added to the input, and the clean input is asked back (Vincent et al. 2008).",
          {{.key = "strength",
            .label = "Strength",
            .help = "Standard deviation of the noise.",
            .kind = spec::SettingKind::Real,
            .fallback = 0.3,
            .minimum = 0.0,
            .maximum = 2.0,
            .usualMinimum = 0.0,
            .usualMaximum = 1.0}}},
         Corruption::Kind::Gaussian},
        {{"masking",
          "Masking",
          "Numbers drawn by lot become 0, and the clean input is asked back (Vincent et al. 2008).",
          {share("fraction", "Fraction", "How likely each number is to become 0.", 0.3)}},
         Corruption::Kind::Masking},
        {{"salt_and_pepper",
          "Salt and pepper",
          "Numbers drawn by lot become 0 or 1, and the clean input is asked back (Vincent et al. 2010).",
          {share("fraction", "Fraction", "How likely each number is to become 0 or 1, with even odds.", 0.1)}},
         Corruption::Kind::SaltAndPepper},
        {{"block",
          "Block",
          "A block of each image, or a run of each vector, is erased at a random place, and the clean input is asked back.",
          {share("size", "Size", "The block's sides as a share of the image's: half erases a quarter of it. Of a vector, the share that is erased.", 0.3)}},
         Corruption::Kind::Block}};
    return all;
}

} // namespace

void Corruption::apply(const core::Shape &shape, float *x, const core::Random &random, std::uint64_t step, Index sample) const {
    const auto key = random.key();
    const auto number = static_cast<std::uint64_t>(sample);
    switch (kind) {
    case Kind::Gaussian: return kernels::addNormal(shape.size(), x, strength, key.data(), step, number);
    case Kind::Masking: return kernels::mask(shape.size(), x, strength, key.data(), step, number);
    case Kind::SaltAndPepper: return kernels::saltAndPepper(shape.size(), x, strength, key.data(), step, number);
    case Kind::Block: return eraseBlock(shape, x, strength, random, step, sample);
    }
}

std::vector<spec::Kind> corruptionKinds() {
    std::vector<spec::Kind> kinds;
    for (const Row &row : rows())
        kinds.push_back(row.kind);
    return kinds;
}

Corruption makeCorruption(const spec::Component &component) {
    for (const Row &row : rows())
        if (row.kind.key == component.kind && !row.kind.settings.empty())
            return {static_cast<float>(spec::realOf(component, row.kind, row.kind.settings.front().key)), row.does};
    return {};
}

} // namespace hourglass::data
