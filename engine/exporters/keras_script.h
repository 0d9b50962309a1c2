// A script for Keras 3: the model, the same training loop, the way from the data to samples.
#pragma once

#include "engine/exporters/lesson.h"

namespace hourglass::exporters {

std::string kerasScriptOf(const Lesson &lesson);
/// A layer that Keras has not.
std::optional<core::Error> kerasScriptRefusal(const Lesson &lesson);
/// Sentences: what Keras does otherwise. One that begins with "Keras" says why losses are not the same.
std::vector<std::string> kerasRemarks(const Lesson &lesson);

} // namespace hourglass::exporters
