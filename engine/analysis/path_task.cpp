#include "engine/analysis/path_task.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/analysis/code_path.h"
#include "engine/analysis/decode_task.h"
#include "engine/data/shown_part.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

struct End {
    std::vector<float> code, sample; ///< the sample in the source's numbers
};

std::vector<float> sampleOf(const data::Dataset &dataset, Index sample) {
    const data::Part &part = data::shownSamples(dataset);
    std::vector<float> values(static_cast<std::size_t>(dataset.features()));
    part.copySample(sample, values.data());
    dataset.invert(part, sample, values.data(), values.data());
    return values;
}

std::optional<End> endOfSample(Index sample, TaskContext &context) {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    if (sample < 0 || sample >= part.samples)
        return {};
    core::Floats input(core::strideOf(dataset.features()));
    part.copySample(sample, input.data());
    const core::ConstView code = context.network().encode({input.data(), dataset.features(), 1, core::strideOf(dataset.features())});
    return End{{code.data, code.data + code.rows}, sampleOf(dataset, sample)};
}

/// The mean of the codes, and that of at most 500 of the samples.
std::optional<End> endOfClass(Index label, const CodeTable &codes, const data::Dataset &dataset) {
    constexpr Index mostSamples = 500;
    std::vector<double> code(static_cast<std::size_t>(codes.units)), mean(static_cast<std::size_t>(dataset.features()));
    Index count = 0, samples = 0;
    for (std::size_t i = 0; i < codes.labels.size(); ++i) {
        const float *values = codes.view().column(static_cast<Index>(i));
        if (codes.labels[i] != label || !kernels::areFinite(codes.units, values))
            continue;
        ++count;
        for (std::size_t unit = 0; unit < code.size(); ++unit)
            code[unit] += static_cast<double>(values[unit]);
        if (samples == mostSamples)
            continue;
        ++samples;
        const std::vector<float> sample = sampleOf(dataset, codes.samples[i]);
        for (std::size_t feature = 0; feature < mean.size(); ++feature)
            mean[feature] += static_cast<double>(sample[feature]);
    }
    if (count == 0)
        return {};
    End end;
    for (const double sum : code)
        end.code.push_back(static_cast<float>(sum / static_cast<double>(count)));
    for (const double sum : mean)
        end.sample.push_back(static_cast<float>(sum / static_cast<double>(samples)));
    return end;
}

void findNearest(PathStop &stop, const CodeTable &codes, const data::Dataset &dataset) {
    double nearest = std::numeric_limits<double>::infinity();
    std::size_t found = 0;
    for (std::size_t i = 0; i < codes.samples.size(); ++i) {
        const float *code = codes.view().column(static_cast<Index>(i));
        double squares = 0;
        for (std::size_t unit = 0; unit < stop.code.size(); ++unit) {
            const double way = static_cast<double>(code[unit]) - static_cast<double>(stop.code[unit]);
            squares += way * way;
        }
        if (squares < nearest) { // what is not finite is not nearer
            nearest = squares;
            found = i;
        }
    }
    if (!std::isfinite(nearest))
        return;
    stop.distance = std::sqrt(nearest);
    stop.nearestSample = codes.samples[found];
    stop.nearestLabel = codes.labels.empty() ? -1 : codes.labels[found];
    stop.nearest = sampleOf(dataset, stop.nearestSample);
}

} // namespace

std::shared_ptr<const PathPicture> PathTask::run(TaskContext &context) const {
    const MixPicture *mix = latest->picture.get();
    if (!mix || mix->obstacle || mix->moment != context.moment())
        return nullptr;
    const data::Dataset &dataset = *context.dataset();
    const CodeTable &codes = *latest->codes;
    auto picture = std::make_shared<PathPicture>();
    picture->moment = mix->moment;
    picture->from = from;
    picture->to = to;
    picture->isSpherical = isSpherical;
    picture->sample = dataset.shape;
    const auto endOf = [&](const PathEnd &end) {
        return end.kind == PathEnd::Kind::Sample ? endOfSample(end.number, context) : endOfClass(end.number, codes, dataset);
    };
    const std::optional<End> first = endOf(from), last = endOf(to);
    if (!first || !last)
        return picture;
    std::vector<std::vector<float>> way;
    for (int i = 0; i < stops; ++i) {
        const double t = static_cast<double>(i) / (stops - 1);
        way.push_back(isSpherical ? sphericalBetween(first->code, last->code, mix->spread.mean, t) : linearBetween(first->code, last->code, t));
    }
    const auto decoded = decodeCodes(context.network(), dataset, way, context.cancelled());
    if (!decoded)
        return nullptr;
    for (std::size_t i = 0; i < way.size(); ++i) {
        PathStop stop;
        stop.t = static_cast<double>(i) / (stops - 1);
        stop.code = way[i];
        stop.decoded = (*decoded)[i].values;
        stop.blend = linearBetween(first->sample, last->sample, stop.t);
        findNearest(stop, codes, dataset);
        picture->stops.push_back(std::move(stop));
    }
    return picture;
}

} // namespace hourglass::analysis
