// What pushes points apart: the sum of Student's kernel over all pairs, in the plane in a time that grows with points and area alone.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/thread_pool.h"
#include "engine/projections/fourier.h"
#include "engine/projections/layout.h"
#include "engine/projections/student_tree.h"

namespace hourglass::projections {

/// φ(y) = Σ_j 1 / (1 + |y − y_j|²) and its slopes at all points. Charges and potential live on a grid with splines between (the smooth particle
/// mesh of Essmann et al. 1995, with the cubic B-splines divided out of the spectrum), convolved by Fourier transforms as in FIt-SNE
/// (Linderman et al. 2019): one plane forward and one back for forces and normalisation together, since the push is a slope of the potential.
/// Of few points it is the sum over all pairs, of points of space that by a tree. The same bits on any number of threads.
class StudentPotential {
public:
    explicit StudentPotential(Index samples, float cell = usualCell);

    /// Fills the slope, of as many dimensions, with ∇φ and returns Σ_i Σ_{j≠i} 1 / (1 + |y_i − y_j|²). Every coordinate finite.
    double evaluate(const Layout &layout, core::ThreadPool &pool, Layout &slope);

    static constexpr Index fewPoints = 1000; ///< up to so many, pairs are quicker and exact

    /// Below this extent in cells, cells shrink with the plane: a spline is only as good as its cells are small beside what lies in them.
    static constexpr float fewestCells = 48.0f;
    static constexpr float usualCell = 0.35f;   ///< the kernel's own width is 1: the push is known to 1 %
    static constexpr float mostCells = 2500.0f; ///< of a plane so wide that they must grow

private:
    double sumPairs(const Layout &layout, core::ThreadPool &pool, Layout &slope);
    double sumOfParts() const;
    void fit(float extent, core::ThreadPool &pool);
    void makeWork(const core::ThreadPool &pool);
    void makeSpectrum(core::ThreadPool &pool);
    void sortByRow(const Layout &plane);
    void spread(const Layout &plane, core::ThreadPool &pool);
    void convolve(core::ThreadPool &pool);
    float *workOf(int worker) { return m_work[static_cast<std::size_t>(worker)].data(); }

    Index m_samples;
    float m_largestCell;
    float m_cell = 0;
    double m_shift = 0; ///< what is taken from the kernel everywhere: 1 while all points lie so close that its differences would drown
    Index m_cells = 0, m_columns = 0;
    kernels::PlaneGrid m_grid{};
    Fourier m_fourier;
    core::Floats m_values;   ///< charges, then the potential
    core::Floats m_re, m_im; ///< transforms of columns, a row a number
    core::Floats m_spectrum;
    std::vector<core::Floats> m_work; ///< a worker each
    std::vector<std::int32_t> m_order;
    std::vector<Index> m_rowStarts;
    std::vector<double> m_sums;
    StudentTree m_tree; ///< of space
};

} // namespace hourglass::projections
