#include "app/pictures/layer.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace hourglass::app {

namespace {

using core::Index;

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

template <class T>
T rounded(float value) {
    if constexpr (std::is_integral_v<T>)
        return static_cast<T>(value + 0.5f);
    else
        return value;
}

/// Of the pixels, whether all are the first one in channels first … first + count − 1.
template <class T>
bool isUniform(const std::vector<T> &values, Index channels, Index first, Index count) {
    for (std::size_t pixel = 0; pixel < values.size(); pixel += at(channels))
        for (Index channel = first; channel < first + count; ++channel)
            if (values[pixel + at(channel)] != values[at(channel)])
                return false;
    return true;
}

/// Without the opacity.
template <class T>
std::vector<T> colourOf(const Layer<T> &layer) {
    std::vector<T> colours;
    colours.reserve(at(layer.size.width * layer.size.height * layer.colours));
    for (std::size_t pixel = 0; pixel < layer.values.size(); pixel += at(layer.channels()))
        colours.insert(colours.end(), layer.values.begin() + static_cast<std::ptrdiff_t>(pixel),
                       layer.values.begin() + static_cast<std::ptrdiff_t>(pixel) + layer.colours);
    return colours;
}

template <class T>
std::vector<T> laidOn(const Layer<T> &layer, float behind) {
    std::vector<T> colours;
    colours.reserve(at(layer.size.width * layer.size.height * layer.colours));
    const auto opaque = static_cast<float>(layer.opaque);
    for (std::size_t pixel = 0; pixel < layer.values.size(); pixel += at(layer.channels())) {
        const float share = std::clamp(static_cast<float>(layer.values[pixel + at(layer.colours)]) / opaque, 0.0f, 1.0f);
        for (Index channel = 0; channel < layer.colours; ++channel) {
            const auto value = static_cast<float>(layer.values[pixel + at(channel)]);
            if (share == 1.0f)
                colours.push_back(layer.values[pixel + at(channel)]);
            else
                colours.push_back(rounded<T>((layer.isPremultiplied ? std::min(value, opaque) : value * share) + behind * (1.0f - share)));
        }
    }
    return colours;
}

/// The colours of the layer on the backdrop, into the picture's numbers.
template <class T>
std::vector<T> flatten(Layer<T> &&layer, data::Backdrop backdrop, data::Picture &picture) {
    picture.size = picture.whole = layer.size;
    picture.channels = layer.colours;
    if (!layer.hasOpacity)
        return std::move(layer.values);
    const Index channels = layer.channels();
    const bool isEven = isUniform(layer.values, channels, layer.colours, 1);
    const T first = layer.values.empty() ? layer.opaque : layer.values[at(layer.colours)];
    const bool isClear = isEven && first == T{0} && !isUniform(layer.values, channels, 0, layer.colours);
    picture.wasTransparent = !isClear && !(isEven && first == layer.opaque);
    if (backdrop == data::Backdrop::Opacity) {
        picture.channels = 1;
        std::vector<T> opacity;
        for (std::size_t pixel = at(layer.colours); pixel < layer.values.size(); pixel += at(channels))
            opacity.push_back(layer.values[pixel]);
        return opacity;
    }
    if (!picture.wasTransparent)
        return colourOf(layer);
    std::vector<T> colours = laidOn(layer, backdrop == data::Backdrop::White ? static_cast<float>(layer.white) : 0.0f);
    picture.isHidden = !isEven && isUniform(colours, layer.colours, 0, layer.colours);
    return colours;
}

template <class T>
void turn(std::vector<T> &values, data::PictureSize from, data::PictureSize to, Index channels, int orientation) {
    if (values.empty())
        return;
    std::vector<T> turned(values.size());
    const bool mirrorsX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool mirrorsY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    for (Index y = 0; y < to.height; ++y)
        for (Index x = 0; x < to.width; ++x) {
            Index column = orientation >= 5 ? y : x, row = orientation >= 5 ? x : y; // of the file
            if (mirrorsX)
                column = from.width - 1 - column;
            if (mirrorsY)
                row = from.height - 1 - row;
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>((row * from.width + column) * channels), channels,
                        turned.begin() + static_cast<std::ptrdiff_t>((y * to.width + x) * channels));
        }
    values = std::move(turned);
}

} // namespace

data::Picture flattened(Layer<std::uint8_t> &&layer, data::Backdrop backdrop) {
    data::Picture picture;
    picture.bytes = flatten(std::move(layer), backdrop, picture);
    return picture;
}

data::Picture flattened(Layer<float> &&layer, data::Backdrop backdrop, double base) {
    data::Picture picture;
    picture.floats = flatten(std::move(layer), backdrop, picture);
    if (base != 0)
        for (float &value : picture.floats)
            value = static_cast<float>(static_cast<double>(value) - base);
    return picture;
}

/// Exif 2.32, 4.6.4: 1 as it is, 2 mirrored, 3 half round, 4 upside down, 5 transposed, 6 a quarter clockwise, 7 transposed the other way, 8 a quarter back.
void turnUpright(data::Picture &picture, int orientation) {
    if (orientation < 2 || orientation > 8)
        return;
    const data::PictureSize from = picture.size;
    if (orientation >= 5) {
        std::swap(picture.size.width, picture.size.height);
        std::swap(picture.whole.width, picture.whole.height);
    }
    turn(picture.bytes, from, picture.size, picture.channels, orientation);
    turn(picture.floats, from, picture.size, picture.channels, orientation);
}

} // namespace hourglass::app
