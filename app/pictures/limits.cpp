#include "app/pictures/limits.h"

#include <algorithm>
#include <string>

namespace hourglass::app {

using core::Index;

namespace {

/// A file of one byte holds fewer pixels than that: deflate packs 1032 to one at most, and eight pixels of one bit are a byte.
constexpr Index mostPixelsPerByte = 1032 * 8, alwaysAllowed = Index{1} << 20;
constexpr Index mostNumbers = 3 * mostPixels;

} // namespace

PixelBudget::PixelBudget(std::size_t bytesOfFile) : m_left(std::max(alwaysAllowed, mostPixelsPerByte * static_cast<Index>(bytesOfFile))) {}

std::optional<core::Error> PixelBudget::spend(Index width, Index height, Index numbersPerPixel) {
    const auto declares = [&](const char *excess) {
        std::string what = "declares ";
        what += std::to_string(width);
        what += " × ";
        what += std::to_string(height);
        what += " pixels";
        what += excess;
        return core::Error{what, {}, {}};
    };
    if (width <= 0 || height <= 0)
        return core::Error{"is damaged: it has no size", {}, {}};
    if (width > mostPixels / height)
        return declares(", more than the 64 million that are read");
    const Index pixels = width * height;
    if (pixels > m_left)
        return declares(", more than its bytes can hold");
    if (numbersPerPixel > mostNumbers / pixels)
        return declares((" of " + std::to_string(numbersPerPixel) + " numbers, more than are read").c_str());
    m_left -= pixels;
    return {};
}

} // namespace hourglass::app
