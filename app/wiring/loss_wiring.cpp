// The curves of the loss.
#include <memory>

#include <QElapsedTimer>

#include "app/session/session.h"
#include "app/wiring/baseline_texts.h"
#include "app/wiring/panels.h"
#include "ui/loss/loss_plot.h"

namespace hourglass::app {

namespace {

void connectLoss(ui::Panel &panel, const PanelContext &context) {
    auto *plot = static_cast<ui::LossPlot *>(&panel);
    Session &session = context.session;
    const auto showBaselines = [&session, plot] { plot->showBaselines(baselineTexts(session)); };
    QObject::connect(&session, &Session::runStarted, plot, [&session, plot, showBaselines] {
        plot->showRuns(session.runs());
        showBaselines();
    });
    QObject::connect(&session, &Session::lossChanged, plot, showBaselines);
    QObject::connect(&session, &Session::baselinesChanged, plot, showBaselines);
    // Fifteen times a second: a curve grows too slowly for more, and each drawing takes time from the training.
    QObject::connect(&session, &Session::ticked, plot, [plot, sinceDrawn = std::make_shared<QElapsedTimer>()] {
        if (sinceDrawn->isValid() && sinceDrawn->elapsed() < 60)
            return;
        sinceDrawn->start();
        plot->refresh();
    });
    QObject::connect(plot, &ui::LossPlot::wayBackChosen, &session, &Session::goBackBefore);
    QObject::connect(plot, &ui::LossPlot::failed, &session, &Session::problemMet);
}

} // namespace

PanelRow lossPanel() {
    return {.key = "loss", .place = ui::DockColumn::Right, .share = 0.5, .make = []() -> ui::Panel * { return new ui::LossPlot; }, .connect = connectLoss};
}

} // namespace hourglass::app
