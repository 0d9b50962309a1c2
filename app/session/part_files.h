// A part of a data set, written to where other programs read it. Every file or folder is there whole or not at all.
#pragma once

#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"

namespace hourglass::app {

/// A NumPy array of float32, samples first, in the shape of a sample; bytes are divided by 255. Labels and factors have no place in it.
std::optional<core::Error> writePartAsNpy(const data::Dataset &dataset, const data::Part &part, const std::string &path, const data::Progress &progress);

/// A header and a row for each sample: its numbers (bytes as they are), its factors, and the names of its group and class.
std::optional<core::Error> writePartAsCsv(const data::Dataset &dataset, const data::Part &part, const std::string &path, const data::Progress &progress);

/// What would keep pictures from being written to a folder of this name: samples that are no pictures of 1 or 3 channels, a folder that
/// is not empty, a file in its place, no folder to hold it.
std::optional<core::Error> obstacleToPictures(const core::Shape &shape, const std::string &folder);

/// PNG pictures, in a folder for each class where there are classes.
std::optional<core::Error> writePartAsPictures(const data::Dataset &dataset, const data::Part &part, const std::string &folder, const data::Progress &progress);

} // namespace hourglass::app
