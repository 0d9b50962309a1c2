// Whether the address or the thread sanitizer is in this build. They look at what is done once, not at what comes out: numbers that release builds
// check in full need fewer repetitions under them, which take several times as long.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HOURGLASS_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HOURGLASS_IS_SANITIZED 1
#endif
#endif
#ifndef HOURGLASS_IS_SANITIZED
#define HOURGLASS_IS_SANITIZED 0
#endif

namespace hourglass::tests {

inline constexpr bool isSanitized = HOURGLASS_IS_SANITIZED;

} // namespace hourglass::tests
