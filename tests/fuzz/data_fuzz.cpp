// Any bytes as a file of data: read, or refused with a sentence; and what was read holds together.
#include "engine/data/readers/reader.h"
#include "tests/fuzz/file_of_bytes.h"

using namespace hourglass;

namespace {

void check(bool isTrue) {
    if (!isTrue)
        std::abort();
}

void checkPart(const data::Part &part, const data::Dataset &dataset) {
    if (part.isEmpty())
        return;
    check(part.samples > 0 && part.features == dataset.features());
    check(part.labels.empty() || static_cast<core::Index>(part.labels.size()) == part.samples);
    check(part.groups.empty() == dataset.groupNames.empty() && (part.groups.empty() || static_cast<core::Index>(part.groups.size()) == part.samples));
    for (const std::int32_t group : part.groups)
        check(group >= 0 && static_cast<std::size_t>(group) < dataset.groupNames.size());
    check(part.factors.size() == static_cast<std::size_t>(part.samples) * dataset.factorNames.size());
    std::vector<float> sample(static_cast<std::size_t>(part.features));
    for (const core::Index at : {core::Index{0}, part.samples - 1}) {
        part.copySample(at, sample.data());
        for (const float value : sample)
            check(value - value == 0); // neither infinite nor NaN
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    const auto dataset = data::readPath({fuzz::fileOf(bytes, size), {}, {}});
    fuzz::note(bool(dataset), dataset ? "" : dataset.error().sentence());
    if (!dataset) {
        check(!dataset.error().what.empty());
        return 0;
    }
    check(!dataset->train.isEmpty());
    checkPart(dataset->train, *dataset);
    checkPart(dataset->validation, *dataset);
    checkPart(dataset->test, *dataset);
    return 0;
}
