#include "app/background/available_threads.h"

#include <algorithm>

#include <sched.h>

namespace hourglass::app {

int availableThreads() {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return std::clamp(CPU_COUNT(&cores), 1, mostThreads);
}

} // namespace hourglass::app
