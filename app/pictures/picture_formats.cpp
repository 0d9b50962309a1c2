#include "app/pictures/picture_formats.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <zlib.h>

namespace hourglass::app {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view pngStart = "\x89PNG\r\n\x1a\n"sv;

std::uint32_t bigEndian(std::string_view content, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(content[at + i]);
    return value;
}

/// Calls visit(type, data) for the chunks of length, type, data and checksum (ISO/IEC 15948, 5.3) until it returns false or one is not whole. True once IEND
/// was.
template <class Visit>
bool visitPngChunks(std::string_view content, Visit visit) {
    for (std::size_t at = pngStart.size(); content.size() - at >= 12;) {
        const std::size_t length = bigEndian(content, at);
        if (length > content.size() - at - 12 || !visit(content.substr(at + 4, 4), content.substr(at + 8, length)))
            return false;
        if (content.substr(at + 4, 4) == "IEND")
            return true;
        at += 12 + length;
    }
    return false;
}

/// The first chunk, as ISO/IEC 15948, 11.2.2 allows it: libpng tells the terminal of any other.
bool isPngHeader(std::string_view type, std::string_view data) {
    if (type != "IHDR" || data.size() != 13)
        return false;
    const auto byte = [data](std::size_t at) { return static_cast<unsigned char>(data[at]); };
    constexpr std::uint32_t largest = 0x7fffffff;
    const std::uint32_t width = bigEndian(data, 0), height = bigEndian(data, 4);
    const int depth = byte(8), colour = byte(9);
    const bool isDepth = colour == 0   ? depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16
                         : colour == 3 ? depth == 1 || depth == 2 || depth == 4 || depth == 8
                                       : (colour == 2 || colour == 4 || colour == 6) && (depth == 8 || depth == 16);
    return width > 0 && width <= largest && height > 0 && height <= largest && isDepth && byte(10) == 0 && byte(11) == 0 && byte(12) <= 1;
}

/// All chunks are there up to IEND, and their checksums are of type and data.
bool isWholePng(std::string_view content) {
    bool isFirst = true;
    return visitPngChunks(content, [&isFirst](std::string_view type, std::string_view data) {
        if (std::exchange(isFirst, false) && !isPngHeader(type, data))
            return false;
        const auto checksum = crc32_z(0, reinterpret_cast<const Bytef *>(type.data()), type.size() + data.size());
        return checksum == bigEndian({data.data(), data.size() + 4}, data.size());
    });
}

/// Neither marker can be within a scan, where FF is followed by 0 or a restart (ITU-T T.81, B.1.1.5).
bool isWholeJpeg(std::string_view content) {
    const std::size_t scan = content.rfind("\xff\xda"sv), end = content.rfind("\xff\xd9"sv);
    return scan != std::string_view::npos && end != std::string_view::npos && end > scan;
}

/// The first directory lies within the file (TIFF 6.0, section 2; BigTIFF has numbers of eight bytes, and twenty for an entry).
bool isWholeTiff(std::string_view content) {
    if (content.size() < 16)
        return false;
    const bool isLittle = content.front() == 'I';
    const auto number = [content, isLittle](std::size_t at, std::size_t count) {
        std::size_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value |= static_cast<std::size_t>(static_cast<unsigned char>(content[at + i])) << 8 * (isLittle ? i : count - 1 - i);
        return value;
    };
    const bool isBig = number(2, 2) == 43;
    const std::size_t directory = isBig ? number(8, 8) : number(4, 4), counted = isBig ? 8 : 2, entry = isBig ? 20 : 12;
    return directory <= content.size() - counted && number(directory, counted) <= (content.size() - counted - directory) / entry;
}

/// The brand of a container that begins with a box "ftyp" (ISO/IEC 14496-12, 4.3).
std::string brandedFormat(std::string_view brand) {
    if (brand == "avif" || brand == "avis")
        return "an AVIF picture";
    if (brand == "heic" || brand == "heix" || brand == "heim" || brand == "heis" || brand == "mif1" || brand == "msf1" || brand == "hevc")
        return "a HEIC picture";
    return brand == "crx " ? "a raw picture of a camera" : "a film";
}

} // namespace

const char *pictureFormatOf(std::string_view content) {
    if (content.starts_with(pngStart))
        return "png";
    if (content.starts_with("\xff\xd8\xff"sv))
        return "jpeg";
    if (content.starts_with("GIF87a"sv) || content.starts_with("GIF89a"sv))
        return "gif";
    if (content.starts_with("BM"sv))
        return "bmp";
    if (content.starts_with("RIFF"sv) && content.substr(4).substr(0, 8).ends_with("WEBP"sv))
        return "webp";
    if (content.starts_with("II*\0"sv) || content.starts_with("MM\0*"sv) || content.starts_with("II+\0"sv) || content.starts_with("MM\0+"sv))
        return "tiff";
    if (content.size() > 2 && content[0] == 'P' && content[1] >= '1' && content[1] <= '6' &&
        (content[2] == '#' || std::isspace(static_cast<unsigned char>(content[2]))))
        return "pnm";
    return nullptr;
}

bool isWholePicture(std::string_view content, std::string_view format) {
    return format == "png" ? isWholePng(content) : format == "jpeg" ? isWholeJpeg(content) : format == "tiff" ? isWholeTiff(content) : true;
}

