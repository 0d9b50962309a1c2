// The first parameters and state of a plan.
#include "engine/plan/placed_tensors.h"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>

namespace hourglass::plan {

namespace {

/// One tensor, from its own numbers.
class Filler {
public:
    Filler(const layers::Tensor &tensor, const core::Random &random, std::uint64_t number, float *values)
        : m_tensor(tensor), m_random(random), m_number(number), m_values(values) {}

    void operator()() const {
        const double fanIn = static_cast<double>(m_tensor.fanIn), fans = fanIn + static_cast<double>(m_tensor.fanOut);
        switch (m_tensor.initialiser) {
        case layers::Initialiser::Zeros: return;
        case layers::Initialiser::Ones: std::fill_n(m_values, m_tensor.size(), 1.0f); return;
        case layers::Initialiser::Constant: std::fill_n(m_values, m_tensor.size(), m_tensor.constant); return;
        case layers::Initialiser::GlorotUniform: return uniform(std::sqrt(6.0 / fans));
        case layers::Initialiser::GlorotNormal: return normal(std::sqrt(2.0 / fans));
        case layers::Initialiser::HeUniform: return uniform(std::sqrt(6.0 / fanIn));
        case layers::Initialiser::HeNormal: return normal(std::sqrt(2.0 / fanIn));
        case layers::Initialiser::LecunUniform: return uniform(std::sqrt(3.0 / fanIn));
        case layers::Initialiser::LecunNormal: return normal(std::sqrt(1.0 / fanIn));
        case layers::Initialiser::Orthogonal: return orthogonal();
        }
    }

private:
    void uniform(double limit) const {
        for (Index i = 0; i < m_tensor.size(); ++i)
            m_values[i] = static_cast<float>(limit) * (2.0f * m_random.uniform(m_number, 0, static_cast<std::uint64_t>(i)) - 1.0f);
    }

    void normal(double deviation) const {
        for (Index i = 0; i < m_tensor.size(); ++i)
            m_values[i] = static_cast<float>(deviation) * m_random.normal(m_number, 0, static_cast<std::uint64_t>(i));
    }

    /// The orthonormal factor of a normal matrix, with the signs that make it evenly distributed (Mezzadri 2007).
    void orthogonal() const {
        const Index rows = m_tensor.shape[0], columns = m_tensor.size() / rows, longer = std::max(rows, columns), shorter = std::min(rows, columns);
        Eigen::MatrixXd drawn(longer, shorter);
        for (Index i = 0; i < drawn.size(); ++i)
            drawn.data()[i] = static_cast<double>(m_random.normal(m_number, 0, static_cast<std::uint64_t>(i)));
        const Eigen::HouseholderQR<Eigen::MatrixXd> factors(drawn);
        Eigen::MatrixXd q = factors.householderQ() * Eigen::MatrixXd::Identity(longer, shorter);
        for (Index i = 0; i < shorter; ++i)
            if (factors.matrixQR()(i, i) < 0)
                q.col(i) = -q.col(i);
        for (Index row = 0; row < rows; ++row)
            for (Index column = 0; column < columns; ++column)
                m_values[row * columns + column] = static_cast<float>(rows >= columns ? q(row, column) : q(column, row));
    }

    const layers::Tensor &m_tensor;
    const core::Random &m_random;
    std::uint64_t m_number;
    float *m_values;
};

} // namespace

void initialise(const Plan &plan, std::uint64_t seed, float *parameters, float *state) {
    std::fill_n(parameters, plan.parameterFloats(), 0.0f);
    std::fill_n(state, plan.stateFloats(), 0.0f);
    for (const PlacedTensor &placed : tensorsOf(plan)) {
        const core::Random random(seed + (static_cast<std::uint64_t>(placed.layer) << 40),
                                  core::Stream::Parameters); // a key for each layer, as its own random numbers have
        Filler(*placed.tensor, random, static_cast<std::uint64_t>(placed.number), (placed.isState ? state : parameters) + placed.offset)();
    }
}

} // namespace hourglass::plan
