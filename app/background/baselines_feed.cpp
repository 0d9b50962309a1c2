#include "app/background/baselines_feed.h"

namespace hourglass::app {

BaselinesFeed::BaselinesFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent) {
    m_measuring = snapshots.subscribe<analysis::BaselinesTask>(this, [this](const auto &answer) {
        if (answer.result->code != m_code)
            return; // of the code before: the present one's are on their way
        m_baselines = answer.result->baselines;
        emit pcaFitted(answer.result->pca);
        emit baselinesChanged(m_baselines);
    });
    m_measuring->setWatched(true);
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] {
        m_baselines.reset();
        emit baselinesChanged(m_baselines);
    });
}

void BaselinesFeed::measure(core::Index code) {
    if (code == m_code)
        return;
    m_code = code;
    m_baselines.reset();
    emit baselinesChanged(m_baselines);
    m_measuring->want({code, m_leading});
}

} // namespace hourglass::app
