// What the panel Judging shows: figures of the code, measured again as the training goes on, but never more than a small share of a core, and only while
// they are in sight.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/measuring_pace.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/sample_errors_task.h"
#include "engine/judging/clusters_task.h"
#include "engine/judging/probes_task.h"

namespace hourglass::app {

class JudgingFeed : public QObject {
    Q_OBJECT
public:
    explicit JudgingFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    enum class Subject { Probes, Clusters, Errors };

    void setVisible(bool isVisible);
    /// What is looked at: the others are not measured.
    void setSubject(Subject subject);
    void setClusters(const judging::ClustersTask &task);
    /// Clusters are what samples are coloured by: they are measured whatever is looked at, and say in which each sample of the map is.
    void setColoursByCluster(bool colours);
    /// For PCA beside it.
    void setCodeUnits(core::Index units);
    /// Asks for what is due.
    void follow(const training::Status &status);

signals:
    void begun(); ///< another training: nothing of it is measured yet
    void probesArrived(std::shared_ptr<const judging::ProbeReport> report, const analysis::Moment &moment);
    void baselinesArrived(std::shared_ptr<const judging::BaselineProbes> baselines);
    void clustersArrived(std::shared_ptr<const judging::ClusterReport> report, const analysis::Moment &moment);
    void errorsArrived(const analysis::SampleErrors &errors, const analysis::Moment &moment);

private:
    void watch();

    bool isWatched(Subject subject) const;

    SnapshotFeed &m_snapshots;
    bool m_isVisible = false, m_coloursByCluster = false;
    Subject m_subject = Subject::Probes;
    judging::ClustersTask m_clustersTask;
    std::shared_ptr<analysis::Subscription<judging::ProbesTask>> m_probes;
    std::shared_ptr<analysis::Subscription<judging::BaselineProbesTask>> m_baselines;
    std::shared_ptr<analysis::Subscription<judging::ClustersTask>> m_clusters;
    std::shared_ptr<analysis::Subscription<analysis::SampleErrorsTask>> m_errors;
    MeasuringPace m_probesPace, m_clustersPace, m_errorsPace;
};

} // namespace hourglass::app
