#include "app/session/edit_subject.h"

#include <set>

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

QString editSubject(const spec::Spec &before, const spec::Spec &after) {
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
    const spec::TrainingSpec &a = before.training, &b = after.training;
    compare("training.loss", a.loss, b.loss);
    compare("training.optimiser", a.optimiser, b.optimiser);
    compare("training.schedule", a.schedule, b.schedule);
    compare("training.average", a.average, b.average);
    const auto compareLists = [&](const std::string &path, const std::vector<spec::Component> &one, const std::vector<spec::Component> &other) {
        if (one.size() != other.size())
            subjects.insert({path + ".kind", path + ".values"});
        for (std::size_t i = 0; i < one.size() && one.size() == other.size(); ++i)
            compare(path + "." + std::to_string(i), one[i], other[i]);
    };
    compareLists("training.stop", a.stop, b.stop);
    compareLists("training.penalties", a.penalties, b.penalties);
    compareLists("training.augmentation", a.augmentation, b.augmentation);
    note("training.gradient.clip_norm", a.gradient.clipNorm != b.gradient.clipNorm);
    note("training.gradient.clip_value", a.gradient.clipValue != b.gradient.clipValue);
    note("training.gradient.accumulate", a.gradient.accumulate != b.gradient.accumulate);
    const auto hasSlider = [](const spec::Component &corruption) { return corruption.kind == "none" || corruption.kind == "gaussian"; };
    if (a.corruption.kind == b.corruption.kind || !hasSlider(a.corruption) || !hasSlider(b.corruption))
        compare("training.corruption", a.corruption, b.corruption);
    else
        subjects.insert("training.corruption.strength"); // the slider at zero is the kind "none"
    note("training.batch", a.batch != b.batch);
    note("training.epochs", a.epochs != b.epochs);
    if (before.model.layers.size() != after.model.layers.size() || before.model.code != after.model.code || before.model.mirror != after.model.mirror)
        return {};
    std::set<std::string> layers;
    std::string first;
    for (std::size_t i = 0; i < before.model.layers.size(); ++i) {
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
