// What the reconstructions show: samples drawn from the test part, and the person's own in front of them.
#pragma once

#include <QObject>

#include "app/background/snapshot_feed.h"
#include "engine/analysis/reconstruction_task.h"
#include "engine/data/corruption.h"

namespace hourglass::app {

class ReconstructionFeed : public QObject {
    Q_OBJECT
public:
    explicit ReconstructionFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(bool isVisible);
    void setSampleCount(int count);
    void drawAnew();
    /// Samples of the person's own, in front of those of the data set; those of another size are not shown.
    void setOwn(std::vector<std::vector<float>> samples);
    void setPca(std::shared_ptr<const analysis::Pca> pca);
    void setCorruption(const data::Corruption &corruption, std::uint64_t seed);
    const std::shared_ptr<const analysis::Pca> &pca() const { return m_task.pca; }

signals:
    void reconstructionsArrived(std::shared_ptr<const analysis::ReconstructionPicture> picture);

private:
    void drawSamples();
    void want();

    SnapshotFeed &m_snapshots;
    std::shared_ptr<analysis::Subscription<analysis::ReconstructionTask>> m_reconstructions;
    analysis::ReconstructionTask m_task;
    std::uint64_t m_draw = 0;
    int m_sampleCount = 12;
};

} // namespace hourglass::app
