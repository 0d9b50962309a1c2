#include "ui/reconstructions/reconstruction_tiles.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

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
    case ReconstructionRow::Pca: return column.pca;
    case ReconstructionRow::Error: return errorsOf(column);
    default: return column.original;
    }
}

QImage tileImage(const analysis::ReconstructionColumn &column, ReconstructionRow row, const core::Shape &shape,
                 const ReconstructionStyle &style) {
    const std::vector<float> &values = valuesOf(column, row);
    if (values.size() != static_cast<std::size_t>(shape.size()) || isBroken(values))
        return {};
    if (row != ReconstructionRow::Error)
        return sampleImage(values.data(), shape, style.range);
    const auto limit = static_cast<float>(style.errorLimit);
    return style.errorMap == ErrorMap::Signed ? signedImage(values.data(), shape, limit, style.theme)
                                              : magnitudeImage(values.data(), shape, limit);
}

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
        const bool isShrunk = pixels.width() < image.width();
        const QImage shown = isShrunk ? image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation) : image;
        QBrush brush(shown);
        brush.setTransform(QTransform::fromTranslate(rect.x(), rect.y())
                               .scale(rect.width() / shown.width(), rect.height() / shown.height()));
        painter.setBrush(brush);
        painter.drawRoundedRect(rect, cornerRadius, cornerRadius);
    }
    painter.restore();
}

void paintErrorScale(QPainter &painter, const QRectF &rect, const ReconstructionStyle &style) {
    constexpr int steps = 48;
    std::vector<float> values(steps);
    for (int i = 0; i < steps; ++i) {
        const float share = static_cast<float>(i) / (steps - 1);
        values[static_cast<std::size_t>(i)] = style.errorMap == ErrorMap::Signed ? 2 * share - 1 : share;
    }
    const core::Shape shape(1, 1, steps);
    const QImage image = style.errorMap == ErrorMap::Signed ? signedImage(values.data(), shape, 1, style.theme)
                                                            : magnitudeImage(values.data(), shape, 1);
    painter.save();
    painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
    painter.drawImage(rect, image);
    painter.setPen(QPen(style.theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect);
    painter.restore();
}

} // namespace hourglass::ui
