#include "app/commands/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/spec/nearest.h"

namespace hourglass::app {

namespace {

std::string boundText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

std::optional<double> finiteNumber(const std::string &text) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

} // namespace

core::Result<Arguments> Arguments::parse(const std::vector<std::string> &words, const std::vector<Option> &options, std::size_t mostPositional) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (word.size() < 2 || word[0] != '-') {
            if (arguments.m_positional.size() == mostPositional)
                return core::Error{"\"" + word + "\" is one word too many", "", "See --help."};
            arguments.m_positional.push_back(word);
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const auto option = std::find_if(options.begin(), options.end(), [&](const Option &o) { return o.name == name; });
        if (option == options.end()) {
            std::vector<std::string> names;
            for (const Option &known : options)
                names.push_back(known.name);
            const std::string meant = spec::nearest(name, names);
            return core::Error{"There is no option " + name, "", meant.empty() ? "See --help." : "Did you mean " + meant + "?"};
        }
        std::string value;
        if (option->value.empty()) {
            if (equals != std::string::npos)
                return core::Error{"The option " + name + " takes no value", "", ""};
        } else if (equals != std::string::npos) {
            value = word.substr(equals + 1);
        } else {
            if (i + 1 == words.size())
                return core::Error{"The option " + name + " needs a value: " + name + " " + option->value, "", ""};
            value = words[++i];
        }
        std::vector<std::string> &values = arguments.m_values[name];
        if (!values.empty() && !option->isRepeatable)
            return core::Error{"The option " + name + " is given twice", "", "Give it once."};
        values.push_back(value);
    }
    return arguments;
}

std::optional<std::string> Arguments::value(const std::string &name) const {
    const auto found = m_values.find(name);
    if (found == m_values.end())
        return {};
    return found->second.front();
}

std::vector<std::string> Arguments::values(const std::string &name) const {
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::vector<std::string>{} : found->second;
}

core::Result<long long> Arguments::integer(const std::string &name, long long fallback, long long minimum, long long maximum) const {
    const std::optional<std::string> text = value(name);
    if (!text)
        return fallback;
    long long number = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (problem != std::errc() || end != text->data() + text->size() || number < minimum || number > maximum)
        return core::Error{"\"" + *text + "\" is no whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum), name, ""};
    return number;
}

core::Result<double> Arguments::real(const std::string &name, double fallback, double above, double maximum) const {
    const std::optional<std::string> text = value(name);
    if (!text)
        return fallback;
    const std::optional<double> number = finiteNumber(*text);
    if (!number || *number <= above || *number > maximum)
        return core::Error{"\"" + *text + "\" is no number above " + boundText(above) + " and at most " + boundText(maximum), name, ""};
    return *number;
}

core::Result<double> Arguments::number(const std::string &name, double fallback, double minimum, double maximum) const {
    const std::optional<std::string> text = value(name);
    if (!text)
        return fallback;
    const std::optional<double> number = finiteNumber(*text);
    if (!number || *number < minimum || *number > maximum)
        return core::Error{"\"" + *text + "\" is no number from " + boundText(minimum) + " to " + boundText(maximum), name, ""};
    return *number;
}

} // namespace hourglass::app
