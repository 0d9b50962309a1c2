#include "engine/projections/student_tree.h"

#include <algorithm>

#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr int halvings = 10;                     // of each axis: cells of a layout 100 wide are a tenth of the kernel's width
constexpr int bitsOfPass = 10, passesOfSort = 3; // 3 · halvings bits
constexpr std::size_t pointsOfLeaf = 16, pointsOfBlock = kernels::studentBlock, blocksOfItem = 4;

/// The ten lowest bits of a number, two zeros between each and the next.
std::uint32_t spreadBits(std::uint32_t number) {
    number = (number | number << 16) & 0x030000FFu;
    number = (number | number << 8) & 0x0300F00Fu;
    number = (number | number << 4) & 0x030C30C3u;
    return (number | number << 2) & 0x09249249u;
}

} // namespace

/// Points along Morton's curve (1966), on which those of each cell of the tree follow one another; of one place the lower number first.
void StudentTree::sort(const Layout &layout, core::ThreadPool &pool) {
    const auto samples = static_cast<std::size_t>(layout.samples());
    for (auto *each : {&m_keys, &m_otherKeys})
        each->resize(samples);
    for (auto *each : {&m_order, &m_otherOrder})
        each->resize(samples);
    std::array<float, 3> least{};
    for (Index axis = 0; axis < 3; ++axis)
        least[static_cast<std::size_t>(axis)] = *std::min_element(layout.axis(axis).span().begin(), layout.axis(axis).span().end());
    const float extent = layout.extent(), cells = static_cast<float>(1 << halvings), perCell = extent > 0 ? cells / extent : 0.0f;
    const auto cellOf = [&](float value, float from) { return static_cast<std::uint32_t>(std::clamp((value - from) * perCell, 0.0f, cells - 1)); };
    forRows(layout.samples(), pool, [&](Index i) {
        m_keys[static_cast<std::size_t>(i)] =
            spreadBits(cellOf(layout.x[i], least[0])) << 2 | spreadBits(cellOf(layout.y[i], least[1])) << 1 | spreadBits(cellOf(layout.z[i], least[2]));
        m_order[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(i);
    });
    for (int pass = 0; pass < passesOfSort; ++pass) {
        std::array<std::int32_t, (1 << bitsOfPass) + 1> starts{};
        const auto digitOf = [pass](std::uint32_t key) { return key >> pass * bitsOfPass & ((1u << bitsOfPass) - 1); };
        for (const std::uint32_t key : m_keys)
            ++starts[digitOf(key) + 1];
        for (std::size_t digit = 1; digit < starts.size(); ++digit)
            starts[digit] += starts[digit - 1];
        for (std::size_t i = 0; i < samples; ++i) {
            const auto to = static_cast<std::size_t>(starts[digitOf(m_keys[i])]++);
            m_otherKeys[to] = m_keys[i];
            m_otherOrder[to] = m_order[i];
        }
        m_keys.swap(m_otherKeys);
        m_order.swap(m_otherOrder);
    }
    m_points.resize(samples);
    forRows(layout.samples(), pool, [&](Index i) {
        const std::int32_t point = m_order[static_cast<std::size_t>(i)];
        m_points[static_cast<std::size_t>(i)] = {layout.x[point], layout.y[point], layout.z[point], 1.0f, 0.0f};
    });
}

/// The node of these points, whose keys agree above this level, and all below it.
void StudentTree::grow(std::size_t first, std::size_t count, int level) {
    const std::size_t place = m_nodes.size();
    const bool isLeaf = count <= pointsOfLeaf || level == 0;
    m_nodes.push_back({{}, static_cast<std::int32_t>(first), static_cast<std::int32_t>(count), 0, isLeaf});
    std::array<std::size_t, 8> children{};
    std::size_t known = 0;
    if (!isLeaf) {
        const int shift = 3 * (level - 1);
        for (std::size_t at = first; at < first + count;) {
            const std::uint32_t octant = m_keys[at] >> shift;
            const auto from = m_keys.begin() + static_cast<std::ptrdiff_t>(at), to = m_keys.begin() + static_cast<std::ptrdiff_t>(first + count);
            const auto length = static_cast<std::size_t>(std::partition_point(from, to, [=](std::uint32_t key) { return key >> shift == octant; }) - from);
            children[known++] = m_nodes.size();
            grow(at, length, level - 1);
            at += length;
        }
    }
    // Of the points, or of the heaps below: a heap's spread is that of its middles and the mean of theirs (Huygens and Steiner).
    const std::size_t parts = isLeaf ? count : known;
    const auto part = [&](std::size_t number) -> const Heap & { return isLeaf ? m_points[first + number] : m_nodes[children[number]].heap; };
    std::array<double, 3> middle{};
    const auto mass = static_cast<double>(count);
    for (std::size_t number = 0; number < parts; ++number)
        for (std::size_t axis = 0; axis < 3; ++axis)
            middle[axis] += static_cast<double>(part(number)[axis]) * static_cast<double>(part(number)[3]) / mass;
    double third = 0;
    for (std::size_t number = 0; number < parts; ++number) {
        double square = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double way = static_cast<double>(part(number)[axis]) - middle[axis];
            square += way * way;
        }
        third += (square / 3 + static_cast<double>(part(number)[4])) * static_cast<double>(part(number)[3]) / mass;
    }
    Node &node = m_nodes[place];
    node.heap = {static_cast<float>(middle[0]), static_cast<float>(middle[1]), static_cast<float>(middle[2]), static_cast<float>(mass),
                 static_cast<float>(third)};
    node.next = static_cast<std::int32_t>(m_nodes.size());
}

