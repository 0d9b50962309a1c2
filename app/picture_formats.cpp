#include "app/picture_formats.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

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

/// Chunks of length, type, data and the checksum of type and data, up to IEND (ISO/IEC 15948, 5.3).
bool isWholePng(std::string_view content) {
    for (std::size_t at = pngStart.size(); content.size() - at >= 12;) {
        const std::size_t length = bigEndian(content, at);
        if (length > content.size() - at - 12)
            return false;
        const std::string_view checked = content.substr(at + 4, 4 + length);
        if (crc32_z(0, reinterpret_cast<const Bytef *>(checked.data()), checked.size()) != bigEndian(content, at + 8 + length))
            return false;
        if (checked.substr(0, 4) == "IEND")
            return true;
        at += 12 + length;
    }
    return false;
}

/// Neither marker can be within a scan, where FF is followed by 0 or a restart (ITU-T T.81, B.1.1.5).
bool isWholeJpeg(std::string_view content) {
    const std::size_t scan = content.rfind("\xff\xda"sv), end = content.rfind("\xff\xd9"sv);
    return scan != std::string_view::npos && end != std::string_view::npos && end > scan;
}

/// The first directory lies within the file (TIFF 6.0, section 2).
bool isWholeTiff(std::string_view content) {
    if (content.size() < 8)
        return false;
    const bool isLittle = content.front() == 'I';
    const auto number = [content, isLittle](std::size_t at, std::size_t count) {
        std::size_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value |= static_cast<std::size_t>(static_cast<unsigned char>(content[at + i])) << 8 * (isLittle ? i : count - 1 - i);
        return value;
    };
    const std::size_t directory = number(4, 4);
    return directory <= content.size() - 2 && 12 * number(directory, 2) <= content.size() - 2 - directory;
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
    if (content.starts_with("II*\0"sv) || content.starts_with("MM\0*"sv))
        return "tiff";
    return nullptr;
}

bool isWholePicture(std::string_view content, std::string_view format) {
    return format == "png" ? isWholePng(content) : format == "jpeg" ? isWholeJpeg(content) : format == "tiff" ? isWholeTiff(content) : true;
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
