// A strip in a sheet: what stands in the way, or what should be known.
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

class QLabel;

namespace hourglass::ui {

class ImportStrip : public QWidget {
    Q_OBJECT
public:
    explicit ImportStrip(QWidget *parent = nullptr);

    /// Rich text; hidden where it is empty.
    void say(const QString &text, bool isProblem);
    void setTheme(const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QColor tint() const { return m_isProblem ? m_theme.bad : m_theme.accent(); }

    QLabel *m_icon, *m_text;
    bool m_isProblem = false;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
