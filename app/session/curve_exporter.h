// The curves of runs on their way into files: a thread of its own writes them. Nobody waits. Lives on the GUI thread.
#pragma once

#include <vector>

#include <QObject>

#include "app/background/worker.h"

namespace hourglass::app {

class Session;

class CurveExporter : public QObject {
    Q_OBJECT
public:
    enum class Form { Csv, TensorBoard };

    /// A child of the session.
    explicit CurveExporter(Session &session);

    /// Of runs of the session's list, as they are now. Answered by Session::told() or Session::problemMet(). `path` is a file, or for TensorBoard a folder.
    void write(const std::vector<std::uint64_t> &runs, Form form, const QString &path);

private:
    Session &m_session;
    Worker m_worker;
};

} // namespace hourglass::app
