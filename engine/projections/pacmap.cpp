#include "engine/projections/pacmap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/core/random.h"
#include "engine/kernels/projections.h"
#include "engine/projections/layout_points.h"
#include "engine/projections/linear.h"
#include "engine/projections/pacmap_pairs.h"

namespace hourglass::projections {

namespace {

constexpr Index pointsOfChunk = 512, dimensionsAsTheyAre = 100;
constexpr double firstPhase = 100.0 / 450, secondPhase = 200.0 / 450, firstMiddle = 1000, laterMiddle = 3, startScale = 0.01;
constexpr float beta1 = 0.9f, beta2 = 0.999f, furtherWeight = 1;
constexpr double epsilon = 1e-7;
constexpr Index stepsToOneOfWarmPacmap = 45; // measured: half as many again brought two in 10 000 of the trustworthiness

struct PacmapSettings {
    PairCounts pairs;
    Index iterations, first; ///< `first`: the iteration to begin at
    double rate;
};

class Pacmap : public Projection {
public:
    Pacmap(const PacmapSettings &settings, const Subject &subject, Layout layout)
        : Projection(std::move(layout), 1 + settings.iterations - settings.first), m_settings(settings), m_codes(subject.codes), m_known(subject.known),
          m_random(subject.seed, core::Stream::Projection) {
        m_warnings.push_back("In PaCMAP the sizes of clusters mean nothing; how clusters lie to one another means more than in t-SNE and UMAP.");
    }

private:
    std::optional<core::Error> makeStep(Index step, const std::atomic<bool> *cancelled, core::ThreadPool &pool) override {
        return step == 0 ? prepare(cancelled, pool) : (descend(step - 1, pool), std::nullopt);
    }

    std::optional<core::Error> prepare(const std::atomic<bool> *cancelled, core::ThreadPool &pool) {
        const Index samples = m_layout.samples(), dimensions = m_layout.dimensions();
        auto pairs = pacmapPairs(m_codes, m_settings.pairs, dimensions, m_known.get(), m_random, pool, cancelled);
        if (!pairs)
            return pairs.error();
        m_turn = m_known ? m_known->turn + 1 : 0;
        m_known.reset();
        m_pairs = std::move(*pairs);
        for (Layout *each : {&m_at, &m_gradient, &m_mean, &m_square})
            *each = Layout(core::padded(samples), dimensions);
        for (Index axis = 0; axis < dimensions; ++axis)
            for (Index point = 0; point < samples; ++point)
                m_at.axis(axis)[point] = m_layout.axis(axis)[sampleOf(point)];
        if (dimensions == 2) {
            m_twos = core::Floats(2 * core::padded(samples));
            copyTwos(0, samples, m_at, m_twos.data());
        }
        return {};
    }

    Layout placed() const override {
        if (m_at.samples() == 0)
            return m_layout;
        Layout layout(m_layout.samples(), m_layout.dimensions());
        for (Index axis = 0; axis < layout.dimensions(); ++axis)
            for (Index point = 0; point < layout.samples(); ++point)
                layout.axis(axis)[sampleOf(point)] = m_at.axis(axis)[point];
        return layout;
    }

    Index sampleOf(Index point) const { return m_pairs.samples[static_cast<std::size_t>(point)]; }

    std::shared_ptr<const KnownNeighbours> neighboursGiven() override {
        KnownNeighbours given{{}, std::move(m_pairs.nearest), m_turn, std::move(m_pairs.order)};
        for (Index sample = 0; sample <= m_layout.samples(); ++sample)
            given.starts.push_back(sample * (m_settings.pairs.near + m_settings.pairs.extra));
        return std::make_shared<const KnownNeighbours>(std::move(given));
    }

    /// Of near and mid-near pairs, and of those in the list of further ones: what the ring does to them is undone.
    std::array<float, 3> weightsAt(Index iteration) const {
        const double part = static_cast<double>(iteration) / static_cast<double>(m_settings.iterations);
        const float listed = m_pairs.ring ? -furtherWeight : furtherWeight;
        if (part < firstPhase) {
            const double way = part / firstPhase;
            return {2.0f, static_cast<float>((1 - way) * firstMiddle + way * laterMiddle), listed};
        }
        if (part < secondPhase)
            return {3.0f, static_cast<float>(laterMiddle), listed};
        return {1.0f, 0.0f, listed};
    }

