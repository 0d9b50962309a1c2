// Trainings by lot: any shape of sample, any kinds in any order, any settings that their descriptions allow. The same seed draws the same.
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/layers/registry.h"
#include "engine/training/catalogue.h"
#include "tests/support/lots.h"
#include "tests/support/stacks.h"

namespace hourglass::tests {

struct RandomStack {
    std::uint64_t seed = 0;
    spec::Spec spec;
    DataSizes sizes;
    bool isWithinUnit = true;
    std::string spoiled; ///< path of the setting that is out of its range, or empty

    std::shared_ptr<const data::Dataset> dataset() const {
        auto made = std::make_shared<data::Dataset>(*smoothData(sizes));
        made->isWithinUnit = isWithinUnit;
        for (float &value : made->train.floats)
            value = isWithinUnit ? std::min(std::max(value, 0.0f), 1.0f) : 3 * value - 1.5f;
        return made;
    }
};

/// Draws one RandomStack. Most layers are drawn until one fits its place, and one in thirty as it comes.
class StackLottery {
public:
    explicit StackLottery(std::uint64_t seed) : m_lots(seed), m_isWide(m_lots.oneIn(5)) { m_stack.seed = seed; }

    RandomStack draw() {
        drawSizes();
        drawTraining();
        spec::ModelSpec &model = m_stack.spec.model;
        const Index layers = std::max(m_lots.between(Index{1}, Index{8}), m_lots.between(Index{1}, Index{8}));
        model.code = m_lots.between(Index{0}, layers - 1);
        while (static_cast<Index>(model.layers.size()) + 1 < layers)
            addLayer(layers - 1 - static_cast<Index>(model.layers.size()));
        addLast();
        if (m_lots.oneIn(15))
            spoil();
        return m_stack;
    }

private:
    static constexpr Index mostRemembered = 8'000; ///< floats of a layer and a sample: 256 samples always have room

    void drawSizes() {
        const Index extent = m_isWide ? 9 : 6, sort = m_lots.between(Index{1}, Index{7});
        core::Shape shape(m_lots.between(Index{1}, 2 * extent));
        if (sort >= 5)
            shape = core::Shape(m_lots.between(Index{1}, 2 * extent), m_lots.between(Index{1}, Index{4}));
        else if (sort >= 2)
            shape = core::Shape(m_lots.oneIn(2) ? 1 : 3, m_lots.between(Index{2}, extent), m_lots.between(Index{2}, extent));
        const Index samples = m_isWide ? m_lots.between(Index{40}, Index{130}) : m_lots.between(Index{5}, Index{30});
        m_stack.sizes = {samples, shape.size(), m_lots.oneIn(2) ? 6 : 0, 9, shape};
        m_stack.isWithinUnit = !m_lots.oneIn(6);
        m_stack.spec.training.batch = m_isWide ? m_lots.between(Index{33}, Index{130}) : m_lots.between(Index{1}, Index{20});
    }

    void drawTraining() {
        const spec::Catalogue &all = training::catalogue();
        spec::TrainingSpec &training = m_stack.spec.training;
        training.loss = drawn(all.losses);
        training.optimiser = drawn(all.optimisers);
        training.schedule = drawn(all.schedules);
        training.corruption = drawn(all.corruptions);
        training.average = drawn(all.averages);
        if (!all.penalties.empty() && m_lots.oneIn(3))
            training.penalties = {drawn(all.penalties)};
        training.gradient = {m_lots.oneIn(4) ? m_lots.between(0.01, 2.0) : 0, m_lots.oneIn(4) ? m_lots.between(0.01, 2.0) : 0,
                             m_lots.oneIn(3) ? m_lots.between(Index{2}, Index{4}) : 1};
        training.epochs = m_lots.between(Index{1}, Index{9});
        training.seed = m_stack.seed;
        if (!m_lots.oneIn(5))
            meetDemands(training);
    }

