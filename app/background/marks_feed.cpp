#include "app/background/marks_feed.h"

namespace hourglass::app {

MarksFeed::MarksFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots) {
    m_predictions = snapshots.subscribe<judging::PredictionsTask>(this, [this](const auto &answer) { take(Mark::Predicted, answer); });
    m_densities = snapshots.subscribe<judging::DensityTask>(this, [this](const auto &answer) { take(Mark::Density, answer); });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_predictions->wantNothing();
        m_densities->wantNothing();
        m_pace = {};
    });
    connect(&snapshots, &SnapshotFeed::unitsChanged, this, [this] { m_pace = {}; });
}

void MarksFeed::take(Mark mark, const analysis::Answer<judging::SampleMarks> &answer) {
    if (mark != m_mark)
        return;
    m_pace.take(answer.moment, answer.cpuSeconds);
    emit arrived(mark, answer.result);
}

void MarksFeed::setMark(Mark mark) {
    m_mark = mark;
    m_pace = {};
    m_predictions->setWatched(mark == Mark::Predicted);
    m_densities->setWatched(mark == Mark::Density);
}

void MarksFeed::follow(const training::Status &status) {
    if (m_mark == Mark::None || status.state == training::State::Idle || !m_pace.isDue(status, m_snapshots.measuringShare()))
        return;
    m_pace.isAsked = true;
    if (m_mark == Mark::Predicted)
        m_predictions->wantAnew({});
    else
        m_densities->wantAnew({});
}

} // namespace hourglass::app
