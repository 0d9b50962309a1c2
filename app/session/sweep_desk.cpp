#include "app/session/sweep_desk.h"

#include <algorithm>
#include <utility>

namespace hourglass::app {

namespace {

constexpr int refreshMs = 200;

} // namespace

SweepDesk::SweepDesk(sweeps::Load load, int threads, SweepShelf &shelf, QObject *parent)
    : QObject(parent), m_load(std::move(load)), m_threads(std::max(1, threads)), m_shelf(shelf) {
    m_timer.setInterval(refreshMs);
    connect(&m_timer, &QTimer::timeout, this, &SweepDesk::tick);
    // Another work: what still runs comes to that one, as soon as it is further.
    connect(&shelf, &SweepShelf::filled, this, [this] {
        const bool goesOn = m_runner && isRunning();
        m_running = goesOn ? m_shelf.begin(m_title) : 0;
        m_shown = m_running;
        m_record.reset();
        if (goesOn)
            note();
        emit changed();
    });
}

SweepDesk::~SweepDesk() {
    if (m_runner)
        m_runner->cancel();
}

std::optional<core::Error> SweepDesk::start(const Order &order) {
    auto made = sweeps::trialsOf(order.sweep);
    if (!made)
        return made.error();
    if (m_pcaJob)
        *m_pcaJob = true;
    if (m_runner) {
        cancel();
        m_worker.release(std::exchange(m_runner, nullptr)); // which waits for its steps
    }
    const auto trials = std::make_shared<const std::vector<sweeps::Trial>>(std::move(*made));
    const sweeps::Measure by = order.measure.value_or(sweeps::measureOf(*trials));
    const spec::DataSpec data = trials->front().spec.data;
    m_own = {.sweep = order.sweep, .ready = order.ready, .measure = by, .trials = trials, .progress = {}, .pca = {}};
    m_title = order.title;
    m_runner = std::make_shared<sweeps::Runner>(*trials, order.sweep.halving, by, m_load, sweeps::RunnerOptions{.threads = m_threads});
    m_told = 0;
    m_shown = m_running = m_shelf.begin(order.title);
    shareThreads();
    note();
    if (!order.pcaSizes.empty())
        m_pcaJob = m_worker.run([this, load = m_load, data, seed = order.sweep.base.training.seed,
                                 pcaSizes = order.pcaSizes](const std::atomic<bool> &cancelled) -> std::function<void()> {
            const auto dataset = load(data, seed, cancelled);
            const auto curve = dataset ? sweeps::pcaCurve(**dataset, pcaSizes, &cancelled) : core::Result<std::vector<sweeps::PcaPoint>>(dataset.error());
            return [this, points = curve ? *curve : std::vector<sweeps::PcaPoint>{}] { // without it the errors stand by themselves
                m_own.pca = points;
                note();
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

void SweepDesk::show(std::int64_t id) {
    const SweepShelf::Kept *kept = m_shelf.find(id);
    if (!kept || id == m_shown)
        return;
    if (kept->record) {
        m_shown = id;
        m_record = kept->record;
        return emit changed();
    }
    m_worker.run([this, id, text = kept->text, title = kept->title](const std::atomic<bool> &) -> std::function<void()> {
        auto record = sweeps::readRecord(text, title);
        if (!record)
            return [this, error = record.error()] { emit failed(error); };
        return [this, id, shared = std::make_shared<const sweeps::Record>(std::move(*record))] {
            if (!m_shelf.find(id))
                return;
            m_shown = id;
            m_record = shared;
            emit changed();
        };
    });
}

/// What the runner has come to, on the shelf and where it is shown.
void SweepDesk::note() {
    if (!m_runner || m_running == 0)
        return;
    auto record = std::make_shared<sweeps::Record>(m_own);
    record->progress = m_runner->progressOfTrials();
    m_shelf.put(m_running, record);
    if (isOwn())
        m_record = std::move(record);
}

void SweepDesk::tick() {
    if (m_runner->progress().isOver)
        m_timer.stop();
    const std::uint64_t version = m_runner->version();
    if (std::exchange(m_told, version) == version)
        return;
    note();
    emit changed();
}

sweeps::SweepProgress SweepDesk::progress() const {
    if (isOwn())
        return m_runner->progress();
    sweeps::SweepProgress progress;
    if (!m_record)
        return progress;
    progress.trials = static_cast<core::Index>(m_record->trials->size());
    progress.over = progress.trials;
    progress.fraction = 1;
    progress.isOver = true;
    for (const sweeps::TrialProgress &trial : m_record->progress)
        progress.isCancelled = progress.isCancelled || trial.state == sweeps::TrialState::Cancelled;
    return progress;
}

} // namespace hourglass::app
