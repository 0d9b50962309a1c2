#include "app/pictures/tiff_page.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

namespace hourglass::app {

namespace {

constexpr tmsize_t mostBytesAtOnce = tmsize_t{1} << 30;

int silent(TIFF *, void *, const char *, const char *, va_list) {
    return 1; // no other handler is asked
}

} // namespace

TiffFile::TiffFile(std::string_view content) : m_content(content) {
    static const auto read = [](thandle_t self, void *to, tmsize_t count) -> tmsize_t {
        auto &file = *static_cast<TiffFile *>(self);
        if (count <= 0 || file.m_place >= file.m_content.size())
            return 0;
        const std::size_t taken = std::min<std::size_t>(static_cast<std::size_t>(count), file.m_content.size() - file.m_place);
        std::memcpy(to, file.m_content.data() + file.m_place, taken);
        file.m_place += taken;
        return static_cast<tmsize_t>(taken);
    };
    static const auto seek = [](thandle_t self, toff_t offset, int from) -> toff_t {
        auto &file = *static_cast<TiffFile *>(self);
        file.m_place = offset + (from == SEEK_CUR ? file.m_place : from == SEEK_END ? file.m_content.size() : 0);
        return file.m_place;
    };
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options)
        return;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, mostBytesAtOnce);
    TIFFOpenOptionsSetErrorHandlerExtR(options, silent, nullptr);
    TIFFOpenOptionsSetWarningHandlerExtR(options, silent, nullptr);
    m_handle = TIFFClientOpenExt(
        "picture", "rm", this, read, [](thandle_t, void *, tmsize_t) -> tmsize_t { return 0; }, seek, [](thandle_t) { return 0; },
        [](thandle_t self) -> toff_t { return static_cast<TiffFile *>(self)->m_content.size(); }, nullptr, nullptr, options);
    TIFFOpenOptionsFree(options);
}

TiffFile::~TiffFile() {
    if (m_handle)
        TIFFClose(m_handle);
}

Index TiffPage::opacity() const {
    for (std::size_t i = 0; i < extras.size(); ++i)
        if (extras[i] == EXTRASAMPLE_ASSOCALPHA || extras[i] == EXTRASAMPLE_UNASSALPHA)
            return samples - static_cast<Index>(extras.size()) + static_cast<Index>(i);
    return -1;
}

bool TiffPage::needsColours() const {
    const bool isPlain = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_RGB;
    return bits == 1 || bits == 2 || bits == 4 || (holdsBytes() && !isPlain);
}

double TiffPage::lowest() const {
    return isSigned() ? -std::ldexp(1.0, bits - 1) : 0.0;
}

double TiffPage::highest() const {
    return isReal() ? 1.0 : std::ldexp(1.0, isSigned() ? bits - 1 : bits) - 1.0;
}

namespace {

/// ImageJ writes "images=N" in one directory; tifffile writes {"shape": […], "truncated": true}.
Index contiguousPages(const TiffPage &page) {
    if (page.description.starts_with("ImageJ=")) {
        const std::size_t at = page.description.find("\nimages=");
        return at == std::string::npos ? 1 : std::max<Index>(1, std::strtoll(page.description.c_str() + at + 8, nullptr, 10));
    }
    const auto said = nlohmann::json::parse(page.description, nullptr, false);
    if (!said.is_object() || !said.contains("shape") || !said["shape"].is_array() || !said.contains("truncated") || said["truncated"] != true)
        return 1;
    double pages = 1.0 / static_cast<double>(page.width * page.height * page.samples);
    for (const auto &extent : said["shape"])
        pages *= extent.is_number_unsigned() ? extent.get<double>() : 0.0;
    return pages >= 1 && pages < 1e9 ? std::llround(pages) : 1;
}

} // namespace

TiffPage pageOf(TIFF *file) {
    TiffPage page;
    std::uint32_t width = 0, height = 0, sort = 0;
    std::uint16_t number = 0;
    const auto tag = [file, &number](std::uint32_t which) -> int { return TIFFGetFieldDefaulted(file, which, &number) ? number : 0; };
    TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(file, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(file, TIFFTAG_SUBFILETYPE, &sort);
    page.width = width, page.height = height;
    page.isCopy = sort & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK);
    page.samples = std::max(1, tag(TIFFTAG_SAMPLESPERPIXEL));
    page.bits = tag(TIFFTAG_BITSPERSAMPLE);
    page.format = tag(TIFFTAG_SAMPLEFORMAT);
    if (page.format == 0 || page.format == SAMPLEFORMAT_VOID)
        page.format = SAMPLEFORMAT_UINT;
    page.compression = tag(TIFFTAG_COMPRESSION);
    page.orientation = tag(TIFFTAG_ORIENTATION);
    page.isPlanar = tag(TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE && page.samples > 1;
    page.isTiled = TIFFIsTiled(file);
    if (TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &number))
        page.photometric = number;
    else
        page.photometric = page.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    std::uint16_t *extras = nullptr;
    if (TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &number, &extras) && extras)
        page.extras.assign(extras, extras + std::min<Index>(number, page.samples));
    const char *text = nullptr;
    if (TIFFGetField(file, TIFFTAG_IMAGEDESCRIPTION, &text) && text)
        page.description = text;
    std::uint32_t length = 0;
    page.nothing = std::numeric_limits<double>::quiet_NaN();
    if (TIFFGetField(file, TIFFTAG_GDAL_NODATA, &length, &text) && text && length > 0)
        page.nothing = std::strtod(std::string(text, length).c_str(), nullptr);
    if (page.width > 0 && page.height > 0 && page.compression == COMPRESSION_NONE && !page.isTiled && page.bits % 8 == 0)
        page.contiguous = contiguousPages(page);
    return page;
}

namespace {

std::size_t placeOf(const TiffFile &file, const TiffPage &page, Index number) {
    return static_cast<std::size_t>(TIFFGetStrileOffset(file.handle(), 0)) + static_cast<std::size_t>(number) * page.bytes();
}

/// Straight from the bytes of an unpacked file.
class ContiguousRows : public TiffRows {
public:
    ContiguousRows(const TiffFile &file, const TiffPage &page, Index number)
        : m_page(page), m_start(reinterpret_cast<const std::uint8_t *>(file.content().data()) + placeOf(file, page, number)), m_isSwapped(TIFFIsByteSwapped(file.handle())),
          m_row(page.bytesInRow()) {}

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
            std::memcpy(m_row.data() + at, m_tiles.data() + tile * m_bytes + static_cast<std::size_t>(y % m_height) * m_bytesInTileRow, std::min(inTile, m_row.size() - at));
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
            const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(row[3 * i] | row[3 * i + 1] << 8) | static_cast<std::uint32_t>(row[3 * i + 2]) << 16);
            to[i] = page.isSigned() && value >= 1 << 23 ? value - (1 << 24) : value;
        }
    else
        unpackBits(row, count, page.bits, page.isSigned(), to);
}

} // namespace hourglass::app
