#include "app/background/code_feed.h"

namespace hourglass::app {

CodeFeed::CodeFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_decoder(snapshots) {
    m_mix = snapshots.subscribe<analysis::MixTask>(this, [this](const auto &answer) { emit mixArrived(answer.result); });
    m_decoding = snapshots.subscribe<analysis::DecodeTask>(this, [this](const auto &answer) { emit decoded(answer.result->pictures); });
    m_task.latest = std::make_shared<analysis::LatestMix>();
    m_mix->want(m_task);
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_decoder.forget();
        m_decoding->wantNothing();
    });
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] { setCentre({}); }); // its samples are others
}

void CodeFeed::want(const analysis::MixTask &task) {
    m_task = task;
    m_mix->want(m_task);
}

void CodeFeed::setVisible(const QObject *view, bool isVisible) {
    if (isVisible)
        m_viewers.insert(view);
    else
        m_viewers.remove(view);
    m_mix->setWatched(!m_viewers.isEmpty());
    m_decoding->setWatched(!m_viewers.isEmpty());
}

void CodeFeed::setCentre(const analysis::CodeCentre &centre) {
    analysis::MixTask task = m_task;
    task.centre = centre;
    want(task);
}

void CodeFeed::drawCentre() {
    setCentre({analysis::CodeCentre::Kind::Draw, 0, ++m_draws});
}

void CodeFeed::setBasis(analysis::CodeBasis basis) {
    analysis::MixTask task = m_task;
    task.basis = basis;
    want(task);
}

void CodeFeed::setMeasuresEffects(const QObject *view, bool measures) {
    if (measures)
        m_orderedByEffect.insert(view);
    else
        m_orderedByEffect.remove(view);
    analysis::MixTask task = m_task;
    task.measuresEffects = !m_orderedByEffect.isEmpty();
    want(task);
}

void CodeFeed::decode(std::vector<std::vector<float>> codes) {
    if (const auto pictures = m_decoder.decode(codes)) {
        m_decoding->wantNothing();
        emit decoded(*pictures);
    } else if (!codes.empty()) {
        m_decoding->want({std::move(codes)});
    }
}

} // namespace hourglass::app
