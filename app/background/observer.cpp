#include "app/background/observer.h"

#include <algorithm>

#include "app/background/available_threads.h"
#include "engine/data/shown_part.h"

namespace hourglass::app {

namespace {

constexpr double mostMultiplyAdds = 20e6; ///< of what the GUI thread decodes itself: a millisecond or two
constexpr qint64 leastIntervalMs = 80;    ///< between two snapshots: twelve pictures a second are as many as the eye follows
constexpr qint64 mostIntervalMs = 180;    ///< pictures are to be at most 300 ms old
constexpr double inspectionsShare = 0.12; ///< of a core, where the training could use all of them

double multiplyAddsOf(const plan::Plan &plan) {
    double sum = 0;
    for (const plan::LayerOutline &layer : plan.outline().layers)
        sum += layer.multiplyAdds;
    return sum;
}

} // namespace

Observer::Observer(training::Trainer &trainer, QObject *parent) : QObject(parent), m_trainer(trainer) {
    m_sinceAsked.start();
}

Observer::~Observer() = default;

void Observer::begin(std::uint64_t run, std::shared_ptr<const data::Dataset> dataset) {
    m_inspector.abandon();
    const bool isOtherData = dataset != m_dataset;
    m_run = run;
    m_dataset = std::move(dataset);
    m_network.reset();
    m_snapshot.reset();
    m_map.reset();
    if (isOtherData) {
        m_pca.reset();
        m_draw = 0;
        drawSamples();
    }
    m_isSnapshotAsked = m_isInspecting = false;
    m_isStale = true;
}

void Observer::setCorruption(const data::Corruption &corruption, std::uint64_t seed) {
    m_isStale = m_isStale || !(corruption == m_corruption) || seed != m_seed;
    m_corruption = corruption;
    m_seed = seed;
}

void Observer::setPca(std::shared_ptr<const analysis::Pca> pca) {
    m_pca = std::move(pca);
    m_isStale = true;
}

void Observer::setVisible(View view, bool isVisible) {
    bool &shows = view == View::Latent ? m_showsLatent : m_showsReconstructions;
    m_isStale = m_isStale || (isVisible && !shows);
    shows = isVisible;
}

void Observer::setAxes(const analysis::LatentAxes &axes) {
    if (axes == m_axes)
        return;
    m_axes = axes;
    m_grid.reset(); // of the old axes; the view asks for one of the new
    m_isStale = true;
}

void Observer::setGrid(const std::optional<analysis::Inspection::Grid> &grid) {
    if (grid == m_grid)
        return;
    m_grid = grid;
    m_isStale = true;
}

void Observer::setSampleCount(int count) {
    if (count == m_sampleCount)
        return;
    m_sampleCount = count;
    drawSamples();
}

void Observer::drawAnew() {
    ++m_draw;
    drawSamples();
}

void Observer::setOwn(std::vector<std::vector<float>> samples) {
    m_own = std::move(samples);
    m_isStale = true;
}

void Observer::drawSamples() {
    if (!m_dataset)
        return;
    const data::Part &part = data::shownSamples(*m_dataset);
    m_samples = analysis::drawSamples(part, m_sampleCount, m_draw);
    m_isStale = true;
}

bool Observer::isBusy() const {
    return m_dataset && isWatched() && (m_isSnapshotAsked || m_isOutdated || m_isStale || m_isInspecting);
}

qint64 Observer::intervalMs(const training::Status &status) const {
    const bool isCrowded = status.state == training::State::Running && status.threads >= availableThreads();
    const auto paced = static_cast<qint64>(1000 * m_inspector.lastCpuSeconds() / inspectionsShare);
    return isCrowded ? std::clamp(paced, leastIntervalMs, mostIntervalMs) : leastIntervalMs;
}

void Observer::lookAgain() {
    m_isOutdated = true;
}

void Observer::tick(const training::Status &status) {
    m_isInspecting = m_inspector.isBusy(); // before its pictures are taken: then none is missed
    if (auto picture = m_inspector.takeReconstructions(); picture && picture->moment.run == m_run)
        emit reconstructionsArrived(std::move(picture));
    if (auto picture = m_inspector.takeLatent(); picture && picture->moment.run == m_run) {
        m_map = picture;
        emit latentArrived(std::move(picture));
    }
    if (auto picture = m_inspector.takeLattice(); picture && picture->moment.run == m_run)
        emit latticeArrived(std::move(picture));
    if (!m_dataset || !isWatched())
        return;
    if (auto snapshot = m_trainer.takeSnapshot()) {
        m_isSnapshotAsked = false;
        if (snapshot->run == m_run) {
            m_snapshot = std::move(snapshot);
            m_network.reset();
            emit snapshotArrived();
            inspect();
        }
    }
    const bool isBehind = !m_snapshot || m_isOutdated || m_snapshot->step != status.step;
    if (status.run == m_run && isBehind && !m_isSnapshotAsked && !m_inspector.isBusy() && (!m_snapshot || m_sinceAsked.elapsed() >= intervalMs(status))) {
        m_trainer.requestSnapshot();
        m_isSnapshotAsked = true;
        m_isOutdated = false;
        m_sinceAsked.restart();
    } else if (m_isStale && m_snapshot && !m_inspector.isBusy()) {
        inspect();
    }
}

void Observer::inspect() {
    m_isStale = false;
    m_isInspecting = true;
    analysis::Inspection inspection;
    inspection.snapshot = m_snapshot;
    inspection.dataset = m_dataset;
    if (m_showsLatent) {
        inspection.axes = m_axes;
        inspection.grid = m_grid;
    }
    if (m_showsReconstructions) {
        inspection.samples = m_samples;
        inspection.own = m_own;
    }
    inspection.pca = m_pca;
    inspection.corruption = m_corruption;
    inspection.seed = m_seed;
    m_inspector.show(std::move(inspection));
}

plan::Network *Observer::network() {
    if (!m_snapshot || multiplyAddsOf(*m_snapshot->plan) > mostMultiplyAdds)
        return nullptr;
    if (!m_network)
        m_network = std::make_unique<plan::Network>(m_snapshot->plan, m_snapshot->parameters.data(), m_snapshot->state.data(), 1);
    return m_network.get();
}

std::optional<analysis::DecodedPicture> Observer::decode(double x, double y) {
    plan::Network *runner = network();
    if (!runner || !m_map || m_map->units != runner->plan().codeSize())
        return {};
    analysis::DecodedPicture picture;
    picture.sample = m_dataset->shape;
    const auto units = static_cast<std::size_t>(m_map->units);
    picture.code.resize(units);
    for (std::size_t unit = 0; unit < units; ++unit)
        picture.code[unit] = static_cast<float>(m_map->origin[unit] + x * m_map->axisX[unit] + y * m_map->axisY[unit]);
    const core::ConstView decoded = runner->decode({picture.code.data(), m_map->units, 1, m_map->units});
    picture.range = m_dataset->originalRange;
    picture.values.resize(static_cast<std::size_t>(decoded.rows));
    m_dataset->invert(decoded.data, picture.values.data());
    return picture;
}

std::optional<analysis::ReconstructionColumn> Observer::sample(core::Index number) {
    plan::Network *runner = network();
    const data::Part *part = m_dataset ? &data::shownSamples(*m_dataset) : nullptr;
    if (!runner || number < 0 || number >= part->samples)
        return {};
    analysis::Inspection one;
    one.dataset = m_dataset;
    one.samples = {number};
    one.pca = m_pca;
    auto picture = analysis::makeReconstructions(*runner, {m_run, m_snapshot->step, m_snapshot->epoch, m_snapshot->published}, one);
    return picture->columns.front();
}

} // namespace hourglass::app
