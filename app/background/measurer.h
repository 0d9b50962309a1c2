// Fits the PCA of the present data on the worker's thread and measures what stands beside every result.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "app/background/worker.h"
#include "engine/analysis/baselines.h"
#include "engine/data/dataset.h"

namespace hourglass::app {

class Measurer : public QObject {
    Q_OBJECT
public:
    /// The worker must outlive it.
    explicit Measurer(Worker &worker) : m_worker(worker) {}
    ~Measurer() override;

    /// For a code of this size. Fits anew for other data; leading components fitted before serve a smaller code at once.
    void measure(std::shared_ptr<const data::Dataset> dataset, core::Index code);
    const std::optional<analysis::Baselines> &baselines() const { return m_baselines; }
    bool isFitting() const { return m_fitting != nullptr; }

signals:
    /// With as many components as the code has units.
    void pcaFitted(std::shared_ptr<const analysis::Pca> pca);
    /// None while they are measured.
    void baselinesChanged(const std::optional<analysis::Baselines> &baselines);

private:
    void abandon();

    Worker &m_worker;
    Worker::Cancelled m_fitting;
    std::shared_ptr<const data::Dataset> m_dataset; ///< that of m_leading and m_baselines
    std::shared_ptr<const analysis::Pca> m_leading;
    std::optional<analysis::Baselines> m_baselines;
    core::Index m_code = 0; ///< of m_baselines
};

} // namespace hourglass::app
