// The data or projects that were opened last, to be opened again. Those that are not there any more say so.
#pragma once

#include <QMenu>

namespace hourglass::ui {

class RecentMenu : public QMenu {
    Q_OBJECT
public:
    enum class Of { Data, Projects };
    explicit RecentMenu(Of what, QWidget *parent = nullptr);

    /// The last first.
    void setPaths(const QStringList &paths);

signals:
    void chosen(const QString &path);
    void clearRequested();

private:
    void showWhatIsMissing();

    Of m_what;
};

} // namespace hourglass::ui
