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

} // namespace hourglass::app
