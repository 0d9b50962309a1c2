// CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html): records of one byte of
// label (CIFAR-100: coarse, then fine) and 3072 of a picture, 32 × 32, red, green, blue one after the other.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/reader.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// A folder with data_batch_1.bin … and test_batch.bin, or with train.bin and test.bin; or one file of whole records named .bin.
/// The folder of the Python version is accepted too, so that readCifar can say what is wrong.
bool looksLikeCifar(const std::string &path);

spec::Kind cifarKind();

/// Reads the batches in order as the training part, the test batch as the test part, and the class names beside them.
core::Result<Dataset> readCifar(const ReadOrder &order);

} // namespace hourglass::data
