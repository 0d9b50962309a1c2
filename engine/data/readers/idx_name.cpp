#include "engine/data/readers/idx_name.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace hourglass::data {

namespace {

/// The words of a name: "a.b-c_d.gz" is {"a", "b", "c", "d"}.
std::vector<std::string> wordsOf(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (name.ends_with(".gz"))
        name.resize(name.size() - 3);
    std::vector<std::string> words(1);
    for (const char c : name) {
        if (c == '-' || c == '.' || c == '_')
            words.emplace_back();
        else
            words.back() += c;
    }
    return words;
}

bool isOneOf(const std::string &word, std::initializer_list<const char *> names) {
    return std::find(names.begin(), names.end(), word) != names.end();
}

} // namespace

std::optional<IdxName> parseIdxName(const std::string &fileName) {
    IdxName result;
    bool isIdx = false, hasLabelWord = false, hasRankOne = false, hasHigherRank = false;
    for (const std::string &word : wordsOf(fileName)) {
        if (isOneOf(word, {"idx", "idx1", "idx2", "idx3", "idx4", "ubyte"})) {
            isIdx = true;
            hasRankOne |= word == "idx1";
            hasHigherRank |= isOneOf(word, {"idx2", "idx3", "idx4"});
        } else if (isOneOf(word, {"labels", "label"})) {
            hasLabelWord = true;
        } else if (isOneOf(word, {"test", "t10k"})) {
            result.isTest = true;
        } else if (!word.empty() && !isOneOf(word, {"train", "images", "image", "int", "short", "float", "double"})) {
            result.set += (result.set.empty() ? "" : "-") + word;
        }
    }
    if (!isIdx || (hasLabelWord && hasHigherRank)) // labels with several columns (QMNIST) are no classes
        return {};
    result.isLabels = hasLabelWord || hasRankOne;
    return result;
}

std::map<std::string, IdxFiles> findIdxSets(const std::string &folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored))
            names.push_back(entry->path().filename().string());
    }
    std::sort(names.begin(), names.end()); // bytewise, so that the choice is the same everywhere

    std::map<std::string, IdxFiles> sets;
    for (const std::string &name : names) {
        const auto parsed = parseIdxName(name);
        if (!parsed)
            continue;
        IdxFiles &files = sets[parsed->set];
        std::string &slot =
            parsed->isLabels ? (parsed->isTest ? files.testLabels : files.trainLabels) : (parsed->isTest ? files.testSamples : files.trainSamples);
        if (slot.empty())
            slot = (std::filesystem::path(folder) / name).string();
    }
    return sets;
}

} // namespace hourglass::data
