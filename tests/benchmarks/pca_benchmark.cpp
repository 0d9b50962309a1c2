// Seconds to fit PCA to 60 000 images and to measure the baselines, milliseconds to place 10 000 codes on a plane; one core. One
// JSON object a line. Without Fashion-MNIST the images are drawn: the time does not depend on what they show.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "engine/analysis/baselines.h"
#include "engine/analysis/latent_plane.h"
#include "tests/support/analysis_data.h"

using namespace hourglass;
using core::Index;

namespace {

template <class Work>
double medianSeconds(int runs, Work work) {
    std::vector<double> seconds;
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + runs / 2, seconds.end());
    return seconds[static_cast<std::size_t>(runs / 2)];
}

data::Dataset images() {
    if (const auto installed = tests::fashionMnist())
        return *installed;
    data::Dataset drawn;
    drawn.shape = core::Shape(1, 28, 28);
    drawn.train = tests::drawnPart(60000, 784, 3, true, 1);
    drawn.test = tests::drawnPart(10000, 784, 3, true, 2);
    return drawn;
}

void fit(const data::Part &part, const char *method, Index mostFeaturesOfCovariance, analysis::Pca &pca) {
    const double seconds = medianSeconds(3, [&] { pca = std::move(*analysis::fitPca(analysis::SampleBlocks(part), 128, nullptr, mostFeaturesOfCovariance)); });
    std::printf("{\"name\": \"pca.fit\", \"method\": \"%s\", \"samples\": %lld, \"features\": %lld, \"components\": 128, "
                "\"seconds\": %.4g}\n",
                method, static_cast<long long>(part.samples), static_cast<long long>(part.features), seconds);
}

void mapCodes(Index units, const analysis::LatentAxes &axes) {
    constexpr Index count = 10000;
    const core::Random random(0, core::Stream::Data);
    core::Floats codes(units * count);
    for (Index i = 0; i < codes.size(); ++i)
        codes[i] = random.normal(0, 0, i) * static_cast<float>(1 + i % units % 7);
    const double seconds = medianSeconds(9, [&] { analysis::mapCodes({{codes.data(), units, count, units}, {}, {}}, axes); });
    std::printf("{\"name\": \"latent_plane\", \"axes\": \"%s\", \"codes\": %lld, \"units\": %lld, \"milliseconds\": %.4g}\n",
                axes.kind == analysis::LatentAxes::Kind::Principal ? "principal" : "units", static_cast<long long>(count), static_cast<long long>(units),
                seconds * 1e3);
}

} // namespace

int main() {
    const data::Dataset dataset = images();
    analysis::Pca truncated, exact;
    fit(dataset.train, "truncated", 0, truncated);
    fit(dataset.train, "covariance", dataset.train.features, exact);
    for (const Index components : {2, 32, 128}) {
        const double seconds = medianSeconds(5, [&] { (void)analysis::measureBaselines(dataset, exact, components); });
        std::printf("{\"name\": \"pca.baselines\", \"samples\": %lld, \"components\": %lld, \"seconds\": %.4g}\n",
                    static_cast<long long>(dataset.heldOut().samples), static_cast<long long>(components), seconds);
    }
    for (const Index units : {2, 32, 256, 1024})
        for (const auto kind : {analysis::LatentAxes::Kind::Units, analysis::LatentAxes::Kind::Principal})
            mapCodes(units, {kind});
    return 0;
}
