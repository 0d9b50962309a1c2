// The curves of the loss.
#include <memory>
#include <utility>
#include <vector>

#include <QElapsedTimer>

#include "app/session/session.h"
#include "app/wiring/baseline_texts.h"
#include "app/wiring/panels.h"
#include "ui/loss/loss_plot.h"

namespace hourglass::app {

namespace {

/// The curves of earlier runs that are to be seen, by age.
std::vector<ui::OtherRun> othersOf(const runs::RunList &list) {
    std::vector<ui::OtherRun> others;
    for (const runs::NamedRun &run : list.runs())
        if (run.id != list.present() && run.isShown)
            others.push_back({QString::fromStdString(run.name), run.colour, run.log});
    return others;
}

void connectLoss(ui::Panel &panel, const PanelContext &context) {
    auto *plot = static_cast<ui::LossPlot *>(&panel);
    Session &session = context.session;
    const auto showBaselines = [&session, plot] { plot->showBaselines(baselineTexts(session)); };
    QObject::connect(&session, &Session::runStarted, plot, [&session, plot, showBaselines] {
        plot->showRun(session.runs().present);
        plot->showOthers(othersOf(session.runList()));
        showBaselines();
    });
    QObject::connect(&session, &Session::lossChanged, plot, showBaselines);
    QObject::connect(&session, &Session::baselinesChanged, plot, showBaselines);
    // Fifteen times a second: a curve grows too slowly for more, and each drawing takes time from the training.
    QObject::connect(&session, &Session::ticked, plot,
                     [&session, plot, sinceDrawn = std::make_shared<QElapsedTimer>(), version = std::make_shared<std::uint64_t>(0)] {
                         if (std::exchange(*version, session.runList().version()) != session.runList().version())
                             plot->showOthers(othersOf(session.runList()));
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
    return {.key = "loss",
            .place = ui::DockColumn::Right,
            .share = 0.5,
            .make = []() -> ui::Panel * { return new ui::LossPlot; },
            .connect = connectLoss,
            .showsModel = false};
}

} // namespace hourglass::app
