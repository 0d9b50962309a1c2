// What `score` is asked to judge, read from its words and files.
#pragma once

#include <optional>

#include "app/commands/arguments.h"
#include "app/commands/code_files.h"
#include "engine/judging/options.h"

namespace hourglass::app {

/// All that the words name, read and checked.
struct ScoreOrder {
    judging::Options options;
    std::uint64_t seed = 0;
    int threads = 1;
    Codes codes;
    FileLabels labels; ///< empty where there are none
    std::optional<Codes> raw, factors;
    std::vector<double> errors;            ///< of each sample, or empty
    std::vector<std::uint8_t> isAnomalous; ///< of each sample, or empty
    std::string codesPath, labelsPath, rawPath;

    bool hasClasses() const; ///< two or more, so that there is something to tell apart
};

core::Result<ScoreOrder> scoreOrderFrom(const Arguments &arguments);
/// The mean squared error of each sample.
std::vector<double> errorsOf(core::ConstView samples, core::ConstView reconstructions);
/// What is to be said of codes, raw samples and labels that can be read and tell little: all equal, too near one another, of one class. A sentence each, with
/// the file.
std::vector<std::string> doubtsAbout(const ScoreOrder &order);

} // namespace hourglass::app
