// What each unit of the code means.
#include "app/background/code_feed.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/code/traversals.h"

namespace hourglass::app {

namespace {

void connectTraversals(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::Traversals *>(&panel);
    Session &session = context.session;
    CodeFeed *feed = &context.codes;
    new VisibilityWatch(view, [feed, view](bool isVisible) {
        feed->setVisible(view, isVisible);
        feed->setTraversalVisible(isVisible);
    });
    QObject::connect(&session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        view->setClasses(textsOf(dataset->classNames));
        view->setFeatures(textsOf(dataset->featureNames));
    });
    QObject::connect(feed, &CodeFeed::mixArrived, view, &ui::Traversals::showMix);
    QObject::connect(feed, &CodeFeed::traversalArrived, view, &ui::Traversals::showTraversal);
    QObject::connect(view, &ui::Traversals::axesWanted, feed, &CodeFeed::setTraversedAxes);
    QObject::connect(view, &ui::Traversals::effectsWanted, feed, [view, feed](bool areWanted) { feed->setMeasuresEffects(view, areWanted); });
    QObject::connect(view, &ui::Traversals::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow traversalsPanel() {
    return {.key = "traversals", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::Traversals; }, .connect = connectTraversals};
}

} // namespace hourglass::app
