// What the units of the code share and know.
#include "app/background/factors_feed.h"
#include "app/session/layer_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "engine/plan/plan.h"
#include "ui/factors/factors_view.h"

namespace hourglass::app {

namespace {

void connectFactors(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::FactorsView *>(&panel);
    Session &session = context.session;
    LayerSelection *layers = &context.layers;
    auto *feed = new FactorsFeed(session.snapshotFeed(), &session);
    new VisibilityWatch(view, [feed, &session](bool isVisible) {
        feed->setVisible(isVisible);
        feed->follow(session.shownStatus());
    });
    QObject::connect(&session, &Session::datasetChanged, view, &ui::FactorsView::clear);
    QObject::connect(&session, &Session::statusChanged, feed, [feed, view, &session] {
        const training::Status status = session.shownStatus();
        feed->follow(status);
        view->showEpoch(status.epoch);
    });
    QObject::connect(feed, &FactorsFeed::begun, view, &ui::FactorsView::clear);
    QObject::connect(feed, &FactorsFeed::arrived, view,
                     [view, &session](const std::shared_ptr<const judging::FactorsReport> &report, const analysis::Moment &moment) {
                         if (session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
                             view->showReport(report, moment);
                     });
    QObject::connect(view, &ui::FactorsView::unitChosen, layers, [layers, &session](core::Index unit) {
        if (session.plan())
            layers->choose(session.plan()->codeLayer(), unit);
    });
    QObject::connect(view, &ui::FactorsView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow factorsPanel() {
    return {.key = "factors", .beside = "traversals", .make = []() -> ui::Panel * { return new ui::FactorsView; }, .connect = connectFactors};
}

} // namespace hourglass::app
