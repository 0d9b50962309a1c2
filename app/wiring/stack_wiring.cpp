// The stack of layers.
#include <algorithm>

#include "app/session/changed_units.h"
#include "app/session/layer_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "engine/analysis/unit.h"
#include "engine/plan/plan.h"
#include "engine/training/catalogue.h"
#include "ui/stack/stack_view.h"

namespace hourglass::app {

namespace {

/// The layer that is selected in the stack is the one that every view of the network looks at, wherever it was selected.
void connectLayers(ui::StackView *stack, Session &session, LayerSelection *layers) {
    QObject::connect(&session, &Session::stackChanged, layers, [stack, layers](const spec::ModelSpec &, const plan::Outline &outline) {
        const int layer = stack->selectedLayer();
        if (layer < 0 || layer >= static_cast<int>(outline.layers.size()))
            return layers->choose(-1, 0);
        const core::Index units = analysis::unitsOf(outline.layers[static_cast<std::size_t>(layer)].output);
        layers->choose(layer, std::min(layer == layers->layer() ? layers->unit() : 0, units - 1));
    });
    QObject::connect(stack, &ui::StackView::layerSelected, layers, &LayerSelection::chooseLayer);
    QObject::connect(layers, &LayerSelection::changed, stack, [stack](int layer) {
        if (layer < 0 || layer == stack->selectedLayer())
            return;
        stack->selectLayer(layer);
        emit stack->layerSelected(layer); // whoever follows the stack
    });
}

void connectStack(ui::Panel &panel, const PanelContext &context) {
    auto *stack = static_cast<ui::StackView *>(&panel);
    Session &session = context.session;
    const spec::Catalogue &catalogue = training::catalogue();
    QObject::connect(&session, &Session::stackChanged, stack, [stack, &catalogue](const spec::ModelSpec &model, const plan::Outline &outline) {
        stack->showStack(model, outline, catalogue);
        if (stack->selectedLayer() < 0) // at first the code: the layer that most is asked of
            stack->selectLayer(static_cast<int>(model.code));
    });
    QObject::connect(&session, &Session::stackImpossible, stack, &ui::StackView::showImpossible);
    QObject::connect(stack, &ui::StackView::modelEdited, &session, &Session::editModel);
    QObject::connect(stack, &ui::StackView::editFinished, &session, &Session::finishEdit);
    QObject::connect(stack, &ui::StackView::undoRequested, &session, &Session::undo);
    QObject::connect(stack, &ui::StackView::redoRequested, &session, &Session::redo);
    QObject::connect(&session, &Session::undoChanged, stack, &ui::StackView::setUndo);
    QObject::connect(&session, &Session::statusChanged, stack, [stack, &session](const training::Status &status) {
        const double samples = session.dataset() ? static_cast<double>(session.dataset()->train.samples) : 0;
        stack->showCost(status.samplesPerSecond > 0 ? samples / status.samplesPerSecond : training::none);
    });
    connectLayers(stack, session, &context.layers);
    QObject::connect(&context.units, &ChangedUnits::changed, stack, &ui::StackView::showChangedUnits);
}

} // namespace

PanelRow stackPanel() {
    return {.key = "stack",
            .place = ui::DockColumn::Left,
            .share = 0.66,
            .make = []() -> ui::Panel * { return new ui::StackView; },
            .connect = connectStack,
            .showsModel = false};
}

} // namespace hourglass::app
