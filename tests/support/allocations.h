// Watches every operator new of a test program, on all threads. Include it in one file only: it replaces the operators, all of them,
// because the sanitizers bring a set of their own and the linker takes a set whole or not at all.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace hourglass::tests {

inline std::atomic<std::size_t> allocationCount{0};   ///< since it was last set to 0
inline std::atomic<std::size_t> largestAllocation{0}; ///< bytes in one call, since it was last set to 0

inline void *allocate(std::size_t size, std::size_t alignment) noexcept {
    ++allocationCount;
    std::size_t largest = largestAllocation;
    while (size > largest && !largestAllocation.compare_exchange_weak(largest, size)) {
    }
    if (alignment <= alignof(std::max_align_t))
        return std::malloc(size ? size : 1);
    return std::aligned_alloc(alignment, (size / alignment + 1) * alignment); // wants a multiple, and never 0
}

inline void *allocateOrThrow(std::size_t size, std::size_t alignment) {
    if (void *memory = allocate(size, alignment))
        return memory;
    throw std::bad_alloc();
}

} // namespace hourglass::tests

// clang-format off
void *operator new(std::size_t size) { return hourglass::tests::allocateOrThrow(size, 1); }
void *operator new[](std::size_t size) { return hourglass::tests::allocateOrThrow(size, 1); }
void *operator new(std::size_t size, const std::nothrow_t &) noexcept { return hourglass::tests::allocate(size, 1); }
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept { return hourglass::tests::allocate(size, 1); }
void *operator new(std::size_t size, std::align_val_t to) { return hourglass::tests::allocateOrThrow(size, std::size_t(to)); }
void *operator new[](std::size_t size, std::align_val_t to) { return hourglass::tests::allocateOrThrow(size, std::size_t(to)); }
void *operator new(std::size_t size, std::align_val_t to, const std::nothrow_t &) noexcept { return hourglass::tests::allocate(size, std::size_t(to)); }
void *operator new[](std::size_t size, std::align_val_t to, const std::nothrow_t &) noexcept { return hourglass::tests::allocate(size, std::size_t(to)); }
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void *memory, const std::nothrow_t &) noexcept { std::free(memory); }
void operator delete[](void *memory, const std::nothrow_t &) noexcept { std::free(memory); }
void operator delete(void *memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void *memory, std::align_val_t, const std::nothrow_t &) noexcept { std::free(memory); }
void operator delete[](void *memory, std::align_val_t, const std::nothrow_t &) noexcept { std::free(memory); }
// clang-format on
