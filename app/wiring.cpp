#include "app/wiring.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QTimer>

#include "app/baseline_texts.h"
#include "app/commands/spec_options.h"
#include "app/cursor_decoder.h"
#include "app/data_observer.h"
#include "app/embedded.h"
#include "app/linked_samples.h"
#include "app/own_pictures.h"
#include "app/session.h"
#include "app/variants.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/plan.h"
#include "engine/spec/presets.h"
#include "engine/training/augmentation.h"
#include "engine/training/catalogue.h"
#include "ui/dataset/data_view.h"
#include "ui/latent/latent_map.h"
#include "ui/loss/loss_plot.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/stack/layer_panel.h"
#include "ui/stack/stack_view.h"
#include "ui/training/training_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_strip.h"
#include "ui/window/preset_gallery.h"
#include "ui/window/top_bar.h"

namespace hourglass::app {

namespace {

/// Tells when a view is shown or hidden, in whatever way.
class VisibilityWatch : public QObject {
public:
    VisibilityWatch(QWidget *view, std::function<void(bool)> tell)
        : QObject(view), m_view(view), m_dock(qobject_cast<QDockWidget *>(view->parentWidget())), m_tell(std::move(tell)) {
        view->installEventFilter(this);
        if (m_dock)
            connect(m_dock, &QDockWidget::visibilityChanged, this, [this] { m_tell(isInSight()); });
        m_tell(isInSight());
    }
    bool eventFilter(QObject *watched, QEvent *event) override {
        if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
            m_tell(event->type() == QEvent::Show && isInSight());
        return QObject::eventFilter(watched, event);
    }

private:
    /// A dock behind the tab of another is not hidden for Qt: it is moved to where nobody sees it.
    bool isInSight() const { return m_view->isVisible() && (!m_dock || m_dock->isFloating() || (m_dock->geometry().right() >= 0 && m_dock->geometry().bottom() >= 0)); }

    QWidget *m_view;
    QDockWidget *m_dock;
    std::function<void(bool)> m_tell;
};

/// The level of the instruction set by the name that people know.
QString levelText(const std::string &level) {
    return level == "x86-64-v4" ? "AVX-512" : level == "x86-64-v3" ? "AVX2" : level == "x86-64-v2" ? "SSE 4.2" : "SSE2";
}

std::vector<ui::PresetSummary> presetSummaries() {
    std::vector<ui::PresetSummary> summaries;
    for (const spec::Preset &preset : spec::presets()) {
        const std::string &source = preset.spec.data.source;
        const core::Shape sample = source == "tabular" ? core::Shape(10) : source == "halves" ? core::Shape(100) : core::Shape(1, 28, 28);
        if (const auto plan = plan::compile(preset.spec.model, sample))
            summaries.push_back(ui::summaryOf(preset, (*plan)->outline()));
    }
    return summaries;
}

std::vector<ui::SourceEntry> sourceEntries() {
    std::vector<ui::SourceEntry> entries;
    for (const data::Source &source : library().sources()) {
        if (!source.isAvailable)
            continue;
        const bool isImages = source.key.find("fashion") != std::string::npos;
        entries.push_back({QString::fromStdString(source.key), QString::fromStdString(source.title), QString::fromStdString(source.description),
                           isImages ? Session::tr("Images") : Session::tr("Generated")});
    }
    return entries;
}

QString folderOf(const Session &session) {
    return session.file().isEmpty() ? QString() : QFileInfo(session.file()).absolutePath();
}

/// The right of the status bar: a hint, and for a while what was done with files.
void connectHint(Session &session, ui::MainWindow &window) {
    constexpr int readingMs = 15'000;
    const QString hint = Session::tr("Space trains and pauses · hover asks, click pins, drag pans, wheel zooms · F1 lists every key");
    auto *back = new QTimer(&window);
    back->setSingleShot(true);
    back->setInterval(readingMs);
    QObject::connect(back, &QTimer::timeout, &window, [&window, hint] { window.showHint(hint); });
    QObject::connect(&session, &Session::told, back, [&window, back](const QString &sentence) {
        window.showHint(sentence);
        back->start();
    });
    window.showHint(hint);
}

void connectCommands(Session &session, ui::MainWindow &window, const Views &views) {
    const ui::Actions &actions = window.commands();
    QObject::connect(actions.train, &QAction::triggered, &session, &Session::toggleTraining);
    QObject::connect(actions.step, &QAction::triggered, &session, &Session::step);
    QObject::connect(actions.reset, &QAction::triggered, &session, &Session::reset);
    QObject::connect(actions.newSeed, &QAction::triggered, &session, &Session::startWithNewSeed);
    QObject::connect(actions.undo, &QAction::triggered, &session, &Session::undo);
    QObject::connect(actions.redo, &QAction::triggered, &session, &Session::redo);
    QObject::connect(actions.newDraw, &QAction::triggered, &session.observer(), &Observer::drawAnew);
    QObject::connect(actions.fitMap, &QAction::triggered, views.latent, &ui::LatentMap::fit);
    QObject::connect(actions.open, &QAction::triggered, &window, [&session, &window] {
        const QString path = QFileDialog::getOpenFileName(&window, Session::tr("Open a stack"), folderOf(session), Session::tr("Stacks (*.json)"));
        if (!path.isEmpty())
            session.openPath(path);
    });
    const auto saveAs = [&session, &window] {
        QFileDialog dialog(&window, Session::tr("Save the stack; its weights go beside it"), folderOf(session), Session::tr("Stacks (*.json)"));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix(QStringLiteral("json"));
        if (dialog.exec() == QDialog::Accepted)
            session.saveTo(dialog.selectedFiles().value(0));
    };
    QObject::connect(actions.saveAs, &QAction::triggered, &window, saveAs);
    QObject::connect(actions.save, &QAction::triggered, &window, [&session, saveAs] {
        if (session.file().isEmpty())
            saveAs();
        else
            session.saveTo(session.file());
    });
    QObject::connect(&window, &ui::MainWindow::presetChosen, &session, &Session::openPreset);
    QObject::connect(window.topBar(), &ui::TopBar::dataChosen, &session, &Session::openSource);
    QObject::connect(window.topBar(), &ui::TopBar::cancelRequested, &session, &Session::cancelLoading);
    QObject::connect(&session, &Session::undoChanged, &window,
                     [&actions, stack = views.stack](bool canUndo, const QString &undoText, bool canRedo, const QString &redoText) {
                         actions.undo->setEnabled(canUndo);
                         actions.redo->setEnabled(canRedo);
                         actions.undo->setText(canUndo ? Session::tr("&Undo %1").arg(undoText) : Session::tr("&Undo"));
                         actions.redo->setText(canRedo ? Session::tr("&Redo %1").arg(redoText) : Session::tr("&Redo"));
                         stack->setUndo(canUndo, undoText, canRedo, redoText);
                     });
}

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
    QObject::connect(&session, &Session::runStarted, plot, [plot, showBaselines](const spec::LossSpec &loss, const QString &heldOutName) {
        plot->startRun(lossText(loss), heldOutName);
        showBaselines();
    });
    QObject::connect(&session, &Session::lossChanged, plot, [plot, showBaselines](const spec::LossSpec &loss) {
        plot->setLossName(lossText(loss));
        showBaselines();
    });
    QObject::connect(&session, &Session::baselinesChanged, plot, showBaselines);
    QObject::connect(&session, &Session::stepsArrived, plot, [plot](const std::vector<training::StepRecord> &records) { plot->appendSteps(records); });
    QObject::connect(&session, &Session::evaluationArrived, plot, &ui::LossPlot::appendEvaluation);
    QObject::connect(&session, &Session::changeMarked, plot, &ui::LossPlot::markChange);
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
        view->showErrors({errors.byRow, errors.measured, Session::tr("after %L1 steps").arg(static_cast<qlonglong>(step))});
    });
    QObject::connect(view, &ui::DataView::errorsWanted, observer, [&session, observer] { observer->measureErrors(session.observer().frame()); });
}

