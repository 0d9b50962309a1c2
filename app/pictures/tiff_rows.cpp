#include "app/pictures/tiff_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace hourglass::app {

namespace {

std::size_t placeOf(const TiffFile &file, const TiffPage &page, Index number) {
    return static_cast<std::size_t>(TIFFGetStrileOffset(file.handle(), 0)) + static_cast<std::size_t>(number) * page.bytes();
}

/// Straight from the bytes of an unpacked file.
class ContiguousRows : public TiffRows {
public:
    ContiguousRows(const TiffFile &file, const TiffPage &page, Index number)
        : m_page(page), m_start(reinterpret_cast<const std::uint8_t *>(file.content().data()) + placeOf(file, page, number)),
          m_isSwapped(TIFFIsByteSwapped(file.handle())), m_row(page.bytesInRow()) {}

    const std::uint8_t *row(Index y, Index plane) override {
        std::memcpy(m_row.data(), m_start + static_cast<std::size_t>(plane * m_page.height + y) * m_row.size(), m_row.size());
        const int width = m_page.bits / 8;
        for (std::size_t at = 0; m_isSwapped && at + static_cast<std::size_t>(width) <= m_row.size(); at += static_cast<std::size_t>(width))
            std::reverse(m_row.begin() + static_cast<std::ptrdiff_t>(at), m_row.begin() + static_cast<std::ptrdiff_t>(at) + width);
        return m_row.data();
    }

private:
    const TiffPage &m_page;
    const std::uint8_t *m_start;
    bool m_isSwapped;
    std::vector<std::uint8_t> m_row;
};

class StripRows : public TiffRows {
public:
    StripRows(TIFF *file, const TiffPage &page) : m_file(file), m_row(std::max(page.bytesInRow(), static_cast<std::size_t>(TIFFScanlineSize(file)))) {}

    const std::uint8_t *row(Index y, Index plane) override {
        const bool isRead = TIFFReadScanline(m_file, m_row.data(), static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane)) == 1;
        return isRead ? m_row.data() : nullptr;
    }

private:
    TIFF *m_file;
    std::vector<std::uint8_t> m_row;
};

/// A row of tiles at a time.
class TileRows : public TiffRows {
public:
    TileRows(TIFF *file, const TiffPage &page) : m_file(file), m_page(page), m_row(page.bytesInRow()) {
        TIFFGetField(file, TIFFTAG_TILEWIDTH, &m_width);
        TIFFGetField(file, TIFFTAG_TILELENGTH, &m_height);
        m_bytesInTileRow = static_cast<std::size_t>(TIFFTileRowSize(file));
        m_bytes = static_cast<std::size_t>(TIFFTileSize(file));
    }

    const std::uint8_t *row(Index y, Index plane) override {
        if (m_width == 0 || m_height == 0 || m_bytesInTileRow * m_height > m_bytes)
            return nullptr;
        if ((y / m_height != m_at || plane != m_plane) && !readTiles(y / m_height, plane))
            return nullptr;
        const Index samples = m_page.isPlanar ? 1 : m_page.samples;
        const std::size_t inTile = static_cast<std::size_t>((static_cast<Index>(m_width) * samples * m_page.bits + 7) / 8);
        for (std::size_t tile = 0, at = 0; at < m_row.size(); ++tile, at += inTile)
            std::memcpy(m_row.data() + at, m_tiles.data() + tile * m_bytes + static_cast<std::size_t>(y % m_height) * m_bytesInTileRow,
                        std::min(inTile, m_row.size() - at));
        return m_row.data();
    }

private:
    bool readTiles(Index at, Index plane) {
        const std::size_t across = (static_cast<std::size_t>(m_page.width) + m_width - 1) / m_width;
        m_tiles.resize(across * m_bytes);
        for (std::size_t tile = 0; tile < across; ++tile)
            if (TIFFReadTile(m_file, m_tiles.data() + tile * m_bytes, static_cast<std::uint32_t>(tile) * m_width, static_cast<std::uint32_t>(at) * m_height, 0,
                             static_cast<std::uint16_t>(plane)) < 0)
                return false;
        m_at = at, m_plane = plane;
        return true;
    }

