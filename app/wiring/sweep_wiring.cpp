// Sweeps: what the panel asks for becomes a sweep of the present spec, and what that comes to is shown.
#include <algorithm>
#include <charconv>
#include <memory>
#include <span>

#include <QFileDialog>

#include "app/import/embedded.h"
#include "app/session/session.h"
#include "app/session/sweep_desk.h"
#include "app/wiring/panels.h"
#include "app/wiring/sweep_settings.h"
#include "app/wiring/visibility_watch.h"
#include "engine/files/atomic_file.h"
#include "engine/sweeps/ready_made.h"
#include "engine/sweeps/results.h"
#include "ui/sweep/sweep_form.h"
#include "ui/sweep/sweep_panel.h"

namespace hourglass::app {

namespace {

using sweeps::TrialState;

QString textOf(const std::string &text) {
    return QString::fromStdString(text);
}

/// What the panel shows of a sweep beside what the desk has.
struct Shown {
    spec::Spec spec; ///< that the settings are of
    bool hasSpec = false;
    bool isInSight = false;
    QStringList labels; ///< of the axes
    ui::SweepPicture::Plot plot = ui::SweepPicture::Plot::Errors;
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

std::vector<ui::SweepRow> rowsOf(const sweeps::Runner &runner) {
    const std::vector<sweeps::TrialProgress> progress = runner.progressOfTrials();
    const std::vector<sweeps::Trial> &trials = runner.trials();
    std::vector<ui::SweepRow> rows;
    for (const sweeps::Summary &summary : sweeps::summariesOf(trials, progress, runner.measure())) {
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

ui::SweepPicture pictureOf(const SweepDesk &desk, const Shown &shown) {
    ui::SweepPicture picture;
    const sweeps::Runner *runner = desk.runner();
    if (!runner)
        return picture;
    const sweeps::SweepProgress progress = runner->progress();
    picture.axes = shown.labels;
    picture.rows = rowsOf(*runner);
    picture.measure = runner->measure() == sweeps::Measure::Loss ? Session::tr("Validation loss") : Session::tr("Validation MSE");
    picture.plot = shown.plot;
    for (const sweeps::PcaPoint &point : desk.pca())
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

std::optional<core::Error> start(const ui::SweepOrder &order, const Session &session, SweepDesk &desk, Shown &shown) {
    if (!session.dataset())
        return core::Error{"There are no data yet", "Sweep", "Wait until they are read."};
    const auto sweep = sweepOf(order, session.spec());
    if (!sweep)
        return sweep.error();
    const auto row = sweeps::findReadyMade(order.ready.toStdString());
    const bool isElbow = row && row->plot == sweeps::Plot::ErrorsAndPca && !sweep->axes.empty();
    const Shown before = shown;
    shown.plot = row && row->plot == sweeps::Plot::RateAndDistortion ? ui::SweepPicture::Plot::RateAndDistortion : ui::SweepPicture::Plot::Errors;
    shown.labels.clear();
    const std::vector<ui::SweepSetting> settings = sweepSettingsOf(sweep->base);
    for (const sweeps::Axis &axis : sweep->axes) {
        QString label = textOf(axis.path);
        for (const ui::SweepSetting &setting : settings)
            if (setting.path == label || (setting.path == QStringLiteral("layers.code.") + label.section(QLatin1Char('.'), 2) &&
                                          label.section(QLatin1Char('.'), 1, 1) == QString::number(sweep->base.model.code)))
                label = setting.label;
        shown.labels << label;
    }
    // PCA's is a squared error, whatever the loss is.
    auto error =
        desk.start(*sweep, isElbow ? std::optional(sweeps::Measure::SquaredError) : std::nullopt, isElbow ? sizesOf(*sweep) : std::vector<core::Index>{});
    if (error)
        shown = before;
    return error;
}

/// The stack and the settings of a combination as edits of the present ones; epochs and the parts of the data stay as they are here.
void trainHere(int combination, const SweepDesk &desk, Session &session) {
    for (const sweeps::Trial &trial : desk.runner()->trials()) {
        if (trial.combination != combination || trial.error)
            continue;
        QStringList values;
        for (const std::string &value : trial.values)
            values << textOf(value);
        const QString what = Session::tr("Sweep, %1").arg(values.join(QStringLiteral(", ")));
        spec::TrainingSpec training = trial.spec.training;
        const bool areEpochsVaried = training.epochs != desk.sweep().base.training.epochs;
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

void saveTable(ui::SweepPanel *view, SweepDesk *desk, Session *session) {
    auto *dialog = new QFileDialog(view, Session::tr("Save all trainings"), QStringLiteral("sweep.csv"), Session::tr("Table (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    QObject::connect(dialog, &QFileDialog::fileSelected, desk, [desk, session](const QString &path) {
        const std::string text = sweeps::csvOf(desk->sweep().axes, desk->runner()->trials(), desk->runner()->progressOfTrials());
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
    auto *desk = new SweepDesk(load, session->threads(), session);
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
    QObject::connect(view, &ui::SweepPanel::startWanted, desk, [session, view, desk, shown](const ui::SweepOrder &order) {
        const auto error = start(order, *session, *desk, *shown);
        view->showProblem(error ? textOf(error->sentence()) : QString());
    });
    const auto showSweep = [view, desk, shown] {
        if (shown->isInSight)
            view->showSweep(pictureOf(*desk, *shown));
    };
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
