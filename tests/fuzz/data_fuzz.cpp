// Any bytes as a file of data, or as a series beside a sound one: read, or refused with a sentence; and what was read holds together.
#include <fstream>

#include "engine/data/readers/reader.h"
#include "tests/fuzz/file_of_bytes.h"
#include "tests/fuzz/tried_file.h"

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

/// The file of the try, or where another stands beside it the folder of both.
std::string placeOf(const std::uint8_t *bytes, std::size_t size) {
    const std::string &file = fuzz::fileOf(fuzz::triedFile.name, bytes, size);
    if (!fuzz::triedFile.beside)
        return file;
    static const std::filesystem::path folder = [&file] {
        const std::filesystem::path parent = std::filesystem::path(file).parent_path();
        std::ofstream(parent / fuzz::triedFile.beside) << "x,kind\n1.5,a\n2,b\n-3,a\n";
        return parent;
    }();
    return folder.string();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    spec::Values options;
    if (fuzz::triedFile.megabytes > 0)
        options.emplace("megabytes", core::Index{fuzz::triedFile.megabytes});
    if (fuzz::triedFile.areReadTogether)
        options.emplace("together", std::string("yes"));
    data::ReadOrder order{placeOf(bytes, size), options, {}};
    auto dataset = data::readPath(order);
    if (!dataset && !options.empty() &&
        (dataset.error().where == "data.options.megabytes" || dataset.error().where == "data.options.together")) { // another reader took it
        order.options.clear();
        dataset = data::readPath(order);
    }
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
