#include "engine/data/readers/image_fitting.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hourglass::data {

using core::Index;

namespace {

std::uint8_t greyOf(const std::uint8_t *pixel) {
    return static_cast<std::uint8_t>((19595u * pixel[0] + 38470u * pixel[1] + 7471u * pixel[2] + 32768u) >> 16);
}

/// The channel of the shape at a pixel of the picture.
std::uint8_t valueAt(const Picture &picture, Index pixel, Index channel, Index channels) {
    const std::uint8_t *at = &picture.bytes[static_cast<std::size_t>(pixel * picture.channels)];
    if (picture.channels == 1)
        return *at;
    return channels == 1 ? greyOf(at) : at[channel];
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

void copyPicture(const Picture &picture, const core::Shape &shape, std::uint8_t *to) {
    const Index pixels = shape.height() * shape.width();
    for (Index channel = 0; channel < shape.channels(); ++channel)
        for (Index pixel = 0; pixel < pixels; ++pixel)
            *to++ = valueAt(picture, pixel, channel, shape.channels());
}

/// One channel: first along the rows that are needed, then down the columns.
void resample(const Picture &picture, Index channel, const core::Shape &shape, const Axis &x, const Axis &y, const std::vector<Taps> &across,
              const std::vector<Taps> &down, std::uint8_t *to) {
    const Index firstRow = down.front().first, endRow = down.back().first + static_cast<Index>(down.back().weights.size());
    std::vector<float> rows(static_cast<std::size_t>((endRow - firstRow) * x.count));
    for (Index row = firstRow; row < endRow; ++row)
        for (Index i = 0; i < x.count; ++i) {
            const Taps &taps = across[static_cast<std::size_t>(i)];
            float sum = 0;
            for (std::size_t k = 0; k < taps.weights.size(); ++k)
                sum += taps.weights[k] * static_cast<float>(valueAt(picture, row * picture.size.width + taps.first + static_cast<Index>(k), channel, shape.channels()));
            rows[static_cast<std::size_t>((row - firstRow) * x.count + i)] = sum;
        }
    for (Index j = 0; j < y.count; ++j) {
        const Taps &taps = down[static_cast<std::size_t>(j)];
        for (Index i = 0; i < x.count; ++i) {
            float sum = 0;
            for (std::size_t k = 0; k < taps.weights.size(); ++k)
                sum += taps.weights[k] * rows[static_cast<std::size_t>((taps.first - firstRow + static_cast<Index>(k)) * x.count + i)];
            to[(y.first + j) * shape.width() + x.first + i] = static_cast<std::uint8_t>(std::clamp(sum + 0.5f, 0.0f, 255.0f));
        }
    }
}

} // namespace

PictureFit pictureFitOf(const spec::Value &setting) {
    const auto *key = std::get_if<std::string>(&setting);
    return key && *key == "stretch" ? PictureFit::Stretch : key && *key == "fit" ? PictureFit::Pad : PictureFit::Crop;
}

bool isGrey(const Picture &picture) {
    if (picture.channels == 1)
        return true;
    for (std::size_t at = 0; at + 2 < picture.bytes.size(); at += 3)
        if (picture.bytes[at] != picture.bytes[at + 1] || picture.bytes[at] != picture.bytes[at + 2])
            return false;
    return true;
}

void fitPicture(const Picture &picture, const core::Shape &shape, PictureFit fit, std::uint8_t *to) {
    if (picture.size == PictureSize{shape.width(), shape.height()})
        return copyPicture(picture, shape, to);
    Axis x, y;
    place(static_cast<double>(picture.size.width), static_cast<double>(picture.size.height), shape, fit, x, y);
    const std::vector<Taps> across = tapsOf(x, picture.size.width), down = tapsOf(y, picture.size.height);
    const Index plane = shape.height() * shape.width();
    std::fill_n(to, plane * shape.channels(), std::uint8_t{0});
    for (Index channel = 0; channel < shape.channels(); ++channel)
        resample(picture, channel, shape, x, y, across, down, to + channel * plane);
}

} // namespace hourglass::data
