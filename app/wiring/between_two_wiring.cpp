// What lies between two samples.
#include "app/background/code_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/code/between_two.h"

namespace hourglass::app {

namespace {

void connectBetweenTwo(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::BetweenTwo *>(&panel);
    Session &session = context.session;
    CodeFeed *feed = &context.codes;
    SampleSelection *selection = &context.selection;
    new VisibilityWatch(view, [feed, view](bool isVisible) {
        feed->setVisible(view, isVisible);
        feed->setPathVisible(isVisible);
    });
    QObject::connect(&session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        view->setClasses(textsOf(dataset->classNames));
        view->setFeatures(textsOf(dataset->featureNames));
    });
    QObject::connect(feed, &CodeFeed::mixArrived, view, &ui::BetweenTwo::showMix);
    QObject::connect(feed, &CodeFeed::pathArrived, view, &ui::BetweenTwo::showPath);
    QObject::connect(view, &ui::BetweenTwo::pathWanted, feed, &CodeFeed::setPath);
    const auto isOwn = std::make_shared<bool>(false); // a sample of the strip is no new end of it
    QObject::connect(view, &ui::BetweenTwo::sampleSelected, selection, [selection, isOwn](std::optional<core::Index> number) {
        *isOwn = true;
        selection->pin(selection->ofShownPart(number));
        *isOwn = false;
    });
    QObject::connect(view, &ui::BetweenTwo::exportFailed, &session, &Session::problemMet);
    QObject::connect(selection, &SampleSelection::pinnedChanged, view, [view, selection, isOwn](const std::optional<data::SampleId> &sample) {
        if (*isOwn)
            return;
        if (const auto number = selection->numberInShownPart(SampleSelection::ofTheData(sample)))
            view->addSample(*number);
    });
}

} // namespace

PanelRow betweenTwoPanel() {
    return {.key = "between-two", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::BetweenTwo; }, .connect = connectBetweenTwo};
}

} // namespace hourglass::app
