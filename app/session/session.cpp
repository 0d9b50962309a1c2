#include "app/session/session.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QLocale>

#include "app/session/lock_step.h"
#include "app/session/opened_project.h"
#include "app/session/stack_fit.h"
#include "engine/plan/fitting.h"
#include "engine/spec/identity.h"
#include "engine/training/constancy.h"
#include "engine/training/demands.h"
#include "engine/training/loss.h"

namespace hourglass::app {

namespace {

constexpr core::Index keySnapshotBytes = 24'000'000; ///< that a divergence goes back to: the timeline has moments of its own
constexpr int draggingMs = 120;                      ///< a stack that changes faster than this is not worth a new training each time

} // namespace

Session::Session(const data::Library &library, int threads, QObject *parent)
    : QObject(parent), m_library(library), m_threads(threads),
      m_trainer({.threads = threads, .niceness = 5, .partialEvaluations = true, .keySnapshotBytes = keySnapshotBytes, .keyFrames = true}),
      m_lockStep(std::make_unique<LockStep>(m_trainer, m_runs, m_runList)), m_saver(m_trainer), m_snapshotFeed(m_trainer), m_loader(library, m_worker),
      m_baselines(m_snapshotFeed) {
    connect(&m_timer, &QTimer::timeout, this, &Session::tick);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(busyIntervalMs);
    m_assignTimer.setSingleShot(true);
    m_assignTimer.setInterval(draggingMs);
    connect(&m_assignTimer, &QTimer::timeout, this, [this] { assign({}, false); });
    connect(&m_loader, &Loader::progressed, this, &Session::loadingChanged);
    connect(&m_baselines, &BaselinesFeed::pcaFitted, this, &Session::pcaFitted);
    connect(&m_baselines, &BaselinesFeed::baselinesChanged, this, &Session::baselinesChanged);
    connect(&m_marker, &ChangeMarker::marked, this, &Session::mark);
    connect(&m_saver, &StackSaver::saved, this, &Session::noteSaved);
    connect(&m_saver, &StackSaver::failed, this, &Session::noteNotSaved);
    connect(m_lockStep.get(), &LockStep::changed, this, &Session::besideChanged);
    connect(m_lockStep.get(), &LockStep::told, this, &Session::told);
    connect(m_lockStep.get(), &LockStep::problemMet, this, &Session::problemMet);
    m_snapshotFeed.setMomentsBeside([this](core::Index step) { return m_lockStep->momentNear(step); });
}

Session::~Session() {
    blockSignals(true); // whoever listens is about to go, too
    m_openWhenWritten.clear();
    m_saver.finish();
}

void Session::open(const spec::Spec &spec, const QString &presetKey, const QString &file) {
    changeTo({.spec = spec, .presetKey = presetKey, .reason = Opening{}, .file = file, .isFromFile = !file.isEmpty()});
}

void Session::changeTo(Update update) {
    update.spec.model = spec::withIds(std::move(update.spec.model));
    if (auto *edit = std::get_if<Edit>(&update.reason)) // that a redo brings back the same layers
        edit->after.model.ids = update.spec.model.ids;
    m_loader.cancel();
    SpecChange change = SpecChange::Data;
    if (m_dataset)
        change = changeBetween({m_trained, m_dataset->dependsOnSeed}, update.spec);
    const auto *travel = std::get_if<Travel>(&update.reason);
    if (!travel)
        forgetTravels();
    if (update.comesWhole() || update.restarts || update.mark || update.run || update.moment || (travel && travel->run))
        change = std::max(change, SpecChange::Restart);
    const LoadedData &loaded = update.loaded;
    if (change != SpecChange::Data)
        commit(update, change, m_dataset);
    else if (loaded.dataset && areDataOf(update.spec, loaded.data, loaded.seed, loaded.dataset->dependsOnSeed))
        commit(update, change, loaded.dataset);
    else
        read(std::move(update));
}

void Session::read(Update update) {
    const spec::Spec spec = update.spec;
    if (!m_dataset) {
        m_coming = spec;
        m_comingPreset = update.presetKey;
    }
    m_isTravelling = std::holds_alternative<Travel>(update.reason);
    m_loader.load(training::dataFor(spec), spec.training.seed, [this, update = std::move(update)](const Loader::Loaded &loaded) {
        m_isTravelling = false;
        if (loaded)
            commit(update, SpecChange::Data, *loaded);
        else
            refuseLoading(update, loaded.error());
        travelOn();
    });
}

void Session::commit(const Update &update, SpecChange change, const std::shared_ptr<const data::Dataset> &dataset) {
    spec::Spec spec = update.spec;
    if (change == SpecChange::Data && !update.comesWhole()) // a file's stack is as it stands there, and so are the weights beside it
        spec.model = plan::fittedTo(update.spec.model, dataset->shape);
    const bool isWhole = change == SpecChange::Data || update.comesWhole();
    std::shared_ptr<const plan::Plan> plan;
    std::optional<core::Error> error = refusalOf(spec, *dataset, plan);
    core::Result<Start> beside = Start();
    if (!error && isWhole)
        beside = startBeside(update, plan, *dataset);
    if (!beside)
        error = beside.error();
    if (error && isWhole) {
        emit problemMet(*error);
        return stayWithWhatIs();
    }
    if (update.opened) {
        drain();
        emit projectLeft();
        m_runList.fill(update.opened->runs);
        m_status.state = training::State::Paused;
    }
    Start start = record(update);
    start.state = beside->state;
    start.log = beside->log;
    start.opened = update.opened;
    m_edited = spec;
    m_presetKey = update.presetKey;
    m_file = update.file.value_or(m_file);
    if (error) {
        refuse(*error);
        if (restartsAsItIs(update)) {
            m_good.training.seed = spec.training.seed;
            assign(start, true);
        }
        return;
    }
    if (isWhole || !(spec.model == m_good.model))
        m_plan = std::move(plan);
    m_good = spec;
    m_dataset = dataset;
    if (update.isFromFile)
        tellWhatWasOpened(start.state != nullptr);
    if (!update.kept.isEmpty())
        emit wentOn(update.kept);
    if (change == SpecChange::Data)
        emit datasetChanged(m_dataset);
    showSpec();
    if (!(spec.model == update.spec.model))
        emit told(tr("The dense layer in front of an image layer has other units now, for pictures of %1.")
                      .arg(QString::fromStdString(core::toText(m_dataset->shape))));
    if (change >= SpecChange::Restart) {
        if (update.isDragged)
            return m_assignTimer.start();
        assign(start, change == SpecChange::Restart && spec.model == m_trained.model);
        if (update.opened)
            tellOfProject(*update.opened);
        if (update.opened)
            emit projectOpened(update.opened);
        return;
    }
    m_assignTimer.stop(); // dragged back to what is trained
    if (change != SpecChange::None) {
        markInCurve(update); // before the trainer hears of it
        if (change == SpecChange::Plan) {
            m_trainer.exchangePlan(m_plan);
            m_snapshotFeed.expectOtherPlan();
        }
        configure();
    }
    m_trained = m_good;
    m_runList.setSpec(m_trained, m_presetKey.toStdString());
}

bool Session::restartsAsItIs(const Update &update) {
    const auto *travel = std::get_if<Travel>(&update.reason);
    return update.restarts && (!travel || travel->edit.before.model == travel->edit.after.model);
}

void Session::configure() {
    const bool isOtherLoss = !(m_trained.training.loss == m_good.training.loss);
    if (isOtherLoss) {
        m_marker.finish();
        m_runs.log().changeLoss(training::lossName(m_good.training.loss), checkpoint());
    }
    m_trained.training = m_good.training;
    m_trainer.configure(m_good.training);
    m_lockStep->configure(leader());
    emit corruptionChanged(data::makeCorruption(m_good.training.corruption), m_good.training.seed);
    if (isOtherLoss)
        emit lossChanged(m_good.training.loss);
}

void Session::refuseLoading(const Update &update, const core::Error &error) {
    emit problemMet(error);
    const QString path = QString::fromStdString(update.spec.data.source);
    if (path.contains(QLatin1Char('/')) && !QFileInfo::exists(path)) {
        m_missing = update;
        emit dataMissed(error, path);
    }
    stayWithWhatIs();
}

void Session::stayWithWhatIs() {
    forgetTravels();
    std::shared_ptr<const plan::Plan> plan;
    const auto error = m_dataset ? refusalOf(m_edited, *m_dataset, plan) : std::nullopt;
    if (error)
        refuse(*error);
    else
        showSpec(); // the controls go back to what is
    emit loadingFailed();
}

void Session::refuse(const core::Error &error) {
    m_undo.setRun(m_runs.present());
    if (!(m_edited.model == m_good.model)) {
        emit stackImpossible(m_edited.model, error);
        // The settings act all the same, on the stack that goes on.
        spec::Spec rest = m_good;
        rest.training = m_edited.training;
        rest.training.seed = m_good.training.seed;
        std::shared_ptr<const plan::Plan> plan;
        if (!(rest == m_good) && !refusalOf(rest, *m_dataset, plan)) {
            m_good = rest;
            configure();
        }
    } else {
        emit problemMet(error);
    }
    emit trainingChanged(m_edited.training, m_threads, trainingNote());
    announceUndo();
}

void Session::showSpec() {
    emit nameChanged(m_file.isEmpty() ? QString::fromStdString(m_good.name) : QFileInfo(m_file).completeBaseName());
    if (m_plan)
        emit stackChanged(m_good.model, m_plan->outline());
    emit trainingChanged(m_good.training, m_threads, trainingNote());
    announceUndo();
}

QString Session::trainingNote() const {
    if (!m_dataset)
        return {};
    QStringList notes;
    if (!m_status.endWords.empty())
        notes << QString::fromStdString(m_status.endWords) + QLatin1Char('.');
    if (m_edited.training.batch > m_dataset->train.samples)
        notes << tr("The batch is larger than the training part: all %L1 samples are one batch.").arg(m_dataset->train.samples);
    for (const std::string &note : training::notesOn(m_edited, *m_dataset))
        notes << QString::fromStdString(note);
    if (m_plan)
        for (const std::string &note : training::notesOnBatches(m_good.training, *m_plan, *m_dataset))
            notes << QString::fromStdString(note);
    if (m_status.constant != training::Constant::Nothing)
        notes << QString::fromUtf8(training::constantSentence(m_status.constant));
    return notes.join(QLatin1Char('\n'));
}

QString Session::endSentence() const {
    const QString all = m_status.epochs == 1 ? tr("The epoch is done") : tr("All %L1 epochs are done").arg(m_status.epochs);
    const QString end = m_status.endWords.empty() ? all : QString::fromStdString(m_status.endWords);
    return tr("%1. Press M for %2 more.").arg(end, QLocale().toString(static_cast<qlonglong>(m_status.epochsMore)));
}

void Session::announceUndo() {
    emit undoChanged(m_undo.canGo(Direction::Back), m_undo.text(Direction::Back), m_undo.canGo(Direction::Forth), m_undo.text(Direction::Forth));
}

} // namespace hourglass::app
