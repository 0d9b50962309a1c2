#include "engine/analysis/posterior_task.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/mix_task.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

constexpr double priorReach = 4, deviationsReach = 3.5;
constexpr double certain = 6; ///< standard deviations, beyond which no mass is left that a float could tell

/// Φ: the share of N(0, 1) below z.
double shareBelow(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

/// Where bin edges lie on a unit's axis.
struct Edges {
    double low, width;

    double at(int edge) const { return low + edge * width; }
    /// The first edge that is not below z.
    int from(double z) const { return static_cast<int>(std::clamp(std::ceil((z - low) / width), 0.0, UnitPosterior::bins + 1.0)); }
};

/// Adds N(mean, deviation²) to the bins.
void addCloud(std::vector<double> &bins, const Edges &edges, double mean, double deviation) {
    const int first = std::max(edges.from(mean - certain * deviation) - 1, 0), last = std::min(edges.from(mean + certain * deviation), UnitPosterior::bins);
    double below = shareBelow((edges.at(first) - mean) / deviation);
    for (int bin = first; bin < last; ++bin) {
        const double above = shareBelow((edges.at(bin + 1) - mean) / deviation);
        bins[static_cast<std::size_t>(bin)] += above - below;
        below = above;
    }
}

/// log σ² of the units of a variational layer: the lower half of its W x + b.
class LogVariances {
public:
    LogVariances(const plan::Plan &plan, const plan::Snapshot &snapshot) : m_layer(plan.codeLayer()), m_units(plan.codeSize()) {
        m_inputs = m_layer > 0 ? plan.layers()[static_cast<std::size_t>(m_layer - 1)].traits().output.size() : plan.features();
        const float *weights = snapshot.parameters.data() + plan.layers()[static_cast<std::size_t>(m_layer)].parameters;
        m_biases = weights + core::padded(2 * m_units * m_inputs) + m_units;
        m_turned = core::Floats(m_inputs * m_units);
        kernels::transpose(m_inputs, m_units, weights + m_units * m_inputs, m_inputs, m_turned.data(), m_units);
    }
    /// Of samples that the network has just encoded.
    void copy(const plan::Network &network, core::ConstView samples, core::View made) const {
        const core::ConstView x = m_layer > 0 ? network.output(m_layer - 1, samples.columns) : samples;
        kernels::product(m_units, x.columns, m_inputs, m_turned.data(), m_units, x.data, 1, x.stride, made.data, made.stride, false);
        for (Index column = 0; column < made.columns; ++column)
            for (Index unit = 0; unit < m_units; ++unit)
                made.column(column)[unit] += m_biases[unit];
    }

private:
    int m_layer;
    Index m_units, m_inputs;
    core::Floats m_turned; ///< units × inputs
    const float *m_biases; ///< the snapshot's
};

constexpr float pointLogVariance = -40; ///< of a unit that is held: all its mass in one bin

/// A unit that is scaled spreads as much wider, and one that is held not at all.
void changeSpread(const plan::UnitChanges &changes, int layer, core::View logVariances) {
    for (const plan::UnitChange &change : changes)
        if (change.layer == layer && change.unit >= 0 && change.unit < logVariances.rows)
            for (Index column = 0; column < logVariances.columns; ++column) {
                float &logVariance = logVariances.column(column)[change.unit];
                logVariance = change.isHeld() || change.value == 0 ? pointLogVariance : logVariance + 2 * std::log(std::abs(change.value));
            }
}

core::Error notFinite() {
    return {"The codes are not finite", "", "Take back the last change, or lower the learning rate."};
}

} // namespace

