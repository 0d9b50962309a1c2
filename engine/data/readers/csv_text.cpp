#include "engine/data/readers/csv_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>

#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;

namespace {

constexpr std::size_t pieceSize = 256 << 10;
constexpr std::uint64_t mostUnpacked = std::uint64_t{4} << 30; ///< on the way to the end of a packed file
constexpr std::uint32_t replacement = 0xFFFD;

/// 0x80 … 0x9F of Windows-1252 (unicode.org, CP1252.TXT).
constexpr std::array<std::uint16_t, 32> windows{0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void appendUtf8(std::uint32_t code, std::string &to) {
    const auto add = [&to](std::uint32_t byte) { to += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) {
        add(code);
        return;
    }
    if (code < 0x800) {
        add(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            add(0xE0 | code >> 12);
        } else {
            add(0xF0 | code >> 18);
            add(0x80 | (code >> 12 & 0x3F));
        }
        add(0x80 | (code >> 6 & 0x3F));
    }
    add(0x80 | (code & 0x3F));
}

/// Converts the whole characters at the beginning of `bytes` and leaves the rest there; a surrogate without its other half becomes the
/// replacement character, as does what is left at the end.
void convertUtf16(std::string &bytes, bool isBigEndian, bool isEnd, std::string &to) {
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<std::uint32_t>(isBigEndian ? first << 8 | second : second << 8 | first);
    };
    std::size_t at = 0;
    while (at + 1 < bytes.size()) {
        const std::uint32_t code = unit(at);
        const bool isHigh = code >= 0xD800 && code < 0xDC00, isLow = code >= 0xDC00 && code < 0xE000;
        if (isHigh && at + 3 >= bytes.size() && !isEnd)
            break;
        const std::uint32_t low = isHigh && at + 3 < bytes.size() ? unit(at + 2) : 0;
        const bool isPair = low >= 0xDC00 && low < 0xE000;
        appendUtf8(isPair ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : isHigh || isLow ? replacement : code, to);
        at += isPair ? 4 : 2;
    }
    bytes.erase(0, at);
    if (isEnd && !bytes.empty())
        appendUtf8(replacement, to);
}

} // namespace

CsvEncoding encodingOf(std::string_view bytes, bool isWhole) {
    if (bytes.starts_with("\xFF\xFE"))
        return CsvEncoding::Utf16Le;
    if (bytes.starts_with("\xFE\xFF"))
        return CsvEncoding::Utf16Be;
    std::string text(bytes);
    for (int cut = 0; cut < 4 && !isWhole && !text.empty() && !spec::isUtf8(text); ++cut)
        text.pop_back();
    return spec::isUtf8(text) ? CsvEncoding::Utf8 : CsvEncoding::Windows1252;
}

std::string fromWindows1252(std::string_view text) {
    std::string result;
    for (const char c : text)
        appendUtf8(codeInWindows1252(static_cast<unsigned char>(c)), result);
    return result;
}

std::uint32_t codeInWindows1252(unsigned char byte) {
    return byte >= 0x80 && byte < 0xA0 ? windows[byte - 0x80u] : byte;
}

std::string inUtf8(const std::string &field, CsvEncoding encoding) {
    return encoding == CsvEncoding::Windows1252 || !spec::isUtf8(field) ? fromWindows1252(field) : field;
}

core::Result<CsvText> CsvText::open(const std::string &path, CsvEncoding encoding) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    return CsvText(std::move(*stream), encoding);
}

core::Result<CsvText> CsvText::over(std::string_view text, const std::string &name) {
    auto stream = ByteStream::over(std::as_bytes(std::span(text)), name);
    if (!stream)
        return stream.error();
    return CsvText(std::move(*stream), CsvEncoding::Utf8);
}

std::optional<Error> CsvText::append(std::size_t size, std::string &to) {
    const bool isWide = m_encoding == CsvEncoding::Utf16Le || m_encoding == CsvEncoding::Utf16Be;
    std::string &raw = isWide ? m_odd : to;
    const std::size_t before = raw.size(), textBefore = to.size();
    raw.resize(before + size);
    const auto got = m_stream.read({reinterpret_cast<std::uint8_t *>(raw.data() + before), size});
    if (!got)
        return got.error();
    raw.resize(before + *got);
    m_isAtEnd = *got < size;
    if (isWide)
        convertUtf16(raw, m_encoding == CsvEncoding::Utf16Be, m_isAtEnd, to);
    if (m_isFirst) {
        m_isFirst = false;
        if (std::string_view(to).substr(textBefore).starts_with("\xEF\xBB\xBF"))
            to.erase(textBefore, 3);
        const std::string_view text = std::string_view(to).substr(textBefore);
        m_hasReturnsAlone = text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos;
    }
    if (m_hasReturnsAlone)
        std::replace(to.begin() + static_cast<std::ptrdiff_t>(textBefore), to.end(), '\r', '\n');
    if (m_isAtEnd && !to.empty() && to.back() != '\n')
        to += '\n';
    return {};
}

