// Seconds to load Fashion-MNIST, and nanoseconds to gather one of its samples into a batch. One JSON object a line.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <vector>

#include "engine/core/random.h"
#include "engine/data/library/library.h"

using namespace hourglass;

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

} // namespace

int main() {
    const data::Library library({}, data::standardDataFolders());
    std::shared_ptr<const data::Dataset> dataset;
    const double load = medianSeconds(5, [&] {
        if (auto loaded = library.load({}, 0, {}))
            dataset = *loaded;
        else
            std::fprintf(stderr, "%s\n", loaded.error().sentence().c_str());
    });
    if (!dataset)
        return 1;
    std::printf("{\"name\": \"data.load\", \"source\": \"fashion-mnist\", \"seconds\": %.6g}\n", load);

    constexpr core::Index batch = 256;
    const data::Part &train = dataset->train;
    core::Floats memory(train.features * batch);
    std::vector<core::Index> order(static_cast<std::size_t>(train.samples));
    const core::Random random(0, core::Stream::Shuffle);
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = random.below(train.samples, 0, i, 0);
    const double epoch = medianSeconds(9, [&] {
        for (core::Index first = 0; first + batch <= train.samples; first += batch)
            train.gather(order.data() + first, batch, {memory.data(), train.features, batch, train.features});
    });
    const double gathered = static_cast<double>(train.samples / batch * batch);
    std::printf("{\"name\": \"data.gather\", \"batch\": %lld, \"features\": %lld, \"nanoseconds_per_sample\": %.4g}\n", static_cast<long long>(batch),
                static_cast<long long>(train.features), epoch / gathered * 1e9);
    return 0;
}
