// The largest request for memory of a test program, on any thread. Include it in one file only.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "tests/support/sanitized.h"

namespace hourglass::tests {

inline std::atomic<std::size_t> largestAllocation{0}; ///< bytes in one request, since it was last set to 0

inline void noteAllocation(std::size_t size) {
    std::size_t largest = largestAllocation;
    while (size > largest && !largestAllocation.compare_exchange_weak(largest, size)) {
    }
}

} // namespace hourglass::tests

#if HOURGLASS_IS_SANITIZED
// The sanitizers link their own operators whole, and offer hooks instead.
#include <sanitizer/allocator_interface.h>

namespace hourglass::tests {
inline const int hooksInstalled =
    __sanitizer_install_malloc_and_free_hooks([](const volatile void *, std::size_t size) { noteAllocation(size); }, [](const volatile void *) {});
}
#else
void *operator new(std::size_t size) {
    hourglass::tests::noteAllocation(size);
    if (void *memory = std::malloc(std::max<std::size_t>(size, 1)))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void *memory) noexcept {
    std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
    std::free(memory);
}
#endif
