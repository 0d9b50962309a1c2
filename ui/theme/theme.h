// The one table of colours and sizes. A value: views are handed it and keep nothing else.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;
class QWidget;

namespace hourglass::ui {

enum class ThemeChoice { System, Light, Dark };

struct Theme {
    bool isDark = false;
    QColor background, panel, line, text, dim;
    QColor encoder;    ///< also the accent and the training curve
    QColor code;       ///< the bottleneck, also the curve of the held-out part
    QColor decoder;
    QColor input;      ///< the data at the top of the stack
    QColor bad, good;
    QColor inkOnCode;  ///< text on amber is ink, not white

    QColor accent() const { return encoder; }
    QColor accentPale() const; ///< the accent on a panel at low strength: a checked chip, a selected row

    static Theme light();
    static Theme dark();
};

/// Ten colours for classes; further classes repeat them.
QColor classColour(int label);

/// Interface font: Inter where it is installed, otherwise the system's; digits of equal width.
QFont interfaceFont(double pointSize = 0.0, QFont::Weight weight = QFont::Normal);

/// The style sheet of the whole program for one theme.
QString styleSheet(const Theme &theme);

/// Applies palette, style and style sheet; follows the system's palette for ThemeChoice::System. Returns what it chose.
Theme applyTheme(QApplication &application, ThemeChoice choice);

constexpr int panelRadius = 10, controlRadius = 6, spacing = 4;

} // namespace hourglass::ui
