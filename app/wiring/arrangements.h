// The ready arrangements of the window beside the first one, in which the views were added.
#pragma once

#include <vector>

#include "ui/window/arrangement.h"

namespace hourglass::app {

/// A row each; the switch in the top bar and the menu Window are made from them.
std::vector<ui::Arrangement> arrangements();

} // namespace hourglass::app