void connectWindow(Session &session, ui::MainWindow &window) {
    QObject::connect(&session, &Session::nameChanged, &window, [&window](const QString &name) { window.setDocument(name); });
    QObject::connect(&session, &Session::statusChanged, &window, &ui::MainWindow::showStatus);
    QObject::connect(&session, &Session::problemMet, &window, [&window](const core::Error &error) { window.notices()->showError(error); });
    QObject::connect(&session, &Session::stackChanged, &window, [&session, &window] { window.presetGallery()->setPresent(session.presetKey()); });
    QObject::connect(&session, &Session::loadingChanged, &window, [&window](double fraction, const QString &what) {
        if (fraction < 0)
            window.topBar()->hideLoading();
        else
            window.topBar()->showLoading(fraction, what);
    });
    QObject::connect(&session, &Session::datasetChanged, &window, [&window](const std::shared_ptr<const data::Dataset> &dataset) {
        window.topBar()->showData(QString::fromStdString(dataset->key), QString::fromStdString(dataset->title), dataset->samples(),
                                  QString::fromStdString(core::toText(dataset->shape)));
    });
    QObject::connect(&session, &Session::trainingChanged, &window, [&window](const spec::TrainingSpec &, int threads) {
        const QString level = levelText(kernels::instructionLevel());
        window.showEnvironment(threads == 1 ? Session::tr("%1 · 1 thread").arg(level) : Session::tr("%1 · %L2 threads").arg(level).arg(threads));
    });
}

} // namespace

Views addViews(ui::MainWindow &window) {
    const Views views{new ui::StackView,           new ui::LayerPanel, new ui::LatentMap,
                      new ui::ReconstructionsView, new ui::LossPlot,   new ui::TrainingPanel,
                      new ui::DataView};
    window.addPanel(views.stack, ui::Place::Left, 0.66);
    window.addPanel(views.layer, ui::Place::Left, 0.34);
    window.addPanel(views.latent, ui::Place::Centre, 0.62);
    window.addPanel(views.reconstructions, ui::Place::Centre, 0.38);
    window.addPanel(views.loss, ui::Place::Right, 0.5);
    window.addPanel(views.training, ui::Place::Right, 0.5);
    window.addTab(views.data, views.latent);
    window.presetGallery()->showPresets(presetSummaries());
    window.topBar()->setSources(sourceEntries());
    return views;
}

void connectAll(Session &session, ui::MainWindow &window, const Views &views) {
    connectCommands(session, window, views);
    connectStack(session, views);
    connectTraining(session, views);
    connectLoss(session, views);
    connectMap(session, views);
    connectReconstructions(session, views);
    connectData(session, views);
    connectWindow(session, window);
    linkSamples(session, *views.latent, *views.reconstructions, *views.data);
    linkOwnPictures(session, window, *views.reconstructions);
    connectHint(session, window);
}

} // namespace hourglass::app
