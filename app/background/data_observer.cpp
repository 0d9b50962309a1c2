#include "app/background/data_observer.h"

#include <algorithm>
#include <utility>

namespace hourglass::app {

namespace {

constexpr double mostMultiplyAdds = 4e10; ///< for errors: a second or two of one core
constexpr core::Index block = 64, firstSamples = 1000; ///< a first answer while the rest is measured

core::Index affordableSamples(const plan::Plan &plan) {
    double sum = 1;
    for (const plan::LayerOutline &layer : plan.outline().layers)
        sum += layer.multiplyAdds;
    return static_cast<core::Index>(std::max(100.0, mostMultiplyAdds / sum));
}

} // namespace

DataObserver::~DataObserver() {
    abandon();
    m_worker.reset(); // while what its jobs use is still there
}

void DataObserver::abandon() {
    for (Worker::Cancelled *job : {&m_measuring, &m_comparing}) {
        if (*job)
            **job = true;
        job->reset();
    }
}

Worker &DataObserver::worker() {
    if (!m_worker)
        m_worker = std::make_unique<Worker>();
    return *m_worker;
}

void DataObserver::setDataset(std::shared_ptr<const data::Dataset> dataset) {
    abandon();
    m_dataset = std::move(dataset);
    m_isMeasured = false;
    measure();
}

void DataObserver::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    if (!isVisible)
        abandon();
    measure();
}

void DataObserver::measure() {
    if (!m_isVisible || !m_dataset || m_isMeasured || m_measuring)
        return;
    Worker *thread = &worker(); // a job must not ask for the member, which is gone while the last one ends
    m_measuring = thread->run([this, thread, data = m_dataset](const std::atomic<bool> &cancelled) -> std::function<void()> {
        const std::atomic<bool> *present = &cancelled;
        const data::Progress progress{[this, thread, present, told = -1](double fraction, const std::string &) mutable {
                                          const int percent = static_cast<int>(fraction * 100);
                                          if (percent == std::exchange(told, percent))
                                              return;
                                          thread->post([this, present, fraction] {
                                              if (m_measuring && m_measuring.get() == present)
                                                  emit progressed(fraction);
                                          });
                                      },
                                      present};
        auto measured = analysis::measureData(*data, progress);
        if (!measured)
            return [this] { m_measuring.reset(); };
        auto statistics = std::make_shared<const analysis::DataStatistics>(std::move(*measured));
        return [this, statistics] {
            m_measuring.reset();
            m_isMeasured = true;
            emit statisticsArrived(statistics);
        };
    });
}

void DataObserver::measureErrors(std::shared_ptr<const plan::Snapshot> snapshot) {
    if (m_comparing)
        *m_comparing = true;
    m_comparing.reset();
    if (!snapshot || !m_dataset || snapshot->plan->features() != m_dataset->features())
        return;
    Worker *thread = &worker();
    m_comparing = thread->run([this, thread, snapshot, data = m_dataset](const std::atomic<bool> &cancelled) -> std::function<void()> {
        plan::Network network(snapshot->plan, snapshot->parameters.data(), snapshot->state.data(), block);
        const core::Index affordable = affordableSamples(*snapshot->plan), step = snapshot->step;
        const data::Progress progress{nullptr, &cancelled};
        if (auto first = analysis::measureSampleErrors(network, *data, std::min(firstSamples, affordable), progress))
            thread->post([this, present = &cancelled, errors = std::move(*first), step] {
                if (m_comparing && m_comparing.get() == present)
                    emit errorsArrived(errors, step);
            });
        auto measured = analysis::measureSampleErrors(network, *data, affordable, progress);
        if (!measured)
            return [this] { m_comparing.reset(); };
        return [this, errors = std::move(*measured), step] {
            m_comparing.reset();
            emit errorsArrived(errors, step);
        };
    });
}

} // namespace hourglass::app
