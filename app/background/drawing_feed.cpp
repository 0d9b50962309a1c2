#include "app/background/drawing_feed.h"

#include "engine/data/scaling.h"

namespace hourglass::app {

DrawingFeed::DrawingFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots), m_decoder(snapshots) {
    m_reconstruction = snapshots.subscribe<analysis::ReconstructionTask>(this, [this](const analysis::Answer<analysis::ReconstructionPicture> &picture) {
        if (!m_isAtOnce && !m_sample.empty() && !picture.result->columns.empty())
            emit answered(std::make_shared<const analysis::ReconstructionColumn>(picture.result->columns.front()));
    });
    m_nearest = snapshots.subscribe<analysis::NearestTask>(this, [this](const analysis::Answer<analysis::NearestPicture> &picture) {
        if (m_sample.empty())
            return;
        if (!m_isAtOnce)
            emit coded(picture.result->code);
        emit nearestArrived(picture.result);
    });
    connect(&snapshots, &SnapshotFeed::snapshotArrived, this, &DrawingFeed::answer);
    connect(&snapshots, &SnapshotFeed::begun, this, [this] { m_decoder.forget(); });
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, &DrawingFeed::take);
}

void DrawingFeed::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    m_reconstruction->setWatched(isVisible);
    m_nearest->setWatched(isVisible);
    answer();
}

void DrawingFeed::forget() {
    m_sample.clear();
    m_reconstruction->wantNothing();
    m_nearest->wantNothing();
    emit answered(nullptr);
    emit coded({});
}

void DrawingFeed::draw(const std::vector<float> &values) {
    m_drawn = values;
    m_snapshots.favourHand();
    take();
}

/// For the present data, which scale it in their way.
void DrawingFeed::take() {
    const data::Dataset *dataset = m_snapshots.dataset().get();
    if (!dataset || static_cast<core::Index>(m_drawn.size()) != dataset->features())
        return forget();
    m_sample = m_drawn;
    float length = 1;
    if (dataset->scaling)
        dataset->scaling->apply(m_sample.data(), 1, &length);
    m_nearest->want({.sample = m_sample, .latest = m_trainingCodes});
    answer();
}

void DrawingFeed::answer() {
    if (m_sample.empty() || !m_isVisible)
        return;
    analysis::ReconstructionTask one;
    one.own = {m_sample};
    plan::Network *runner = m_decoder.network();
    m_isAtOnce = runner != nullptr;
    if (!runner)
        return m_reconstruction->want(std::move(one));
    m_reconstruction->wantNothing();
    const data::Dataset &dataset = *m_snapshots.dataset();
    const auto picture = analysis::makeReconstructions(*runner, analysis::momentOf(*m_snapshots.snapshot()), dataset, one);
    const core::ConstView code = runner->output(runner->plan().codeLayer(), 1);
    emit coded({code.data, code.data + code.rows});
    emit answered(std::make_shared<const analysis::ReconstructionColumn>(picture->columns.front()));
}

} // namespace hourglass::app
