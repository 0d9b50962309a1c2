// The timeline of a run as an animation, by the exporter of the window: of a project's run, or of a stack that is trained for it.
#include "app/commands/animate_command.h"

#include <ostream>
#include <tuple>

#include <QFileInfo>
#include <QSettings>
#include <QTemporaryDir>

#include "app/animation/animation_writer.h"
#include "app/commands/offscreen.h"
#include "app/commands/spec_options.h"
#include "app/commands/window_look.h"
#include "app/commands/work_order.h"
#include "app/session/animation_exporter.h"
#include "app/session/opened_project.h"
#include "app/session/sample_selection.h"
#include "app/wiring/animation_wiring.h"
#include "app/wiring/program.h"
#include "app/wiring/view_memory.h"
#include "engine/project/frame_reading.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

constexpr int mostMoments = 1000, mostWidth = 8192;
constexpr double mostEpochs = 1e9, fastest = 50, longestHold = 60; ///< moments a second, seconds

struct AnimateOrder {
    WorkOrder work;
    WindowLook window;
    AnimationFile file;
    AnimationLook look;
    MomentRange range;
};

core::Result<AnimationFile> animationFileFrom(const Arguments &arguments) {
    AnimationFile file{.path = arguments.value("-o").value_or(""), .lastHeldSeconds = 2, .loops = !arguments.has("--once"), .frames = 1};
    if (file.path.empty())
        return core::Error{"Where should the animation go?", "-o", "Give -o NAME.gif, -o NAME.webp, or -o FOLDER for numbered PNG pictures."};
    const QString suffix = QFileInfo(QString::fromStdString(file.path)).suffix().toLower();
    if (suffix == QLatin1String("webp"))
        file.format = arguments.has("--exact") ? AnimationFormat::Webp : AnimationFormat::SmallWebp;
    else if (suffix.isEmpty())
        file.format = AnimationFormat::Png;
    else if (suffix != QLatin1String("gif"))
        return core::Error{spec::quoted(file.path) + " is no animation that can be written", "-o",
                           "Let its name end in .gif or .webp. Programs that make films take the numbered PNG pictures that go to a name without an ending."};
    if (arguments.has("--exact") && file.format != AnimationFormat::Webp)
        return core::Error{"This is for WebP: GIF has 255 colours a picture, and PNG is exact", "--exact", "Leave it out."};
    const auto speed = arguments.real("--fps", file.framesPerSecond, 0, fastest);
    if (!speed)
        return speed.error();
    file.framesPerSecond = *speed;
    const auto hold = arguments.number("--hold", file.lastHeldSeconds, 0, longestHold);
    if (!hold)
        return hold.error();
    file.lastHeldSeconds = *hold;
    if (const auto writer = startAnimation(file); !writer) // before the work, not after it
        return writer.error();
    return file;
}

core::Result<AnimateOrder> animateOrderFrom(const Arguments &arguments) {
    AnimateOrder order;
    const auto file = animationFileFrom(arguments);
    if (!file)
        return file.error();
    order.file = *file;
    const auto window = windowLookFrom(arguments, panelRows());
    if (!window)
        return window.error();
    order.window = *window;
    if (!arguments.has("--panel"))
        order.window.panel = "latent"; // as the sheet of the window proposes
    order.look.view = order.window.panel.empty() ? QString::fromLatin1(animatedWindow) : QString::fromStdString(order.window.panel);
    const auto width = arguments.integer("--width", order.look.width, 0, mostWidth);
    if (!width)
        return width.error();
    order.look.width = static_cast<int>(*width);
    order.look.hasCaption = !arguments.has("--no-caption");
    order.look.title = QString::fromStdString(arguments.value("--caption").value_or(""));
    if (!order.look.hasCaption && arguments.has("--caption"))
        return core::Error{"A caption is given, and there is to be none", "--caption", "Leave it out, or leave out --no-caption."};
    const auto most = arguments.integer("--moments", 120, 2, mostMoments);
    if (!most)
        return most.error();
    order.range.most = static_cast<std::size_t>(*most);
    for (const auto &[option, epoch, otherwise] : {std::tuple("--from", &order.range.fromEpoch, 0.0), std::tuple("--to", &order.range.toEpoch, mostEpochs)}) {
        const auto given = arguments.number(option, otherwise, 0, mostEpochs);
        if (!given)
            return given.error();
        *epoch = *given;
    }
    auto work = workOrderFrom(arguments);
    if (!work)
        return work.error();
    order.work = std::move(*work);
    return order;
}

/// The moments and the window as the project has them. It is only read.
void takeUp(OpenedProject &project, Session &session, ViewMemory &memory, Console &console) {
    memory.restore(project.memory["view"].toObject());
    const std::shared_ptr<const data::Dataset> &dataset = session.dataset();
    project::FramePlans plans(session.status().run, session.plan(), dataset->shape, dataset->train.samples);
    project::ReadFrames read =
        project::readFrames(*project.file, static_cast<std::int64_t>(project.present), session.status().step, session.frameBudget(), plans);
    session.restoreFrames(plans.run(), std::move(read.frames));
    if (read.lost > 0)
        console.err << "hourglass: " << project.path.toStdString() << ": moments of the timeline that could not be read: " << read.lost << '\n';
}

