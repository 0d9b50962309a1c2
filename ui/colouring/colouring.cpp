#include "ui/colouring/colouring.h"

#include <limits>

#include "ui/colouring/colour_map.h"

namespace hourglass::ui {

namespace {

QColor levelColour(const ColourScale &scale, int level, const Theme &theme) {
    if (level >= ColourScale::levels)
        return theme.edge();
    if (!scale.classes.empty())
        return level < static_cast<int>(scale.classes.size()) ? classColour(scale.classes[static_cast<std::size_t>(level)]) : theme.edge();
    return scale.isCyclic() ? circleColour(static_cast<double>(level) / ColourScale::levels)
                            : lineColour(static_cast<double>(level) / (ColourScale::levels - 1), theme);
}

} // namespace

float Colouring::valueOf(const data::SampleId &place) const {
    const std::vector<float> &ofPart = values[static_cast<std::size_t>(place.part)];
    const bool isKnown = place.sample >= 0 && place.sample < static_cast<core::Index>(ofPart.size());
    return isKnown ? ofPart[static_cast<std::size_t>(place.sample)] : std::numeric_limits<float>::quiet_NaN();
}

std::vector<QColor> Colouring::palette(const Theme &theme) const {
    std::vector<QColor> colours;
    for (int level = 0; level <= ColourScale::levels; ++level)
        colours.push_back(levelColour(scale, level, theme));
    return colours;
}

QColor Colouring::colourOf(float value, const Theme &theme) const {
    return levelColour(scale, scale.levelOf(value), theme);
}

QString Colouring::describe(float value) const {
    return QStringLiteral("%1 %2").arg(name, scale.textOf(value));
}

QColor sampleColour(const SharedColouring &colouring, int label, float value, const Theme &theme) {
    if (isByClass(colouring))
        return label >= 0 ? classColour(label) : QColor();
    return colouring->hasValues() ? colouring->colourOf(value, theme) : QColor();
}

} // namespace hourglass::ui
