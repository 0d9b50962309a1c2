// What a directory of a TIFF says of its page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tiffio.h>

#include "engine/core/types.h"

namespace hourglass::app {

using core::Index;

/// libtiff over bytes in memory, silent on the terminal.
class TiffFile {
public:
    explicit TiffFile(std::string_view content);
    TiffFile(const TiffFile &) = delete;
    TiffFile &operator=(const TiffFile &) = delete;
    ~TiffFile();

    TIFF *handle() const { return m_handle; } ///< null where it is no TIFF
    std::string_view content() const { return m_content; }

private:
    std::string_view m_content;
    toff_t m_place = 0;
    TIFF *m_handle = nullptr;
};

/// The tags of one directory (TIFF 6.0).
struct TiffPage {
    Index width = 0, height = 0, samples = 1; ///< samples of a pixel
    int bits = 1, format = SAMPLEFORMAT_UINT, photometric = PHOTOMETRIC_MINISBLACK, compression = COMPRESSION_NONE, orientation = 1;
    bool isPlanar = false, isTiled = false;
    bool isCopy = false;               ///< a smaller one of another page, or its mask
    std::vector<std::uint16_t> extras; ///< what samples behind the colours are
    std::string description;
    double nothing;       ///< what stands for no number; NaN where nothing does
    Index contiguous = 1; ///< pages that lie behind one another from the first strip on

    Index colours() const { return photometric == PHOTOMETRIC_RGB ? 3 : photometric == PHOTOMETRIC_SEPARATED ? 4 : 1; }
    /// Of the samples, the one that is the opacity; -1: none.
    Index opacity() const;
    bool isReal() const { return format == SAMPLEFORMAT_IEEEFP; }
    bool isSigned() const { return format == SAMPLEFORMAT_INT; }
    /// Whether its numbers are 0 … 255.
    bool holdsBytes() const { return bits <= 8 && !isReal() && !isSigned(); }
    /// Whether the file's samples are to be made to colours by libtiff: inks, palettes, subsampled colours, less than 8 bits.
    bool needsColours() const;
    /// Of its numbers.
    double lowest() const, highest() const;
    /// Of a row of one plane.
    Index samplesInRow() const { return isPlanar ? width : width * samples; }
    std::size_t bytesInRow() const { return static_cast<std::size_t>((samplesInRow() * bits + 7) / 8); }
    /// Of all its planes, unpacked.
    std::size_t bytes() const { return bytesInRow() * static_cast<std::size_t>(height * (isPlanar ? samples : 1)); }
};

/// Of the directory that the file stands at.
TiffPage pageOf(TIFF *file);

} // namespace hourglass::app
