#include "engine/data/readers/image_fitting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace hourglass::data {

using core::Index;

namespace {

std::uint8_t greyOf(const std::uint8_t *pixel) {
    return static_cast<std::uint8_t>((19595u * pixel[0] + 38470u * pixel[1] + 7471u * pixel[2] + 32768u) >> 16);
}

/// Added to green, where it changes nothing that is equal already.
float greyOf(const float *pixel) {
    return pixel[1] + 0.299f * (pixel[0] - pixel[1]) + 0.114f * (pixel[2] - pixel[1]);
}

/// The numbers of a picture, bytes or floats.
template <class T>
struct Pixels {
    const T *values;
    Index channels;
    PictureSize size;

    /// The channel of the shape, which has so many, at a pixel of the picture.
    T at(Index pixel, Index channel, Index wanted) const {
        const T *first = values + pixel * channels;
        if (channels == 1)
            return *first;
        return wanted == 1 ? greyOf(first) : first[channel];
    }
};

void store(float sum, std::uint8_t *to) {
    *to = static_cast<std::uint8_t>(std::clamp(sum + 0.5f, 0.0f, 255.0f));
}

void store(float sum, float *to) {
    *to = sum;
}

/// A stretch of the source's axis that becomes a stretch of the target's.
struct Axis {
    double from = 0, length = 1; ///< in pixels of the source
    Index first = 0, count = 1;  ///< in pixels of the target
};

/// What one pixel of the target is made of: source pixels from `first` on, with weights that sum to 1.
struct Taps {
    Index first = 0;
    std::vector<float> weights;
};

std::vector<Taps> tapsOf(const Axis &axis, Index sourceSize) {
    const double scale = axis.length / static_cast<double>(axis.count), radius = std::max(1.0, scale);
    std::vector<Taps> taps(static_cast<std::size_t>(axis.count));
    for (Index i = 0; i < axis.count; ++i) {
        const double centre = axis.from + (static_cast<double>(i) + 0.5) * scale;
        const Index low = std::clamp<Index>(static_cast<Index>(std::floor(centre - radius + 0.5)), 0, sourceSize - 1);
        const Index high = std::clamp<Index>(static_cast<Index>(std::floor(centre + radius + 0.5)), low + 1, sourceSize);
        Taps &tap = taps[static_cast<std::size_t>(i)];
        tap.first = low;
        double sum = 0;
        for (Index at = low; at < high; ++at) {
            const double weight = std::max(0.0, 1.0 - std::abs(static_cast<double>(at) + 0.5 - centre) / radius);
            tap.weights.push_back(static_cast<float>(weight));
            sum += weight;
        }
        if (sum <= 0) { // at the rim, where rounding left nothing
            std::fill(tap.weights.begin(), tap.weights.end(), 1.0f);
            sum = static_cast<double>(tap.weights.size());
        }
        for (float &weight : tap.weights)
            weight = static_cast<float>(weight / sum);
    }
    return taps;
}

void place(double sourceWidth, double sourceHeight, const core::Shape &shape, PictureFit fit, Axis &x, Axis &y) {
    const auto width = static_cast<double>(shape.width()), height = static_cast<double>(shape.height());
    x = {0, sourceWidth, 0, shape.width()};
    y = {0, sourceHeight, 0, shape.height()};
    const double across = width / sourceWidth, down = height / sourceHeight;
    if (fit == PictureFit::Crop) {
        const double scale = std::max(across, down);
        x.length = width / scale, x.from = (sourceWidth - x.length) / 2;
        y.length = height / scale, y.from = (sourceHeight - y.length) / 2;
    } else if (fit == PictureFit::Pad) {
        const double scale = std::min(across, down);
        x.count = std::clamp<Index>(std::llround(sourceWidth * scale), 1, shape.width()), x.first = (shape.width() - x.count) / 2;
        y.count = std::clamp<Index>(std::llround(sourceHeight * scale), 1, shape.height()), y.first = (shape.height() - y.count) / 2;
    }
}

template <class From, class To>
void copyPicture(const Pixels<From> &pixels, const core::Shape &shape, To *to) {
    const Index count = shape.height() * shape.width();
    for (Index channel = 0; channel < shape.channels(); ++channel)
        for (Index pixel = 0; pixel < count; ++pixel)
            *to++ = static_cast<To>(pixels.at(pixel, channel, shape.channels()));
}

/// One channel: first along the rows that are needed, then down the columns.
template <class From, class To>
void resample(const Pixels<From> &pixels, Index channel, const core::Shape &shape, const Axis &x, const Axis &y, const std::vector<Taps> &across,
              const std::vector<Taps> &down, To *to) {
    const Index firstRow = down.front().first, endRow = down.back().first + static_cast<Index>(down.back().weights.size());
    std::vector<float> rows(static_cast<std::size_t>((endRow - firstRow) * x.count));
    for (Index row = firstRow; row < endRow; ++row)
        for (Index i = 0; i < x.count; ++i) {
            const Taps &taps = across[static_cast<std::size_t>(i)];
            float sum = 0;
            for (std::size_t k = 0; k < taps.weights.size(); ++k)
                sum += taps.weights[k] * static_cast<float>(pixels.at(row * pixels.size.width + taps.first + static_cast<Index>(k), channel, shape.channels()));
            rows[static_cast<std::size_t>((row - firstRow) * x.count + i)] = sum;
        }
    for (Index j = 0; j < y.count; ++j) {
        const Taps &taps = down[static_cast<std::size_t>(j)];
        for (Index i = 0; i < x.count; ++i) {
            float sum = 0;
            for (std::size_t k = 0; k < taps.weights.size(); ++k)
                sum += taps.weights[k] * rows[static_cast<std::size_t>((taps.first - firstRow + static_cast<Index>(k)) * x.count + i)];
            store(sum, to + (y.first + j) * shape.width() + x.first + i);
        }
    }
}

template <class From, class To>
void fitPixels(const Pixels<From> &pixels, const core::Shape &shape, PictureFit fit, To beside, To *to) {
    if (pixels.size == PictureSize{shape.width(), shape.height()})
        return copyPicture(pixels, shape, to);
    Axis x, y;
    place(static_cast<double>(pixels.size.width), static_cast<double>(pixels.size.height), shape, fit, x, y);
    const std::vector<Taps> across = tapsOf(x, pixels.size.width), down = tapsOf(y, pixels.size.height);
    const Index plane = shape.height() * shape.width();
    std::fill_n(to, plane * shape.channels(), beside);
    for (Index channel = 0; channel < shape.channels(); ++channel)
        resample(pixels, channel, shape, x, y, across, down, to + channel * plane);
}

template <class T>
bool areGrey(const std::vector<T> &values) {
    for (std::size_t at = 0; at + 2 < values.size(); at += 3)
        if (values[at] != values[at + 1] || values[at] != values[at + 2])
            return false;
    return true;
}

template <class T>
std::vector<T> everyFrom(const std::vector<T> &values, Index first, Index step) {
    std::vector<T> taken;
    taken.reserve(values.size() / static_cast<std::size_t>(step));
    for (auto at = static_cast<std::size_t>(first); at < values.size(); at += static_cast<std::size_t>(step))
        taken.push_back(values[at]);
    return taken;
}

} // namespace

