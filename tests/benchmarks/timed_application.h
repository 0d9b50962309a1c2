// How long the window is away: what the benchmarks of the whole window measure with.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <QApplication>
#include <QTimer>
#include <QWidget>

namespace hourglass::benchmarks {

inline double nowMs() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()) * 1e-6;
}

inline double quantile(std::vector<double> values, double share) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

/// Of this thread alone, whatever else the machine does.
inline double busyMs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) * 1e-6;
}

/// That this thread was ready to go on and had no core, since it began; 0 where the system does not say.
inline double waitedMs() {
    double ran = 0, waited = 0;
    std::ifstream("/proc/thread-self/schedstat") >> ran >> waited;
    return waited * 1e-6;
}

/// Times what the event loop hands out: a turn is one event, or the paint of all that asked for it.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;
    std::vector<double> *turns = nullptr; ///< in milliseconds by the clock on the wall; null: not timed

    struct Work {
        double ms = 0;     ///< that the thread was busy
        std::string where; ///< class of the receiver and type of the event
    };
    Work hardest; ///< of the timed turns

    bool notify(QObject *receiver, QEvent *event) override {
        if (m_depth++ > 0 || !turns) {
            const bool isDone = QApplication::notify(receiver, event);
            --m_depth;
            return isDone;
        }
        const double start = nowMs(), busyBefore = busyMs();
        const Work work{0, std::string(receiver->metaObject()->className()) + " " + std::to_string(event->type())}; // it may be gone afterwards
        const bool isDone = QApplication::notify(receiver, event);
        if (const double busy = busyMs() - busyBefore; busy > hardest.ms)
            hardest = {busy, work.where};
        turns->push_back(nowMs() - start);
        --m_depth;
        return isDone;
    }

private:
    int m_depth = 0;
};

/// Tells when a widget was painted.
class PaintWatch : public QObject {
public:
    PaintWatch(QWidget *widget, std::function<void()> tell) : QObject(widget), m_tell(std::move(tell)) { widget->installEventFilter(this); }
    bool eventFilter(QObject *watched, QEvent *event) override {
        if (event->type() == QEvent::Paint)
            QTimer::singleShot(0, this, m_tell);
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> m_tell;
};

/// Lets the application go on for so long.
inline void run(double seconds) {
    const double start = nowMs();
    while (nowMs() - start < seconds * 1000)
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

} // namespace hourglass::benchmarks
