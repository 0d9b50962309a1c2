#include "ui/plots/halo_texts.h"

#include <QPainter>

#include <cmath>

#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr double halo = 3.0; // pixels about a text
constexpr double reach = 1.6;
constexpr int directions = 16, mostPictures = 96;

} // namespace

void HaloTexts::draw(QPainter &painter, const QRectF &place, const QString &text, const QColor &ink, const QColor &ground) {
    const double ratio = painter.device()->devicePixelRatioF();
    const QString key = text + u'|' + ink.name() + ground.name() + QString::number(ratio) + painter.font().key();
    auto found = m_pictures.constFind(key);
    if (found == m_pictures.constEnd()) {
        if (m_pictures.size() >= mostPictures)
            m_pictures.clear();
        QPixmap picture(((place.size() + QSizeF(2 * halo, 2 * halo)) * ratio).toSize());
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter target(&picture);
        target.setFont(painter.font());
        target.setPen(ground);
        const QRectF inner(QPointF(halo, halo), place.size());
        constexpr Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
        for (int direction = 0; direction < directions; ++direction) {
            const double angle = direction * 2 * 3.14159265358979 / directions;
            drawFigures(target, inner.translated(reach * std::cos(angle), reach * std::sin(angle)), alignment, text);
        }
        target.setPen(ink);
        drawFigures(target, inner, alignment, text);
        found = m_pictures.insert(key, picture);
    }
    painter.drawPixmap(QPointF(std::round(place.left()), std::round(place.top())) - QPointF(halo, halo), *found);
}

} // namespace hourglass::ui
