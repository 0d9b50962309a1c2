#include "engine/data/readers/series_tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "engine/data/natural_order.h"
#include "engine/data/readers/folders/text_set.h"
#include "engine/data/readers/part_name.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Result;
namespace fs = std::filesystem;

namespace {

/// Of equally many files, those of the earlier ending are taken.
constexpr std::array<const char *, 4> endings{".csv", ".tsv", ".txt", ".npy"};
constexpr std::size_t arrays = 3;

std::string lower(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

std::optional<std::size_t> endingOf(const std::string &name) {
    std::string small = lower(name);
    if (small.ends_with(".gz"))
        small.resize(small.size() - 3);
    for (std::size_t i = 0; i < endings.size(); ++i)
        if (small.ends_with(endings[i]))
            return i;
    return {};
}

/// Without its ending, and without ".gz".
std::string stemOf(const std::string &path) {
    fs::path name = fs::path(path).filename();
    if (lower(name.extension().string()) == ".gz")
        name = name.stem();
    return name.stem().string();
}

struct Listing {
    std::vector<std::string> files, folders; ///< paths
};

Listing list(const std::string &folder, const Progress &progress, std::vector<std::string> &broken) {
    Listing listing;
    std::error_code failure;
    fs::directory_iterator entry(folder, failure);
    for (; !failure && entry != fs::directory_iterator() && !progress.isCancelled(); entry.increment(failure)) {
        std::error_code ignored;
        const std::string path = entry->path().string();
        const fs::file_status status = entry->status(ignored);
        if (const std::string name = entry->path().filename().string(); name.starts_with('.') || (promisesProse(name) && fs::is_regular_file(status)))
            continue;
        if (fs::is_directory(status))
            listing.folders.push_back(path);
        else if (fs::is_regular_file(status))
            listing.files.push_back(path);
        else if (!fs::exists(status))
            broken.push_back(path);
    }
    if (failure)
        broken.push_back(folder);
    return listing;
}

/// The ending that most of the files have.
std::size_t usualEnding(const std::vector<SeriesFile> &files) {
    std::array<Index, endings.size()> counts{};
    for (const SeriesFile &file : files)
        if (const auto ending = endingOf(fs::path(file.path).filename().string()))
            ++counts[*ending];
    return static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

void nameFiles(std::vector<SeriesFile> &files, const std::string &folder) {
    std::map<std::string, int> counts;
    for (const SeriesFile &file : files)
        ++counts[shownName(stemOf(file.path))];
    std::map<std::string, int> given;
    for (SeriesFile &file : files) {
        const std::string stem = shownName(stemOf(file.path));
        file.name = counts[stem] == 1 ? stem : nameBelow(file.path, folder);
        if (const int before = given[file.name]++; before > 0) // bytes that are shown alike
            file.name += " (" + std::to_string(before + 1) + ")";
    }
}

} // namespace

std::string nameBelow(const std::string &path, const std::string &folder) {
    return shownName(fs::path(path).lexically_relative(folder).string());
}

Result<SeriesTree> findSeries(const std::string &folder, const Progress &progress) {
    SeriesTree tree;
    Listing top = list(folder, progress, tree.broken);
    const auto partOfFolder = [](const std::string &path) { return partNamed(fs::path(path).filename().string()); };
    std::vector<SeriesFile> all;
    tree.hasParts = std::any_of(top.folders.begin(), top.folders.end(), [&](const std::string &path) { return partOfFolder(path) == PartKind::Train; });
    if (tree.hasParts) {
        tree.beside += static_cast<Index>(top.files.size());
        for (const std::string &path : top.folders) {
            const auto part = partOfFolder(path);
            if (!part) {
                ++tree.beside;
                continue;
            }
            const Listing inside = list(path, progress, tree.broken);
            tree.beside += static_cast<Index>(inside.folders.size());
            for (const std::string &file : inside.files)
                all.push_back({file, {}, *part});
        }
    } else {
        tree.beside += static_cast<Index>(top.folders.size());
        for (const std::string &file : top.files)
            all.push_back({file, {}, PartKind::Train});
    }
    if (progress.isCancelled())
        return cancelledError(shownName(folder));
    const std::size_t ending = usualEnding(all);
    tree.areArrays = ending == arrays;
    for (SeriesFile &file : all)
        if (endingOf(fs::path(file.path).filename().string()) == ending)
            tree.files.push_back(std::move(file));
        else
            ++tree.others;
    std::sort(tree.files.begin(), tree.files.end(), [](const SeriesFile &a, const SeriesFile &b) {
        return a.part != b.part ? a.part < b.part : comesBefore(fs::path(a.path).filename().string(), fs::path(b.path).filename().string());
    });
    nameFiles(tree.files, folder);
    std::sort(tree.broken.begin(), tree.broken.end());
    return tree;
}

bool holdsSeries(const std::string &folder, bool areArrays) {
    std::error_code failure;
    if (!fs::is_directory(folder, failure))
        return false;
    const auto tree = findSeries(folder, {});
    return tree && tree->areArrays == areArrays && tree->files.size() >= 2;
}

} // namespace hourglass::data
