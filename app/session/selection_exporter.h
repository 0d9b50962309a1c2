// Chosen samples on their way into files, in the source's numbers: a thread of its own reads and writes them. Nobody waits. Lives on the GUI thread.
#pragma once

#include <memory>

#include "app/background/worker.h"
#include "app/session/sample_selection.h"

namespace hourglass::app {

class Session;

class SelectionExporter : public QObject {
    Q_OBJECT
public:
    enum class Form { Csv, Npy, Pictures };

    /// A child of the session.
    explicit SelectionExporter(Session &session);

    /// Answered by Session::told() or Session::problemMet(). `path` is a file, or for pictures a folder that is empty or not there yet.
    void write(std::shared_ptr<const SampleSet> set, Form form, const QString &path);

private:
    Session &m_session;
    Worker m_worker;
};

} // namespace hourglass::app
