#include "ui/latent/sample_faces.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_style.h"
#include "ui/theme/pictures.h"

namespace hourglass::ui {

namespace {

constexpr float blackBorder = 0.08f;              // mean of the outermost pixels, of which 1 is white, up to which pictures are ink on black
constexpr float invisible = 0.04f, solid = 0.30f; // ink on black: what is fainter is left out, and what is stronger covers what lies below
constexpr core::Index mostCurves = 3, mostBars = 12;
constexpr double seriesAspect = 0.7; // height to width
constexpr double inset = 3;          // between the frame and what it holds

/// Mean brightness of the outermost pixels of all pictures, 0 … 1.
float brightnessOfBorder(const analysis::ThumbnailPictures &pictures) {
    const core::Shape &shape = pictures.shape;
    const core::Index width = shape.width(), height = shape.height(), plane = width * height;
    const float span = pictures.range.highest - pictures.range.lowest;
    double sum = 0;
    core::Index count = 0;
    for (std::size_t i = 0; i < pictures.samples.size(); ++i)
        for (core::Index channel = 0; channel < shape.channels(); ++channel)
            for (core::Index y = 0; y < height; ++y)
                for (core::Index x = 0; x < width; x += y == 0 || y == height - 1 ? 1 : std::max<core::Index>(1, width - 1)) {
                    const float value = (pictures.picture(i)[channel * plane + y * width + x] - pictures.range.lowest) / span;
                    sum += std::isfinite(value) ? static_cast<double>(std::clamp(value, 0.0f, 1.0f)) : 0.0;
                    ++count;
                }
    return count > 0 ? static_cast<float>(sum / static_cast<double>(count)) : 1.0f;
}

QImage framed(const QSize &size, const QColor &ground) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(ground);
    return image;
}

void frame(QImage &image, const QColor &colour, double ratio, double width) {
    QPainter painter(&image);
    painter.setPen(QPen(colour, width * ratio));
    const double half = width * ratio / 2;
    painter.drawRect(QRectF(image.rect()).adjusted(half, half, -half, -half));
    painter.end();
    image.setDevicePixelRatio(ratio);
}

/// Cells from the colour of the ground to that of the point.
void drawCells(QPainter &painter, const QRectF &place, core::Index rows, core::Index columns, core::Index count, const float *values, bool isByColumn,
               const QColor &ground, const QColor &colour) {
    QImage cells(static_cast<int>(columns), static_cast<int>(rows), QImage::Format_RGB32);
    cells.fill(ground);
    for (core::Index i = 0; i < count; ++i) {
        const auto across = static_cast<int>(isByColumn ? i / rows : i % columns), down = static_cast<int>(isByColumn ? i % rows : i / columns);
        cells.setPixelColor(across, down, blended(ground, colour, static_cast<double>(std::clamp(values[i], 0.0f, 1.0f))));
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, columns > place.width() || rows > place.height());
    painter.drawImage(place, cells);
}

} // namespace

bool areInkOnBlack(const analysis::ThumbnailPictures &pictures) {
    return pictures.kind == analysis::ThumbnailPictures::Kind::Image && pictures.shape.channels() == 1 && brightnessOfBorder(pictures) <= blackBorder;
}

QImage imageFace(const analysis::ThumbnailPictures &pictures, std::size_t place, int side, const QColor &colour, bool isInkOnBlack, double ratio) {
    const QImage image = fitted(sampleImage(pictures.picture(place), pictures.shape, pictures.range), QSize(side, side) * ratio);
    QImage made = image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    if (!isInkOnBlack) {
        frame(made, colour, ratio, 2);
        return made;
    }
    for (int y = 0; y < made.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(made.scanLine(y));
        for (int x = 0; x < made.width(); ++x) {
            const float ink = static_cast<float>(qRed(line[x])) / 255.0f, cover = std::clamp((ink - invisible) / (solid - invisible), 0.0f, 1.0f);
            const float light = 0.30f + 0.70f * ink; // the folds of a shirt stay darker than the shirt
            const auto part = [&](int channel) { return static_cast<int>(static_cast<float>(channel) * light * cover + 0.5f); };
            line[x] = qRgba(part(colour.red()), part(colour.green()), part(colour.blue()), static_cast<int>(255 * cover + 0.5f));
        }
    }
    made.setDevicePixelRatio(ratio);
    return made;
}

QImage seriesFace(const analysis::ThumbnailPictures &pictures, std::size_t place, int side, const QColor &colour, const Theme &theme, double ratio) {
    QImage image = framed(QSize(side, static_cast<int>(std::lround(seriesAspect * side))) * ratio, theme.panel);
    const core::Index steps = pictures.shape.extents[0], channels = pictures.shape.extents[1];
    const float *values = pictures.picture(place);
    QPainter painter(&image);
    const QRectF room = QRectF(image.rect()).adjusted(inset * ratio, inset * ratio, -inset * ratio, -inset * ratio);
    const QColor ink = theme.readable(colour);
    if (channels > mostCurves) {
        drawCells(painter, room, channels, steps, steps * channels, values, true, theme.panel, ink);
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        for (core::Index channel = channels - 1; channel >= 0; --channel) { // the first above the others
            QPolygonF line;
            for (core::Index step = 0; step < steps; ++step)
                line << QPointF(room.left() + room.width() * static_cast<double>(step) / static_cast<double>(std::max<core::Index>(2, steps) - 1),
                                room.bottom() - room.height() * static_cast<double>(values[step * channels + channel]));
            painter.setPen(QPen(channel == 0 ? ink : blended(theme.panel, theme.dim, channel == 1 ? 1.0 : 0.6), 1.2 * ratio));
            painter.drawPolyline(line);
        }
    }
    painter.end();
    frame(image, colour, ratio, 1);
    return image;
}

QImage tableFace(const analysis::ThumbnailPictures &pictures, std::size_t place, int side, const QColor &colour, const Theme &theme, double ratio) {
    const core::Index features = pictures.shape.size();
    const bool hasBars = features <= mostBars;
    QImage image = framed(QSize(side, hasBars ? static_cast<int>(std::lround(seriesAspect * side)) : side) * ratio, theme.panel);
    const float *values = pictures.picture(place);
    QPainter painter(&image);
    const QRectF room = QRectF(image.rect()).adjusted(inset * ratio, inset * ratio, -inset * ratio, -inset * ratio);
    const QColor ink = theme.readable(colour);
    if (hasBars) {
        const double step = room.width() / static_cast<double>(features);
        for (core::Index feature = 0; feature < features; ++feature) {
            const double left = std::round(room.left() + static_cast<double>(feature) * step),
                         right = std::round(room.left() + static_cast<double>(feature + 1) * step);
            const double height = std::max(ratio, room.height() * static_cast<double>(std::clamp(values[feature], 0.0f, 1.0f))); // the least is seen as well
            painter.fillRect(QRectF(left, room.bottom() - height, std::max(1.0, right - left - (step >= 3 * ratio ? ratio : 0)), height), ink);
        }
    } else {
        const auto columns = static_cast<core::Index>(std::ceil(std::sqrt(static_cast<double>(features))));
        drawCells(painter, room, (features + columns - 1) / columns, columns, features, values, false, theme.panel, ink);
    }
    painter.end();
    frame(image, colour, ratio, 1);
    return image;
}

} // namespace hourglass::ui
