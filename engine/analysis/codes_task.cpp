#include "engine/analysis/codes_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

std::vector<Index> evenNumbers(Index samples, Index most) {
    const Index count = std::min(samples, most);
    std::vector<Index> numbers(static_cast<std::size_t>(count));
    for (Index i = 0; i < count; ++i)
        numbers[static_cast<std::size_t>(i)] = i * samples / count;
    return numbers;
}

std::shared_ptr<const CodeTable> gatherCodes(TaskContext &context, Index most) {
    const data::Part &part = data::shownSamples(*context.dataset());
    std::shared_ptr<const CodeTable> &shared = context.sharedCodes();
    if (shared && static_cast<Index>(shared->samples.size()) == std::min(part.samples, most))
        return shared;
    auto table = gatherCodes(context, part, most);
    if (table)
        shared = std::make_shared<const CodeTable>(std::move(*table));
    return table ? shared : nullptr;
}

std::optional<CodeTable> gatherCodes(TaskContext &context, const data::Part &part, Index most) {
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    CodeTable table;
    table.moment = context.moment();
    table.units = network.plan().codeSize();
    table.samples = evenNumbers(part.samples, most);
    const Index count = static_cast<Index>(table.samples.size()), stride = core::strideOf(dataset.features());
    if (!part.labels.empty())
        for (const Index sample : table.samples)
            table.labels.push_back(part.labels[static_cast<std::size_t>(sample)]);
    table.values = core::Floats(table.units * count);
    core::Floats inputs(stride * network.block());
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return {};
        const core::View x{inputs.data(), dataset.features(), std::min(network.block(), count - first), stride};
        part.gather(table.samples.data() + first, x.columns, x);
        const core::ConstView code = network.encode(x);
        for (Index column = 0; column < x.columns; ++column)
            std::copy_n(code.column(column), table.units, table.values.data() + (first + column) * table.units);
    }
    return table;
}

std::shared_ptr<const CodeTable> CodesTask::run(TaskContext &context) const {
    const auto shared = gatherCodes(context, most);
    if (!shared)
        return nullptr;
    auto table = std::make_shared<CodeTable>(*shared);
    table->snapshot = context.sharedSnapshot();
    return table;
}

} // namespace hourglass::analysis
