// A small but real catalogue and stacks for tests of the forms and the stack, with an outline for each: no engine needed.
#pragma once

#include <cmath>
#include <variant>

#include "engine/plan/outline.h"
#include "engine/spec/spec.h"

namespace hourglass::tests {

inline spec::Setting unitsSetting() {
    spec::Setting units{"units",
                        "Units",
                        "How many numbers this layer makes. More units can say more, cost more and overfit sooner.",
                        spec::SettingKind::Integer,
                        spec::Index{64},
                        1.0,
                        static_cast<double>(spec::largestUnits),
                        true,
                        {},
                        "data"};
    return units;
}

inline spec::Kind denseKind() {
    spec::Setting activation{"activation",
                             "Activation",
                             "The function that bends each unit's sum.",
                             spec::SettingKind::Choice,
                             std::string("relu"),
                             0,
                             0,
                             false,
                             {{"identity", "identity", "Leaves the sum as it is."},
                              {"relu", "ReLU", "Passes what is positive and silences the rest."},
                              {"leaky_relu", "Leaky ReLU", "As ReLU, but lets a hundredth of the negative through."},
                              {"sigmoid", "Sigmoid", "Squeezes into 0 … 1."},
                              {"tanh", "tanh", "Squeezes into −1 … 1."}},
                             ""};
    spec::Setting initialiser{"initialiser",
                              "Initialiser",
                              "How the weights are drawn before the first step.",
                              spec::SettingKind::Choice,
                              std::string("glorot_uniform"),
                              0,
                              0,
                              false,
                              {{"glorot_uniform", "Glorot uniform", "Keeps the size of signals alike in both directions."},
                               {"glorot_normal", "Glorot normal", "The same, drawn from a normal distribution."},
                               {"he_uniform", "He uniform", "Made for ReLU."},
                               {"he_normal", "He normal", "Made for ReLU, drawn from a normal distribution."},
                               {"zeros", "Zeros", "All alike: nothing is learned, worth seeing once."}},
                              ""};
    return {"dense", "Dense", "Every unit sees every input.", {unitsSetting(), activation, initialiser}};
}

inline spec::Catalogue sampleCatalogue() {
    spec::Catalogue catalogue;
    catalogue.layers = {denseKind()};
    spec::Setting rate{"rate", "Learning rate", "The size of a step.", spec::SettingKind::Real, 1e-3, 1e-6, 1.0, true, {}, ""};
    spec::Setting beta{"beta1", "Beta 1", "How long the direction is remembered.", spec::SettingKind::Real, 0.9, 0.0, 0.9999, false, {}, ""};
    spec::Setting nesterov{"nesterov", "Nesterov", "Looks ahead before it steps.", spec::SettingKind::Toggle, false, 0, 0, false, {}, ""};
    catalogue.optimisers = {{"adam", "Adam", "Adapts the step of every weight.", {rate, beta, nesterov}}};
    return catalogue;
}

inline spec::LayerSpec dense(spec::Index units, const std::string &activation = "relu") {
    return {"dense", {{"units", units}, {"activation", activation}}};
}

inline spec::LayerSpec output(const std::string &activation = "sigmoid") {
    return {"dense", {{"units", std::string("data")}, {"activation", activation}}};
}

/// 784–256–64–2–64–256–784
inline spec::ModelSpec mapModel() {
    return {{dense(256), dense(64), dense(2, "identity"), dense(64), dense(256), output()}, 2, true};
}

/// 784–128–64–32–64–128–784
inline spec::ModelSpec deepModel() {
    return {{dense(128), dense(64), dense(32), dense(64), dense(128), output()}, 2, true};
}

/// 784–64–64–784: two layers equally narrow
inline spec::ModelSpec narrowModel() {
    return {{dense(64), dense(64), output()}, 1, false};
}

/// 100–10–10–100–100
inline spec::ModelSpec halvesModel() {
    return {{dense(10), dense(10), dense(100, "sigmoid"), output()}, 1, false};
}

inline core::Index unitsOf(const spec::ModelSpec &model, std::size_t index, core::Index features) {
    const spec::Value &units = model.layers[index].values.at("units");
    return std::holds_alternative<std::string>(units) ? features : std::get<core::Index>(units);
}

/// What compile() would say of a stack of dense layers.
inline plan::Outline outlineOf(const spec::ModelSpec &model, const core::Shape &input) {
    const spec::Catalogue catalogue = sampleCatalogue();
    plan::Outline outline;
    outline.input = input;
    core::Shape shape = input;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const core::Index units = unitsOf(model, i, input.size()), code = model.code, index = static_cast<core::Index>(i);
        const std::string activation = spec::choiceOf(model.layers[i], catalogue.layers[0], "activation");
        std::string label;
        for (const spec::Choice &choice : catalogue.layers[0].find("activation")->choices)
            if (choice.key == activation)
                label = choice.label;
        plan::LayerOutline layer;
        layer.label = "Dense";
        layer.activation = label;
        layer.input = shape;
        layer.output = core::Shape(units);
        layer.parameters = (shape.size() + 1) * units;
        layer.multiplyAdds = static_cast<double>(shape.size() * units);
        layer.role = index < code ? plan::Role::Encoder : index == code ? plan::Role::Code : plan::Role::Decoder;
        outline.parameters += layer.parameters;
        outline.multiplyAddsPerSample += 3 * layer.multiplyAdds;
        shape = layer.output;
        outline.layers.push_back(layer);
    }
    outline.codeSize = outline.layers[static_cast<std::size_t>(model.code)].output.size();
    outline.compression = static_cast<double>(input.size()) / static_cast<double>(outline.codeSize);
    return outline;
}

} // namespace hourglass::tests
