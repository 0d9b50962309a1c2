// What the data view shows beside the samples: statistics of the data, and errors of the model as it is when they are asked for. Measured on a
// thread of their own, and only while the view is in sight.
#pragma once

#include <memory>

#include <QObject>

#include "app/background/worker.h"
#include "engine/analysis/data_statistics.h"
#include "engine/analysis/sample_errors.h"
#include "engine/plan/snapshot.h"
#include "engine/training/records.h"

namespace hourglass::app {

class DataObserver : public QObject {
    Q_OBJECT
public:
    explicit DataObserver(QObject *parent = nullptr) : QObject(parent) {}
    ~DataObserver() override;

    void setDataset(std::shared_ptr<const data::Dataset> dataset);
    void setVisible(bool isVisible);
    /// Of the model at this snapshot; nothing where there is none yet.
    void measureErrors(std::shared_ptr<const plan::Snapshot> snapshot);
    bool isMeasuring() const { return m_measuring || m_comparing; }

signals:
    void statisticsArrived(std::shared_ptr<const analysis::DataStatistics> statistics);
    void progressed(double fraction);
    void errorsArrived(const analysis::SampleErrors &errors, core::Index step);

private:
    void measure();
    void abandon();
    Worker &worker();

    std::shared_ptr<const data::Dataset> m_dataset;
    bool m_isVisible = false, m_isMeasured = false;
    std::unique_ptr<Worker> m_worker; ///< made when it is first needed
    Worker::Cancelled m_measuring, m_comparing; ///< statistics; errors
};

} // namespace hourglass::app
