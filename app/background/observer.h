// From the trainer's parameters to the pictures of the visible views: asks for a snapshot when one is due, has it inspected, and decodes
// what lies under the cursor itself. Lives on the GUI thread; the session's timer drives it.
#pragma once

#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QObject>

#include "engine/analysis/inspector.h"
#include "engine/plan/network.h"
#include "engine/plan/snapshot.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

enum class View { Latent, Reconstructions };

class Observer : public QObject {
    Q_OBJECT
public:
    explicit Observer(training::Trainer &trainer, QObject *parent = nullptr);
    ~Observer() override;

    /// Another training: pictures of the one before are worth nothing.
    void begin(std::uint64_t run, std::shared_ptr<const data::Dataset> dataset);
    void setCorruption(const data::Corruption &corruption, std::uint64_t seed);
    void setPca(std::shared_ptr<const analysis::Pca> pca);
    /// The same training goes on with a plan of other settings: what was seen is asked for again, even while it rests.
    void lookAgain();
    /// Takes and asks for what is due. Called by the session's timer.
    void tick(const training::Status &status);

    void setVisible(View view, bool isVisible);
    void setAxes(const analysis::LatentAxes &axes);
    void setGrid(const std::optional<analysis::Inspection::Grid> &grid);
    void setSampleCount(int count);
    void drawAnew();
    /// Samples of the person's own, in front of those of the data set; those of another size are not shown.
    void setOwn(std::vector<std::vector<float>> samples);

    /// The newest snapshot, or null.
    const std::shared_ptr<const plan::Snapshot> &snapshot() const { return m_snapshot; }
    /// Decodes a point of the map's plane from the newest snapshot: up to 20 million multiply-adds; beyond, and before the first map, nothing.
    std::optional<analysis::DecodedPicture> decode(double x, double y);
    /// Original and reconstruction of one sample of the test part; nothing where the stack is too large to do it at once.
    std::optional<analysis::ReconstructionColumn> sample(core::Index number);
    core::Shape sampleShape() const { return m_dataset ? m_dataset->shape : core::Shape(); }
    core::Range sampleRange() const { return m_dataset ? m_dataset->originalRange : core::Range(); }
    /// True while a picture of the present wishes is still to come.
    bool isBusy() const;

signals:
    void latentArrived(std::shared_ptr<const analysis::LatentPicture> picture);
    void latticeArrived(std::shared_ptr<const analysis::LatticePicture> picture);
    void reconstructionsArrived(std::shared_ptr<const analysis::ReconstructionPicture> picture);
    /// Newer parameters: what lies under the cursor is to be decoded again.
    void snapshotArrived();

private:
    void inspect();
    qint64 intervalMs(const training::Status &status) const;
    void drawSamples();
    bool isWatched() const { return m_showsLatent || m_showsReconstructions; }
    plan::Network *network();

    training::Trainer &m_trainer;
    analysis::Inspector m_inspector;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    std::shared_ptr<const analysis::LatentPicture> m_map;
    std::shared_ptr<const analysis::Pca> m_pca;
    std::unique_ptr<plan::Network> m_network; ///< of m_snapshot, made when first needed
    data::Corruption m_corruption;
    std::uint64_t m_seed = 0, m_run = 0, m_draw = 0;
    analysis::LatentAxes m_axes;
    std::optional<analysis::Inspection::Grid> m_grid;
    std::vector<core::Index> m_samples;
    std::vector<std::vector<float>> m_own;
    int m_sampleCount = 12;
    bool m_showsLatent = true, m_showsReconstructions = true;
    bool m_isStale = false;     ///< the wishes changed since the last inspection
    bool m_isOutdated = false;  ///< the snapshot is of a plan before the present one
    bool m_isSnapshotAsked = false;
    bool m_isInspecting = false; ///< until its pictures were taken
    QElapsedTimer m_sinceAsked;
};

} // namespace hourglass::app
