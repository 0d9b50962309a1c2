// The real window after a training, as a picture, without a display.
#include "app/commands/render_command.h"

#include <optional>
#include <ostream>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

#include "app/commands/spec_options.h"
#include "app/wiring/program.h"
#include "app/wiring/sample_colouring.h"
#include "engine/core/floating_point.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

constexpr int settlingMs = 400; ///< of rest: what the views put off for a moment is done by then

/// Runs the event loop until `isOver` says so.
template <class IsOver>
void runUntil(IsOver isOver) {
    while (!isOver()) {
        QApplication::processEvents(QEventLoop::AllEvents, 20);
        QThread::msleep(1);
    }
}

/// By what is called so; an error where these data know nothing of the name.
std::optional<core::Error> colourBy(const std::string &name, SampleColouring &colouring) {
    std::vector<std::string> known;
    for (const ui::ColouringEntry &entry : colouring.entries()) {
        known.push_back(entry.name.toStdString());
        if (known.back() != name)
            continue;
        colouring.choose(entry);
        return {};
    }
    return core::Error{"These samples cannot be coloured by " + spec::quoted(name), "--colour", spec::suggestion(name, known)};
}

} // namespace

ExitStatus renderPicture(const RenderOrder &order, const std::vector<PanelRow> &rows, Console &console) {
    const QTemporaryDir folder; // the picture shows the first arrangement, and leaves the person's own alone
    QSettings settings(folder.filePath(QStringLiteral("render.ini")), QSettings::IniFormat);
    Program program(settings, order.threads, rows);
    program.window().setThemeChoice(order.theme);
    program.window().setTextSize(order.textSize);
    program.window().resize(order.size / order.scale);
    program.window().show();
    Session &session = program.session();
    std::optional<core::Error> problem;
    QObject::connect(&session, &Session::problemMet, [&problem](const core::Error &error) { problem = error; });
    session.open(order.spec, order.presetKey);
    runUntil([&] { return session.dataset() || problem; });
    if (problem)
        return failed(*problem, console);
    if (!order.colour.empty())
        if (const auto error = colourBy(order.colour, *session.findChild<SampleColouring *>()))
            return failed(*error, console);
    program.window().showArrangement(order.arrangement == "train" ? QString() : QString::fromStdString(order.arrangement));
    ui::Panel *panel = program.panels().find(order.panel);
    QWidget *target = panel ? panel->parentWidget() : &program.window();
    target->show(); // it may be hidden in this arrangement, or a tab: then it shows what it has only in front
    target->raise();
    session.toggleTraining();
    runUntil([&] { return session.status().state == training::State::Finished || problem; });
    if (problem)
        return failed(*problem, console);
    QElapsedTimer settled;
    settled.start();
    runUntil([&] {
        if (session.snapshotFeed().isBusy() || program.panels().isBusy(session))
            settled.restart();
        return settled.elapsed() > settlingMs;
    });
    if (!target->grab().save(order.path))
        return failed({"The picture could not be written", order.path.toStdString(), "Check the disk and your rights."}, console);
    console.err << "hourglass: " << order.path.toStdString() << '\n';
    return ExitStatus::Done;
}

namespace {

ExitStatus render(const Arguments &arguments, Console &console) {
    const auto order = renderOrderFrom(arguments, panelRows());
    if (!order)
        return failed(order.error(), console);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(order->scale));
    int argc = 1;
    char name[] = "hourglass";
    char *argv[] = {name, nullptr};
    QApplication application(argc, argv);
    core::setFloatingPointMode();
    return renderPicture(*order, panelRows(), console);
}

} // namespace

Command renderCommand() {
    std::vector<Option> options = specOptions();
    std::string joined;
    for (const std::string &key : arrangementKeys())
        joined += (joined.empty() ? "" : "|") + key;
    options.push_back({"--size", "WIDTHxHEIGHT", "of the window in pixels (1600x1000)"});
    options.push_back({"--theme", "light|dark", "light where it is not said"});
    options.push_back({"--scale", "1|2", "2 for a picture of twice the density"});
    options.push_back({"--text-size", "80 … 200", "letters in per cent of their usual size (100)"});
    options.push_back({"--panel", "NAME", "one panel alone: " + panelKeys(panelRows())});
    options.push_back({"--arrangement", joined, "of the window (train)"});
    options.push_back({"--colour", "NAME", "what samples are coloured by, as the window lists it: Class, Rotation, a column …"});
    options.push_back({"-o", "PICTURE.png", "where it goes"});
    return {
        "render",
        "(the options of train) [--size 1600x1000] [--theme light|dark] [--scale 1|2] [--text-size N] [--panel NAME] [--arrangement NAME] [--colour NAME] -o PICTURE.png",
        "the real window after that training as a picture, without a display",
        options,
        0,
        render};
}

} // namespace hourglass::app
