#include "engine/data/readers/array_form.h"

namespace hourglass::data {

using core::Index;
using core::Shape;

namespace {

/// As Keras has pictures: (50000, 32, 32, 3).
bool hasChannelsLast(const std::vector<Index> &extents) {
    const Index last = extents.back();
    return extents.size() > 2 && (last == 1 || last == 3 || last == 4) &&
           std::all_of(extents.begin() + 1, extents.end() - 1, [last](Index extent) { return extent > last; });
}

} // namespace

spec::Setting channelsSetting() {
    return {.key = "channels",
            .label = "Channels",
            .help = "Which axis of an array with three or four axes holds the channels.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("automatic"),
            .choices = {{"automatic", "Automatic",
                         "The last axis where it is 1, 3 or 4 long and the others are longer; else the first of four axes, and none of three."},
                        {"first", "First", "(samples, channels, height, width), or (samples, features, steps)."},
                        {"last", "Last", "(samples, height, width, channels), or (samples, steps, features)."},
                        {"none", "None", "(samples, height, width); four axes are a row of numbers."}}};
}

core::Result<SampleForm> sampleForm(const std::vector<Index> &extents, const std::string &channels, const std::string &name) {
    const bool isAutomatic = channels == "automatic";
    if (extents.size() < 3) {
        if (!isAutomatic && channels != "none")
            return core::Error{"the array (" + extentsText(extents) + ") has no axis for channels", name, "Set data.options.channels to automatic."};
        return SampleForm{Shape(extents.size() == 1 ? 1 : extents[1]), 0, "none"};
    }
    const bool hasFour = extents.size() == 4;
    const std::string taken = !isAutomatic ? channels : hasChannelsLast(extents) ? "last" : hasFour ? "first" : "none";
    const Index a = extents[1], b = extents[2], c = hasFour ? extents[3] : 1;
    if (taken == "none")
        return SampleForm{hasFour ? Shape(a * b * c) : Shape(1, a, b), 0, taken};
    if (taken == "last")
        return hasFour ? SampleForm{Shape(c, a, b), c > 1 ? a * b : 0, taken} : SampleForm{Shape(a, b), 0, taken};
    return hasFour ? SampleForm{Shape(a, b, c), 0, taken} : SampleForm{Shape(b, a), a > 1 ? a : 0, taken};
}

} // namespace hourglass::data
