#include "ui/network/signed_tiles.h"

#include <QLocale>
#include <QPainter>

#include <array>
#include <cmath>
#include <vector>

#include "ui/theme/figures.h"
#include "ui/theme/pictures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int stripColours = 64;

} // namespace

SignedTile signedTile(const float *values, const core::Shape &shape, float limit, const Theme &theme) {
    std::vector<float> finite(values, values + shape.size());
    SignedTile tile;
    for (float &value : finite)
        if (!std::isfinite(value)) {
            value = 0;
            tile.isBroken = true;
        }
    tile.image = signedImage(finite.data(), shape, limit > 0 ? limit : 1, theme);
    return tile;
}

float largestMagnitude(const float *values, core::Index count) {
    float largest = 0;
    for (core::Index i = 0; i < count; ++i)
        if (std::isfinite(values[i]))
            largest = std::max(largest, std::abs(values[i]));
    return largest;
}

void paintSignedTile(QPainter &painter, const QRectF &place, const SignedTile &tile, const Theme &theme) {
    painter.save();
    const bool isShrunk = place.width() < tile.image.width() || place.height() < tile.image.height();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, isShrunk);
    painter.drawImage(place, tile.image);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    if (tile.isBroken) {
        painter.setPen(QPen(theme.bad, 1.4));
        painter.drawLine(place.topLeft(), place.bottomRight());
        painter.drawLine(place.bottomLeft(), place.topRight());
    }
    painter.setPen(QPen(tile.isBroken ? theme.bad : theme.line, 1));
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
    painter.restore();
}

double paintSignedScale(QPainter &painter, const QRectF &place, double limit, const Theme &theme) {
    std::array<float, stripColours> ramp{};
    for (int i = 0; i < stripColours; ++i)
        ramp[static_cast<std::size_t>(i)] = 2.0f * static_cast<float>(i) / (stripColours - 1) - 1.0f;
    const QString number = QLocale().toString(limit, 'g', 2), least = QChar(0x2212) + number, most = QLatin1Char('+') + number;
    const QFontMetricsF metrics(painter.font());
    const double width = figuresWidth(metrics, most) + 2, strip = scaledReal(70), height = std::round(metrics.height() * 0.55);
    painter.setPen(theme.dim);
    drawFigures(painter, QRectF(place.left(), place.top(), width, place.height()), Qt::AlignRight | Qt::AlignVCenter, least);
    const QRectF colours(place.left() + width + 6, std::round(place.center().y() - height / 2), strip, height);
    painter.drawImage(colours, signedImage(ramp.data(), core::Shape(1, 1, stripColours), 1, theme));
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(colours);
    painter.setPen(theme.dim);
    drawFigures(painter, QRectF(colours.right() + 6, place.top(), width, place.height()), Qt::AlignLeft | Qt::AlignVCenter, most);
    return 2 * width + strip + 12;
}

void paintChanged(QPainter &painter, const QRectF &place, bool isMuted, const Theme &theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    const QRectF frame = place.adjusted(0.5, 0.5, -0.5, -0.5);
    for (const QPen &pen : {QPen(theme.panel, 3), QPen(theme.accent(), 1.5)}) { // on whatever colours the unit has
        painter.setPen(pen);
        painter.drawRect(frame);
        if (isMuted)
            painter.drawLine(frame.bottomLeft(), frame.topRight());
    }
    painter.restore();
}

void paintSelected(QPainter &painter, const QRectF &place, const Theme &theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(theme.code, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 2, 2);
    painter.restore();
}

} // namespace hourglass::ui
