// The numbers of a TIFF's page, row by row: in strips, in tiles, or behind one another.
#pragma once

#include <cstdint>
#include <memory>

#include "app/pictures/tiff_page.h"

namespace hourglass::app {

/// Reads rows of a page as they are packed; of planes apart, one plane after the other, each from the top.
class TiffRows {
public:
    virtual ~TiffRows() = default;
    /// Null where it cannot be read. What it points to lasts until the next call.
    virtual const std::uint8_t *row(Index y, Index plane) = 0;
};

/// `number` counts the pages that lie behind one another.
std::unique_ptr<TiffRows> rowsOf(const TiffFile &file, const TiffPage &page, Index number);

/// Whether the bytes of that one are all there.
bool isWithin(const TiffFile &file, const TiffPage &page, Index number);

/// The numbers of a packed row.
void unpack(const TiffPage &page, const std::uint8_t *row, double *to);

} // namespace hourglass::app
