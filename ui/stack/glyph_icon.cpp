#include "ui/stack/glyph_icon.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace hourglass::ui {

namespace {

/// On a grid of 16 × 16.
QPainterPath pathOf(StackGlyph glyph) {
    QPainterPath path;
    const auto line = [&path](std::initializer_list<QPointF> points) {
        path.moveTo(*points.begin());
        for (const QPointF &point : points)
            path.lineTo(point);
    };
    switch (glyph) {
    case StackGlyph::Plus:
        line({{8, 3}, {8, 13}});
        line({{3, 8}, {13, 8}});
        break;
    case StackGlyph::Minus: line({{3, 8}, {13, 8}}); break;
    case StackGlyph::Up:
        line({{8, 13}, {8, 3}});
        line({{4, 7}, {8, 3}, {12, 7}});
        break;
    case StackGlyph::Down:
        line({{8, 3}, {8, 13}});
        line({{4, 9}, {8, 13}, {12, 9}});
        break;
    case StackGlyph::Undo:
    case StackGlyph::Redo:
        line({{6, 3}, {3, 6}, {6, 9}});
        path.moveTo(3, 6);
        path.lineTo(9.5, 6);
        path.arcTo(QRectF(6.25, 6, 6.5, 6.5), 90, -180);
        path.lineTo(6, 12.5);
        break;
    case StackGlyph::Code: line({{3, 3}, {13, 3}, {3, 13}, {13, 13}, {3, 3}}); break;
    }
    return path;
}

class GlyphEngine : public QIconEngine {
public:
    GlyphEngine(StackGlyph glyph, const Theme &theme) : m_glyph(glyph), m_theme(theme) {}

    void paint(QPainter *painter, const QRect &rectangle, QIcon::Mode mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rectangle.topLeft());
        painter->scale(rectangle.width() / 16.0, rectangle.height() / 16.0);
        if (m_glyph == StackGlyph::Redo) {
            painter->translate(16, 0);
            painter->scale(-1, 1);
        }
        QColor colour = m_glyph == StackGlyph::Code ? m_theme.code : m_theme.text;
        if (mode == QIcon::Disabled) {
            colour = m_theme.dim;
            colour.setAlphaF(0.45f);
        }
        painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(pathOf(m_glyph));
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    QIconEngine *clone() const override { return new GlyphEngine(*this); }

private:
    StackGlyph m_glyph;
    Theme m_theme;
};

} // namespace

QIcon glyphIcon(StackGlyph glyph, const Theme &theme) {
    return QIcon(new GlyphEngine(glyph, theme));
}

} // namespace hourglass::ui
