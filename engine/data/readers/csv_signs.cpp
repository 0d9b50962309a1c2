#include "engine/data/readers/csv_signs.h"

#include <algorithm>

#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/csv_text.h"

namespace hourglass::data {

namespace {

bool isBlankCode(std::uint32_t code) {
    return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x202F ||
           code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF;
}

/// Hyphens of several kinds, en dash, minus; the em dash stands where there is no number.
bool isMinusCode(std::uint32_t code) {
    return (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xFE58 || code == 0xFE63 || code == 0xFF0D;
}

bool isApostropheCode(std::uint32_t code) {
    return code == 0xB4 || code == 0x2018 || code == 0x2019 || code == 0x2032 || code == 0x02BC;
}

} // namespace

CsvCharacter characterAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
    const std::uint32_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    const std::size_t size = first >= 0xF0 && first < 0xF8 ? 4 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC2 && first < 0xE0 ? 2 : 1;
    std::uint32_t code = first & (0x7Fu >> size);
    bool isWhole = size > 1;
    for (std::size_t i = 1; i < size; ++i) {
        isWhole = isWhole && (byte(i) & 0xC0) == 0x80;
        code = code << 6 | (byte(i) & 0x3F);
    }
    return isWhole ? CsvCharacter{code, size} : CsvCharacter{codeInWindows1252(static_cast<unsigned char>(first)), 1};
}

bool isBeyondAscii(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string withPlainSigns(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, size] = characterAt(text, at);
        if (isBlankCode(code))
            plain += ' ';
        else if (isMinusCode(code))
            plain += '-';
        else if (isApostropheCode(code))
            plain += '\'';
        else if (code > 0xFF00 && code < 0xFF5F) // full width
            plain += static_cast<char>(code - 0xFEE0);
        else
            plain += text.substr(at, size);
        at += size;
    }
    return std::string(trimmed(plain));
}

bool isCurrency(std::uint32_t code) {
    return code == '$' || (code >= 0xA2 && code <= 0xA5) || (code >= 0x20A0 && code <= 0x20CF) || code == 0x0E3F || code == 0xFFE5;
}

char withoutAccent(std::uint32_t code) {
    // U+00C0 … U+00FF, capitals first; '\0' for those that are no letters of this kind.
    constexpr std::string_view latin("aaaaaaaceeeeiiiidnooooo\0ouuuuyts", 32);
    if (code >= 0xC0 && code <= 0xFF)
        return latin[(code - 0xC0) & 31];
    struct Letter {
        std::uint32_t code;
        char plain;
    };
    // Of months' names: ą ć ę ł ń ś ź ż ı ş ğ and the Czech letters.
    for (const Letter &known : {Letter{0x105, 'a'}, Letter{0x107, 'c'}, Letter{0x119, 'e'}, Letter{0x142, 'l'}, Letter{0x144, 'n'}, Letter{0x15B, 's'},
                                Letter{0x17A, 'z'}, Letter{0x17C, 'z'}, Letter{0x131, 'i'}, Letter{0x15F, 's'}, Letter{0x11F, 'g'}, Letter{0x10D, 'c'},
                                Letter{0x11B, 'e'}, Letter{0x159, 'r'}, Letter{0x161, 's'}, Letter{0x17E, 'z'}, Letter{0x16F, 'u'}})
        if (code == known.code || code + 1 == known.code)
            return known.plain;
    return 0;
}

} // namespace hourglass::data
