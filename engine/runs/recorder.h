// Writes down the training that goes on, and keeps the one before it. Views are handed both as they are, to read.
#pragma once

#include <memory>

#include "engine/runs/run_log.h"

namespace hourglass::runs {

/// Runs to be looked at together; null: there is none.
struct RunPair {
    std::shared_ptr<const RunLog> present, before;
};

class Recorder {
public:
    Recorder() : m_present(std::make_shared<RunLog>()) {}

    /// A training begins. The run that it ends becomes the one before, unless nothing was measured in it.
    void start(const std::string &lossName, const std::string &heldOutName);
    /// The run that is written, never null.
    RunLog &run() { return *m_present; }
    RunPair runs() const { return {m_present, m_before}; }

private:
    std::shared_ptr<RunLog> m_present;
    std::shared_ptr<const RunLog> m_before;
};

} // namespace hourglass::runs
