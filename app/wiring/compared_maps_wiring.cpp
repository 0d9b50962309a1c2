// The maps of the compared runs.
#include <algorithm>
#include <memory>

#include <QSettings>

#include "app/background/compared_maps_feed.h"
#include "app/session/run_comparison.h"
#include "app/session/session.h"
#include "app/wiring/link_samples.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/visibility_watch.h"
#include "ui/compare/compared_maps_canvas.h"
#include "ui/compare/compared_maps_view.h"

namespace hourglass::app {

namespace {

using Maps = std::vector<std::shared_ptr<const analysis::LatentPicture>>;

std::vector<ui::ComparedMap> mapsOf(const std::vector<ComparedRun> &runs, const Maps &maps) {
    std::vector<ui::ComparedMap> made;
    for (std::size_t run = 0; run < runs.size(); ++run)
        made.push_back({runs[run].name, {runs[run].colour, runs[run].model.isShown}, runs[run].obstacle, run < maps.size() ? maps[run] : nullptr});
    return made;
}

/// Both ways of looking are kept.
void connectWays(ui::ComparedMapsView *view, QSettings &settings) {
    const QString overlay = QStringLiteral("compare/overlay"), aligned = QStringLiteral("compare/aligned");
    view->setOverlaid(settings.value(overlay, false).toBool());
    view->setAligned(settings.value(aligned, true).toBool());
    QObject::connect(view, &ui::ComparedMapsView::wayEdited, [&settings, overlay, aligned](bool isOverlaid, bool isAligned) {
        settings.setValue(overlay, isOverlaid);
        settings.setValue(aligned, isAligned);
    });
}

void connectChosen(ui::ComparedMapsView *view, SampleSelection *selection) {
    QObject::connect(selection, &SampleSelection::setChanged, view, [view, selection](const std::shared_ptr<const SampleSet> &set) {
        std::vector<core::Index> samples;
        if (set)
            for (const data::SampleId &id : set->samples)
                if (const auto number = selection->numberInShownPart(SampleSelection::ofTheData(id)))
                    samples.push_back(*number);
        std::sort(samples.begin(), samples.end());
        view->setChosen(samples);
    });
}

void connectMaps(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::ComparedMapsView *>(&panel);
    RunComparison *comparison = &context.comparison;
    auto *feed = new ComparedMapsFeed(context.session.snapshotFeed(), view);
    auto maps = std::make_shared<Maps>();
    auto models = std::make_shared<std::vector<ComparedModel>>();
    const auto show = [view, comparison, maps] { view->showMaps(mapsOf(comparison->runs(), *maps)); };
    QObject::connect(comparison, &RunComparison::changed, view, [feed, comparison, maps, models, show] {
        const std::vector<ComparedModel> wanted = modelsOf(comparison->runs());
        if (wanted != *models) { // else a run has another name
            *models = wanted;
            maps->clear();
            feed->setModels(wanted);
        }
        show();
    });
    QObject::connect(feed, &ComparedMapsFeed::arrived, view, [maps, show](const Maps &arrived) {
        *maps = arrived;
        show();
    });
    QObject::connect(&context.session.snapshotFeed(), &SnapshotFeed::datasetChanged, view, [maps, models, show] {
        maps->clear();
        models->clear();
        show();
    });
    new VisibilityWatch(view, [view, feed, comparison](bool isVisible) {
        comparison->setWatched(view, isVisible);
        feed->setWatched(isVisible);
    });
    QObject::connect(&context.colouring, &SampleColouring::colouringChanged, view, &ui::ComparedMapsView::setColouring);
    QObject::connect(&context.session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        QStringList names;
        for (const std::string &name : dataset->classNames)
            names << QString::fromStdString(name);
        view->setClasses(names);
    });
    QObject::connect(view, &ui::ComparedMapsView::exportFailed, &context.session, &Session::problemMet);
    connectWays(view, context.settings);
    linkSamples(view, &context.selection);
    connectChosen(view, &context.selection);
}

} // namespace

PanelRow comparedMapsPanel() {
    return {.key = "compared-maps",
            .beside = "latent",
            .make = []() -> ui::Panel * { return new ui::ComparedMapsView; },
            .connect = connectMaps,
            .isBusy = [](const ui::Panel &panel, const Session &) { return static_cast<const ui::ComparedMapsView &>(panel).canvas()->isMoving(); }};
}

} // namespace hourglass::app
