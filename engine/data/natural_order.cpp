#include "engine/data/natural_order.h"

#include <string_view>

namespace hourglass::data {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits that begin at `at`, without zeros before them; moves behind them.
std::string_view numberAt(const std::string &text, std::size_t &at) {
    while (at < text.size() && text[at] == '0')
        ++at;
    const std::size_t begin = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return std::string_view(text).substr(begin, at - begin);
}

} // namespace

bool comesBefore(const std::string &a, const std::string &b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const std::string_view first = numberAt(a, i), second = numberAt(b, j);
            if (first.size() != second.size())
                return first.size() < second.size();
            if (first != second)
                return first < second;
        } else {
            if (a[i] != b[j])
                return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
            ++i;
            ++j;
        }
    }
    if (i < a.size() || j < b.size())
        return i >= a.size();
    return a < b;
}

} // namespace hourglass::data