PictureFit pictureFitOf(const spec::Value &setting) {
    const auto *key = std::get_if<std::string>(&setting);
    return key && *key == "stretch" ? PictureFit::Stretch : key && *key == "fit" ? PictureFit::Pad : PictureFit::Crop;
}

bool isGrey(const Picture &picture) {
    return picture.channels == 1 || (areGrey(picture.bytes) && areGrey(picture.floats));
}

Picture planeOf(const Picture &picture, Index channel) {
    Picture plane = {
        .size = picture.size, .bytes = everyFrom(picture.bytes, channel, picture.channels), .floats = everyFrom(picture.floats, channel, picture.channels)};
    plane.wasTransparent = picture.wasTransparent, plane.isHidden = picture.isHidden;
    plane.numbers = picture.numbers, plane.bits = picture.bits;
    plane.lowest = picture.lowest, plane.highest = picture.highest, plane.whole = picture.whole;
    return plane;
}

void fitPicture(const Picture &picture, const core::Shape &shape, PictureFit fit, std::uint8_t *to) {
    fitPixels(Pixels<std::uint8_t>{picture.bytes.data(), picture.channels, picture.size}, shape, fit, std::uint8_t{0}, to);
}

void fitPicture(const Picture &picture, const core::Shape &shape, PictureFit fit, float *to) {
    constexpr float beside = std::numeric_limits<float>::quiet_NaN();
    if (picture.floats.empty())
        fitPixels(Pixels<std::uint8_t>{picture.bytes.data(), picture.channels, picture.size}, shape, fit, beside, to);
    else
        fitPixels(Pixels<float>{picture.floats.data(), picture.channels, picture.size}, shape, fit, beside, to);
}

} // namespace hourglass::data
