#include "engine/analysis/reconstruction_task.h"

#include <algorithm>

#include "engine/analysis/metrics.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/analysis/similarity.h"
#include "engine/core/random.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

/// −1, −2 … for those of ReconstructionTask::own that have as many numbers as a sample, then the samples of the part.
std::vector<Index> numbersOf(const ReconstructionTask &task, Index features) {
    std::vector<Index> numbers;
    for (std::size_t i = 0; i < task.own.size(); ++i)
        if (static_cast<Index>(task.own[i].size()) == features)
            numbers.push_back(-1 - static_cast<Index>(i));
    numbers.insert(numbers.end(), task.samples.begin(), task.samples.end());
    return numbers;
}

/// What the kept moment makes of the block that the network was given.
void addEarlier(const ReconstructionTask &task, core::ConstView x, const ReconstructionPicture &picture, bool hasSsim,
                std::vector<ReconstructionColumn> &block) {
    LatestEarlier &latest = *task.latest;
    if (latest.model != task.earlier) {
        latest.network = std::make_unique<plan::Network>(*task.earlier, TaskContext::block);
        latest.model = task.earlier;
    }
    for (Index first = 0; first < x.columns; first += TaskContext::block) {
        const core::ConstView y = latest.network->reconstruct(x.columnsFrom(first, std::min(TaskContext::block, x.columns - first)));
        for (Index column = 0; column < y.columns; ++column) {
            ReconstructionColumn &made = block[static_cast<std::size_t>(first + column)];
            made.earlier.assign(y.column(column), y.column(column) + y.rows);
            made.earlierMse = meanSquaredError(y.rows, made.earlier.data(), made.original.data());
            made.earlierMae = meanAbsoluteError(y.rows, made.earlier.data(), made.original.data());
            made.earlierPsnr = peakSignalToNoise(made.earlierMse / (picture.dataRange * picture.dataRange));
            if (hasSsim)
                made.earlierSsim = structuralSimilarity(picture.sample, made.earlier.data(), made.original.data(), picture.dataRange);
        }
    }
}

} // namespace

std::shared_ptr<const ReconstructionPicture> ReconstructionTask::run(TaskContext &context) const {
    return makeReconstructions(context.network(), context.moment(), *context.dataset(), *this, context.cancelled());
}

std::shared_ptr<const ReconstructionPicture> makeReconstructions(plan::Network &network, const Moment &moment, const data::Dataset &dataset,
                                                                 const ReconstructionTask &task, const std::atomic<bool> *cancelled) {
    const data::Part &part = data::shownSamples(dataset);
    const Index features = dataset.features();
    auto picture = std::make_shared<ReconstructionPicture>();
    picture->moment = moment;
    picture->sample = dataset.shape;
    picture->range = dataset.originalRange;
    picture->codeSize = network.plan().codeSize();
    picture->dataRange = dataRangeOf(dataset);
    const auto psnrOf = [range = picture->dataRange](double mse) { return peakSignalToNoise(mse / (range * range)); };
    const bool hasSsim = task.hasSsim && dataset.shape.isImage();
    // That of another code is no measure of this one: the right one is on its way.
    const Index possible = std::min(features, std::max<Index>(1, dataset.train.samples - 1));
    const bool hasPca = task.pca && task.pca->components == std::min(picture->codeSize, possible);
    const bool hasEarlier = task.earlier && task.latest && task.earlier->plan->features() == features;
    if (hasEarlier)
        picture->earlierEpoch = task.earlier->epoch;
    const core::Random noise(task.seed, core::Stream::Corruption);
    core::Floats inputs(core::strideOf(features) * network.block());
    const std::vector<Index> samples = numbersOf(task, features);
    for (std::size_t first = 0; first < samples.size(); first += static_cast<std::size_t>(network.block())) {
        if (isCancelled(cancelled))
            return nullptr;
        const Index columns = std::min(network.block(), static_cast<Index>(samples.size() - first));
        const core::View x{inputs.data(), features, columns, core::strideOf(features)};
        std::vector<ReconstructionColumn> block(static_cast<std::size_t>(columns));
        for (Index column = 0; column < columns; ++column) {
            ReconstructionColumn &made = block[static_cast<std::size_t>(column)];
            made.sample = samples[first + static_cast<std::size_t>(column)];
            if (made.sample < 0)
                std::copy_n(task.own[static_cast<std::size_t>(-1 - made.sample)].data(), features, x.column(column));
            else
                part.copySample(made.sample, x.column(column));
            made.label = made.sample < 0 || part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(made.sample)];
            made.original.assign(x.column(column), x.column(column) + features);
            if (task.corruption.isOn()) {
                task.corruption.apply(dataset.shape, x.column(column), noise, 0, made.sample);
                made.corrupted.assign(x.column(column), x.column(column) + features);
            }
        }
        const core::ConstView y = network.reconstruct(x);
        for (Index column = 0; column < columns; ++column) {
            ReconstructionColumn &made = block[static_cast<std::size_t>(column)];
            made.reconstruction.assign(y.column(column), y.column(column) + features);
            made.mse = meanSquaredError(features, made.reconstruction.data(), made.original.data());
            made.mae = meanAbsoluteError(features, made.reconstruction.data(), made.original.data());
            made.psnr = psnrOf(made.mse);
            if (hasSsim)
                made.ssim = structuralSimilarity(dataset.shape, made.reconstruction.data(), made.original.data(), picture->dataRange);
        }
        if (hasEarlier)
            addEarlier(task, x, *picture, hasSsim, block);
        if (hasPca) {
            for (Index column = 0; column < columns; ++column)
                std::copy_n(block[static_cast<std::size_t>(column)].original.data(), features, x.column(column));
            reconstruct(*task.pca, x, x);
            for (Index column = 0; column < columns; ++column) {
                ReconstructionColumn &made = block[static_cast<std::size_t>(column)];
                made.pca.assign(x.column(column), x.column(column) + features);
                made.pcaMse = meanSquaredError(features, made.pca.data(), made.original.data());
                made.pcaMae = meanAbsoluteError(features, made.pca.data(), made.original.data());
                made.pcaPsnr = psnrOf(made.pcaMse);
                if (hasSsim)
                    made.pcaSsim = structuralSimilarity(dataset.shape, made.pca.data(), made.original.data(), picture->dataRange);
            }
        }
        for (ReconstructionColumn &made : block) // the errors are taken: from here on, numbers are for people
            for (std::vector<float> *values : {&made.original, &made.corrupted, &made.reconstruction, &made.pca, &made.earlier})
                if (!values->empty() && made.sample >= 0)
                    dataset.invert(part, made.sample, values->data(), values->data());
                else if (!values->empty())
                    dataset.invert(values->data(), values->data());
        std::move(block.begin(), block.end(), std::back_inserter(picture->columns));
    }
    return picture;
}

} // namespace hourglass::analysis
