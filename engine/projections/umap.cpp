#include "engine/projections/umap.h"

#include <algorithm>
#include <numeric>

#include "engine/core/random.h"
#include "engine/projections/fuzzy_graph.h"
#include "engine/projections/layout_points.h"
#include "engine/projections/linear.h"
#include "engine/projections/neighbours.h"
#include "engine/spec/wording.h"

namespace hourglass::projections {

namespace {

constexpr Index pointsOfMove = 256;
constexpr float startWidth = 10.0f, startNoise = 1e-4f;
constexpr Index fewSamples = 10'000, epochsOfFew = 500, epochsOfMany = 200;

struct UmapSettings {
    Index neighbours, epochs, negatives;
    UmapCurve curve;
    double rate;
};

class Umap : public Projection {
public:
    Umap(const UmapSettings &settings, const Subject &subject, Layout layout, std::vector<std::string> warnings)
        : Projection(std::move(layout), 1 + settings.epochs), m_settings(settings), m_codes(subject.codes), m_random(subject.seed, core::Stream::Projection) {
        m_warnings = std::move(warnings);
        m_warnings.push_back("In UMAP the sizes of clusters mean nothing, and the gaps between them little.");
    }

private:
    std::optional<core::Error> makeStep(Index step, const std::atomic<bool> *cancelled, core::ThreadPool &pool) override {
        return step == 0 ? prepare(cancelled, pool) : (move(step - 1, pool), std::nullopt);
    }

    std::optional<core::Error> prepare(const std::atomic<bool> *cancelled, core::ThreadPool &pool) {
        auto neighbours = nearestNeighbours(m_codes, m_settings.neighbours - 1, pool, cancelled);
        if (!neighbours)
            return neighbours.error();
        m_graph = fuzzyGraph(std::move(*neighbours), pool);
        // The share of the epochs in which an edge pulls; one that would not once is left out.
        const float largest = *std::max_element(m_graph.values.begin(), m_graph.values.end());
        for (float &value : m_graph.values)
            value = value * static_cast<float>(m_settings.epochs) < largest ? 0.0f : value / largest;
        sortByWork();
        m_due.resize(m_graph.columns.size());
        m_counts.resize(m_order.size());
        m_next = Layout(m_layout.samples(), m_layout.dimensions());
        return {};
    }

