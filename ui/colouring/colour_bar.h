// The scale of a colouring: a slim bar with its name and its numbers, or a line for each step. The same on the screen and in a saved figure.
#pragma once

#include <QWidget>

#include "ui/colouring/colouring.h"

namespace hourglass::ui {

/// What it takes of a plot this large, its card's rim included; empty where there is no scale to show.
QSize colourBarSize(const Colouring &colouring, const QSize &plot);
void paintColourBar(QPainter &painter, const QRectF &place, const Colouring &colouring, const Theme &theme, const QColor &ground);

/// At the upper right of a plot.
class ColourBar : public QWidget {
    Q_OBJECT
public:
    explicit ColourBar(QWidget *parent);

    void setTheme(const Theme &theme);
    void setColouring(SharedColouring colouring);
    bool isEmpty() const { return !isByValue(m_colouring); }
    void place(const QSize &plot);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme = Theme::light();
    SharedColouring m_colouring;
};

/// What its tool tip says: the name, what the ends are, and that colours go round.
QString colourBarHelp(const Colouring &colouring);

} // namespace hourglass::ui
