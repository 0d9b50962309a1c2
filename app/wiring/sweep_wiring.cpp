// Sweeps: what the panel asks for becomes a sweep of the present spec, and what that comes to is shown.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <span>

#include <QFileDialog>

#include "app/import/embedded.h"
#include "app/session/session.h"
#include "app/session/sweep_desk.h"
#include "app/session/sweep_shelf.h"
#include "app/wiring/panels.h"
#include "app/wiring/sweep_pictures.h"
#include "app/wiring/sweep_settings.h"
#include "app/wiring/visibility_watch.h"
#include "engine/files/atomic_file.h"
#include "engine/project/run_record.h"
#include "engine/runs/run_log.h"
#include "engine/sweeps/ready_made.h"
#include "engine/sweeps/results.h"
#include "engine/training/loss.h"
#include "ui/sweep/sweep_form.h"
#include "ui/sweep/sweep_panel.h"

namespace hourglass::app {

namespace {

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
        runs::RunLog measured(training::lossName(trial.spec.training.loss), "validation");
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
            measured.append(evaluation);
        }
        // The steps between were not recorded.
        auto log = std::make_shared<runs::RunLog>("validation", std::vector<runs::Segment>{measured.present()}, std::vector<runs::Mark>{},
                                                  measured.evaluations(), progress.steps, progress.epoch);
        if (session.dataset() && trial.spec.data.source == session.spec().data.source)
            log->setDataName(session.dataset()->title);
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
    emit session.told(count == 0   ? Session::tr("Nothing of it was trained for an epoch yet")
                      : count == 1 ? Session::tr("1 run of the sweep stands in the panel Runs, with its curve")
                                   : Session::tr("%L1 runs of the sweep stand in the panel Runs, with their curves").arg(count));
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
