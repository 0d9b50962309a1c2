// Whether a model that fits data in shape fits them in meaning: numbers scaled or ordered otherwise than it was trained on give nonsense.
#pragma once

#include <string>

#include "engine/data/dataset.h"
#include "engine/importers/importer.h"

namespace hourglass::importers {

/// Mean squared errors per number, of held-out samples (of the training part where there are none), as they are trained on.
struct Meaning {
    double model = 0, mean = 0; ///< of the reconstructions, and of the training part's mean sample in their place

    /// A sentence where the reconstructions are no better, with what may be the reason; else empty.
    std::string sentence() const;
};

/// By at most 2 000 samples, and as many of the training part for their mean, at even distances. `plan` takes the data set's samples.
Meaning measureMeaning(const std::shared_ptr<const plan::Plan> &plan, const Imported &imported, const data::Dataset &dataset);

/// Where the file does not say its activations: of the usual ones those with which these data are reconstructed best, and a remark about it.
void chooseActivations(Imported &imported, const data::Dataset &dataset);

} // namespace hourglass::importers
