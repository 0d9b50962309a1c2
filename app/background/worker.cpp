#include "app/background/worker.h"

#include <QMetaObject>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine/core/floating_point.h"

namespace hourglass::app {

namespace {

constexpr int workerNiceness = 5; ///< that of the training: somebody waits for what is read

} // namespace

Worker::Worker(QObject *parent) : QObject(parent) {
    m_thread = std::thread([this] {
        core::setFloatingPointMode();
        setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), workerNiceness); // and that of the threads that its jobs start
        main();
    });
}

Worker::~Worker() {
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        for (const Job &job : m_jobs)
            *job.cancelled = true;
        if (m_current)
            *m_current = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

Worker::Cancelled Worker::run(std::function<std::function<void()>(const std::atomic<bool> &)> job) {
    auto cancelled = std::make_shared<std::atomic<bool>>(false);
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back({std::move(job), cancelled});
    m_wake.notify_all();
    return cancelled;
}

void Worker::release(std::shared_ptr<const void> thing) {
    if (thing)
        run([thing = std::move(thing)](const std::atomic<bool> &) mutable -> std::function<void()> {
            thing.reset();
            return {};
        });
}

void Worker::post(std::function<void()> work) {
    QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
}

void Worker::main() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_current.reset();
            m_wake.wait(lock, [this] { return m_isStopping || !m_jobs.empty(); });
            if (m_isStopping)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
            m_current = job.cancelled;
        }
        if (*job.cancelled)
            continue;
        std::function<void()> finish = job.work(*job.cancelled);
        post([finish = std::move(finish), cancelled = job.cancelled] {
            if (finish && !*cancelled)
                finish();
        });
    }
}

} // namespace hourglass::app
