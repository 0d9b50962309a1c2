// The table of runs, and what it says of them.
#include <cmath>
#include <memory>

#include <QElapsedTimer>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>

#include "app/session/curve_exporter.h"
#include "app/session/run_comparison.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "engine/runs/differences.h"
#include "engine/training/catalogue.h"
#include "ui/compare/closest.h"
#include "ui/plots/number_ticker.h"
#include "ui/runs/runs_panel.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

constexpr int runsRefreshMs = 300;

std::vector<runs::Difference> between(const runs::NamedRun &a, const runs::NamedRun &b) {
    return runs::differences(a.spec, b.spec, training::catalogue(), spec::trainingParts());
}

/// What was changed from the run that it came from, and while it trained: in short, and line by line.
std::pair<QString, QString> changesOf(const runs::RunList &list, const runs::NamedRun &run) {
    QStringList lines;
    const runs::NamedRun *parent = list.find(run.parent);
    if (parent)
        for (const runs::Difference &difference : between(*parent, run))
            lines << QString::fromStdString(runs::changeText(difference));
    QString brief = lines.size() > 2 ? Session::tr("%1, and %2 more").arg(lines.first()).arg(lines.size() - 1) : lines.join(QStringLiteral(", "));
    if (run.origin == runs::Origin::Branch && parent) {
        const QString from = Session::tr("from %1, step %L2").arg(QString::fromStdString(parent->name)).arg(run.branchStep);
        brief = brief.isEmpty() ? from : brief + QStringLiteral(" · ") + from;
        lines.prepend(from);
    } else if (run.origin == runs::Origin::Kept) {
        brief = Session::tr("kept from before");
    } else if (brief.isEmpty() && parent) {
        brief = Session::tr("as %1").arg(QString::fromStdString(parent->name));
    }
    if (run.id == list.beside())
        brief = brief.isEmpty() ? Session::tr("in lock step") : Session::tr("in lock step · %1").arg(brief);
    for (const runs::Mark &mark : run.log->marks())
        lines << Session::tr("epoch %1: %2").arg(QLocale().toString(mark.epoch, 'f', 1), QString::fromStdString(mark.text));
    return {brief, lines.join(QLatin1Char('\n'))};
}

std::vector<ui::RunRow> rowsOf(const runs::RunList &list) {
    std::vector<ui::RunRow> rows;
    for (const runs::NamedRun &run : list.runs()) {
        const runs::RunResult result = runs::resultOf(*run.log);
        const std::pair<QString, QString> changes = changesOf(list, run);
        rows.push_back({.id = run.id,
                        .name = QString::fromStdString(run.name),
                        .change = changes.first,
                        .allChanges = changes.second,
                        .colour = run.colour,
                        .isPresent = run.id == list.present(),
                        .isBeside = run.id == list.beside(),
                        .isPinned = run.isPinned,
                        .isShown = run.isShown,
                        .canGoOn = run.canGoOn(),
                        .lossName = QString::fromStdString(result.lossName),
                        .heldOutName = QString::fromStdString(result.heldOutName),
                        .dataName = QString::fromStdString(run.log->dataName()),
                        .best = result.best,
                        .bestEpoch = result.bestEpoch,
                        .epochs = result.epochs,
                        .seconds = result.seconds,
                        .steps = result.steps,
                        .parameters = run.parameters,
                        .codeSize = run.codeSize,
                        .seed = static_cast<long long>(run.spec.training.seed)});
    }
    return rows;
}

/// What each of two runs came to, then what they differ in.
std::vector<ui::RunDifference> comparison(const runs::NamedRun &a, const runs::NamedRun &b) {
    const QLocale locale;
    const runs::RunResult left = runs::resultOf(*a.log), right = runs::resultOf(*b.log);
    std::vector<ui::RunDifference> lines;
    const auto number = [&locale](double value) { return std::isfinite(value) ? ui::significant(value, 4, locale) : QString(); };
    const bool compares = left.lossName == right.lossName && left.heldOutName == right.heldOutName && a.log->dataName() == b.log->dataName();
    const bool isClear = compares && ui::isClearLead(left.best, right.best);
    lines.push_back({compares ? Session::tr("Best %1 loss").arg(QString::fromStdString(left.heldOutName)) : Session::tr("Best loss, not on one scale"),
                     number(left.best), number(right.best), isClear && left.best < right.best, isClear && right.best < left.best});
    lines.push_back({Session::tr("Epochs"), locale.toString(left.epochs, 'f', 1), locale.toString(right.epochs, 'f', 1)});
    if (a.parameters != b.parameters)
        lines.push_back(
            {Session::tr("Parameters"), locale.toString(static_cast<qlonglong>(a.parameters)), locale.toString(static_cast<qlonglong>(b.parameters))});
    for (const runs::Difference &difference : between(a, b))
        lines.push_back({QString::fromStdString(difference.where), QString::fromStdString(difference.a), QString::fromStdString(difference.b)});
    return lines;
}

