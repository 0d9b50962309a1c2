#include "engine/analysis/task.h"

namespace hourglass::analysis {

TaskContext::TaskContext(std::shared_ptr<const plan::Snapshot> snapshot, std::shared_ptr<const data::Dataset> dataset, SharedWork &shared,
                         const std::atomic<bool> &isCancelled, std::function<void(double)> tell, bool isBrief)
    : m_snapshot(std::move(snapshot)), m_dataset(std::move(dataset)), m_shared(shared), m_isCancelled(isCancelled), m_tell(std::move(tell)),
      m_isBrief(isBrief) {}

plan::Network &TaskContext::network() {
    if (!m_shared.network)
        m_shared.network = std::make_unique<plan::Network>(*m_snapshot, block);
    return *m_shared.network;
}

Moment TaskContext::moment() const {
    return m_snapshot ? momentOf(*m_snapshot) : Moment();
}

data::Progress TaskContext::progress() const {
    if (!m_tell)
        return {nullptr, &m_isCancelled};
    return {[tell = m_tell](double fraction, const std::string &) { tell(fraction); }, &m_isCancelled};
}

} // namespace hourglass::analysis
