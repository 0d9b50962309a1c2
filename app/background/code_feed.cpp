#include "app/background/code_feed.h"

namespace hourglass::app {

CodeFeed::CodeFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_decoder(snapshots) {
    m_mix = snapshots.subscribe<analysis::MixTask>(this, [this](const auto &answer) { emit mixArrived(answer.result); });
    m_traversal = snapshots.subscribe<analysis::TraversalTask>(this, [this](const auto &answer) { emit traversalArrived(answer.result); });
    m_path = snapshots.subscribe<analysis::PathTask>(this, [this](const auto &answer) { emit pathArrived(answer.result); });
    m_decoding = snapshots.subscribe<analysis::DecodeTask>(this, [this](const auto &answer) { emit decoded(answer.result->pictures); });
    m_posterior = snapshots.subscribe<analysis::PosteriorTask>(this, [this](const auto &answer) { emit posteriorArrived(answer.result); });
    m_posterior->want({});
    m_task.latest = std::make_shared<analysis::LatestMix>();
    m_mix->want(m_task);
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_decoder.forget();
        m_decoding->wantNothing();
    });
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] { // its samples are others
        setAttribute({});
        setCentre({});
    });
}

void CodeFeed::want(const analysis::MixTask &task) {
    m_task = task;
    m_mix->want(m_task);
    wantTraversal();
}

void CodeFeed::wantTraversal() {
    if (m_traversedAxes.empty())
        m_traversal->wantNothing();
    else
        m_traversal->want({m_task.centre, m_task.basis, m_traversedAxes, 7, 3, m_task.latest});
}

void CodeFeed::setTraversedAxes(const std::vector<int> &axes) {
    m_traversedAxes = axes;
    wantTraversal();
}

void CodeFeed::setTraversalVisible(bool isVisible) {
    m_traversal->setWatched(isVisible);
}

void CodeFeed::setPath(std::optional<analysis::PathEnd> from, std::optional<analysis::PathEnd> to, bool isSpherical) {
    if (from && to && from != to)
        m_path->want({*from, *to, isSpherical, 9, m_task.latest});
    else
        m_path->wantNothing();
}

void CodeFeed::setPathVisible(bool isVisible) {
    m_path->setWatched(isVisible);
}

void CodeFeed::setVisible(const QObject *view, bool isVisible) {
    if (isVisible)
        m_viewers.insert(view);
    else
        m_viewers.remove(view);
    m_mix->setWatched(!m_viewers.isEmpty());
    m_decoding->setWatched(!m_viewers.isEmpty());
}

void CodeFeed::setPosteriorVisible(const QObject *view, bool isVisible) {
    if (isVisible)
        m_posteriorViewers.insert(view);
    else
        m_posteriorViewers.remove(view);
    m_posterior->setWatched(!m_posteriorViewers.isEmpty());
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

void CodeFeed::setAttribute(const analysis::CodeAttribute &attribute) {
    analysis::MixTask task = m_task;
    task.attribute = attribute;
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
