#include "ui/window/recent_menu.h"

#include <QDir>

namespace hourglass::ui {

namespace {

/// "digits.csv\t~/data", with home as people write it.
QString entryText(const QString &path) {
    const QFileInfo info(path);
    QString folder = info.absolutePath();
    if (const QString home = QDir::homePath(); folder == home || folder.startsWith(home + QLatin1Char('/')))
        folder.replace(0, home.size(), QStringLiteral("~"));
    QString name = info.fileName();
    return name.replace(QLatin1Char('&'), QLatin1String("&&")) + QLatin1Char('\t') + folder.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

RecentMenu::RecentMenu(Of what, QWidget *parent) : QMenu(what == Of::Data ? tr("Recent data") : tr("Recent projects"), parent), m_what(what) {
    setObjectName(what == Of::Data ? "recentData" : "recentProjects");
    menuAction()->setStatusTip(what == Of::Data ? tr("Open data again that were opened before") : tr("Open a project again, where it was left"));
    connect(this, &QMenu::aboutToShow, this, &RecentMenu::showWhatIsMissing);
    setPaths({});
}

void RecentMenu::showWhatIsMissing() {
    for (QAction *entry : actions())
        if (const QString path = entry->data().toString(); !path.isEmpty())
            entry->setText(QFileInfo::exists(path) ? entryText(path) : tr("%1 (missing)").arg(entryText(path)));
}

void RecentMenu::setPaths(const QStringList &paths) {
    clear();
    for (const QString &path : paths) {
        QAction *entry = addAction(entryText(path));
        entry->setStatusTip(path);
        entry->setData(path);
        connect(entry, &QAction::triggered, this, [this, path] { emit chosen(path); });
    }
    addSeparator();
    QAction *clearAll = addAction(tr("Clear"));
    clearAll->setStatusTip(m_what == Of::Data ? tr("Forget which data were opened; the files stay") : tr("Forget which projects were opened; the files stay"));
    connect(clearAll, &QAction::triggered, this, &RecentMenu::clearRequested);
    setEnabled(!paths.isEmpty());
    menuAction()->setEnabled(!paths.isEmpty());
}

} // namespace hourglass::ui
