#include "app/session.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <QDir>

#include "app/commands/spec_options.h"
#include "app/edit_subject.h"
#include "engine/data/fashion_mnist.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr int busyIntervalMs = 33, idleIntervalMs = 100;
constexpr int draggingMs = 120; ///< a stack that changes faster than this is not worth a new training each time
constexpr core::Index leadingComponents = 128;
constexpr int longestWaitForStateMs = 300; ///< a step of the largest stacks

} // namespace

Session::Session(const data::Library &library, int threads, QObject *parent)
    : QObject(parent), m_library(library), m_threads(threads), m_trainer({.threads = threads, .niceness = 5, .partialEvaluations = true}),
      m_observer(m_trainer) {
    connect(&m_timer, &QTimer::timeout, this, &Session::tick);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(busyIntervalMs);
    m_assignTimer.setSingleShot(true);
    m_assignTimer.setInterval(draggingMs);
    connect(&m_assignTimer, &QTimer::timeout, this, [this] { assign(nullptr, false); });
}

Session::~Session() {
    cancelLoading();
    if (m_fitting)
        *m_fitting = true;
}

void Session::open(const spec::Spec &spec, const QString &presetKey) {
    m_undo.clear();
    takeUp(spec, presetKey, nullptr);
}

void Session::takeUp(const spec::Spec &spec, const QString &presetKey, std::shared_ptr<const training::TrainingState> from) {
    const bool isOtherSeed = spec.training.seed != m_good.training.seed;
    if (!m_dataset || !(spec.data == m_good.data) || (isOtherSeed && m_dataset->dependsOnSeed))
        return load(spec, presetKey, std::move(from));
    cancelLoading();
    m_edited = spec;
    m_presetKey = presetKey;
    std::shared_ptr<const plan::Plan> plan;
    if (const auto error = check(spec, *m_dataset, plan))
        return refuse(*error);
    const bool isNewStack = !m_plan || !(spec.model == m_good.model);
    const bool isNewTraining = isNewStack || isOtherSeed;
    const spec::LossSpec lossBefore = m_good.training.loss;
    m_good = spec;
    if (isNewStack)
        m_plan = plan;
    showSpec();
    if (isNewTraining || from)
        return assign(std::move(from), !isNewStack);
    m_trainer.configure(spec.training);
    m_observer.setCorruption(training::makeCorruption(spec.training.corruption), spec.training.seed);
    if (!(lossBefore == spec.training.loss))
        emit lossChanged(spec.training.loss);
}

void Session::load(const spec::Spec &spec, const QString &presetKey, std::shared_ptr<const training::TrainingState> from) {
    cancelLoading();
    emit loadingChanged(0, tr("Reading %1").arg(QString::fromStdString(spec.data.source)));
    m_loading = m_worker.run([this, spec, presetKey, from](const std::atomic<bool> &cancelled) -> std::function<void()> {
        data::Progress progress{[this](double fraction, const std::string &what) {
                                    m_worker.post([this, fraction, what] {
                                        if (m_loading)
                                            emit loadingChanged(fraction, QString::fromStdString(what));
                                    });
                                },
                                &cancelled};
        auto loaded = m_library.load(spec.data, spec.training.seed, progress);
        return [this, spec, presetKey, from, loaded = std::move(loaded)] {
            m_loading.reset();
            emit loadingChanged(-1, {});
            if (!loaded) {
                m_undo.withdraw(spec);
                showSpec(); // the controls go back to what is
                emit problemMet(loaded.error());
                return emit loadingFailed();
            }
            takeDataset(spec, presetKey, from, *loaded);
        };
    });
}

void Session::takeDataset(const spec::Spec &spec, const QString &presetKey, std::shared_ptr<const training::TrainingState> from,
                          std::shared_ptr<const data::Dataset> dataset) {
    std::shared_ptr<const plan::Plan> plan;
    if (const auto error = check(spec, *dataset, plan)) {
        // The data are fine, the stack does not fit them: what was there goes on.
        m_undo.withdraw(spec);
        showSpec();
        emit problemMet(*error);
        return emit loadingFailed();
    }
    if (m_fitting)
        *m_fitting = true;
    m_fitting.reset();
    m_pca.reset();
    m_edited = m_good = spec;
    m_presetKey = presetKey;
    m_dataset = std::move(dataset);
    m_plan = std::move(plan);
    emit datasetChanged(m_dataset);
    showSpec();
    assign(std::move(from), false);
}

std::optional<core::Error> Session::check(const spec::Spec &spec, const data::Dataset &dataset, std::shared_ptr<const plan::Plan> &plan) const {
    if (const auto checked = spec::checked(spec, training::catalogue()); !checked)
        return checked.error();
    auto compiled = plan::compile(spec.model, dataset.shape);
    if (!compiled)
        return compiled.error();
    if (const auto loss = training::makeLoss(spec.training.loss, **compiled, dataset); !loss)
        return loss.error();
    plan = *compiled;
    return {};
}

void Session::refuse(const core::Error &error) {
    m_assignTimer.stop();
    if (!(m_edited.model == m_good.model))
        emit stackImpossible(m_edited.model, error);
    else
        emit problemMet(error);
    emit trainingChanged(m_edited.training, m_threads, trainingNote());
    announceUndo();
}

