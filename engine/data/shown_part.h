// Whose samples stand in pictures of the model: the one choice that all views share.
#pragma once

#include "engine/data/sample_id.h"

namespace hourglass::data {

/// The test part, of which the model learns nothing; that of training where there is none.
inline PartKind shownPart(const Dataset &dataset) {
    return dataset.test.isEmpty() ? PartKind::Train : PartKind::Test;
}

inline const Part &shownSamples(const Dataset &dataset) {
    return partOf(dataset, shownPart(dataset));
}

} // namespace hourglass::data
