// How many steps a second a training takes at most: says when the next one is due. The training thread sleeps until then.
#pragma once

#include <algorithm>
#include <chrono>

namespace hourglass::training {

class Pace {
public:
    using Clock = std::chrono::steady_clock;

    /// Acts at once; 0: as fast as it can.
    void set(double stepsPerSecond, Clock::time_point now) {
        m_stepsPerSecond = stepsPerSecond;
        m_due = stepsPerSecond > 0 ? std::min(m_due, now + interval()) : now;
    }
    double stepsPerSecond() const { return m_stepsPerSecond; }

    bool isDue(Clock::time_point now) const { return m_stepsPerSecond <= 0 || now >= m_due; }
    Clock::time_point due() const { return m_due; }
    /// A step begins. One that comes a little late is made up for by the next; after a pause nothing is.
    void note(Clock::time_point now) {
        const Clock::duration mostLate = std::min<Clock::duration>(interval(), std::chrono::milliseconds(20));
        if (m_stepsPerSecond > 0)
            m_due = std::clamp(m_due, now - mostLate, now) + interval();
    }

private:
    Clock::duration interval() const {
        if (m_stepsPerSecond <= 0)
            return {};
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1.0 / m_stepsPerSecond));
    }

    double m_stepsPerSecond = 0;
    Clock::time_point m_due{};
};

} // namespace hourglass::training
