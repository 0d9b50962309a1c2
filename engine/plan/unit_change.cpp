#include "engine/plan/unit_change.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/core/unit.h"

namespace hourglass::plan {

namespace {

template <class Change>
void forNumbersOf(const UnitChange &change, const core::Shape &output, core::View made, Change become) {
    if (change.unit < 0 || change.unit >= core::unitsOf(output))
        return;
    const Index places = core::placesOf(output);
    for (Index column = 0; column < made.columns; ++column)
        for (Index place = 0; place < places; ++place) {
            float &number = made.column(column)[core::indexOf(output, change.unit, place)];
            number = become(number);
        }
}

float logitOf(float share) {
    constexpr float clip = 1e-7f;
    const float clipped = std::clamp(share, clip, 1 - clip);
    return std::log(clipped / (1 - clipped));
}

} // namespace

void applyChanges(std::span<const UnitChange> changes, int layer, const core::Shape &output, core::View made, bool areLogits) {
    for (const UnitChange &change : changes)
        if (change.layer == layer)
            forNumbersOf(change, output, made, [&](float number) { return areLogits ? logitOf(change.of(1 / (1 + std::exp(-number)))) : change.of(number); });
}

void applyChangesBackward(std::span<const UnitChange> changes, int layer, const core::Shape &output, core::View gradient) {
    for (const UnitChange &change : changes)
        if (change.layer == layer)
            forNumbersOf(change, output, gradient, [&](float number) { return change.isHeld() ? 0.0f : change.value * number; });
}

void holdUnits(std::span<const UnitChange> changes, int layer, const core::Shape &output, core::View made) {
    for (const UnitChange &change : changes)
        if (change.layer == layer && change.isHeld())
            forNumbersOf(change, output, made, [&](float number) { return change.of(number); });
}

UnitChanges changesBefore(std::span<const UnitChange> changes, int layer) {
    UnitChanges before;
    std::copy_if(changes.begin(), changes.end(), std::back_inserter(before), [layer](const UnitChange &change) { return change.layer < layer; });
    return before;
}

bool hasChangesAt(std::span<const UnitChange> changes, int layer) {
    return std::any_of(changes.begin(), changes.end(), [layer](const UnitChange &change) { return change.layer == layer; });
}

} // namespace hourglass::plan
