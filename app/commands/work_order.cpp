#include "app/commands/work_order.h"

#include <ostream>

#include <QFileInfo>

#include "app/commands/spec_options.h"
#include "app/session/session.h"
#include "engine/project/project_file.h"

namespace hourglass::app {

Option runOption() {
    return {"--run", "N", "the run of the project (see `hourglass runs`); without it the one that was saved last"};
}

core::Result<WorkOrder> workOrderFrom(const Arguments &arguments) {
    WorkOrder order;
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
        const auto run = arguments.integer("--run", 0, 1, mostRunNumber);
        if (!run)
            return run.error();
        order.run = static_cast<std::uint64_t>(*run);
        order.project = QString::fromStdString(project);
        return order;
    }
    if (arguments.has("--run"))
        return core::Error{"A run is one of a project, and none is named", "--run", "Name the project in front: RUN.hourglass --run 2."};
    const auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    order.spec = *spec;
    if (!arguments.has("--spec"))
        order.presetKey = QString::fromStdString(arguments.value("--preset").value_or("map"));
    return order;
}

core::Result<bool> bringAbout(const WorkOrder &order, Session &session, const InterruptGuard &guard, Console &console) {
    QObject listener; // as long as this goes on
    std::optional<core::Error> problem;
    QObject::connect(&session, &Session::problemMet, &listener, [&problem](const core::Error &error) { problem = error; });
    bool isOpened = false;
    QObject::connect(&session, &Session::projectOpened, &listener, [&isOpened] { isOpened = true; });
    if (order.spec)
        session.open(*order.spec, order.presetKey);
    else
        session.openProject(order.project, {}, order.run);
    bool goesOn = runUnlessInterrupted(guard, [&] { return problem || (session.dataset() && session.plan() && (order.spec || isOpened)); });
    if (goesOn && !problem && order.spec) {
        console.err << "hourglass: Training " << session.spec().name << " on " << session.dataset()->title << '\n';
        session.toggleTraining();
        goesOn = runUnlessInterrupted(guard, [&] { return problem || session.status().state == training::State::Finished; });
    }
    if (problem)
        return *problem;
    return goesOn;
}

} // namespace hourglass::app
