// Axes as they are written.
#include <array>
#include <charconv>
#include <cmath>

#include "engine/sweeps/sweep.h"

namespace hourglass::sweeps {

namespace {

using core::Error;

std::optional<double> numberFrom(const std::string &word) {
    double number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size() || !std::isfinite(number))
        return {};
    return number;
}

bool isWhole(const std::string &word) {
    return word.find_first_not_of("-0123456789") == std::string::npos;
}

std::string trimmed(const std::string &word) {
    const std::size_t first = word.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : word.substr(first, word.find_last_not_of(' ') - first + 1);
}

/// The N of LOW..HIGH/N, or 0 where none is said; an error where it is no number of values.
core::Result<Index> countFrom(const std::string &path, const std::string &word) {
    if (word.empty())
        return Index{0};
    const auto count = numberFrom(word);
    if (!count || !isWhole(word) || *count < 2 || *count > static_cast<double>(mostTrials))
        return Error{"\"" + word + "\" is no number of values", path, "Write 2 or more: LOW..HIGH/5."};
    return static_cast<Index>(*count);
}

core::Result<Axis> spanFrom(const std::string &path, const std::string &text, std::size_t dots) {
    const std::size_t slash = text.find('/', dots);
    const std::string low = trimmed(text.substr(0, dots)), high = trimmed(text.substr(dots + 2, slash == std::string::npos ? slash : slash - dots - 2));
    const auto from = numberFrom(low), to = numberFrom(high);
    if (!from || !to || *from >= *to)
        return Error{"\"" + text + "\" is no range", path, "Write two numbers, the lower one first: 0.0001..0.1."};
    const auto count = countFrom(path, slash == std::string::npos ? std::string() : trimmed(text.substr(slash + 1)));
    if (!count)
        return count.error();
    const Span span{*from, *to, isWhole(low) && isWhole(high), *from > 0 && *to >= 10 * *from};
    if (*count == 0)
        return Axis{path, {}, span};
    Axis axis{path, {}};
    for (Index value = 0; value < *count; ++value)
        if (std::string word = span.at(static_cast<double>(value) / static_cast<double>(*count - 1)); axis.values.empty() || axis.values.back() != word)
            axis.values.push_back(std::move(word));
    return axis;
}

} // namespace

std::string Span::at(double share) const {
    double number = isLogarithmic ? std::exp(std::log(low) + share * (std::log(high) - std::log(low))) : low + share * (high - low);
    number = share <= 0 ? low : share >= 1 ? high : number;
    if (isWhole)
        return std::to_string(std::llround(number));
    std::array<char, 32> text{};
    constexpr int digits = 4; // more would be nothing that anyone chose
    const auto written = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::general, digits);
    return {text.data(), written.ptr};
}

core::Result<Axis> readAxis(const std::string &text) {
    const std::size_t equals = text.find('=');
    const std::string path = trimmed(text.substr(0, equals));
    if (equals == std::string::npos || path.empty())
        return Error{"\"" + text + "\" varies nothing", "", "Write a setting and its values: layers.code.units=2,4,8."};
    const std::string values = text.substr(equals + 1);
    if (const std::size_t dots = values.find(".."); dots != std::string::npos && values.find(',') == std::string::npos)
        return spanFrom(path, values, dots);
    Axis axis{path, {}};
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
        end = values.find(',', begin);
        std::string word = trimmed(values.substr(begin, end == std::string::npos ? end : end - begin));
        if (word.empty())
            return Error{values.find_first_not_of(" ,") == std::string::npos ? "There are no values to try" : "A value is empty", path,
                         "Write values with commas between them: 2,4,8."};
        for (const std::string &other : axis.values)
            if (other == word)
                return Error{"The value " + word + " is there twice", path, "Write it once."};
        axis.values.push_back(std::move(word));
    }
    return axis;
}

} // namespace hourglass::sweeps
