// What each unit of the code tells.
#include "app/background/code_feed.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/code/code_units.h"

namespace hourglass::app {

namespace {

void connectCodeUnits(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::CodeUnits *>(&panel);
    Session &session = context.session;
    CodeFeed *feed = &context.codes;
    new VisibilityWatch(view, [feed, view](bool isVisible) { feed->setPosteriorVisible(view, isVisible); });
    QObject::connect(&session, &Session::datasetChanged, view, &ui::CodeUnits::clear);
    QObject::connect(feed, &CodeFeed::posteriorArrived, view, &ui::CodeUnits::showPicture);
    QObject::connect(view, &ui::CodeUnits::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow codeUnitsPanel() {
    return {.key = "code-units", .beside = "traversals", .make = []() -> ui::Panel * { return new ui::CodeUnits; }, .connect = connectCodeUnits};
}

} // namespace hourglass::app