    void descend(Index made, core::ThreadPool &pool) {
        const Index samples = m_layout.samples();
        const std::array<float, 3> weights = weightsAt(m_settings.first + made);
        const kernels::PairSlices pairs[3] = {m_pairs.near.view(), m_pairs.middle.view(), m_pairs.further.view()};
        const double first = 1 - std::pow(static_cast<double>(beta1), static_cast<double>(made + 1)),
                     second = 1 - std::pow(static_cast<double>(beta2), static_cast<double>(made + 1));
        // pacmap adds epsilon to the root of the uncorrected square.
        const kernels::AdamStep step{
            static_cast<float>(m_settings.rate), beta1, beta2, static_cast<float>(epsilon / std::sqrt(second)), static_cast<float>(first),
            static_cast<float>(second)};
        const Index chunks = (samples + pointsOfChunk - 1) / pointsOfChunk, chunksOfRing = m_pairs.ring ? m_pairs.ring->chunks() : 0;
        kernels::ConstPoints at = pointsOf(std::as_const(m_at));
        at.twos = m_twos.isEmpty() ? nullptr : m_twos.data();
        pool.run(chunksOfRing, [&](Index chunk, int) { m_pairs.ring->take(chunk, at); });
        pool.run(chunks + chunksOfRing, [&](Index item, int) {
            if (item >= chunks)
                return m_pairs.ring->gradient(item - chunks, furtherWeight);
            const Index from = item * pointsOfChunk;
            kernels::pacmapGradient(from, std::min(from + pointsOfChunk, m_at.samples()), pairs, weights.data(), at, pointsOf(m_gradient));
        });
        pool.run(chunks, [&](Index chunk, int) {
            const Index from = chunk * pointsOfChunk, to = std::min(from + pointsOfChunk, samples);
            if (m_pairs.ring)
                m_pairs.ring->addTo(from, to, m_gradient);
            for (Index axis = 0; axis < m_at.dimensions(); ++axis)
                kernels::adam(to - from, step, m_at.axis(axis).data() + from, m_gradient.axis(axis).data() + from, m_mean.axis(axis).data() + from,
                              m_square.axis(axis).data() + from);
            if (!m_twos.isEmpty())
                copyTwos(from, to, m_at, m_twos.data());
        });
    }

    PacmapSettings m_settings;
    core::ConstView m_codes;
    std::shared_ptr<const KnownNeighbours> m_known; ///< until it was used
    Index m_turn = 0;
    core::Random m_random;
    PacmapPairs m_pairs;
    Layout m_at, m_gradient, m_mean, m_square; ///< by points
    core::Floats m_twos;                       ///< of the plane, x and y beside each other
};

/// A hundredth of the principal components; of few dimensions, of codes scaled by the one range of all their numbers.
void shrink(Layout &layout, core::ConstView codes) {
    double scale = startScale;
    if (codes.rows <= dimensionsAsTheyAre) {
        float low = codes.column(0)[0], high = low;
        for (Index sample = 0; sample < codes.columns; ++sample)
            for (Index row = 0; row < codes.rows; ++row) {
                low = std::min(low, codes.column(sample)[row]);
                high = std::max(high, codes.column(sample)[row]);
            }
        scale /= static_cast<double>(high) - static_cast<double>(low);
    }
    for (Index axis = 0; axis < layout.dimensions(); ++axis)
        for (float &value : layout.axis(axis).span())
            value = static_cast<float>(scale * static_cast<double>(value));
}

} // namespace

spec::Kind pacmapKind() {
    using spec::SettingKind;
    return {"pacmap",
            "PaCMAP",
            "Keeps near samples near and the large shape as well.",
            {{.key = "neighbours",
              .label = "Neighbours",
              .help = "Near pairs of each sample.",
              .kind = SettingKind::Integer,
              .fallback = Index{10},
              .minimum = 1,
              .maximum = 500,
              .isLogarithmic = true,
              .usualMinimum = 5,
              .usualMaximum = 60},
             {.key = "mid_near",
              .label = "Mid-near pairs",
              .help = "For each near pair. Larger values hold the large shape more firmly.",
              .kind = SettingKind::Real,
              .fallback = 0.5,
              .minimum = 0,
              .maximum = 20},
             {.key = "further",
              .label = "Further pairs",
              .help = "For each near pair. Larger values push harder apart.",
              .kind = SettingKind::Real,
              .fallback = 2.0,
              .minimum = 0,
              .maximum = 20},
             {.key = "iterations",
              .label = "Iterations",
              .help = "Of all three phases.",
              .kind = SettingKind::Integer,
              .fallback = Index{450},
              .minimum = 1,
              .maximum = 100000,
              .isLogarithmic = true}}};
}

core::Result<std::unique_ptr<Projection>> makePacmap(const spec::Component &component, const Subject &subject) {
    const spec::Kind kind = pacmapKind();
    const Index near = spec::integerOf(component, kind, "neighbours");
    const auto times = [near](double share) { return static_cast<Index>(std::lround(static_cast<double>(near) * share)); };
    PacmapSettings settings{
        fitting({near, times(spec::realOf(component, kind, "mid_near")), times(spec::realOf(component, kind, "further"))}, subject.codes.columns),
        spec::integerOf(component, kind, "iterations"), 0, 1};
    Layout layout;
    if (subject.start) {
        layout = *subject.start;
        settings.first = settings.iterations - std::max<Index>(settings.iterations / stepsToOneOfWarmPacmap, 1); // the last of the third phase
        settings.rate = 0.25;
        if (settings.first >= static_cast<Index>(std::ceil(secondPhase * static_cast<double>(settings.iterations))))
            settings.pairs.middle = 0; // they pull no more
    } else {
        auto principal = principalLayout(subject.codes, subject.dimensions);
        if (!principal)
            return principal.error();
        layout = std::move(*principal);
        shrink(layout, subject.codes);
    }
    std::unique_ptr<Projection> result = std::make_unique<Pacmap>(settings, subject, std::move(layout));
    return result;
}

} // namespace hourglass::projections
