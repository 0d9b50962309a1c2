// Operators that change the extents of a value, the order of its numbers, or which of them go on.
#include <algorithm>

#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

OnnxReader::Outcome OnnxReader::identity(Call &call) {
    auto flow = flowIn(call);
    if (!flow)
        return flow.error();
    for (const char *passed : {"to", "saturate", "seed", "ratio"}) // dropout is for training
        call.pass(passed);
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::transpose(Call &call) {
    auto flow = flowIn(call);
    if (!flow)
        return flow.error();
    const std::size_t rank = flow->extents.size();
    std::vector<Index> order = call.wholes("perm", {});
    for (std::size_t axis = rank; order.size() < rank && axis-- > 0;)
        order.push_back(static_cast<Index>(axis));
    std::vector<bool> isThere(rank, false);
    for (const Index axis : order)
        if (axis >= 0 && axis < static_cast<Index>(rank))
            isThere[static_cast<std::size_t>(axis)] = true;
    if (order.size() != rank || std::find(isThere.begin(), isThere.end(), false) != isThere.end())
        return refusal(call, "its order of axes fits no value of " + std::to_string(rank) + " axes");
    flow->places = turned(written(flow->places, flow->size()), flow->extents, order);
    std::vector<Index> extents;
    for (const Index axis : order)
        extents.push_back(flow->extents[static_cast<std::size_t>(axis)]);
    flow->batch = static_cast<std::size_t>(std::find(order.begin(), order.end(), static_cast<Index>(flow->batch)) - order.begin());
    flow->extents = std::move(extents);
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::reshape(Call &call) {
    auto flow = flowIn(call);
    const Tensor *shape = tensorIn(call, 1);
    if (!flow)
        return flow.error();
    if (!shape || !shape->isWhole || shape->wholes.empty())
        return refusal(call, "the shape that it makes is known only while it runs", "Export the model for samples of one size; only the batch may be open.");
    call.pass("allowzero");
    std::vector<Index> wanted = shape->wholes;
    const std::size_t batch = flow->batch;
    bool fits = wanted.size() > batch;
    for (std::size_t i = 0; fits && i < batch; ++i) // in front of the batch all stays
        fits = wanted[i] == 0 || wanted[i] == flow->extents[i];
    if (!fits)
        return refusal(call, "it moves the batch, which has to stay where it is");
    for (std::size_t i = 0; i < wanted.size(); ++i)
        wanted[i] = i < batch || (i != batch && wanted[i] == 0 && i < flow->extents.size()) ? flow->extents[i] : wanted[i];
    const Index inFront = sizeOf({flow->extents.begin(), flow->extents.begin() + static_cast<std::ptrdiff_t>(batch)});
    const Index there = flow->size() / std::max<Index>(inFront, 1);
    Index rest = 1;
    std::size_t open = 0;
    for (std::size_t i = batch + 1; i < wanted.size(); ++i) {
        if (wanted[i] < 0)
            ++open;
        else if (wanted[i] == 0 || rest > mostNumbers / wanted[i])
            return refusal(call, "it makes a shape that has not as many numbers");
        else
            rest *= wanted[i];
    }
    Index &rows = wanted[batch];
    if (rows == 0)
        rows = flow->extents[batch];
    else if (open > 0)
        rows = rows < 0 ? -rows : m_batch > 1 && rows % m_batch == 0 ? rows / m_batch : 1;
    else
        rows = there / rest;
    for (std::size_t i = batch + 1; i < wanted.size(); ++i)
        if (wanted[i] < 0)
            wanted[i] = rows > 0 ? there / rest / rows : 0;
    if (open > 1 || rows < 1 || sizeOf(wanted) != flow->size() || (batch > 0 && rows != flow->extents[batch]))
        return refusal(call, "it makes a shape that has not as many numbers");
    flow->extents = std::move(wanted);
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::flatten(Call &call) {
    auto flow = flowIn(call);
    if (!flow)
        return flow.error();
    if (axisOf(call.whole("axis", 1), flow->extents.size()) != 1 || flow->batch != 0)
        return refusal(call, "it joins the batch with what stands in it");
    flow->extents = {flow->extents[0], flow->size() / flow->extents[0]};
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::squeeze(Call &call) {
    auto flow = flowIn(call);
    if (!flow)
        return flow.error();
    std::vector<Index> axes = call.wholes("axes", {});
    if (const Tensor *listed = tensorIn(call, 1))
        axes = listed->wholes;
    else if (axes.empty())
        return refusal(call, "it does not say which axes it takes away");
    for (Index &axis : axes)
        axis = axisOf(axis, flow->extents.size());
    std::sort(axes.rbegin(), axes.rend());
    axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
    for (const Index axis : axes) {
        if (axis < 0 || static_cast<std::size_t>(axis) == flow->batch || flow->extents[static_cast<std::size_t>(axis)] != 1)
            return refusal(call, "it takes away an axis that holds more than one number");
        flow->extents.erase(flow->extents.begin() + axis);
        flow->batch -= static_cast<std::size_t>(axis) < flow->batch ? 1 : 0;
    }
    giveFlow(call, std::move(*flow));
    return {};
}

OnnxReader::Outcome OnnxReader::unsqueeze(Call &call) {
    auto flow = flowIn(call);
    if (!flow)
        return flow.error();
    std::vector<Index> axes = call.wholes("axes", {});
    if (const Tensor *listed = tensorIn(call, 1))
        axes = listed->wholes;
    const std::size_t rank = flow->extents.size() + axes.size();
    for (Index &axis : axes)
        axis = axisOf(axis, rank);
    std::sort(axes.begin(), axes.end());
    for (const Index axis : axes) {
        if (axis < 0 || static_cast<std::size_t>(axis) > flow->extents.size())
            return refusal(call, "it adds an axis where there is none");
        flow->extents.insert(flow->extents.begin() + axis, 1);
        flow->batch += static_cast<std::size_t>(axis) <= flow->batch ? 1 : 0;
    }
    giveFlow(call, std::move(*flow));
    return {};
}

/// Tile, or Expand: the same numbers several times. Which layer that is comes out when one takes them.
OnnxReader::Outcome OnnxReader::repeat(Call &call) {
    auto flow = flowIn(call);
    const Tensor *listed = tensorIn(call, 1);
    if (!flow)
        return flow.error();
    if (!listed || !listed->isWhole)
        return refusal(call, "how often it repeats is known only while it runs");
    std::vector<Index> times = listed->wholes;
    const bool isExpand = call.node.op_type() == "Expand";
    const std::size_t rank = flow->extents.size();
    if (times.size() > rank)
        return refusal(call, "it adds an axis");
    times.insert(times.begin(), rank - times.size(), 1);
    for (std::size_t axis = 0; axis < rank; ++axis) {
        const Index extent = flow->extents[axis];
        if (isExpand) // says extents
            times[axis] = axis == flow->batch || times[axis] == extent || times[axis] == 1 ? 1 : extent == 1 ? times[axis] : 0;
        if (times[axis] < 1 || (axis == flow->batch && times[axis] != 1))
            return refusal(call, "it repeats samples, or what it cannot");
        if (times[axis] == 1)
            continue;
        if (times[axis] > mostOfSample / flow->size())
            return refusal(call, "it repeats too often");
        const Places before = written(flow->places, flow->size());
        const auto inner = static_cast<std::size_t>(sizeOf({flow->extents.begin() + static_cast<std::ptrdiff_t>(axis), flow->extents.end()}));
        Places after;
        for (std::size_t block = 0; block < before.size(); block += inner)
            for (Index time = 0; time < times[axis]; ++time)
                after.insert(after.end(), before.begin() + static_cast<std::ptrdiff_t>(block), before.begin() + static_cast<std::ptrdiff_t>(block + inner));
        flow->places = std::move(after);
        flow->extents[axis] *= times[axis];
    }
    giveFlow(call, std::move(*flow));
    return {};
}

/// The last step alone, of an axis that counts the steps of a recurrent layer.
OnnxReader::Outcome OnnxReader::keepLast(const Call &call, Flow flow, std::size_t axis, bool keepsAxis) {
    const bool isRecurrent = !m_builder.parts().empty() && m_builder.parts().back().layer.values.count("output") > 0;
    const auto &values = isRecurrent ? m_builder.parts().back().layer.values : spec::Values();
    const Index steps = flow.extents[axis], units = flow.size() / std::max<Index>(steps, 1);
    const bool walksOneWay = isRecurrent && values.at("output") == spec::Value(std::string("sequence")) && values.at("bidirectional") == spec::Value(false);
    std::vector<Index> order{static_cast<Index>(axis)};
    for (std::size_t other = 0; other < flow.extents.size(); ++other)
        if (other != axis)
            order.push_back(static_cast<Index>(other));
    if (!walksOneWay || axis == flow.batch || m_builder.parts().back().output != Shape(steps, units) ||
        !shortened(turned(written(flow.places, flow.size()), flow.extents, order)).empty())
        return refusal(call, "it takes a part of what comes in, and no layer here does", "The last step of a recurrent layer that walks one way can be taken.");
    Part &part = m_builder.change();
    part.layer.values["output"] = std::string("last");
    part.output = Shape(units);
    flow.places.clear();
    flow.extents[axis] = 1;
    if (!keepsAxis) {
        flow.extents.erase(flow.extents.begin() + static_cast<std::ptrdiff_t>(axis));
        flow.batch -= axis < flow.batch ? 1 : 0;
    }
    giveFlow(call, std::move(flow));
    return {};
}

OnnxReader::Outcome OnnxReader::gather(Call &call) {
    auto flow = layerIn(call);
    const Tensor *place = tensorIn(call, 1);
    if (!flow)
        return flow.error();
    const Index axis = axisOf(call.whole("axis", 0), flow->extents.size());
    if (axis < 0 || !place || place->wholes.size() != 1 ||
        axisOf(place->wholes[0], static_cast<std::size_t>(flow->extents[static_cast<std::size_t>(axis)])) != flow->extents[static_cast<std::size_t>(axis)] - 1)
        return refusal(call, "it takes a part of what comes in, and no layer here does", "The last step of a recurrent layer that walks one way can be taken.");
    return keepLast(call, std::move(*flow), static_cast<std::size_t>(axis), !place->shape.empty());
}

OnnxReader::Outcome OnnxReader::slice(Call &call) {
    auto flow = layerIn(call);
    if (!flow)
        return flow.error();
    const auto listed = [&](int number, const char *name) {
        const Tensor *tensor = tensorIn(call, number);
        const std::vector<Index> attribute = call.wholes(name, {});
        return tensor ? tensor->wholes : attribute;
    };
    const std::vector<Index> begins = listed(1, "starts"), ends = listed(2, "ends"), steps = listed(4, "steps");
    std::vector<Index> axes = listed(3, "axes");
    for (std::size_t i = 0; axes.size() < begins.size() && tensorIn(call, 3) == nullptr; ++i)
        axes.push_back(static_cast<Index>(i));
    if (begins.empty() || begins.size() != ends.size() || axes.size() != begins.size() ||
        std::any_of(steps.begin(), steps.end(), [](Index step) { return step != 1; }))
        return refusal(call, "it takes a part that is known only while it runs, or every so manyth number");
    std::vector<Index> extents = flow->extents;
    std::optional<std::size_t> last; // an axis of which the last alone is taken
    bool beginsAtZero = true;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        const Index axis = axisOf(axes[i], extents.size());
        if (axis < 0)
            return refusal(call, "it takes a part of an axis that is not there");
        const Index extent = flow->extents[static_cast<std::size_t>(axis)];
        const auto placeFrom = [extent](Index at) { return std::clamp<Index>(at < 0 ? at + extent : at, 0, extent); };
        const Index first = placeFrom(begins[i]), end = placeFrom(ends[i]);
        if (static_cast<std::size_t>(axis) == flow->batch && (first > 0 || end < extent))
            return refusal(call, "it takes some samples of the batch alone");
        if (end <= first)
            return refusal(call, "it leaves nothing over");
        extents[static_cast<std::size_t>(axis)] = end - first;
        beginsAtZero = beginsAtZero && first == 0;
        if (first > 0 && first == extent - 1 && end == extent)
            last = static_cast<std::size_t>(axis);
    }
    if (extents == flow->extents) {
        giveFlow(call, std::move(*flow));
        return {};
    }
    if (last && begins.size() == 1)
        return keepLast(call, std::move(*flow), *last, true);
    if (!beginsAtZero)
        return refusal(call, "it takes a part of what comes in, and no layer here does");
    return crop(call, std::move(*flow), extents);
}

} // namespace hourglass::importers
