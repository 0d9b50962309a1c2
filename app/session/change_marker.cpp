#include "app/session/change_marker.h"

#include <utility>

namespace hourglass::app {

namespace {

constexpr qint64 restMs = 1200;

} // namespace

void ChangeMarker::note(const QString &subject, const QString &what, const training::Status &status, const std::function<Before()> &before) {
    if (m_pending && (subject.isEmpty() || m_pending->subject != subject))
        finish();
    if (!m_pending)
        m_pending = Pending{subject, what, status.step, status.epoch, before(), {}};
    m_pending->what = what;
    m_pending->sinceEdit.start();
}

void ChangeMarker::finish() {
    if (const auto done = std::exchange(m_pending, std::nullopt))
        emit marked(done->step, done->epoch, done->what, done->before);
}

void ChangeMarker::tick() {
    if (m_pending && m_pending->sinceEdit.elapsed() > restMs)
        finish();
}

} // namespace hourglass::app