    TIFF *m_file;
    const TiffPage &m_page;
    std::uint32_t m_width = 0, m_height = 0;
    std::size_t m_bytesInTileRow = 0, m_bytes = 0;
    Index m_at = -1, m_plane = -1;
    std::vector<std::uint8_t> m_tiles, m_row;
};

double half(std::uint16_t bits) { // IEEE 754 binary16
    const int exponent = bits >> 10 & 31, fraction = bits & 1023;
    const double size = exponent == 31  ? (fraction ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity())
                        : exponent == 0 ? std::ldexp(fraction, -24)
                                        : std::ldexp(fraction + 1024, exponent - 25);
    return bits & 0x8000 ? -size : size;
}

template <class T>
void unpackAs(const std::uint8_t *row, Index count, double *to) {
    for (Index i = 0; i < count; ++i) {
        T value;
        std::memcpy(&value, row + i * static_cast<Index>(sizeof(T)), sizeof(T));
        to[i] = static_cast<double>(value);
    }
}

/// Any count of bits up to 32, the highest first.
void unpackBits(const std::uint8_t *row, Index count, int bits, bool isSigned, double *to) {
    std::uint64_t held = 0;
    int holds = 0;
    for (Index i = 0; i < count; ++i) {
        while (holds < bits) {
            held = held << 8 | *row++;
            holds += 8;
        }
        holds -= bits;
        const std::uint64_t value = held >> holds & ((std::uint64_t{1} << bits) - 1);
        const bool isNegative = isSigned && value >> (bits - 1);
        to[i] = static_cast<double>(value) - (isNegative ? std::ldexp(1.0, bits) : 0.0);
    }
}

} // namespace

std::unique_ptr<TiffRows> rowsOf(const TiffFile &file, const TiffPage &page, Index number) {
    if (page.contiguous > 1)
        return std::make_unique<ContiguousRows>(file, page, number);
    if (page.isTiled)
        return std::make_unique<TileRows>(file.handle(), page);
    return std::make_unique<StripRows>(file.handle(), page);
}

bool isWithin(const TiffFile &file, const TiffPage &page, Index number) {
    const std::size_t size = file.content().size(), start = static_cast<std::size_t>(TIFFGetStrileOffset(file.handle(), 0));
    return start <= size && page.bytes() > 0 && static_cast<std::size_t>(number) < (size - start) / page.bytes();
}

void unpack(const TiffPage &page, const std::uint8_t *row, double *to) {
    const Index count = page.samplesInRow();
    if (page.isReal() && page.bits == 16) {
        for (Index i = 0; i < count; ++i) {
            std::uint16_t bits;
            std::memcpy(&bits, row + 2 * i, sizeof bits);
            to[i] = half(bits);
        }
    } else if (page.bits == 8 && !page.isSigned())
        unpackAs<std::uint8_t>(row, count, to);
    else if (page.isReal())
        page.bits == 32 ? unpackAs<float>(row, count, to) : unpackAs<double>(row, count, to);
    else if (page.bits == 16)
        page.isSigned() ? unpackAs<std::int16_t>(row, count, to) : unpackAs<std::uint16_t>(row, count, to);
    else if (page.bits == 32)
        page.isSigned() ? unpackAs<std::int32_t>(row, count, to) : unpackAs<std::uint32_t>(row, count, to);
    else if (page.bits == 64)
        page.isSigned() ? unpackAs<std::int64_t>(row, count, to) : unpackAs<std::uint64_t>(row, count, to);
    else if (page.bits == 24) // libtiff has it in the machine's order
        for (Index i = 0; i < count; ++i) {
            const auto value =
                static_cast<std::int32_t>(static_cast<std::uint32_t>(row[3 * i] | row[3 * i + 1] << 8) | static_cast<std::uint32_t>(row[3 * i + 2]) << 16);
            to[i] = page.isSigned() && value >= 1 << 23 ? value - (1 << 24) : value;
        }
    else
        unpackBits(row, count, page.bits, page.isSigned(), to);
}

} // namespace hourglass::app
