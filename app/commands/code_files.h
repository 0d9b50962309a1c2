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
    std::vector<double> offsets = {}; ///< what was taken from the numbers, one a dimension, or none
    core::ConstView view() const { return {numbers.data(), dimensions, samples, dimensions}; }
};

/// (samples, units) or (samples, …); numbers that are not finite stay. `noun` is what they are called in errors.
core::Result<Codes> codesFrom(const std::string &path);
/// The same for those who ask how codes differ, and not where they lie: dimensions whose numbers floats would merge or blur, far from 0 and close together,
/// have an offset taken from them (data/float_offsets).
core::Result<Codes> codesToCompareFrom(const std::string &path);
/// Samples of any shape, flat; bytes are divided by 255. With offsets as above, or those of the samples that they are compared with.
core::Result<Codes> samplesToCompareFrom(const std::string &path, const Codes *with = nullptr);

struct FileLabels {
    std::vector<std::int32_t> labels; ///< one a code; −1: none, where the file has NaN
    std::vector<std::string> names;   ///< by the size of their numbers
};
/// For so many codes.
core::Result<FileLabels> labelsFrom(const std::string &path, core::Index samples);

/// "perplexity=40": a word, a number, or true or false.
core::Result<spec::Values> settingsFrom(const std::vector<std::string> &assignments, const std::string &example);

} // namespace hourglass::app
