#include "ui/training/component_lists.h"

#include <QtGlobal>

#include <algorithm>

namespace hourglass::ui {

namespace {

const ComponentList *listOf(const std::string &key) {
    const std::string prefix = key.substr(0, key.find('.'));
    const auto found = std::find_if(componentLists().begin(), componentLists().end(), [&](const ComponentList &list) { return list.prefix == prefix; });
    return found == componentLists().end() || prefix == key ? nullptr : &*found;
}

} // namespace

const std::vector<ComponentList> &componentLists() {
    static const std::vector<ComponentList> lists{
        {"penalty", &spec::TrainingSpec::penalties, &spec::Catalogue::penalties, spec::mostPenalties, QT_TRANSLATE_NOOP("tables", "Penalty"),
         QT_TRANSLATE_NOOP("tables", "And penalty"),
         QT_TRANSLATE_NOOP("tables", "A further term of what training makes small: on the weights or on the code. Its value stands beside the loss."),
         QT_TRANSLATE_NOOP("tables", "None"), QT_TRANSLATE_NOOP("tables", "No further term.")},
        {"augmentation", &spec::TrainingSpec::augmentation, &spec::Catalogue::augmentations, spec::mostAugmentations, QT_TRANSLATE_NOOP("tables", "Vary samples"),
         QT_TRANSLATE_NOOP("tables", "And vary"),
         QT_TRANSLATE_NOOP("tables", "Each epoch sees other variants of the samples, and the model is asked for the variant: more data out of the same."),
         QT_TRANSLATE_NOOP("tables", "As they are"), QT_TRANSLATE_NOOP("tables", "Samples are trained on as they are.")},
        {"stop", &spec::TrainingSpec::stop, &spec::Catalogue::stops, spec::mostStops, QT_TRANSLATE_NOOP("tables", "Ends"), QT_TRANSLATE_NOOP("tables", "Or ends"),
         QT_TRANSLATE_NOOP("tables", "What may end the training early. One that goes by the validation loss starts it anew, with a tenth of the "
                                     "training part kept back, unless there is a validation part already."),
         QT_TRANSLATE_NOOP("tables", "When all epochs are done"), QT_TRANSLATE_NOOP("tables", "Nothing ends the training before its epochs are done.")}};
    return lists;
}

std::vector<spec::Kind> ComponentList::choices(const spec::Catalogue &catalogue) const {
    std::vector<spec::Kind> all = catalogue.*kinds;
    all.insert(all.begin(), {"none", none, noneHelp, {}});
    return all;
}

spec::Component ComponentList::at(const spec::TrainingSpec &training, std::size_t index) const {
    const std::vector<spec::Component> &list = training.*entries;
    return index < list.size() ? list[index] : spec::Component{"none", {}};
}

bool isOfList(const std::string &key) {
    return listOf(key);
}

std::optional<spec::TrainingSpec> withListEdit(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, const std::string &key,
                                               const spec::Value &value) {
    const ComponentList *list = listOf(key);
    if (!list)
        return std::nullopt;
    spec::TrainingSpec result = training;
    std::vector<spec::Component> &entries = result.*list->entries;
    const std::size_t begin = key.find('.') + 1, dot = key.find('.', begin);
    const std::size_t index = std::stoul(key.substr(begin, dot == std::string::npos ? dot : dot - begin));
    if (dot != std::string::npos) {
        if (index >= entries.size())
            return std::nullopt;
        entries[index].values[key.substr(dot + 1)] = value;
        return result;
    }
    const std::vector<spec::Kind> kinds = list->choices(catalogue);
    const auto *word = std::get_if<std::string>(&value);
    const spec::Kind *kind = word ? spec::find(kinds, *word) : nullptr;
    if (!kind || index > entries.size())
        return std::nullopt;
    const spec::Component chosen = spec::exchanged(list->at(training, index), kinds, *kind);
    const auto at = entries.begin() + static_cast<std::ptrdiff_t>(index);
    if (kind->key == "none" && index < entries.size())
        entries.erase(at);
    else if (kind->key != "none" && index < entries.size())
        *at = chosen;
    else if (kind->key != "none")
        entries.push_back(chosen);
    return result;
}

} // namespace hourglass::ui
