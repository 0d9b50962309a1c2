// Ctrl+C, for commands that end calmly.
#pragma once

#include <atomic>
#include <csignal>

namespace hourglass::app {

/// Ctrl+C is noted and does not end the program while this lives. One at a time.
class InterruptGuard {
public:
    InterruptGuard() {
        s_isInterrupted = false;
        m_before = std::signal(SIGINT, [](int) { s_isInterrupted = true; });
    }
    ~InterruptGuard() { std::signal(SIGINT, m_before); }
    InterruptGuard(const InterruptGuard &) = delete;
    InterruptGuard &operator=(const InterruptGuard &) = delete;

    const std::atomic<bool> &isInterrupted() const { return s_isInterrupted; }

private:
    static inline std::atomic<bool> s_isInterrupted{false};
    void (*m_before)(int);
};

} // namespace hourglass::app
