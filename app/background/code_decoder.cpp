#include "app/background/code_decoder.h"

namespace hourglass::app {

namespace {

constexpr double mostMultiplyAdds = 20e6; ///< a millisecond or two

double multiplyAddsOf(const plan::Plan &plan) {
    double sum = 0;
    for (const plan::LayerOutline &layer : plan.outline().layers)
        sum += layer.multiplyAdds;
    return sum;
}

} // namespace

plan::Network *CodeDecoder::network() {
    const std::shared_ptr<const plan::Snapshot> &newest = m_snapshots.snapshot();
    if (!newest || multiplyAddsOf(*newest->plan) > mostMultiplyAdds)
        return nullptr;
    if (m_snapshot != newest) {
        m_network = std::make_unique<plan::Network>(*newest, 1);
        m_snapshot = newest;
    }
    return m_network.get();
}

std::optional<std::vector<analysis::DecodedPicture>> CodeDecoder::decode(const std::vector<std::vector<float>> &codes) {
    plan::Network *runner = network();
    if (!runner)
        return {};
    return analysis::decodeCodes(*runner, *m_snapshots.dataset(), codes);
}

void CodeDecoder::forget() {
    m_network.reset();
    m_snapshot.reset();
}

} // namespace hourglass::app
