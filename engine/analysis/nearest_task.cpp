#include "engine/analysis/nearest_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

std::shared_ptr<const NearestPicture> NearestTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    if (static_cast<Index>(sample.size()) != dataset.features())
        return nullptr;
    if (!latest->table || latest->table->moment != context.moment()) {
        auto gathered = gatherCodes(context, dataset.train, mostSearched);
        if (!gathered)
            return nullptr;
        latest->table = std::make_shared<const CodeTable>(std::move(*gathered));
    }
    const CodeTable &codes = *latest->table;
    auto picture = std::make_shared<NearestPicture>();
    picture->moment = context.moment();
    picture->searched = static_cast<Index>(codes.samples.size());
    core::Floats input(core::strideOf(dataset.features()));
    std::copy(sample.begin(), sample.end(), input.data());
    const core::ConstView code = context.network().encode({input.data(), dataset.features(), 1, core::strideOf(dataset.features())});
    picture->code.assign(code.data, code.data + code.rows);
    picture->samples = nearSamples(nearestCodes(codes, picture->code.data(), count), codes, dataset, dataset.train, count);
    return picture;
}

} // namespace hourglass::analysis
