#include "app/wiring/report_wiring.h"

#include <QFileDialog>
#include <QFileInfo>

#include "app/report/report_maker.h"
#include "app/report/subject.h"
#include "app/session/session.h"
#include "app/wiring/export_wiring.h"
#include "app/wiring/version.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

/// Empty: none was chosen.
QString askForFile(const Session &session, ui::MainWindow &window) {
    const QStringList filters{Session::tr("Web page, one file (*.html)"), Session::tr("PDF document (*.pdf)")};
    const QString folder = session.file().isEmpty() ? QString() : QFileInfo(session.file()).absolutePath();
    QFileDialog dialog(&window, Session::tr("Export a report on the training"), folder);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(filters);
    dialog.setDefaultSuffix(QStringLiteral("html"));
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog,
                     [&](const QString &filter) { dialog.setDefaultSuffix(filter == filters.back() ? QStringLiteral("pdf") : QStringLiteral("html")); });
    dialog.selectFile(proposedName(session));
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

} // namespace

void connectReport(Session &session, ui::MainWindow &window) {
    auto *maker = new ReportMaker(QString::fromUtf8(version()), &session);
    QObject::connect(maker, &ReportMaker::made, &session,
                     [&session](const QString &path) { emit session.told(Session::tr("Wrote the report %1").arg(QFileInfo(path).fileName())); });
    QObject::connect(maker, &ReportMaker::failed, &session, &Session::problemMet);
    QObject::connect(window.commands().exportReport, &QAction::triggered, maker, [&session, &window, maker] {
        const QString path = askForFile(session, window);
        if (path.isEmpty())
            return;
        emit session.told(Session::tr("Measuring for the report; the training goes on"));
        requestSubject(session, maker, [maker, path](ReportSubject subject) { maker->make(std::move(subject), path); });
    });
}

} // namespace hourglass::app
