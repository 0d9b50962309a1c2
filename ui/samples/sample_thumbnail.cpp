#include "ui/samples/sample_thumbnail.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <vector>

#include "ui/theme/pictures.h"

namespace hourglass::ui {

namespace {

constexpr int usualSide = 56, largestSide = 96;
constexpr QSize seriesSize(128, 44);
constexpr std::size_t mostLines = 12; ///< of a series: more are a tangle

} // namespace

QSize thumbnailSize(const core::Shape &shape) {
    if (!shape.isImage())
        return seriesSize;
    const int width = static_cast<int>(shape.width()), height = static_cast<int>(shape.height()), longer = std::max(width, height);
    if (longer <= largestSide)
        return QSize(width, height) * std::max(1, (usualSide + longer / 2) / longer);
    return QSize(width, height).scaled(largestSide, largestSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

void drawSeries(QPainter &painter, const QRectF &place, std::span<const float> values, const core::Shape &shape, double from, double to) {
    const auto features = static_cast<std::size_t>(shape.rank == 2 ? shape.extents[1] : 1), steps = values.size() / features;
    const double scale = to > from ? place.height() / (to - from) : 0, step = place.width() / static_cast<double>(std::max<std::size_t>(2, steps) - 1);
    const QColor first = painter.pen().color();
    for (std::size_t feature = 0; feature < std::min(features, mostLines); ++feature) {
        QPolygonF line;
        for (std::size_t i = 0; i < steps; ++i)
            line << QPointF(place.left() + static_cast<double>(i) * step,
                            place.bottom() - (static_cast<double>(values[i * features + feature]) - from) * scale);
        painter.setPen(QPen(feature == 0 ? first : classColour(static_cast<int>(feature)), painter.pen().widthF()));
        painter.drawPolyline(line);
    }
}

QImage thumbnail(std::span<const float> values, const core::Shape &shape, bool isWithinUnit, const Theme &theme, double ratio) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const float from = isWithinUnit ? 0 : *low, to = isWithinUnit ? 1 : *high;
    const QSize size = thumbnailSize(shape) * ratio;
    if (!shape.isImage()) {
        QImage image(size, QImage::Format_RGB32);
        image.fill(theme.background);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.encoder, 1.2 * ratio));
        const double inset = 3 * ratio;
        drawSeries(painter, QRectF(image.rect()).adjusted(inset, inset, -inset, -inset), values, shape, static_cast<double>(from), static_cast<double>(to));
        return image;
    }
    if (isWithinUnit)
        return fitted(sampleImage(values.data(), shape), size);
    std::vector<float> scaled(values.begin(), values.end());
    for (float &value : scaled)
        value = to > from ? (value - from) / (to - from) : 0.5f;
    return fitted(sampleImage(scaled.data(), shape), size);
}

} // namespace hourglass::ui
