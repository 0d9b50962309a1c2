#include "engine/analysis/data_space_task.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

struct Span {
    float low = 0, high = 0;

    float at(Index place, Index places) const { return low + (high - low) * static_cast<float>(place) / static_cast<float>(places - 1); }
    Index cellOf(float value, Index cells) const {
        const float share = high > low ? (value - low) / (high - low) : 0.0f;
        return std::clamp(static_cast<Index>(share * static_cast<float>(cells)), Index{0}, cells - 1);
    }
};

/// Of the finite codes, along each unit; false where there is none.
bool spansOf(const std::vector<float> &codes, Index units, std::array<Span, 2> &spans) {
    bool isFirst = true;
    for (std::size_t i = 0; i < codes.size(); i += static_cast<std::size_t>(units)) {
        if (!kernels::areFinite(units, codes.data() + i))
            continue;
        for (std::size_t unit = 0; unit < static_cast<std::size_t>(units); ++unit) {
            const float value = codes[i + unit];
            Span &span = spans[unit];
            span = isFirst ? Span{value, value} : Span{std::min(span.low, value), std::max(span.high, value)};
        }
        isFirst = false;
    }
    return !isFirst;
}

/// The cells with a code in them, and those that touch one.
void markVisited(const std::vector<float> &codes, Index units, const std::array<Span, 2> &spans, LearnedSheet &sheet) {
    const Index columns = sheet.columns - 1, rows = std::max<Index>(sheet.rows - 1, 1);
    sheet.isVisited.assign(static_cast<std::size_t>(columns * rows), false);
    for (std::size_t i = 0; i < codes.size(); i += static_cast<std::size_t>(units)) {
        if (!kernels::areFinite(units, codes.data() + i))
            continue;
        const Index column = spans[0].cellOf(codes[i], columns), row = units == 1 ? 0 : spans[1].cellOf(codes[i + 1], rows);
        for (Index y = std::max<Index>(row - 1, 0); y <= std::min(row + 1, rows - 1); ++y)
            for (Index x = std::max<Index>(column - 1, 0); x <= std::min(column + 1, columns - 1); ++x)
                sheet.isVisited[static_cast<std::size_t>(y * columns + x)] = true;
    }
}

/// False where it was cancelled.
bool decodeSheet(TaskContext &context, const std::vector<float> &codes, Index units, LearnedSheet &sheet) {
    std::array<Span, 2> spans;
    if (units < 1 || units > 2 || !spansOf(codes, units, spans))
        return true;
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    sheet.columns = units == 1 ? DataSpaceTask::curvePlaces : DataSpaceTask::sheetPlaces;
    sheet.rows = units == 1 ? 1 : DataSpaceTask::sheetPlaces;
    const Index places = sheet.columns * sheet.rows, features = dataset.features(), stride = core::strideOf(units);
    sheet.values.resize(static_cast<std::size_t>(places * features));
    core::Floats grid(stride * network.block());
    for (Index first = 0; first < places; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return false;
        const core::View z{grid.data(), units, std::min(network.block(), places - first), stride};
        for (Index i = 0; i < z.columns; ++i) {
            z.column(i)[0] = spans[0].at((first + i) % sheet.columns, sheet.columns);
            if (units == 2)
                z.column(i)[1] = spans[1].at((first + i) / sheet.columns, sheet.rows);
        }
        const core::ConstView decoded = network.decode(z);
        for (Index i = 0; i < z.columns; ++i)
            dataset.invert(decoded.column(i), sheet.values.data() + (first + i) * features);
    }
    markVisited(codes, units, spans, sheet);
    return true;
}

} // namespace

std::shared_ptr<const DataSpacePicture> DataSpaceTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    if (!canShow(dataset))
        return nullptr;
    const data::Part &part = data::shownSamples(dataset);
    plan::Network &network = context.network();
    auto picture = std::make_shared<DataSpacePicture>();
    picture->moment = context.moment();
    picture->dimensions = dataset.features();
    picture->units = network.plan().codeSize();
    const Index count = std::min(part.samples, context.atMost(most)), features = picture->dimensions, stride = core::strideOf(features);
    const Index codeUnits = picture->units <= 2 ? picture->units : 0; // of more there is no grid
    for (Index i = 0; i < count; ++i)
        picture->samples.push_back(i * part.samples / count);
    if (!part.labels.empty())
        for (const Index sample : picture->samples)
            picture->labels.push_back(part.labels[static_cast<std::size_t>(sample)]);
    picture->points.resize(static_cast<std::size_t>(count * features));
    picture->reconstructions.resize(picture->points.size());
    std::vector<float> codes(static_cast<std::size_t>(count * codeUnits));
    core::Floats inputs(stride * network.block());
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View x{inputs.data(), features, std::min(network.block(), count - first), stride};
        part.gather(picture->samples.data() + first, x.columns, x);
        const core::ConstView y = network.reconstruct(x), code = network.output(network.plan().codeLayer(), x.columns);
        for (Index i = 0; i < x.columns; ++i) {
            const Index sample = picture->samples[static_cast<std::size_t>(first + i)];
            dataset.invert(part, sample, x.column(i), picture->points.data() + (first + i) * features);
            dataset.invert(part, sample, y.column(i), picture->reconstructions.data() + (first + i) * features);
            std::copy_n(code.column(i), codeUnits, codes.data() + (first + i) * codeUnits);
        }
    }
    return decodeSheet(context, codes, picture->units, picture->sheet) ? picture : nullptr;
}

} // namespace hourglass::analysis
