// The stack of layers.
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "engine/plan/plan.h"
#include "engine/training/catalogue.h"
#include "ui/stack/stack_view.h"

namespace hourglass::app {

namespace {

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
}

} // namespace

PanelRow stackPanel() {
    return {.key = "stack", .place = ui::DockColumn::Left, .share = 0.66, .make = []() -> ui::Panel * { return new ui::StackView; }, .connect = connectStack, .showsModel = false};
}

} // namespace hourglass::app
