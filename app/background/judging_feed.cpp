#include "app/background/judging_feed.h"

namespace hourglass::app {

namespace {

constexpr core::Index mostErrors = 10'000; ///< samples, those held out first

} // namespace

JudgingFeed::JudgingFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots) {
    m_probes = snapshots.subscribe<judging::ProbesTask>(this, [this](const analysis::Answer<judging::ProbeReport> &answer) {
        m_probesPace.take(answer.moment, answer.cpuSeconds);
        emit probesArrived(answer.result, answer.moment);
    });
    m_clusters = snapshots.subscribe<judging::ClustersTask>(this, [this](const analysis::Answer<judging::ClusterReport> &answer) {
        m_clustersPace.take(answer.moment, answer.cpuSeconds);
        emit clustersArrived(answer.result, answer.moment);
    });
    m_errors = snapshots.subscribe<analysis::SampleErrorsTask>(this, [this](const analysis::Answer<analysis::SampleErrors> &answer) {
        m_errorsPace.take(answer.moment, answer.cpuSeconds);
        emit errorsArrived(*answer.result, answer.moment);
    });
    m_baselines = snapshots.subscribe<judging::BaselineProbesTask>(this, [this](const auto &answer) { emit baselinesArrived(answer.result); });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_probes->wantNothing();
        m_clusters->wantNothing();
        m_errors->wantNothing();
        m_probesPace = m_clustersPace = m_errorsPace = {};
        emit begun();
    });
    connect(&snapshots, &SnapshotFeed::unitsChanged, this, [this] { m_probesPace = m_clustersPace = m_errorsPace = {}; });
}

bool JudgingFeed::isWatched(Subject subject) const {
    return (m_isVisible && m_subject == subject) || (m_coloursByCluster && subject == Subject::Clusters);
}

void JudgingFeed::watch() {
    m_probes->setWatched(isWatched(Subject::Probes));
    m_baselines->setWatched(isWatched(Subject::Probes));
    m_clusters->setWatched(isWatched(Subject::Clusters));
    m_errors->setWatched(isWatched(Subject::Errors));
}

void JudgingFeed::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    watch();
}

void JudgingFeed::setSubject(Subject subject) {
    m_subject = subject;
    watch();
}

void JudgingFeed::setClusters(const judging::ClustersTask &task) {
    m_clustersTask = task;
    m_clustersTask.marksShown = m_coloursByCluster;
    m_clustersPace = {};
}

void JudgingFeed::setColoursByCluster(bool colours) {
    if (colours == m_coloursByCluster)
        return;
    m_coloursByCluster = colours;
    if (colours)
        setClusters(m_clustersTask);
    m_clustersTask.marksShown = colours;
    watch();
}

void JudgingFeed::setCodeUnits(core::Index units) {
    if (units > 0)
        m_baselines->want({.code = units});
}

void JudgingFeed::follow(const training::Status &status) {
    if (status.state == training::State::Idle)
        return;
    const auto ask = [&](Subject subject, MeasuringPace &pace, const auto &want) {
        if (!isWatched(subject) || !pace.isDue(status, m_snapshots.measuringShare()))
            return;
        pace.isAsked = true;
        want();
    };
    ask(Subject::Probes, m_probesPace, [this] { m_probes->wantAnew({}); });
    ask(Subject::Clusters, m_clustersPace, [this] { m_clusters->wantAnew(m_clustersTask); });
    ask(Subject::Errors, m_errorsPace, [this] { m_errors->wantAnew({mostErrors}); });
}

} // namespace hourglass::app
