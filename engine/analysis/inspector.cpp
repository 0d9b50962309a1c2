#include "engine/analysis/inspector.h"

#include <ctime>
#include <exception>


#include "engine/core/floating_point.h"
#include "engine/core/seat.h"

namespace hourglass::analysis {

namespace {

constexpr Index block = 64; ///< samples run at once: about a millisecond, after which a request may be given up

/// Of the calling thread.
double cpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

} // namespace

Inspector::Inspector(int niceness) {
    m_thread = std::thread([this, niceness] {
        core::setFloatingPointMode();
        core::workInBackground(niceness);
        main();
    });
}

Inspector::~Inspector() {
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        m_isAbandoned = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Inspector::show(Inspection inspection) {
    const std::lock_guard lock(m_mutex);
    m_next = std::move(inspection);
    m_wake.notify_all();
}

void Inspector::abandon() {
    const std::lock_guard lock(m_mutex);
    m_next.reset();
    m_latent.reset();
    m_lattice.reset();
    m_reconstructions.reset();
    if (m_isBusy)
        m_isAbandoned = true;
}

bool Inspector::isBusy() const {
    const std::lock_guard lock(m_mutex);
    return m_isBusy || m_next;
}

double Inspector::lastCpuSeconds() const {
    const std::lock_guard lock(m_mutex);
    return m_lastCpuSeconds;
}

std::shared_ptr<const LatentPicture> Inspector::takeLatent() {
    const std::lock_guard lock(m_mutex);
    return std::move(m_latent);
}

std::shared_ptr<const LatticePicture> Inspector::takeLattice() {
    const std::lock_guard lock(m_mutex);
    return std::move(m_lattice);
}

std::shared_ptr<const ReconstructionPicture> Inspector::takeReconstructions() {
    const std::lock_guard lock(m_mutex);
    return std::move(m_reconstructions);
}

void Inspector::waitUntilIdle() const {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return !m_isBusy && !m_next; });
}

void Inspector::main() {
    for (;;) {
        Inspection inspection;
        {
            std::unique_lock lock(m_mutex);
            m_isBusy = false;
            m_isAbandoned = m_isStopping;
            m_idle.notify_all();
            m_wake.wait(lock, [this] { return m_isStopping || m_next; });
            if (m_isStopping)
                return;
            inspection = std::move(*m_next);
            m_next.reset();
            m_isBusy = true;
        }
        const double start = cpuSeconds();
        try {
            inspect(inspection);
        } catch (const std::exception &) {
            // Too little memory for a picture: the view keeps the last one, and the next request tries again.
        }
        const std::lock_guard lock(m_mutex);
        m_lastCpuSeconds = cpuSeconds() - start;
    }
}

void Inspector::inspect(const Inspection &inspection) {
    const plan::Snapshot &snapshot = *inspection.snapshot;
    const Moment moment{snapshot.run, snapshot.step, snapshot.epoch, snapshot.published};
    plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), block);
    const auto publish = [this](auto &cell, auto picture) {
        const std::lock_guard lock(m_mutex);
        if (picture && !m_isAbandoned)
            cell = std::move(picture);
    };
    if (!inspection.samples.empty())
        publish(m_reconstructions, makeReconstructions(network, moment, inspection));
    if (!inspection.axes || m_isAbandoned)
        return;
    std::shared_ptr<const LatentPicture> map =
        makeLatentPicture(network, moment, *inspection.dataset, *inspection.axes, m_previous.get(), &m_isAbandoned);
    if (!map)
        return;
    m_previous = map;
    publish(m_latent, map);
    if (inspection.grid)
        publish(m_lattice, makeLattice(network, *map, *inspection.grid, *inspection.dataset, &m_isAbandoned));
}

} // namespace hourglass::analysis
