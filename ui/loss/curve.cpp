#include "ui/loss/curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace hourglass::ui {

namespace {

/// Adds a part to a sum; both have `minimum`, `mean`, `maximum` and `steps`.
template <class Sum, class Part>
void add(Sum &sum, const Part &part) {
    if (sum.steps == 0) {
        sum.minimum = part.minimum;
        sum.mean = part.mean;
        sum.maximum = part.maximum;
    } else {
        const double share = static_cast<double>(part.steps) / (static_cast<double>(sum.steps) + static_cast<double>(part.steps));
        sum.mean = static_cast<float>(sum.mean + share * (static_cast<double>(part.mean) - sum.mean));
        sum.minimum = std::min(sum.minimum, part.minimum);
        sum.maximum = std::max(sum.maximum, part.maximum);
    }
    sum.steps += part.steps;
}

} // namespace

Curve::Curve(Index capacity) : m_capacity(std::max(capacity, 2 * fan)) {}

void Curve::append(const training::StepRecord &step) {
    const Index steps = std::max<Index>(step.steps, 1);
    if (!std::isfinite(step.minimum) || !std::isfinite(step.mean) || !std::isfinite(step.maximum) || !std::isfinite(step.epoch)) {
        if (m_notFinite == 0) {
            m_firstNotFinite = step.step;
            m_firstNotFiniteEpoch = std::isfinite(step.epoch) ? step.epoch : isEmpty() ? 0.0 : last().epoch;
        }
        m_notFinite += steps;
        return;
    }
    if (m_size > 0 && step.step - steps < record(m_size - 1).step)
        dropFrom(step.step - steps + 1);
    const Record added{step.step, step.epoch, step.minimum, step.mean, step.maximum, static_cast<std::uint32_t>(steps)};
    if (m_size > 0 && m_open < m_merge) {
        Record &open = record(m_size - 1);
        add(open, added);
        open.step = added.step;
        open.epoch = added.epoch;
        ++m_open;
        return;
    }
    if (m_size >= m_capacity)
        mergePairs();
    if (m_size > 0)
        close(m_size - 1);
    push(added);
    m_open = 1;
}

void Curve::push(const Record &added) {
    if (static_cast<std::size_t>(m_size / chunkSize) == m_chunks.size())
        m_chunks.push_back(std::make_unique_for_overwrite<Record[]>(chunkSize));
    record(m_size++) = added;
}

void Curve::close(Index index) {
    if ((index + 1) % fan != 0)
        return;
    Node node{};
    for (Index child = index + 1 - fan; child <= index; ++child)
        add(node, record(child));
    m_averages.push_back(averageAt(index));
    m_nodes[0].push_back(node);
    for (std::size_t level = 1; level < levels && m_nodes[level - 1].size() % fan == 0; ++level) {
        Node sum{};
        for (auto child = m_nodes[level - 1].end() - fan; child != m_nodes[level - 1].end(); ++child)
            add(sum, *child);
        m_nodes[level].push_back(sum);
    }
}

void Curve::dropFrom(Index step) {
    m_size = firstFrom(CurveAxis::Steps, static_cast<double>(step), 0);
    m_open = m_merge; // what comes next is a record of its own
    Index nodes = std::max<Index>(m_size - 1, 0);
    for (std::vector<Node> &level : m_nodes)
        level.resize(static_cast<std::size_t>(nodes /= fan));
    m_averages.resize(m_nodes[0].size());
    m_chunks.resize(static_cast<std::size_t>((m_size + chunkSize - 1) / chunkSize));
    if (m_notFinite > 0 && m_firstNotFinite >= step)
        m_notFinite = m_firstNotFinite = 0;
}

void Curve::shrink(Index capacity) {
    m_capacity = std::max(capacity, 2 * fan);
    while (m_size > m_capacity)
        mergePairs();
    m_chunks.shrink_to_fit();
    m_averages.shrink_to_fit();
    for (std::vector<Node> &level : m_nodes)
        level.shrink_to_fit();
}

void Curve::mergePairs() {
    const Index before = m_size;
    m_size = 0;
    for (Index index = 0; index < before; index += 2) {
        Record merged = record(index);
        if (index + 1 < before) {
            const Record &next = record(index + 1);
            add(merged, next);
            merged.step = next.step;
            merged.epoch = next.epoch;
        }
        record(m_size++) = merged;
    }
    m_chunks.resize(static_cast<std::size_t>((m_size + chunkSize - 1) / chunkSize));
    m_merge *= 2;
    m_open = m_merge;
    for (std::vector<Node> &level : m_nodes)
        level.clear();
    m_averages.clear();
    for (Index index = 0; index + 1 < m_size; ++index)
        close(index);
}

