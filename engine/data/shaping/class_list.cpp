#include "engine/data/shaping/class_list.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr std::size_t mostListed = 20;

std::string trimmed(const std::string &text) {
    const auto begin = text.find_first_not_of(" \t\n\r"), end = text.find_last_not_of(" \t\n\r");
    return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

std::string known(const std::vector<std::string> &names) {
    std::string text = "Known are ";
    for (std::size_t i = 0; i < std::min(names.size(), mostListed); ++i) {
        text += i > 0 ? ", " : "";
        text += names[i];
    }
    if (names.size() > mostListed)
        text += " and " + std::to_string(names.size() - mostListed) + " more";
    return text + ".";
}

std::optional<std::int32_t> labelOf(const std::string &word, const std::vector<std::string> &names) {
    const auto found = std::find(names.begin(), names.end(), word);
    if (found != names.end())
        return static_cast<std::int32_t>(found - names.begin());
    std::int32_t number = 0;
    const char *end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    const bool isLabel = read.ec == std::errc() && read.ptr == end && number >= 0 && static_cast<std::size_t>(number) < names.size();
    return isLabel ? std::optional(number) : std::nullopt;
}

} // namespace

std::vector<std::string> wordsOf(const std::string &text) {
    std::vector<std::string> words;
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
        end = text.find(',', begin);
        if (std::string word = trimmed(text.substr(begin, end == std::string::npos ? end : end - begin)); !word.empty())
            words.push_back(std::move(word));
    }
    return words;
}

core::Result<std::set<std::int32_t>> labelsOf(const std::string &text, const Dataset &dataset, const std::string &where) {
    std::set<std::int32_t> labels;
    for (const std::string &word : wordsOf(text)) {
        if (dataset.train.labels.empty())
            return core::Error{"classes are named, and " + dataset.title + " has no labels", where, "Leave it empty, or take data with labels."};
        const auto label = labelOf(word, dataset.classNames);
        if (!label)
            return core::Error{spec::quoted(word) + " is no class of " + dataset.title, where, known(dataset.classNames)};
        labels.insert(*label);
    }
    return labels;
}

} // namespace hourglass::data
