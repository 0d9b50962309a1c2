#include "engine/data/readers/folders/text_set.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/data/readers/array_choice.h"
#include "engine/data/readers/part_name.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

namespace fs = std::filesystem;

namespace {

std::string lower(std::string text) {
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

/// How many bytes of the name its ending takes, ".csv.gz"; 0: it is none of text. Endings that are parts, as UCI's archive has
/// them: optdigits.tra and .tes.
std::size_t endingOf(const std::string &name) {
    const std::string small = lower(name);
    for (const char *ending : {".csv", ".tsv", ".txt", ".data", ".train", ".test", ".tra", ".tes", ".trn", ".tst"})
        for (const char *packed : {"", ".gz"})
            if (const std::string whole = std::string(ending) + packed; small.size() > whole.size() && small.ends_with(whole))
                return whole.size();
    return 0;
}

struct Found {
    std::string path, name;
    ArrayName says;
    PartKind part = PartKind::Train;

    bool isTable() const { return !says.isLabels && !says.isGroups; }
};

/// Without its ending, where that does not say the part.
std::string stemOf(const std::string &file) {
    const std::string stem = file.substr(0, file.size() - endingOf(file)), ending = lower(file.substr(stem.size()));
    for (const char *part : {".tra", ".trn", ".tes", ".tst"})
        if (ending.starts_with(part))
            return stem + (part[2] == 'r' ? ".train" : ".test");
    return stem;
}

Found foundAt(const std::string &path, const std::string &folder) {
    const std::string file = fs::path(path).filename().string();
    Found found{path, shownName((folder.empty() ? fs::path(path).filename() : fs::path(path).lexically_relative(folder)).string()),
                parseArrayName(stemOf(file))};
    if (found.says.part == ArrayName::Part::Validation)
        found.part = PartKind::Validation;
    if (found.says.part == ArrayName::Part::Test)
        found.part = PartKind::Test;
    return found;
}

/// "acc_y" beside "acc_z" is a direction, and no class.
bool isAnAxis(const Found &file, const std::vector<Found> &all) {
    const std::string name = lower(fs::path(file.path).filename().string());
    for (std::size_t at = name.find('y'); at != std::string::npos; at = name.find('y', at + 1)) {
        std::string other = name;
        other[at] = 'z';
        if (std::any_of(all.begin(), all.end(), [&](const Found &one) { return lower(fs::path(one.path).filename().string()) == other; }))
            return true;
    }
    return false;
}

/// What belongs to the training table: of each other part the table that says the same, and for all of them classes and groups.
TextSet setOf(const Found &training, const std::vector<Found> &all, bool isSameRest) {
    TextSet set{{{training.path, training.name, PartKind::Train}}, {}, {}};
    const auto belongs = [&](const Found &other) { return !isSameRest || other.says.rest == training.says.rest; };
    for (const PartKind part : {PartKind::Validation, PartKind::Test}) {
        const Found *best = nullptr;
        for (const Found &other : all)
            if (other.isTable() && other.part == part && belongs(other) &&
                (!best || (other.says.isSamples == training.says.isSamples && best->says.isSamples != training.says.isSamples)))
                best = &other;
        if (best && training.says.part == ArrayName::Part::Train)
            set.tables.push_back({best->path, best->name, part});
    }
    for (const Found &other : all) {
        if (isAnAxis(other, all))
            continue;
        const auto isOfPart = [&](const TextSet::Table &table) { return table.part == other.part; };
        const bool isSamePart = other.part != PartKind::Train || (other.says.part == training.says.part);
        if (!other.isTable() && isSamePart && belongs(other) && std::any_of(set.tables.begin(), set.tables.end(), isOfPart))
            set.beside.push_back({other.path, other.name, other.part, other.says.isGroups});
    }
    return set;
}

/// The files that are of no use to the set so far.
void addOthers(const std::vector<Found> &all, TextSet &set) {
    for (const Found &other : all) {
        const auto isIt = [&](const auto &taken) { return taken.path == other.path; };
        if (std::none_of(set.tables.begin(), set.tables.end(), isIt) && std::none_of(set.beside.begin(), set.beside.end(), isIt))
            set.others.push_back({other.path, other.name, other.part, false});
    }
}

std::vector<Found> filesIn(const std::string &folder, const std::string &root) {
    std::vector<Found> files;
    for (const std::string &path : textFilesOf(folder))
        files.push_back(foundAt(path, root));
    return files;
}

bool mayTrain(const Found &file) {
    return file.isTable() && file.part == PartKind::Train;
}

/// The folders train, validation and test, where there is one to train on.
std::vector<std::pair<std::string, PartKind>> partFoldersOf(const std::string &folder) {
    std::vector<std::pair<std::string, PartKind>> parts;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        const auto part = partNamed(entry->path().filename().string());
        if (part && entry->is_directory(ignored))
            parts.emplace_back(entry->path().string(), *part);
    }
    std::sort(parts.begin(), parts.end());
    const auto isTraining = [](const auto &part) { return part.second == PartKind::Train; };
    return std::any_of(parts.begin(), parts.end(), isTraining) ? parts : std::vector<std::pair<std::string, PartKind>>();
}

/// One table to train on, in a folder of its own: several are series.
std::vector<TextSet> setsOfPartFolders(const std::string &folder, const std::vector<std::pair<std::string, PartKind>> &parts) {
    std::vector<Found> all;
    for (const auto &[path, part] : parts)
        for (Found &file : filesIn(path, folder)) {
            file.part = part;
            file.says.part = part == PartKind::Train ? ArrayName::Part::Train : part == PartKind::Test ? ArrayName::Part::Test : ArrayName::Part::Validation;
            all.push_back(std::move(file));
        }
    for (const PartKind part : partKinds)
        if (std::count_if(all.begin(), all.end(), [part](const Found &file) { return file.isTable() && file.part == part; }) > 1)
            return {};
    const auto training = std::find_if(all.begin(), all.end(), mayTrain);
    if (training == all.end())
        return {};
    TextSet set = setOf(*training, all, false);
    if (set.tables.size() + set.beside.size() < 2)
        return {};
    for (Found &file : filesIn(folder, folder))
        all.push_back(std::move(file));
    addOthers(all, set);
    return {set};
}

/// Of the tables that say the same, the one that says most of itself: train before whole, X before what has no role.
const Found *trainingOf(const std::vector<Found> &all, const std::string &rest) {
    const Found *best = nullptr;
    const auto worth = [](const Found &file) { return (file.says.part == ArrayName::Part::Train ? 2 : 0) + (file.says.isSamples ? 1 : 0); };
    for (const Found &file : all)
        if (mayTrain(file) && file.says.rest == rest && (!best || worth(file) > worth(*best)))
            best = &file;
    return best;
}

} // namespace

