#include "engine/data/readers/archive_file.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "engine/data/readers/folders/text_set.h"
#include "engine/data/readers/reader.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostLookedAt = 1000, mostNamed = 10;
constexpr const char *key = "file";

bool isOfData(const std::string &path) {
    return !promisesProse(fs::path(path).filename().string()) &&
           (isPacked(path) || std::any_of(readers().begin(), readers().end(), [&](const Reader &reader) { return reader.accepts(path); }));
}

} // namespace

spec::Setting archiveFileSetting() {
    return {.key = key,
            .label = "File",
            .help = "The file of the archive that is read, where several do not belong together.",
            .kind = spec::SettingKind::Text,
            .fallback = std::string()};
}

std::vector<std::string> filesOfData(const Unpacked &unpacked, std::size_t most) {
    const fs::path root(unpacked.folder->path());
    std::vector<std::string> names;
    std::error_code failure;
    for (fs::recursive_directory_iterator entry(root, failure), end; !failure && entry != end && names.size() < mostLookedAt; entry.increment(failure)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored))
            names.push_back(entry->path().lexically_relative(root).string());
    }
    std::sort(names.begin(), names.end());
    std::vector<std::string> found;
    for (const std::string &name : names)
        if (found.size() < most && isOfData((root / name).string()))
            found.push_back(name);
    return found;
}

Result<std::string> chosenFile(const Unpacked &unpacked, const std::string &path, spec::Values &options, std::string &name) {
    const auto given = options.find(key);
    const auto *wanted = given == options.end() ? nullptr : std::get_if<std::string>(&given->second);
    if (given != options.end() && !wanted)
        return Error{"data.options.file is no text", path, "Name a file of the archive."};
    if (!wanted || wanted->empty()) {
        options.erase(key);
        return unpacked.path;
    }
    name = *wanted;
    options.erase(key);
    std::string names;
    std::vector<std::string> files = filesOfData(unpacked, mostNamed + 1);
    if (const fs::path inside = fs::path(name).lexically_normal(); inside.is_relative() && *inside.begin() != "..") {
        std::error_code failure;
        const fs::path file = fs::path(unpacked.folder->path()) / inside;
        if (fs::is_regular_file(file, failure))
            return file.string();
    }
    const bool areMore = files.size() > mostNamed;
    files.resize(std::min(files.size(), mostNamed));
    for (const std::string &file : files)
        names += (names.empty() ? "" : ", ") + shownName(file);
    return Error{"the archive holds no file " + spec::quoted(shownName(name)), "data.options.file",
                 names.empty() ? std::string("None of its files can be read.") : "It holds " + names + (areMore ? " and more." : ".")};
}

} // namespace hourglass::data
