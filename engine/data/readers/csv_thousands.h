// Numbers whose thousands are kept apart: 1,234,567.5 or, with a decimal comma, 1.234.567,5.
#pragma once

#include <string>
#include <string_view>

namespace hourglass::data {

/// The sign that stands between thousands, where `point` stands before the decimals.
constexpr char thousandsSign(char point) {
    return point == ',' ? '.' : ',';
}

/// Whether separators stand as they do between thousands: one to three digits, then threes, then perhaps decimals. `plain` is the number without
/// them then.
bool takeOutThousands(std::string_view text, char point, std::string &plain);

} // namespace hourglass::data