std::optional<Error> CsvText::next(const CsvDialect &dialect, std::size_t size, std::string &block) {
    block.clear();
    std::swap(block, m_carry);
    std::size_t whole = 0;
    while (true) {
        if (!m_isAtEnd)
            if (auto error = append(block.size() < size ? size - block.size() : std::max(pieceSize, block.size()), block))
                return error;
        const std::string_view given = std::string_view(block).substr(0, block.size() - std::min(block.size(), m_heldBack));
        whole = wholeRows(given, dialect, m_isAtEnd);
        if (whole > 0 || m_isAtEnd)
            break;
        if (given.size() > longestCsvRow)
            return Error{"a row is longer than " + std::to_string(longestCsvRow >> 20) + " MB", m_stream.name(),
                         "Each sample needs a line of its own; is this a delimited text?"};
    }
    m_carry.assign(block, whole);
    block.resize(whole);
    if (whole == 0 && m_isAtEnd) // what is held back
        m_carry.clear();
    if (whole > 0)
        block.append(slack, '\0');
    return {};
}

std::optional<Error> CsvText::skipLines(std::size_t count) {
    std::size_t at = 0;
    while (count > 0) {
        const std::size_t found = m_carry.find('\n', at);
        if (found != std::string::npos) {
            at = found + 1;
            --count;
            continue;
        }
        m_carry.erase(0, at);
        at = 0;
        if (m_isAtEnd) {
            m_carry.clear();
            return {};
        }
        if (auto error = append(pieceSize, m_carry))
            return error;
    }
    m_carry.erase(0, at);
    return {};
}

core::Result<std::string> CsvText::endOf(const std::string &path, CsvEncoding encoding, std::size_t size) {
    auto text = open(path, encoding);
    if (!text)
        return text.error();
    std::string end;
    std::uint64_t passed = 0;
    if (const std::uint64_t all = text->m_stream.mostRemaining(); !text->m_stream.isPacked() && all > 2 * size) {
        passed = (all - size) & ~std::uint64_t{1}; // of UTF-16, whole units
        std::ifstream file(path, std::ios::binary);
        file.seekg(static_cast<std::streamoff>(passed));
        std::string raw(static_cast<std::size_t>(all - passed), '\0');
        file.read(raw.data(), static_cast<std::streamsize>(raw.size()));
        raw.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
        const bool isWide = encoding == CsvEncoding::Utf16Le || encoding == CsvEncoding::Utf16Be;
        if (isWide)
            convertUtf16(raw, encoding == CsvEncoding::Utf16Be, true, end);
        else
            end = std::move(raw);
        if (end.find('\n') == std::string::npos)
            std::replace(end.begin(), end.end(), '\r', '\n');
        if (!end.empty() && end.back() != '\n')
            end += '\n';
    } else {
        while (!text->m_isAtEnd) {
            if (passed > mostUnpacked)
                return std::string();
            if (auto error = text->append(pieceSize, end))
                return *error;
            if (end.size() > 2 * size + pieceSize) {
                passed += end.size() - size;
                end.erase(0, end.size() - size);
            }
        }
    }
    if (passed > 0)
        end.erase(0, std::min(end.find('\n'), end.size() - 1) + 1);
    return end;
}

core::Result<std::string> CsvText::peek(std::size_t size, std::size_t lines) {
    std::size_t wanted = size;
    while (!m_isAtEnd) {
        if (m_carry.size() < wanted) {
            if (auto error = append(wanted - m_carry.size(), m_carry))
                return *error;
            continue;
        }
        if (static_cast<std::size_t>(std::count(m_carry.begin(), m_carry.end(), '\n')) >= lines || m_carry.size() > longestCsvRow)
            break;
        wanted = 2 * m_carry.size();
    }
    return m_carry;
}

} // namespace hourglass::data
