#include "app/session/animation_exporter.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QLocale>

#include "app/session/session.h"

namespace hourglass::app {

namespace {

constexpr int tickMs = 10;
constexpr int restingTicks = 4;            ///< what views put off for a moment (30 ms at most) is done by then
constexpr int mostPending = 3;             ///< pictures in memory
constexpr qint64 longestMomentMs = 60'000; ///< what has not come by then comes with a later picture: the first layout of many codes takes longest

} // namespace

/// What only the thread touches, but for `isWanted`.
struct AnimationExporter::Writing {
    AnimationFile file;
    std::unique_ptr<AnimationWriter> writer = {};
    QSize size = {};
    std::atomic<bool> isWanted = true;

    std::optional<core::Error> add(QImage picture) {
        if (!writer) {
            auto started = startAnimation(file);
            if (!started)
                return started.error();
            writer = std::move(*started);
            size = picture.size();
        }
        if (picture.size() != size) // the view has another size than at first
            picture = picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        return writer->add(picture);
    }
};

AnimationExporter::AnimationExporter(Session &session) : QObject(&session), m_session(session) {
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &AnimationExporter::tick);
    connect(&session.snapshotFeed(), &SnapshotFeed::begun, this, [this] {
        if (!isRunning())
            return;
        m_before.reset(); // a moment of the one before
        fail({tr("Another training began while the animation was made").toStdString(), m_order.file.path,
              tr("Nothing was written. Undo leads back to the one before.").toStdString()});
    });
}

AnimationExporter::~AnimationExporter() {
    if (m_writing)
        m_writing->isWanted = false;
}

void AnimationExporter::start(AnimationOrder order) {
    cancel();
    order.file.frames = static_cast<int>(order.moments.size());
    if (order.moments.size() < 2) {
        emit ended();
        emit m_session.problemMet(
            {tr("There is only one moment to be shown").toStdString(), {}, tr("Train for some steps, or take more of the timeline.").toStdString()});
        return;
    }
    m_order = std::move(order);
    m_writing = std::make_shared<Writing>();
    m_writing->file = m_order.file;
    m_before = m_session.snapshotFeed().past();
    m_at = 0;
    m_quiet = m_pending = 0;
    m_isEnding = false;
    m_sinceShown.start();
    m_timer.start();
    emit progressed(0, m_order.file.frames, 0);
}

void AnimationExporter::cancel() {
    if (isRunning())
        end();
}

void AnimationExporter::tick() {
    if (m_isEnding || m_pending >= mostPending)
        return;
    SnapshotFeed &feed = m_session.snapshotFeed();
    const auto &wanted = m_order.moments[m_at].snapshot;
    if (feed.past() != wanted) { // at first, or somebody has moved the timeline
        m_quiet = 0;
        m_sinceShown.start();
        feed.showPast(wanted);
        return;
    }
    const bool isBusy = feed.isBusy() || (m_order.isBusy && m_order.isBusy());
    m_quiet = isBusy ? 0 : m_quiet + 1;
    if (m_quiet >= restingTicks || (!feed.isDrawing() && m_sinceShown.elapsed() > longestMomentMs))
        take();
}

void AnimationExporter::take() {
    QImage picture = m_order.picture(m_order.moments[m_at]);
    if (picture.isNull())
        return fail({tr("The view was closed while the animation was made").toStdString(), m_order.file.path,
                     tr("Nothing was written. Show it, and export again.").toStdString()});
    m_quiet = 0;
    ++m_at;
    ++m_pending;
    const int taken = static_cast<int>(m_at);
    m_worker.run([this, writing = m_writing, picture = std::move(picture), taken](const std::atomic<bool> &) mutable -> std::function<void()> {
        if (!writing->isWanted)
            return {};
        const auto error = writing->add(std::move(picture));
        if (error)
            writing->writer.reset();
        return [this, writing, taken, error, bytes = error ? 0 : writing->writer->bytes()] {
            if (writing != m_writing)
                return;
            --m_pending;
            if (error)
                return fail(*error);
            emit progressed(taken, m_order.file.frames, bytes);
        };
    });
    if (m_at == m_order.moments.size())
        finish();
}

void AnimationExporter::finish() {
    m_isEnding = true;
    m_worker.run([this, writing = m_writing](const std::atomic<bool> &) -> std::function<void()> {
        if (!writing->isWanted || !writing->writer) // a picture before it failed, and said so
            return {};
        const auto error = writing->writer->finish();
        const long long bytes = writing->writer->bytes();
        writing->writer.reset();
        return [this, writing, error, bytes] {
            if (writing != m_writing)
                return;
            if (error)
                return fail(*error);
            const QString size = QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
            const QString sentence =
                tr("Wrote %L1 moments to %2 (%3)").arg(m_order.file.frames).arg(QFileInfo(QString::fromStdString(m_order.file.path)).fileName(), size);
            end();
            emit m_session.told(sentence);
        };
    });
}

void AnimationExporter::fail(const core::Error &error) {
    end();
    emit m_session.problemMet(error);
}

void AnimationExporter::end() {
    m_timer.stop();
    const auto writing = std::exchange(m_writing, nullptr);
    writing->isWanted = false;
    m_worker.run([writing](const std::atomic<bool> &) -> std::function<void()> {
        writing->writer.reset(); // what is not finished goes
        return {};
    });
    SnapshotFeed &feed = m_session.snapshotFeed();
    if (const auto before = std::exchange(m_before, nullptr))
        feed.showPast(before);
    else
        feed.showPresent();
    m_order = {};
    emit ended();
}

} // namespace hourglass::app
