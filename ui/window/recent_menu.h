// The data that were opened last, to be opened again.
#pragma once

#include <QMenu>

namespace hourglass::ui {

class RecentMenu : public QMenu {
    Q_OBJECT
public:
    explicit RecentMenu(const QString &title, QWidget *parent = nullptr);

    /// The last first.
    void setPaths(const QStringList &paths);

signals:
    void chosen(const QString &path);
    void clearRequested();
};

} // namespace hourglass::ui
