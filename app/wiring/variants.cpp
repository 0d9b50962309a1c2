#include "app/wiring/variants.h"

#include <algorithm>
#include <chrono>

#include "engine/training/augmentation.h"
#include "ui/theme/pictures.h"

namespace hourglass::app {

Variants variantsOf(const data::Dataset &dataset, const spec::TrainingSpec &training) {
    constexpr int count = 8;
    const auto augmentation = training::makeAugmentation(training.augmentation, dataset.shape, dataset.isWithinUnit);
    if (!augmentation || !augmentation->isOn() || dataset.train.isEmpty())
        return {};
    const core::Random random(training.seed, core::Stream::Augmentation);
    std::vector<float> sample(static_cast<std::size_t>(dataset.features())), workspace(static_cast<std::size_t>(augmentation->workspace()));
    Variants variants;
    double least = 0;
    for (int i = 0; i < count; ++i) {
        dataset.train.copySample(0, sample.data());
        const auto begin = std::chrono::steady_clock::now();
        augmentation->apply(sample.data(), workspace.data(), random, static_cast<std::uint64_t>(i), 0);
        const double took = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
        least = i == 0 ? took : std::min(least, took); // the others were interrupted, or the first that ran
        variants.pictures << ui::sampleImage(sample.data(), dataset.shape);
    }
    variants.microseconds = least;
    return variants;
}

} // namespace hourglass::app
