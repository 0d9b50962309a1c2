// The real window after a training, as a picture, without a display.
#include "app/commands/render_command.h"

#include <ostream>

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QThread>

#include "app/commands/spec_options.h"
#include "app/commands/window_options.h"
#include "app/wiring/arrangements.h"
#include "app/wiring/sample_colouring.h"
#include "engine/core/floating_point.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"
#include "ui/latent/latent_map.h"
#include "ui/loss/loss_plot.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/stack/stack_view.h"
#include "ui/training/training_panel.h"

namespace hourglass::app {

namespace {

constexpr int leastWidth = 960, leastHeight = 600, most = 8192;
constexpr int settlingMs = 400; ///< of rest: what the views put off for a moment is done by then

struct Order {
    spec::Spec spec;
    QString presetKey;
    int threads = 1, scale = 1;
    QSize size{1600, 1000};
    ui::ThemeChoice theme = ui::ThemeChoice::Light;
    std::string panel, arrangement, colour;
    QString path;
};

core::Result<QSize> sizeFrom(const std::string &text) {
    int width = 0, height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &rest) != 2 || width < leastWidth || height < leastHeight || width > most || height > most)
        return core::Error{"\"" + text + "\" is no size from 960x600 to 8192x8192", "--size", "Give WIDTHxHEIGHT, like 1600x1000."};
    return QSize(width, height);
}

core::Result<Order> orderFrom(const Arguments &arguments) {
    Order order;
    const auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    order.spec = *spec;
    if (!arguments.has("--spec"))
        order.presetKey = QString::fromStdString(arguments.value("--preset").value_or("map"));
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    order.threads = *threads;
    if (const auto text = arguments.value("--size")) {
        const auto size = sizeFrom(*text);
        if (!size)
            return size.error();
        order.size = *size;
    }
    const auto theme = themeFrom(arguments.value("--theme").value_or("light"));
    if (!theme)
        return theme.error();
    order.theme = *theme;
    const auto scale = arguments.integer("--scale", 1, 1, 2);
    if (!scale)
        return scale.error();
    order.scale = static_cast<int>(*scale);
    order.panel = arguments.value("--panel").value_or("");
    static const std::vector<std::string> panels{"", "stack", "latent", "reconstructions", "loss", "training"};
    if (std::find(panels.begin(), panels.end(), order.panel) == panels.end())
        return core::Error{"There is no panel \"" + order.panel + "\"", "--panel", "Choose stack, latent, reconstructions, loss or training."};
    order.arrangement = arguments.value("--arrangement").value_or("train");
    order.colour = arguments.value("--colour").value_or("");
    std::vector<std::string> known{"train"};
    for (const ui::Arrangement &arrangement : arrangements())
        known.push_back(arrangement.key.toStdString());
    if (std::find(known.begin(), known.end(), order.arrangement) == known.end())
        return core::Error{"There is no arrangement " + spec::quoted(order.arrangement), "--arrangement", spec::suggestion(order.arrangement, known)};
    order.path = QString::fromStdString(arguments.value("-o").value_or(""));
    if (order.path.isEmpty())
        return core::Error{"Where should the picture go?", "-o", "Give -o PICTURE.png."};
    const QByteArray format = QFileInfo(order.path).suffix().toLower().toLatin1();
    if (!QImageWriter::supportedImageFormats().contains(format))
        return core::Error{spec::quoted(order.path.toStdString()) + " is no picture that can be written", "-o", "Let its name end in .png."};
    const QFileInfo folder(QFileInfo(order.path).absolutePath());
    if (!folder.isDir() || !folder.isWritable() || QFileInfo(order.path).isDir())
        return core::Error{spec::quoted(order.path.toStdString()) + " cannot be written", "-o", "Name a file in a folder that is there and yours to write."};
    return order;
}

ui::Panel *panelOf(const Views &views, const std::string &name) {
    if (name == "stack")
        return views.stack;
    if (name == "latent")
        return views.latent;
    if (name == "reconstructions")
        return views.reconstructions;
    if (name == "loss")
        return views.loss;
    if (name == "training")
        return views.training;
    return nullptr;
}

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

ExitStatus renderPicture(const Order &order, Console &console) {
    const QTemporaryDir folder; // the picture shows the first arrangement, and leaves the person's own alone
    QSettings settings(folder.filePath(QStringLiteral("render.ini")), QSettings::IniFormat);
    Program program(settings, order.threads);
    program.window().setThemeChoice(order.theme);
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
    session.toggleTraining();
    runUntil([&] { return session.status().state == training::State::Finished || problem; });
    if (problem)
        return failed(*problem, console);
    QElapsedTimer settled;
    settled.start();
    runUntil([&] {
        if (session.snapshotFeed().isBusy() || program.views().latent->isMoving())
            settled.restart();
        return settled.elapsed() > settlingMs;
    });
    ui::Panel *panel = panelOf(program.views(), order.panel);
    QWidget *target = panel ? panel->parentWidget() : &program.window();
    if (!target->grab().save(order.path))
        return failed({"The picture could not be written", order.path.toStdString(), "Check the disk and your rights."}, console);
    console.err << "hourglass: " << order.path.toStdString() << '\n';
    return ExitStatus::Done;
}

ExitStatus render(const Arguments &arguments, Console &console) {
    const auto order = orderFrom(arguments);
    if (!order)
        return failed(order.error(), console);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(order->scale));
    int argc = 1;
    char name[] = "hourglass";
    char *argv[] = {name, nullptr};
    QApplication application(argc, argv);
    core::setFloatingPointMode();
    return renderPicture(*order, console);
}

} // namespace

Command renderCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"--size", "WIDTHxHEIGHT", "of the window in pixels (1600x1000)"});
    options.push_back({"--theme", "light|dark", "light where it is not said"});
    options.push_back({"--scale", "1|2", "2 for a picture of twice the density"});
    options.push_back({"--panel", "NAME", "one panel alone: stack, latent, reconstructions, loss, training"});
    options.push_back({"--arrangement", "train|data", "of the window (train)"});
    options.push_back({"--colour", "NAME", "what samples are coloured by, as the window lists it: Class, Rotation, a column …"});
    options.push_back({"-o", "PICTURE.png", "where it goes"});
    return {"render", "(the options of train) [--size 1600x1000] [--theme light|dark] [--scale 1|2] [--panel NAME] [--arrangement NAME] [--colour NAME] -o PICTURE.png",
            "the real window after that training as a picture, without a display", options, 0, render};
}

} // namespace hourglass::app
