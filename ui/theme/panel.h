// A view with a header: title, a dim line beside it, and controls at its right. The window makes the header the dock's title bar.
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace hourglass::ui {

class PanelHeader : public QWidget {
    Q_OBJECT
public:
    explicit PanelHeader(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSubtitle(const QString &subtitle);
    /// A rounded button, checkable or not, at the right end; the style sheet knows it by its property "chip".
    QToolButton *addChip(const QString &text, const QString &toolTip, bool isCheckable);
    void addControl(QWidget *control);

private:
    QLabel *m_title;
    QLabel *m_subtitle;
    QHBoxLayout *m_controls;
};

class Panel : public QWidget {
    Q_OBJECT
public:
    Panel(const QString &objectName, const QString &title, QWidget *parent = nullptr);
    ~Panel() override;

    PanelHeader *header() const { return m_header; }
    virtual void setTheme(const Theme &theme) { m_theme = theme; }
    const Theme &theme() const { return m_theme; }

private:
    PanelHeader *m_header; ///< owned by the dock once it is its title bar
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
