// What the program carries in its resources, and the library of data that knows it.
#pragma once

#include "engine/data/library/library.h"

namespace hourglass::app {

/// The data sets known by name: the standard folders and the embedded sample. Made at the first call, for the program's whole life.
const data::Library &library();

} // namespace hourglass::app
