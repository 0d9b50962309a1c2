#include "engine/projections/tsne.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/core/random.h"
#include "engine/projections/affinities.h"
#include "engine/projections/codes.h"
#include "engine/projections/layout_points.h"
#include "engine/projections/linear.h"
#include "engine/projections/row_chunks.h"
#include "engine/projections/student_potential.h"
#include "engine/spec/wording.h"

namespace hourglass::projections {

namespace {

constexpr double startDeviation = 1e-4, jitter = 1e-2; // jitter: a share of the deviation, so that equal points can part
// Measured: of rates from 2 to 10, momenta from 0.8 to 0.9 and cells from 0.35 to 0.9 these bring the divergence down furthest in a tenth of a cold start's
// time. With less momentum in the last steps what still swings comes to rest.
constexpr double warmRate = 8;
constexpr float warmMomentum = 0.88f, lastMomentum = 0.5f, warmCell = 0.7f;
constexpr Index stepsOfRest = 8;
constexpr Index stepsToOneOfWarmPlane = 14, stepsToOneOfWarmSpace = 20; // in space a step has no cells to save
constexpr float fewNear = 0.2f, moreNear = 2.0f;
constexpr std::size_t triedPlaces = 3;
constexpr Index rowsOfSum = 256, pointsOfGain = 4096;
constexpr float usualMomentum = 0.8f, longestStep = 5.0f;

struct TsneSettings {
    double wanted, perplexity, exaggeration;
    Index early, late;
    bool isWarm = false;
    double rate = 1; ///< of samples / exaggeration
    float momentum = usualMomentum, cell = StudentPotential::usualCell;
};

class Tsne : public Projection {
public:
    Tsne(const TsneSettings &settings, const Subject &subject, Layout layout)
        : Projection(std::move(layout), 1 + settings.early + settings.late), m_settings(settings), m_codes(subject.codes), m_known(subject.known) {
        if (settings.perplexity < settings.wanted)
            m_warnings.push_back("A perplexity of " + spec::shortest(settings.wanted) + " asks for " + spec::shortest(std::ceil(3 * settings.wanted) + 1) +
                                 " samples: " + spec::shortest(std::round(10 * settings.perplexity) / 10) + " was taken.");
        m_warnings.push_back("In t-SNE the sizes of clusters and the gaps between them mean nothing: only who is near whom does.");
    }

    std::optional<double> objective() const override { return m_divergence; }

private:
    std::optional<core::Error> makeStep(Index step, const std::atomic<bool> *cancelled, core::ThreadPool &pool) override {
        if (step == 0)
            return prepare(cancelled, pool);
        const bool isEarly = step <= m_settings.early;
        const double exaggeration = isEarly ? m_settings.exaggeration : 1;
        if (step == m_settings.early + 1) // a new descent
            forget();
        descend(exaggeration, m_settings.isWarm && step + stepsOfRest >= steps() ? lastMomentum : m_settings.momentum, pool);
        if (step + 1 == steps())
            measure(pool);
        return {};
    }

    std::optional<core::Error> prepare(const std::atomic<bool> *cancelled, core::ThreadPool &pool) {
        const Index samples = m_layout.samples();
        const Index count = std::clamp<Index>(static_cast<Index>(3 * m_settings.perplexity), 1, samples - 1);
        auto neighbours = m_known ? nearestNeighboursAfter(*m_known, m_codes, count, pool, cancelled) : nearestNeighbours(m_codes, count, pool, cancelled);
        if (!neighbours)
            return neighbours.error();
        m_turn = m_known ? m_known->turn + 1 : 0;
        m_known.reset();
        m_order = std::move(neighbours->order);
        m_affinities = affinitiesOf(std::move(*neighbours), m_settings.perplexity, pool);
        m_potential.emplace(samples, m_settings.cell);
        for (Layout *each : {&m_pull, &m_slope, &m_gain, &m_velocity})
            *each = Layout(samples, m_layout.dimensions());
        forget();
        if (m_layout.dimensions() == 2) {
            m_twos = core::Floats(2 * samples);
            copyTwos(0, samples, m_layout, m_twos.data());
        }
        if (m_settings.isWarm)
            followNeighbours(pool);
        return {};
    }

