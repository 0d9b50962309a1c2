#include "app/commands/lost_input.h"

#include <filesystem>
#include <system_error>

namespace hourglass::app {

namespace fs = std::filesystem;

std::optional<core::Error> lostInput(const std::string &option, const std::string &written, const std::string &read) {
    std::error_code problem;
    if (!fs::is_regular_file(written, problem) || !fs::equivalent(written, read, problem) || problem)
        return {};
    return core::Error{"\"" + written + "\" is what is read here, and would be lost", option, "Give another name."};
}

std::optional<core::Error> lostInput(const std::string &command, const Arguments &arguments) {
    for (const char *written : {"-o", "--weights-out", "--best", "--csv"}) {
        const auto name = arguments.value(written);
        if (!name)
            continue;
        const bool isTrained = command == "train";
        for (const char *read : {"--data", "--spec", "--weights-in", "--labels", "--raw", "--factors", "--errors", "--reconstructions"})
            if (const auto given = arguments.value(read); given && !(isTrained && std::string(read) == "--weights-in"))
                if (auto error = lostInput(written, *name, *given))
                    return error;
        for (const std::string &given : arguments.positional()) {
            if (isTrained)
                continue;
            if (auto error = lostInput(written, *name, given))
                return error;
            if (command == "import") // the weights go beside the stack
                if (auto error = lostInput(written, fs::path(*name).replace_extension(".safetensors").string(), given))
                    return error;
        }
    }
    return {};
}

std::optional<core::Error> noArrayName(const std::string &path) {
    const std::string ending = fs::path(path).extension().string();
    if (ending.empty() || ending == ".npy")
        return {};
    return core::Error{"\"" + path + "\" is no name of a NumPy array, and that is what is written", "-o", "Let it end in .npy."};
}

} // namespace hourglass::app
