#include "ui/plots/mark_sprites.h"

#include <QPainterPath>

#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double cursorRadius = 8, cursorArm = 14, ringRadius = 6.5;

} // namespace

void MarkSprites::setTheme(const Theme &theme) {
    m_theme = theme;
    m_ratio = 0;
}

QImage MarkSprites::made(Kind kind, double ratio) const {
    const int side = qCeil(2 * reach * ratio);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    const QPointF middle(reach, reach);
    const bool isRing = kind == Kind::Ring || kind == Kind::SelectedRing;
    QPainterPath path;
    path.addEllipse(middle, isRing ? ringRadius : cursorRadius, isRing ? ringRadius : cursorRadius);
    if (!isRing) {
        // The system's own cross stands at the mouse; elsewhere the arms reach the middle.
        const double inner = kind == Kind::Cursor ? cursorRadius - 3 : 0;
        for (const QPointF &direction : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
            // What is drawn stands aslant: no other cross does.
            const QPointF way = kind == Kind::Drawn ? (direction + QPointF(-direction.y(), direction.x())) / std::sqrt(2) : direction;
            path.moveTo(middle + way * inner);
            path.lineTo(middle + way * cursorArm);
        }
    }
    const bool isAccented = kind == Kind::Pin || kind == Kind::SelectedRing;
    const double width = kind == Kind::SelectedRing ? 2.6 : kind == Kind::Pin || kind == Kind::Desk || kind == Kind::Drawn ? 2.0 : isRing ? 1.8 : 1.5;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    // Dark on a pale rim, or the other way round, so that it shows over any dot.
    QColor rim = m_theme.panel;
    rim.setAlpha(210);
    painter.strokePath(path, QPen(rim, width + 2.4, Qt::SolidLine, Qt::FlatCap));
    painter.strokePath(path, QPen(kind == Kind::Desk    ? m_theme.code
                                  : kind == Kind::Drawn ? m_theme.decoder
                                  : isAccented          ? m_theme.accent()
                                                        : m_theme.text,
                                  width, Qt::SolidLine, Qt::FlatCap));
    return image;
}

void MarkSprites::draw(QPainter &painter, Kind kind, const QPointF &at) {
    const double ratio = painter.device()->devicePixelRatioF();
    if (ratio != m_ratio) {
        for (QImage &sprite : m_sprites)
            sprite = {};
        m_ratio = ratio;
    }
    QImage &sprite = m_sprites[static_cast<int>(kind)];
    if (sprite.isNull())
        sprite = made(kind, ratio);
    painter.drawImage(QPointF(std::round((at.x() - reach) * ratio) / ratio, std::round((at.y() - reach) * ratio) / ratio), sprite);
}

} // namespace hourglass::ui
