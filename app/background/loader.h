// Reads data on the worker's thread, one at a time.
#pragma once

#include <functional>
#include <memory>

#include <QObject>

#include "app/background/worker.h"
#include "engine/data/library/library.h"

namespace hourglass::app {

class Loader : public QObject {
    Q_OBJECT
public:
    /// Both must outlive it.
    Loader(const data::Library &library, Worker &worker) : m_library(library), m_worker(worker) {}
    ~Loader() override;

    using Loaded = core::Result<std::shared_ptr<const data::Dataset>>;

    /// Runs on the thread; what it returns is called here when that is over, unless it was cancelled.
    using Job = std::function<std::function<void()>(const data::Progress &progress)>;

    /// One at a time: what ran before is cancelled. `what` is said until the job tells more.
    void run(const QString &title, Job job);
    /// Reads; `taken` is called here when that is over, unless it was cancelled.
    void load(const spec::DataSpec &data, std::uint64_t seed, std::function<void(const Loaded &)> taken);
    void cancel();
    bool isLoading() const { return m_reading != nullptr; }

signals:
    /// fraction below 0: over
    void progressed(double fraction, const QString &what);

private:
    const data::Library &m_library;
    Worker &m_worker;
    Worker::Cancelled m_reading;
};

} // namespace hourglass::app
