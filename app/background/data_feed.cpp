#include "app/background/data_feed.h"

#include <limits>
#include <utility>

namespace hourglass::app {

namespace {

constexpr core::Index firstSamples = 1000; ///< a first answer while the rest is measured
constexpr core::Index allSamples = std::numeric_limits<core::Index>::max();

} // namespace

DataFeed::DataFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent) {
    m_statistics = snapshots.subscribe<analysis::StatisticsTask>(this, [this](const auto &answer) { emit statisticsArrived(answer.result); });
    m_statistics->want({});
    const auto tell = [this](const analysis::Answer<analysis::SampleErrors> &answer) { emit errorsArrived(*answer.result, answer.moment.step); };
    m_firstErrors = snapshots.subscribe<analysis::SampleErrorsTask>(this, tell);
    m_allErrors = snapshots.subscribe<analysis::SampleErrorsTask>(this, tell);
    connect(&snapshots, &SnapshotFeed::delivering, this, &DataFeed::tellProgress);
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] {
        m_firstErrors->wantNothing();
        m_allErrors->wantNothing();
    });
}

void DataFeed::setVisible(bool isVisible) {
    m_statistics->setWatched(isVisible);
    m_firstErrors->setWatched(isVisible);
    m_allErrors->setWatched(isVisible);
}

void DataFeed::measureErrors() {
    m_allErrors->wantAnew({allSamples});
    m_firstErrors->wantAnew({firstSamples}); // the newer wish goes first
}

void DataFeed::tellProgress() {
    const double fraction = m_statistics->fraction();
    const int percent = static_cast<int>(fraction * 100);
    if (percent != std::exchange(m_percent, percent) && percent > 0)
        emit progressed(fraction);
}

} // namespace hourglass::app
