#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/floating_point.h"
#include "engine/judging/clusters.h"

namespace hourglass::judging {

namespace {

constexpr Index samplesOfBlock = 128, mostOfFull = 512;

struct Component {
    double logWeight = 0, logScale = 0; ///< ln weight; −½ (D ln 2π + ln |Σ|)
    std::vector<double> mean, factor;   ///< the lower Cholesky factor of Σ row by row, or the standard deviations
};

class Mixture {
public:
    Mixture(core::ConstView codes, const MixtureOptions &options, core::ThreadPool &pool)
        : m_codes(codes), m_options(options), m_pool(pool), m_size(static_cast<std::size_t>(codes.rows)),
          m_isFull(options.covariance == MixtureOptions::Covariance::Full) {}

    void begin(const Clusters &clusters) {
        m_components.resize(static_cast<std::size_t>(clusters.count));
        m_shares.assign(static_cast<std::size_t>(m_codes.columns) * m_components.size(), 0.0);
        for (std::size_t sample = 0; sample < clusters.labels.size(); ++sample)
            m_shares[sample * m_components.size() + static_cast<std::size_t>(clusters.labels[sample])] = 1;
    }

    /// Weights, means and covariances from the shares; a component each item.
    void maximise() {
        m_pool.run(static_cast<Index>(m_components.size()), [&](Index item, int) { fit(static_cast<std::size_t>(item)); });
    }

    /// The shares from the components; the mean log likelihood of a sample.
    double expect() {
        const Index blocks = (m_codes.columns + samplesOfBlock - 1) / samplesOfBlock;
        std::vector<double> sums(static_cast<std::size_t>(blocks));
        m_pool.run(blocks, [&](Index block, int) {
            std::vector<double> way(m_size);
            for (Index sample = block * samplesOfBlock; sample < std::min(m_codes.columns, (block + 1) * samplesOfBlock); ++sample)
                sums[static_cast<std::size_t>(block)] += share(sample, way);
        });
        double sum = 0;
        for (const double each : sums)
            sum += each;
        return sum / static_cast<double>(m_codes.columns);
    }

    Clusters clusters(int iterations, double likelihood) const {
        const std::size_t count = m_components.size();
        Clusters clusters;
        clusters.iterations = iterations;
        clusters.objective = likelihood;
        std::vector<std::int32_t> numberOf(count, -1), own;
        for (std::size_t sample = 0; sample < static_cast<std::size_t>(m_codes.columns); ++sample) {
            const auto first = m_shares.begin() + static_cast<std::ptrdiff_t>(sample * count);
            own.push_back(static_cast<std::int32_t>(std::max_element(first, first + static_cast<std::ptrdiff_t>(count)) - first));
            numberOf[static_cast<std::size_t>(own.back())] = 0;
        }
        for (std::int32_t &number : numberOf)
            if (number == 0)
                number = static_cast<std::int32_t>(clusters.count++);
        clusters.centres = Table(m_codes.rows, clusters.count);
        for (std::size_t each = 0; each < count; ++each)
            if (numberOf[each] >= 0)
                for (std::size_t row = 0; row < m_size; ++row)
                    clusters.centres.column(numberOf[each])[row] = static_cast<float>(m_components[each].mean[row]);
        for (const std::int32_t each : own)
            clusters.labels.push_back(numberOf[static_cast<std::size_t>(each)]);
        return clusters;
    }

private:
    void fit(std::size_t each) {
        Component &component = m_components[each];
        const std::size_t count = m_components.size();
        double weight = 10 * 2.2e-16; // as scikit-learn has it: an empty component divides by something
        component.mean.assign(m_size, 0.0);
        for (Index sample = 0; sample < m_codes.columns; ++sample) {
            const double share = m_shares[static_cast<std::size_t>(sample) * count + each];
            weight += share;
            for (std::size_t row = 0; row < m_size && share > 0; ++row)
                component.mean[row] += share * static_cast<double>(m_codes.column(sample)[row]);
        }
        for (double &mean : component.mean)
            mean /= weight;
        component.logWeight = std::log(weight / static_cast<double>(m_codes.columns));
        std::vector<double> covariance(m_isFull ? m_size * m_size : m_size), way(m_size);
        for (Index sample = 0; sample < m_codes.columns; ++sample) {
            const double share = m_shares[static_cast<std::size_t>(sample) * count + each];
            if (!(share > 1e-300))
                continue;
            for (std::size_t row = 0; row < m_size; ++row)
                way[row] = static_cast<double>(m_codes.column(sample)[row]) - component.mean[row];
            for (std::size_t row = 0; row < m_size; ++row) {
                const double scaled = share * way[row];
                if (!m_isFull)
                    covariance[row] += scaled * way[row];
                for (std::size_t column = 0; m_isFull && column <= row; ++column)
                    covariance[row * m_size + column] += scaled * way[column];
            }
        }
        for (double &number : covariance)
            number /= weight;
        for (std::size_t row = 0; row < m_size; ++row)
            covariance[m_isFull ? row * m_size + row : row] += m_options.floor;
        factorise(covariance, component);
    }

