// What excites a unit: the samples to which it says most, and how its activations are spread over all of them.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/task.h"

namespace hourglass::analysis {

using core::Index;

struct Favourite {
    Index sample = 0; ///< number in the shown part
    std::int32_t label = -1;
    double activation = 0;
    std::vector<float> values; ///< in the source's numbers
};

struct FavouritesPicture {
    Moment moment;
    int layer = 0;
    Index unit = 0, units = 0; ///< of the layer
    core::Shape output;        ///< of the layer; an activation is the mean over a unit's places in it
    core::Shape sample;
    core::Range range;                    ///< black to white, in the source's numbers
    std::vector<core::Range> valueRanges; ///< of each feature, over samples; empty for images
    std::vector<Favourite> favourites;    ///< the most excited first, of equal ones the lower number
    Index samples = 0;                    ///< asked
    Index notFinite = 0;                  ///< activations among them; the rest of the numbers are of the others
    Index silent = 0;                     ///< exactly zero at every place: of a rectifier, the samples it says nothing to
    double lowest = 0, highest = 0, mean = 0;
    std::vector<Index> counts; ///< of activations, in even bins from lowest to highest; empty where nothing is finite
};

/// Over at most mostSamples of the shown part, at even distances. Null for a layer or unit that the stack does not have.
struct FavouritesTask {
    using Result = FavouritesPicture;
    static constexpr TaskTraits traits{Reads::NewSnapshot, Lane::Long, 7};
    static constexpr Index mostSamples = 10'000;
    static constexpr int bins = 48;

    int layer = 0;
    Index unit = 0;
    Index count = 12; ///< of favourites

    std::shared_ptr<const FavouritesPicture> run(TaskContext &context) const;
    bool operator==(const FavouritesTask &) const = default;
};

} // namespace hourglass::analysis
