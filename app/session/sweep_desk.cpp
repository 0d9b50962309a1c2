#include "app/session/sweep_desk.h"

#include <algorithm>

namespace hourglass::app {

namespace {

constexpr int refreshMs = 200;

} // namespace

SweepDesk::SweepDesk(sweeps::Load load, int threads, QObject *parent) : QObject(parent), m_load(std::move(load)), m_threads(std::max(1, threads)) {
    m_timer.setInterval(refreshMs);
    connect(&m_timer, &QTimer::timeout, this, &SweepDesk::tick);
}

SweepDesk::~SweepDesk() {
    if (m_runner)
        m_runner->cancel();
}

std::optional<core::Error> SweepDesk::start(const sweeps::Sweep &sweep, std::optional<sweeps::Measure> measure, const std::vector<core::Index> &pcaSizes) {
    auto trials = sweeps::trialsOf(sweep);
    if (!trials)
        return trials.error();
    if (m_pcaJob)
        *m_pcaJob = true;
    if (m_runner) {
        m_runner->cancel();
        m_worker.release(std::exchange(m_runner, nullptr)); // which waits for its steps
    }
    m_pca.clear();
    m_sweep = sweep;
    const sweeps::Measure by = measure.value_or(sweeps::measureOf(*trials));
    const spec::DataSpec data = trials->front().spec.data;
    m_runner = std::make_shared<sweeps::Runner>(std::move(*trials), sweep.halving, by, m_load, sweeps::RunnerOptions{.threads = m_threads});
    m_shown = 0;
    shareThreads();
    if (!pcaSizes.empty())
        m_pcaJob =
            m_worker.run([this, load = m_load, data, seed = sweep.base.training.seed, pcaSizes](const std::atomic<bool> &cancelled) -> std::function<void()> {
                const auto dataset = load(data, seed, cancelled);
                const auto curve = dataset ? sweeps::pcaCurve(**dataset, pcaSizes, &cancelled) : core::Result<std::vector<sweeps::PcaPoint>>(dataset.error());
                return [this, points = curve ? *curve : std::vector<sweeps::PcaPoint>{}] { // without it the errors stand by themselves
                    m_pca = points;
                    emit changed();
                };
            });
    m_timer.start();
    emit changed();
    return {};
}

void SweepDesk::setPaused(bool isPaused) {
    if (!m_runner)
        return;
    isPaused ? m_runner->pause() : m_runner->resume();
    emit changed();
}

void SweepDesk::cancel() {
    if (!m_runner)
        return;
    m_runner->cancel();
    tick();
}

void SweepDesk::setBesideTraining(bool isBeside) {
    if (std::exchange(m_isBeside, isBeside) != isBeside)
        shareThreads();
}

void SweepDesk::shareThreads() {
    if (m_runner)
        m_runner->useThreads(m_isBeside ? std::max(1, m_threads / 2) : m_threads);
}

void SweepDesk::tick() {
    if (m_runner->progress().isOver)
        m_timer.stop();
    const std::uint64_t version = m_runner->version();
    if (std::exchange(m_shown, version) != version)
        emit changed();
}

} // namespace hourglass::app
