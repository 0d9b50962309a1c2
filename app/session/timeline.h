// Which moment of the present run the views show: the newest, or one that was kept, and the film of those. The training goes on meanwhile.
// Lives on the GUI thread.
#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "engine/core/types.h"

namespace hourglass::app {

class Session;

class Timeline : public QObject {
    Q_OBJECT
public:
    static constexpr double usualSpeed = 10; ///< moments a second

    /// The session must outlive it.
    explicit Timeline(Session &session, QObject *parent = nullptr);

    /// The kept moment that is shown, by its number; none: the present.
    std::optional<std::size_t> shown() const;
    bool isPlaying() const { return m_timer.isActive(); }
    double speed() const { return m_speed; }
    bool isLooping() const { return m_isLooping; }

public slots:
    void show(std::size_t frame); ///< of Session::keyFrames()
    void showNearest(hourglass::core::Index step);
    /// So many kept moments later (negative: earlier); behind the last stands the present.
    void goBy(int frames);
    void showPresent();
    /// From the shown moment on, from the first where the present is shown; in the end the present, or the first again. No moment is left out:
    /// where its pictures take longer, the film is slower.
    void play();
    void pause();
    void togglePlaying();
    void setSpeed(double momentsPerSecond);
    void setLooping(bool isLooping) { m_isLooping = isLooping; }

signals:
    void playingChanged(bool isPlaying);

private:
    void showNext();

    Session &m_session;
    QTimer m_timer;
    QElapsedTimer m_sinceShown;
    double m_speed = usualSpeed;
    bool m_isLooping = false;
};

} // namespace hourglass::app
