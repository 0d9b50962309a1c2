// Heartbeats as an electrocardiogram shows them, some of them abnormal.
#pragma once

#include "engine/data/generators/generator.h"

namespace hourglass::data {

Generator ecg();

} // namespace hourglass::data
