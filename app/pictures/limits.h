// How much a picture may be, whatever it declares.
#pragma once

#include <optional>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::app {

constexpr const char *damaged = "is damaged or cut off";

/// No picture has more.
constexpr core::Index mostPixels = core::Index{64} << 20;

/// What all pictures of a file may take together.
class PixelBudget {
public:
    explicit PixelBudget(std::size_t bytesOfFile);

    /// To be asked before memory is. An error where a picture declares more than is read, or all so far declare more than their bytes can hold.
    std::optional<core::Error> spend(core::Index width, core::Index height, core::Index numbersPerPixel = 1);

private:
    core::Index m_left;
};

} // namespace hourglass::app
