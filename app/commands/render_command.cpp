// The real window after a training, as a picture, without a display.
#include "app/commands/render_command.h"

#include <optional>
#include <ostream>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

#include "app/commands/offscreen.h"
#include "app/commands/spec_options.h"
#include "app/wiring/program.h"

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

} // namespace

ExitStatus renderPicture(const RenderOrder &order, const std::vector<PanelRow> &rows, Console &console) {
    const QTemporaryDir folder; // the picture shows the first arrangement, and leaves the person's own alone
    QSettings settings(folder.filePath(QStringLiteral("render.ini")), QSettings::IniFormat);
    Program program(settings, order.threads, rows);
    showAs(program, order, order.scale);
    Session &session = program.session();
    std::optional<core::Error> problem;
    QObject::connect(&session, &Session::problemMet, [&problem](const core::Error &error) { problem = error; });
    session.open(order.spec, order.presetKey);
    runUntil([&] { return session.dataset() || problem; });
    if (problem)
        return failed(*problem, console);
    const auto target = bringUp(program, order);
    if (!target)
        return failed(target.error(), console);
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
    if (!(*target)->grab().save(order.path))
        return failed({"The picture could not be written", order.path.toStdString(), "Check the disk and your rights."}, console);
    console.err << "hourglass: " << order.path.toStdString() << '\n';
    return ExitStatus::Done;
}

namespace {

ExitStatus render(const Arguments &arguments, Console &console) {
    const auto order = renderOrderFrom(arguments, panelRows());
    if (!order)
        return failed(order.error(), console);
    qputenv("QT_SCALE_FACTOR", QByteArray::number(order->scale));
    const OffscreenApplication application;
    return renderPicture(*order, panelRows(), console);
}

} // namespace

Command renderCommand() {
    std::vector<Option> options = specOptions();
    for (Option &option : windowLookOptions())
        options.push_back(std::move(option));
    options.push_back({"--scale", "1|2", "2 for a picture of twice the density"});
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
