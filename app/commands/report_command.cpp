// A report on a training as HTML or PDF: of a project's run, or of a stack that is trained for it.
#include "app/commands/report_command.h"

#include <optional>
#include <ostream>

#include <QApplication>
#include <QFileInfo>

#include "app/commands/offscreen.h"
#include "app/commands/spec_options.h"
#include "app/commands/work_order.h"
#include "app/import/embedded.h"
#include "app/report/report_maker.h"
#include "app/report/subject.h"
#include "app/session/session.h"
#include "app/wiring/version.h"
#include "engine/files/atomic_file.h"
#include "engine/spec/wording.h"
#include "ui/theme/theme.h"

namespace hourglass::app {

namespace {

struct ReportOrder {
    WorkOrder work;
    QString path;
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
    auto work = workOrderFrom(arguments);
    if (!work)
        return work.error();
    order.work = std::move(*work);
    return order;
}

ExitStatus reportOn(const ReportOrder &order, Console &console) {
    const InterruptGuard guard;
    Session session(library(), order.work.threads);
    const auto isThere = bringAbout(order.work, session, guard, console);
    if (!isThere)
        return failed(isThere.error(), console);
    bool goesOn = *isThere;
    std::optional<core::Error> problem;
    QObject::connect(&session, &Session::problemMet, [&problem](const core::Error &error) { problem = error; });
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
    const bool isAlone = !QApplication::instance(); // no theme is chosen yet
    const OffscreenApplication application;
    if (isAlone)
        ui::applyTheme(*qApp, ui::ThemeChoice::Light);
    return reportOn(*order, console);
}

} // namespace

Command reportCommand() {
    std::vector<Option> options = specOptions();
    options.push_back(runOption());
    options.push_back({"-o", "REPORT.html|REPORT.pdf", "where it goes; HTML is one file without references to others"});
    return {"report",
            "[RUN.hourglass [--run N] | (the options of train)] -o REPORT.html|REPORT.pdf",
            "a report on a project's run, or on a training that is made for it: data, stack, settings, curves, map, reconstructions, scores, how to repeat it",
            options,
            1,
            runReport};
}

} // namespace hourglass::app
