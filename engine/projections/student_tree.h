// What pushes points of space apart, by a tree of heaps.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/thread_pool.h"
#include "engine/kernels/projections.h"
#include "engine/projections/layout.h"

namespace hourglass::projections {

/// StudentPotential's sums over points of space, in a time that grows as n log n: an octree (Barnes and Hut 1986) whose heaps of points stand for
/// what is in them where they are small beside their distance and the kernel's own width. It is walked once for each block of points that lie
/// together (Barnes 1990), and the block meets what was found as vectors. The same bits on any number of threads.
class StudentTree {
public:
    /// Fills slope with ∇φ and returns Σ_i Σ_{j≠i} 1 / (1 + |y_i − y_j|²). Every coordinate finite.
    double evaluate(const Layout &layout, core::ThreadPool &pool, Layout &slope);

    /// A heap stands for its points where their mean squared distance from its middle is at most this share of ½ + d², d from its middle to the block.
    static constexpr float spreadAllowed = 0.12f;

private:
    using Heap = std::array<float, kernels::numbersOfHeap>;
    /// Nodes lie in the order of a walk from the root down.
    struct Node {
        Heap heap;
        std::int32_t first, count; ///< points, in the order of the curve
        std::int32_t next;         ///< the node behind all that are below this one
        bool isLeaf;
    };

    void sort(const Layout &layout, core::ThreadPool &pool);
    void grow(std::size_t first, std::size_t count, int level);
    std::size_t collect(std::size_t first, std::size_t count, std::vector<Heap> &heaps) const;

    std::vector<std::uint32_t> m_keys, m_otherKeys;
    std::vector<std::int32_t> m_order, m_otherOrder; ///< points along the curve
    std::vector<Heap> m_points;                      ///< in that order
    std::vector<Node> m_nodes;
    std::vector<std::vector<Heap>> m_heaps; ///< a worker each
    std::vector<double> m_sums;
};

} // namespace hourglass::projections
