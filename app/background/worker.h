// The thread for what takes longer than a moment and happens seldom: reading data, fitting the PCA beside them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <QObject>

namespace hourglass::app {

class Worker : public QObject {
    Q_OBJECT
public:
    explicit Worker(QObject *parent = nullptr);
    ~Worker() override; ///< cancels and waits

    /// Told to a job while it runs: true when its result is no longer wanted.
    using Cancelled = std::shared_ptr<std::atomic<bool>>;

    /// Runs `job` on the thread, after those before it; what it returns then runs on this object's thread, unless it was cancelled.
    Cancelled run(std::function<std::function<void()>(const std::atomic<bool> &cancelled)> job);
    /// Lets go of something large there, after the jobs before it: giving back a gigabyte takes longer than a picture.
    void release(std::shared_ptr<const void> thing);
    /// Calls `work` on this object's thread soon; for progress out of a job.
    void post(std::function<void()> work);

private:
    struct Job {
        std::function<std::function<void()>(const std::atomic<bool> &)> work;
        Cancelled cancelled;
    };
    void main();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    Cancelled m_current;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace hourglass::app
