#include "engine/sweeps/sweep.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "engine/core/random.h"
#include "engine/spec/edits.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "engine/training/demands.h"

namespace hourglass::sweeps {

namespace {

using core::Error;

std::string pathIn(const std::string &path, const spec::ModelSpec &model) {
    constexpr const char *layers = "layers.", *whole = "model.layers.", *code = "code.";
    std::string full = path.rfind(layers, 0) == 0 ? "model." + path : path;
    if (full.rfind(whole, 0) == 0 && full.compare(std::string(whole).size(), std::string(code).size(), code) == 0)
        full.replace(std::string(whole).size(), std::string(code).size() - 1, std::to_string(model.code));
    return full;
}

/// The layer and the setting that a path names; nothing where it names something else, or another kind.
std::optional<std::pair<int, std::string>> layerSetting(const std::string &path, const spec::ModelSpec &model) {
    constexpr const char *layers = "model.layers.";
    if (path.rfind(layers, 0) != 0)
        return {};
    const char *begin = path.data() + std::string(layers).size(), *end = path.data() + path.size();
    int layer = 0;
    const auto read = std::from_chars(begin, end, layer);
    if (read.ec != std::errc() || read.ptr == end || *read.ptr != '.' || layer < 0 || layer >= static_cast<int>(model.layers.size()))
        return {};
    const std::string key(read.ptr + 1, end);
    if (key == "kind" || key == "id" || key.find('.') != std::string::npos)
        return {};
    return std::pair{layer, key};
}

core::Result<Index> depthFrom(const std::string &word) {
    Index depth = -1;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), depth);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size() || depth < 0 || depth > spec::largestLayers)
        return Error{"\"" + word + "\" is no number of layers", "depth", "It is a whole number from 0 on."};
    return depth;
}

std::vector<std::vector<std::string>> gridOf(const std::vector<Axis> &axes) {
    std::vector<std::vector<std::string>> all{{}};
    for (const Axis &axis : axes) {
        std::vector<std::vector<std::string>> longer;
        for (const std::vector<std::string> &values : all)
            for (const std::string &value : axis.values) {
                longer.push_back(values);
                longer.back().push_back(value);
            }
        all = std::move(longer);
    }
    return all;
}

/// Each once; fewer where there are not so many.
std::vector<std::vector<std::string>> drawsOf(const Sweep &sweep) {
    constexpr Index triesEach = 100;
    const core::Random random(sweep.base.training.seed, core::Stream::Selection);
    std::vector<std::vector<std::string>> all;
    std::set<std::vector<std::string>> seen;
    for (Index attempt = 0; attempt < sweep.draws * triesEach && static_cast<Index>(all.size()) < sweep.draws; ++attempt) {
        std::vector<std::string> values;
        for (const Axis &axis : sweep.axes) {
            const auto number = static_cast<std::uint64_t>(attempt), place = static_cast<std::uint64_t>(values.size());
            values.push_back(axis.span ? axis.span->at(random.uniform(number, place, 0))
                                       : axis.values[static_cast<std::size_t>(random.below(static_cast<Index>(axis.values.size()), number, place, 0))]);
        }
        if (seen.insert(values).second)
            all.push_back(std::move(values));
    }
    return all;
}

std::optional<Error> refusal(const Sweep &sweep) {
    if (sweep.axes.empty())
        return Error{"Nothing is varied", "sweep", "Name a setting and its values: layers.code.units=2,4,8."};
    if (sweep.seeds < 1 || sweep.seeds > mostSeeds)
        return Error{"There must be 1 to " + std::to_string(mostSeeds) + " seeds", "sweep", {}};
    double combinations = 1;
    std::set<std::string> paths;
    for (const Axis &axis : sweep.axes) {
        if (axis.values.empty() && !axis.span)
            return Error{"There are no values to try", axis.path, "Write them behind =, with commas between them: 2,4,8."};
        if (axis.span && sweep.draws == 0)
            return Error{"All values between two cannot be tried", axis.path, "Say how many, LOW..HIGH/5, or draw them by lot."};
        if (!paths.insert(pathIn(axis.path, sweep.base.model)).second)
            return Error{"It is varied twice", axis.path, "Write all its values in one place."};
        combinations *= static_cast<double>(std::max<std::size_t>(axis.values.size(), 1));
    }
    const double trials = (sweep.draws > 0 ? static_cast<double>(sweep.draws) : combinations) * static_cast<double>(sweep.seeds);
    if (trials > static_cast<double>(mostTrials))
        return Error{"That would be more than " + std::to_string(mostTrials) + " trainings", "sweep",
                     "Vary fewer settings, take fewer values, or draw some by lot."};
    return {};
}

