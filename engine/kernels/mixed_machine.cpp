// What this machine has for products of bfloat16 operands.
#include "engine/kernels/mixed.h"

#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hourglass::kernels {

namespace {

struct Registers {
    unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers identified(unsigned leaf, unsigned part) {
    Registers of;
    if (!__get_cpuid_count(leaf, part, &of.a, &of.b, &of.c, &of.d))
        return {};
    return of;
}

constexpr bool has(unsigned bits, int bit) {
    return (bits >> bit & 1u) != 0;
}

/// Which registers the system keeps for a thread.
std::uint64_t keptRegisters() {
    if (!has(identified(1, 0).c, 27))
        return 0;
    unsigned low = 0, high = 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return static_cast<std::uint64_t>(high) << 32 | low;
}

bool keeps(std::uint64_t registers) {
    return (keptRegisters() & registers) == registers;
}

bool hasAvx512Bf16() {
    const unsigned features = identified(7, 0).b;
    return keeps(0xe6) && has(features, 16) && has(features, 17) && has(features, 30) && has(features, 31) && has(identified(7, 1).a, 5);
}

/// Linux hands the tiles' registers out to processes that ask (Documentation/arch/x86/xstate.rst).
bool isPermitted() {
    constexpr long request = 0x1023, tileData = 18;
    return syscall(SYS_arch_prctl, request, tileData) == 0;
}

bool hasAmx() {
    const unsigned features = identified(7, 0).d;
    return hasAvx512Bf16() && keeps(0x60000) && has(features, 22) && has(features, 24) && isPermitted();
}

} // namespace

bool isSupported(MixedPath path) {
    switch (path) {
    case MixedPath::Avx512Bf16: {
        static const bool isThere = hasAvx512Bf16();
        return isThere;
    }
    case MixedPath::Amx: {
        static const bool isThere = hasAmx();
        return isThere;
    }
    default: return true;
    }
}

} // namespace hourglass::kernels
