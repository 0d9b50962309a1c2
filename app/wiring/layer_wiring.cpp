// The settings of the layer that is selected in the stack.
#include <memory>
#include <optional>

#include "app/session/session.h"
#include "app/wiring/panel_set.h"
#include "app/wiring/panels.h"
#include "engine/plan/plan.h"
#include "engine/training/catalogue.h"
#include "ui/stack/layer_panel.h"
#include "ui/stack/stack_view.h"

namespace hourglass::app {

namespace {

/// Below the row of the stack, which says first what its selection is.
void connectLayer(ui::Panel &panel, const PanelContext &context) {
    auto *layer = static_cast<ui::LayerPanel *>(&panel);
    Session &session = context.session;
    QObject::connect(layer, &ui::LayerPanel::modelEdited, &session, &Session::editModel);
    QObject::connect(layer, &ui::LayerPanel::editFinished, &session, &Session::finishEdit);
    auto *stack = context.panels.view<ui::StackView>();
    if (!stack)
        return;
    const auto problem = std::make_shared<std::optional<core::Error>>(); // of the stack as edited, until it can be
    const auto showLayer = [&session, layer, problem](int index) {
        if (!session.plan())
            return;
        layer->showLayer(session.spec().model, session.plan()->outline(), training::catalogue(), index);
        if (*problem)
            layer->showProblem(**problem);
    };
    QObject::connect(&session, &Session::stackChanged, layer, [stack, showLayer, problem] {
        problem->reset();
        showLayer(stack->selectedLayer());
    });
    QObject::connect(&session, &Session::stackImpossible, layer, [stack, showLayer, problem](const spec::ModelSpec &, const core::Error &error) {
        *problem = error;
        showLayer(stack->selectedLayer());
    });
    QObject::connect(stack, &ui::StackView::layerSelected, layer, showLayer);
}

} // namespace

PanelRow layerPanel() {
    return {.key = "layer",
            .place = ui::DockColumn::Left,
            .share = 0.34,
            .make = []() -> ui::Panel * { return new ui::LayerPanel; },
            .connect = connectLayer,
            .showsModel = false};
}

} // namespace hourglass::app