Trial trialOf(const Sweep &sweep, Index combination, const std::vector<std::string> &values, Index seed) {
    Trial trial{combination, values, sweep.base, {}};
    trial.spec.training.seed += static_cast<std::uint64_t>(seed);
    if (trial.spec.data.validation == 0)
        trial.spec.data.validation = training::ownValidation;
    // Depth first: other axes name the layers that it makes.
    for (const bool isDepth : {true, false})
        for (std::size_t axis = 0; axis < values.size() && !trial.error; ++axis)
            if ((sweep.axes[axis].path == depthPath) == isDepth) {
                auto changed = withValue(trial.spec, sweep.axes[axis].path, values[axis]);
                if (changed)
                    trial.spec = std::move(*changed);
                else
                    trial.error = changed.error();
            }
    return trial;
}

} // namespace

core::Result<spec::Spec> withValue(const spec::Spec &base, const std::string &path, const std::string &value) {
    if (path == depthPath) {
        const auto depth = depthFrom(value);
        if (!depth)
            return depth.error();
        auto model = withDepth(base.model, *depth);
        if (!model)
            return model.error();
        spec::Spec deep = base;
        deep.model = std::move(*model);
        return deep;
    }
    const std::string full = pathIn(path, base.model);
    auto changed = spec::withSetting(base, full + '=' + value, training::catalogue());
    if (!changed || !base.model.mirror)
        return changed;
    if (const auto place = layerSetting(full, base.model)) {
        const spec::Values &values = changed->model.layers[static_cast<std::size_t>(place->first)].values;
        if (const auto found = values.find(place->second); found != values.end())
            changed->model = spec::withValue(base.model, place->first, place->second, found->second);
    }
    return changed;
}

core::Result<spec::ModelSpec> withDepth(const spec::ModelSpec &model, Index depth) {
    const auto code = static_cast<std::size_t>(model.code), last = model.layers.size() - 1;
    const auto isDense = [&model](std::size_t from, std::size_t to) {
        return std::all_of(model.layers.begin() + static_cast<std::ptrdiff_t>(from), model.layers.begin() + static_cast<std::ptrdiff_t>(to),
                           [](const spec::LayerSpec &layer) { return layer.kind == "dense" && layer.values.count("units") > 0; });
    };
    const auto widthOf = [](const spec::LayerSpec &layer) {
        const auto units = layer.values.find("units");
        const Index *number = units == layer.values.end() ? nullptr : std::get_if<Index>(&units->second);
        return number ? *number : Index{0};
    };
    const Index narrow = model.layers.empty() || code >= last ? 0 : widthOf(model.layers[code]);
    if (code == 0 || narrow == 0 || !isDense(0, code) || !isDense(code + 1, last) || widthOf(model.layers.front()) == 0)
        return Error{"Depth can be varied where a code stands between dense layers", "depth",
                     "Take a stack such as that of the presets Map, Deep or Variational."};
    const auto first = static_cast<double>(widthOf(model.layers.front())), factor = static_cast<double>(narrow) / first;
    const spec::LayerSpec &encoder = model.layers.front(), &decoder = code + 1 < last ? model.layers[last - 1] : encoder;
    std::vector<spec::LayerSpec> down, up;
    for (Index layer = 0; layer < depth; ++layer) {
        const double share = static_cast<double>(layer) / static_cast<double>(depth);
        const Index width = std::max<Index>(1, std::llround(first * std::pow(factor, share)));
        down.push_back(encoder);
        down.back().values["units"] = width;
        up.insert(up.begin(), decoder);
        up.front().values["units"] = width;
    }
    spec::ModelSpec deep{std::move(down), depth, model.mirror};
    deep.layers.push_back(model.layers[code]);
    deep.layers.insert(deep.layers.end(), up.begin(), up.end());
    deep.layers.push_back(model.layers.back());
    if (deep.layers.size() > static_cast<std::size_t>(spec::largestLayers))
        return Error{"That would be more than " + std::to_string(spec::largestLayers) + " layers", "depth", "Take a smaller number."};
    return deep;
}

core::Result<std::vector<Trial>> trialsOf(const Sweep &sweep) {
    if (auto error = refusal(sweep))
        return *error;
    std::vector<Trial> trials;
    Index combination = 0;
    for (const std::vector<std::string> &values : sweep.draws > 0 ? drawsOf(sweep) : gridOf(sweep.axes)) {
        for (Index seed = 0; seed < sweep.seeds; ++seed)
            trials.push_back(trialOf(sweep, combination, values, seed));
        ++combination;
    }
    if (std::all_of(trials.begin(), trials.end(), [](const Trial &trial) { return trial.error.has_value(); }))
        return *trials.front().error;
    return trials;
}

Measure measureOf(const std::vector<Trial> &trials) {
    const auto priceOf = [](const spec::Spec &spec) {
        std::vector<spec::Value> prices;
        for (const spec::LayerSpec &layer : spec.model.layers)
            for (const char *key : {"beta", "free_bits", "weight"})
                if (const auto found = layer.values.find(key); found != layer.values.end())
                    prices.push_back(found->second);
        return prices;
    };
    for (const Trial &trial : trials) {
        const spec::Spec &a = trials.front().spec, &b = trial.spec;
        if (!(a.training.loss == b.training.loss) || !(a.training.penalties == b.training.penalties) || priceOf(a) != priceOf(b))
            return Measure::SquaredError;
    }
    return Measure::Loss;
}

} // namespace hourglass::sweeps