core::Error noMoments(const AnimateOrder &order, std::size_t all) {
    const std::string where = order.work.project.isEmpty() ? "animate" : order.work.project.toStdString();
    if (all >= 2)
        return {"Of its " + std::to_string(all) + " moments there are not two between these epochs", where, "Take more with --from and --to."};
    return {"Its timeline has only one moment", where, "The window and `hourglass train -o` keep more of them while they train, from the first step on."};
}

ExitStatus animateOf(const AnimateOrder &order, Console &console) {
    const InterruptGuard guard;
    const QTemporaryDir folder; // the person's own settings stay alone
    QSettings settings(folder.filePath(QStringLiteral("animate.ini")), QSettings::IniFormat);
    Program program(settings, order.work.threads);
    Session &session = program.session();
    showAs(program, order.window);
    ViewMemory memory(session, *session.findChild<SampleSelection *>(), program.window());
    QObject listener; // goes before what it uses
    QObject::connect(&session, &Session::projectOpened, &listener,
                     [&](const std::shared_ptr<OpenedProject> &project) { takeUp(*project, session, memory, console); });
    const auto isThere = bringAbout(order.work, session, guard, console);
    if (!isThere)
        return failed(isThere.error(), console);
    const core::Error interruption{"Interrupted: no animation was written", order.file.path, {}};
    if (!*isThere || !runUnlessInterrupted(guard, [&] { return !session.keyFrames().isEmpty(); }))
        return failed(interruption, console);
    if (const auto view = bringUp(program, order.window); !view)
        return failed(view.error(), console);
    constexpr double rounding = 1e-3; // of an epoch, as it is written
    AnimationOrder animation{.file = order.file, .moments = {}, .picture = {}, .isBusy = [&] { return program.panels().isBusy(session); }};
    animation.moments =
        momentsOf(session.keyFrames(), *session.runs().present, {order.range.fromEpoch - rounding, order.range.toEpoch + rounding, order.range.most});
    if (animation.moments.size() < 2)
        return failed(noMoments(order, session.keyFrames().frames().size()), console);
    animation.picture = animationPainter(session, program.window(), program.panels(), order.look, animation.moments);
    auto *exporter = session.findChild<AnimationExporter *>();
    std::optional<core::Error> problem;
    bool isOver = false;
    QObject::connect(&session, &Session::problemMet, &listener, [&problem](const core::Error &error) { problem = error; });
    QObject::connect(exporter, &AnimationExporter::ended, &listener, [&isOver] { isOver = true; });
    QObject::connect(exporter, &AnimationExporter::progressed, &listener, [&console](int taken, int of) {
        if (console.isTerminal)
            console.err << "\rhourglass: moment " << taken << " of " << of << (taken == of ? "\n" : "") << std::flush;
    });
    exporter->start(std::move(animation));
    const bool isWhole = runUnlessInterrupted(guard, [&isOver] { return isOver; });
    exporter->cancel();
    if (problem)
        return failed(*problem, console);
    if (!isWhole)
        return failed(interruption, console);
    console.err << "hourglass: " << order.file.path << '\n';
    return ExitStatus::Done;
}

ExitStatus runAnimate(const Arguments &arguments, Console &console) {
    const auto order = animateOrderFrom(arguments);
    if (!order)
        return failed(order.error(), console);
    const OffscreenApplication application;
    return animateOf(*order, console);
}

} // namespace

Command animateCommand() {
    std::vector<Option> options = specOptions();
    options.push_back(runOption());
    options.push_back({"-o", "NAME.gif|NAME.webp|FOLDER", "where it goes; a folder that is not there yet gets numbered PNG pictures"});
    for (Option &option : windowLookOptions())
        options.push_back(std::move(option));
    options.push_back({"--width", "N", "of the pictures in pixels (800), the height follows; 0: as in the window"});
    options.push_back({"--from", "EPOCH", "the first moment (0)"});
    options.push_back({"--to", "EPOCH", "the last moment (the end)"});
    options.push_back({"--moments", "N", "at most so many, evenly among those that are kept (120)"});
    options.push_back({"--fps", "N", "moments a second (10)"});
    options.push_back({"--hold", "SECONDS", "the last one stays so much longer (2)"});
    options.push_back({"--once", "", "is shown once, else for ever"});
    options.push_back({"--exact", "", "WebP with every pixel as it is, else smaller with a little loss"});
    options.push_back({"--caption", "TEXT", "stands below, before epoch and losses"});
    options.push_back({"--no-caption", "", "nothing stands below"});
    return {
        "animate",
        "[RUN.hourglass [--run N] | (the options of train)] -o NAME.gif|NAME.webp|FOLDER [--panel NAME|window] [--size 1600x1000] [--width N] [--fps N] [--caption TEXT] …",
        "the timeline of a project's run, or of a training that is made for it, as an animation: of one panel (latent) or the window",
        options,
        1,
        runAnimate};
}

} // namespace hourglass::app
