// The tables that kernels' transforms read.
#pragma once

#include <vector>

#include "engine/core/types.h"
#include "engine/kernels/projections.h"

namespace hourglass::projections {

using core::Index;

class Fourier {
public:
    Fourier() = default;
    /// The shortest even length of factors 2, 3 and 5 that is at least this.
    static Index lengthFor(Index least);
    explicit Fourier(Index length);

    Index length() const { return m_length; }
    /// Borrows from this object.
    kernels::FourierPlan plan() const { return {m_length, static_cast<int>(m_radices.size()), m_radices.data(), m_factors.data()}; }
    Index workSize() const { return 4 * m_length * kernels::fourierLanes; }

private:
    Index m_length = 0;
    std::vector<int> m_radices;
    std::vector<float> m_factors;
};

} // namespace hourglass::projections
