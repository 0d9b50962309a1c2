#include "ui/colouring/colour_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace hourglass::ui {

namespace {

/// Ten samples of viridis, equally far apart.
constexpr std::array<QRgb, 10> viridis{0xff440154, 0xff482878, 0xff3e4989, 0xff31688e, 0xff26828e, 0xff1f9e89, 0xff35b779, 0xff6ece58, 0xffb5de2b, 0xfffde725};
constexpr double tooDark = 0.125, tooLight = 0.0625;

int encoded(double linear) {
    const double value = std::clamp(linear, 0.0, 1.0);
    return static_cast<int>(std::lround(255.0 * (value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1 / 2.4) - 0.055)));
}

} // namespace

QColor lineColour(double share, const Theme &theme) {
    const double low = theme.isDark ? tooDark : 0.0, high = theme.isDark ? 1.0 : 1.0 - tooLight;
    const double position = (low + (high - low) * std::clamp(share, 0.0, 1.0)) * (viridis.size() - 1);
    const auto cell = std::min(static_cast<std::size_t>(position), viridis.size() - 2);
    const double part = position - static_cast<double>(cell);
    const auto mix = [part](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * part)); };
    const QRgb a = viridis[cell], b = viridis[cell + 1];
    return {mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b))};
}

QColor circleColour(double share) {
    constexpr double lightness = 0.72, chroma = 0.12;
    const double hue = 2 * std::numbers::pi * share, a = chroma * std::cos(hue), b = chroma * std::sin(hue);
    const auto cubed = [](double value) { return value * value * value; };
    const double l = cubed(lightness + 0.3963377774 * a + 0.2158037573 * b), m = cubed(lightness - 0.1055613458 * a - 0.0638541728 * b),
                 s = cubed(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return {encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s), encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

} // namespace hourglass::ui
