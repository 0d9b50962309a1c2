#include "engine/spec/wording.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hourglass::spec {

std::string shortest(double number) {
    const double size = std::abs(number);
    const bool isPlain = number == 0.0 || (size >= 1e-4 && size < 1e15);
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof digits, number, isPlain ? std::chars_format::fixed : std::chars_format::scientific).ptr;
    std::string text(digits, end);
    // to_chars pads exponents to two digits and gives them a plus: 1e-08 is 1e-8, 1e+20 is 1e20.
    if (const std::size_t exponent = text.find('e'); exponent != std::string::npos) {
        if (text[exponent + 2] == '0')
            text.erase(exponent + 2, 1);
        if (text[exponent + 1] == '+')
            text.erase(exponent + 1, 1);
    }
    return text;
}

std::string quoted(const std::string &text, std::size_t longest) {
    std::size_t length = std::min(text.size(), longest);
    while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80)
        --length; // never cut inside a character
    std::string result = "\"";
    for (std::size_t i = 0; i < length; ++i) {
        const auto letter = static_cast<unsigned char>(text[i]);
        result += letter < 0x20 || letter == 0x7f ? '?' : text[i];
    }
    return result + (length < text.size() ? "…\"" : "\"");
}

bool isUtf8(const std::string &text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const int more = lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) >= text.size())
            return false;
        unsigned point = more == 0 ? lead : lead & (0x3fu >> more);
        for (int k = 1; k <= more; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
            if ((byte & 0xc0) != 0x80)
                return false;
            point = point << 6 | (byte & 0x3fu);
        }
        if ((more == 2 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) || (more == 3 && (point < 0x10000 || point > 0x10ffff)))
            return false;
        i += static_cast<std::size_t>(more) + 1;
    }
    return true;
}

} // namespace hourglass::spec
