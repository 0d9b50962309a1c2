// A look at some pictures of a folder, from which size and colour of the data set follow.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"
#include "engine/data/readers/image_samples.h"
#include "engine/data/readers/image_tree.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// What is asked for, from the settings.
struct ImageWish {
    core::Index side = 0; ///< the longer one, in pixels; 0: found out
    std::string proportions, colour;
    PageUse pages = PageUse::Samples;
    std::optional<Backdrop> backdrop; ///< nothing: found out
};

/// What the data set will have, and a sentence about each thing that was found out.
struct ImageForm {
    core::Shape shape;
    spec::Values assumed;
    std::vector<std::string> remarks;
    bool isDeep = false; ///< some pictures hold other numbers than bytes
    double base = 0;     ///< to be taken off those, as floats would merge them
    Backdrop backdrop = Backdrop::White;
};

/// Looks at a hundred pictures spread evenly over all, fewer where some of these cannot be read. An error where none of those can be, and where it was
/// cancelled.
core::Result<ImageForm> surveyImages(const ImageTree &tree, const ImageWish &wish, const ReadOrder &order, int threads);

} // namespace hourglass::data