    /// Points with as much to do stand side by side.
    void sortByWork() {
        const Index rows = m_graph.rows();
        std::vector<float> work(static_cast<std::size_t>(rows));
        for (std::size_t row = 0; row < work.size(); ++row)
            for (Index at = m_graph.starts[row]; at < m_graph.starts[row + 1]; ++at)
                work[row] += m_graph.values[static_cast<std::size_t>(at)];
        m_order.resize(work.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        std::stable_sort(m_order.begin(), m_order.end(),
                         [&](std::int32_t a, std::int32_t b) { return work[static_cast<std::size_t>(a)] > work[static_cast<std::size_t>(b)]; });
    }

    /// An edge has two entries, each of which would move both its ends: so each point moves along all its edges twice, and sees in between where
    /// the others have gone.
    void move(Index epoch, core::ThreadPool &pool) {
        const Index half = m_settings.negatives / 2, samples = m_layout.samples();
        pool.run((samples + pointsOfMove - 1) / pointsOfMove, [&](Index chunk, int) {
            const Index from = chunk * pointsOfMove;
            kernels::umapDue(from, std::min(from + pointsOfMove, samples), static_cast<std::int32_t>(epoch), m_graph.view(), m_due.data(), m_counts.data());
        });
        moveOnce(epoch, 0, half, pool);
        moveOnce(epoch, 1, m_settings.negatives - half, pool);
    }

    void moveOnce(Index epoch, std::uint64_t turn, Index negatives, core::ThreadPool &pool) {
        const Index samples = m_layout.samples();
        const double left = 1 - static_cast<double>(epoch) / static_cast<double>(m_settings.epochs);
        const kernels::UmapStep step{static_cast<float>(m_settings.curve.a),
                                     static_cast<float>(m_settings.curve.b),
                                     static_cast<float>(m_settings.rate * left),
                                     1.0f,
                                     static_cast<std::int32_t>(negatives),
                                     m_random.word(static_cast<std::uint64_t>(epoch), turn, 2),
                                     samples};
        pool.run((samples + pointsOfMove - 1) / pointsOfMove, [&](Index chunk, int) {
            const Index from = chunk * pointsOfMove;
            kernels::umapStep(from, std::min(from + pointsOfMove, samples), step, m_order.data(), m_graph.starts.data(), m_due.data(), m_counts.data(),
                              pointsOf(m_layout), pointsOf(m_next));
        });
        std::swap(m_layout, m_next);
    }

    UmapSettings m_settings;
    core::ConstView m_codes;
    core::Random m_random;
    SparseMatrix m_graph;
    std::vector<std::int32_t> m_order, m_due, m_counts;
    Layout m_next;
};

/// Ten wide, with a little noise so that equal points can part.
void widen(Layout &layout, std::uint64_t seed) {
    standardise(layout, 1);
    const core::Random random(seed, core::Stream::Projection);
    const float scale = startWidth / std::max(layout.extent(), 1e-30f);
    for (Index axis = 0; axis < layout.dimensions(); ++axis)
        for (Index i = 0; i < layout.samples(); ++i)
            layout.axis(axis)[i] =
                layout.axis(axis)[i] * scale + startNoise * random.normal(0, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(axis));
}

} // namespace

spec::Kind umapKind() {
    using spec::SettingKind;
    return {"umap",
            "UMAP",
            "Keeps near samples near and more of the large shape than t-SNE; faster for large sets.",
            {{.key = "neighbours",
              .label = "Neighbours",
              .help = "How many samples make a neighbourhood, the sample itself counted. Larger values show more of the large shape.",
              .kind = SettingKind::Integer,
              .fallback = Index{15},
              .minimum = 2,
              .maximum = 1000,
              .isLogarithmic = true,
              .usualMinimum = 5,
              .usualMaximum = 100},
             {.key = "min_dist",
              .label = "Minimal distance",
              .help = "How near neighbours come to one another. Larger values loosen the clusters.",
              .kind = SettingKind::Real,
              .fallback = 0.1,
              .minimum = 0,
              .maximum = 10,
              .usualMinimum = 0,
              .usualMaximum = 1},
             {.key = "spread",
              .label = "Spread",
              .help = "The scale of the picture; the minimal distance is to be seen beside it.",
              .kind = SettingKind::Real,
              .fallback = 1.0,
              .minimum = 0.1,
              .maximum = 10},
             {.key = "negatives",
              .label = "Negative samples",
              .help = "How many points drawn by lot push a point away for each neighbour that pulls it.",
              .kind = SettingKind::Integer,
              .fallback = Index{5},
              .minimum = 1,
              .maximum = 100},
             {.key = "rate",
              .label = "Rate",
              .help = "How far a point moves at first.",
              .kind = SettingKind::Real,
              .fallback = 1.0,
              .minimum = 0.001,
              .maximum = 10,
              .isLogarithmic = true},
             {.key = "iterations",
              .label = "Iterations",
              .help = "0: 500 for up to 10 000 samples, 200 for more.",
              .kind = SettingKind::Integer,
              .fallback = Index{0},
              .minimum = 0,
              .maximum = 100000}}};
}

core::Result<std::unique_ptr<Projection>> makeUmap(const spec::Component &component, const Subject &subject) {
    const spec::Kind kind = umapKind();
    const Index samples = subject.codes.columns, wanted = spec::integerOf(component, kind, "neighbours");
    const double leastDistance = spec::realOf(component, kind, "min_dist"), spread = spec::realOf(component, kind, "spread");
    if (leastDistance > spread)
        return core::Error{"a minimal distance of " + spec::shortest(leastDistance) + " is more than the spread, " + spec::shortest(spread),
                           "projection.min_dist", "Raise the spread, or lower the minimal distance."};
    UmapSettings settings{std::min(wanted, samples), spec::integerOf(component, kind, "iterations"), spec::integerOf(component, kind, "negatives"),
                          umapCurve(spread, leastDistance), spec::realOf(component, kind, "rate")};
    if (settings.epochs == 0)
        settings.epochs = samples <= fewSamples ? epochsOfFew : epochsOfMany;
    Layout layout;
    if (subject.start) {
        layout = *subject.start;
        settings.epochs = std::max<Index>(settings.epochs / stepsToOneOfWarm, 1);
        settings.rate *= 0.25; // what stands is not thrown about
    } else {
        auto principal = principalLayout(subject.codes, subject.dimensions);
        if (!principal)
            return principal.error();
        layout = std::move(*principal);
        widen(layout, subject.seed);
    }
    std::vector<std::string> warnings;
    if (settings.neighbours < wanted)
        warnings.push_back(std::to_string(wanted) + " neighbours are more than there are samples: all " + std::to_string(settings.neighbours) + " were taken.");
    std::unique_ptr<Projection> result = std::make_unique<Umap>(settings, subject, std::move(layout), std::move(warnings));
    return result;
}

} // namespace hourglass::projections
