#include "app/session/timeline.h"

#include <algorithm>
#include <cmath>

#include "app/session/session.h"

namespace hourglass::app {

namespace {

constexpr qint64 longestPictureMs = 1500; ///< what a film waits for; longer ones come when they come

}

Timeline::Timeline(Session &session, QObject *parent) : QObject(parent), m_session(session) {
    m_timer.setTimerType(Qt::PreciseTimer);
    setSpeed(usualSpeed);
    connect(&m_timer, &QTimer::timeout, this, &Timeline::showNext);
    connect(&session.snapshotFeed(), &SnapshotFeed::shownChanged, this, [this] {
        if (!m_session.snapshotFeed().past()) // another training began
            pause();
    });
}

std::optional<std::size_t> Timeline::shown() const {
    const auto &past = m_session.snapshotFeed().past();
    return past ? m_session.keyFrames().nearest(past->step) : std::nullopt;
}

void Timeline::show(std::size_t frame) {
    const auto &frames = m_session.keyFrames().frames();
    if (frame >= frames.size())
        return;
    m_sinceShown.start();
    m_session.snapshotFeed().showPast(frames[frame].snapshot);
}

void Timeline::showNearest(core::Index step) {
    if (const auto frame = m_session.keyFrames().nearest(step))
        show(*frame);
}

void Timeline::goBy(int frames) {
    const auto count = static_cast<std::ptrdiff_t>(m_session.keyFrames().frames().size());
    const auto at = shown();
    const std::ptrdiff_t target = (at ? static_cast<std::ptrdiff_t>(*at) : count) + frames;
    if (target >= count)
        showPresent();
    else
        show(static_cast<std::size_t>(std::max<std::ptrdiff_t>(target, 0)));
}

void Timeline::showPresent() {
    pause();
    m_session.snapshotFeed().showPresent();
}

void Timeline::play() {
    if (isPlaying() || m_session.keyFrames().isEmpty())
        return;
    m_timer.start();
    if (!shown())
        show(0);
    emit playingChanged(true);
}

void Timeline::pause() {
    if (!isPlaying())
        return;
    m_timer.stop();
    emit playingChanged(false);
}

void Timeline::togglePlaying() {
    if (isPlaying())
        pause();
    else
        play();
}

void Timeline::setSpeed(double momentsPerSecond) {
    m_speed = momentsPerSecond;
    m_timer.setInterval(std::max(1, static_cast<int>(std::lround(1000 / momentsPerSecond))));
}

void Timeline::showNext() {
    if (m_session.snapshotFeed().isDrawing() && m_sinceShown.elapsed() < longestPictureMs)
        return;
    const auto at = shown();
    if (m_isLooping && at && *at + 1 >= m_session.keyFrames().frames().size())
        show(0);
    else
        goBy(1);
}

} // namespace hourglass::app
