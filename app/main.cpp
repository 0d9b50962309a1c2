#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <malloc.h>
#include <unistd.h>

#include "app/commands/command_line.h"
#include "app/commands/window_options.h"
#include "app/converters/conversion_messages.h"
#include "app/converters/foreign_formats.h"

namespace {

using hourglass::core::Error;

bool hasDisplay() {
    const auto isSet = [](const char *name) {
        const char *value = std::getenv(name);
        return value && *value;
    };
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

Error displayMissing() {
    return {"There is no display to open a window on", "", "Start it from a desktop, or use \"hourglass train\" and \"hourglass render\", which need none."};
}

Error outputLost() {
    return {"The result could not be written to the standard output", "", "Make room for it, or send it somewhere else."};
}

/// Blocks of parameters, snapshots and data go back to the system when they are freed. By itself glibc raises this limit to the largest block
/// that was ever freed, up to 32 MB, and holds holes of that size: a third of what a wide stack took. The arrays of Map have 1.7 MB.
void giveBackLargeBlocks() {
    constexpr int bytes = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, bytes);
}

void sayDisplayMissing(int) {
    const std::string sentence = "hourglass: " + displayMissing().sentence() + '\n';
    [[maybe_unused]] const auto written = write(STDERR_FILENO, sentence.data(), sentence.size());
    _exit(1);
}

} // namespace

int main(int argc, char **argv) {
    using namespace hourglass::app;
    giveBackLargeBlocks();
    Console console{std::cout, std::cerr, isatty(STDERR_FILENO) != 0};
    try {
        const std::vector<std::string> words(argv + 1, argv + argc);
        if (!words.empty() && words.front() == conversionCommand)
            _exit(runConversion({words.begin() + 1, words.end()})); // what its libraries leave behind is of no account
        const Invocation invocation = runCommandLine(words, console);
        if (!invocation.opensWindow) {
            if (invocation.status == ExitStatus::Done && !std::cout.flush())
                return static_cast<int>(failed(outputLost(), console));
            return static_cast<int>(invocation.status);
        }
        if (!hasDisplay())
            return static_cast<int>(failed(displayMissing(), console));
        const auto opening = openingFrom(invocation.windowArguments);
        if (!opening)
            return static_cast<int>(failed(opening.error(), console));
        std::signal(SIGABRT, sayDisplayMissing); // what Qt does where the display does not answer
        return runWindow(argc, argv, *opening);
    } catch (const std::exception &problem) {
        return static_cast<int>(failed({std::string("Something unforeseen: ") + problem.what(), "", "Please report it with what you did."}, console));
    }
}
