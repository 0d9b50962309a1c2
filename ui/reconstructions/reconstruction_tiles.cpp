#include "ui/reconstructions/reconstruction_tiles.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/reconstructions/feature_rows.h"
#include "ui/theme/pictures.h"

namespace hourglass::ui {

namespace {

constexpr double cornerRadius = 3;

/// Reconstruction − original, in memory that is kept from one tile to the next.
const std::vector<float> &errorsOf(const analysis::ReconstructionColumn &column) {
    static thread_local std::vector<float> errors;
    errors.resize(std::min(column.original.size(), column.reconstruction.size()));
    for (std::size_t i = 0; i < errors.size(); ++i)
        errors[i] = column.reconstruction[i] - column.original[i];
    return errors;
}

} // namespace

bool isBroken(const std::vector<float> &values) {
    return std::any_of(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
}

const std::vector<float> &valuesOf(const analysis::ReconstructionColumn &column, ReconstructionRow row) {
    switch (row) {
    case ReconstructionRow::Corrupted: return column.corrupted;
    case ReconstructionRow::Reconstruction: return column.reconstruction;
    case ReconstructionRow::Earlier: return column.earlier;
    case ReconstructionRow::Pca: return column.pca;
    case ReconstructionRow::Error: return errorsOf(column);
    default: return column.original;
    }
}

QImage tileImage(const analysis::ReconstructionColumn &column, ReconstructionRow row, const core::Shape &shape, const ReconstructionStyle &style) {
    const std::vector<float> &values = valuesOf(column, row);
    if (values.size() != static_cast<std::size_t>(shape.size()) || isBroken(values))
        return {};
    if (row != ReconstructionRow::Error)
        return sampleImage(values.data(), shape, style.range);
    const auto limit = static_cast<float>(style.errorLimit);
    return style.errorMap == ErrorMap::Signed ? signedImage(values.data(), shape, limit, style.theme) : magnitudeImage(values.data(), shape, limit);
}

namespace {

/// Of so many pixels where that is no whole multiple: made smaller smoothly, from a whole multiple if it is to be larger, so that all pixels are equally wide.
QImage resized(const QImage &image, const QSize &pixels) {
    if (pixels.isEmpty() || (pixels.width() >= image.width() && pixels.width() % image.width() == 0 && pixels.height() % image.height() == 0))
        return image;
    const int factor = (pixels.width() + image.width() - 1) / image.width();
    const QImage large = factor > 1 ? image.scaled(image.size() * factor) : image;
    return large.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

void paintTile(QPainter &painter, const QRectF &rect, const QImage &image, const ReconstructionStyle &style, bool isBrokenTile) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (image.isNull()) {
        painter.setBrush(style.theme.background);
        painter.drawRoundedRect(rect, cornerRadius, cornerRadius);
        if (isBrokenTile) {
            painter.setPen(QPen(style.theme.bad, 1.2));
            const QRectF inner = rect.adjusted(6, 6, -6, -6);
            painter.drawLine(inner.topLeft(), inner.bottomRight());
            painter.drawLine(inner.topRight(), inner.bottomLeft());
        }
    } else {
        const double ratio = painter.device()->devicePixelRatioF();
        const QSize pixels = (rect.size() * ratio).toSize();
        const QImage shown = resized(image, pixels);
        QBrush brush(shown);
        brush.setTransform(QTransform::fromTranslate(rect.x(), rect.y()).scale(rect.width() / shown.width(), rect.height() / shown.height()));
        painter.setBrush(brush);
        painter.drawRoundedRect(rect, cornerRadius, cornerRadius);
    }
    painter.restore();
}

void markPlace(QPainter &painter, const QRectF &rect, const SamplePlace &place, const core::Shape &shape, const ReconstructionStyle &style) {
    painter.save();
    if (place.pixel) {
        const QRectF pixel = ReconstructionLayout::pixelIn(rect, *place.pixel, shape).adjusted(-1, -1, 1, 1);
        const QRectF ring(std::floor(pixel.left()) + 0.5, std::floor(pixel.top()) + 0.5, std::round(pixel.width()), std::round(pixel.height()));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Qt::black, 3));
        painter.drawRect(ring);
        painter.setPen(QPen(Qt::white, 1));
        painter.drawRect(ring);
    } else if (place.feature) {
        const double features = static_cast<double>(shape.size()) / static_cast<double>(std::max<std::size_t>(1, style.stepFeatures));
        const double slot = rect.width() / features, x = rect.left() + (*place.feature + 0.5) * slot;
        QColor colour = style.theme.accent();
        colour.setAlphaF(0.35f);
        painter.setPen(QPen(colour, std::max(1.0, std::min(slot, 3.0))));
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()));
    }
    painter.restore();
}

QString placeText(const analysis::ReconstructionColumn &column, ReconstructionRow row, const SamplePlace &place, const core::Shape &shape,
                  const ReconstructionStyle &style) {
    const std::vector<float> &values = valuesOf(column, row);
    constexpr core::Index mostNumbers = 4;
    core::Index first = 0, step = 1, count = 1;
    if (place.pixel) {
        first = place.pixel->y() * shape.width() + place.pixel->x();
        step = shape.height() * shape.width();
        count = shape.channels();
    } else if (place.feature) {
        count = std::max<core::Index>(1, static_cast<core::Index>(style.stepFeatures));
        first = *place.feature * count;
    } else {
        return {};
    }
    QStringList texts;
    for (core::Index i = 0; i < std::min(count, mostNumbers); ++i)
        if (const auto at = static_cast<std::size_t>(first + i * step); at < values.size()) {
            const double value = static_cast<double>(values[at]);
            const QString text =
                place.pixel && std::abs(value) < 10 ? QLocale().toString(value, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)) : featureText(value);
            texts << (row == ReconstructionRow::Error && value > 0 ? QLatin1Char('+') + text : text);
        }
    if (count > mostNumbers && !texts.isEmpty())
        texts << QStringLiteral("…");
    return texts.join(QLatin1Char(' '));
}

void paintErrorScale(QPainter &painter, const QRectF &rect, const ReconstructionStyle &style) {
    constexpr int steps = 48;
    std::vector<float> values(steps);
    for (int i = 0; i < steps; ++i) {
        const float share = static_cast<float>(i) / (steps - 1);
        values[static_cast<std::size_t>(i)] = style.errorMap == ErrorMap::Signed ? 2 * share - 1 : share;
    }
    const core::Shape shape(1, 1, steps);
    const QImage image = style.errorMap == ErrorMap::Signed ? signedImage(values.data(), shape, 1, style.theme) : magnitudeImage(values.data(), shape, 1);
    painter.save();
    painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
    painter.drawImage(rect, image);
    painter.setPen(QPen(style.theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect);
    painter.restore();
}

} // namespace hourglass::ui
