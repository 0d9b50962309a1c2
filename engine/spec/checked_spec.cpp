#include <limits>
#include <optional>
#include <utility>

#include "engine/spec/check.h"
#include "engine/spec/fixed_settings.h"
#include "engine/spec/json.h"
#include "engine/spec/wording.h"

namespace hourglass::spec {
namespace {

/// Goes through a spec, keeps the checked parts and stops at the first error.
class Checker {
public:
    Checker(const Catalogue &catalogue, const std::string &origin) : m_catalogue(catalogue), m_root{origin, {}, -1} {}

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
            fail(location.at("code").error("must be the index of a layer, 0 to " + std::to_string(count - 1) + ", not " +
                                        std::to_string(result.code)));
        result.mirror = given.mirror;
        return result;
    }

    TrainingSpec training(const TrainingSpec &given) {
        const Location location = m_root.at("training");
        TrainingSpec result;
        result.loss = component(given.loss, m_catalogue.losses, "loss", location.at("loss"));
        result.optimiser = component(given.optimiser, m_catalogue.optimisers, "optimiser", location.at("optimiser"));
        result.schedule = component(given.schedule, m_catalogue.schedules, "schedule", location.at("schedule"));
        result.corruption = component(given.corruption, m_catalogue.corruptions, "corruption", location.at("corruption"));
        result.penalties = components(given.penalties, m_catalogue.penalties, "penalty", mostPenalties, location.at("penalties"));
        result.augmentation = components(given.augmentation, m_catalogue.augmentations, "augmentation", mostAugmentations, location.at("augmentation"));
        result.average = component(given.average, m_catalogue.averages, "average", location.at("average"));
        result.stop = components(given.stop, m_catalogue.stops, "stop", mostStops, location.at("stop"));
        const Location gradient = location.at("gradient");
        result.gradient = {fixed<double>(gradientKind(), "clip_norm", given.gradient.clipNorm, gradient),
                           fixed<double>(gradientKind(), "clip_value", given.gradient.clipValue, gradient),
                           fixed<Index>(gradientKind(), "accumulate", given.gradient.accumulate, gradient)};
        result.batch = fixed<Index>(trainingKind(), "batch", given.batch, location);
        result.epochs = fixed<Index>(trainingKind(), "epochs", given.epochs, location);
        const bool fits = given.seed <= static_cast<std::uint64_t>(std::numeric_limits<Index>::max());
        const Value seed = fits ? Value(static_cast<Index>(given.seed)) : Value(static_cast<double>(given.seed));
        result.seed = static_cast<std::uint64_t>(fixed<Index>(trainingKind(), "seed", seed, location));
        return result;
    }

    Component component(const Component &given, const std::vector<Kind> &kinds, const std::string &noun, const Location &location) {
        core::Result<Component> result = checkedComponent(given, kinds, noun, location);
        if (result)
            return *result;
        fail(result.error());
        return given;
    }

    std::vector<Component> components(const std::vector<Component> &given, const std::vector<Kind> &kinds, const std::string &noun,
                                      std::size_t most, const Location &location) {
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
    Location m_root;
    std::optional<core::Error> m_error;
};

} // namespace

core::Result<Spec> checkedSpec(const Spec &spec, const Catalogue &catalogue, const std::string &origin) {
    return Checker(catalogue, origin)(spec);
}

core::Result<Spec> checked(const Spec &spec, const Catalogue &catalogue) {
    return checkedSpec(spec, catalogue, {});
}

} // namespace hourglass::spec
