#include "app/background/loader.h"

#include <utility>

namespace hourglass::app {

Loader::~Loader() {
    if (m_reading)
        *m_reading = true;
}

void Loader::load(const spec::DataSpec &data, std::uint64_t seed, std::function<void(const Loaded &)> taken) {
    const data::Library *library = &m_library;
    run(tr("Reading %1").arg(QString::fromStdString(data.source)),
        [library, data, seed, taken = std::move(taken)](const data::Progress &progress) -> std::function<void()> {
            return [taken, loaded = library->load(data, seed, progress)] { taken(loaded); };
        });
}

void Loader::run(const QString &title, Job job) {
    cancel();
    emit progressed(0, title);
    Worker *worker = &m_worker;
    m_reading = m_worker.run([this, worker, job = std::move(job)](const std::atomic<bool> &cancelled) -> std::function<void()> {
        const std::atomic<bool> *present = &cancelled;
        data::Progress progress{[this, worker, present](double fraction, const std::string &what) {
                                    worker->post([this, present, fraction, what] {
                                        if (m_reading && m_reading.get() == present)
                                            emit progressed(fraction, QString::fromStdString(what));
                                    });
                                },
                                &cancelled};
        std::function<void()> taken = job(progress);
        return [this, taken = std::move(taken)] {
            m_reading.reset();
            emit progressed(-1, {});
            taken();
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
