#include "engine/exporters/model.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/data/scaling.h"
#include "engine/graph/interpreter.h"
#include "engine/plan/network.h"

namespace hourglass::exporters {

using core::Index;
using plan::StackPart;

core::Result<Model> modelOf(const Subject &subject, StackPart part, const Row &format) {
    std::vector<StackPart> parts{part};
    if (part == StackPart::Whole && format.inHalves)
        parts = {StackPart::Encoder, StackPart::Decoder};
    if (parts.size() == 2 && subject.plan->codeLayer() + 1 == static_cast<int>(subject.plan->layers().size()))
        parts = {StackPart::Encoder}; // that is the whole
    Model model;
    for (const StackPart wanted : parts) {
        auto graph =
            plan::lowered(*subject.plan, subject.parameters, subject.state, wanted, format.isTrainable ? plan::Purpose::Training : plan::Purpose::Evaluation);
        if (!graph)
            return graph.error();
        if (format.inHalves)
            graph->outputs.resize(1);
        model.parts.push_back(std::move(*graph));
    }
    return model;
}

namespace {

/// "[0.1,0.2]", or one number where all are alike; with all their digits.
std::string listed(const std::vector<double> &numbers) {
    const bool areAlike = std::all_of(numbers.begin(), numbers.end(), [&](double number) { return number == numbers.front(); });
    std::string text = "[";
    for (std::size_t i = 0; i < (areAlike ? 1 : numbers.size()); ++i) {
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), numbers[i]).ptr;
        text += i > 0 ? "," : "";
        text.append(digits.data(), end);
    }
    return text + ']';
}

} // namespace

std::vector<std::pair<std::string, std::string>> scalingFacts(const data::Dataset &dataset, const spec::Component &scaling) {
    const bool holdsBytes = dataset.train.holdsBytes() && !dataset.scaling, hasOffsets = !dataset.offsets.empty();
    std::vector<std::pair<std::string, std::string>> facts{{"hourglass.data", dataset.title}, {"hourglass.scaling", scaling.kind}};
    const auto features = static_cast<std::size_t>(dataset.features());
    if (dataset.scaling && !dataset.scaling->isAffine()) {
        facts.emplace_back("hourglass.input",
                           dataset.scaling->takesLengths() ? "Each sample divided by its length." : "Whitened samples; what whitens them is not in this file.");
        return facts;
    }
    if (!dataset.scaling && !hasOffsets) {
        facts.emplace_back("hourglass.input", holdsBytes ? "Bytes divided by 255." : "The numbers of the data as they are.");
        return facts;
    }
    std::vector<double> offset(features, 0.0), factor(features, 1.0);
    if (dataset.scaling) {
        std::vector<float> scaled(features, 0.0f);
        dataset.scaling->invertExactly(scaled.data(), 1.0f, offset.data());
        std::fill(scaled.begin(), scaled.end(), 1.0f);
        dataset.scaling->invertExactly(scaled.data(), 1.0f, factor.data());
        for (std::size_t f = 0; f < features; ++f)
            factor[f] -= offset[f];
    }
    for (std::size_t f = 0; hasOffsets && f < features; ++f)
        offset[f] += dataset.offsets[f];
    facts.emplace_back("hourglass.input", dataset.train.holdsBytes() ? "(byte / 255 - offset) / factor" : "(number - offset) / factor");
    facts.emplace_back("hourglass.offset", listed(offset));
    facts.emplace_back("hourglass.factor", listed(factor));
    return facts;
}

double differenceFromNetwork(const Subject &subject, StackPart part, core::ConstView samples) {
    const auto graph = plan::lowered(*subject.plan, subject.parameters, subject.state, part);
    if (!graph || samples.columns == 0)
        return std::numeric_limits<double>::infinity();
    plan::Network network(subject.plan, subject.parameters, subject.state, samples.columns);
    const core::ConstView code = network.encode(samples), x = part == StackPart::Decoder ? code : samples;
    const core::ConstView y = part == StackPart::Encoder ? code : network.decode(code);
    double largest = 1, difference = 0;
    for (Index column = 0; column < samples.columns; ++column) {
        const std::vector<double> given = graph::run(*graph, x.column(column)).front();
        for (Index row = 0; row < y.rows; ++row) {
            const double wanted = static_cast<double>(y.column(column)[row]), away = std::abs(given[static_cast<std::size_t>(row)] - wanted);
            largest = std::max(largest, std::abs(wanted));
            difference = away <= difference ? difference : std::isfinite(away) ? away : std::numeric_limits<double>::infinity();
        }
    }
    return difference / largest;
}

} // namespace hourglass::exporters