    /// Whose neighbours have gone elsewhere goes there at once; descent would take it slowly past all that lies between. What is near a point is Σ p / (1 + d²)
    /// over its neighbours; where that is little beside Σ p, the places of its strongest neighbours are tried, each moved to the middle of what is near it.
    void followNeighbours(core::ThreadPool &pool) {
        const Index samples = m_layout.samples(), dimensions = m_layout.dimensions();
        const kernels::SparseRows rows = m_affinities.view();
        const kernels::ConstPoints at = points();
        Layout next = m_layout;
        forRows(samples, pool, [&](Index sample) {
            const auto placeOf = [&](Index of) {
                std::array<float, 3> place{};
                for (Index axis = 0; axis < dimensions; ++axis)
                    place[static_cast<std::size_t>(axis)] = m_layout.axis(axis)[of];
                return place;
            };
            float all = 0;
            std::array<std::pair<float, std::int32_t>, triedPlaces> strongest{};
            for (Index entry = rows.starts[sample]; entry < rows.starts[sample + 1]; ++entry) {
                all += rows.values[entry];
                std::pair<float, std::int32_t> weaker{rows.values[entry], rows.columns[entry]};
                for (auto &each : strongest)
                    if (weaker.first > each.first)
                        std::swap(each, weaker);
            }
            std::array<float, 3> middle{}, unused{}, best{};
            const float own = kernels::studentMass(sample, rows, at, placeOf(sample).data(), unused.data());
            if (own > fewNear * all)
                return;
            float most = moreNear * own;
            for (const auto &[strength, neighbour] : strongest) {
                if (strength == 0)
                    break;
                kernels::studentMass(sample, rows, at, placeOf(neighbour).data(), middle.data());
                const float near = kernels::studentMass(sample, rows, at, middle.data(), unused.data());
                if (near > most) {
                    most = near;
                    best = middle;
                }
            }
            if (most > moreNear * own)
                for (Index axis = 0; axis < dimensions; ++axis)
                    next.axis(axis)[sample] = best[static_cast<std::size_t>(axis)];
        });
        m_layout = std::move(next);
        if (!m_twos.isEmpty())
            copyTwos(0, samples, m_layout, m_twos.data());
    }

    kernels::ConstPoints points() const {
        kernels::ConstPoints at = pointsOf(m_layout);
        at.twos = m_twos.isEmpty() ? nullptr : m_twos.data();
        return at;
    }

    /// Those of a row of the affinities: whoever is near a sample, and whomever it is near.
    std::shared_ptr<const KnownNeighbours> neighboursGiven() override {
        return std::make_shared<const KnownNeighbours>(
            KnownNeighbours{std::move(m_affinities.starts), std::move(m_affinities.columns), m_turn, std::move(m_order)});
    }

    void forget() {
        for (Index axis = 0; axis < m_layout.dimensions(); ++axis) {
            std::ranges::fill(m_gain.axis(axis).span(), 1.0f);
            std::ranges::fill(m_velocity.axis(axis).span(), 0.0f);
        }
    }

    /// ∂KL/∂y_i = 4 (exaggeration Σ p (y_i − y_j) / (1 + d²) − Σ (y_i − y_j) / (1 + d²)² / Z); the last sum is −½ ∇φ. The 4 is left out, as
    /// the rate is chosen for that.
    void descend(double exaggeration, float momentum, core::ThreadPool &pool) {
        const Index samples = m_layout.samples();
        const kernels::SparseRows rows = m_affinities.view();
        const kernels::ConstPoints at = points();
        pool.run((samples + rowsOfSum - 1) / rowsOfSum, [&](Index chunk, int) {
            const Index from = chunk * rowsOfSum, to = std::min(from + rowsOfSum, samples);
            kernels::studentPull(from, to, rows, at, pointsOf(m_pull));
        });
        const double sum = std::max(m_potential->evaluate(m_layout, pool, m_slope), 1e-30);
        const kernels::GainStep step{static_cast<float>(exaggeration), static_cast<float>(0.5 / sum),
                                     static_cast<float>(m_settings.rate * static_cast<double>(samples) / exaggeration), momentum, longestStep};
        const kernels::GainState state{pointsOf(m_pull), pointsOf(m_slope), pointsOf(m_gain), pointsOf(m_velocity), pointsOf(m_layout)};
        pool.run((samples + pointsOfGain - 1) / pointsOfGain, [&](Index chunk, int) {
            const Index from = chunk * pointsOfGain, to = std::min(from + pointsOfGain, samples);
            kernels::gainStep(from, to, step, state);
            if (!m_twos.isEmpty())
                copyTwos(from, to, m_layout, m_twos.data());
        });
    }

