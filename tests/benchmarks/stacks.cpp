#include "tests/benchmarks/stacks.h"

#include "engine/spec/presets.h"

namespace hourglass::benchmarks {

namespace {

using spec::Index;

spec::LayerSpec dense(spec::Value units, const char *activation) {
    return {"dense", {{"units", units}, {"activation", std::string(activation)}}};
}

/// A kernel of 3 that moves by 2.
spec::LayerSpec convolution(const char *kind, spec::Value channels, const char *activation) {
    return {kind, {{"channels", channels}, {"kernel", Index{3}}, {"stride", Index{2}}, {"activation", std::string(activation)}}};
}

spec::LayerSpec lstm(const char *output) {
    return {"lstm", {{"units", Index{32}}, {"output", std::string(output)}}};
}

Stack stack(const char *key, spec::ModelSpec model, const char *loss, Index batch) {
    spec::Spec spec = spec::findPreset("deep")->spec; // its data and its Adam
    spec.name = key;
    spec.model = std::move(model);
    spec.training.loss = {loss, {}};
    spec.training.batch = batch;
    return {key, spec};
}

} // namespace

std::vector<Stack> stacks() {
    std::vector<Stack> all;
    for (const spec::Preset &preset : spec::presets())
        all.push_back({preset.key, preset.spec});
    const spec::Value data = std::string("data");
    const Stack others[] = {
        stack("wide",
              {{dense(Index{1024}, "relu"), dense(Index{512}, "relu"), dense(Index{64}, "relu"), dense(Index{512}, "relu"), dense(Index{1024}, "relu"),
                dense(data, "sigmoid")},
               2,
               false},
              "binary_cross_entropy", 256),
        stack("convolutional",
              {{convolution("conv2d", Index{16}, "relu"), convolution("conv2d", Index{32}, "relu"), dense(Index{32}, "identity"), dense(Index{1568}, "relu"),
                convolution("conv2d_transposed", Index{16}, "relu"), convolution("conv2d_transposed", data, "sigmoid")},
               2,
               false},
              "binary_cross_entropy", 128),
        stack("recurrent",
              {{lstm("last"),
                dense(Index{8}, "identity"),
                {"repeat_vector", {}},
                lstm("sequence"),
                {"dense_steps", {{"units", data}, {"activation", std::string("sigmoid")}}}},
               1,
               false},
              "mean_squared_error", 64)};
    for (const Stack &other : others)
        if (!spec::findPreset(other.key))
            all.push_back(other);
    return all;
}

} // namespace hourglass::benchmarks
