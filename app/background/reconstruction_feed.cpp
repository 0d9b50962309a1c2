#include "app/background/reconstruction_feed.h"

#include "engine/analysis/sample_draw.h"
#include "engine/data/shown_part.h"

namespace hourglass::app {

ReconstructionFeed::ReconstructionFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots) {
    m_reconstructions = snapshots.subscribe<analysis::ReconstructionTask>(this, [this](const auto &answer) { emit reconstructionsArrived(answer.result); });
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] {
        m_task.pca.reset();
        m_draw = 0;
        drawSamples();
    });
}

void ReconstructionFeed::setVisible(bool isVisible) {
    m_reconstructions->setWatched(isVisible);
}

void ReconstructionFeed::setSampleCount(int count) {
    if (count == m_sampleCount)
        return;
    m_sampleCount = count;
    drawSamples();
}

void ReconstructionFeed::drawAnew() {
    ++m_draw;
    drawSamples();
}

void ReconstructionFeed::setOwn(std::vector<std::vector<float>> samples) {
    m_task.own = std::move(samples);
    want();
}

void ReconstructionFeed::setPca(std::shared_ptr<const analysis::Pca> pca) {
    m_task.pca = std::move(pca);
    want();
}

void ReconstructionFeed::setCorruption(const data::Corruption &corruption, std::uint64_t seed) {
    m_task.corruption = corruption;
    m_task.seed = seed;
    want();
}

void ReconstructionFeed::drawSamples() {
    if (!m_snapshots.dataset())
        return;
    const data::Dataset &dataset = *m_snapshots.dataset();
    m_task.samples = analysis::drawSamples(data::shownSamples(dataset), m_sampleCount, m_draw);
    want();
}

void ReconstructionFeed::want() {
    if (m_task.samples.empty() && m_task.own.empty())
        m_reconstructions->wantNothing();
    else
        m_reconstructions->want(m_task);
}

} // namespace hourglass::app