    /// KL(P‖Q) = Σ p log(p (1 + d²)) + log Z, where the p add to 1.
    void measure(core::ThreadPool &pool) {
        const Index samples = m_layout.samples(), chunks = (samples + rowsOfSum - 1) / rowsOfSum;
        const double sum = m_potential->evaluate(m_layout, pool, m_slope);
        std::vector<double> parts(static_cast<std::size_t>(chunks));
        const kernels::SparseRows rows = m_affinities.view();
        pool.run(chunks, [&](Index chunk, int) {
            const Index from = chunk * rowsOfSum;
            parts[static_cast<std::size_t>(chunk)] = kernels::studentDivergence(from, std::min(from + rowsOfSum, samples), rows, points());
        });
        m_divergence = std::log(sum);
        for (const double part : parts)
            *m_divergence += part;
    }

    TsneSettings m_settings;
    core::ConstView m_codes;
    std::shared_ptr<const KnownNeighbours> m_known; ///< until it was used
    Index m_turn = 0;
    std::vector<std::int32_t> m_order; ///< Neighbours::order
    SparseMatrix m_affinities;
    std::optional<StudentPotential> m_potential;
    Layout m_pull, m_slope, m_gain, m_velocity;
    core::Floats m_twos; ///< of the plane, x and y beside each other
    std::optional<double> m_divergence;
};

void shake(Layout &layout, double deviation, std::uint64_t seed) {
    const core::Random random(seed, core::Stream::Projection);
    for (Index axis = 0; axis < layout.dimensions(); ++axis)
        for (Index i = 0; i < layout.samples(); ++i)
            layout.axis(axis)[i] += static_cast<float>(deviation) * random.normal(0, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(axis));
}

} // namespace

spec::Kind tsneKind() {
    using spec::SettingKind;
    return {"tsne",
            "t-SNE",
            "Keeps near samples near; clusters stand out, and the distances between them mean nothing.",
            {{.key = "perplexity",
              .label = "Perplexity",
              .help = "How many neighbours a sample has, about. Larger values show more of the large shape.",
              .kind = SettingKind::Real,
              .fallback = 30.0,
              .minimum = 2,
              .maximum = 1000,
              .isLogarithmic = true,
              .usualMinimum = 5,
              .usualMaximum = 100},
             {.key = "exaggeration",
              .label = "Early exaggeration",
              .help = "How much harder neighbours pull at first. Larger values part the clusters sooner.",
              .kind = SettingKind::Real,
              .fallback = 12.0,
              .minimum = 1,
              .maximum = 100,
              .isLogarithmic = true},
             {.key = "early_iterations",
              .label = "Early iterations",
              .help = "Steps with early exaggeration.",
              .kind = SettingKind::Integer,
              .fallback = Index{250},
              .minimum = 0,
              .maximum = 10000},
             {.key = "iterations",
              .label = "Iterations",
              .help = "Steps after that. More of them let large sets unfold further.",
              .kind = SettingKind::Integer,
              .fallback = Index{500},
              .minimum = 1,
              .maximum = 100000,
              .isLogarithmic = true},
             {.key = "start",
              .label = "Start",
              .help = "Where the points begin.",
              .kind = SettingKind::Choice,
              .fallback = std::string("pca"),
              .choices = {{"pca", "PCA", "Along the directions of the largest variance: the same picture for every seed, almost."},
                          {"random", "Random", "Anywhere: each seed is another picture."}}}}};
}

core::Result<std::unique_ptr<Projection>> makeTsne(const spec::Component &component, const Subject &subject) {
    const spec::Kind kind = tsneKind();
    const Index samples = subject.codes.columns;
    const double wanted = spec::realOf(component, kind, "perplexity"), most = static_cast<double>(samples - 1) / 3;
    TsneSettings settings{wanted, std::min(wanted, most), spec::realOf(component, kind, "exaggeration"), spec::integerOf(component, kind, "early_iterations"),
                          spec::integerOf(component, kind, "iterations")};
    Layout layout;
    if (subject.start) {
        layout = *subject.start;
        settings.late = std::max<Index>((settings.early + settings.late) / (subject.dimensions > 2 ? stepsToOneOfWarmSpace : stepsToOneOfWarmPlane), 1);
        settings.early = 0;
        settings.isWarm = true;
        settings.rate = warmRate;
        settings.momentum = warmMomentum;
        settings.cell = warmCell;
    } else if (spec::choiceOf(component, kind, "start") == "random") {
        layout = Layout(samples, subject.dimensions);
        shake(layout, startDeviation, subject.seed);
    } else {
        auto principal = principalLayout(subject.codes, subject.dimensions);
        if (!principal)
            return principal.error();
        layout = std::move(*principal);
        standardise(layout, startDeviation);
        shake(layout, startDeviation * jitter, subject.seed);
    }
    auto projection = std::make_unique<Tsne>(settings, subject, std::move(layout));
    std::unique_ptr<Projection> result = std::move(projection);
    return result;
}

} // namespace hourglass::projections
