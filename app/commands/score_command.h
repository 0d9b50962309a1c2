#pragma once

#include "app/commands/command.h"

namespace hourglass::app {

/// Judges codes in a file: what classifiers read from them, how they divide, what their units stand for, and whether errors find what is anomalous.
Command scoreCommand();

} // namespace hourglass::app
