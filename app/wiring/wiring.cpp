#include "app/wiring/wiring.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>

#include "app/background/code_feed.h"
#include "app/background/map_feed.h"
#include "app/background/reconstruction_feed.h"
#include "app/import/embedded.h"
#include "app/session/changed_units.h"
#include "app/session/layer_selection.h"
#include "app/session/opened_model.h"
#include "app/session/run_comparison.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/animation_wiring.h"
#include "app/wiring/arrangements.h"
#include "app/wiring/beside_wiring.h"
#include "app/wiring/colouring_wiring.h"
#include "app/wiring/export_wiring.h"
#include "app/wiring/linearity_notice.h"
#include "app/wiring/panel_set.h"
#include "app/wiring/report_wiring.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/timeline_wiring.h"
#include "engine/data/fashion_mnist.h"
#include "engine/data/generators/generator.h"
#include "engine/data/report_summary.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/plan.h"
#include "engine/spec/precision.h"
#include "engine/spec/presets.h"
#include "engine/training/precision.h"
#include "ui/forms/table_text.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_strip.h"
#include "ui/window/pace_choice.h"
#include "ui/window/preset_gallery.h"
#include "ui/window/top_bar.h"

namespace hourglass::app {

namespace {

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

/// "2,000 × 3": how much a source brings where nothing else is asked of it.
QString sizeText(const data::Source &source) {
    const auto text = [](core::Index samples, const core::Shape &shape) {
        return QStringLiteral("%L1 × %2").arg(static_cast<qlonglong>(samples)).arg(QString::fromStdString(core::toText(shape)));
    };
    const core::Shape clothes(1, 28, 28);
    if (source.key == data::fashionMnistKey)
        return text(70'000, clothes);
    if (source.key == data::fashionMnistSampleKey)
        return text(3'000, clothes);
    const data::Generator *generator = data::findGenerator(source.key);
    const auto shape = generator ? data::shapeOf(*generator, {}) : core::Result<core::Shape>(core::Error{});
    if (!shape)
        return {};
    const spec::Kind kind = generator->kind();
    const core::Index drawn = spec::integerOf({kind.key, {}}, kind, "samples");
    return text(drawn + std::min(drawn, data::largestTestPart), *shape); // as many as are loaded, in both parts
}

std::vector<ui::SourceEntry> sourceEntries() {
    std::vector<ui::SourceEntry> entries;
    for (const data::Source &source : library().sources())
        if (source.isAvailable)
            entries.push_back({QString::fromStdString(source.key), ui::tableText(source.title), sizeText(source), ui::tableText(source.group),
                               ui::tableText(source.description)});
    const QString noise = ui::tableText("Noise"); // what has nothing to be learned from comes last
    std::stable_partition(entries.begin(), entries.end(), [&noise](const ui::SourceEntry &entry) { return entry.group != noise; });
    return entries;
}

QString folderOf(const Session &session) {
    return session.file().isEmpty() ? QString() : QFileInfo(session.file()).absolutePath();
}

/// Where it was saved, or a name in the folder that the dialog opens in: "Map.json".
QString proposedFile(const Session &session) {
    if (!session.file().isEmpty())
        return session.file();
    QString name = QString::fromStdString(session.spec().name).simplified();
    name.remove(QRegularExpression(QStringLiteral("[/\\\\:*?\"<>|]")));
    return (name.isEmpty() ? Session::tr("Stack") : name) + QStringLiteral(".json");
}

/// The right of the status bar: a hint, and for a while what was done with files.
void connectHint(Session &session, ui::MainWindow &window) {
    constexpr int readingMs = 15'000;
    const QString hint = Session::tr("Space trains and pauses · hover asks, click pins, drag pans, Shift-drag selects, wheel zooms · F1 lists every key");
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

void connectCommands(Session &session, ui::MainWindow &window) {
    const ui::Actions &actions = window.commands();
    QObject::connect(actions.train, &QAction::triggered, &session, &Session::toggleTraining);
    QObject::connect(actions.step, &QAction::triggered, &session, &Session::step);
    QObject::connect(actions.moreEpochs, &QAction::triggered, &session, &Session::trainMore);
    QObject::connect(window.topBar()->paceChoice(), &ui::PaceChoice::paceChosen, &session, &Session::setPace);
    QObject::connect(actions.reset, &QAction::triggered, &session, &Session::reset);
    QObject::connect(actions.newSeed, &QAction::triggered, &session, &Session::startWithNewSeed);
    QObject::connect(actions.undo, &QAction::triggered, &session, &Session::undo);
    QObject::connect(actions.redo, &QAction::triggered, &session, &Session::redo);
    QObject::connect(actions.open, &QAction::triggered, &window, [&session, &window] {
        const QString path =
            QFileDialog::getOpenFileName(&window, Session::tr("Open a stack, a project or a model"), folderOf(session),
                                         Session::tr("Stacks, projects and models of other programs (*.json *.hourglass %1)").arg(modelPatterns()));
        if (!path.isEmpty())
            emit window.pathDropped(path); // data are looked at first, as those that are dropped
    });
    const auto saveAs = [&session, &window] {
        QFileDialog dialog(&window, Session::tr("Save the stack; its weights go beside it"), folderOf(session), Session::tr("Stacks (*.json)"));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix(QStringLiteral("json"));
        dialog.selectFile(proposedFile(session));
        if (dialog.exec() == QDialog::Accepted)
            session.saveTo(dialog.selectedFiles().value(0));
    };
    actions.save->setAutoRepeat(false); // once for a key, however long it is held
    QObject::connect(actions.saveAs, &QAction::triggered, &window, saveAs);
    QObject::connect(actions.save, &QAction::triggered, &window, [&session, saveAs] {
        if (session.file().isEmpty())
            saveAs();
        else
            session.saveTo(session.file());
    });
    QObject::connect(&window, &ui::MainWindow::presetChosen, &session, &Session::openPreset);
    QObject::connect(window.topBar(), &ui::TopBar::cancelRequested, &session, &Session::cancelLoading);
    QObject::connect(&session, &Session::undoChanged, &window, [&actions](bool canUndo, const QString &undoText, bool canRedo, const QString &redoText) {
        actions.undo->setEnabled(canUndo);
        actions.redo->setEnabled(canRedo);
        actions.undo->setText(canUndo ? Session::tr("&Undo %1").arg(undoText) : Session::tr("&Undo"));
        actions.redo->setText(canRedo ? Session::tr("&Redo %1").arg(redoText) : Session::tr("&Redo"));
    });
}

/// Units that are changed are changed in every view, and the strip says so as long as there are any.
void connectChangedUnits(Session &session, ui::MainWindow &window, ChangedUnits &units) {
    ChangedUnits *changed = &units;
    QObject::connect(&session, &Session::stackChanged, changed, &ChangedUnits::setStack);
    QObject::connect(changed, &ChangedUnits::changed, &session,
                     [&session, changed] { session.snapshotFeed().changeUnits([changed](const plan::Plan &plan) { return changed->of(plan); }); });
    QObject::connect(changed, &ChangedUnits::changed, &window, [&window, changed](const plan::UnitChanges &changes) {
        window.notices()->settle(ui::NoticeTopic::Units);
        if (changes.empty())
            return;
        const QString what = changes.size() == 1 ? Session::tr("1 unit is changed: the views do not show what was learned, but what becomes of it")
                                                 : Session::tr("%L1 units are changed: the views do not show what was learned, but what becomes of it")
                                                       .arg(static_cast<qlonglong>(changes.size()));
        window.notices()->showNote(what, {Session::tr("Clear"), [changed] { changed->clear(); }}, ui::NoticeTopic::Units);
    });
}

/// What goes wrong stands in the strip until it is over: the training goes on, something else was done, it was saved.
void connectNotices(Session &session, ui::MainWindow &window) {
    ui::NoticeStrip *notices = window.notices();
    using Topic = ui::NoticeTopic;
    const auto hasFailed = [&session] { return session.status().state == training::State::Diverged || session.status().state == training::State::Failed; };
    auto asked = std::make_shared<spec::Spec>(); // as it was when something could not be done
    QObject::connect(&session, &Session::problemMet, notices, [&session, notices, hasFailed, asked](const core::Error &error) {
        const bool isOfTraining = hasFailed() && error.sentence() == session.status().error.sentence();
        *asked = session.spec();
        if (isOfTraining)
            notices->settle(Topic::Training); // what was said of it before matters no more
        notices->showError(error, {}, isOfTraining ? Topic::Training : Topic::Wish);
    });
    QObject::connect(&session, &Session::notSaved, notices, [notices](const core::Error &error) { notices->showError(error, {}, Topic::Saving); });
    QObject::connect(&session, &Session::saved, notices, [notices] { notices->settle(Topic::Saving); });
    QObject::connect(&session, &Session::statusChanged, notices, [notices, hasFailed, failed = false](const training::Status &) mutable {
        if (std::exchange(failed, hasFailed()) && !failed)
            notices->settle(Topic::Training);
    });
    // What the program starts on in the place of what was asked for is no answer to it.
    auto hasBegun = std::make_shared<bool>(false);
    QObject::connect(&session, &Session::runStarted, notices, [&session, notices, asked, hasBegun] {
        notices->settle(Topic::Training);
        if (std::exchange(*hasBegun, true))
            notices->settle(Topic::Wish);
        else
            *asked = session.spec();
    });
    QObject::connect(&session, &Session::datasetChanged, notices, [notices, hasBegun] {
        if (*hasBegun)
            notices->settle(Topic::Data);
    });
    QObject::connect(&session, &Session::trainingChanged, notices, [&session, notices, asked, hasBegun] {
        if (*hasBegun && !(session.spec() == *asked))
            notices->settle(Topic::Wish);
    });
    connectLinearityNotice(session, *notices);
}

void connectWindow(Session &session, ui::MainWindow &window) {
    QObject::connect(&session, &Session::nameChanged, &window, [&window](const QString &name) { window.setDocument(name); });
    QObject::connect(&session, &Session::statusChanged, &window, &ui::MainWindow::showStatus);
    QObject::connect(&session, &Session::presetMetData, &window, [&session, &window](const QString &key, const QString &sentence, const QString &ownData) {
        window.notices()->showNote(sentence, {Session::tr("Use %1").arg(ownData), [&session, key] { session.openPresetOnItsData(key); }},
                                   ui::NoticeTopic::Wish);
    });
    QObject::connect(&session, &Session::modelDoubted, &window,
                     [&window](const QString &sentence) { window.notices()->showNote(sentence, {}, ui::NoticeTopic::Training); });
    QObject::connect(&session, &Session::outputDied, &window, [&session, &window](const QString &sentence, int mark) {
        ui::NoticeAction back;
        if (mark >= 0)
            back = {Session::tr("Back to before mark %1").arg(mark + 1),
                    [&session, moment = session.runs().present->marks()[static_cast<std::size_t>(mark)].before] { session.goBackTo(moment); }};
        window.notices()->showNote(sentence, back, ui::NoticeTopic::Training);
    });
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
        const data::ReportSummary summary = data::summaryOf(dataset->report);
        window.topBar()->showReading(QString::fromStdString(summary.sentence()), summary.needsALook);
    });
    QObject::connect(&session, &Session::trainingChanged, &window, [&window](const spec::TrainingSpec &training, int threads) {
        QString text = levelText(kernels::instructionLevel());
        if (spec::isMixed(training)) // what multiplies, and how many times as fast
            text += Session::tr(" · mixed by %1, ×%L2")
                        .arg(QString::fromStdString(training::mixedPrecision().name))
                        .arg(training::mixedPrecision().gain, 0, 'f', 1);
        window.showEnvironment(threads == 1 ? Session::tr("%1 · 1 thread").arg(text) : Session::tr("%1 · %L2 threads").arg(text).arg(threads));
    });
}

} // namespace

void fillWindow(ui::MainWindow &window) {
    for (const ui::Arrangement &arrangement : arrangements())
        window.addArrangement(arrangement);
    window.presetGallery()->showPresets(presetSummaries());
    window.topBar()->setSources(sourceEntries());
}

void connectAll(Session &session, ui::MainWindow &window, const PanelSet &panels, QSettings &settings) {
    auto *colouring = new SampleColouring(&session);
    auto *selection = new SampleSelection(&session);
    auto *layers = new LayerSelection(&session);
    auto *units = new ChangedUnits(&session);
    auto *map = new MapFeed(session.snapshotFeed(), &session);
    auto *reconstructions = new ReconstructionFeed(session.snapshotFeed(), &session);
    auto *codes = new CodeFeed(session.snapshotFeed(), &session);
    auto *comparison = new RunComparison(session, &session);
    connectCommands(session, window);
    connectExport(session, window);
    connectReport(session, window);
    connectBeside(session, window);
    QObject::connect(&session, &Session::datasetChanged, colouring,
                     &SampleColouring::setDataset); // before the views take it up: none shows data in the colours of others
    connectMeasuredColours(session, *colouring);
    panels.connect({session, window, *selection, *layers, *units, *colouring, *map, *reconstructions, *codes, *comparison, panels, settings});
    connectTimeline(session, window, panels);
    connectAnimation(session, window, panels);
    QObject::connect(&session, &Session::datasetChanged, selection, &SampleSelection::setDataset);
    connectChangedUnits(session, window, *units);
    connectNotices(session, window);
    connectWindow(session, window);
    connectHint(session, window);
}

} // namespace hourglass::app
