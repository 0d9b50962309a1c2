// A view with a header: title, a dim line beside it, and controls at its right. The window makes the header the dock's title bar;
// header and body are drawn as one card with round corners. A panel's contents may reach its edges: the corners are laid over
// them.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace hourglass::ui {

class ElidedLabel;

class PanelHeader : public QWidget {
    Q_OBJECT
public:
    explicit PanelHeader(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// `shortened`: what is said where there is no room for it.
    void setSubtitle(const QString &subtitle, const QString &shortened = {});
    /// One line below the title on what to look at, over the whole width; the header is higher while it is shown.
    void setCaption(const QString &caption);
    void showCaption(bool isShown);
    /// A rounded button, checkable or not, at the right end; the style sheet knows it by its property "chip".
    QToolButton *addChip(const QString &text, const QString &toolTip, bool isCheckable);
    void addControl(QWidget *control);
    /// Stands between subtitle and controls; when it appears the subtitle gives way and nothing else moves.
    void addBeforeControls(QWidget *widget);
    /// The past moment that the contents are of; empty: they are of the present.
    void showMoment(const QString &text, const Theme &theme);

    QSize sizeHint() const override; ///< a dock gives its title bar this height
    QSize minimumSizeHint() const override;
    int titleWidth() const; ///< pixels for the title and the shortened subtitle, with the margins at both ends

    /// What is taken away, the first first, where the header is too narrow for all of its controls. Each must be within reach elsewhere.
    void setDispensable(const QList<QWidget *> &controls);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitControls();
    void placeCaption();
    bool hasCaption() const; ///< to show
    int neededHeight() const;

    QLabel *m_title;
    ElidedLabel *m_subtitle, *m_caption;
    bool m_captionIsWanted = false;
    QLabel *m_moment = nullptr; ///< made when first needed
    QHBoxLayout *m_middle;
    QHBoxLayout *m_controls;
    QList<QWidget *> m_dispensable;
};

class Panel : public QWidget {
    Q_OBJECT
public:
    Panel(const QString &objectName, const QString &title, QWidget *parent = nullptr);
    ~Panel() override;

    PanelHeader *header() const { return m_header; }
    QString title() const { return m_title; }
    virtual void setTheme(const Theme &theme);
    /// What keys and mouse do in it: the sheet of keys shows it.
    virtual std::vector<InputSection> inputs() const { return {}; }
    const Theme &theme() const { return m_theme; }

protected:
    bool event(QEvent *event) override;

private:
    class Corner;

    PanelHeader *m_header; ///< owned by the dock once it is its title bar
    QString m_title;
    Theme m_theme = Theme::light();
    Corner *m_left, *m_right;
};

} // namespace hourglass::ui
