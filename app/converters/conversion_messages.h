// What a converting process says to the one that started it: a JSON object a line on its standard output.
#pragma once

#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/data/converter.h"

namespace hourglass::app {

/// The word behind the program's name, and the descriptor that the result is written to.
constexpr const char *conversionCommand = "internal-convert";
constexpr int conversionDescriptor = 3;

std::string progressMessage(double fraction);
std::string errorMessage(const core::Error &error);
/// The last one: all but path and keeper.
std::string doneMessage(const data::Conversion &conversion);

/// What was said so far.
struct ConversionMessages {
    data::Conversion conversion;
    std::optional<core::Error> error;
    bool isComplete = false;

    /// Passes over what is no message; tells progress on.
    void take(const std::string &line, const data::Progress &progress);
};

} // namespace hourglass::app
