#include "app/session/kept_work.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr const char *stackName = "stack.json", *workName = "work.json";

QByteArray textIn(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QString KeptWork::title() const {
    const QString source = QString::fromStdString(spec.data.source);
    return QCoreApplication::translate("KeptWork", "%1 on %2, epoch %3")
        .arg(file.isEmpty() ? QString::fromStdString(spec.name) : QFileInfo(file).completeBaseName(), QDir(source).dirName(),
             QLocale().toString(epoch, 'f', epoch < 10 ? 1 : 0));
}

std::optional<KeptWork> keptIn(const QString &folder) {
    const QJsonObject known = QJsonDocument::fromJson(textIn(QDir(folder).filePath(workName))).object();
    const auto spec = spec::readSpec(textIn(QDir(folder).filePath(stackName)).toStdString(), training::catalogue(), folder.toStdString());
    const QDateTime kept = QDateTime::fromString(known["kept"].toString(), Qt::ISODate);
    if (!spec || !kept.isValid())
        return {};
    return KeptWork{folder, *spec, known["preset"].toString(), known["file"].toString(), known["epoch"].toDouble(), kept};
}

} // namespace hourglass::app
