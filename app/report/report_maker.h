// Makes a report: measures and writes on a thread of its own, draws in turns of the event loop. Nobody waits. Lives on the GUI thread.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/worker.h"
#include "app/report/report_painter.h"

namespace hourglass::app {

class ReportMaker : public QObject {
    Q_OBJECT
public:
    /// `version`: of the program.
    ReportMaker(QString version, QObject *parent = nullptr);
    ~ReportMaker() override;

    /// The name of the file ends in .html or .pdf. In the place of one that is still being made. Answered by made() or failed().
    void make(ReportSubject subject, const QString &path);
    bool isRunning() const { return m_painter != nullptr; }
    void cancel(); ///< without an answer

signals:
    void made(const QString &path);
    void failed(const hourglass::core::Error &error);

private:
    void write(const ReportPictures &pictures);
    void end(const std::optional<core::Error> &error);

    QString m_version, m_path;
    ReportSubject m_subject;
    ReportMeasures m_measures;
    std::unique_ptr<ReportPainter> m_painter; ///< null: none is being made
    Worker::Cancelled m_job;
    Worker m_worker; ///< last: its jobs end before what they use
};

} // namespace hourglass::app
