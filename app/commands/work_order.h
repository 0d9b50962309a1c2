// What `report` and `animate` are about: a run of a project, or a training that is made for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <QApplication>
#include <QString>

#include "app/commands/command.h"
#include "app/commands/interrupt_guard.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

class Session;

constexpr long long mostRunNumber = 1'000'000; ///< that `--run` takes

struct WorkOrder {
    std::optional<spec::Spec> spec; ///< to be trained; none: a project is opened
    QString presetKey, project;
    std::uint64_t run = 0; ///< of the project; 0: the one that was saved last
    int threads = 1;
};

/// --run N: which run of the project.
Option runOption();
core::Result<WorkOrder> workOrderFrom(const Arguments &arguments);

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

/// Opens it in the session, and trains what is to be trained. An error where that fails; false: Ctrl+C.
core::Result<bool> bringAbout(const WorkOrder &order, Session &session, const InterruptGuard &guard, Console &console);

} // namespace hourglass::app
