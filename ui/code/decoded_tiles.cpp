#include "ui/code/decoded_tiles.h"

#include <QEvent>
#include <QPainter>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double tileGap = 8;
constexpr int tilePixels = 11, plainPixels = 12; ///< of the usual text size

} // namespace

void takeFonts(ReconstructionStyle &style, const QFont &font) {
    style.font = style.smallFont = font;
    style.font.setPixelSize(scaled(plainPixels));
    style.smallFont.setPixelSize(scaled(tilePixels));
}

DecodedTiles::DecodedTiles(QWidget *parent) : QWidget(parent), m_small(font()) {
    m_small.setPixelSize(scaled(tilePixels));
    takeFonts(m_look.style, font());
}

void DecodedTiles::show(const DecodedLook &look, std::vector<Tile> tiles) {
    m_look = look;
    m_look.style.theme = m_theme;
    takeFonts(m_look.style, font());
    m_tiles = std::move(tiles);
    update();
}

void DecodedTiles::setTheme(const Theme &theme) {
    m_theme = m_look.style.theme = theme;
    update();
}

void DecodedTiles::setEmptyText(const QString &text) {
    m_emptyText = text;
    update();
}

void DecodedTiles::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_small = font();
        m_small.setPixelSize(scaled(tilePixels));
        takeFonts(m_look.style, font());
    }
}

void DecodedTiles::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    if (m_tiles.empty()) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(8, 4, -8, -4), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const double count = static_cast<double>(m_tiles.size()), cell = (width() - tileGap * (count - 1)) / count;
    const double line = QFontMetricsF(m_small).height();
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const Tile &tile = m_tiles[i];
        const double below = tile.caption.isEmpty() ? 0 : line + 2;
        const QRectF place(static_cast<double>(i) * (cell + tileGap), 0, cell, height() - below);
        if (tile.isChange) {
            paintChange(painter, place, m_look, tile.values, tile.reference);
            painter.setPen(QPen(m_theme.line, 1)); // where nothing changed there would be nothing to see
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(m_look.isImage() ? placeOfPicture(place, m_look.sample, devicePixelRatioF()) : place.adjusted(0.5, 0.5, -0.5, -0.5));
        } else
            paintDecoded(painter, place, m_look, tile.values, tile.reference);
        painter.setFont(m_small);
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(place.left(), height() - line, cell, line), Qt::AlignCenter,
                         QFontMetricsF(m_small).elidedText(tile.caption, Qt::ElideRight, cell));
    }
}

} // namespace hourglass::ui
