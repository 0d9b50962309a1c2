// A panel as a dock: its header is the title bar, with buttons to float and to close under the pointer.
#pragma once

#include <QDockWidget>

#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class Dock : public QDockWidget {
    Q_OBJECT
public:
    /// Takes the panel. The dock's object name is the panel's with "Dock" behind it.
    Dock(Panel *panel, QWidget *parent);

    Panel *panel() const { return m_panel; }
    void setTheme(const Theme &theme);
    /// Moves a floating dock back to where its title bar can be seen and held.
    void bringWithinReach();

signals:
    /// Its title was double-clicked while it stands in the window, or its menu says so: it alone, or all again.
    void fillRequested();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QToolButton *addButton(const QString &text);
    void showButtons(bool isShown);

    Panel *m_panel;
    QToolButton *m_float, *m_close;
};

} // namespace hourglass::ui
