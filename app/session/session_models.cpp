// Models of other programs: one is read beside the window, tried on the present data, and taken up as one edit, or not at all.
#include "app/session/session.h"

#include <utility>

#include <QFileInfo>

#include "app/session/opened_model.h"

namespace hourglass::app {

void Session::openModel(const QString &path) {
    if (!m_dataset)
        return emit problemMet({"There are no data yet that the model could be tried on", path.toStdString(), "Open it again when they are read."});
    assignWhatWaits();
    m_loader.run(tr("Opening %1").arg(QFileInfo(path).fileName()), [this, path, dataset = m_dataset](const data::Progress &) -> std::function<void()> {
        const auto model = readModel(path, dataset);
        if (model)
            return [this, path, model = *model] { takeUp(path, model); };
        return [this, error = model.error()] {
            emit problemMet(error);
            stayWithWhatIs();
        };
    });
}

void Session::takeUp(const QString &path, const std::shared_ptr<const OpenedModel> &model) {
    if (model->dataset != m_dataset) // others came meanwhile
        return openModel(path);
    const QString name = QFileInfo(path).completeBaseName();
    Edit edit = restart(tr("Open %1").arg(QFileInfo(path).fileName()), specWith(*model, m_good, name));
    edit.presetAfter.clear();
    edit.fileAfter.clear();
    changeTo({.spec = edit.after, .presetKey = {}, .reason = edit, .file = QString(), .model = model});
    if (!(m_good.model == edit.after.model)) // refused, with a sentence
        return;
    QString sentence = tr("Opened %1 with its weights").arg(QFileInfo(path).fileName());
    for (const std::string &remark : model->imported.remarks)
        sentence += QLatin1String(". ") + QString::fromStdString(remark.substr(0, remark.find_last_not_of('.') + 1));
    if (!(m_good.training.loss == edit.before.training.loss))
        sentence += tr(". The loss is the mean squared error now, which it can be trained with");
    emit told(sentence);
    if (!model->doubt.empty())
        emit modelDoubted(QString::fromStdString(model->doubt));
}

} // namespace hourglass::app
