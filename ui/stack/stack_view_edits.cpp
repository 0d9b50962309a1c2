// What buttons and drags make of the stack. Nothing is changed here: an edit leaves, and what is held is only drawn.
#include "ui/stack/stack_view.h"

#include <QAction>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/plan/plan.h"
#include "engine/spec/edits.h"
#include "ui/forms/table_text.h"
#include "ui/stack/stack_canvas.h"
#include "ui/stack/stack_sketch.h"
#include "ui/stack/stack_text.h"
#include "ui/stack/stack_totals.h"

namespace hourglass::ui {

void StackView::edit(const spec::ModelSpec &model, const QString &what, int selection) {
    if (model == m_model)
        return;
    m_awaited = model;
    m_awaitedSelection = selection;
    emit modelEdited(model, what);
}

QString StackView::nameOf(int index) const {
    return layerName(m_outline.layers[static_cast<std::size_t>(index)]);
}

void StackView::insertAt(int gap) {
    if (gap < 0 || gap >= static_cast<int>(m_model.layers.size()) || !m_insert->isEnabled())
        return;
    const spec::LayerSpec layer = spec::suggestedLayer(m_model, gap, m_outline.input.size());
    const QString name = layerName(sketchedLayer(layer, m_catalogue, m_outline.input, m_outline.input));
    const int mirrored = spec::mirrorGapOf(m_model, gap);
    const bool isBelowTwin = mirrored >= 0 && mirrored < gap;
    edit(spec::withInserted(m_model, gap, layer), tr("Insert %1").arg(name), isBelowTwin ? gap + 1 : gap);
}

void StackView::insertSelected() {
    insertAt(m_canvas->insertionGap());
}

void StackView::removeSelected() {
    const int index = selectedLayer();
    if (!spec::canRemove(m_model, index))
        return;
    const spec::ModelSpec edited = spec::withRemoved(m_model, index);
    edit(edited, tr("Remove %1").arg(nameOf(index)), std::min(index, static_cast<int>(edited.layers.size()) - 1));
}

void StackView::moveSelected(int by) {
    const int index = selectedLayer();
    if (spec::canMove(m_model, index, index + by))
        edit(spec::withMoved(m_model, index, index + by), (by < 0 ? tr("Move %1 up") : tr("Move %1 down")).arg(nameOf(index)), index + by);
}

void StackView::moveSelectedUp() {
    moveSelected(-1);
}

void StackView::moveSelectedDown() {
    moveSelected(1);
}

void StackView::makeSelectedCode() {
    const int index = selectedLayer();
    if (spec::canBeCode(m_model, index))
        edit(spec::withCode(m_model, index), tr("Code layer: %1").arg(nameOf(index)), index);
}

void StackView::toggleMirror() {
    const bool isOn = m_model.mirror && spec::isMirrored(m_model);
    edit(spec::withMirror(m_model, !isOn), isOn ? tr("Mirror off") : tr("Mirror on"), selectedLayer());
    refreshActions(); // the chip shows what is, not what was asked
}

const BarWidth *StackView::widthOf(int layer) const {
    const auto bar = static_cast<std::size_t>(layer + 1);
    return bar < m_bars.size() && m_bars[bar].width ? &*m_bars[bar].width : nullptr;
}

spec::ModelSpec StackView::withWidth(int layer, core::Index units) const {
    const BarWidth *width = widthOf(layer);
    return width && width->value != units ? spec::withValue(m_model, layer, width->key, units) : m_model;
}

QString StackView::widthText(int layer, core::Index units) const {
    const spec::Kind *kind = spec::find(m_catalogue.layers, m_model.layers[static_cast<std::size_t>(layer)].kind);
    return tr("%1 of %2: %3").arg(tableText(kind->find(widthOf(layer)->key)->label), nameOf(layer)).arg(units);
}

void StackView::holdWidth(int layer, core::Index units) {
    const BarWidth *width = widthOf(layer);
    if (width)
        hold(withWidth(layer, units), widthText(layer, units), layer, spec::mirrorOf(m_model, layer),
             units == width->value ? QString::number(units) : tr("%1 → %2").arg(width->value).arg(units));
}

void StackView::holdPlace(int layer, int place) {
    const bool isOther = spec::canMove(m_model, layer, place);
    hold(isOther ? spec::withMoved(m_model, layer, place) : m_model, (place < layer ? tr("Move %1 up") : tr("Move %1 down")).arg(nameOf(layer)), place,
         spec::mirrorOf(m_model, place), isOther ? tr("layer %1 → %2").arg(layer + 1).arg(place + 1) : tr("layer %1").arg(layer + 1));
}

void StackView::hold(const spec::ModelSpec &model, const QString &what, int layer, int twin, const QString &number) {
    m_held = Held{model, what, layer};
    const plan::PlanResult compiled = plan::compile(model, m_outline.input);
    const plan::Outline outline = compiled ? (*compiled)->outline() : sketchedStack(model, m_catalogue, m_outline.input);
    std::vector<StackBar> bars = barsOf(outline, static_cast<bool>(compiled));
    addGrips(bars, model, m_catalogue);
    const QString follows = twin >= 0 && !(model == m_model) ? tr("and its mirror") : QString();
    m_canvas->showHeld(std::move(bars), layer, twin, number, compiled ? follows : QString::fromStdString(compiled.error().what), !compiled);
    if (compiled)
        m_totals->showOutline(outline);
    else
        m_totals->showUnknown();
}

void StackView::dropHeld() {
    const std::optional<Held> held = std::exchange(m_held, std::nullopt);
    if (held && !(held->model == m_model)) {
        edit(held->model, held->what, held->selection);
        emit editFinished();
    }
    forgetHeld();
}

void StackView::forgetHeld() {
    m_held.reset();
    if (m_isImpossible)
        m_totals->showUnknown();
    else
        m_totals->showOutline(m_outline);
}

void StackView::stepWidth(int layer, int steps, bool isExact) {
    const BarWidth *width = widthOf(layer);
    if (!width)
        return;
    NumberRange range = width->range;
    const auto now = static_cast<double>(width->value);
    double units = stepped(range, now, steps);
    if (!isExact) {
        const std::vector<double> stops = stopsOf(range);
        const auto next = steps > 0 ? std::upper_bound(stops.begin(), stops.end(), now) : std::lower_bound(stops.begin(), stops.end(), now);
        units = steps > 0 ? (next == stops.end() ? range.maximum : *next) : next == stops.begin() ? range.minimum : *(next - 1);
    }
    const core::Index whole = std::llround(units);
    edit(withWidth(layer, whole), widthText(layer, whole), layer);
}

} // namespace hourglass::ui
