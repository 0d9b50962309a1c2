// How fast stacks train: samples a second, and the share of the limit, which is the stack's own products run bare, in turn with the training
// in one process. tests/benchmarks/run.sh training. Arguments: [SECONDS a stack and number of threads], 4 without.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/core/team.h"
#include "engine/data/catalogue.h"
#include "engine/spec/presets.h"
#include "engine/training/stepper.h"

using namespace hourglass;
using core::Index;
using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

spec::Spec wide() {
    spec::Spec spec = spec::findPreset("deep")->spec;
    spec.name = "wide";
    spec.model.layers.clear();
    for (const Index units : {1024, 512, 64, 512, 1024})
        spec.model.layers.push_back({"dense", {{"units", units}, {"activation", std::string("relu")}}});
    spec.model.layers.push_back({"dense", {{"units", std::string("data")}, {"activation", std::string("sigmoid")}}});
    return spec;
}

/// The three products of each dense layer for one batch, each member of the team with its part of the samples or of the weights.
class BareProducts {
public:
    BareProducts(const plan::Plan &plan, Index batch, int parts) : m_batch(batch), m_parts(parts) {
        for (const plan::LayerOutline &layer : plan.outline().layers) {
            const Index inputs = layer.input.size(), outputs = layer.output.size();
            m_layers.push_back({inputs, outputs, core::Floats(core::strideOf(outputs) * inputs), core::Floats(core::strideOf(inputs) * outputs),
                                core::Floats(core::strideOf(inputs) * outputs)});
        }
        m_columns.push_back(core::Floats(core::strideOf(plan.features()) * batch));
        for (const Layer &layer : m_layers)
            m_columns.push_back(core::Floats(core::strideOf(layer.outputs) * batch));
        for (core::Floats &columns : m_columns)
            std::fill_n(columns.data(), columns.size(), 0.25f);
    }

    void run(core::Team &team) {
        const Index block = training::Stepper::block, blocks = (m_batch + block - 1) / block;
        team.run(blocks, [&](Index item, int) {
            const Index first = item * block, count = std::min(block, m_batch - first);
            for (std::size_t i = 0; i < m_layers.size(); ++i)
                kernels::product(m_layers[i].outputs, count, m_layers[i].inputs, m_layers[i].forward.data(), core::strideOf(m_layers[i].outputs),
                                 column(i, first), 1, core::strideOf(m_layers[i].inputs), column(i + 1, first), core::strideOf(m_layers[i].outputs), false);
            for (std::size_t i = m_layers.size() - 1; i > 0; --i)
                kernels::product(m_layers[i].inputs, count, m_layers[i].outputs, m_layers[i].backward.data(), core::strideOf(m_layers[i].inputs),
                                 column(i + 1, first), 1, core::strideOf(m_layers[i].outputs), column(i, first), core::strideOf(m_layers[i].inputs), false);
        }, m_parts);
        constexpr Index tile = 48;
        std::vector<std::pair<std::size_t, Index>> tiles;
        for (std::size_t i = 0; i < m_layers.size(); ++i)
            for (Index first = 0; first < m_layers[i].outputs; first += tile)
                tiles.push_back({i, first});
        team.run(static_cast<Index>(tiles.size()), [&](Index item, int) {
            const auto [i, first] = tiles[static_cast<std::size_t>(item)];
            Layer &layer = m_layers[i];
            kernels::product(layer.inputs, std::min(tile, layer.outputs - first), m_batch, column(i, 0), core::strideOf(layer.inputs), column(i + 1, 0) + first,
                             core::strideOf(layer.outputs), 1, layer.gradient.data() + first * core::strideOf(layer.inputs), core::strideOf(layer.inputs), false);
        }, m_parts);
    }

private:
    struct Layer {
        Index inputs, outputs;
        core::Floats forward, backward, gradient;
    };
    float *column(std::size_t layer, Index first) {
        const Index rows = layer == 0 ? m_layers[0].inputs : m_layers[layer - 1].outputs;
        return m_columns[layer].data() + first * core::strideOf(rows);
    }

    Index m_batch;
    int m_parts;
    std::vector<Layer> m_layers;
    std::vector<core::Floats> m_columns;
};

void measure(const std::string &name, const spec::Spec &spec, const std::shared_ptr<const data::Dataset> &dataset, int threads, double seconds) {
    const auto plan = *plan::compile(spec.model, dataset->shape);
    training::Stepper stepper(plan, dataset);
    if (!stepper.configure(spec.training))
        return;
    core::Team team(threads);
    stepper.setTeam(&team);
    stepper.start();
    const bool isSmall = plan->outline().multiplyAddsPerSample * static_cast<double>(stepper.batch()) < 1e6; // trained by one member
    BareProducts bare(*plan, stepper.batch(), isSmall ? 1 : 0);
    for (int warmUp = 0; warmUp < 20; ++warmUp) {
        stepper.step();
        bare.run(team);
    }
    std::vector<double> perSample, shares;
    const Clock::time_point start = Clock::now();
    while (secondsSince(start) < seconds || perSample.size() < 5) {
        const Clock::time_point training = Clock::now();
        Index samples = 0, steps = 0;
        while (secondsSince(training) < 0.1) {
            samples += stepper.step().samples;
            ++steps;
        }
        const double ours = secondsSince(training) / static_cast<double>(samples);
        const Clock::time_point products = Clock::now();
        for (Index step = 0; step < steps; ++step)
            bare.run(team);
        const double limit = secondsSince(products) / static_cast<double>(steps * stepper.batch());
        perSample.push_back(ours);
        shares.push_back(limit / ours);
    }
    std::printf("{\"benchmark\":\"training\",\"preset\":\"%s\",\"threads\":%d,\"instructions\":\"%s\",\"parameters\":%lld,\"batch\":%lld,\"samples_per_second\":%.0f,"
                "\"seconds_an_epoch\":%.5f,\"share_of_limit\":%.3f}\n",
                name.c_str(), threads, kernels::instructionLevel(), static_cast<long long>(plan->outline().parameters), static_cast<long long>(stepper.batch()),
                1 / median(perSample), median(perSample) * static_cast<double>(dataset->train.samples), median(shares));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv) {
    core::setFloatingPointMode();
    const double seconds = argc > 1 ? std::atof(argv[1]) : 4;
    const data::Library library({}, data::standardDataFolders());
    std::vector<std::pair<std::string, spec::Spec>> stacks;
    for (const spec::Preset &preset : spec::presets())
        stacks.emplace_back(preset.key, preset.spec);
    stacks.emplace_back("wide", wide());
    for (const auto &[name, spec] : stacks) {
        const auto dataset = library.load(spec.data, spec.training.seed, {});
        if (!dataset) {
            std::fprintf(stderr, "%s\n", dataset.error().sentence().c_str());
            continue;
        }
        for (const int threads : {1, 2})
            measure(name, spec, *dataset, threads, seconds);
    }
    return 0;
}