Curve::Average Curve::advanced(Average average, const Record &next) const {
    const bool isFirst = average.steps == 0;
    average.steps += next.steps;
    const double most = static_cast<double>(average.steps) / 4.0;
    double weight = 1.0;
    if (!isFirst && m_smoothing > most) {
        weight = -std::expm1(-static_cast<double>(next.steps) / most);
    } else if (!isFirst && m_smoothing > 0.0) {
        if (m_weightSteps != next.steps) {
            m_weightSteps = next.steps;
            m_weight = -std::expm1(-static_cast<double>(next.steps) / m_smoothing);
        }
        weight = m_weight;
    }
    average.value += weight * (next.mean - average.value);
    return average;
}

Curve::Average Curve::averageAt(Index index) const {
    const Index group = std::min(index / fan, static_cast<Index>(m_averages.size()));
    Average average = group > 0 ? m_averages[static_cast<std::size_t>(group - 1)] : Average{};
    for (Index next = group * fan; next <= index; ++next)
        average = advanced(average, record(next));
    return average;
}

void Curve::setSmoothing(double steps) {
    steps = std::isfinite(steps) ? std::max(steps, 0.0) : 0.0;
    if (steps == m_smoothing)
        return;
    m_smoothing = steps;
    m_weightSteps = 0;
    Average average;
    Index next = 0;
    for (Average &stored : m_averages) {
        for (Index inGroup = 0; inGroup < fan; ++inGroup, ++next)
            average = advanced(average, record(next));
        stored = average;
    }
}

std::size_t Curve::bytes() const {
    std::size_t bytes = m_chunks.size() * chunkSize * sizeof(Record) + m_chunks.capacity() * sizeof(m_chunks[0]) +
                        m_averages.capacity() * sizeof(Average);
    for (const std::vector<Node> &level : m_nodes)
        bytes += level.capacity() * sizeof(Node);
    return bytes;
}

CurvePoint Curve::point(Index index) const {
    assert(index >= 0 && index < m_size);
    const Record &at = record(index);
    return {at.step, at.epoch, at.steps, at.minimum, at.mean, at.maximum, static_cast<float>(averageAt(index).value)};
}

Index Curve::firstFrom(CurveAxis axis, double x, Index from) const {
    // Growing strides: the next column begins near the last one.
    Index low = from, stride = 1;
    while (low + stride < m_size && place(axis, record(low + stride)) < x) {
        low += stride;
        stride *= 2;
    }
    Index high = std::min(low + stride, m_size);
    while (low < high) {
        const Index middle = low + (high - low) / 2;
        if (place(axis, record(middle)) < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Index Curve::nearestRecord(CurveAxis axis, double x) const {
    assert(m_size > 0);
    const Index after = std::min(firstFrom(axis, x, 0), m_size - 1);
    if (after > 0 && x - place(axis, record(after - 1)) < place(axis, record(after)) - x)
        return after - 1;
    return after;
}

std::optional<CurvePoint> Curve::nearest(CurveAxis axis, double x) const {
    if (isEmpty() || std::isnan(x))
        return std::nullopt;
    return point(nearestRecord(axis, x));
}

CurveColumn Curve::column(CurveAxis axis, Index from, Index to) const {
    CurveColumn sum;
    for (Index index = from; index < to;) {
        // The largest group that begins here and ends in the range.
        std::size_t level = 0;
        Index size = 1;
        while (level < levels && index % (size * fan) == 0 && index + size * fan <= to &&
               static_cast<std::size_t>(index / (size * fan)) < m_nodes[level].size()) {
            size *= fan;
            ++level;
        }
        if (level == 0)
            add(sum, record(index));
        else
            add(sum, m_nodes[level - 1][static_cast<std::size_t>(index / size)]);
        index += size;
    }
    if (from < to) {
        sum.x = place(axis, record(to - 1));
        sum.smoothed = static_cast<float>(averageAt(to - 1).value);
    }
    return sum;
}

void Curve::thinned(CurveAxis axis, std::span<const double> edges, std::vector<CurveColumn> &columns) const {
    columns.clear();
    if (isEmpty() || edges.size() < 2)
        return;
    Index from = firstFrom(axis, edges.front(), 0);
    if (from > 0)
        columns.push_back(column(axis, from - 1, from));
    for (std::size_t edge = 1; edge < edges.size() && from < m_size; ++edge) {
        const Index to = firstFrom(axis, edges[edge], from);
        if (to > from)
            columns.push_back(column(axis, from, to));
        from = to;
    }
    if (from < m_size)
        columns.push_back(column(axis, from, from + 1));
}

CurveColumn Curve::summary(CurveAxis axis, double from, double to) const {
    const Index first = firstFrom(axis, from, 0);
    return column(axis, first, firstFrom(axis, to, first));
}

} // namespace hourglass::ui
