#include <optional>
#include <utility>

#include "engine/spec/check.h"
#include "engine/spec/fixed_settings.h"
#include "engine/spec/identity.h"
#include "engine/spec/json.h"
#include "engine/spec/training_parts.h"
#include "engine/spec/wording.h"

namespace hourglass::spec {
namespace {

/// Goes through a spec, keeps the checked parts and stops at the first error.
class Checker {
public:
    Checker(const Catalogue &catalogue, const std::string &origin, const std::vector<TrainingPart> &parts)
        : m_catalogue(catalogue), m_parts(parts), m_root{origin, {}, -1} {}

    core::Result<Spec> operator()(const Spec &spec) {
        Spec result;
        result.name = text(spec.name, m_root.at("name"));
        result.data = data(spec.data);
        result.model = model(spec.model);
        result.training = training(spec.training);
        if (m_error)
            return *m_error;
        return result;
    }

private:
    DataSpec data(const DataSpec &given) {
        const Location location = m_root.at("data");
        DataSpec result;
        result.source = text(given.source, location.at("source"));
        if (result.source.empty())
            fail(location.at("source").error("names no data", "Write a name that \"hourglass datasets\" lists, or a path."));
        for (const auto &[key, value] : given.options) // which there are, the source's reader knows
            if (const auto *word = std::get_if<std::string>(&value))
                text(*word, location.at("options").at(key));
        result.options = given.options;
        result.window = component(given.window, m_catalogue.windows, "window", location.at("window"));
        result.subset = component(given.subset, m_catalogue.subsets, "subset", location.at("subset"));
        result.split = component(given.split, m_catalogue.splits, "split", location.at("split"));
        result.scaling = component(given.scaling, m_catalogue.scalings, "scaling", location.at("scaling"));
        result.validation = fixed<double>(dataKind(), "validation", given.validation, location);
        return result;
    }

    ModelSpec model(const ModelSpec &given) {
        const Location location = m_root.at("model"), layers = location.at("layers");
        ModelSpec result;
        const auto count = static_cast<Index>(given.layers.size());
        if (count < 1 || count > largestLayers) {
            fail(layers.error(count < 1 ? "has no layer" : "has " + std::to_string(count) + " layers",
                              "A stack has 1 to " + std::to_string(largestLayers) + " layers."));
            return result;
        }
        for (std::size_t i = 0; i < given.layers.size(); ++i) {
            Location layer = layers.at(i);
            layer.layer = static_cast<int>(i);
            result.layers.push_back(component(given.layers[i], m_catalogue.layers, "layer", layer));
        }
        result.code = fixed<Index>(modelKind(), "code", given.code, location);
        if (result.code >= count)
            fail(location.at("code").error("must be the index of a layer, 0 to " + std::to_string(count - 1) + ", not " + std::to_string(result.code)));
        result.mirror = given.mirror;
        if (given.ids.empty())
            return result;
        result.ids = given.ids;
        return withAlignedIds(std::move(result));
    }

    TrainingSpec training(const TrainingSpec &given) {
        const Location location = m_root.at("training");
        TrainingSpec result;
        for (const TrainingPart &part : m_parts)
            setComponents(part, result, trainingPart(part, componentsOf(part, given), location));
        for (const auto &[key, other] : given.others)
            if (!partOf(m_parts, key))
                fail(location.at(key).error("is not known here", "Take it out."));
        return result;
    }

    std::vector<Component> trainingPart(const TrainingPart &part, std::vector<Component> given, const Location &outer) {
        const Location location = outer.at(part.key);
        if (part.sort == TrainingPart::Sort::List)
            return components(given, part.kinds(m_catalogue), part.noun, part.most, location);
        Component &one = given.front();
        if (part.sort == TrainingPart::Sort::Choice) {
            if (!one.kind.empty() || part.one) // else it is absent
                one = component(one, part.kinds(m_catalogue), part.noun, location);
            return given;
        }
        for (auto &[key, value] : one.values) {
            const core::Result<Value> result =
                checkedValue(*part.described().find(key), value, (part.sort == TrainingPart::Sort::Number ? outer : location).at(key));
            if (result)
                value = *result;
            else
                fail(result.error());
        }
        return given;
    }

    Component component(const Component &given, const std::vector<Kind> &kinds, const std::string &noun, const Location &location) {
        core::Result<Component> result = checkedComponent(given, kinds, noun, location);
        if (result)
            return *result;
        fail(result.error());
        return given;
    }

    std::vector<Component> components(const std::vector<Component> &given, const std::vector<Kind> &kinds, const std::string &noun, std::size_t most,
                                      const Location &location) {
        std::vector<Component> result;
        if (given.size() > most)
            fail(location.error("has " + std::to_string(given.size()) + " entries", "There may be " + std::to_string(most) + "."));
        else
            for (std::size_t i = 0; i < given.size(); ++i)
                result.push_back(component(given[i], kinds, noun, location.at(i)));
        return result;
    }

    template <class T>
    T fixed(const Kind &kind, const std::string &key, const Value &value, const Location &location) {
        const core::Result<Value> result = checkedValue(*kind.find(key), value, location.at(key));
        if (result)
            return std::get<T>(*result);
        fail(result.error());
        return T{};
    }

    std::string text(const std::string &given, const Location &location) {
        if (!isUtf8(given))
            fail(location.error("is not text in UTF-8", "A spec holds nothing else: a file or folder with such a name must be renamed."));
        return given;
    }

    void fail(core::Error error) {
        if (!m_error)
            m_error = std::move(error);
    }

    const Catalogue &m_catalogue;
    const std::vector<TrainingPart> &m_parts;
    Location m_root;
    std::optional<core::Error> m_error;
};

} // namespace

core::Result<Spec> checkedSpec(const Spec &spec, const Catalogue &catalogue, const std::string &origin, const std::vector<TrainingPart> &parts) {
    return Checker(catalogue, origin, parts)(spec);
}

core::Result<Spec> checked(const Spec &spec, const Catalogue &catalogue, const std::vector<TrainingPart> &parts) {
    return checkedSpec(spec, catalogue, {}, parts);
}

} // namespace hourglass::spec
