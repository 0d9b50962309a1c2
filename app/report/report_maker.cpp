#include "app/report/report_maker.h"

#include <utility>

#include <QDate>
#include <QFileInfo>
#include <QLocale>

#include "app/report/report.h"
#include "engine/files/atomic_file.h"

namespace hourglass::app {

namespace {

bool isPdf(const QString &path) {
    return QFileInfo(path).suffix().compare(QLatin1String("pdf"), Qt::CaseInsensitive) == 0;
}

bool isHtml(const QString &path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QLatin1String("html") || suffix == QLatin1String("htm");
}

} // namespace

ReportMaker::ReportMaker(QString version, QObject *parent) : QObject(parent), m_version(std::move(version)) {}

ReportMaker::~ReportMaker() {
    cancel();
}

void ReportMaker::cancel() {
    if (m_job)
        *m_job = true;
    m_painter.reset();
}

void ReportMaker::make(ReportSubject subject, const QString &path) {
    cancel();
    if (!isPdf(path) && !isHtml(path)) {
        emit failed({tr("A report is written as HTML or PDF").toStdString(), path.toStdString(), tr("Let its name end in .html or .pdf.").toStdString()});
        return;
    }
    if (const auto obstacle = files::obstacleTo(path.toStdString())) { // before the work, not after it
        emit failed(*obstacle);
        return;
    }
    if (!subject.dataset || !subject.model || !subject.log || subject.model->plan->input() != subject.dataset->shape) {
        emit failed({tr("There is no model yet to be reported on").toStdString(), path.toStdString(), tr("Try again when its data are read.").toStdString()});
        return;
    }
    m_path = path;
    m_subject = std::move(subject);
    m_painter = std::make_unique<ReportPainter>(m_subject);
    connect(m_painter.get(), &ReportPainter::latticeWanted, this, [this](const analysis::LatticeTask &task) {
        m_job = m_worker.run([this, task, about = m_subject](const std::atomic<bool> &cancelled) -> std::function<void()> {
            auto lattice = latticeOf(about, task, cancelled);
            return [this, lattice = std::move(lattice)] {
                if (m_painter)
                    m_painter->showLattice(lattice);
            };
        });
    });
    connect(m_painter.get(), &ReportPainter::painted, this, &ReportMaker::write);
    m_job = m_worker.run([this, about = m_subject, columns = m_painter->columns()](const std::atomic<bool> &cancelled) -> std::function<void()> {
        auto measures = measure(about, columns, cancelled);
        return [this, measures = std::move(measures)] {
            if (!measures)
                return end(measures.error());
            m_measures = *measures;
            m_painter->paint(m_measures);
        };
    });
}

void ReportMaker::write(const ReportPictures &pictures) {
    const Report report = reportOf(m_subject, m_measures, pictures, m_version, QLocale().toString(QDate::currentDate(), QLocale::LongFormat),
                                   QFileInfo(m_path).completeBaseName());
    if (isPdf(m_path)) { // text is laid out where the fonts are
        end(writeReportAsPdf(report, m_path.toStdString()));
        return;
    }
    m_job = m_worker.run([this, report, path = m_path.toStdString()](const std::atomic<bool> &) -> std::function<void()> {
        return [this, error = writeReportAsHtml(report, path)] { end(error); };
    });
}

void ReportMaker::end(const std::optional<core::Error> &error) {
    if (m_painter)
        m_painter.release()->deleteLater(); // it may be it that calls
    m_subject = {};
    m_measures = {};
    if (error)
        emit failed(*error);
    else
        emit made(m_path);
}

} // namespace hourglass::app
