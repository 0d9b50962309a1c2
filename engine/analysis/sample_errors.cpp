#include "engine/analysis/sample_errors.h"

#include <algorithm>
#include <limits>

#include "engine/analysis/sample_blocks.h"
#include "engine/data/sample_id.h"

namespace hourglass::analysis {

namespace {

float meanSquare(const float *a, const float *b, core::Index count) {
    double sum = 0;
    for (core::Index i = 0; i < count; ++i) {
        const double distance = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sum += distance * distance;
    }
    return static_cast<float>(sum / static_cast<double>(count));
}

} // namespace

core::Result<SampleErrors> measureSampleErrors(plan::Network &network, const data::Dataset &dataset, core::Index most, const data::Progress &progress) {
    SampleErrors errors;
    const Index features = dataset.features(), stride = core::strideOf(features), wanted = std::min(most, dataset.samples());
    errors.byRow.assign(static_cast<std::size_t>(dataset.samples()), std::numeric_limits<float>::quiet_NaN());
    core::Floats input(stride * network.block());
    const Index firstRow[] = {0, dataset.train.samples, dataset.train.samples + dataset.validation.samples};
    for (const data::PartKind kind : {data::PartKind::Test, data::PartKind::Validation, data::PartKind::Train}) {
        const data::Part &part = partOf(dataset, kind);
        const Index count = std::min(part.samples, wanted - errors.measured);
        const auto sampleAt = [&](Index i) { return count == part.samples ? i : i * (part.samples / count) + i * (part.samples % count) / count; };
        for (Index first = 0; first < count; first += network.block()) {
            if (progress.isCancelled())
                return cancelledError();
            const core::View x{input.data(), features, std::min(network.block(), count - first), stride};
            for (Index i = 0; i < x.columns; ++i)
                part.copySample(sampleAt(first + i), x.column(i));
            const core::ConstView y = network.reconstruct(x);
            for (Index i = 0; i < x.columns; ++i)
                errors.byRow[static_cast<std::size_t>(firstRow[static_cast<int>(kind)] + sampleAt(first + i))] = meanSquare(x.column(i), y.column(i), features);
            errors.measured += x.columns;
            progress.tell(static_cast<double>(errors.measured) / static_cast<double>(wanted), "Measuring errors");
        }
    }
    return errors;
}

} // namespace hourglass::analysis
