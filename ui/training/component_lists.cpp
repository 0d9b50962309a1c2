#include "ui/training/component_lists.h"

#include <charconv>

namespace hourglass::ui {

std::vector<spec::Kind> listChoices(const spec::TrainingPart &part, const spec::Catalogue &catalogue) {
    std::vector<spec::Kind> all = part.kinds(catalogue);
    all.insert(all.begin(), {"none", part.none, part.noneHelp, {}});
    return all;
}

spec::Component listEntry(const std::vector<spec::Component> &entries, std::size_t index) {
    return index < entries.size() ? entries[index] : spec::Component{"none", {}};
}

std::optional<spec::TrainingSpec> withListEdit(const spec::TrainingPart &part, const spec::TrainingSpec &training, const spec::Catalogue &catalogue,
                                               const std::string &key, const spec::Value &value) {
    std::vector<spec::Component> entries = spec::componentsOf(part, training);
    spec::TrainingSpec result = training;
    const std::size_t begin = key.find('.') + 1, dot = key.find('.', begin);
    std::size_t index = 0;
    if (begin == 0 || std::from_chars(key.data() + begin, key.data() + key.size(), index).ec != std::errc())
        return std::nullopt;
    if (dot != std::string::npos) {
        if (index >= entries.size())
            return std::nullopt;
        entries[index].values[key.substr(dot + 1)] = value;
        spec::setComponents(part, result, entries);
        return result;
    }
    const std::vector<spec::Kind> kinds = listChoices(part, catalogue);
    const auto *word = std::get_if<std::string>(&value);
    const spec::Kind *kind = word ? spec::find(kinds, *word) : nullptr;
    if (!kind || index > entries.size())
        return std::nullopt;
    const spec::Component chosen = spec::exchanged(listEntry(entries, index), kinds, *kind);
    const auto at = entries.begin() + static_cast<std::ptrdiff_t>(index);
    if (kind->key == "none" && index < entries.size())
        entries.erase(at);
    else if (kind->key != "none" && index < entries.size())
        *at = chosen;
    else if (kind->key != "none")
        entries.push_back(chosen);
    spec::setComponents(part, result, entries);
    return result;
}

} // namespace hourglass::ui
