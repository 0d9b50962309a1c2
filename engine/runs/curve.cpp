#include "engine/runs/curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace hourglass::runs {

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

bool isFinite(const training::StepRecord &record) {
    return std::isfinite(record.minimum) && std::isfinite(record.mean) && std::isfinite(record.maximum) && std::isfinite(record.epoch);
}

} // namespace

Curve::Curve(Index capacity) : m_capacity(std::max(capacity, 2 * fan)) {}

Curve::Curve(const Curve &other)
    : m_capacity(other.m_capacity), m_size(other.m_size), m_merge(other.m_merge), m_open(other.m_open), m_generation(other.m_generation),
      m_nodes(other.m_nodes), m_notFinite(other.m_notFinite), m_firstNotFinite(other.m_firstNotFinite), m_firstNotFiniteEpoch(other.m_firstNotFiniteEpoch) {
    for (Index begin = 0; begin < m_size; begin += chunkSize) {
        m_chunks.push_back(std::make_unique_for_overwrite<Stored[]>(chunkSize));
        std::copy_n(other.m_chunks[m_chunks.size() - 1].get(), std::min(chunkSize, m_size - begin), m_chunks.back().get());
    }
}

Curve &Curve::operator=(const Curve &other) {
    Curve copy(other);
    return *this = std::move(copy);
}

void Curve::append(const training::StepRecord &record) {
    const Index steps = std::max<Index>(record.steps, 1);
    if (!isFinite(record)) {
        if (m_notFinite == 0) {
            m_firstNotFinite = record.step;
            m_firstNotFiniteEpoch = std::isfinite(record.epoch) ? record.epoch : isEmpty() ? 0.0 : last().epoch;
        }
        m_notFinite += steps;
        return;
    }
    if (m_size > 0 && record.step - steps < stored(m_size - 1).step)
        dropFrom(record.step - steps + 1);
    const Stored added{record.step, record.epoch, record.minimum, record.mean, record.maximum, static_cast<std::uint32_t>(steps)};
    if (m_size > 0 && m_open < m_merge) {
        Stored &open = stored(m_size - 1);
        add(open, added);
        open.step = added.step;
        open.epoch = added.epoch;
        ++m_open;
        return;
    }
    if (m_size >= m_capacity)
        mergePairs();
    if (m_size > 0)
        complete(m_size - 1);
    push(added);
    m_open = 1;
}

void Curve::push(const Stored &added) {
    if (static_cast<std::size_t>(m_size / chunkSize) == m_chunks.size())
        m_chunks.push_back(std::make_unique_for_overwrite<Stored[]>(chunkSize));
    stored(m_size++) = added;
}

void Curve::complete(Index index) {
    if ((index + 1) % fan != 0)
        return;
    Node node{};
    for (Index child = index + 1 - fan; child <= index; ++child)
        add(node, stored(child));
    m_nodes[0].push_back(node);
    for (std::size_t level = 1; level < levels && m_nodes[level - 1].size() % fan == 0; ++level) {
        Node sum{};
        for (auto child = m_nodes[level - 1].end() - fan; child != m_nodes[level - 1].end(); ++child)
            add(sum, *child);
        m_nodes[level].push_back(sum);
    }
}

void Curve::dropFrom(Index step) {
    m_size = firstFrom(CurveAxis::Steps, static_cast<double>(step));
    m_open = m_merge; // what comes next is a span of its own
    Index nodes = std::max<Index>(m_size - 1, 0);
    for (std::vector<Node> &level : m_nodes)
        level.resize(static_cast<std::size_t>(nodes /= fan));
    trimChunks();
    ++m_generation;
    if (m_notFinite > 0 && m_firstNotFinite >= step)
        m_notFinite = m_firstNotFinite = 0;
}

void Curve::shrink(Index capacity) {
    m_capacity = std::max(capacity, 2 * fan);
    while (m_size > m_capacity)
        mergePairs();
    m_chunks.shrink_to_fit();
    for (std::vector<Node> &level : m_nodes)
        level.shrink_to_fit();
}

void Curve::mergePairs() {
    const Index before = m_size;
    m_size = 0;
    for (Index index = 0; index < before; index += 2) {
        Stored merged = stored(index);
        if (index + 1 < before) {
            const Stored &next = stored(index + 1);
            add(merged, next);
            merged.step = next.step;
            merged.epoch = next.epoch;
        }
        stored(m_size++) = merged;
    }
    trimChunks();
    m_merge *= 2;
    m_open = m_merge;
    for (std::vector<Node> &level : m_nodes)
        level.clear();
    for (Index index = 0; index + 1 < m_size; ++index)
        complete(index);
    ++m_generation;
}

void Curve::trimChunks() {
    m_chunks.resize(static_cast<std::size_t>((m_size + chunkSize - 1) / chunkSize));
}

std::size_t Curve::bytes() const {
    std::size_t bytes = m_chunks.size() * chunkSize * sizeof(Stored) + m_chunks.capacity() * sizeof(m_chunks[0]);
    for (const std::vector<Node> &level : m_nodes)
        bytes += level.capacity() * sizeof(Node);
    return bytes;
}

Index Curve::firstFrom(CurveAxis axis, double x, Index from) const {
    const auto isBefore = [&](Index index) { return placeOn(axis, stored(index).step, stored(index).epoch) < x; };
    // Growing strides: the next column begins near the last one.
    Index low = from, stride = 1;
    while (low + stride < m_size && isBefore(low + stride)) {
        low += stride;
        stride *= 2;
    }
    Index high = std::min(low + stride, m_size);
    while (low < high) {
        const Index middle = low + (high - low) / 2;
        if (isBefore(middle))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Index Curve::nearest(CurveAxis axis, double x) const {
    assert(m_size > 0);
    const auto place = [&](Index index) { return placeOn(axis, stored(index).step, stored(index).epoch); };
    const Index after = std::min(firstFrom(axis, x), m_size - 1);
    return after > 0 && x - place(after - 1) < place(after) - x ? after - 1 : after;
}

Span Curve::sum(Index from, Index to) const {
    Span sum;
    sum.steps = 0;
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
            add(sum, stored(index));
        else
            add(sum, m_nodes[level - 1][static_cast<std::size_t>(index / size)]);
        index += size;
    }
    if (from < to) {
        sum.step = stored(to - 1).step;
        sum.epoch = stored(to - 1).epoch;
    }
    return sum;
}

} // namespace hourglass::runs
