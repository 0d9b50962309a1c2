// The moments of the present run on their way into an animation: each is shown, as dragging the timeline there shows it, and its picture handed to a thread
// that writes it. A moment at a time, in turns of the event loop; the training goes on. In the end, however it comes, the views show what they did before.
// Lives on the GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QTimer>

#include "app/animation/animation_writer.h"
#include "app/background/worker.h"
#include "app/session/animation_moments.h"

namespace hourglass::app {

class Session;

struct AnimationOrder {
    AnimationFile file; ///< `frames` is the exporter's to fill in
    std::vector<AnimationMoment> moments;
    /// Of what is shown now, which is this moment; null: what it was of is not in sight any more.
    std::function<QImage(const AnimationMoment &)> picture;
    /// True while that picture would lack something that is on its way; the session's own tasks are known.
    std::function<bool()> isBusy;
};

class AnimationExporter : public QObject {
    Q_OBJECT
public:
    /// A child of the session.
    explicit AnimationExporter(Session &session);
    ~AnimationExporter() override;

    /// In the place of one that still goes on. Answered by ended(), and in the same turn by Session::told() or Session::problemMet().
    void start(AnimationOrder order);
    /// Nothing is left of it. Answered by ended().
    void cancel();
    bool isRunning() const { return m_writing != nullptr; }

signals:
    /// So many pictures are taken; `bytes` of the file so far, 0 where that is not known.
    void progressed(int taken, int of, long long bytes);
    void ended();

private:
    struct Writing;

    void tick();
    void take();
    void finish();
    void fail(const core::Error &error);
    void end();

    Session &m_session;
    AnimationOrder m_order;
    std::size_t m_at = 0;
    int m_quiet = 0;   ///< ticks in which nothing was on its way
    int m_pending = 0; ///< pictures that the thread has still to write
    bool m_isEnding = false;
    QTimer m_timer;
    QElapsedTimer m_sinceShown;
    std::shared_ptr<const plan::Snapshot> m_before; ///< null: the present
    std::shared_ptr<Writing> m_writing;             ///< the thread's; null: nothing goes on
    Worker m_worker;                                ///< last: its jobs end before what they use
};

} // namespace hourglass::app
