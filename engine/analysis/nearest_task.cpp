#include "engine/analysis/nearest_task.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

std::vector<std::size_t> nearestCodes(const CodeTable &codes, const std::vector<float> &code, int count, std::vector<double> &distances) {
    std::vector<double> squares(codes.samples.size());
    for (std::size_t i = 0; i < squares.size(); ++i) {
        const float *other = codes.view().column(static_cast<Index>(i));
        double sum = 0;
        for (std::size_t unit = 0; unit < code.size(); ++unit) {
            const double way = static_cast<double>(other[unit]) - static_cast<double>(code[unit]);
            sum += way * way;
        }
        squares[i] = sum;
    }
    std::vector<std::size_t> order(squares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    order.erase(std::remove_if(order.begin(), order.end(), [&squares](std::size_t i) { return !std::isfinite(squares[i]); }), order.end());
    const auto end = order.begin() + std::min<std::ptrdiff_t>(count, static_cast<std::ptrdiff_t>(order.size()));
    std::partial_sort(order.begin(), end, order.end(), [&squares](std::size_t a, std::size_t b) { return squares[a] != squares[b] ? squares[a] < squares[b] : a < b; });
    order.erase(end, order.end());
    distances.clear();
    for (const std::size_t i : order)
        distances.push_back(std::sqrt(squares[i]));
    return order;
}

std::shared_ptr<const NearestPicture> NearestTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    if (static_cast<Index>(sample.size()) != dataset.features())
        return nullptr;
    if (!latest->codes || latest->codes->moment != context.moment()) {
        auto gathered = gatherCodes(context, dataset.train, mostSearched);
        if (!gathered)
            return nullptr;
        latest->codes = std::make_shared<const CodeTable>(std::move(*gathered));
    }
    const CodeTable &codes = *latest->codes;
    auto picture = std::make_shared<NearestPicture>();
    picture->moment = context.moment();
    picture->searched = static_cast<Index>(codes.samples.size());
    core::Floats input(core::strideOf(dataset.features()));
    std::copy(sample.begin(), sample.end(), input.data());
    const core::ConstView code = context.network().encode({input.data(), dataset.features(), 1, core::strideOf(dataset.features())});
    picture->code.assign(code.data, code.data + code.rows);
    std::vector<double> distances;
    const std::vector<std::size_t> nearest = nearestCodes(codes, picture->code, count, distances);
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        NearSample &near = picture->samples.emplace_back();
        near.sample = codes.samples[nearest[i]];
        near.label = codes.labels.empty() ? -1 : codes.labels[nearest[i]];
        near.distance = distances[i];
        near.values.resize(sample.size());
        dataset.train.copySample(near.sample, near.values.data());
        dataset.invert(dataset.train, near.sample, near.values.data(), near.values.data());
    }
    return picture;
}

} // namespace hourglass::analysis