void Session::showSpec() {
    emit nameChanged(QString::fromStdString(m_good.name));
    if (m_plan)
        emit stackChanged(m_good.model, m_plan->outline());
    emit trainingChanged(m_good.training, m_threads, trainingNote());
    announceUndo();
}

QString Session::trainingNote() const {
    if (m_dataset && m_edited.training.batch > m_dataset->train.samples)
        return tr("The batch is larger than the training part: all %L1 samples are one batch.").arg(m_dataset->train.samples);
    return {};
}

void Session::assign(std::shared_ptr<const training::TrainingState> from, bool isSameStack) {
    m_assignTimer.stop();
    const bool wasRunning = m_status.state == training::State::Running;
    m_mark.reset(); // of the curve that ends here
    ++m_run;
    m_undo.setRun(m_run);
    m_trainer.assign({m_run, m_plan, m_dataset, m_good.training, from});
    if (wasRunning)
        m_trainer.train();
    m_status.run = m_run;
    m_status.step = from ? from->step : 0;
    m_observer.begin(m_run, m_dataset);
    m_observer.setCorruption(training::makeCorruption(m_good.training.corruption), m_good.training.seed);
    emit runStarted(m_good.training.loss, QString::fromLatin1(m_dataset->heldOutName()), isSameStack);
    measure();
    announceUndo();
}

void Session::measure() {
    const core::Index code = m_plan->codeSize();
    if (m_baselines && m_pca && m_measuredFor == m_dataset && m_baselines->components == std::min(code, m_pca->components)) {
        m_observer.setPca(std::make_shared<analysis::Pca>(analysis::truncated(*m_pca, code)));
        return emit baselinesChanged(m_baselines);
    }
    m_baselines.reset();
    emit baselinesChanged(m_baselines);
    if (m_fitting)
        *m_fitting = true;
    m_fitting = m_worker.run([this, code, dataset = m_dataset, fitted = m_pca](const std::atomic<bool> &cancelled) -> std::function<void()> {
        std::shared_ptr<const analysis::Pca> leading = fitted;
        const core::Index possible = std::min(dataset->features(), std::max<core::Index>(1, dataset->train.samples - 1));
        if (!leading || leading->components < std::min(code, possible)) {
            auto pca = analysis::fitPca(dataset->train, std::max(leadingComponents, code), &cancelled);
            if (!pca)
                return [this] { m_fitting.reset(); };
            leading = std::make_shared<analysis::Pca>(std::move(*pca));
        }
        auto cut = std::make_shared<analysis::Pca>(analysis::truncated(*leading, code));
        const auto baselines = analysis::measureBaselines(*dataset, *leading, code, &cancelled);
        if (!baselines)
            return [this] { m_fitting.reset(); };
        return [this, leading, cut, dataset, baselines = *baselines] {
            m_fitting.reset();
            m_pca = leading;
            m_measuredFor = dataset;
            m_baselines = baselines;
            m_observer.setPca(cut);
            emit baselinesChanged(m_baselines);
        };
    });
}

