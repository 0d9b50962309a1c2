// Arrays that commands are given beside a stack: codes, samples, labels, factors; and settings on the command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/spec/setting.h"

namespace hourglass::app {

struct Codes {
    std::vector<float> numbers; ///< a sample a column
    core::Index samples = 0, dimensions = 0;
    core::ConstView view() const { return {numbers.data(), dimensions, samples, dimensions}; }
};

/// (samples, units) or (samples, …); numbers that are not finite stay. `noun` is what they are called in errors.
core::Result<Codes> codesFrom(const std::string &path);
/// Samples of any shape, flat; bytes are divided by 255.
core::Result<Codes> samplesFrom(const std::string &path);

struct FileLabels {
    std::vector<std::int32_t> labels; ///< one a code; −1: none
    std::vector<std::string> names;
};
/// For so many codes.
core::Result<FileLabels> labelsFrom(const std::string &path, core::Index samples);

/// "perplexity=40": a word, a number, or true or false.
core::Result<spec::Values> settingsFrom(const std::vector<std::string> &assignments, const std::string &example);

} // namespace hourglass::app
