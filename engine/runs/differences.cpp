#include "engine/runs/differences.h"

#include <algorithm>

#include "engine/spec/identity.h"
#include "engine/spec/wording.h"

namespace hourglass::runs {

namespace {

using core::Index;
using spec::Component;
using spec::Kind;
using About = Difference::About;

constexpr const char *between = " · ";

std::string textOf(const spec::Value &value, const spec::Setting *setting) {
    if (const bool *on = std::get_if<bool>(&value))
        return *on ? "on" : "off";
    if (const Index *count = std::get_if<Index>(&value))
        return std::to_string(*count);
    if (const double *number = std::get_if<double>(&value))
        return spec::shortest(*number);
    const std::string &word = std::get<std::string>(value);
    if (setting)
        for (const spec::Choice &choice : setting->choices)
            if (choice.key == word)
                return choice.label;
    return word;
}

/// A component in one line: "Dense 128, ReLU"; what has its fallback is left out, but the width that its kind has.
std::string lineOf(const Component &component, const std::vector<Kind> &kinds) {
    const Kind *kind = spec::find(kinds, component.kind);
    if (!kind)
        return component.kind;
    std::string line = kind->label;
    bool isFirst = true;
    for (const spec::Setting &setting : kind->settings) {
        const spec::Value value = spec::valueOf(component, *kind, setting.key);
        const bool isWidth = setting.key == "units";
        if (!isWidth && (value == setting.fallback || !spec::counts(component, *kind, setting.key)))
            continue;
        const bool isPlain = isWidth || setting.kind == spec::SettingKind::Choice;
        line += (isFirst && isWidth ? " " : ", ") + (isPlain ? std::string() : setting.label + " ") + textOf(value, &setting);
        isFirst = false;
    }
    return line;
}

class Comparison {
public:
    std::vector<Difference> found;

    void compare(About about, const std::string &where, const std::string &a, const std::string &b) {
        if (a != b)
            found.push_back({about, where, a, b});
    }

    /// Two components of the same place: another kind is one difference, of the same kind each setting is.
    void compare(About about, const std::string &where, const Component &a, const Component &b, const std::vector<Kind> &kinds) {
        const Kind *kind = spec::find(kinds, a.kind);
        if (a.kind != b.kind || !kind)
            return compare(about, where, lineOf(a, kinds), lineOf(b, kinds));
        compareSettings(about, where.empty() ? std::string() : where + between, a, b, *kind);
    }