void Session::tick() {
    m_status = m_trainer.status();
    std::vector<training::StepRecord> steps;
    std::vector<training::EvaluationRecord> evaluations;
    const bool isPresent = m_status.run == m_run;
    if (isPresent) { // else the records of the training before are still there: they are cleared when the new one begins
        m_trainer.drainSteps(steps);
        m_trainer.drainEvaluations(evaluations);
    } else {
        m_status.run = m_run;
    }
    collectRetired();
    if (!steps.empty())
        emit stepsArrived(steps);
    for (const training::EvaluationRecord &evaluation : evaluations)
        emit evaluationArrived(evaluation);
    emit statusChanged(m_status);
    if (isPresent && m_status.state != m_lastState) {
        m_lastState = m_status.state;
        if (m_status.state == training::State::Diverged || m_status.state == training::State::Failed) {
            emit changeMarked(m_status.step, m_status.epoch, m_status.state == training::State::Diverged ? tr("Diverged") : tr("Failed"));
            emit problemMet(m_status.error);
        }
    }
    if (m_mark && m_mark->sinceEdit.elapsed() > 1200)
        flushMark();
    m_observer.tick(m_status);
    emit ticked();
    const int interval = m_status.state == training::State::Running || m_observer.isBusy() ? busyIntervalMs : idleIntervalMs;
    if (m_timer.interval() != interval)
        m_timer.setInterval(interval);
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

void Session::toggleTraining() {
    if (!m_plan)
        return;
    if (m_assignTimer.isActive())
        assign(nullptr, false);
    if (m_status.state == training::State::Running) {
        m_trainer.pause();
    } else {
        m_trainer.train();
        m_timer.setInterval(busyIntervalMs);
    }
}

void Session::step() {
    if (m_assignTimer.isActive())
        assign(nullptr, false);
    m_trainer.step();
    m_timer.setInterval(busyIntervalMs);
}

void Session::reset() {
    if (!m_plan)
        return;
    m_status.state = training::State::Paused; // a reset training waits
    assign(nullptr, true);
}

void Session::startWithNewSeed() {
    if (!m_plan)
        return;
    spec::Spec next = m_good;
    ++next.training.seed;
    m_status.state = training::State::Paused;
    takeUp(next, m_presetKey, nullptr);
}

void Session::apply(const spec::Spec &after, const QString &presetKey, const QString &what) {
    if (after == m_edited && presetKey == m_presetKey)
        return;
    Edit edit{.what = what, .subject = editSubject(m_edited, after), .before = m_edited, .after = after, .presetBefore = m_presetKey,
              .presetAfter = presetKey, .restartsTraining = !(after.model == m_good.model) || !(after.data == m_good.data)};
    const bool isDragged = edit.restartsTraining && !edit.subject.isEmpty() && after.data == m_good.data;
    const bool isNewEdit = !m_undo.push(std::move(edit));
    m_undo.setRun(m_run);
    // A change of the loss begins a curve of its own, which the plot marks itself.
    if (after.model == m_good.model && after.data == m_good.data && after.training.loss == m_good.training.loss)
        mark(what, isNewEdit);
    if (isDragged && m_dataset) {
        std::shared_ptr<const plan::Plan> plan;
        m_edited = after;
        m_presetKey = presetKey;
        if (const auto error = check(after, *m_dataset, plan))
            return refuse(*error);
        m_good = after;
        m_plan = plan;
        showSpec();
        return m_assignTimer.start();
    }
    takeUp(after, presetKey, nullptr);
}

void Session::editModel(const spec::ModelSpec &model, const QString &what) {
    spec::Spec after = m_edited;
    after.model = model;
    apply(after, m_presetKey, what);
}

void Session::editTraining(const spec::TrainingSpec &training, const QString &what) {
    spec::Spec after = m_edited;
    after.training = training;
    after.training.seed = m_good.training.seed;
    apply(after, m_presetKey, what);
}

void Session::finishEdit() {
    m_undo.closeEdit();
    flushMark();
}

void Session::mark(const QString &what, bool isNewEdit) {
    if (isNewEdit) {
        flushMark();
        m_mark = Mark{m_status.step, m_status.epoch, what, {}};
    }
    if (!m_mark)
        return;
    m_mark->what = what;
    m_mark->sinceEdit.start();
}

void Session::flushMark() {
    if (const auto mark = std::exchange(m_mark, std::nullopt))
        emit changeMarked(mark->step, mark->epoch, mark->what);
}

void Session::setThreads(int threads) {
    m_threads = threads;
    m_trainer.setThreads(threads);
    emit trainingChanged(m_edited.training, m_threads, trainingNote());
}

void Session::openPreset(const QString &key) {
    const auto preset = spec::findPreset(key.toStdString());
    if (!preset)
        return emit problemMet(preset.error());
    spec::Spec spec = preset->spec;
    spec.training.seed = m_good.training.seed;
    if (m_good.data.source == data::fashionMnistSampleKey && spec.data.source == data::fashionMnistKey)
        spec.data.source = m_good.data.source; // the package is not there: its sample stands in
    apply(spec, key, tr("Preset %1").arg(QString::fromStdString(spec.name)));
}

void Session::openSource(const QString &nameOrPath) {
    spec::Spec spec = m_edited;
    spec.data.source = nameOrPath.toStdString();
    apply(spec, m_presetKey, tr("Data %1").arg(QDir(nameOrPath).dirName()));
}

void Session::openPath(const QString &path) {
    if (!path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        return openSource(path);
    const auto spec = readSpecFile(path.toStdString());
    if (!spec)
        return emit problemMet(spec.error());
    apply(*spec, {}, tr("Open %1").arg(QDir(path).dirName()));
}

void Session::cancelLoading() {
    if (!m_loading)
        return;
    *m_loading = true;
    m_loading.reset();
    emit loadingChanged(-1, {});
    showSpec();
    emit loadingFailed();
}

void Session::undo() {
    if (m_undo.canUndo())
        travel(true);
}

void Session::redo() {
    if (m_undo.canRedo())
        travel(false);
}

void Session::travel(bool isBack) {
    if (m_assignTimer.isActive())
        assign(nullptr, false);
    const Edit edit = isBack ? m_undo.undo() : m_undo.redo();
    // The state to go back to may still be on its way: the trainer gives it after its step.
    collectRetired();
    for (int waited = 0; edit.restartsTraining && m_undo.awaitsState() && waited < longestWaitForStateMs; ++waited) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        collectRetired();
    }
    const spec::Spec &target = isBack ? edit.before : edit.after;
    const auto from = edit.restartsTraining ? m_undo.presentState() : nullptr;
    if (!edit.restartsTraining) {
        m_undo.setRun(m_run);
        emit changeMarked(m_status.step, m_status.epoch, isBack ? tr("Undo %1").arg(edit.what) : edit.what);
    }
    takeUp(target, isBack ? edit.presetBefore : edit.presetAfter, from);
}

void Session::announceUndo() {
    emit undoChanged(m_undo.canUndo(), m_undo.undoText(), m_undo.canRedo(), m_undo.redoText());
}

} // namespace hourglass::app
