// The codes that several models make of the same samples, on a plane each.
#pragma once

#include <QObject>

#include "app/background/models_feed.h"
#include "engine/analysis/latent_task.h"

namespace hourglass::app {

/// Codes of up to two units as they are, longer ones by their first two principal components.
class ComparedMapsFeed : public QObject {
    Q_OBJECT
public:
    explicit ComparedMapsFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setModels(std::vector<ComparedModel> models);
    void setWatched(bool isWatched) { m_feed.setWatched(isWatched); }

signals:
    /// By model, null where there is none to look at.
    void arrived(const std::vector<std::shared_ptr<const hourglass::analysis::LatentPicture>> &maps);

private:
    ModelsFeed<analysis::LatentTask> m_feed;
    std::vector<ComparedModel> m_models;
    std::vector<std::shared_ptr<const analysis::LatentPicture>> m_maps; ///< by model
};

} // namespace hourglass::app
