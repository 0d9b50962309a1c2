// The formats that a converting process reads: one row each. What stands here runs in that process alone.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/converter.h"

namespace hourglass::app {

struct ForeignFile {
    std::string path;
    std::vector<std::string> chosen; ///< as in ConversionOrder
    int output = -1;                 ///< the descriptor for ArrayOutput or TableOutput
    std::function<void(double)> progress;

    bool isChosen(const std::string &name) const;
};

struct ForeignFormat {
    const char *key; ///< of the reader that asks
    /// Writes what is wanted of the file and says what it was; path and keeper are left alone.
    core::Result<data::Conversion> (*convert)(const ForeignFile &file);
};

std::span<const ForeignFormat> foreignFormats();

/// What a converting process does: words are FORMAT PATH [NAME…]. Sets its own limits of memory and time. Returns the status to end with.
int runConversion(const std::vector<std::string> &words);

} // namespace hourglass::app
