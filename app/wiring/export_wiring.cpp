#include "app/wiring/export_wiring.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>

#include "app/session/model_exporter.h"
#include "app/session/session.h"
#include "app/wiring/version.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

using plan::StackPart;

QString ExportChoice::filter() const {
    const QString parts = format->inHalves             ? Session::tr("encoder and decoder")
                          : part == StackPart::Whole   ? Session::tr("the whole stack")
                          : part == StackPart::Encoder ? Session::tr("encoder")
                                                       : Session::tr("decoder");
    return QStringLiteral("%1, %2 (*%3)").arg(QString::fromUtf8(format->label), parts, QString::fromUtf8(format->suffix));
}

std::vector<ExportChoice> exportChoices() {
    std::vector<ExportChoice> choices;
    for (const exporters::Row &format : exporters::formats()) {
        choices.push_back({&format, StackPart::Whole});
        if (!format.inHalves) {
            choices.push_back({&format, StackPart::Encoder});
            choices.push_back({&format, StackPart::Decoder});
        }
    }
    return choices;
}

QString proposedName(const Session &session) {
    QString name = session.file().isEmpty() ? QString::fromStdString(session.spec().name).simplified() : QFileInfo(session.file()).completeBaseName();
    name.remove(QRegularExpression(QStringLiteral("[/\\\\:*?\"<>|]")));
    return name.isEmpty() ? Session::tr("Stack") : name;
}

namespace {

void exportFrom(const Session &session, ModelExporter &exporter, ui::MainWindow &window) {
    const std::vector<ExportChoice> choices = exportChoices();
    QStringList filters;
    for (const ExportChoice &choice : choices)
        filters << choice.filter();
    const QString folder = session.file().isEmpty() ? QString() : QFileInfo(session.file()).absolutePath();
    QFileDialog dialog(&window, Session::tr("Export the stack with what it has learned"), folder);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(filters);
    const auto suffixOf = [&](const QString &filter) {
        return QString::fromUtf8(choices[static_cast<std::size_t>(std::max<qsizetype>(0, filters.indexOf(filter)))].format->suffix).mid(1);
    };
    dialog.setDefaultSuffix(suffixOf(filters.front()));
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&](const QString &filter) { dialog.setDefaultSuffix(suffixOf(filter)); });
    dialog.selectFile(proposedName(session));
    if (dialog.exec() != QDialog::Accepted)
        return;
    const qsizetype chosen = std::max<qsizetype>(0, filters.indexOf(dialog.selectedNameFilter()));
    const ExportChoice &choice = choices[static_cast<std::size_t>(chosen)];
    exporter.write(*choice.format, choice.part, dialog.selectedFiles().value(0));
}

} // namespace

void connectExport(Session &session, ui::MainWindow &window) {
    auto *exporter = new ModelExporter(session, version());
    QObject::connect(window.commands().exportModel, &QAction::triggered, &window, [&session, &window, exporter] { exportFrom(session, *exporter, window); });
}

} // namespace hourglass::app
