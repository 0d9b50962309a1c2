#include "app/wiring/version.h"

namespace hourglass::app {

const char *version() {
    return "0.1.0";
}

} // namespace hourglass::app
