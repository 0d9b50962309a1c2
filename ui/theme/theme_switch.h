// Which theme holds: the person's choice, and with "System" the desktop's, also when that changes while the program runs.
#pragma once

#include <QObject>

#include "ui/theme/class_palette.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class ThemeSwitch : public QObject {
    Q_OBJECT
public:
    ThemeSwitch(QApplication &application, ThemeChoice choice, QObject *parent = nullptr);

    /// Applies it to the application, and tells.
    void choose(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    const Theme &theme() const { return m_theme; }
    /// Letters of another size, in per cent, for the whole application.
    void chooseTextSize(int percent);
    /// Other colours of the classes, in every view.
    void chooseClassPalette(ClassPalette palette);
    /// For the ThemeChange of a window: looks at the desktop again, unless the change was our own.
    void reconsider();

signals:
    void themeChanged(const Theme &theme);

private:
    void apply();

    QApplication &m_application;
    ThemeChoice m_choice;
    Theme m_theme;
    bool m_isApplying = false; ///< our own changes come back as events
    bool m_isAsked = false;
};

} // namespace hourglass::ui
