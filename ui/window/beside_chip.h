// In the status bar: who trains beside the present stack, in the colour of its curve, and a button that ends it.
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

class QLabel;
class QToolButton;

namespace hourglass::ui {

class BesideChip : public QWidget {
    Q_OBJECT
public:
    explicit BesideChip(QWidget *parent = nullptr);

    /// "Deep 2 in lock step", and more on hover; `colour` as runColour() has it. An empty text: nobody does.
    void showRun(const QString &text, const QString &toolTip, int colour);
    QString text() const;
    QToolButton *endButton() const { return m_end; }
    void setTheme(const Theme &theme);

private:
    void paintDot();

    QLabel *m_dot, *m_text;
    QToolButton *m_end;
    int m_colour = 0;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
