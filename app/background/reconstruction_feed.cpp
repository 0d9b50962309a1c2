#include "app/background/reconstruction_feed.h"

#include <algorithm>

#include "engine/data/shown_part.h"

namespace hourglass::app {

using Kind = analysis::SampleChoice::Kind;

ReconstructionFeed::ReconstructionFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots), m_errors(snapshots) {
    m_reconstructions = snapshots.subscribe<analysis::ReconstructionTask>(this, [this](const auto &answer) { emit reconstructionsArrived(answer.result); });
    connect(&m_errors, &PartErrorsFeed::arrived, this, &ReconstructionFeed::chooseSamples);
    m_task.latest = std::make_shared<analysis::LatestEarlier>();
    connect(&snapshots, &SnapshotFeed::begun, this, [this] { // it is no moment of this training
        if (!m_task.earlier)
            return;
        setEarlier(nullptr);
        emit earlierDropped();
    });
    connect(&snapshots, &SnapshotFeed::datasetChanged, this, [this] {
        m_task.pca.reset();
        m_draw = m_choice.kind == Kind::Random ? 1 : 0;
        m_selection.clear();
        m_task.samples.clear();
        if (m_choice.kind == Kind::Class || m_choice.kind == Kind::Selection) // of the data before
            m_choice = {};
        chooseSamples();
    });
}

void ReconstructionFeed::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    m_reconstructions->setWatched(isVisible);
    watchErrors();
}

void ReconstructionFeed::watchErrors() {
    m_errors.setWatched((m_isVisible || m_followedCount > 0) && isByError());
}

void ReconstructionFeed::setSampleCount(int count) {
    const int before = sampleCount();
    m_sampleCount = count;
    if (sampleCount() != before)
        chooseSamples();
}

void ReconstructionFeed::setFollowed(int count) {
    const int before = sampleCount();
    m_followedCount = count;
    watchErrors();
    if (sampleCount() != before)
        chooseSamples();
}

void ReconstructionFeed::setChoice(const analysis::SampleChoice &choice) {
    m_choice = choice;
    m_draw = choice.kind == Kind::Random ? m_draw + 1 : 0;
    watchErrors();
    chooseSamples();
}

void ReconstructionFeed::drawAnew() {
    if (m_choice.kind == Kind::Fixed || isByError()) {
        setChoice({Kind::Random});
    } else {
        ++m_draw;
        chooseSamples();
    }
}

void ReconstructionFeed::setSelection(std::vector<core::Index> samples) {
    m_selection = std::move(samples);
    if (m_choice.kind == Kind::Selection)
        chooseSamples();
}

void ReconstructionFeed::setMeasure(analysis::Measure measure) {
    m_errors.setMeasure(measure);
    m_measure = measure;
    m_task.hasSsim = measure == analysis::Measure::Ssim;
    want();
}

void ReconstructionFeed::setOwn(std::vector<std::vector<float>> samples) {
    m_task.own = std::move(samples);
    want();
}

void ReconstructionFeed::setEarlier(std::shared_ptr<const plan::Snapshot> moment) {
    m_task.earlier = std::move(moment);
    want();
}

void ReconstructionFeed::setPca(std::shared_ptr<const analysis::Pca> pca) {
    m_task.pca = std::move(pca);
    want();
}

void ReconstructionFeed::setCorruption(const data::Corruption &corruption, std::uint64_t seed) {
    m_errors.setCorruption(corruption, seed);
    m_task.corruption = corruption;
    m_task.seed = seed;
    want();
}

void ReconstructionFeed::chooseSamples() {
    if (!m_snapshots.dataset())
        return;
    const data::Part &part = data::shownSamples(*m_snapshots.dataset());
    SamplePool pool{m_choice, part.samples, {}};
    switch (m_choice.kind) {
    case Kind::Fixed:
    case Kind::Random: m_task.samples = analysis::drawSamples(part, sampleCount(), m_draw); break;
    case Kind::Class: {
        std::vector<core::Index> samples = analysis::samplesOfClass(part, m_choice.label);
        pool.samples = static_cast<core::Index>(samples.size());
        m_task.samples = analysis::drawFrom(std::move(samples), sampleCount(), m_draw);
        break;
    }
    case Kind::Selection:
        pool.samples = static_cast<core::Index>(m_selection.size());
        m_task.samples = analysis::drawFrom(m_selection, sampleCount(), m_draw);
        break;
    case Kind::Worst:
    case Kind::Best:
        if (const auto &errors = m_errors.errors(); errors && errors->bySample.size() == static_cast<std::size_t>(part.samples)) {
            pool.samples = errors->measured;
            pool.epoch = m_errors.moment().epoch;
            m_task.samples = errors->extremes(sampleCount(), m_choice.kind == Kind::Worst);
        } else if (m_task.samples.empty()) { // until they are measured
            m_task.samples = analysis::drawSamples(part, sampleCount(), 0);
        }
        break;
    }
    want();
    emit poolChanged(pool);
}

void ReconstructionFeed::want() {
    if (m_task.samples.empty() && m_task.own.empty())
        m_reconstructions->wantNothing();
    else
        m_reconstructions->want(m_task);
    emit taskChanged();
}

} // namespace hourglass::app