    /// Takes out what the settings forbid each other, and losses that this data cannot have.
    void meetDemands(spec::TrainingSpec &training) {
        if (training.optimiser.kind == "lbfgs")
            training.gradient.clipNorm = training.gradient.clipValue = 0;
        if (training.schedule.kind == "plateau")
            m_stack.sizes.validation = 6;
        const std::string &loss = training.loss.kind;
        const bool wantsUnit = loss == crossEntropy || loss == "categorical_cross_entropy" || loss == "structural_similarity";
        m_stack.isWithinUnit = m_stack.isWithinUnit || wantsUnit;
        if (loss == "structural_similarity" && !m_stack.sizes.sample().isImage())
            training.loss = {squaredError, {}};
    }

    spec::Component drawn(const std::vector<spec::Kind> &kinds) { return drawn(m_lots.from(kinds)); }

    /// A quarter of the settings is left to their fallback.
    spec::Component drawn(const spec::Kind &kind) {
        spec::Component component{kind.key, {}};
        for (const spec::Setting &setting : kind.settings)
            if (!m_lots.oneIn(4))
                component.values[setting.key] = valueOf(setting);
        return component;
    }

    spec::Value valueOf(const spec::Setting &setting) {
        switch (setting.kind) {
        case spec::SettingKind::Toggle: return m_lots.oneIn(2);
        case spec::SettingKind::Choice: return m_lots.from(setting.choices).key;
        case spec::SettingKind::Text: return std::string();
        case spec::SettingKind::Integer: {
            if (!setting.word.empty() && m_lots.oneIn(3))
                return setting.word;
            const Index least = static_cast<Index>(setting.minimum);
            if (!setting.isLogarithmic) // strides, groups and paddings: small ones fit more often
                return least + std::min(m_lots.between(Index{0}, Index{3}), m_lots.between(Index{0}, Index{3}));
            return m_lots.between(least, std::min(static_cast<Index>(setting.maximum), least + (m_isWide ? 40 : 12)));
        }
        case spec::SettingKind::Real: break;
        }
        return realOf(setting);
    }

    /// Near the fallback, where three steps do not lead to infinity, and now and then at the least.
    double realOf(const spec::Setting &setting) {
        const double fallback = *std::get_if<double>(&setting.fallback),
                     least = std::max(setting.minimum, setting.isLogarithmic ? fallback / 100 : fallback - 0.3);
        if (m_lots.oneIn(8))
            return setting.key == "initial_value" ? 0.0 : setting.minimum;
        return m_lots.between(least, std::min(setting.maximum, setting.key == "rate" ? fallback : fallback + 0.3));
    }

    layers::LayerContext place() {
        core::Shape shape = m_stack.sizes.sample();
        std::vector<const layers::Layer *> before;
        for (const auto &layer : m_made)
            before.push_back(layer.get());
        return {before.empty() ? shape : before.back()->traits().output, shape, static_cast<int>(before.size()), static_cast<int>(m_stack.spec.model.code),
                before};
    }

    static bool isSmall(const layers::Layer &layer, Index most) {
        const layers::Traits &needs = layer.traits();
        return needs.output.size() <= most && needs.output.size() + needs.scratchPerSample + needs.partialPerBlock / 32 <= mostRemembered;
    }

    /// Whether the layer has a place, and was added to those made.
    bool fits(const spec::LayerSpec &layer) {
        if (m_made.size() < m_stack.spec.model.layers.size())
            return true; // one before it fits nowhere: nobody knows
        const layers::LayerResult made = layers::make(layer, place());
        if (!made || !isSmall(**made, m_isWide ? 1500 : 500))
            return false;
        m_made.push_back(*made);
        return true;
    }

    bool has(const char *kind) const {
        const std::vector<spec::LayerSpec> &layers = m_stack.spec.model.layers;
        return std::any_of(layers.begin(), layers.end(), [&](const spec::LayerSpec &layer) { return layer.kind == kind; });
    }

    void add(const spec::LayerSpec &layer) { m_stack.spec.model.layers.push_back(layer); }

