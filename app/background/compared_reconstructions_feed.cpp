#include "app/background/compared_reconstructions_feed.h"

#include <algorithm>

namespace hourglass::app {

namespace {

/// In the same order.
bool haveSameSamples(const analysis::ReconstructionPicture &picture, const analysis::ReconstructionPicture &other) {
    return std::equal(picture.columns.begin(), picture.columns.end(), other.columns.begin(), other.columns.end(),
                      [](const auto &a, const auto &b) { return a.sample == b.sample; });
}

} // namespace

ComparedReconstructionsFeed::ComparedReconstructionsFeed(SnapshotFeed &snapshots, ReconstructionFeed &samples, QObject *parent)
    : QObject(parent), m_samples(samples), m_feed(snapshots, this, [this](std::size_t place, const Picture &picture) {
          m_pictures[place] = picture;
          tellIfWhole();
      }) {
    connect(&samples, &ReconstructionFeed::taskChanged, this, &ComparedReconstructionsFeed::want);
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] { setModels({}); }); // those that are compared have other data
}

void ComparedReconstructionsFeed::setModels(std::vector<ComparedModel> models) {
    m_models = std::move(models);
    m_pictures.assign(m_models.size(), nullptr);
    want();
}

void ComparedReconstructionsFeed::setWatched(int samples) {
    m_samples.setFollowed(samples);
    m_feed.setWatched(samples > 0);
}

void ComparedReconstructionsFeed::want() {
    analysis::ReconstructionTask task = m_samples.task();
    task.pca.reset();
    task.earlier.reset(); // there is no row of it
    if (task.samples.empty() && task.own.empty())
        return m_feed.want({}, {});
    m_feed.want(m_models, std::vector<analysis::ReconstructionTask>(m_models.size(), task));
}

/// While others are on their way, those before stay: rows of different samples have nothing to say together.
void ComparedReconstructionsFeed::tellIfWhole() {
    const analysis::ReconstructionPicture *first = nullptr;
    for (std::size_t place = 0; place < m_models.size(); ++place) {
        const bool isWanted = m_models[place].isThere();
        if (isWanted && !m_pictures[place])
            return;
        if (isWanted && first && !haveSameSamples(*first, *m_pictures[place]))
            return;
        if (isWanted && !first)
            first = m_pictures[place].get();
    }
    if (first)
        emit arrived(m_pictures);
}

} // namespace hourglass::app
