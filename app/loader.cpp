#include "app/loader.h"

#include <utility>

namespace hourglass::app {

Loader::~Loader() {
    if (m_reading)
        *m_reading = true;
}

void Loader::load(const spec::DataSpec &data, std::uint64_t seed, std::function<void(const Loaded &)> taken) {
    cancel();
    emit progressed(0, tr("Reading %1").arg(QString::fromStdString(data.source)));
    const data::Library *library = &m_library;
    Worker *worker = &m_worker;
    m_reading = m_worker.run([this, library, worker, data, seed, taken = std::move(taken)](const std::atomic<bool> &cancelled) -> std::function<void()> {
        const std::atomic<bool> *present = &cancelled;
        data::Progress progress{[this, worker, present](double fraction, const std::string &what) {
                                    worker->post([this, present, fraction, what] {
                                        if (m_reading && m_reading.get() == present)
                                            emit progressed(fraction, QString::fromStdString(what));
                                    });
                                },
                                &cancelled};
        Loaded loaded = library->load(data, seed, progress);
        return [this, taken, loaded = std::move(loaded)] {
            m_reading.reset();
            emit progressed(-1, {});
            taken(loaded);
        };
    });
}

void Loader::cancel() {
    if (!m_reading)
        return;
    *m_reading = true;
    m_reading.reset();
    emit progressed(-1, {});
}

} // namespace hourglass::app
