#include "engine/core/floating_point.h"

#include <xmmintrin.h>

namespace hourglass::core {

void setFloatingPointMode() {
    constexpr unsigned flushToZero = 0x8000, denormalsAreZero = 0x0040;
    _mm_setcsr(_mm_getcsr() | flushToZero | denormalsAreZero);
}

} // namespace hourglass::core
