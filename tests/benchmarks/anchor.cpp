#include "tests/benchmarks/anchor.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace hourglass::benchmarks {

namespace {

std::string quoted(const std::string &word) {
    std::string text = "'";
    for (const char letter : word)
        letter == '\'' ? text += "'\\''" : text += letter;
    return text += '\'';
}

} // namespace

AnchorSpeed run(const Anchor &anchor, const std::string &stack, int threads, std::int64_t samples, double seconds) {
    std::string command = quoted(anchor.python);
    command += " " + quoted(std::string(HOURGLASS_ANCHORS "/") + anchor.framework + "_anchor.py");
    command += " --precision " + quoted(anchor.precision) + " --preset " + quoted(stack) + " --data " + quoted(anchor.data);
    command += " --threads " + std::to_string(threads) + " --samples " + std::to_string(samples) + " --seconds " + std::to_string(seconds) + " 2>/dev/null";
    AnchorSpeed speed;
    FILE *const output = popen(command.c_str(), "r");
    if (!output)
        return speed;
    std::array<char, 4096> line;
    while (std::fgets(line.data(), line.size(), output)) {
        const std::string text = line.data();
        if (text.front() != '{')
            continue;
        speed.line = text.substr(0, text.find('\n'));
        const std::string key = "\"samples_per_second\": ";
        if (const std::size_t at = text.find(key); at != std::string::npos)
            speed.samplesPerSecond = std::atof(text.c_str() + at + key.size());
    }
    pclose(output);
    return speed;
}

} // namespace hourglass::benchmarks
