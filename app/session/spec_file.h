#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

/// Reads and checks a spec from a file of JSON, at most 16 MB.
core::Result<spec::Spec> readSpecFile(const std::string &path);

} // namespace hourglass::app