    void addLayer(Index room) {
        const std::vector<spec::Kind> &kinds = training::catalogue().layers;
        const spec::Kind &favourite = kinds[m_stack.seed % kinds.size()]; // else those that fit seldom would be rare
        for (int attempt = 0;; ++attempt) {
            const spec::Kind &kind = attempt < 2 && m_lots.oneIn(2) ? favourite : m_lots.from(kinds);
            if (kind.key == "variational" && has("variational")) // an exponential of an exponential comes to infinity by itself
                continue;
            if (kind.key == "tied" && room > 1 && !m_lots.oneIn(4)) { // by chance alone it would seldom find its dense layer
                addTied();
                return;
            }
            if (m_lots.oneIn(30)) {
                addAsItComes(drawn(kind));
                return;
            }
            for (int tries = 0; tries < 10; ++tries)
                if (const spec::LayerSpec layer = drawn(kind); fits(layer)) {
                    add(layer);
                    return;
                }
        }
    }

    void addTied() {
        spec::LayerSpec dense = drawn(*spec::find(training::catalogue().layers, "dense")), tied{"tied", {{"activation", std::string("tanh")}}};
        const Index at = static_cast<Index>(m_stack.spec.model.layers.size());
        if (m_stack.spec.model.code != at || m_lots.oneIn(2)) // else "mirror" names it
            tied.values["to"] = at;
        for (const spec::LayerSpec &layer : {dense, tied})
            addAsItComes(layer);
    }

    void addAsItComes(const spec::LayerSpec &layer) {
        const layers::LayerResult made = layers::make(layer, place());
        if (made && !isSmall(**made, mostRemembered))
            return;
        fits(layer);
        add(layer);
    }

    /// Mostly a layer that makes the output as large as a sample, with the activation that the loss wants.
    void addLast() {
        const core::Shape data = m_stack.sizes.sample(), input = place().input;
        std::string kind = "dense";
        if (input.rank == 3 && data.rank == 3 && input.height() == data.height() && input.width() == data.width() && m_lots.oneIn(2))
            kind = m_lots.oneIn(2) ? "conv2d" : "conv2d_transposed";
        else if (input.rank == 2 && data.rank == 2 && input.extents[0] == data.extents[0] && m_lots.oneIn(2))
            kind = m_lots.oneIn(2) ? "dense_steps" : "conv1d";
        spec::LayerSpec last = drawn(*spec::find(training::catalogue().layers, kind));
        if (kind.find("conv") == 0)
            for (const char *key : {"stride", "dilation", "groups", "padding"})
                last.values.erase(key); // a map of the same size
        last.values[kind.find("conv") == 0 ? "channels" : "units"] = std::string("data");
        const std::string &loss = m_stack.spec.training.loss.kind;
        if (!m_lots.oneIn(10) && loss == crossEntropy)
            last.values["activation"] = std::string("sigmoid");
        if (!m_lots.oneIn(10) && loss == "categorical_cross_entropy" && kind == "dense")
            last.values["activation"] = std::string("softmax");
        add(m_lots.oneIn(25) ? drawn(training::catalogue().layers) : last);
    }

    /// One value that its description does not allow.
    void spoil() {
        spec::Spec &spec = m_stack.spec;
        const auto index = static_cast<std::size_t>(m_lots.between(Index{0}, static_cast<Index>(spec.model.layers.size()) - 1));
        spec::Component &component = m_lots.oneIn(3) ? spec.training.optimiser : spec.model.layers[index];
        const bool isLayer = &component != &spec.training.optimiser;
        const spec::Kind &kind = *spec::find(isLayer ? training::catalogue().layers : training::catalogue().optimisers, component.kind);
        if (kind.settings.empty())
            return;
        const spec::Setting &setting = m_lots.from(kind.settings);
        const std::vector<spec::Value> wrong{std::nan(""), std::string("no such word"), setting.maximum * 2 + 1, setting.minimum - 1};
        component.values[setting.key] = m_lots.from(wrong);
        m_stack.spoiled = isLayer ? "model.layers." + std::to_string(index) + '.' : std::string("training.optimiser.");
        m_stack.spoiled += setting.key;
    }

    Lots m_lots;
    bool m_isWide; ///< enough work and samples that a pool shares it
    RandomStack m_stack;
    std::vector<std::shared_ptr<const layers::Layer>> m_made; ///< as long as all before fit
};

} // namespace hourglass::tests
