#include "app/session/session.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "app/session/stack_fit.h"
#include "engine/plan/fitting.h"
#include "engine/training/dead_code.h"
#include "engine/training/demands.h"
#include "engine/training/loss.h"

namespace hourglass::app {

namespace {

constexpr int draggingMs = 120; ///< a stack that changes faster than this is not worth a new training each time

} // namespace

Session::Session(const data::Library &library, int threads, QObject *parent)
    : QObject(parent), m_library(library), m_threads(threads), m_trainer({.threads = threads, .niceness = 5, .partialEvaluations = true}),
      m_saver(m_trainer), m_observer(m_trainer), m_loader(library, m_worker), m_measurer(m_worker) {
    connect(&m_timer, &QTimer::timeout, this, &Session::tick);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(busyIntervalMs);
    m_assignTimer.setSingleShot(true);
    m_assignTimer.setInterval(draggingMs);
    connect(&m_assignTimer, &QTimer::timeout, this, [this] { assign({}, false); });
    connect(&m_loader, &Loader::progressed, this, &Session::loadingChanged);
    connect(&m_measurer, &Measurer::pcaFitted, &m_observer, &Observer::setPca);
    connect(&m_measurer, &Measurer::baselinesChanged, this, &Session::baselinesChanged);
    connect(&m_marker, &ChangeMarker::marked, this, &Session::changeMarked);
    connect(this, &Session::changeMarked, this,
            [this](core::Index step, double epoch, const QString &what) { m_recorder.run().mark({step, epoch, what.toStdString()}); });
    connect(&m_saver, &StackSaver::saved, this, &Session::noteSaved);
    connect(&m_saver, &StackSaver::failed, this, &Session::noteNotSaved);
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
    m_loader.cancel();
    SpecChange change = SpecChange::Data;
    if (m_dataset)
        change = changeBetween({m_trained, m_dataset->dependsOnSeed}, update.spec);
    const auto *travel = std::get_if<Travel>(&update.reason);
    if (!travel)
        forgetTravels();
    if (update.isFromFile || (travel && travel->returnsToState))
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
    if (change == SpecChange::Data && !update.isFromFile) // a file's stack is as it stands there, and so are the weights beside it
        spec.model = plan::fittedTo(update.spec.model, dataset->shape);
    const bool isWhole = change == SpecChange::Data || update.isFromFile;
    std::shared_ptr<const plan::Plan> plan;
    std::optional<core::Error> error = refusalOf(spec, *dataset, plan);
    core::Result<UndoHistory::State> weights = UndoHistory::State();
    if (!error && isWhole)
        weights = stateBeside(update, plan);
    if (!weights)
        error = weights.error();
    if (error && isWhole) {
        emit problemMet(*error);
        return stayWithWhatIs();
    }
    Start start = record(update);
    if (*weights)
        start.state = *weights;
    m_edited = spec;
    m_presetKey = update.presetKey;
    m_file = update.file.value_or(m_file);
    if (error)
        return refuse(*error);
    if (isWhole || !(spec.model == m_good.model))
        m_plan = std::move(plan);
    m_good = spec;
    m_dataset = dataset;
    if (update.isFromFile)
        tellWhatWasOpened(*weights != nullptr);
    if (change == SpecChange::Data)
        emit datasetChanged(m_dataset);
    showSpec();
    if (!(spec.model == update.spec.model))
        emit told(tr("The dense layer in front of an image layer has other units now, for pictures of %1.").arg(QString::fromStdString(core::toText(m_dataset->shape))));
    if (change >= SpecChange::Restart) {
        if (update.isDragged)
            return m_assignTimer.start();
        return assign(start, change == SpecChange::Restart && spec.model == m_trained.model);
    }
    m_assignTimer.stop(); // dragged back to what is trained
    const bool isOtherLoss = !(spec.training.loss == m_trained.training.loss); // begins a curve of its own, which the plot marks itself
    if (change == SpecChange::Plan) {
        m_trainer.exchangePlan(m_plan);
        m_observer.lookAgain();
    }
    if (change != SpecChange::None)
        configure();
    m_trained = m_good;
    if (change != SpecChange::None)
        markInCurve(update, isOtherLoss);
}

void Session::configure() {
    const bool isOtherLoss = !(m_trained.training.loss == m_good.training.loss);
    m_trained.training = m_good.training;
    m_trainer.configure(m_good.training);
    m_observer.setCorruption(data::makeCorruption(m_good.training.corruption), m_good.training.seed);
    if (isOtherLoss) {
        m_recorder.run().changeLoss(training::lossName(m_good.training.loss));
        emit lossChanged(m_good.training.loss);
    }
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
    m_undo.setRun(m_run, m_good.training.seed);
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
    if (m_status.isCodeDead)
        notes << QString::fromUtf8(training::deadCodeSentence);
    return notes.join(QLatin1Char('\n'));
}

void Session::assign(const Start &from, bool isSameStack) {
    m_assignTimer.stop();
    const bool wasRunning = m_status.state == training::State::Running;
    m_marker.forget(); // of the curve that ends here
    m_trained = m_good;
    m_lastSteps[m_run] = m_status.step;
    ++m_run;
    m_undo.setRun(m_run, m_good.training.seed);
    m_trainer.assign({.run = m_run, .plan = m_plan, .dataset = m_dataset, .spec = m_good.training, .from = from.state, .fromRun = from.run});
    if (wasRunning)
        m_trainer.train();
    m_status.run = m_run;
    const auto seen = m_lastSteps.find(from.run);
    m_status.step = from.state ? from.state->step : from.run != 0 && seen != m_lastSteps.end() ? seen->second : 0; // until the trainer says so itself
    if (!std::exchange(m_status.endWords, {}).empty())
        emit trainingChanged(m_edited.training, m_threads, trainingNote());
    m_observer.begin(m_run, m_dataset);
    m_observer.setCorruption(data::makeCorruption(m_good.training.corruption), m_good.training.seed);
    m_recorder.start(training::lossName(m_good.training.loss), m_dataset->heldOutName());
    emit runStarted(m_good.training.loss, QString::fromLatin1(m_dataset->heldOutName()), isSameStack);
    m_measurer.measure(m_dataset, m_plan->codeSize());
    announceUndo();
}

void Session::assignWhatWaits() {
    if (m_assignTimer.isActive())
        assign({}, false);
}

void Session::tick() {
    training::Status status = m_trainer.status();
    std::vector<training::StepRecord> steps;
    std::vector<training::EvaluationRecord> evaluations;
    const bool isPresent = status.run == m_run;
    const std::string endWords = m_status.endWords;
    const bool wasCodeDead = m_status.isCodeDead;
    if (isPresent) { // else status and records are those of the training before: they are cleared when the new one begins
        m_status = std::move(status);
        m_trainer.drainSteps(steps);
        m_trainer.drainEvaluations(evaluations);
    }
    collectRetired();
    m_recorder.run().append(steps);
    if (!steps.empty())
        emit stepsArrived(steps);
    for (const training::EvaluationRecord &evaluation : evaluations) {
        m_recorder.run().append(evaluation);
        emit evaluationArrived(evaluation);
    }
    emit statusChanged(m_status);
    if (m_status.isCodeDead != wasCodeDead) {
        emit trainingChanged(m_edited.training, m_threads, trainingNote());
        if (m_status.isCodeDead)
            emit told(QString::fromUtf8(training::deadCodeSentence));
    }
    if (m_status.endWords != endWords) {
        emit trainingChanged(m_edited.training, m_threads, trainingNote());
        if (!m_status.endWords.empty())
            emit changeMarked(m_status.step, m_status.epoch, QString::fromStdString(m_status.endWords));
    }
    if (isPresent && m_status.state != m_lastState) {
        m_lastState = m_status.state;
        if (m_status.state == training::State::Diverged || m_status.state == training::State::Failed) {
            emit changeMarked(m_status.step, m_status.epoch, m_status.state == training::State::Diverged ? tr("Diverged") : tr("Failed"));
            emit problemMet(m_status.error);
        }
    }
    m_marker.tick();
    m_observer.tick(m_status);
    emit ticked();
    const int interval = m_status.state == training::State::Running || m_observer.isBusy() ? busyIntervalMs : idleIntervalMs;
    if (m_timer.interval() != interval)
        m_timer.setInterval(interval);
}

void Session::announceUndo() {
    emit undoChanged(m_undo.canGo(Direction::Back), m_undo.text(Direction::Back), m_undo.canGo(Direction::Forth), m_undo.text(Direction::Forth));
}

void Session::collectRetired() {
    bool hasNew = false;
    for (const training::Trainer::Retired &retired : m_trainer.takeRetired()) {
        m_lastSteps.erase(retired.run);
        m_undo.keepState(retired.run, retired.state);
        hasNew = true;
    }
    if (hasNew)
        announceUndo();
}

} // namespace hourglass::app
