#include "app/wiring/view_wiring.h"

#include <QElapsedTimer>

#include "app/background/available_threads.h"
#include "app/background/data_observer.h"
#include "app/session/session.h"
#include "app/wiring/baseline_texts.h"
#include "app/wiring/cursor_decoder.h"
#include "app/wiring/variants.h"
#include "app/wiring/visibility_watch.h"
#include "app/wiring/wiring.h"
#include "engine/plan/plan.h"
#include "engine/training/augmentation.h"
#include "engine/training/catalogue.h"
#include "ui/latent/latent_map.h"
#include "ui/loss/loss_plot.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/samples/data_view.h"
#include "ui/stack/layer_panel.h"
#include "ui/stack/stack_view.h"
#include "ui/training/training_panel.h"

namespace hourglass::app {

void connectStack(Session &session, const Views &views) {
    ui::StackView *stack = views.stack;
    ui::LayerPanel *layer = views.layer;
    const spec::Catalogue &catalogue = training::catalogue();
    const auto problem = std::make_shared<std::optional<core::Error>>(); // of the stack as edited, until it can be
    const auto showLayer = [&session, layer, &catalogue, problem](int index) {
        if (!session.plan())
            return;
        layer->showLayer(session.spec().model, session.plan()->outline(), catalogue, index);
        if (*problem)
            layer->showProblem(**problem);
    };
    QObject::connect(&session, &Session::stackChanged, stack, [stack, showLayer, problem, &catalogue](const spec::ModelSpec &model, const plan::Outline &outline) {
        problem->reset();
        stack->showStack(model, outline, catalogue);
        if (stack->selectedLayer() < 0) // at first the code: the layer that most is asked of
            stack->selectLayer(static_cast<int>(model.code));
        showLayer(stack->selectedLayer());
    });
    QObject::connect(&session, &Session::stackImpossible, stack, [stack, showLayer, problem](const spec::ModelSpec &model, const core::Error &error) {
        *problem = error;
        stack->showImpossible(model, error);
        showLayer(stack->selectedLayer());
    });
    QObject::connect(stack, &ui::StackView::modelEdited, &session, &Session::editModel);
    QObject::connect(stack, &ui::StackView::layerSelected, layer, showLayer);
    QObject::connect(stack, &ui::StackView::undoRequested, &session, &Session::undo);
    QObject::connect(stack, &ui::StackView::redoRequested, &session, &Session::redo);
    QObject::connect(layer, &ui::LayerPanel::modelEdited, &session, &Session::editModel);
    QObject::connect(layer, &ui::LayerPanel::editFinished, &session, &Session::finishEdit);
    QObject::connect(&session, &Session::statusChanged, stack, [stack, &session](const training::Status &status) {
        const double samples = session.dataset() ? static_cast<double>(session.dataset()->train.samples) : 0;
        stack->showCost(status.samplesPerSecond > 0 ? samples / status.samplesPerSecond : training::none);
    });
}

void connectTraining(Session &session, const Views &views) {
    ui::TrainingPanel *panel = views.training;
    QObject::connect(&session, &Session::trainingChanged, panel, [panel](const spec::TrainingSpec &training, int threads, const QString &note) {
        panel->showTraining(training, training::catalogue(), threads, std::max(availableThreads(), threads), note);
    });
    const auto showVariants = [panel, &session](const spec::TrainingSpec &training) {
        const Variants variants = session.dataset() ? variantsOf(*session.dataset(), training) : Variants{};
        panel->showVariants(variants.pictures, variants.microseconds);
    };
    QObject::connect(&session, &Session::trainingChanged, panel, showVariants);
    QObject::connect(&session, &Session::datasetChanged, panel, [&session, showVariants] { showVariants(session.spec().training); });
    QObject::connect(panel, &ui::TrainingPanel::trainingEdited, &session, &Session::editTraining);
    QObject::connect(panel, &ui::TrainingPanel::threadsEdited, &session, &Session::setThreads);
    QObject::connect(panel, &ui::TrainingPanel::editFinished, &session, &Session::finishEdit);
    QObject::connect(&session, &Session::datasetChanged, panel, [panel](const std::shared_ptr<const data::Dataset> &dataset) {
        const QString otherRange = dataset->isWithinUnit ? QString() : Session::tr("It needs data between 0 and 1, and these have others.");
        for (const char *loss : {"binary_cross_entropy", "categorical_cross_entropy"})
            panel->setUnavailable("loss", loss, otherRange);
        panel->setUnavailable("loss", "structural_similarity",
                              dataset->shape.isImage() ? otherRange : Session::tr("It needs images, and these data are none."));
        for (const spec::Kind &kind : training::augmentationKinds()) {
            const auto fits = training::makeAugmentation({{kind.key, {}}}, dataset->shape, dataset->isWithinUnit);
            panel->setUnavailable("augmentation", QString::fromStdString(kind.key), fits ? QString() : QString::fromStdString(fits.error().what) + '.');
        }
    });
}

void connectLoss(Session &session, const Views &views) {
    ui::LossPlot *plot = views.loss;
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
    QObject::connect(plot, &ui::LossPlot::failed, &session, &Session::problemMet);
}

void connectMap(Session &session, const Views &views) {
    ui::LatentMap *map = views.latent;
    Observer *observer = &session.observer();
    new VisibilityWatch(map, [observer](bool isVisible) { observer->setVisible(View::Latent, isVisible); });
    QObject::connect(&session, &Session::datasetChanged, map, [map](const std::shared_ptr<const data::Dataset> &dataset) {
        map->clear();
        map->setClasses(dataset->classNames);
        map->setSampleShape(dataset->shape);
    });
    QObject::connect(&session, &Session::stackChanged, map, [map](const spec::ModelSpec &, const plan::Outline &outline) {
        map->setCodeUnits(static_cast<int>(outline.codeSize));
    });
    QObject::connect(observer, &Observer::latentArrived, map, &ui::LatentMap::showCodes);
    QObject::connect(observer, &Observer::latticeArrived, map, &ui::LatentMap::showLattice);
    QObject::connect(map, &ui::LatentMap::axesEdited, observer, &Observer::setAxes);
    QObject::connect(map, &ui::LatentMap::latticeWanted, observer, [observer](double left, double right, double bottom, double top, int columns, int rows) {
        observer->setGrid(columns > 0 ? std::optional(analysis::Inspection::Grid{left, right, bottom, top, columns, rows}) : std::nullopt);
    });
    QObject::connect(map, &ui::LatentMap::exportFailed, &session, &Session::problemMet);
    new CursorDecoder(*observer, *map);
}

void connectReconstructions(Session &session, const Views &views) {
    ui::ReconstructionsView *view = views.reconstructions;
    Observer *observer = &session.observer();
    new VisibilityWatch(view, [observer](bool isVisible) { observer->setVisible(View::Reconstructions, isVisible); });
    QObject::connect(&session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        QStringList names;
        for (const std::string &name : dataset->classNames)
            names << QString::fromStdString(name);
        view->setClasses(names);
    });
    QObject::connect(observer, &Observer::reconstructionsArrived, view,
                     [view](const std::shared_ptr<const analysis::ReconstructionPicture> &picture) { view->show(picture); });
    QObject::connect(view, &ui::ReconstructionsView::columnsWanted, observer, &Observer::setSampleCount);
    QObject::connect(view, &ui::ReconstructionsView::newDrawRequested, observer, &Observer::drawAnew);
    observer->setSampleCount(view->columns());
}

