#include "engine/exporters/lesson.h"

#include <algorithm>

#include "engine/data/scaling.h"
#include "engine/spec/precision.h"
#include "engine/training/catalogue.h"

namespace hourglass::exporters {

using plan::StackPart;

namespace {

std::string labelOf(const plan::LayerOutline &layer) {
    return layer.activation.empty() ? layer.label : layer.label + ", " + layer.activation;
}

std::string factOf(const std::vector<std::pair<std::string, std::string>> &facts, const char *key) {
    for (const auto &[name, value] : facts)
        if (name == key)
            return value;
    return {};
}

Preparation preparationOf(const data::Dataset &dataset, const std::vector<std::pair<std::string, std::string>> &facts) {
    Preparation preparation;
    if (dataset.scaling && !dataset.scaling->isAffine())
        preparation.kind = dataset.scaling->takesLengths() ? Preparation::Kind::UnitLength : Preparation::Kind::Whitening;
    preparation.areBytes = dataset.train.holdsBytes();
    preparation.offset = factOf(facts, "hourglass.offset");
    preparation.factor = factOf(facts, "hourglass.factor");
    return preparation;
}

/// The columns that are features, as they are called; none where a feature was made of something else than one column of numbers.
std::optional<std::vector<std::string>> columnsOf(const data::Dataset &dataset) {
    const bool areNumbers =
        std::all_of(dataset.featureKinds.begin(), dataset.featureKinds.end(), [](data::FeatureKind kind) { return kind == data::FeatureKind::Number; });
    return areNumbers ? std::optional(dataset.featureNames) : std::nullopt;
}

/// Of the activations whose slope y tells.
std::string slopeOf(const plan::Plan &plan) {
    const spec::LayerSpec &first = plan.model().layers.front();
    if (plan.codeLayer() != 0 || !plan.layers().front().traits().canBeTied)
        return {};
    const auto found = first.values.find("activation");
    const std::string function = found == first.values.end() ? "relu" : std::get<std::string>(found->second);
    return function == "sigmoid"      ? "code * (1 - code)"
           : function == "tanh"       ? "1 - code * code"
           : function == "relu"       ? "(code > 0) * 1.0"
           : function == "leaky_relu" ? "0.01 + 0.99 * (code > 0)"
           : function == "identity"   ? "code * 0 + 1"
                                      : "";
}

bool drawsIn(const graph::Graph &graph) {
    return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                       [](const graph::Node &node) { return std::holds_alternative<graph::InTraining>(node.operation); });
}

std::string kindsOf(const std::vector<spec::Component> &components) {
    std::string kinds;
    for (const spec::Component &component : components)
        kinds += (kinds.empty() ? "" : ", ") + component.kind;
    return kinds;
}

std::vector<std::string> remarksOn(const Lesson &lesson) {
    const spec::TrainingSpec &training = lesson.training;
    const auto hasPenalty = [&](const char *kind) {
        return std::any_of(training.penalties.begin(), training.penalties.end(), [&](const spec::Component &each) { return each.kind == kind; });
    };
    std::vector<std::string> remarks{"The optimiser begins without memory."};
    if (lesson.drawsInLayers || training.corruption.kind != "none" || (hasPenalty("contractive") && lesson.slope.empty()))
        remarks.emplace_back("Random numbers are drawn by another generator, so that losses agree on the average alone.");
    if (!training.augmentation.empty())
        remarks.push_back("Samples are not varied (" + kindsOf(training.augmentation) + ").");
    if (!training.stop.empty())
        remarks.push_back("It trains for all epochs: rules that end a training are not repeated (" + kindsOf(training.stop) + ").");
    if (training.schedule.kind == "plateau")
        remarks.emplace_back("The learning rate falls by the training loss of an epoch, since there is no validation part here.");
    if (spec::isMixed(training))
        remarks.emplace_back("Mixed precision rounds at other places, so that losses differ by some thousandths.");
    return remarks;
}

} // namespace

double realOf(const spec::Component &component, const std::vector<spec::Kind> &kinds, const char *key) {
    const spec::Value value = spec::valueOf(component, *spec::find(kinds, component.kind), key);
    if (const auto *integer = std::get_if<core::Index>(&value))
        return static_cast<double>(*integer);
    if (const auto *toggle = std::get_if<bool>(&value))
        return *toggle ? 1 : 0;
    return std::get<double>(value);
}

std::string wordOf(const spec::Component &component, const std::vector<spec::Kind> &kinds, const char *key) {
    return spec::choiceOf(component, *spec::find(kinds, component.kind), key);
}

core::Result<Lesson> lessonOf(const Order &order) {
    const plan::Plan &plan = *order.subject.plan;
    const data::Dataset &dataset = *order.dataset;
    Lesson lesson;
    lesson.title = order.title;
    lesson.version = order.version;
    const auto facts = scalingFacts(dataset, order.scaling);
    lesson.data = dataset.title;
    lesson.input = factOf(facts, "hourglass.input");
    const auto lowered = [&](StackPart part) { return plan::lowered(plan, order.subject.parameters, order.subject.state, part, plan::Purpose::Training); };
    const bool hasDecoder = plan.codeLayer() + 1 < static_cast<int>(plan.layers().size());
    auto encoder = lowered(StackPart::Encoder);
    if (!encoder)
        return encoder.error();
    lesson.encoder = std::move(*encoder);
    if (hasDecoder) {
        auto decoder = lowered(StackPart::Decoder);
        if (!decoder)
            return decoder.error();
        lesson.decoder = std::move(*decoder);
    }
    for (std::size_t index = 0; index < plan.layers().size(); ++index) {
        lesson.layers.push_back(labelOf(plan.outline().layers[index]));
        lesson.looksAcrossSamples = lesson.looksAcrossSamples || plan.layers()[index].traits().isAcrossSamples;
    }
    lesson.training = order.training;
    lesson.shape = plan.input();
    lesson.samples = dataset.train.samples;
    lesson.batch = training::batchesOf(plan, lesson.training.batch, lesson.samples);
    if (const int layer = training::layerWithFewest(plan); layer >= 0)
        lesson.fewest = plan.layers()[static_cast<std::size_t>(layer)].traits().fewestSamples;
    lesson.preparation = preparationOf(dataset, facts);
    lesson.columns = columnsOf(dataset);
    lesson.drawsInLayers = drawsIn(lesson.encoder) || (lesson.decoder && drawsIn(*lesson.decoder));
    lesson.slope = slopeOf(plan);
    lesson.remarks = remarksOn(lesson);
    return lesson;
}

} // namespace hourglass::exporters
