// The stack as models of Keras: a line for each layer, under the name of ours.
#pragma once

#include "engine/exporters/lesson.h"

namespace hourglass::exporters {

/// build(), with the classes that it calls, and images() and rows_of() between flat samples and what the models take.
std::string kerasModelText(const Lesson &lesson);

} // namespace hourglass::exporters
