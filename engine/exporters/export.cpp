#include "engine/exporters/export.h"

#include <algorithm>

#include "engine/exporters/script_export.h"

namespace hourglass::exporters {

using core::Index;

namespace {

constexpr Index mostChecked = 16;
constexpr double mostWork = 3e8; ///< multiply-adds: a second or so
/// Beyond what sums in single precision differ by, of numbers about 1.
constexpr double largestDifference = 1e-4;

std::string sizeText(const core::Shape &shape) {
    std::string text;
    for (int axis = 0; axis < shape.rank; ++axis)
        text += (axis > 0 ? " × " : "") + std::to_string(shape.extents[static_cast<std::size_t>(axis)]);
    return text;
}

std::string signatureOf(const graph::Graph &graph) {
    std::string text = graph.inputName + " (" + sizeText(graph.shapeOf(graph.input)) + ") →";
    for (std::size_t i = 0; i < graph.outputs.size(); ++i)
        text += (i > 0 ? ", " : " ") + graph.outputs[i].name + " (" + sizeText(graph.shapeOf(graph.outputs[i].value)) + ')';
    return text;
}

/// Runs a few samples through the operations and through the network.
void check(const Order &order, Report &report) {
    const data::Part &held = order.dataset->heldOut(), &source = held.isEmpty() ? order.dataset->train : held;
    const plan::Plan &plan = *order.subject.plan;
    double work = 1;
    for (const plan::PlacedLayer &layer : plan.layers())
        work += layer.traits().multiplyAdds;
    report.samples = std::min({source.samples, mostChecked, std::max<Index>(1, static_cast<Index>(mostWork / work))});
    const Index stride = core::strideOf(plan.features());
    core::Floats numbers(stride * report.samples);
    for (Index i = 0; i < report.samples; ++i)
        source.copySample(i, numbers.data() + i * stride);
    report.difference = differenceFromNetwork(order.subject, order.part, {numbers.data(), plan.features(), report.samples, stride});
}

} // namespace

core::Result<Report> exportModel(const Order &order) {
    if (order.format->isScript() && order.part != plan::StackPart::Whole)
        return core::Error{"A script takes the whole stack", order.path, "Leave out which part of it."};
    auto model = modelOf(order.subject, order.part, *order.format);
    if (!model)
        return model.error();
    Report report;
    for (const graph::Graph &graph : model->parts)
        report.signatures.push_back(signatureOf(graph));
    check(order, report);
    if (!(report.difference <= largestDifference))
        return core::Error{"With these weights the operations do not give what the network gives, so nothing is written", order.path,
                           "Take weights whose numbers, and what becomes of them, are finite."};
    if (order.format->isScript()) {
        if (auto error = writeScript(order, report))
            return *error;
        return report;
    }
    model->title = order.title;
    model->facts = scalingFacts(*order.dataset, order.scaling);
    model->facts.emplace_back("hourglass.version", order.version);
    model->facts.emplace_back("hourglass.code", "layers." + std::to_string(order.subject.plan->codeLayer())); // for who reads it back
    for (const auto &[name, value] : model->facts)
        if (name == "hourglass.input")
            report.input = value;
    if (order.format->remark)
        report.remarks.emplace_back(order.format->remark);
    if (auto error = write(*order.format, *model, order.path)) {
        error->where = error->where.empty() ? order.path : error->where;
        return *error;
    }
    return report;
}

} // namespace hourglass::exporters
