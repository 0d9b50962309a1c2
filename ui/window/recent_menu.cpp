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

RecentMenu::RecentMenu(const QString &title, QWidget *parent) : QMenu(title, parent) {
    setObjectName("recentData");
    menuAction()->setStatusTip(tr("Open data again that were opened before"));
    setPaths({});
}

void RecentMenu::setPaths(const QStringList &paths) {
    clear();
    for (const QString &path : paths) {
        QAction *entry = addAction(entryText(path));
        entry->setStatusTip(path);
        connect(entry, &QAction::triggered, this, [this, path] { emit chosen(path); });
    }
    addSeparator();
    QAction *clearAll = addAction(tr("Clear"));
    clearAll->setStatusTip(tr("Forget which data were opened; the files stay"));
    connect(clearAll, &QAction::triggered, this, &RecentMenu::clearRequested);
    setEnabled(!paths.isEmpty());
    menuAction()->setEnabled(!paths.isEmpty());
}

} // namespace hourglass::ui