/// Asks where to, and has them written there.
void saveCurves(const Session &session, CurveExporter &exporter, QWidget *window, const std::vector<std::uint64_t> &chosen, CurveExporter::Form form) {
    const runs::NamedRun *first = chosen.empty() ? nullptr : session.runList().find(chosen.front());
    if (!first)
        return;
    QString name = chosen.size() == 1 ? QString::fromStdString(first->name) : Session::tr("Runs");
    name.remove(QRegularExpression(QStringLiteral("[/\\\\:*?\"<>|]")));
    const QString folder = session.file().isEmpty() ? QString() : QFileInfo(session.file()).absolutePath();
    QFileDialog dialog(window, Session::tr("Save the curves as a table"), folder, Session::tr("Tables (*.csv)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("csv"));
    dialog.selectFile(name + QStringLiteral(".csv"));
    if (form == CurveExporter::Form::TensorBoard) {
        dialog.setWindowTitle(Session::tr("Choose the folder that TensorBoard is to look into"));
        dialog.setAcceptMode(QFileDialog::AcceptOpen);
        dialog.setFileMode(QFileDialog::Directory);
        dialog.setOption(QFileDialog::ShowDirsOnly);
    }
    if (dialog.exec() == QDialog::Accepted)
        exporter.write(chosen, form, dialog.selectedFiles().value(0));
}

void connectRuns(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::RunsPanel *>(&panel);
    Session &session = context.session;
    struct Shown {
        QElapsedTimer since;
        std::uint64_t version = 0;
        std::uint64_t a = 0, b = 0; ///< the pair that is selected
    };
    const auto shown = std::make_shared<Shown>();
    const auto showPair = [&session, view, shown] {
        const runs::NamedRun *a = session.runList().find(shown->a), *b = session.runList().find(shown->b);
        if (a && b)
            view->showDifferences(QString::fromStdString(a->name), QString::fromStdString(b->name), comparison(*a, *b));
        else
            view->showDifferences({}, {}, {});
    };
    const auto refresh = [&session, view, shown, showPair] {
        const runs::RunList &list = session.runList();
        const bool isOther = shown->version != list.version();
        if (!view->isVisible() || (!isOther && shown->since.isValid() && shown->since.elapsed() < runsRefreshMs))
            return;
        shown->since.start();
        shown->version = list.version();
        view->showRuns(rowsOf(list), list.canRestore());
        showPair();
    };
    QObject::connect(&session, &Session::ticked, view, refresh);
    QObject::connect(view, &ui::RunsPanel::pairSelected, view, [shown, showPair](quint64 a, quint64 b) {
        shown->a = a;
        shown->b = b;
        showPair();
    });
    QObject::connect(view, &ui::RunsPanel::selectionChanged, &context.comparison, [comparison = &context.comparison](const std::vector<quint64> &runs) {
        comparison->select({runs.begin(), runs.end()});
    });
    auto *exporter = new CurveExporter(session);
    QObject::connect(
        view, &ui::RunsPanel::curvesWanted, view, [&session, exporter, window = &context.window](const std::vector<quint64> &runs, bool forTensorBoard) {
            saveCurves(session, *exporter, window, {runs.begin(), runs.end()}, forTensorBoard ? CurveExporter::Form::TensorBoard : CurveExporter::Form::Csv);
        });
    QObject::connect(view, &ui::RunsPanel::goOnWanted, &session, &Session::goOnFrom);
    QObject::connect(view, &ui::RunsPanel::startWanted, &session, &Session::startAgain);
    QObject::connect(view, &ui::RunsPanel::besideWanted, &session, &Session::trainBesideRun);
    runs::RunList *list = &session.runList();
    QObject::connect(view, &ui::RunsPanel::renamed, view, [list, refresh](quint64 run, const QString &name) {
        list->rename(run, name.toStdString());
        refresh();
    });
    QObject::connect(view, &ui::RunsPanel::pinEdited, view, [list, refresh](quint64 run, bool isPinned) {
        list->pin(run, isPinned);
        refresh();
    });
    QObject::connect(view, &ui::RunsPanel::showEdited, view, [list, refresh](quint64 run, bool isShown) {
        list->show(run, isShown);
        refresh();
    });
    QObject::connect(view, &ui::RunsPanel::removeWanted, view, [list, refresh](const std::vector<quint64> &runs) {
        list->remove({runs.begin(), runs.end()});
        refresh();
    });
    QObject::connect(view, &ui::RunsPanel::restoreWanted, view, [list, refresh] {
        list->restore();
        refresh();
    });
}

} // namespace

PanelRow runsPanel() {
    return {.key = "runs",
            .place = ui::DockColumn::Right,
            .beside = "loss",
            .make = []() -> ui::Panel * { return new ui::RunsPanel; },
            .connect = connectRuns,
            .showsModel = false};
}

} // namespace hourglass::app
