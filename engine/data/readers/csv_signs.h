// Characters of a delimited text that stand for plain ones in numbers and dates: blanks, minus signs and apostrophes of many kinds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hourglass::data {

struct CsvCharacter {
    std::uint32_t code = 0; ///< of Unicode
    std::size_t size = 1;   ///< bytes
};

/// The character that begins at `at`: of UTF-8, or of Windows-1252 where the bytes are none of UTF-8.
CsvCharacter characterAt(std::string_view text, std::size_t at);

/// Whether any byte is beyond ASCII.
bool isBeyondAscii(std::string_view text);

/// The text with ' ' for every kind of blank (no-break, thin, ideographic), '-' for the minus sign and its like, '\'' for apostrophes, and
/// the digits and signs of full width as those of ASCII; without blanks at both ends.
std::string withPlainSigns(std::string_view text);

/// A sign of a currency: $, €, £, ¥, ¢ and those of U+20A0 … U+20CF.
bool isCurrency(std::uint32_t code);

/// A Latin letter with an accent without it, in lower case: é is e. 0 for all else beyond ASCII.
char withoutAccent(std::uint32_t code);

} // namespace hourglass::data
