// The PCA of the present data and what stands beside every result.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "app/background/snapshot_feed.h"
#include "engine/analysis/baselines_task.h"

namespace hourglass::app {

class BaselinesFeed : public QObject {
    Q_OBJECT
public:
    explicit BaselinesFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    /// Of the present data, for a code of this size.
    void measure(core::Index code);
    const std::optional<analysis::Baselines> &baselines() const { return m_baselines; }
    bool isFitting() const { return m_measuring->isBusy(); }

signals:
    /// With as many components as the code has units.
    void pcaFitted(std::shared_ptr<const analysis::Pca> pca);
    /// None while they are measured.
    void baselinesChanged(const std::optional<analysis::Baselines> &baselines);

private:
    std::shared_ptr<analysis::LeadingComponents> m_leading = std::make_shared<analysis::LeadingComponents>();
    std::shared_ptr<analysis::Subscription<analysis::BaselinesTask>> m_measuring;
    std::optional<analysis::Baselines> m_baselines;
    core::Index m_code = 0; ///< of m_baselines, or of those to come
};

} // namespace hourglass::app
