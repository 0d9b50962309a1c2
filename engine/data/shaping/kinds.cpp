#include "engine/data/shaping/kinds.h"

namespace hourglass::data {

std::vector<spec::Kind> subsetKinds() {
    return {{.key = "all", .label = "All", .help = "Every sample of the source.", .settings = {}}};
}

std::vector<spec::Kind> splitKinds() {
    return {{.key = "random",
             .label = "Random",
             .help = "Parts are drawn with the seed, the same samples in every format.",
             .settings = {{.key = "test",
                           .label = "Test part",
                           .help = "The share of the samples that is set aside where the source has no test part of its own.",
                           .kind = spec::SettingKind::Real,
                           .fallback = 0.1,
                           .minimum = 0.0,
                           .maximum = 0.9}}}};
}

std::vector<spec::Kind> scalingKinds() {
    return {{.key = "unit", .label = "0 to 1 by type", .help = "Bytes are divided by 255; other numbers stay as they are.", .settings = {}}};
}

} // namespace hourglass::data
