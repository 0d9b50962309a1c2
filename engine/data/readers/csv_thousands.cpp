#include "engine/data/readers/csv_thousands.h"

#include <cstddef>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

namespace {

std::size_t digitsFrom(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

} // namespace

bool takeOutThousands(std::string_view text, char point, std::string &plain) {
    const char separator = thousandsSign(point);
    std::size_t at = !text.empty() && (text.front() == '-' || text.front() == '+') ? 1 : 0;
    const std::size_t first = digitsFrom(text, at);
    if (first < 1 || first > 3 || at + first >= text.size() || text[at + first] != separator)
        return false;
    for (at += first; at < text.size() && text[at] == separator; at += 4)
        if (digitsFrom(text, at + 1) != 3)
            return false;
    if (at < text.size() && text[at] == point)
        at += 1 + digitsFrom(text, at + 1);
    if (at != text.size())
        return false;
    plain.assign(text);
    std::erase(plain, separator);
    return true;
}

} // namespace hourglass::data