    void compareSettings(About about, const std::string &before, const Component &a, const Component &b, const Kind &kind) {
        for (const spec::Setting &setting : kind.settings)
            if (spec::counts(a, kind, setting.key) || spec::counts(b, kind, setting.key))
                compare(about, before + setting.label, textOf(spec::valueOf(a, kind, setting.key), &setting),
                        textOf(spec::valueOf(b, kind, setting.key), &setting));
    }
};

void compareData(const spec::DataSpec &a, const spec::DataSpec &b, const spec::Catalogue &catalogue, Comparison &comparison) {
    comparison.compare(About::Data, "Data", a.source, b.source);
    if (a.source == b.source) {
        spec::Values keys = a.options;
        keys.insert(b.options.begin(), b.options.end());
        const auto textIn = [](const spec::Values &values, const std::string &key) {
            const auto value = values.find(key);
            return value == values.end() ? std::string() : textOf(value->second, nullptr);
        };
        for (const auto &option : keys)
            comparison.compare(About::Data, std::string("Data") + between + option.first, textIn(a.options, option.first), textIn(b.options, option.first));
    }
    comparison.compare(About::Data, "Windows", a.window, b.window, catalogue.windows);
    comparison.compare(About::Data, "Subset", a.subset, b.subset, catalogue.subsets);
    comparison.compare(About::Data, "Parts", a.split, b.split, catalogue.splits);
    comparison.compare(About::Data, "Scaling", a.scaling, b.scaling, catalogue.scalings);
    comparison.compare(About::Data, "Validation part", spec::shortest(a.validation), spec::shortest(b.validation));
}

/// Which layer of one stack stands for which of the other; -1: it has none there.
using LayerPair = std::pair<int, int>;

double exchangeCost(const spec::ModelSpec &a, int i, const spec::ModelSpec &b, int j) {
    const spec::LayerSpec &from = a.layers[static_cast<std::size_t>(i)], &to = b.layers[static_cast<std::size_t>(j)];
    const bool isCode = i == static_cast<int>(a.code), isOtherCode = j == static_cast<int>(b.code);
    if (isCode != isOtherCode)
        return 3; // dearer than one layer less and one more: a code stands for nothing but a code
    if (isCode)
        return 0;
    if (from == to)
        return 0.1;
    const std::uint64_t id = idOf(a, i);
    if (id != 0 && id == idOf(b, j))
        return 0.05;
    return from.kind == to.kind ? 0.9 : 2.5;
}

/// The matching of least cost, by dynamic programming over both stacks; a layer without partner costs 1.
std::vector<LayerPair> matched(const spec::ModelSpec &a, const spec::ModelSpec &b) {
    const std::size_t rows = a.layers.size() + 1, columns = b.layers.size() + 1;
    std::vector<double> cost(rows * columns);
    const auto at = [&cost, columns](std::size_t i, std::size_t j) -> double & { return cost[i * columns + j]; };
    const auto exchanged = [&](std::size_t i, std::size_t j) {
        return at(i - 1, j - 1) + exchangeCost(a, static_cast<int>(i) - 1, b, static_cast<int>(j) - 1);
    };
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
            if (i == 0 || j == 0)
                at(i, j) = static_cast<double>(i + j);
            else
                at(i, j) = std::min({exchanged(i, j), at(i - 1, j) + 1, at(i, j - 1) + 1});
        }
    std::vector<LayerPair> pairs;
    for (std::size_t i = rows - 1, j = columns - 1; i > 0 || j > 0;) {
        if (i > 0 && j > 0 && at(i, j) == exchanged(i, j))
            pairs.emplace_back(static_cast<int>(--i), static_cast<int>(--j));
        else if (i > 0 && (j == 0 || at(i, j) == at(i - 1, j) + 1))
            pairs.emplace_back(static_cast<int>(--i), -1);
        else
            pairs.emplace_back(-1, static_cast<int>(--j));
    }
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
}

/// "Code", "Encoder 2", "Decoder 1": how a layer is called in its stack.
std::string placeOf(const spec::ModelSpec &model, int layer) {
    const int code = static_cast<int>(model.code);
    if (layer == code)
        return "Code";
    return layer < code ? "Encoder " + std::to_string(layer + 1) : "Decoder " + std::to_string(layer - code);
}

void compareStacks(const spec::ModelSpec &a, const spec::ModelSpec &b, const spec::Catalogue &catalogue, Comparison &comparison) {
    const auto layerOf = [](const spec::ModelSpec &model, int layer) { return model.layers[static_cast<std::size_t>(layer)]; };
    for (const LayerPair &pair : matched(a, b)) {
        const std::string where = pair.first >= 0 ? placeOf(a, pair.first) : placeOf(b, pair.second);
        if (pair.first >= 0 && pair.second >= 0)
            comparison.compare(About::Stack, where, layerOf(a, pair.first), layerOf(b, pair.second), catalogue.layers);
        else if (pair.first >= 0)
            comparison.compare(About::Stack, where, lineOf(layerOf(a, pair.first), catalogue.layers), {});
        else
            comparison.compare(About::Stack, where, {}, lineOf(layerOf(b, pair.second), catalogue.layers));
    }
}

void compareLists(const spec::TrainingPart &part, const spec::TrainingSpec &a, const spec::TrainingSpec &b, const spec::Catalogue &catalogue,
                  Comparison &comparison) {
    const std::vector<Component> left = componentsOf(part, a), right = componentsOf(part, b);
    const std::vector<Kind> &kinds = part.kinds(catalogue);
    const std::string label = part.label ? part.label : part.noun;
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        if (i < left.size() && i < right.size())
            comparison.compare(About::Training, label, left[i], right[i], kinds);
        else
            comparison.compare(About::Training, label, i < left.size() ? lineOf(left[i], kinds) : std::string(),
                               i < right.size() ? lineOf(right[i], kinds) : std::string());
    }
}

void compareTrainings(const spec::TrainingSpec &a, const spec::TrainingSpec &b, const spec::Catalogue &catalogue, const std::vector<spec::TrainingPart> &parts,
                      Comparison &comparison) {
    for (const spec::TrainingPart &part : parts) {
        if (part.sort == spec::TrainingPart::Sort::List) {
            compareLists(part, a, b, catalogue, comparison);
            continue;
        }
        const Component left = chosenIn(part, a, catalogue), right = chosenIn(part, b, catalogue);
        if (part.sort == spec::TrainingPart::Sort::Choice)
            comparison.compare(About::Training, part.label ? part.label : part.noun, left, right, part.kinds(catalogue));
        else if (part.sort == spec::TrainingPart::Sort::Settings)
            comparison.compareSettings(About::Training, {}, left, right, part.described());
        else
            for (const auto &value : left.values)
                if (const auto other = right.values.find(value.first); other != right.values.end())
                    comparison.compare(About::Training, part.label ? part.label : part.noun, textOf(value.second, nullptr), textOf(other->second, nullptr));
    }
}

} // namespace

std::vector<Difference> differences(const spec::Spec &a, const spec::Spec &b, const spec::Catalogue &catalogue, const std::vector<spec::TrainingPart> &parts) {
    Comparison comparison;
    compareData(a.data, b.data, catalogue, comparison);
    compareStacks(a.model, b.model, catalogue, comparison);
    compareTrainings(a.training, b.training, catalogue, parts, comparison);
    return comparison.found;
}

std::string changeText(const Difference &difference) {
    if (difference.a.empty())
        return difference.where + ": + " + difference.b;
    if (difference.b.empty())
        return difference.where + ": − " + difference.a;
    return difference.where + " " + difference.a + " → " + difference.b;
}

} // namespace hourglass::runs
