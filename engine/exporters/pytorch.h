// A script for PyTorch: the model, the same training loop, the way from the data to samples; alone or in several processes.
#pragma once

#include "engine/exporters/lesson.h"

namespace hourglass::exporters {

std::string pytorchOf(const Lesson &lesson);
/// Sentences: what differs where several processes train.
std::vector<std::string> pytorchRemarks(const Lesson &lesson);

} // namespace hourglass::exporters
