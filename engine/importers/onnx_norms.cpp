// Norms, and the k largest of a sample.
#include <algorithm>

#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

namespace {

/// One number for each channel, for each of the numbers of the flow, in the order in which the stack has them.
std::vector<float> ofChannels(const std::vector<float> &channels, const Flow &flow) {
    std::vector<float> all(static_cast<std::size_t>(flow.size()));
    const std::size_t area = all.size() / channels.size();
    for (std::size_t i = 0; i < all.size(); ++i)
        all[flow.places.empty() ? i : static_cast<std::size_t>(flow.places[i])] = channels[i / area];
    return all;
}

} // namespace

OnnxReader::Outcome OnnxReader::batchNorm(Call &call) {
    auto flow = layerIn(call);
    if (!flow)
        return flow.error();
    constexpr const char *names[] = {"weight", "bias", "running_mean", "running_var"};
    const Index channels = flow->extents.size() > 1 ? flow->extents[1] : 0;
    if (flow->batch != 0 || flow->extents[0] != 1 || call.whole("training_mode", 0) != 0 || call.whole("spatial", 1) != 1)
        return refusal(call, "it normalises in another way than the batch norm here", "Export the model in evaluation mode.");
    const Shape shape = shapeNow();
    const bool isOfMap = flow->isImage() && shape.isImage();
    if (isOfMap)
        if (auto problem = settle(call, *flow, {}))
            return problem;
    // ONNX says how much of the running statistics stays, and here it is how much of the batch comes in.
    const double epsilon = std::clamp(call.real("epsilon", 1e-5), 1e-12, 1.0), momentum = std::clamp(1 - call.real("momentum", 0.9), 0.0, 1.0);
    Part part{{"batch_norm", {{"epsilon", epsilon}, {"momentum", momentum}}}, {}, shape, call.node.input_size() > 1 ? call.node.input(1) : call.node.name()};
    for (int i = 0; i < 4; ++i) {
        const Tensor *tensor = tensorIn(call, i + 1);
        if (!tensor || tensor->isWhole || tensor->size() != channels || channels == 0)
            return refusal(call, "its numbers are not one for each channel");
        std::vector<float> numbers = isOfMap ? tensor->reals : ofChannels(tensor->reals, *flow);
        const auto count = static_cast<Index>(numbers.size());
        part.tensors[names[i]] = {{count}, std::move(numbers)};
    }
    if (!isOfMap && channels != flow->size())
        m_builder.remark("A batch norm whose channels have several numbers each became one of each number: it computes the same, and learns otherwise.");
    m_builder.add(std::move(part));
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::layerNorm(Call &call) {
    auto flow = layerIn(call);
    const Tensor *weight = tensorIn(call, 1), *bias = tensorIn(call, 2);
    if (!flow)
        return flow.error();
    call.pass("stash_type");
    const Index axis = axisOf(call.whole("axis", -1), flow->extents.size());
    Index normalised = 1;
    for (std::size_t i = static_cast<std::size_t>(std::max<Index>(axis, 0)); i < flow->extents.size(); ++i)
        normalised *= flow->extents[i];
    if (axis <= static_cast<Index>(flow->batch) || normalised != flow->size() || !weight || weight->size() != normalised || weight->isWhole ||
        (bias && (bias->size() != normalised || bias->isWhole)))
        return refusal(call, "it normalises a part of each sample, and the layer norm here all of it");
    const std::vector<float> zeros(static_cast<std::size_t>(normalised), 0.0f), &offsets = bias ? bias->reals : zeros;
    Flow flat = *flow;
    flat.extents = {1, normalised};
    const double epsilon = std::clamp(call.real("epsilon", 1e-5), 1e-12, 1.0);
    m_builder.add({{"layer_norm", {{"epsilon", epsilon}}},
                   {{"weight", {{normalised}, ofChannels(weight->reals, flat)}}, {"bias", {{normalised}, ofChannels(offsets, flat)}}},
                   shapeNow(),
                   call.node.input(1)});
    giveFlow(call, std::move(*flow));
    return {};
}

/// With ScatterElements into zeros: of each sample the k largest stay.
OnnxReader::Outcome OnnxReader::topK(Call &call) {
    auto flow = layerIn(call);
    const Tensor *count = tensorIn(call, 1);
    if (!flow)
        return flow.error();
    call.pass("sorted");
    const bool isOfAll =
        axisOf(call.whole("axis", -1), flow->extents.size()) + 1 == static_cast<Index>(flow->extents.size()) && flow->extents.back() == flow->size();
    if (!isOfAll || call.whole("largest", 1) != 1 || !count || count->wholes.size() != 1 || count->wholes[0] < 1)
        return refusal(call, "it does not choose the largest numbers of a whole sample");
    give(call, 0, Half{Half::Of::Largest, *flow, count->wholes[0]});
    give(call, 1, Half{Half::Of::PlacesOfLargest, *flow, count->wholes[0]});
    return {};
}

OnnxReader::Outcome OnnxReader::scatter(Call &call) {
    const Tensor *zeros = tensorIn(call, 0);
    const Value *places = valueIn(call, 1), *largest = valueIn(call, 2);
    const Half *taken = largest ? std::get_if<Half>(largest) : nullptr, *where = places ? std::get_if<Half>(places) : nullptr;
    call.pass("axis");
    const bool isWhole = zeros && std::all_of(zeros->reals.begin(), zeros->reals.end(), [](float number) { return number == 0; }) && taken && where &&
                         taken->of == Half::Of::Largest && where->of == Half::Of::PlacesOfLargest && taken->x.version == m_builder.version() &&
                         where->x.version == taken->x.version;
    if (!isWhole)
        return refusal(call, "no layer here does what the operator ScatterElements does, but for the largest numbers of a sample");
    const Flow flow = taken->x;
    if (zeros->size() != flow.size())
        return refusal(call, "the zeros around the largest numbers are not as many as the sample has");
    m_builder.add({{"k_sparse", {{"k", taken->count}}}, {}, shapeNow(), call.node.name()});
    giveFlow(call, flow);
    return {};
}

} // namespace hourglass::importers
