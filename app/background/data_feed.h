// What the data view shows beside the samples: statistics of the data, and errors of the model as it is when they are asked for. Measured only while
// the view is in sight.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/snapshot_feed.h"
#include "engine/analysis/sample_errors_task.h"
#include "engine/analysis/statistics_task.h"

namespace hourglass::app {

class DataFeed : public QObject {
    Q_OBJECT
public:
    explicit DataFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(bool isVisible);
    /// Of the parameters of this moment: some samples at first, then as many as are affordable.
    void measureErrors();

signals:
    void statisticsArrived(std::shared_ptr<const analysis::DataStatistics> statistics);
    void progressed(double fraction); ///< of the statistics
    void errorsArrived(const analysis::SampleErrors &errors, core::Index step);

private:
    using Errors = analysis::Subscription<analysis::SampleErrorsTask>;
    void tellProgress();

    std::shared_ptr<analysis::Subscription<analysis::StatisticsTask>> m_statistics;
    std::shared_ptr<Errors> m_allErrors, m_firstErrors;
    int m_percent = 0; ///< last told
};

} // namespace hourglass::app
