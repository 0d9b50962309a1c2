// The stack that trains, with what it has learned by now, on its way into a file of another program: the trainer hands out the numbers, and a
// thread of its own checks and writes. Nobody waits. Lives on the GUI thread.
#pragma once

#include "app/background/worker.h"
#include "engine/exporters/export.h"

namespace hourglass::app {

class Session;

class ModelExporter : public QObject {
    Q_OBJECT
public:
    /// A child of the session, whose trainer is gone before it. `version`: of the program, for the files.
    ModelExporter(Session &session, std::string version);

    /// Answered by Session::told(), with the check's result, or Session::problemMet().
    void write(const exporters::Row &format, plan::StackPart part, const QString &path);

private:
    Session &m_session;
    std::string m_version;
    Worker m_worker;
};

} // namespace hourglass::app
