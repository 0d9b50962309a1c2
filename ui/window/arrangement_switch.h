// Goes from one arrangement of the window to another: a button for each, side by side, or one with a menu where there is less room.
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QMenu;
class QToolButton;

namespace hourglass::ui {

class ArrangementSwitch : public QWidget {
    Q_OBJECT
public:
    explicit ArrangementSwitch(QWidget *parent = nullptr);

    /// Checkable ones, of which one is checked; they must outlive the switch.
    void setChoices(const QList<QAction *> &choices);
    bool isEmpty() const { return m_segments.isEmpty(); }
    void setCompact(bool isCompact);

private:
    void showChoice();

    QHBoxLayout *m_row;
    QList<QAction *> m_choices;
    QList<QToolButton *> m_segments;
    QToolButton *m_button; ///< instead of the segments
    QMenu *m_menu;
    bool m_isCompact = false;
};

} // namespace hourglass::ui
