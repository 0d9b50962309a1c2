// Runs the command line within a test and keeps what it says.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/commands/command_line.h"

namespace hourglass::tests {

struct Run {
    int status = 0;
    bool opensWindow = false;
    std::string out, err;
};

inline Run run(const std::vector<std::string> &words) {
    std::ostringstream out, err;
    app::Console console{out, err};
    const app::Invocation invocation = app::runCommandLine(words, console);
    return {static_cast<int>(invocation.status), invocation.opensWindow, out.str(), err.str()};
}

/// What --json printed: one object a line.
inline std::vector<nlohmann::json> objects(const std::string &text) {
    std::vector<nlohmann::json> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        all.push_back(nlohmann::json::parse(line));
    return all;
}

} // namespace hourglass::tests
