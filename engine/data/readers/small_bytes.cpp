#include "engine/data/readers/small_bytes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/data/sample_id.h"

namespace hourglass::data {

namespace {

constexpr std::uint8_t smallBelow = 32; ///< of 255

} // namespace

void treatSmallBytes(std::uint64_t mostBytes, Dataset &dataset) {
    std::uint8_t highest = 0;
    std::uint64_t count = 0;
    for (const PartKind kind : partKinds) {
        if (partOf(dataset, kind).file)
            return;
        for (const std::uint8_t byte : partOf(dataset, kind).bytes) {
            highest = std::max(highest, byte);
            if (highest >= smallBelow)
                return;
            ++count;
        }
    }
    if (highest == 0)
        return;
    const bool isBinary = highest == 1;
    if (!isBinary || count > mostBytes / sizeof(float)) {
        dataset.report.remarks.push_back("The largest byte is " + std::to_string(int{highest}) +
                                         " of 255, and all are divided by that: they are nearly 0. Save X.astype(\"float32\") to have the " +
                                         "numbers themselves.");
        return;
    }
    for (const PartKind kind : partKinds) {
        Part &part = partOf(dataset, kind);
        part.floats.assign(part.bytes.begin(), part.bytes.end());
        part.bytes = std::vector<std::uint8_t>();
    }
    dataset.report.remarks.push_back("The bytes are 0 and 1: they are taken as these numbers, and not divided by 255.");
}

} // namespace hourglass::data