    void factorise(std::vector<double> &covariance, Component &component) const {
        double logarithms = 0;
        for (std::size_t row = 0; row < m_size; ++row) {
            if (!m_isFull) {
                covariance[row] = std::sqrt(covariance[row]);
                logarithms += std::log(covariance[row]);
                continue;
            }
            double *const own = covariance.data() + row * m_size;
            for (std::size_t column = 0; column <= row; ++column) {
                const double *const other = covariance.data() + column * m_size;
                double rest = own[column];
                for (std::size_t k = 0; k < column; ++k)
                    rest -= own[k] * other[k];
                own[column] = column < row ? rest / other[column] : std::sqrt(std::max(rest, m_options.floor * 1e-3)); // positive but for rounding
            }
            logarithms += std::log(own[row]);
        }
        component.logScale = -0.5 * static_cast<double>(m_size) * std::log(2 * std::numbers::pi) - logarithms;
        component.factor = std::move(covariance);
    }

    double logDensity(const Component &component, const float *code, std::vector<double> &way) const {
        double squares = 0;
        for (std::size_t row = 0; row < m_size; ++row) {
            double rest = static_cast<double>(code[row]) - component.mean[row];
            if (m_isFull) {
                const double *const factor = component.factor.data() + row * m_size;
                for (std::size_t k = 0; k < row; ++k)
                    rest -= factor[k] * way[k];
                way[row] = rest /= factor[row];
            } else {
                rest /= component.factor[row];
            }
            squares += rest * rest;
        }
        return component.logWeight + component.logScale - 0.5 * squares;
    }

    double share(Index sample, std::vector<double> &way) {
        double *const shares = m_shares.data() + static_cast<std::size_t>(sample) * m_components.size();
        double largest = -INFINITY, sum = 0;
        for (std::size_t each = 0; each < m_components.size(); ++each)
            largest = std::max(largest, shares[each] = logDensity(m_components[each], m_codes.column(sample), way));
        for (std::size_t each = 0; each < m_components.size(); ++each)
            sum += shares[each] = std::exp(shares[each] - largest);
        for (std::size_t each = 0; each < m_components.size(); ++each)
            shares[each] /= sum;
        return largest + std::log(sum);
    }

    core::ConstView m_codes;
    const MixtureOptions &m_options;
    core::ThreadPool &m_pool;
    std::size_t m_size;
    bool m_isFull;
    std::vector<Component> m_components;
    std::vector<double> m_shares; ///< of each sample by the components
};

} // namespace

core::Result<Clusters> gaussianMixture(core::ConstView codes, const MixtureOptions &options, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    core::setFloatingPointMode();
    if (options.covariance == MixtureOptions::Covariance::Full && codes.rows > mostOfFull)
        return core::Error{"Full covariances of " + std::to_string(codes.rows) + " numbers are more than a mixture is fitted to", "",
                           "Choose diagonal covariances."};
    const auto start = kMeans(codes, {.clusters = options.components, .restarts = 1, .seed = options.seed}, pool, cancelled);
    if (!start)
        return start.error();
    Mixture mixture(codes, options, pool);
    mixture.begin(*start);
    double likelihood = -INFINITY;
    int iteration = 0;
    for (; iteration < options.iterations; ++iteration) {
        mixture.maximise();
        if (isCancelled(cancelled))
            return cancelledError();
        const double before = std::exchange(likelihood, mixture.expect());
        if (std::abs(likelihood - before) < options.tolerance)
            break;
    }
    return mixture.clusters(iteration, likelihood);
}

} // namespace hourglass::judging
