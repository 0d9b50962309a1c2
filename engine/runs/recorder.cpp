#include "engine/runs/recorder.h"

#include <utility>

namespace hourglass::runs {

namespace {

constexpr Index spansBefore = Index(1) << 18;

} // namespace

void Recorder::start(const std::string &lossName, const std::string &heldOutName) {
    const std::shared_ptr<RunLog> ended = std::exchange(m_present, std::make_shared<RunLog>(lossName, heldOutName));
    if (ended->isEmpty())
        return;
    ended->shrink(spansBefore);
    m_before = ended;
}

} // namespace hourglass::runs
