#include "engine/data/readers/array_offsets.h"

#include <algorithm>
#include <utility>

#include "engine/data/float_offsets.h"

namespace hourglass::data {

using core::Index;
using core::Result;

namespace {

constexpr Index mostRows = 10'000, mostFloats = Index{16} << 20;
constexpr Index together = 64; ///< rows one behind the other: in order of time, neighbours are what floats merge first

/// Rows of the whole file, as copyRow() gives them.
Result<std::vector<float>> rowsSeen(const RowFile &file, const Progress &progress) {
    const Index features = file.features(), count = std::min({file.rows(), mostRows, std::max<Index>(1, mostFloats / features)});
    std::vector<float> rows(static_cast<std::size_t>(count * features));
    const Index runs = (count + together - 1) / together;
    for (Index i = 0; i < count; ++i) {
        if (progress.isCancelled())
            return cancelledError("the rows");
        const Index run = i / together, first = run * (file.rows() / runs) + run * (file.rows() % runs) / runs;
        file.copyRow(std::min(first + i % together, file.rows() - 1), rows.data() + i * features);
    }
    if (const auto failure = file.failure())
        return *failure;
    return rows;
}

std::vector<double> possible(const std::vector<float> &rows, Index features, const std::vector<std::uint8_t> &isRounded, bool areCommon) {
    return areCommon ? possibleCommonOffset(rows, features, isRounded) : possibleOffsets(rows, features, isRounded);
}

bool keepNeeded(const std::vector<float> &differences, std::vector<double> &offsets, bool areCommon) {
    return areCommon ? keepNeededCommonOffset(differences, offsets) : keepNeededOffsets(differences, offsets);
}

} // namespace

Result<std::vector<double>> takeOffsets(const ArraySet &set, int array, bool areCommon, const Progress &progress, Array &read) {
    std::vector<double> offsets = possible(read.floats, read.sampleSize(), read.isRounded, areCommon);
    for (bool isAgain = !offsets.empty(); isAgain; isAgain = keepNeeded(read.floats, offsets, areCommon)) {
        read = {}; // its memory goes before more is taken
        auto again = set.readDifferences(array, offsets, progress);
        if (!again)
            return again.error();
        read = std::move(*again);
    }
    return offsets;
}

Result<std::vector<double>> takeOffsets(std::shared_ptr<const RowFile> &rows, bool areCommon, const Progress &progress) {
    const RowLayout &layout = rows->layout();
    if (!layout.element.isWiderThanFloat())
        return std::vector<double>();
    const auto plain = rows;
    auto seen = rowsSeen(*plain, progress);
    if (!seen)
        return seen.error();
    const auto features = static_cast<std::size_t>(layout.features);
    const Index matrixRows = layout.transposedRows;
    std::vector<double> offsets = possible(*seen, layout.features, std::vector<std::uint8_t>(features, 1), areCommon);
    const auto less = [&]() -> std::optional<core::Error> {
        std::vector<double> asTheyLie(offsets);
        if (matrixRows > 0)
            transposeSamples(asTheyLie, layout.features / matrixRows, matrixRows);
        auto opened = plain->less(std::move(asTheyLie));
        if (!opened)
            return opened.error();
        rows = *opened;
        return {};
    };
    if (offsets.empty())
        return offsets;
    if (auto error = less())
        return *error;
    seen = rowsSeen(*rows, progress);
    if (!seen)
        return seen.error();
    if (keepNeeded(*seen, offsets, areCommon))
        if (auto error = less())
            return *error;
    if (matrixRows > 0 && !offsets.empty()) // as in memory: the order of the file
        transposeSamples(offsets, layout.features / matrixRows, matrixRows);
    return offsets;
}

} // namespace hourglass::data
