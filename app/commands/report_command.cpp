// A report on a training as HTML or PDF: of a project's run, or of a stack that is trained for it.
#include "app/commands/report_command.h"

#include <memory>
#include <optional>
#include <ostream>

#include <QApplication>
#include <QFileInfo>

#include "app/commands/interrupt_guard.h"
#include "app/commands/spec_options.h"
#include "app/import/embedded.h"
#include "app/report/report_maker.h"
#include "app/report/subject.h"
#include "app/session/session.h"
#include "app/wiring/version.h"
#include "engine/core/floating_point.h"
#include "engine/files/atomic_file.h"
#include "engine/project/project_file.h"
#include "engine/spec/wording.h"
#include "ui/theme/theme.h"

namespace hourglass::app {

namespace {

struct ReportOrder {
    std::optional<spec::Spec> spec; ///< to be trained; none: a project is opened
    QString presetKey, project, path;
    int threads = 1;
};

core::Result<ReportOrder> reportOrderFrom(const Arguments &arguments) {
    ReportOrder order;
    order.path = QString::fromStdString(arguments.value("-o").value_or(""));
    if (order.path.isEmpty())
        return core::Error{"Where should the report go?", "-o", "Give -o REPORT.html or -o REPORT.pdf."};
    const QString suffix = QFileInfo(order.path).suffix().toLower();
    if (suffix != QLatin1String("html") && suffix != QLatin1String("htm") && suffix != QLatin1String("pdf"))
        return core::Error{spec::quoted(order.path.toStdString()) + " is no report that can be written", "-o", "Let its name end in .html or .pdf."};
    if (auto obstacle = files::obstacleTo(order.path.toStdString())) // before the work, not after it
        return *obstacle;
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    order.threads = *threads;
    if (!arguments.positional().empty()) {
        const std::string &project = arguments.positional().front();
        if (!QFileInfo::exists(QString::fromStdString(project)) || !project::looksLikeProject(project)) // opening would make one
            return core::Error{"This is no project that could be opened", project, "Name a file such as `hourglass train -o RUN.hourglass` writes."};
        for (const Option &option : specOptions())
            if (option.name != "--threads" && arguments.has(option.name))
                return core::Error{"A project has a stack and a training of its own", option.name, "Leave it out, or leave the project out."};
        order.project = QString::fromStdString(project);
        return order;
    }
    const auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    order.spec = *spec;
    if (!arguments.has("--spec"))
        order.presetKey = QString::fromStdString(arguments.value("--preset").value_or("map"));
    return order;
}

/// Runs the event loop until `isOver` says so; false: Ctrl+C.
template <class IsOver>
bool runUnlessInterrupted(const InterruptGuard &guard, IsOver isOver) {
    while (!isOver()) {
        if (guard.isInterrupted())
            return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

ExitStatus reportOn(const ReportOrder &order, Console &console) {
    const InterruptGuard guard;
    Session session(library(), order.threads);
    std::optional<core::Error> problem;
    QObject::connect(&session, &Session::problemMet, [&problem](const core::Error &error) { problem = error; });
    bool isOpened = false;
    QObject::connect(&session, &Session::projectOpened, [&isOpened] { isOpened = true; });
    if (order.spec)
        session.open(*order.spec, order.presetKey);
    else
        session.openProject(order.project);
    const auto isThere = [&] { return problem || (session.dataset() && session.plan() && (order.spec || isOpened)); };
    bool goesOn = runUnlessInterrupted(guard, isThere);
    if (goesOn && !problem && order.spec) {
        console.err << "hourglass: Training " << session.spec().name << " on " << session.dataset()->title << '\n';
        session.toggleTraining();
        goesOn = runUnlessInterrupted(guard, [&] { return problem || session.status().state == training::State::Finished; });
    }
    if (problem)
        return failed(*problem, console);
    bool isMade = false;
    ReportMaker maker(QString::fromUtf8(version()));
    QObject::connect(&maker, &ReportMaker::failed, [&problem](const core::Error &error) { problem = error; });
    QObject::connect(&maker, &ReportMaker::made, [&isMade] { isMade = true; });
    if (goesOn) {
        console.err << "hourglass: Measuring\n";
        requestSubject(session, &maker, [&maker, &order](ReportSubject subject) { maker.make(std::move(subject), order.path); });
        goesOn = runUnlessInterrupted(guard, [&] { return problem || isMade; });
    }
    if (problem)
        return failed(*problem, console);
    if (!goesOn)
        return failed({"Interrupted: no report was written", order.path.toStdString(), {}}, console);
    console.err << "hourglass: " << order.path.toStdString() << '\n';
    return ExitStatus::Done;
}

ExitStatus runReport(const Arguments &arguments, Console &console) {
    const auto order = reportOrderFrom(arguments);
    if (!order)
        return failed(order.error(), console);
    int argc = 1;
    char name[] = "hourglass";
    char *argv[] = {name, nullptr};
    std::unique_ptr<QApplication> application;
    if (!QApplication::instance()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        application = std::make_unique<QApplication>(argc, argv);
        ui::applyTheme(*application, ui::ThemeChoice::Light);
    }
    core::setFloatingPointMode();
    return reportOn(*order, console);
}

} // namespace

Command reportCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"-o", "REPORT.html|REPORT.pdf", "where it goes; HTML is one file without references to others"});
    return {
        "report",
        "[RUN.hourglass | (the options of train)] -o REPORT.html|REPORT.pdf",
        "a report on the run of a project that was saved last, or on a training that is made for it: data, stack, settings, curves, map, reconstructions, scores, how to repeat it",
        options,
        1,
        runReport};
}

} // namespace hourglass::app