core::Result<std::vector<UnitPosterior>> unitPosteriors(core::ConstView means, core::ConstView logVariances, bool hasPrior) {
    if (means.columns < 1)
        return core::Error{"There are no samples", "", "Choose data with a test part."};
    const bool isDistribution = logVariances.columns > 0;
    for (Index column = 0; column < means.columns; ++column)
        if (!kernels::areFinite(means.rows, means.column(column)) || (isDistribution && !kernels::areFinite(means.rows, logVariances.column(column))))
            return notFinite();
    const auto count = static_cast<double>(means.columns);
    std::vector<UnitPosterior> units(static_cast<std::size_t>(means.rows));
    std::vector<double> bins(static_cast<std::size_t>(UnitPosterior::bins));
    for (Index row = 0; row < means.rows; ++row) {
        UnitPosterior &unit = units[static_cast<std::size_t>(row)];
        double divergence = 0;
        for (Index column = 0; column < means.columns; ++column)
            unit.mean += static_cast<double>(means.column(column)[row]); // exact for equal codes: a dead unit's variance is 0
        unit.mean /= count;
        for (Index column = 0; column < means.columns; ++column) {
            const auto mean = static_cast<double>(means.column(column)[row]);
            unit.variance += (mean - unit.mean) * (mean - unit.mean) / count;
            if (!isDistribution)
                continue;
            const auto logVariance = static_cast<double>(logVariances.column(column)[row]);
            divergence += 0.5 * (mean * mean + std::exp(logVariance) - 1 - logVariance) / count;
        }
        if (isDistribution)
            unit.divergence = divergence;
        const double reach = unit.variance > 0 ? deviationsReach * std::sqrt(unit.variance) : 1;
        unit.low = hasPrior ? -priorReach : unit.mean - reach;
        unit.high = hasPrior ? priorReach : unit.mean + reach;
        const Edges edges{unit.low, (unit.high - unit.low) / UnitPosterior::bins};
        std::fill(bins.begin(), bins.end(), 0.0);
        for (Index column = 0; column < means.columns; ++column) {
            const auto mean = static_cast<double>(means.column(column)[row]);
            if (isDistribution)
                addCloud(bins, edges, mean, std::max(std::exp(0.5 * static_cast<double>(logVariances.column(column)[row])), 1e-9));
            else if (const double bin = std::floor((mean - edges.low) / edges.width); bin >= 0 && bin < UnitPosterior::bins)
                ++bins[static_cast<std::size_t>(bin)];
        }
        for (const double sum : bins)
            unit.shares.push_back(static_cast<float>(sum / count));
    }
    return units;
}

Index PosteriorPicture::active() const {
    return std::count_if(units.begin(), units.end(), [](const UnitPosterior &unit) { return unit.isActive(); });
}

double PosteriorPicture::divergence() const {
    return std::accumulate(units.begin(), units.end(), 0.0, [](double sum, const UnitPosterior &unit) { return sum + unit.divergence.value_or(0); });
}

const float *PosteriorPicture::deviationsOf(Index sample) const {
    const auto found = std::lower_bound(samples.begin(), samples.end(), sample);
    return isDistribution() && found != samples.end() && *found == sample ? deviations.data() + static_cast<std::size_t>(found - samples.begin()) * units.size()
                                                                          : nullptr;
}

std::shared_ptr<const PosteriorPicture> PosteriorTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    const plan::Plan &plan = network.plan();
    if (plan.features() != dataset.features())
        return nullptr;
    const data::Part &part = data::shownSamples(dataset);
    const bool isDistribution = plan.model().layers[static_cast<std::size_t>(plan.codeLayer())].kind == "variational";
    auto picture = std::make_shared<PosteriorPicture>();
    picture->moment = context.moment();
    picture->hasPrior = hasPrior(plan.model());
    picture->samples = evenNumbers(part.samples, context.atMost(mostCodes));
    const auto count = static_cast<Index>(picture->samples.size());
    const Index units = plan.codeSize(), stride = core::strideOf(dataset.features());
    const auto clouded = isDistribution ? std::optional<LogVariances>(std::in_place, plan, context.snapshot()) : std::nullopt;
    core::Floats means(units * count), logVariances(isDistribution ? units * count : 0), inputs(stride * network.block());
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View x{inputs.data(), dataset.features(), std::min(network.block(), count - first), stride};
        part.gather(picture->samples.data() + first, x.columns, x);
        const core::ConstView code = network.encode(x);
        for (Index column = 0; column < x.columns; ++column)
            std::copy_n(code.column(column), units, means.data() + (first + column) * units);
        if (clouded)
            clouded->copy(network, x, {logVariances.data() + first * units, units, x.columns, units});
    }
    const plan::UnitChanges changes = context.snapshot().changes ? *context.snapshot().changes : plan::UnitChanges();
    if (isDistribution)
        changeSpread(changes, plan.codeLayer(), {logVariances.data(), units, count, units});
    const core::ConstView clouds = isDistribution ? core::ConstView{logVariances.data(), units, count, units} : core::ConstView{};
    auto posteriors = unitPosteriors({means.data(), units, count, units}, clouds, picture->hasPrior);
    if (!posteriors) {
        picture->obstacle = posteriors.error();
        return picture;
    }
    picture->units = std::move(*posteriors);
    for (const plan::UnitChange &change : changes) // what is the same for every sample tells nothing of it, however far it lies from the prior
        if (isDistribution && change.layer == plan.codeLayer() && change.isHeld() && change.unit >= 0 && change.unit < units)
            picture->units[static_cast<std::size_t>(change.unit)].divergence = 0;
    if (isDistribution)
        for (Index i = 0; i < units * count; ++i)
            picture->deviations.push_back(std::exp(0.5f * logVariances.data()[i]));
    return picture;
}

} // namespace hourglass::analysis
