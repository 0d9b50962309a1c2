#include "ui/theme/theme_switch.h"

#include <QApplication>
#include <QScopedValueRollback>
#include <QTimer>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

ThemeSwitch::ThemeSwitch(QApplication &application, ThemeChoice choice, QObject *parent)
    : QObject(parent), m_application(application), m_choice(choice), m_theme(applyTheme(application, choice)) {}

void ThemeSwitch::choose(ThemeChoice choice) {
    m_choice = choice;
    apply();
}

void ThemeSwitch::chooseTextSize(int percent) {
    if (percent == textSize())
        return;
    TextSizeNews::get().set(percent);
    {
        const QScopedValueRollback guard(m_isApplying, true);
        m_theme = applyTheme(m_application, m_choice);
    }
    TextSizeNews::get().tell(); // widths before what is drawn in them
    emit themeChanged(m_theme);
}

void ThemeSwitch::chooseClassPalette(ClassPalette palette) {
    if (palette == classPalette())
        return;
    setClassPalette(palette);
    emit themeChanged(m_theme);
}

void ThemeSwitch::reconsider() {
    if (m_isApplying || m_isAsked || m_choice != ThemeChoice::System)
        return;
    // Every window gets the event; one answer is enough, after all of them have it.
    m_isAsked = true;
    QTimer::singleShot(0, this, [this] {
        m_isAsked = false;
        if (m_choice != ThemeChoice::System)
            return;
        const QScopedValueRollback guard(m_isApplying, true);
        if (isSystemDark(m_application) != m_theme.isDark)
            apply();
    });
}

void ThemeSwitch::apply() {
    {
        const QScopedValueRollback guard(m_isApplying, true);
        m_theme = applyTheme(m_application, m_choice);
    }
    emit themeChanged(m_theme);
}

} // namespace hourglass::ui
