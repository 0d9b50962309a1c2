#include "engine/kernels/kernels.h"

namespace hourglass::kernels {

const char *instructionLevel() {
    return HOURGLASS_LEVEL;
}

} // namespace hourglass::kernels
