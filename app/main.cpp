#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/commands/command_line.h"
#include "app/program.h"

int main(int argc, char **argv) {
    using namespace hourglass::app;
    Console console{std::cout, std::cerr, isatty(STDERR_FILENO) != 0};
    try {
        const std::vector<std::string> words(argv + 1, argv + argc);
        const Invocation invocation = runCommandLine(words, console);
        if (!invocation.opensWindow)
            return static_cast<int>(invocation.status);
        const auto opening = openingFrom(invocation.windowArguments);
        if (!opening)
            return static_cast<int>(failed(opening.error(), console));
        return runWindow(argc, argv, *opening);
    } catch (const std::exception &problem) {
        return static_cast<int>(failed({std::string("Something unforeseen: ") + problem.what(), "", "Please report it with what you did."}, console));
    }
}