/// Writes the heaps that these points meet; returns how many.
std::size_t StudentTree::collect(std::size_t first, std::size_t count, std::vector<Heap> &heaps) const {
    Heap low = m_points[first], high = low;
    for (std::size_t point = first + 1; point < first + count; ++point)
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], m_points[point][axis]);
            high[axis] = std::max(high[axis], m_points[point][axis]);
        }
    heaps.resize(m_points.size() + m_nodes.size());
    Heap *to = heaps.data();
    const auto nodes = static_cast<std::int32_t>(m_nodes.size());
    for (std::int32_t at = 0; at < nodes;) {
        const Node &node = m_nodes[static_cast<std::size_t>(at)];
        float square = 0.5f;
        for (std::size_t axis = 0; axis < 3; ++axis) { // how far the middle lies outside
            const float way = std::max(std::max(low[axis] - node.heap[axis], node.heap[axis] - high[axis]), 0.0f);
            square += way * way;
        }
        if (3 * node.heap[4] <= spreadAllowed * square) {
            *to++ = node.heap;
            at = node.next;
        } else if (node.isLeaf) {
            to = std::copy_n(m_points.data() + node.first, node.count, to);
            at = node.next;
        } else {
            ++at;
        }
    }
    return static_cast<std::size_t>(to - heaps.data());
}

double StudentTree::evaluate(const Layout &layout, core::ThreadPool &pool, Layout &slope) {
    const auto samples = static_cast<std::size_t>(layout.samples()), blocks = (samples + pointsOfBlock - 1) / pointsOfBlock;
    sort(layout, pool);
    m_nodes.clear();
    grow(0, samples, halvings);
    m_heaps.resize(std::max(m_heaps.size(), static_cast<std::size_t>(pool.threads())));
    m_sums.resize(blocks);
    pool.run(static_cast<Index>((blocks + blocksOfItem - 1) / blocksOfItem), [&](Index item, int worker) {
        std::vector<Heap> &heaps = m_heaps[static_cast<std::size_t>(worker)];
        std::array<float, pointsOfBlock> x{}, y{}, z{}, slopeX, slopeY, slopeZ, potential;
        const auto firstBlock = static_cast<std::size_t>(item) * blocksOfItem;
        for (std::size_t block = firstBlock; block < std::min(firstBlock + blocksOfItem, blocks); ++block) {
            const std::size_t first = block * pointsOfBlock, count = std::min(pointsOfBlock, samples - first);
            const std::size_t found = collect(first, count, heaps);
            for (std::size_t i = 0; i < count; ++i) {
                x[i] = m_points[first + i][0];
                y[i] = m_points[first + i][1];
                z[i] = m_points[first + i][2];
            }
            kernels::studentHeaps(static_cast<Index>(found), heaps.front().data(), {x.data(), y.data(), z.data()},
                                  {slopeX.data(), slopeY.data(), slopeZ.data()}, potential.data());
            double sum = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const std::int32_t point = m_order[first + i];
                slope.x[point] = slopeX[i];
                slope.y[point] = slopeY[i];
                slope.z[point] = slopeZ[i];
                sum += static_cast<double>(potential[i]) - 1.0; // what it is to itself
            }
            m_sums[block] = sum;
        }
    });
    double all = 0;
    for (const double each : m_sums)
        all += each;
    return all;
}

} // namespace hourglass::projections
