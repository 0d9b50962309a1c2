// The words of a command line against a table of options. Status 2 is for words that nobody knows, 1 for values that do not fit.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace hourglass::app {

struct Option {
    std::string name;  ///< "--epochs"
    std::string value; ///< what stands for its value in the help, or empty for a switch
    std::string help;
    bool isRepeatable = false;
};

class Arguments {
public:
    /// Sorts words into options and the rest ("--name value" and "--name=value"). An unknown option, a missing value, one given twice
    /// or more than `mostPositional` other words are errors; `error.hint` says what was perhaps meant.
    static core::Result<Arguments> parse(const std::vector<std::string> &words, const std::vector<Option> &options, std::size_t mostPositional);

    bool has(const std::string &name) const { return m_values.count(name) > 0; }
    std::optional<std::string> value(const std::string &name) const;
    std::vector<std::string> values(const std::string &name) const;
    const std::vector<std::string> &positional() const { return m_positional; }

    /// The whole number of an option, or the fallback where it was not given; an error where it is none or out of range.
    core::Result<long long> integer(const std::string &name, long long fallback, long long minimum, long long maximum) const;
    /// The number of an option, above `above` and at most `maximum`.
    core::Result<double> real(const std::string &name, double fallback, double above, double maximum) const;
    /// Likewise from `minimum` to `maximum`, both with it.
    core::Result<double> number(const std::string &name, double fallback, double minimum, double maximum) const;

private:
    std::map<std::string, std::vector<std::string>> m_values;
    std::vector<std::string> m_positional;
};

} // namespace hourglass::app
