#include "engine/training/history.h"

#include <cmath>

namespace hourglass::training {

namespace {

Index bytesOf(const Frame &frame) {
    return (frame.parameters.size() + frame.state.size()) * static_cast<Index>(sizeof(float));
}

double place(const Frame &frame) {
    return std::log1p(static_cast<double>(frame.step));
}

} // namespace

bool History::wants(Index step) const {
    return m_frames.empty() || step > m_frames.back()->step + m_frames.back()->step / 20;
}

Index History::bytes() const {
    Index sum = 0;
    for (const auto &frame : m_frames)
        sum += bytesOf(*frame);
    return sum;
}

void History::add(std::shared_ptr<const Frame> frame) {
    m_frames.push_back(std::move(frame));
    while (m_frames.size() > 2 && bytes() > m_byteBudget) {
        std::size_t densest = 1;
        double smallest = INFINITY;
        for (std::size_t i = 1; i + 1 < m_frames.size(); ++i) {
            const double gap = place(*m_frames[i + 1]) - place(*m_frames[i - 1]);
            if (gap < smallest) {
                smallest = gap;
                densest = i;
            }
        }
        m_frames.erase(m_frames.begin() + static_cast<std::ptrdiff_t>(densest));
    }
}

std::shared_ptr<const Frame> History::takeLatest() {
    if (m_frames.empty())
        return nullptr;
    std::shared_ptr<const Frame> latest = m_frames.back();
    if (m_frames.size() > 1)
        m_frames.pop_back();
    return latest;
}

} // namespace hourglass::training
