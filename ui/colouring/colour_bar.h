// The scale of a colouring: a slim bar with its name and its numbers, or a line for each step. The same on the screen and in a saved figure.
#pragma once

#include <QWidget>

#include <optional>
#include <vector>

#include "ui/colouring/colouring.h"

namespace hourglass::ui {

/// What it takes of a plot this large, its card's rim included; empty where there is no scale to show.
QSize colourBarSize(const Colouring &colouring, const QSize &plot);
void paintColourBar(QPainter &painter, const QRectF &place, const Colouring &colouring, const Theme &theme, const QColor &ground);

/// The level whose colour stands at a point of the bar or of a line; nothing beside them. `place` as for paintColourBar.
std::optional<int> levelAt(const QRectF &place, const Colouring &colouring, const QPointF &point);

/// At the upper right of a plot. Pointing at a colour, or dragging over some, asks to see their samples alone; what was dragged over or clicked stays until
/// the next click.
class ColourBar : public QWidget {
    Q_OBJECT
public:
    explicit ColourBar(QWidget *parent);

    void setTheme(const Theme &theme);
    void setColouring(SharedColouring colouring);
    bool isEmpty() const { return !isByValue(m_colouring); }
    void place(const QSize &plot);

signals:
    void litChanged(const std::vector<bool> &levels); ///< by level, the unknown one too; empty: all

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    std::vector<bool> around(int level) const;
    std::vector<bool> between(int from, int to) const;
    void light(std::vector<bool> levels);
    void paintUnlit(QPainter &painter);

    Theme m_theme = Theme::light();
    SharedColouring m_colouring;
    std::vector<bool> m_lit, m_kept;
    std::optional<int> m_pressed;
    bool m_isDragged = false;
};

/// What its tool tip says: the name, what the ends are, and that colours go round.
QString colourBarHelp(const Colouring &colouring);

} // namespace hourglass::ui
