// The same samples as the compared runs make them.
#include <memory>

#include "app/background/compared_reconstructions_feed.h"
#include "app/session/run_comparison.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/link_samples.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/visibility_watch.h"
#include "ui/compare/compared_reconstructions_view.h"

namespace hourglass::app {

namespace {

using Pictures = std::vector<std::shared_ptr<const analysis::ReconstructionPicture>>;

std::vector<ui::ComparedRow> rowsOf(const std::vector<ComparedRun> &runs, const Pictures &pictures) {
    std::vector<ui::ComparedRow> rows;
    for (std::size_t run = 0; run < runs.size(); ++run)
        rows.push_back({runs[run].name, {runs[run].colour, runs[run].model.isShown}, runs[run].obstacle, run < pictures.size() ? pictures[run] : nullptr});
    return rows;
}

void connectCompared(ui::Panel &panel, const PanelContext &context) {
    using View = ui::ComparedReconstructionsView;
    auto *view = static_cast<View *>(&panel);
    RunComparison *comparison = &context.comparison;
    auto *feed = new ComparedReconstructionsFeed(context.session.snapshotFeed(), context.reconstructions, view);
    auto pictures = std::make_shared<Pictures>();
    const auto show = [view, comparison, pictures] { view->showRows(rowsOf(comparison->runs(), *pictures), comparison->leftOut()); };
    auto shownModels = std::make_shared<std::vector<ComparedModel>>();
    QObject::connect(comparison, &RunComparison::changed, view, [feed, comparison, pictures, shownModels, show] {
        std::vector<ComparedModel> models = modelsOf(comparison->runs());
        if (models != *shownModels) { // else a run has another name
            *shownModels = models;
            pictures->clear();
            feed->setModels(std::move(models));
        }
        show();
    });
    QObject::connect(feed, &ComparedReconstructionsFeed::arrived, view, [pictures, show](const Pictures &arrived) {
        *pictures = arrived;
        show();
    });
    QObject::connect(&context.reconstructions, &ReconstructionFeed::taskChanged, view,
                     [view, samples = &context.reconstructions] { view->setMeasure(samples->measure()); });
    QObject::connect(&context.session.snapshotFeed(), &SnapshotFeed::datasetChanged, view, [pictures, shownModels, show] {
        pictures->clear();
        shownModels->clear();
        show();
    });
    const auto isInSight = std::make_shared<bool>(false);
    new VisibilityWatch(view, [view, feed, comparison, isInSight](bool isVisible) {
        *isInSight = isVisible;
        comparison->setWatched(view, isVisible);
        feed->setWatched(isVisible ? view->columns() : 0);
    });
    QObject::connect(view, &View::columnsWanted, feed, [feed, isInSight](int count) { feed->setWatched(*isInSight ? count : 0); });
    QObject::connect(&context.colouring, &SampleColouring::colouringChanged, view, &View::setColouring);
    QObject::connect(&context.session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        QStringList names, features;
        for (const std::string &name : dataset->classNames)
            names << QString::fromStdString(name);
        for (const std::string &name : dataset->featureNames)
            features << QString::fromStdString(name);
        view->setClasses(names);
        view->setFeatures(features);
    });
    QObject::connect(view, &View::exportFailed, &context.session, &Session::problemMet);
    view->setMeasure(context.reconstructions.measure());
    linkSamples(view, &context.selection);
}

} // namespace

PanelRow comparedReconstructionsPanel() {
    return {.key = "compared-reconstructions",
            .beside = "reconstructions",
            .make = []() -> ui::Panel * { return new ui::ComparedReconstructionsView; },
            .connect = connectCompared};
}

} // namespace hourglass::app
