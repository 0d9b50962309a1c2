// The sample of Fashion-MNIST that the program carries along, so that it is whole without any file.
#pragma once

#include <cstddef>
#include <span>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// Reads resources/sample/fashion-mnist-sample.gz: one gzip stream of four plain IDX files in a row (train images, train labels,
/// test images, test labels), and nothing behind them. sourceIndex stays empty: the samples are numbered within the sample.
core::Result<Dataset> readSample(std::span<const std::byte> content, const Progress &progress);

} // namespace hourglass::data