void connectData(Session &session, const Views &views) {
    ui::DataView *view = views.data;
    auto *observer = new DataObserver(&session);
    new VisibilityWatch(view, [observer](bool isVisible) { observer->setVisible(isVisible); });
    QObject::connect(&session, &Session::datasetChanged, view, [view, observer](const std::shared_ptr<const data::Dataset> &dataset) {
        view->showDataset(dataset);
        observer->setDataset(dataset);
    });
    QObject::connect(observer, &DataObserver::statisticsArrived, view, &ui::DataView::showStatistics);
    QObject::connect(observer, &DataObserver::progressed, view, &ui::DataView::showProgress);
    QObject::connect(observer, &DataObserver::errorsArrived, view, [view](const analysis::SampleErrors &errors, core::Index step) {
        view->showErrors({errors.byRow, errors.measured, Session::tr("after %L1 steps").arg(static_cast<qlonglong>(step)), step});
    });
    QObject::connect(&session, &Session::statusChanged, view, [view](const training::Status &status) { view->showStep(status.step); });
    QObject::connect(view, &ui::DataView::exportFailed, &session, &Session::problemMet);
    QObject::connect(view, &ui::DataView::errorsWanted, observer, [&session, observer] { observer->measureErrors(session.observer().snapshot()); });
}

} // namespace hourglass::app
