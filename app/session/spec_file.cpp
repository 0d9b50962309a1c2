#include "app/session/spec_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr std::uintmax_t largestSpecFile = 16'000'000;

} // namespace

core::Result<spec::Spec> readSpecFile(const std::string &path) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem))
        return core::Error{std::filesystem::is_directory(path, problem) ? "This is a folder" : "There is no such file", path,
                           "Give the path of a spec in JSON."};
    if (std::filesystem::file_size(path, problem) > largestSpecFile || problem)
        return core::Error{"The file is too large to be a spec", path, "`hourglass spec --preset deep` prints one."};
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file)
        return core::Error{"The file cannot be read", path, "Check that it is yours to read."};
    return spec::readSpec(text, training::catalogue(), path);
}

} // namespace hourglass::app
