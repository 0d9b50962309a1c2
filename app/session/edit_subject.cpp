#include "app/session/edit_subject.h"

#include <set>

#include "engine/spec/identity.h"

namespace hourglass::app {

namespace {

std::set<std::string> differingKeys(const spec::Values &before, const spec::Values &after) {
    std::set<std::string> keys;
    for (const auto &[key, value] : before)
        if (const auto other = after.find(key); other == after.end() || other->second != value)
            keys.insert(key);
    for (const auto &[key, value] : after)
        if (before.count(key) == 0)
            keys.insert(key);
    return keys;
}

} // namespace

QString editSubject(const spec::Spec &before, const spec::Spec &after, const std::vector<spec::TrainingPart> &parts) {
    std::set<std::string> subjects;
    const auto compare = [&subjects](const std::string &path, const spec::Component &a, const spec::Component &b) {
        if (a.kind != b.kind)
            subjects.insert({path + ".kind", path + ".values"});
        else
            for (const std::string &key : differingKeys(a.values, b.values))
                subjects.insert(path + "." + key);
    };
    const auto note = [&subjects](const char *path, bool isDifferent) {
        if (isDifferent)
            subjects.insert(path);
    };
    note("data", !(before.data == after.data));
    const auto hasSlider = [](const spec::Component &corruption) { return corruption.kind == "none" || corruption.kind == "gaussian"; };
    for (const spec::TrainingPart &part : parts) {
        if (!part.isLive) // no part of an edit: the seed is that of the training that goes on
            continue;
        const std::string path = std::string("training.") + part.key;
        const std::vector<spec::Component> a = componentsOf(part, before.training), b = componentsOf(part, after.training);
        if (a.size() != b.size())
            subjects.insert({path + ".kind", path + ".values"});
        else if (part.key == std::string("corruption") && a.front().kind != b.front().kind && hasSlider(a.front()) && hasSlider(b.front()))
            subjects.insert(path + ".strength"); // the slider at zero is the kind "none"
        else
            for (std::size_t i = 0; i < a.size(); ++i)
                compare(part.sort == spec::TrainingPart::Sort::List     ? path + "." + std::to_string(i)
                        : part.sort == spec::TrainingPart::Sort::Number ? std::string("training")
                                                                        : path,
                        a[i], b[i]);
    }
    if (before.model.layers.size() != after.model.layers.size() || before.model.code != after.model.code || before.model.mirror != after.model.mirror)
        return {};
    std::set<std::string> layers;
    std::string first;
    for (std::size_t i = 0; i < before.model.layers.size(); ++i) {
        const std::uint64_t id = idOf(before.model, static_cast<int>(i)), idAfter = idOf(after.model, static_cast<int>(i));
        if (id != 0 && idAfter != 0 && id != idAfter)
            return {}; // another layer came here, which is no setting even where they differ in nothing but one
        if (before.model.layers[i] == after.model.layers[i])
            continue;
        if (before.model.layers[i].kind != after.model.layers[i].kind)
            return {};
        if (first.empty())
            first = "model.layers." + std::to_string(i);
        for (const std::string &key : differingKeys(before.model.layers[i].values, after.model.layers[i].values))
            layers.insert(first + "." + key);
    }
    subjects.insert(layers.begin(), layers.end());
    return subjects.size() == 1 ? QString::fromStdString(*subjects.begin()) : QString();
}

} // namespace hourglass::app
