#include "app/session/session.h"

#include <utility>

#include <QFileInfo>

#include "app/session/stack_fit.h"
#include "engine/plan/fitting.h"
#include "engine/spec/json.h"
#include "engine/spec/live.h"
#include "engine/training/catalogue.h"
#include "engine/training/dead_code.h"
#include "engine/training/demands.h"
#include "engine/training/loss.h"

namespace hourglass::app {

namespace {

constexpr int draggingMs = 120; ///< a stack that changes faster than this is not worth a new training each time

} // namespace

Session::Session(const data::Library &library, int threads, QObject *parent)
    : QObject(parent), m_library(library), m_threads(threads), m_trainer({.threads = threads, .niceness = 5, .partialEvaluations = true}),
      m_observer(m_trainer), m_loader(library, m_worker), m_measurer(m_worker) {
    connect(&m_timer, &QTimer::timeout, this, &Session::tick);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(busyIntervalMs);
    m_assignTimer.setSingleShot(true);
    m_assignTimer.setInterval(draggingMs);
    connect(&m_assignTimer, &QTimer::timeout, this, [this] { assign(nullptr, false); });
    connect(&m_loader, &Loader::progressed, this, &Session::loadingChanged);
    connect(&m_measurer, &Measurer::pcaFitted, &m_observer, &Observer::setPca);
    connect(&m_measurer, &Measurer::baselinesChanged, this, &Session::baselinesChanged);
    connect(&m_marker, &ChangeMarker::marked, this, &Session::changeMarked);
    connect(this, &Session::changeMarked, this,
            [this](core::Index step, double epoch, const QString &what) { m_recorder.run().mark({step, epoch, what.toStdString()}); });
}

void Session::open(const spec::Spec &spec, const QString &presetKey, const QString &file) {
    takeUp({spec, presetKey, file, [this]() -> UndoHistory::State {
                m_undo.clear();
                return nullptr;
            }});
}

Session::Outcome Session::takeUp(Taking taking) {
    m_loader.cancel();
    const spec::Spec &spec = taking.spec;
    const bool isOtherSeed = spec.training.seed != m_good.training.seed;
    if (!m_dataset || !(training::dataFor(spec) == training::dataFor(m_good)) || (isOtherSeed && m_dataset->dependsOnSeed)) {
        const LoadedData &here = taking.loaded;
        if (here.dataset && here.data == training::dataFor(spec) && (here.seed == spec.training.seed || !here.dataset->dependsOnSeed)) {
            takeDataset(taking, here.dataset);
            return Outcome::Restarted;
        }
        load(std::move(taking));
        return Outcome::Loading;
    }
    if (!taking.file.isEmpty())
        return takeFile(taking);
    const UndoHistory::State from = taking.enter();
    m_edited = spec;
    m_presetKey = taking.presetKey;
    std::shared_ptr<const plan::Plan> plan;
    if (const auto error = refusalOf(spec, *m_dataset, plan)) {
        refuse(*error);
        return Outcome::Refused;
    }
    if (!(spec.model == m_good.model))
        m_plan = plan;
    const spec::TrainingSpec before = std::exchange(m_good, spec).training;
    showSpec();
    const bool isLive = !isOtherSeed && !from && spec::differInLiveSettingsOnly(spec.model, m_trained, training::catalogue().layers);
    const bool isNewStack = !isLive && !(spec.model == m_trained);
    if (isNewStack && taking.pace == Pace::WhenAtRest) {
        m_assignTimer.start();
        return Outcome::Restarted;
    }
    if (isNewStack || isOtherSeed || from) {
        assign(from, !isNewStack);
        return Outcome::Restarted;
    }
    m_assignTimer.stop(); // dragged back to what is trained
    if (isLive) {
        m_trained = spec.model;
        m_trainer.exchangePlan(m_plan);
        m_observer.lookAgain();
    }
    configure(before);
    return Outcome::Configured;
}

void Session::configure(const spec::TrainingSpec &before) {
    m_trainer.configure(m_good.training);
    m_observer.setCorruption(data::makeCorruption(m_good.training.corruption), m_good.training.seed);
    if (!(before.loss == m_good.training.loss)) {
        m_recorder.run().changeLoss(training::lossName(m_good.training.loss));
        emit lossChanged(m_good.training.loss);
    }
}

void Session::load(Taking taking) {
    const spec::Spec spec = taking.spec;
    m_loader.load(training::dataFor(spec), spec.training.seed, [this, taking = std::move(taking)](const Loader::Loaded &loaded) {
        if (loaded)
            return takeDataset(taking, *loaded);
        refuseLoading(taking, loaded.error());
    });
}

void Session::refuseLoading(const Taking &taking, const core::Error &error) {
    emit problemMet(error);
    const QString path = QString::fromStdString(taking.spec.data.source);
    if (path.contains(QLatin1Char('/')) && !QFileInfo::exists(path)) {
        m_missing = taking;
        emit dataMissed(error, path);
    }
    stayWithWhatIs();
}

void Session::takeDataset(Taking taking, std::shared_ptr<const data::Dataset> dataset) {
    std::shared_ptr<const plan::Plan> plan;
    const spec::ModelSpec asGiven = taking.spec.model;
    if (taking.file.isEmpty()) // a file's stack is as it stands there, and so are the weights beside it
        taking.spec.model = plan::fittedTo(asGiven, dataset->shape);
    if (const auto error = refusalOf(taking.spec, *dataset, plan)) {
        // The data are fine, the stack does not fit them.
        emit problemMet(*error);
        return stayWithWhatIs();
    }
    const auto weights = stateBeside(taking, plan);
    if (!weights) {
        emit problemMet(weights.error());
        return stayWithWhatIs();
    }
    const UndoHistory::State from = taking.enter();
    m_edited = m_good = taking.spec;
    m_presetKey = taking.presetKey;
    m_dataset = std::move(dataset);
    m_plan = std::move(plan);
    noteFile(taking, *weights != nullptr);
    emit datasetChanged(m_dataset);
    showSpec();
    if (!(m_good.model == asGiven))
        emit told(tr("The dense layer in front of an image layer has other units now, for pictures of %1.").arg(QString::fromStdString(core::toText(m_dataset->shape))));
    assign(from ? from : *weights, false);
}

void Session::stayWithWhatIs() {
    std::shared_ptr<const plan::Plan> plan;
    const auto error = m_dataset ? refusalOf(m_edited, *m_dataset, plan) : std::nullopt;
    if (error)
        refuse(*error);
    else
        showSpec(); // the controls go back to what is
    emit loadingFailed();
}

void Session::refuse(const core::Error &error) {
    m_undo.setRun(m_run);
    if (!(m_edited.model == m_good.model)) {
        emit stackImpossible(m_edited.model, error);
        // The settings act all the same, on the stack that goes on.
        spec::Spec rest = m_good;
        rest.training = m_edited.training;
        rest.training.seed = m_good.training.seed;
        std::shared_ptr<const plan::Plan> plan;
        if (!(rest == m_good) && !refusalOf(rest, *m_dataset, plan))
            configure(std::exchange(m_good, rest).training);
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

void Session::assign(std::shared_ptr<const training::TrainingState> from, bool isSameStack) {
    m_assignTimer.stop();
    const bool wasRunning = m_status.state == training::State::Running;
    m_marker.forget(); // of the curve that ends here
    m_trained = m_good.model;
    ++m_run;
    m_undo.setRun(m_run);
    m_trainer.assign({m_run, m_plan, m_dataset, m_good.training, from});
    if (wasRunning)
        m_trainer.train();
    m_status.run = m_run;
    m_status.step = from ? from->step : 0;
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
        assign(nullptr, false);
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
        m_undo.keepState(retired.run, retired.state);
        hasNew = true;
    }
    if (hasNew)
        announceUndo();
}

} // namespace hourglass::app
