#include "ui/stack/stack_grip.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/spec/edits.h"

namespace hourglass::ui {

namespace {

constexpr double reachOutside = 5, reachInside = 6;

std::optional<BarWidth> barWidthOf(const spec::LayerSpec &layer, const spec::Catalogue &catalogue) {
    const spec::Kind *kind = spec::find(catalogue.layers, layer.kind);
    if (!kind)
        return std::nullopt;
    for (const char *key : {"units", "channels"}) {
        const spec::Setting *setting = kind->find(key);
        if (!setting || setting->kind != spec::SettingKind::Integer)
            continue;
        const spec::Value value = spec::valueOf(layer, *kind, key);
        if (const auto *number = std::get_if<core::Index>(&value))
            return BarWidth{key, {setting->minimum, setting->maximum, setting->isLogarithmic, true}, *number};
    }
    return std::nullopt;
}

} // namespace

StackGrip gripAt(const std::vector<StackBar> &bars, const StackLayout &layout, const QPointF &point) {
    for (std::size_t index = 0; index < layout.bars.size(); ++index) {
        const QRectF &place = layout.bars[index];
        if (point.y() < place.top() || point.y() >= place.bottom())
            continue;
        const double fromLeft = point.x() - place.left(), fromRight = place.right() - point.x();
        const double nearest = std::min(fromLeft, fromRight);
        if (bars[index].width && nearest >= -reachOutside && nearest <= reachInside)
            return {fromLeft < fromRight ? Hold::LeftEdge : Hold::RightEdge, static_cast<int>(index)};
        if (bars[index].canMove && nearest >= 0)
            return {Hold::Bar, static_cast<int>(index)};
    }
    return {};
}

void addGrips(std::vector<StackBar> &bars, const spec::ModelSpec &model, const spec::Catalogue &catalogue) {
    const int count = static_cast<int>(model.layers.size());
    for (int index = 0; index < count - 1; ++index) {
        StackBar &bar = bars[static_cast<std::size_t>(index) + 1];
        bar.canMove = spec::canMove(model, index, index == 0 ? 1 : 0);
        bar.width = barWidthOf(model.layers[static_cast<std::size_t>(index)], catalogue);
    }
}

} // namespace hourglass::ui
