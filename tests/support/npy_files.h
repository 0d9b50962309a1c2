// Builds arrays in NumPy's format.
#pragma once

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "tests/support/idx_files.h"

namespace hourglass::tests {

/// Of a type such as "<f4" and a shape such as "(3, 2)".
inline Bytes npyOf(const std::string &type, const std::string &shape, const Bytes &content) {
    const std::string literal = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<std::uint8_t>(literal.size() & 255), static_cast<std::uint8_t>(literal.size() >> 8)};
    bytes.insert(bytes.end(), literal.begin(), literal.end());
    bytes.insert(bytes.end(), content.begin(), content.end());
    return bytes;
}

inline Bytes npyOf(const std::string &shape, const std::vector<float> &values) {
    Bytes content;
    for (const float value : values) {
        const Bytes word = bigEndian(std::bit_cast<std::uint32_t>(value), 4);
        content.insert(content.end(), word.rbegin(), word.rend());
    }
    return npyOf("<f4", shape, content);
}

/// Words of so many letters, as NumPy has them: UTF-32, filled up with zeros.
inline Bytes npyOf(const std::string &shape, const std::vector<std::u32string> &words, std::size_t letters, bool isBigEndian = false) {
    Bytes content;
    for (std::u32string word : words) {
        word.resize(letters);
        for (const char32_t letter : word) {
            Bytes four = bigEndian(static_cast<std::uint32_t>(letter), 4);
            if (!isBigEndian)
                std::reverse(four.begin(), four.end());
            content.insert(content.end(), four.begin(), four.end());
        }
    }
    return npyOf((isBigEndian ? ">U" : "<U") + std::to_string(letters), shape, content);
}

} // namespace hourglass::tests
