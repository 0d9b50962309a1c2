// Counts every allocation of the program, on every thread, by standing in for the C library's functions. Include it in one file of a test.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstddef>

#include "tests/support/sanitized.h"

namespace hourglass::tests {

inline std::atomic<bool> areAllocationsCounted{false};
inline std::atomic<long> allocationCount{0};

inline void noteAllocation() {
    if (areAllocationsCounted.load(std::memory_order_relaxed))
        allocationCount.fetch_add(1, std::memory_order_relaxed);
}

/// Allocations of all threads while `work` runs.
template <class Work>
long allocationsOf(Work work) {
    allocationCount = 0;
    areAllocationsCounted = true;
    work();
    areAllocationsCounted = false;
    return allocationCount;
}

} // namespace hourglass::tests

#if !HOURGLASS_IS_SANITIZED
extern "C" {
void *__libc_malloc(std::size_t);
void *__libc_calloc(std::size_t, std::size_t);
void *__libc_realloc(void *, std::size_t);
void *__libc_memalign(std::size_t, std::size_t);

__attribute__((visibility("default"))) void *malloc(std::size_t size) {
    hourglass::tests::noteAllocation();
    return __libc_malloc(size);
}
__attribute__((visibility("default"))) void *calloc(std::size_t count, std::size_t size) {
    hourglass::tests::noteAllocation();
    return __libc_calloc(count, size);
}
__attribute__((visibility("default"))) void *realloc(void *old, std::size_t size) {
    hourglass::tests::noteAllocation();
    return __libc_realloc(old, size);
}
__attribute__((visibility("default"))) void *memalign(std::size_t alignment, std::size_t size) {
    hourglass::tests::noteAllocation();
    return __libc_memalign(alignment, size);
}
__attribute__((visibility("default"))) void *aligned_alloc(std::size_t alignment, std::size_t size) {
    hourglass::tests::noteAllocation();
    return __libc_memalign(alignment, size);
}
__attribute__((visibility("default"))) int posix_memalign(void **to, std::size_t alignment, std::size_t size) {
    hourglass::tests::noteAllocation();
    *to = __libc_memalign(alignment, size);
    return *to ? 0 : ENOMEM;
}
}
#endif
