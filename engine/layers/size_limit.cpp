#include "engine/layers/size_limit.h"

#include <charconv>
#include <utility>

namespace hourglass::layers {

namespace {

std::string wholeNumber(double number) {
    char digits[400];
    return {digits, std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed, 0).ptr};
}

std::string megabytes(double count) {
    return " (" + wholeNumber(count * sizeof(float) / 1e6) + " MB)";
}

} // namespace

core::Error tooLarge(const char *who, double count, const char *noun, std::string hint) {
    constexpr auto limit = static_cast<double>(largestTensor);
    std::string what = who;
    what += ' ' + wholeNumber(count) + ' ';
    what += noun + megabytes(count) + ", more than ";
    what += wholeNumber(limit) + megabytes(limit);
    return {std::move(what), "", std::move(hint)};
}

} // namespace hourglass::layers
