// The code, unit by unit.
#include <QPointer>

#include "app/background/code_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panel_set.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/code/mixing_desk.h"
#include "ui/latent/latent_map.h"

namespace hourglass::app {

namespace {

void connectMixingDesk(ui::Panel &panel, const PanelContext &context) {
    auto *desk = static_cast<ui::MixingDesk *>(&panel);
    Session &session = context.session;
    CodeFeed *feed = &context.codes;
    auto *map = context.panels.view<ui::LatentMap>();
    new VisibilityWatch(desk, [feed, desk, map = QPointer(map)](bool isVisible) {
        feed->setVisible(desk, isVisible);
        if (map && !isVisible)
            map->setDeskCode({}); // whose sliders nobody sees
    });
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
    QObject::connect(desk, &ui::MixingDesk::attributeEdited, feed, &CodeFeed::setAttribute);
    if (map)
        QObject::connect(desk, &ui::MixingDesk::codeMixed, map,
                         [desk, map](const std::vector<float> &code) { map->setDeskCode(desk->isVisible() ? code : std::vector<float>()); });
    const SampleSelection *selection = &context.selection;
    QObject::connect(selection, &SampleSelection::setChanged, desk, [desk, selection](const std::shared_ptr<const SampleSet> &set) {
        const auto numbers = std::make_shared<std::vector<core::Index>>();
        if (set)
            for (const data::SampleId &sample : set->samples)
                if (const auto number = selection->numberInShownPart(sample))
                    numbers->push_back(*number);
        desk->setSelection(set ? set->name : QString(), numbers->empty() ? nullptr : numbers);
    });
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
