#pragma once

namespace hourglass::app {

const char *version();

} // namespace hourglass::app
