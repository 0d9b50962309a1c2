// The part of an exported C++ header that is the same for every model: each operation on one sample.
#pragma once

namespace hourglass::exporters {

extern const char *const cppRuntime;

} // namespace hourglass::exporters
