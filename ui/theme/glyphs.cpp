#include "ui/theme/glyphs.h"

#include <QColor>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>

#include "ui/theme/resources.h"

namespace hourglass::ui {

namespace {

class GlyphEngine : public QIconEngine {
public:
    GlyphEngine(Glyph glyph, const QColor &colour) : m_glyph(glyph), m_colour(colour) {}

    QIconEngine *clone() const override { return new GlyphEngine(m_glyph, m_colour); }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override {
        QColor colour = m_colour;
        if (mode == QIcon::Disabled)
            colour.setAlphaF(0.5f);
        drawGlyph(*painter, m_glyph, rect, colour);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

private:
    Glyph m_glyph;
    QColor m_colour;
};

QPen stroke(const QColor &colour) {
    return {colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

} // namespace

void drawGlyph(QPainter &painter, Glyph glyph, const QRectF &place, const QColor &colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = std::min(place.width(), place.height());
    painter.translate(place.center().x() - side / 2, place.center().y() - side / 2);
    painter.scale(side / 16, side / 16); // all below is drawn in a square of 16
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (glyph) {
    case Glyph::Play: {
        QPainterPath path;
        path.moveTo(4, 2.5);
        path.lineTo(13.5, 8);
        path.lineTo(4, 13.5);
        path.closeSubpath();
        painter.drawPath(path);
        break;
    }
    case Glyph::Pause:
        painter.drawRoundedRect(QRectF(3.2, 2.5, 3.4, 11), 0.8, 0.8);
        painter.drawRoundedRect(QRectF(9.4, 2.5, 3.4, 11), 0.8, 0.8);
        break;
    case Glyph::Close:
        painter.setPen(stroke(colour));
        painter.drawLine(QPointF(4, 4), QPointF(12, 12));
        painter.drawLine(QPointF(12, 4), QPointF(4, 12));
        break;
    case Glyph::Float:
        painter.setPen(stroke(colour));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(2.5, 5.5, 8, 8), 1.5, 1.5);
        painter.drawPolyline(QPolygonF({{6, 2.5}, {13.5, 2.5}, {13.5, 10}}));
        break;
    case Glyph::Attention:
    case Glyph::Note: {
        QPainterPath path;
        path.addEllipse(QPointF(8, 8), 7, 7);
        const bool isNote = glyph == Glyph::Note;
        path.addRoundedRect(QRectF(7.1, isNote ? 7 : 3.8, 1.8, 5.2), 0.9, 0.9);
        path.addEllipse(QPointF(8, isNote ? 4.8 : 11.2), 1.1, 1.1);
        painter.drawPath(path);
        break;
    }
    case Glyph::Check:
        painter.setPen(QPen(colour, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({{3.5, 8.5}, {6.6, 11.5}, {12.5, 4.8}}));
        break;
    case Glyph::Hourglass: {
        QPainterPath path;
        path.moveTo(2.5, 1.5);
        path.lineTo(13.5, 1.5);
        path.lineTo(13.5, 3);
        path.lineTo(8.9, 8);
        path.lineTo(13.5, 13);
        path.lineTo(13.5, 14.5);
        path.lineTo(2.5, 14.5);
        path.lineTo(2.5, 13);
        path.lineTo(7.1, 8);
        path.lineTo(2.5, 3);
        path.closeSubpath();
        painter.drawPath(path);
        break;
    }
    }
    painter.restore();
}

QIcon glyphIcon(Glyph glyph, const QColor &colour) {
    return QIcon(new GlyphEngine(glyph, colour));
}

QIcon programIcon() {
    loadResources();
    return QIcon(":/hourglass.svg");
}

} // namespace hourglass::ui
