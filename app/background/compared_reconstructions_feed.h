// The samples of the reconstructions, as several models make them.
#pragma once

#include <QObject>

#include "app/background/models_feed.h"
#include "app/background/reconstruction_feed.h"

namespace hourglass::app {

class ComparedReconstructionsFeed : public QObject {
    Q_OBJECT
public:
    using Picture = std::shared_ptr<const analysis::ReconstructionPicture>;

    /// `samples` says which, with which corruption and measure.
    ComparedReconstructionsFeed(SnapshotFeed &snapshots, ReconstructionFeed &samples, QObject *parent = nullptr);

    void setModels(std::vector<ComparedModel> models);
    /// How many samples fit; 0: nobody looks.
    void setWatched(int samples);

signals:
    /// By model, null where there is none to look at; all of the same samples.
    void arrived(const std::vector<std::shared_ptr<const hourglass::analysis::ReconstructionPicture>> &pictures);

private:
    void want();
    void tellIfWhole();

    ReconstructionFeed &m_samples;
    ModelsFeed<analysis::ReconstructionTask> m_feed;
    std::vector<ComparedModel> m_models;
    std::vector<Picture> m_pictures; ///< by model
};

} // namespace hourglass::app
