#include "engine/project/run_record.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include <zlib.h>

namespace hourglass::project {

namespace {

constexpr Index mostBytesSummed = 64'000'000;

std::uint32_t summed(std::uint32_t sum, const data::Part &part) {
    if (part.isEmpty() || part.features < 1)
        return sum;
    const Index bytesOfASample = part.features * static_cast<Index>(sizeof(float));
    const Index stride = std::max<Index>(1, (part.samples * bytesOfASample + mostBytesSummed - 1) / mostBytesSummed);
    std::vector<float> numbers(static_cast<std::size_t>(part.features));
    uLong all = sum;
    for (Index sample = 0; sample < part.samples; sample += stride) {
        part.copySample(sample, numbers.data());
        all = crc32_z(all, reinterpret_cast<const Bytef *>(numbers.data()), static_cast<z_size_t>(bytesOfASample));
    }
    return static_cast<std::uint32_t>(all);
}

} // namespace

Moment now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

DataReference referenceTo(const data::Dataset &dataset, const std::string &source) {
    DataReference reference{source, dataset.title, dataset.train.samples, dataset.features()};
    for (const data::Part *part : {&dataset.train, &dataset.validation})
        reference.content = summed(reference.content, *part);
    return reference;
}

std::optional<core::Error> differenceOf(const DataReference &kept, const DataReference &present) {
    const char *hint = "Bring the data back as they were, or start a run of its own on these.";
    if (kept.samples != present.samples || kept.features != present.features)
        return core::Error{"The run was trained on " + std::to_string(kept.samples) + " samples of " + std::to_string(kept.features) +
                               " features; there are now " + std::to_string(present.samples) + " of " + std::to_string(present.features),
                           present.source, hint};
    if (kept.content != present.content)
        return core::Error{"The data are no longer those that the run was trained on", present.source, hint};
    return {};
}

} // namespace hourglass::project
