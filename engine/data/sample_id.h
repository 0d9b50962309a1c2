// Where a sample stands: in which part of its data set, and which number it has in its source.
#pragma once

#include <array>

#include "engine/data/dataset.h"

namespace hourglass::data {

enum class PartKind { Train, Validation, Test };
constexpr std::array<PartKind, 3> partKinds{PartKind::Train, PartKind::Validation, PartKind::Test};

inline const Part &partOf(const Dataset &dataset, PartKind kind) {
    return kind == PartKind::Train ? dataset.train : kind == PartKind::Validation ? dataset.validation : dataset.test;
}

inline Part &partOf(Dataset &dataset, PartKind kind) {
    return kind == PartKind::Train ? dataset.train : kind == PartKind::Validation ? dataset.validation : dataset.test;
}

/// "train", "validation", "test": as on the command line.
constexpr const char *nameOf(PartKind kind) {
    return kind == PartKind::Train ? "train" : kind == PartKind::Validation ? "validation" : "test";
}

/// A sample of a part.
struct SampleId {
    PartKind part = PartKind::Train;
    Index sample = 0;

    auto operator<=>(const SampleId &) const = default;
};

/// The sample's number in the order of its source, from 0. A test part with a file of its own stands behind the training file's samples; one
/// that was drawn from those stands among them.
inline Index numberOf(const Dataset &dataset, const SampleId &id) {
    const Part &part = partOf(dataset, id.part);
    if (!part.sourceIndex.empty())
        return part.sourceIndex[static_cast<std::size_t>(id.sample)];
    return id.part == PartKind::Test ? dataset.train.samples + dataset.validation.samples + id.sample : id.sample;
}

} // namespace hourglass::data
