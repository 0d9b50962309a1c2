#include "engine/data/readers/folders/lone_file.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "engine/data/readers/folders/text_set.h"
#include "engine/data/readers/reader.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostFiles = 1000, mostNamed = 10; // that are opened, and that are named

bool isAccepted(const std::string &path) {
    return std::any_of(readers().begin(), readers().end(), [&](const Reader &reader) { return reader.accepts(path); });
}

} // namespace

core::Result<std::string> loneFileOf(const std::string &folder) {
    std::vector<std::string> files;
    std::error_code failure;
    std::size_t count = 0;
    std::string broken;
    std::vector<std::string> folders;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end && count <= mostFiles; entry.increment(failure)) {
        std::error_code ignored;
        const std::string path = entry->path().string(), name = entry->path().filename().string();
        if (name.starts_with('.') || promisesProse(name))
            continue;
        if (broken.empty() && !fs::exists(entry->status(ignored)))
            broken = shownName(name);
        if (fs::is_directory(entry->symlink_status(ignored)) && name != "__MACOSX") // a link may lead round in circles
            folders.push_back(path);
        if (!entry->is_regular_file(ignored))
            continue;
        ++count;
        if (isAccepted(path))
            files.push_back(path);
    }
    if (count > mostFiles)
        return Error{"the folder holds no data that can be read as one set", shownName(folder), "Name one of its files."};
    std::sort(files.begin(), files.end());
    if (files.size() > 1 && std::count_if(files.begin(), files.end(), [](const std::string &path) { return !path.ends_with(".txt"); }) == 1)
        std::erase_if(files, [](const std::string &path) { return path.ends_with(".txt"); }); // which may be about the one
    if (files.empty() && folders.size() == 1 && count == 0)
        return folders.front();
    if (files.empty() && !broken.empty())
        return Error{"the folder holds no data that can be read: " + broken + " leads nowhere or cannot be looked at", shownName(folder),
                     "Check its links and permissions."};
    if (files.empty())
        return Error{"the folder holds no data that can be read", shownName(folder), {}};
    if (files.size() == 1)
        return files.front();
    std::string names;
    for (std::size_t i = 0; i < std::min(files.size(), mostNamed); ++i)
        names += (i == 0 ? "" : ", ") + shownName(fs::path(files[i]).filename().string());
    if (files.size() > mostNamed)
        names += " and " + std::to_string(files.size() - mostNamed) + " more";
    return Error{"the folder holds several files of data that do not say that they belong together: " + names, shownName(folder), "Name one of them."};
}

} // namespace hourglass::data
