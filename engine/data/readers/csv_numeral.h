// Numbers that are written with more than digits: signs of currencies, %, units, thousands kept apart, brackets for what is negative.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hourglass::data {

/// One number as it is written, taken apart.
struct CsvNumeral {
    std::string plain;          ///< sign, digits, point, exponent
    std::string unit;           ///< what stands before and behind: "%", "$", "kg"; or empty
    bool isUnitApart = false;   ///< it is a currency, a % or behind a blank: "5 kg" rather than "5a"
    char separator = 0;         ///< between thousands: ',', '.', ' ' or '\''; 0: none
    std::size_t separators = 0; ///< how many
    bool hasFraction = false;
    bool isBracketed = false;  ///< and so negative
    bool hasZeroGroup = false; ///< a group behind a separator begins with 0, as no number of its own does
};

/// Takes a number apart; false where the text is none. Dates are none.
bool takeApart(std::string_view text, char point, CsvNumeral &numeral);

/// A plain number, or one that can be taken apart.
bool isNumeral(std::string_view text, char point);

} // namespace hourglass::data
