#include "ui/theme/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hourglass::ui {

namespace {

struct Rgb {
    float red, green, blue;
};

QRgb between(const Rgb &a, const Rgb &b, float share) {
    const auto mix = [share](float from, float to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return qRgb(mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue));
}

Rgb rgbOf(const QColor &colour) {
    return {static_cast<float>(colour.red()), static_cast<float>(colour.green()), static_cast<float>(colour.blue())};
}

/// Calls paint(value) for each pixel of a sample, with what `merge` makes of the values of its channels, one after the other.
template <class Merge, class Paint>
QImage painted(const float *values, const core::Shape &shape, Merge merge, Paint paint) {
    const int width = static_cast<int>(shape.width()), height = static_cast<int>(shape.height());
    const core::Index plane = shape.height() * shape.width(), channels = shape.size() / plane;
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < width; ++x)
            line[x] = paint(merge(values + y * width + x, plane, channels));
    }
    return image;
}

float mean(const float *values, core::Index plane, core::Index channels) {
    float sum = 0;
    for (core::Index channel = 0; channel < channels; ++channel)
        sum += values[channel * plane];
    return sum / static_cast<float>(channels);
}

/// The channel furthest from zero: in a mean, too much red and too little green would be no error.
float furthest(const float *values, core::Index plane, core::Index channels) {
    float found = *values;
    for (core::Index channel = 1; channel < channels; ++channel)
        if (std::abs(values[channel * plane]) > std::abs(found))
            found = values[channel * plane];
    return found;
}

int byteOf(float value) {
    return static_cast<int>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f);
}

} // namespace

QImage sampleImage(const float *values, const core::Shape &shape, const core::Range &range) {
    const auto shade = [lowest = range.lowest, width = range.highest - range.lowest](float value) { return byteOf((value - lowest) / width); };
    if (shape.rank == 3 && shape.extents[0] == 3) {
        const int width = static_cast<int>(shape.width()), height = static_cast<int>(shape.height()), plane = width * height;
        QImage image(width, height, QImage::Format_RGB32);
        for (int y = 0; y < height; ++y) {
            auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
            for (int x = 0; x < width; ++x) {
                const float *value = values + y * width + x;
                line[x] = qRgb(shade(value[0]), shade(value[plane]), shade(value[2 * plane]));
            }
        }
        return image;
    }
    return painted(values, shape, mean, [&shade](float value) {
        const int grey = shade(value);
        return qRgb(grey, grey, grey);
    });
}

QImage signedImage(const float *values, const core::Shape &shape, float limit, const Theme &theme) {
    const Rgb zero = theme.isDark ? rgbOf(theme.panel) : Rgb{255, 255, 255};
    const Rgb below = theme.isDark ? Rgb{86, 140, 255} : Rgb{33, 84, 196};
    const Rgb above = theme.isDark ? Rgb{255, 104, 92} : Rgb{198, 40, 40};
    return painted(values, shape, furthest, [&](float value) {
        const float share = std::clamp(value / limit, -1.0f, 1.0f);
        return share < 0 ? between(zero, below, -share) : between(zero, above, share);
    });
}

QImage magnitudeImage(const float *values, const core::Shape &shape, float limit) {
    // Nine samples of the colour map "magma" (Smith and van der Walt 2015, CC0).
    static constexpr std::array<Rgb, 9> magma{
        {{0, 0, 4}, {28, 16, 68}, {79, 18, 123}, {129, 37, 129}, {181, 54, 122}, {229, 80, 100}, {251, 135, 97}, {254, 194, 135}, {252, 253, 191}}};
    return painted(values, shape, furthest, [limit](float value) {
        const float position = std::clamp(std::abs(value) / limit, 0.0f, 1.0f) * 8.0f;
        const int cell = std::min(7, static_cast<int>(position));
        return between(magma[static_cast<std::size_t>(cell)], magma[static_cast<std::size_t>(cell) + 1], position - static_cast<float>(cell));
    });
}

QImage fitted(const QImage &image, const QSize &size) {
    if (image.isNull() || size.isEmpty())
        return image;
    const int factor = std::min(size.width() / image.width(), size.height() / image.height());
    if (factor >= 1)
        return image.scaled(image.width() * factor, image.height() * factor, Qt::IgnoreAspectRatio, Qt::FastTransformation);
    return image.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

QSize logicalSize(const QImage &image) {
    return image.isNull() ? QSize(0, 0) : (QSizeF(image.size()) / image.devicePixelRatio()).toSize();
}

} // namespace hourglass::ui
