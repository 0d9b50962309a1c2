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
    QColor encoder; ///< also the accent and the training curve
    QColor code;    ///< the bottleneck, also the curve of the held-out part
    QColor decoder;
    QColor input; ///< the data at the top of the stack
    QColor bad, good;
    QColor inkOnCode; ///< text on amber is ink, not white

    QColor accent() const { return encoder; }
    QColor accentPale() const; ///< the accent on a panel at low strength: a checked chip, a selected row
    QColor hover() const;      ///< under the pointer
    QColor edge() const;       ///< stronger than a line: the border of a control under the pointer, a scroll bar
    QColor track() const;      ///< the empty part of a slider or a progress bar
    QColor disabled() const;   ///< text of a control that cannot be used now

    /// Ink or white, whichever reads better on this colour: for text in filled bars and buttons.
    QColor inkOn(const QColor &fill) const;
    /// The colour as text: moved towards the theme's text until it reaches 4.5 : 1 on `ground` (the panel, if none is given).
    /// Amber, teal and green need it in the light theme.
    QColor readable(const QColor &colour, const QColor &ground = {}) const;

    static Theme light();
    static Theme dark();
};

/// Ratio of contrast, 1 … 21 (Web Content Accessibility Guidelines 2.1, "contrast ratio").
double contrast(const QColor &a, const QColor &b);

/// Ten colours for classes; further classes repeat them.
QColor classColour(int label);

/// Interface font: Inter where it is installed, otherwise the system's; without `pointSize` in the person's text size (ui/theme/text_size.h).
/// Inter's digits differ in width: numbers that change are drawn by ui/theme/figures.h.
QFont interfaceFont(double pointSize = 0.0, QFont::Weight weight = QFont::Normal);
/// Of legends and labels in pictures, `pixels` high at the usual text size.
QFont smallFont(int pixels = 12);
/// A widget's own font, an eighth smaller.
QFont smallFont(const QWidget &widget);

/// The style sheet of the whole program for one theme.
QString styleSheet(const Theme &theme);

/// Whether the desktop's own palette is dark. Asks anew at every call, behind the palette that applyTheme has set.
bool isSystemDark(QApplication &application);

/// Applies palette, style, font and style sheet; follows the system's palette for ThemeChoice::System. Returns what it chose.
Theme applyTheme(QApplication &application, ThemeChoice choice);

constexpr int panelRadius = 10, controlRadius = 6, spacing = 4;

} // namespace hourglass::ui
