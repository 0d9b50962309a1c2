#include "app/session/kept_work.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "engine/files/atomic_file.h"
#include "engine/runs/training_files.h"
#include "engine/files/weights.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr const char *stackName = "stack.json", *weightsName = "stack.safetensors", *workName = "work.json";

std::optional<core::Error> writeText(const QString &path, const QByteArray &text) {
    auto file = files::AtomicFile::create(path.toStdString());
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text.data(), static_cast<std::size_t>(text.size())))))
        return error;
    return file->commit();
}

QByteArray textIn(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QString KeptWork::title() const {
    const QString source = QString::fromStdString(spec.data.source);
    return QCoreApplication::translate("KeptWork", "%1 on %2, epoch %3")
        .arg(file.isEmpty() ? QString::fromStdString(spec.name) : QFileInfo(file).completeBaseName(), QDir(source).dirName(), QLocale().toString(epoch, 'f', epoch < 10 ? 1 : 0));
}

std::optional<core::Error> write(const KeptWork &work, const training::TrainingState &state, const runs::RunLog &log) {
    const QString next = work.folder + QLatin1String(".next");
    QDir(next).removeRecursively();
    if (!QDir().mkpath(next))
        return core::Error{"the folder cannot be made", next.toStdString(), "Make room for it."};
    const QJsonObject known{{"preset", work.presetKey}, {"file", work.file}, {"epoch", work.epoch}, {"kept", work.kept.toString(Qt::ISODate)}};
    if (auto error = writeText(QDir(next).filePath(stackName), QByteArray::fromStdString(spec::writeSpec(work.spec))))
        return error;
    const core::Floats &shown = state.averaged.isEmpty() ? state.parameters : state.averaged;
    if (auto error = files::writeWeights(QDir(next).filePath(weightsName).toStdString(), *state.plan, shown, state.state))
        return error;
    if (auto error = runs::writeTraining(next.toStdString(), state, log))
        return error;
    if (auto error = writeText(QDir(next).filePath(workName), QJsonDocument(known).toJson()))
        return error;
    QDir(work.folder).removeRecursively();
    if (!QDir().rename(next, work.folder))
        return core::Error{"the work cannot be put in its place", work.folder.toStdString(), "Look who else writes there."};
    return {};
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
