#include "engine/data/generators/draw.h"

#include <algorithm>

namespace hourglass::data {

spec::Setting samplesKnob(Index fallback, Index maximum) {
    spec::Setting setting =
        integerKnob("samples", "Samples", "Of the training part. The test part is drawn for itself: as many, 10 000 at most.", fallback, 2, maximum);
    setting.isLogarithmic = true;
    return setting;
}

spec::Setting integerKnob(const char *key, const char *label, const char *help, Index fallback, Index minimum, Index maximum) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = spec::SettingKind::Integer,
            .fallback = fallback,
            .minimum = static_cast<double>(minimum),
            .maximum = static_cast<double>(maximum)};
}

spec::Setting realKnob(const char *key, const char *label, const char *help, double fallback, double minimum, double maximum) {
    return {.key = key, .label = label, .help = help, .kind = spec::SettingKind::Real, .fallback = fallback, .minimum = minimum, .maximum = maximum};
}

std::vector<std::string> numbered(const char *noun, Index count) {
    std::vector<std::string> names;
    for (Index i = 1; i <= count; ++i) {
        std::string name = noun;
        name += ' ';
        name += std::to_string(i);
        names.push_back(std::move(name));
    }
    return names;
}

std::uint8_t toByte(double value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0, 1.0) * 255.0 + 0.5);
}

} // namespace hourglass::data
