#include "app/commands/command_line.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "app/commands/animate_command.h"
#include "app/commands/apply_commands.h"
#include "app/commands/export_command.h"
#include "app/commands/generate_command.h"
#include "app/commands/import_command.h"
#include "app/commands/inspect_command.h"
#include "app/commands/kind_commands.h"
#include "app/commands/list_commands.h"
#include "app/commands/lost_input.h"
#include "app/commands/projection_command.h"
#include "app/commands/render_command.h"
#include "app/commands/report_command.h"
#include "app/commands/runs_command.h"
#include "app/commands/score_command.h"
#include "app/commands/sweep_command.h"
#include "app/commands/train_command.h"
#include "app/import/embedded.h"
#include "app/wiring/version.h"
#include "engine/spec/nearest.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

const std::vector<Command> &commands() {
    static const std::vector<Command> all = [] {
        std::vector<Command> table{presetsCommand(),  datasetsCommand(),    inspectCommand(), specCommand(),   trainCommand(),   sweepCommand(),
                                   runsCommand(),     reconstructCommand(), encodeCommand(),  decodeCommand(), exportCommand(),  importCommand(),
                                   generateCommand(), projectionCommand(),  scoreCommand(),   renderCommand(), animateCommand(), reportCommand()};
        for (Command &command : kindCommands(training::catalogue()))
            table.push_back(std::move(command));
        return table;
    }();
    return all;
}

std::vector<Option> windowOptions() {
    return {{"--preset", "NAME", "opens with this preset"},
            {"--data", "NAME|PATH", "opens with these data"},
            {"--theme", "light|dark|system", "for this time"},
            {"--help", "", "this text"},
            {"--version", "", "the version"}};
}

void printOptions(const std::vector<Option> &options, std::ostream &out) {
    for (const Option &option : options) {
        std::string head = "  " + option.name + (option.value.empty() ? "" : " " + option.value);
        head.resize(std::max<std::size_t>(head.size() + 2, 28), ' ');
        out << head << option.help << '\n';
    }
}

void printHelp(std::ostream &out) {
    out << "Hourglass: build an autoencoder, watch it learn, see inside.\n\n"
           "  hourglass [DATA | SPEC.json | MODEL.onnx]    opens the window, on data, or with a stack of yours or of another program\n"
           "  hourglass NAME.hourglass                     opens a project: its runs, curves and timelines, to go on where they were left\n";
    for (const Command &command : commands())
        out << "  hourglass " << command.name << ' ' << command.synopsis << "\n      " << command.summary << '\n';
    out << "\nOptions of the window:\n";
    printOptions(windowOptions(), out);
    out << "\n`hourglass COMMAND --help` lists the options of a command. DATA is a name of `hourglass datasets`, a folder with IDX files, one\n"
           "such file, or NumPy arrays, samples first (X.npy, mnist.npz). Status: 0 done, 1 a value or file that does not fit or a\n"
           "training that failed, 2 an unknown command or option.\n";
}

ExitStatus misused(const core::Error &error, Console &console) {
    console.err << "hourglass: " << error.sentence() << '\n';
    return ExitStatus::Misused;
}

ExitStatus run(const Command &command, const std::vector<std::string> &words, Console &console) {
    std::vector<Option> options = command.options;
    options.push_back({"--help", "", "this text"});
    const auto arguments = Arguments::parse(words, options, command.mostPositional);
    if (!arguments)
        return misused(arguments.error(), console);
    if (arguments->has("--help")) {
        console.out << "hourglass " << command.name << ' ' << command.synopsis << "\n" << command.summary << "\n\n";
        printOptions(options, console.out);
        return ExitStatus::Done;
    }
    if (const auto error = lostInput(command.name, *arguments))
        return failed(*error, console);
    return command.run(*arguments, console);
}

/// Neither a command, nor data by name, nor a file or folder: an error with what was perhaps meant.
std::optional<core::Error> unknownWord(const std::string &word) {
    std::vector<std::string> names;
    for (const Command &command : commands())
        names.push_back(command.name);
    for (const data::Source &source : library().sources()) {
        if (source.key == word)
            return {};
        names.push_back(source.key);
    }
    std::error_code problem;
    if (word.find_first_of("/.") != std::string::npos || std::filesystem::exists(word, problem))
        return {};
    const std::string meant = spec::nearest(word, names);
    return core::Error{"There is no command, data set or file \"" + word + "\"", "", meant.empty() ? "See --help." : "Did you mean " + meant + "?"};
}

} // namespace

ExitStatus failed(const core::Error &error, Console &console) {
    console.err << "hourglass: " << error.sentence() << '\n';
    return ExitStatus::Failed;
}

Invocation runCommandLine(const std::vector<std::string> &words, Console &console) {
    if (!words.empty()) {
        for (const Command &command : commands())
            if (command.name == words.front())
                return {false, {}, run(command, {words.begin() + 1, words.end()}, console)};
        if (words.front().rfind('-', 0) != 0)
            if (const auto error = unknownWord(words.front()))
                return {false, {}, misused(*error, console)};
    }
    const auto arguments = Arguments::parse(words, windowOptions(), 1);
    if (!arguments)
        return {false, {}, misused(arguments.error(), console)};
    if (arguments->has("--help")) {
        printHelp(console.out);
        return {};
    }
    if (arguments->has("--version")) {
        console.out << "Hourglass " << version() << '\n';
        return {};
    }
    return {true, *arguments, ExitStatus::Done};
}

} // namespace hourglass::app
