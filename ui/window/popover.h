// A card over the window, below the button that opened it. Not modal: a click beside it, Escape or another window closes it.
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/theme/theme.h"

namespace hourglass::ui {

class Popover : public QWidget {
    Q_OBJECT
public:
    /// `window` is what the card may cover.
    explicit Popover(QWidget *window);

    /// Contents are laid out in here.
    QWidget *card() const { return m_card; }
    /// Opens below the widget, with its right edge at the widget's as far as the window has room. Opened again it closes.
    void toggle(QWidget *below);
    void shut();
    virtual void setTheme(const Theme &theme);
    const Theme &theme() const { return m_theme; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    /// The size of the card when there is so much room.
    virtual QSize sizeWithin(const QSize &room) const;

private:
    void place();

    QWidget *m_card;
    QPointer<QWidget> m_below, m_focusBefore;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
