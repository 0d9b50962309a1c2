// The code, unit by unit.
#include "app/background/code_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/code/mixing_desk.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

void connectMixingDesk(ui::Panel &panel, const PanelContext &context) {
    auto *desk = static_cast<ui::MixingDesk *>(&panel);
    Session &session = context.session;
    CodeFeed *feed = &context.codes;
    new VisibilityWatch(desk, [feed, desk](bool isVisible) { feed->setVisible(desk, isVisible); });
    QObject::connect(&session, &Session::datasetChanged, desk, [desk](const std::shared_ptr<const data::Dataset> &dataset) {
        desk->clear();
        desk->setClasses(textsOf(dataset->classNames));
        desk->setFeatures(textsOf(dataset->featureNames));
        desk->setSample({});
    });
    QObject::connect(feed, &CodeFeed::mixArrived, desk, &ui::MixingDesk::showMix);
    QObject::connect(feed, &CodeFeed::decoded, desk, &ui::MixingDesk::showDecoded);
    QObject::connect(desk, &ui::MixingDesk::decodingWanted, feed, &CodeFeed::decode);
    QObject::connect(desk, &ui::MixingDesk::centreEdited, feed, &CodeFeed::setCentre);
    QObject::connect(desk, &ui::MixingDesk::drawWanted, feed, &CodeFeed::drawCentre);
    QObject::connect(desk, &ui::MixingDesk::basisEdited, feed, &CodeFeed::setBasis);
    QObject::connect(desk, &ui::MixingDesk::effectsWanted, feed, [desk, feed](bool areWanted) { feed->setMeasuresEffects(desk, areWanted); });
    QObject::connect(desk, &ui::MixingDesk::exportFailed, &session, &Session::problemMet);
    const SampleSelection *selection = &context.selection;
    QObject::connect(selection, &SampleSelection::pinnedChanged, desk, [desk, feed, selection](const std::optional<data::SampleId> &sample) {
        const auto number = selection->numberInShownPart(SampleSelection::ofTheData(sample));
        if (!number)
            return; // whoever lets go of a sample keeps the mix
        desk->setSample(number);
        feed->setCentre({analysis::CodeCentre::Kind::Sample, *number});
    });
}

} // namespace

PanelRow mixingDeskPanel() {
    return {.key = "mixing-desk", .beside = "latent", .make = []() -> ui::Panel * { return new ui::MixingDesk; }, .connect = connectMixingDesk};
}

} // namespace hourglass::app