bool isNamedText(const std::string &path) {
    const std::string name = fs::path(path).filename().string();
    return !name.starts_with('.') && endingOf(name) > 0;
}

bool promisesProse(const std::string &name) {
    constexpr std::array<const char *, 12> names{"readme",    "read_me", "license", "licence",  "copying",      "notice",
                                                 "changelog", "changes", "authors", "citation", "requirements", "description"};
    const std::string stem = lower(name.substr(0, name.find('.')));
    return std::find(names.begin(), names.end(), stem) != names.end();
}

std::vector<std::string> textFilesOf(const std::string &folder) {
    std::vector<std::string> files;
    std::error_code failure;
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        const std::string name = entry->path().filename().string();
        if (isNamedText(name) && entry->is_regular_file(ignored) && !promisesProse(name))
            files.push_back((fs::path(folder) / name).string());
    }
    std::sort(files.begin(), files.end()); // bytewise, so that the choice is the same everywhere
    return files;
}

std::vector<TextSet> findTextSets(const std::string &path) {
    std::error_code failure;
    const bool isFolder = fs::is_directory(path, failure);
    if (!isFolder && !(fs::is_regular_file(path, failure) && isNamedText(path)))
        return {};
    const std::string folder = isFolder ? path : fs::path(path).parent_path().string();
    if (isFolder)
        if (const auto parts = partFoldersOf(folder); !parts.empty())
            return setsOfPartFolders(folder, parts);
    const std::vector<Found> all = filesIn(folder, folder);
    std::vector<TextSet> sets;
    std::map<std::string, bool> isSeen;
    std::map<std::string, std::size_t> counts;
    for (const Found &file : all)
        ++counts[file.says.rest];
    for (const Found &file : all) {
        const bool isWanted = isFolder ? counts[file.says.rest] > 1 && !std::exchange(isSeen[file.says.rest], true)
                                       : fs::path(file.path).filename() == fs::path(path).filename() && mayTrain(file);
        const Found *const training = !isWanted ? nullptr : isFolder ? trainingOf(all, file.says.rest) : &file;
        if (!training)
            continue;
        TextSet set = setOf(*training, all, true);
        if (set.tables.size() + set.beside.size() < 2)
            continue;
        if (isFolder)
            addOthers(all, set);
        sets.push_back(std::move(set));
    }
    return sets;
}

} // namespace hourglass::data
