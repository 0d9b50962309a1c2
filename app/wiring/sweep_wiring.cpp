// Sweeps: what the panel asks for becomes a sweep of the present spec, and what that comes to is shown.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <span>

#include <QDateTime>
#include <QFileDialog>

#include "app/import/embedded.h"
#include "app/session/session.h"
#include "app/session/sweep_desk.h"
#include "app/session/sweep_shelf.h"
#include "app/wiring/panels.h"
#include "app/wiring/sweep_settings.h"
#include "app/wiring/visibility_watch.h"
#include "engine/files/atomic_file.h"
#include "engine/sweeps/ready_made.h"
#include "engine/sweeps/results.h"
#include "engine/training/loss.h"
#include "ui/sweep/sweep_form.h"
#include "ui/sweep/sweep_panel.h"

namespace hourglass::app {

namespace {

using sweeps::TrialState;

QString textOf(const std::string &text) {
    return QString::fromStdString(text);
}

/// What the form was made for.
struct Shown {
    spec::Spec spec; ///< that the settings are of
    bool hasSpec = false;
    bool isInSight = false;
};

std::vector<ui::SweepAxis> axesOf(const sweeps::Sweep &sweep) {
    std::vector<ui::SweepAxis> axes;
    for (const sweeps::Axis &axis : sweep.axes) {
        QStringList values;
        for (const std::string &value : axis.values)
            values << textOf(value);
        axes.push_back({textOf(axis.path), values.join(QStringLiteral(", "))});
    }
    return axes;
}

QString stateText(const std::vector<sweeps::TrialProgress> &progress, const std::vector<sweeps::Trial> &trials, std::size_t first, std::size_t last) {
    qlonglong over = 0, running = 0, stopped = 0, failed = 0, cancelled = 0, held = 0;
    double done = 0;
    for (std::size_t trial = first; trial < last; ++trial) {
        const TrialState state = progress[trial].state;
        over += state == TrialState::Done;
        running += state == TrialState::Running;
        stopped += state == TrialState::Stopped;
        failed += state == TrialState::Failed;
        cancelled += state == TrialState::Cancelled;
        held += state == TrialState::Held;
        done += std::min(1.0, progress[trial].epoch / static_cast<double>(trials[trial].spec.training.epochs));
    }
    const auto count = static_cast<qlonglong>(last - first);
    if (failed == count)
        return Session::tr("failed");
    if (over == count)
        return Session::tr("done");
    if (stopped > 0)
        return Session::tr("stopped early");
    if (cancelled > 0)
        return Session::tr("cancelled");
    if (over + failed == count)
        return Session::tr("done, %1 failed").arg(failed);
    if (running > 0 || over > 0)
        return QStringLiteral("%1 %").arg(static_cast<int>(100 * done / static_cast<double>(count)));
    return held > 0 ? Session::tr("held") : Session::tr("waiting");
}

std::vector<ui::SweepRow> rowsOf(const sweeps::Record &record) {
    const std::vector<sweeps::TrialProgress> &progress = record.progress;
    const std::vector<sweeps::Trial> &trials = *record.trials;
    std::vector<ui::SweepRow> rows;
    for (const sweeps::Summary &summary : sweeps::summariesOf(trials, progress, record.measure)) {
        std::size_t last = summary.firstTrial;
        ui::SweepRow row{.combination = static_cast<int>(summary.combination),
                         .isOver = true,
                         .isWhole = summary.isWhole,
                         .mean = summary.mean,
                         .spread = summary.spread,
                         .rate = summary.rate,
                         .distortion = summary.distortion,
                         .epochs = summary.epochs};
        for (; last < trials.size() && trials[last].combination == summary.combination; ++last) {
            const sweeps::TrialProgress &each = progress[last];
            row.isOver = row.isOver && each.state != TrialState::Waiting && each.state != TrialState::Running && each.state != TrialState::Held;
            row.seconds += each.seconds;
            row.done += each.epoch;
            row.parameters = each.parameters;
            row.codeSize = static_cast<int>(each.codeSize);
            if (!each.sentence.empty())
                row.sentence = textOf(each.sentence);
        }
        for (const std::string &value : trials[summary.firstTrial].values)
            row.values << textOf(value);
        row.isFailed = summary.failed == static_cast<core::Index>(last - summary.firstTrial);
        row.state = stateText(progress, trials, summary.firstTrial, last);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// What each axis is called in the form.
QStringList labelsOf(const sweeps::Sweep &sweep) {
    QStringList labels;
    const std::vector<ui::SweepSetting> settings = sweepSettingsOf(sweep.base);
    for (const sweeps::Axis &axis : sweep.axes) {
        QString label = textOf(axis.path);
        for (const ui::SweepSetting &setting : settings)
            if (setting.path == label || (setting.path == QStringLiteral("layers.code.") + label.section(QLatin1Char('.'), 2) &&
                                          label.section(QLatin1Char('.'), 1, 1) == QString::number(sweep.base.model.code)))
                label = setting.label;
        labels << label;
    }
    return labels;
}

ui::SweepPicture pictureOf(const SweepDesk &desk) {
    ui::SweepPicture picture;
    if (!desk.record())
        return picture;
    const sweeps::Record &record = *desk.record();
    const sweeps::SweepProgress progress = desk.progress();
    const auto row = sweeps::findReadyMade(record.ready);
    picture.axes = labelsOf(record.sweep);
    picture.rows = rowsOf(record);
    picture.measure = record.measure == sweeps::Measure::Loss ? Session::tr("Validation loss") : Session::tr("Validation MSE");
    picture.plot = row && row->plot == sweeps::Plot::RateAndDistortion ? ui::SweepPicture::Plot::RateAndDistortion : ui::SweepPicture::Plot::Errors;
    for (const sweeps::PcaPoint &point : record.pca)
        picture.pca.emplace_back(static_cast<double>(point.components), point.squaredError);
    picture.trainings = static_cast<int>(progress.trials);
    picture.over = static_cast<int>(progress.over);
    picture.fraction = progress.fraction;
    picture.secondsLeft = progress.secondsLeft;
    picture.isRunning = !progress.isOver;
    picture.isPaused = progress.isPaused;
    picture.isCancelled = progress.isCancelled;
    return picture;
}

/// The whole numbers among the values of the first axis.
std::vector<core::Index> sizesOf(const sweeps::Sweep &sweep) {
    std::vector<core::Index> sizes;
    for (const std::string &value : sweep.axes.front().values) {
        core::Index size = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), size);
        if (read.ec == std::errc() && read.ptr == value.data() + value.size() && size > 0)
            sizes.push_back(size);
    }
    return sizes;
}

/// What the order asks for of this spec.
core::Result<sweeps::Sweep> sweepOf(const ui::SweepOrder &order, spec::Spec base) {
    base.training.epochs = order.epochs;
    sweeps::Sweep sweep{std::move(base), {}};
    if (!order.ready.isEmpty()) { // it may change more than what it varies
        const auto row = sweeps::findReadyMade(order.ready.toStdString());
        if (!row)
            return row.error();
        auto made = row->of(sweep.base);
        if (!made)
            return made;
        sweep.base = std::move(made->base);
    }
    for (const ui::SweepAxis &axis : order.axes) {
        auto read = sweeps::readAxis(axis.path.toStdString() + '=' + axis.values.toStdString());
        if (!read)
            return read.error();
        sweep.axes.push_back(std::move(*read));
    }
    sweep.seeds = order.seeds;
    sweep.draws = order.draws;
    sweep.halving = order.halving;
    return sweep;
}

std::optional<core::Error> start(const ui::SweepOrder &order, const Session &session, SweepDesk &desk) {
    if (!session.dataset())
        return core::Error{"There are no data yet", "Sweep", "Wait until they are read."};
    const auto sweep = sweepOf(order, session.spec());
    if (!sweep)
        return sweep.error();
    const auto row = sweeps::findReadyMade(order.ready.toStdString());
    const bool isElbow = row && row->plot == sweeps::Plot::ErrorsAndPca && !sweep->axes.empty();
    const QString title = row ? textOf(row->title) : labelsOf(*sweep).join(QStringLiteral(", "));
    // PCA's is a squared error, whatever the loss is.
    return desk.start({.sweep = *sweep,
                       .ready = order.ready.toStdString(),
                       .title = Session::tr("%1 of %2", "what is varied, the stack").arg(title, textOf(sweep->base.name)).toStdString(),
                       .measure = isElbow ? std::optional(sweeps::Measure::SquaredError) : std::nullopt,
                       .pcaSizes = isElbow ? sizesOf(*sweep) : std::vector<core::Index>{}});
}

/// The stack and the settings of a combination as edits of the present ones; epochs and the parts of the data stay as they are here.
void trainHere(int combination, const SweepDesk &desk, Session &session) {
    const std::shared_ptr<const sweeps::Record> record = desk.record();
    if (!record)
        return;
    for (const sweeps::Trial &trial : *record->trials) {
        if (trial.combination != combination || trial.error)
            continue;
        QStringList values;
        for (const std::string &value : trial.values)
            values << textOf(value);
        const QString what = Session::tr("Sweep, %1").arg(values.join(QStringLiteral(", ")));
        spec::TrainingSpec training = trial.spec.training;
        const bool areEpochsVaried = training.epochs != record->sweep.base.training.epochs;
        training.epochs = areEpochsVaried ? training.epochs : session.spec().training.epochs;
        training.seed = session.spec().training.seed;
        session.finishEdit();
        if (!(trial.spec.model == session.spec().model))
            session.editModel(trial.spec.model, what);
        session.finishEdit();
        if (!(training == session.spec().training))
            session.editTraining(training, what);
        session.finishEdit();
        return;
    }
}

/// The trainings of a combination, or of all (−1), as runs of the list: with their curves, and without weights, which a sweep does not keep.
void listRuns(int combination, const SweepDesk &desk, Session &session) {
    const std::shared_ptr<const sweeps::Record> record = desk.record();
    int count = 0;
    for (std::size_t i = 0; record && i < record->trials->size(); ++i) {
        const sweeps::Trial &trial = (*record->trials)[i];
        const sweeps::TrialProgress &progress = record->progress[i];
        if ((combination >= 0 && trial.combination != combination) || progress.losses.empty() || !(progress.epoch > 0))
            continue;
        auto log = std::make_shared<runs::RunLog>(training::lossName(trial.spec.training.loss), "validation");
        if (session.dataset() && trial.spec.data.source == session.spec().data.source)
            log->setDataName(session.dataset()->title);
        const double stepsOfAnEpoch = static_cast<double>(progress.steps) / progress.epoch;
        for (std::size_t epoch = 1; epoch <= progress.losses.size(); ++epoch) {
            training::EvaluationRecord evaluation;
            evaluation.step = std::llround(stepsOfAnEpoch * static_cast<double>(epoch));
            evaluation.epoch = static_cast<double>(epoch);
            evaluation.heldOutLoss = evaluation.validationLoss = progress.losses[epoch - 1];
            evaluation.seconds = progress.seconds / static_cast<double>(progress.losses.size());
            evaluation.endsEpoch = true;
            if (epoch == progress.losses.size())
                evaluation.trainLoss = progress.trainLoss;
            log->append(evaluation);
        }
        QStringList values;
        for (const std::string &value : trial.values)
            values << textOf(value);
        if (record->sweep.seeds > 1)
            values << Session::tr("seed %1").arg(trial.spec.training.seed);
        runs::NamedRun run{.name = Session::tr("Sweep: %1").arg(values.join(QStringLiteral(", "))).toStdString(), .log = std::move(log)};
        run.spec = trial.spec;
        run.parameters = progress.parameters;
        run.codeSize = progress.codeSize;
        run.created = project::now() / 1000;
        run.colour = static_cast<int>(session.runList().runs().size()) % runs::RunList::colours;
        run.isShown = combination >= 0;
        session.runList().add(std::move(run));
        ++count;
    }
    emit session.told(count > 0 ? Session::tr("%n run(s) of the sweep stand in the panel Runs, with their curves", nullptr, count)
                                : Session::tr("Nothing of it was trained for an epoch yet"));
}

/// The list of sweeps, as the panel shows it.
std::vector<ui::KeptSweep> keptOf(const SweepShelf &shelf, const SweepDesk &desk) {
    std::vector<ui::KeptSweep> all;
    for (const SweepShelf::Kept &kept : shelf.all())
        all.push_back({kept.id, textOf(kept.title), QDateTime::fromMSecsSinceEpoch(kept.begun), kept.id == desk.shown()});
    return all;
}

void saveTable(ui::SweepPanel *view, SweepDesk *desk, Session *session) {
    auto *dialog = new QFileDialog(view, Session::tr("Save all trainings"), QStringLiteral("sweep.csv"), Session::tr("Table (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    QObject::connect(dialog, &QFileDialog::fileSelected, desk, [desk, session](const QString &path) {
        const std::shared_ptr<const sweeps::Record> record = desk->record();
        if (!record)
            return;
        const std::string text = sweeps::csvOf(record->sweep.axes, *record->trials, record->progress);
        auto file = files::AtomicFile::create(path.toStdString());
        std::optional<core::Error> error = file ? file->write(std::as_bytes(std::span(text))) : std::optional(file.error());
        if (!error)
            error = file->commit();
        if (error)
            emit session->problemMet(*error);
    });
    dialog->open();
}

core::Result<sweeps::SharedDataset> load(const spec::DataSpec &data, std::uint64_t seed, const std::atomic<bool> &cancelled) {
    return library().load(data, seed, {nullptr, &cancelled});
}

void connectSweep(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::SweepPanel *>(&panel);
    Session *session = &context.session;
    auto *shelf = new SweepShelf(session);
    auto *desk = new SweepDesk(load, session->threads(), *shelf, session);
    const auto shown = std::make_shared<Shown>();
    std::vector<ui::ReadySweep> ready;
    for (const sweeps::ReadyMade &row : sweeps::readyMades())
        ready.push_back({textOf(row.key), textOf(row.title), textOf(row.sentence)});
    view->form()->setReady(ready);
    const auto showReady = [session, view](const QString &key) {
        if (key.isEmpty())
            return;
        const auto sweep = sweeps::findReadyMade(key.toStdString())->of(session->spec());
        view->showProblem(sweep ? QString() : textOf(sweep.error().sentence()));
        view->form()->showAxes(sweep ? axesOf(*sweep) : std::vector<ui::SweepAxis>{});
    };
    const auto follow = [session, view, shown, showReady] {
        if (!shown->isInSight || !session->dataset() || (shown->hasSpec && shown->spec == session->spec()))
            return;
        const bool isFirst = !std::exchange(shown->hasSpec, true);
        shown->spec = session->spec();
        view->form()->setSettings(sweepSettingsOf(shown->spec));
        if (isFirst)
            showReady(view->form()->order().ready);
    };
    QObject::connect(session, &Session::ticked, view, follow);
    QObject::connect(session, &Session::statusChanged, desk,
                     [desk](const training::Status &status) { desk->setBesideTraining(status.state == training::State::Running); });
    QObject::connect(view->form(), &ui::SweepForm::readyChosen, view, showReady);
    QObject::connect(view, &ui::SweepPanel::startWanted, desk, [session, view, desk](const ui::SweepOrder &order) {
        const auto error = start(order, *session, *desk);
        view->showProblem(error ? textOf(error->sentence()) : QString());
    });
    const auto showSweep = [view, desk, shown] {
        if (shown->isInSight)
            view->showSweep(pictureOf(*desk));
    };
    const auto showList = [view, shelf, desk] { view->showKept(keptOf(*shelf, *desk)); };
    QObject::connect(shelf, &SweepShelf::listChanged, view, showList);
    QObject::connect(desk, &SweepDesk::changed, view, showList);
    QObject::connect(desk, &SweepDesk::failed, session, &Session::problemMet);
    QObject::connect(view, &ui::SweepPanel::keptChosen, desk, &SweepDesk::show);
    QObject::connect(view, &ui::SweepPanel::listWanted, desk, [desk, session](int combination) { listRuns(combination, *desk, *session); });
    QObject::connect(desk, &SweepDesk::changed, view, showSweep);
    new VisibilityWatch(view, [showSweep, shown](bool isVisible) {
        shown->isInSight = isVisible;
        showSweep();
    });
    QObject::connect(view, &ui::SweepPanel::pauseWanted, desk, &SweepDesk::setPaused);
    QObject::connect(view, &ui::SweepPanel::cancelWanted, desk, &SweepDesk::cancel);
    QObject::connect(view, &ui::SweepPanel::openWanted, desk, [desk, session](int combination) { trainHere(combination, *desk, *session); });
    QObject::connect(view, &ui::SweepPanel::tableWanted, view, [view, desk, session] { saveTable(view, desk, session); });
    QObject::connect(view, &ui::SweepPanel::exportFailed, session, &Session::problemMet);
}

} // namespace

PanelRow sweepPanel() {
    return {.key = "sweep",
            .place = ui::DockColumn::Right,
            .beside = "loss",
            .make = []() -> ui::Panel * { return new ui::SweepPanel; },
            .connect = connectSweep,
            .showsModel = false};
}

} // namespace hourglass::app
