// What `sweep` says: one JSON object a line, or lines for people.
#pragma once

#include <cstddef>
#include <vector>

#include "app/commands/command.h"
#include "engine/sweeps/pca_curve.h"
#include "engine/sweeps/runner.h"

namespace hourglass::app {

class SweepReport {
public:
    /// Borrows all.
    SweepReport(const std::vector<sweeps::Axis> &axes, const sweeps::Runner &runner, bool isJson, Console &console)
        : m_axes(axes), m_runner(runner), m_isJson(isJson), m_console(console) {}

    void start(int threads);
    /// Trainings that came to their end since the last call, and on a terminal how far all is.
    void follow();
    /// What all came to, the best first.
    void done(const std::vector<sweeps::PcaPoint> &pca);

private:
    void tell(std::size_t trial, const sweeps::TrialProgress &progress);
    void clearProgress();

    const std::vector<sweeps::Axis> &m_axes;
    const sweeps::Runner &m_runner;
    bool m_isJson;
    Console &m_console;
    std::vector<bool> m_isTold;
    bool m_hasProgress = false;
};

} // namespace hourglass::app
