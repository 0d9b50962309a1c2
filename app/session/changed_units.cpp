#include "app/session/changed_units.h"

#include <algorithm>
#include <utility>

#include "engine/core/unit.h"
#include "engine/plan/plan.h"
#include "engine/spec/identity.h"

namespace hourglass::app {

std::vector<ChangedUnits::LayerOf> ChangedUnits::layersOf(const spec::ModelSpec &model, const plan::Outline &outline) {
    std::vector<LayerOf> layers;
    for (std::size_t index = 0; index < std::min(model.layers.size(), outline.layers.size()); ++index)
        layers.push_back({spec::idOf(model, static_cast<int>(index)), model.layers[index].kind, core::unitsOf(outline.layers[index].output)});
    return layers;
}

bool ChangedUnits::isThere(int layer, core::Index unit) const {
    return layer >= 0 && layer < static_cast<int>(m_layers.size()) && unit >= 0 && unit < m_layers[static_cast<std::size_t>(layer)].units;
}

void ChangedUnits::setStack(const spec::ModelSpec &model, const plan::Outline &outline) {
    const plan::UnitChanges before = changes();
    m_layers = layersOf(model, outline);
    std::erase_if(m_changed, [this](const Changed &each) { return std::find(m_layers.begin(), m_layers.end(), each.layer) == m_layers.end(); });
    if (plan::UnitChanges now = changes(); now != before)
        emit changed(now);
}

void ChangedUnits::change(const plan::UnitChange &wanted) {
    if (!isThere(wanted.layer, wanted.unit) || at(wanted.layer, wanted.unit) == wanted)
        return;
    const LayerOf &layer = m_layers[static_cast<std::size_t>(wanted.layer)];
    std::erase_if(m_changed, [&](const Changed &each) { return each.layer == layer && each.change.unit == wanted.unit; });
    m_changed.push_back({layer, wanted});
    emit changed(changes());
}

void ChangedUnits::restore(int layer, core::Index unit) {
    if (!at(layer, unit))
        return;
    const LayerOf &of = m_layers[static_cast<std::size_t>(layer)];
    std::erase_if(m_changed, [&](const Changed &each) { return each.layer == of && each.change.unit == unit; });
    emit changed(changes());
}

void ChangedUnits::toggleMuted(int layer, core::Index unit) {
    const auto present = at(layer, unit);
    if (present && present->kind == plan::UnitChangeKind::Muted)
        restore(layer, unit);
    else
        change({layer, unit, plan::UnitChangeKind::Muted, 0});
}

void ChangedUnits::clear() {
    if (m_changed.empty())
        return;
    m_changed.clear();
    emit changed({});
}

plan::UnitChanges ChangedUnits::among(const std::vector<LayerOf> &layers) const {
    plan::UnitChanges found;
    for (const Changed &each : m_changed)
        if (const auto layer = std::find(layers.begin(), layers.end(), each.layer); layer != layers.end()) {
            found.push_back(each.change);
            found.back().layer = static_cast<int>(layer - layers.begin());
        }
    std::sort(found.begin(), found.end(),
              [](const plan::UnitChange &a, const plan::UnitChange &b) { return std::pair(a.layer, a.unit) < std::pair(b.layer, b.unit); });
    return found;
}

plan::UnitChanges ChangedUnits::changes() const {
    return among(m_layers);
}

std::optional<plan::UnitChange> ChangedUnits::at(int layer, core::Index unit) const {
    for (const plan::UnitChange &change : changes())
        if (change.layer == layer && change.unit == unit)
            return change;
    return {};
}

std::shared_ptr<const plan::UnitChanges> ChangedUnits::of(const plan::Plan &plan) const {
    if (m_changed.empty())
        return nullptr;
    plan::UnitChanges found = among(layersOf(plan.model(), plan.outline()));
    return found.empty() ? nullptr : std::make_shared<const plan::UnitChanges>(std::move(found));
}

} // namespace hourglass::app
