// What this processor has of the levels that the kernels are built for.
#pragma once

#include <string>

namespace hourglass::tests {

inline bool supports(const std::string &level) {
    __builtin_cpu_init();
    const bool two = __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
    const bool three = two && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    const bool four = three && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return level == "x86-64-v4" ? four : level == "x86-64-v3" ? three : level == "x86-64-v2" ? two : true;
}

inline std::string bestLevel() {
    for (const char *level : {"x86-64-v4", "x86-64-v3", "x86-64-v2"})
        if (supports(level))
            return level;
    return "x86-64";
}

} // namespace hourglass::tests
