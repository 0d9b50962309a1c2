#include "engine/runs/evaluations.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hourglass::runs {

namespace {

/// Whether the later of two neighbours is the one that stays.
bool isLaterKept(const training::EvaluationRecord &earlier, const training::EvaluationRecord &later) {
    if (earlier.endsEpoch != later.endsEpoch)
        return later.endsEpoch;
    return !std::isfinite(earlier.heldOutLoss) || later.heldOutLoss <= earlier.heldOutLoss;
}

} // namespace

Evaluations::Evaluations(std::size_t capacity) : m_capacity(std::max<std::size_t>(capacity, 4)) {}

void Evaluations::append(const training::EvaluationRecord &record) {
    if (!m_records.empty() && record.step <= m_last.step)
        dropFrom(record.step);
    m_last = record;
    if (!m_records.empty() && m_open < m_merge) {
        if (isLaterKept(m_records.back(), record))
            m_records.back() = record;
        ++m_open;
        return;
    }
    if (m_records.size() >= m_capacity)
        halve();
    m_records.push_back(record);
    m_open = 1;
}

void Evaluations::dropFrom(Index step) {
    while (!m_records.empty() && m_records.back().step >= step)
        m_records.pop_back();
    m_open = m_merge; // what comes next stands for itself
    if (!m_records.empty() && m_last.step >= step)
        m_last = m_records.back();
}

void Evaluations::shrink(std::size_t capacity) {
    m_capacity = std::max<std::size_t>(capacity, 4);
    while (m_records.size() > m_capacity)
        halve();
    m_records.shrink_to_fit();
}

void Evaluations::halve() {
    std::size_t kept = 1; // the first stands for itself
    for (std::size_t pair = 1; pair < m_records.size(); pair += 2) {
        const bool isLater = pair + 1 < m_records.size() && isLaterKept(m_records[pair], m_records[pair + 1]);
        if (const std::size_t from = isLater ? pair + 1 : pair; from != kept)
            m_records[kept] = std::move(m_records[from]);
        ++kept;
    }
    m_records.resize(kept);
    m_merge *= 2;
    m_open = m_merge;
}

std::size_t Evaluations::bytes() const {
    std::size_t bytes = m_records.capacity() * sizeof(training::EvaluationRecord);
    for (const training::EvaluationRecord &record : m_records) {
        bytes += record.terms.capacity() * sizeof(training::Term);
        for (const training::Term &term : record.terms)
            for (const std::string &text : {std::cref(term.name), std::cref(term.label)})
                bytes += text.capacity() > std::string().capacity() ? text.capacity() + 1 : 0;
    }
    return bytes;
}

} // namespace hourglass::runs