std::string foreignFormatOf(std::string_view content) {
    struct Known {
        std::string_view start;
        const char *name;
    };
    static constexpr Known known[] = {{"\0\0\0\x0cjP  \r\n\x87\n"sv, "a JPEG 2000 picture"},
                                      {"\xff\x4f\xff\x51"sv, "a JPEG 2000 picture"},
                                      {"\0\0\0\x0cJXL "sv, "a JPEG XL picture"},
                                      {"\xff\x0a"sv, "a JPEG XL picture"},
                                      {"8BPS"sv, "a Photoshop document"},
                                      {"v/1\x01"sv, "an OpenEXR picture"},
                                      {"#?RADIANCE"sv, "a Radiance HDR picture"},
                                      {"\0\0\x01\0"sv, "an icon"},
                                      {"%PDF"sv, "a PDF document"},
                                      {"<?xml"sv, "XML, perhaps an SVG drawing"},
                                      {"<svg"sv, "an SVG drawing"},
                                      {"%!PS"sv, "PostScript"},
                                      {"<!DOCTYPE html"sv, "a web page"},
                                      {"<html"sv, "a web page"},
                                      {"DDS "sv, "a DDS texture"},
                                      {"SIMPLE  ="sv, "a FITS file"},
                                      {"P7\n"sv, "a PAM picture"},
                                      {"PF\n"sv, "a PFM picture"},
                                      {"Pf\n"sv, "a PFM picture"},
                                      {"\x93NUMPY"sv, "a NumPy array"},
                                      {"\x89HDF"sv, "an HDF5 file"},
                                      {"PK\x03\x04"sv, "a zip archive"},
                                      {"\x1f\x8b"sv, "packed with gzip"},
                                      {"version https://git-lfs"sv, "a pointer of Git LFS, without the picture"}};
    for (const Known &format : known)
        if (content.starts_with(format.start))
            return format.name;
    if (content.size() >= 12 && content.substr(4, 4) == "ftyp")
        return brandedFormat(content.substr(8, 4));
    if (content.size() >= 132 && content.substr(128, 4) == "DICM")
        return "a DICOM picture";
    return {};
}

data::PictureSize pngSize(std::string_view content) {
    return {bigEndian(content, 16), bigEndian(content, 20)};
}

bool hasMetadata(std::string_view content, std::string_view format) {
    constexpr std::size_t flagsAt = 20;
    constexpr unsigned char exifOrXmp = 0x08 | 0x04; // of the chunk VP8X
    if (format == "webp")
        return content.size() > flagsAt && content.substr(12, 4) == "VP8X" && (static_cast<unsigned char>(content[flagsAt]) & exifOrXmp);
    if (format == "jpeg") { // the standard packet of XMP is one segment in front of the picture
        const std::string_view segments = content.substr(0, std::size_t{1} << 18);
        const std::size_t packet = segments.find("http://ns.adobe.com/xap/1.0/");
        return packet != std::string_view::npos && segments.find("Orientation", packet) != std::string_view::npos;
    }
    bool isFound = false;
    if (format == "png")
        (void)visitPngChunks(content, [&isFound](std::string_view type, std::string_view data) {
            const bool isText = type == "tEXt" || type == "zTXt" || type == "iTXt";
            isFound = type == "eXIf" || (isText && (data.starts_with("XML:com.adobe.xmp") || data.starts_with("Raw profile type")));
            return !isFound;
        });
    return isFound;
}

core::Index furtherPngFrames(std::string_view content) {
    core::Index frames = 0;
    (void)visitPngChunks(content, [&frames](std::string_view type, std::string_view data) {
        if (type == "acTL" && data.size() >= 4)
            frames = bigEndian(data, 0);
        return type != "IDAT" && frames == 0;
    });
    return frames > 0 ? frames - 1 : 0;
}

bool isMovingWebp(std::string_view content) {
    constexpr std::size_t flagsAt = 20;
    constexpr unsigned char moves = 0x02; // of the chunk VP8X
    return content.size() > flagsAt && content.substr(12, 4) == "VP8X" && (static_cast<unsigned char>(content[flagsAt]) & moves);
}

/// The screen with its colours, then blocks up to the trailer: extensions and images, each ending in sub-blocks up to an empty one (GIF89a, 15 to 27).
data::PictureSize gifCanvas(std::string_view content) {
    constexpr std::size_t screenEnd = 13, descriptorLength = 10;
    constexpr unsigned char hasColours = 0x80, extension = 0x21, image = 0x2c;
    if (content.size() < screenEnd)
        return {};
    const auto byte = [content](std::size_t at) { return at < content.size() ? static_cast<unsigned char>(content[at]) : 0u; };
    const auto number = [byte](std::size_t at) { return static_cast<core::Index>(byte(at) | byte(at + 1) << 8); };
    const auto colours = [byte](std::size_t at) { return byte(at) & hasColours ? std::size_t{3} << ((byte(at) & 7) + 1) : 0; };
    data::PictureSize canvas{number(6), number(8)};
    std::size_t at = screenEnd + colours(10);
    while (byte(at) == extension || byte(at) == image) {
        if (byte(at) == image) {
            canvas.width = std::max(canvas.width, number(at + 1) + number(at + 5));
            canvas.height = std::max(canvas.height, number(at + 3) + number(at + 7));
            at += descriptorLength + colours(at + 9) + 1; // and the size of its codes
        } else {
            at += 2; // and its label
        }
        while (byte(at) > 0)
            at += byte(at) + 1;
        ++at;
    }
    return canvas;
}

} // namespace hourglass::app
