// t-SNE's parts beside openTSNE and beside loops over all pairs; the whole as somebody meets it.
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "engine/core/random.h"
#include "engine/projections/affinities.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"
#include "engine/projections/student_potential.h"
#include "tests/support/projection_reference.h"

using namespace hourglass;
using namespace hourglass::projections;
using core::ThreadPool;

namespace {

Layout drawnLayout(Index samples, float width, Index dimensions = 2) {
    const core::Random random(5, core::Stream::Data);
    Layout layout(samples, dimensions);
    for (Index i = 0; i < samples; ++i) {
        layout.x[i] = width * random.normal(0, static_cast<std::uint64_t>(i), 0) / 6;
        layout.y[i] = width * random.normal(0, static_cast<std::uint64_t>(i), 1) / 9 + 3 * width;
        if (dimensions > 2)
            layout.z[i] = width * random.normal(0, static_cast<std::uint64_t>(i), 2) / 7 - width;
    }
    return layout;
}

/// The sums over all pairs, in double.
struct Slow {
    double sum = 0;
    std::array<std::vector<double>, 3> slope;

    explicit Slow(const Layout &layout) {
        slope.fill(std::vector<double>(static_cast<std::size_t>(layout.samples())));
        for (Index i = 0; i < layout.samples(); ++i)
            for (Index j = 0; j < i; ++j) {
                std::array<double, 3> way{};
                double square = 0;
                for (Index axis = 0; axis < layout.dimensions(); ++axis) {
                    double &along = way[static_cast<std::size_t>(axis)];
                    along = static_cast<double>(layout.axis(axis)[i]) - static_cast<double>(layout.axis(axis)[j]);
                    square += along * along;
                }
                const double w = 1 / (1 + square);
                sum += 2 * w;
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    slope[axis][static_cast<std::size_t>(i)] -= 2 * w * w * way[axis];
                    slope[axis][static_cast<std::size_t>(j)] += 2 * w * w * way[axis];
                }
            }
    }

    /// √(Σ |given − true|² / Σ |true|²).
    double errorOf(const Layout &given) const {
        double error = 0, square = 0;
        for (Index axis = 0; axis < given.dimensions(); ++axis)
            for (Index i = 0; i < given.samples(); ++i) {
                const double is = slope[static_cast<std::size_t>(axis)][static_cast<std::size_t>(i)];
                error += std::pow(static_cast<double>(given.axis(axis)[i]) - is, 2);
                square += is * is;
            }
        return std::sqrt(error / square);
    }
};

/// KL(P‖Q) after so many steps of t-SNE's descent from this layout, over all pairs and in double.
double slowDivergence(const Layout &from, const SparseMatrix &p, int early, int late) {
    const auto samples = static_cast<std::size_t>(from.samples());
    using Point = std::array<double, 3>;
    std::vector<Point> at(samples), velocity(samples), gain(samples), gradient(samples);
    std::vector<double> dense(samples * samples), q(samples * samples);
    for (std::size_t row = 0; row < samples; ++row)
        for (Index place = p.starts[row]; place < p.starts[row + 1]; ++place)
            dense[row * samples + static_cast<std::size_t>(p.columns[static_cast<std::size_t>(place)])] =
                static_cast<double>(p.values[static_cast<std::size_t>(place)]);
    for (std::size_t i = 0; i < samples; ++i)
        for (std::size_t axis = 0; axis < 3; ++axis)
            at[i][axis] = static_cast<double>(from.axis(static_cast<Index>(axis))[static_cast<Index>(i)]);
    const auto kernels = [&] { // the normaliser
        double all = 0;
        for (std::size_t i = 0; i < samples; ++i)
            for (std::size_t j = 0; j < samples; ++j) {
                double square = 0;
                for (std::size_t axis = 0; axis < 3; ++axis)
                    square += (at[i][axis] - at[j][axis]) * (at[i][axis] - at[j][axis]);
                q[i * samples + j] = i == j ? 0 : 1 / (1 + square);
                all += q[i * samples + j];
            }
        return all;
    };
    for (int step = 0; step < early + late; ++step) {
        const double exaggeration = step < early ? 12 : 1, rate = static_cast<double>(samples) / exaggeration;
        if (step == 0 || step == early)
            for (std::size_t i = 0; i < samples; ++i) {
                gain[i] = {1, 1, 1};
                velocity[i] = {};
            }
        const double all = kernels();
        for (std::size_t i = 0; i < samples; ++i) {
            gradient[i] = {};
            for (std::size_t j = 0; j < samples; ++j) {
                const double w = q[i * samples + j], share = (exaggeration * dense[i * samples + j] - w / all) * w;
                for (std::size_t axis = 0; axis < 3; ++axis)
                    gradient[i][axis] += share * (at[i][axis] - at[j][axis]);
            }
        }
        for (std::size_t i = 0; i < samples; ++i) {
            double length = 0;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const bool isFlipped = (gradient[i][axis] > 0) != (velocity[i][axis] > 0);
                gain[i][axis] = std::max(isFlipped ? gain[i][axis] + 0.2 : gain[i][axis] * 0.8, 0.01);
                velocity[i][axis] = 0.8 * velocity[i][axis] - rate * gain[i][axis] * gradient[i][axis];
                length += velocity[i][axis] * velocity[i][axis];
            }
            const double share = std::sqrt(length) > 5 ? 5 / std::sqrt(length) : 1;
            for (std::size_t axis = 0; axis < 3; ++axis)
                at[i][axis] += velocity[i][axis] *= share;
        }
    }
    const double all = kernels();
    double divergence = 0;
    for (std::size_t pair = 0; pair < dense.size(); ++pair)
        if (dense[pair] > 0)
            divergence += dense[pair] * std::log(dense[pair] * all / q[pair]);
    return divergence;
}

struct Outcome {
    Layout layout;
    double objective = 0;
};

Outcome run(const Subject &subject, const spec::Values &settings, int threads, Index stepsOfSlice = 1'000'000) {
    ThreadPool pool(threads);
    auto projection = project("tsne", settings, subject);
    if (!projection)
        qFatal("%s", projection.error().sentence().c_str());
    Slice slice;
    slice.steps = stepsOfSlice;
    while (!(*projection)->isFinished())
        if (const auto error = (*projection)->advance(slice, pool))
            qFatal("%s", error->sentence().c_str());
    return {(*projection)->layout(), (*projection)->objective().value()};
}

bool areEqual(const Layout &a, const Layout &b) {
    return std::ranges::equal(a.x.span(), b.x.span()) && std::ranges::equal(a.y.span(), b.y.span()) && std::ranges::equal(a.z.span(), b.z.span());
}

} // namespace

class ProjectionTsneTest : public QObject {
    Q_OBJECT

private slots:
    void affinitiesAreThoseOfOpenTsne() {
        const ProjectionReference reference;
        ThreadPool pool(2);
        // openTSNE's method "exact" asks all samples.
        auto neighbours = nearestNeighbours(reference.codeView(), reference.samples - 1, pool);
        QVERIFY(neighbours);
        const SparseMatrix ours = affinitiesOf(std::move(*neighbours), 15, pool);
        std::map<std::pair<int, int>, double> theirs;
        const QJsonObject &given = reference.all["affinities"].toObject();
        const auto rows = ProjectionReference::integers(given["rows"]), columns = ProjectionReference::integers(given["columns"]);
        const auto values = ProjectionReference::numbers(given["values"]);
        for (std::size_t i = 0; i < rows.size(); ++i)
            theirs[{rows[i], columns[i]}] = values[i];
        double whole = 0, largest = 0;
        for (const double value : values)
            largest = std::max(largest, value);
        for (int row = 0; row < static_cast<int>(reference.samples); ++row)
            for (Index at = ours.starts[static_cast<std::size_t>(row)]; at < ours.starts[static_cast<std::size_t>(row) + 1]; ++at) {
                const double value = static_cast<double>(ours.values[static_cast<std::size_t>(at)]);
                whole += value;
                QVERIFY(std::abs(value - theirs[{row, ours.columns[static_cast<std::size_t>(at)]}]) < 1e-4 * largest);
            }
        QVERIFY(std::abs(whole - 1) < 1e-5);
    }

    void itsDivergenceIsAsLowAsOpenTsnes() {
        // openTSNE asked all samples, ours the 45 nearest: the optimum is not quite the same.
        const ProjectionReference reference;
        const Outcome outcome = run({reference.codeView()}, {{"perplexity", 15.0}}, 2);
        const double theirs = reference.all["divergence"].toObject()["of_openTSNE"].toDouble();
        QVERIFY2(std::abs(outcome.objective - theirs) < 0.1 * theirs, qPrintable(QString::number(outcome.objective)));
        const core::Floats columns = outcome.layout.toColumns();
        ThreadPool pool(1);
        const auto quality = judge(reference.codeView(), {columns.data(), 2, reference.samples, 2}, 5, pool);
        QVERIFY(quality && quality->trustworthiness > 0.97);
    }

    void thePotentialIsThatOfALoop_data() {
        QTest::addColumn<double>("width");
        QTest::addColumn<int>("dimensions");
        for (const int dimensions : {2, 3})
            for (const double width : {1e-4, 1e-2, 0.5, 3.0, 20.0, 60.0, 150.0})
                QTest::addRow("as wide as %g in %d dimensions", width, dimensions) << width << dimensions;
    }
    void thePotentialIsThatOfALoop() {
        QFETCH(double, width);
        QFETCH(int, dimensions);
        const Layout layout = drawnLayout(2500, static_cast<float>(width), dimensions);
        StudentPotential potential(layout.samples());
        ThreadPool pool(2);
        Layout slope(layout.samples(), dimensions);
        const double sum = potential.evaluate(layout, pool, slope);
        const Slow slow(layout);
        QVERIFY2(std::abs(sum - slow.sum) < 2e-3 * slow.sum, qPrintable(QString("%1 for %2").arg(sum).arg(slow.sum)));
        QVERIFY2(slow.errorOf(slope) < 0.02, qPrintable(QString::number(slow.errorOf(slope))));
    }

    void ofFewPointsItIsTheLoop() {
        for (const Index dimensions : {2, 3})
            for (const Index samples : {4, 17, 300, 1000}) {
                const Layout layout = drawnLayout(samples, 40, dimensions);
                StudentPotential potential(samples);
                ThreadPool pool(2);
                Layout slope(samples, dimensions);
                const double sum = potential.evaluate(layout, pool, slope);
                const Slow slow(layout);
                QVERIFY(std::abs(sum - slow.sum) < 1e-5 * (slow.sum + static_cast<double>(samples)));
                for (Index axis = 0; axis < dimensions; ++axis)
                    for (Index i = 0; i < samples; ++i)
                        QVERIFY(std::abs(static_cast<double>(slope.axis(axis)[i]) - slow.slope[static_cast<std::size_t>(axis)][static_cast<std::size_t>(i)]) <
                                1e-4);
            }
    }

    void aLayoutMayGrowAndShrink() {
        for (const Index dimensions : {2, 3}) {
            StudentPotential kept(1500);
            ThreadPool pool(1);
            for (const float width : {1e-3f, 5.0f, 300.0f, 2.0f, 5000.0f, 1.0f}) {
                const Layout layout = drawnLayout(1500, width, dimensions);
                Layout slope(1500, dimensions), freshSlope(1500, dimensions);
                StudentPotential fresh(1500);
                const double sum = kept.evaluate(layout, pool, slope), freshSum = fresh.evaluate(layout, pool, freshSlope);
                // What a point is to itself is taken away, and known to the spline's precision.
                QVERIFY2(std::abs(sum - freshSum) < 0.01 * (freshSum + 1500), qPrintable(QString("%1 for %2").arg(sum).arg(freshSum)));
            }
        }
    }

    void heapsOfEqualPointsOfSpaceAreSummed() {
        // Two places of 1500 points, 5 apart: the sums are known.
        Layout layout(3000, 3);
        for (Index i = 0; i < 3000; ++i)
            layout.x[i] = i % 2 == 0 ? 0.0f : 5.0f;
        StudentPotential potential(3000);
        ThreadPool pool(2);
        Layout slope(3000, 3);
        const double sum = potential.evaluate(layout, pool, slope), w = 1.0 / 26, wanted = 2 * 1500.0 * 1500.0 * (1 + w) - 3000;
        QVERIFY2(std::abs(sum - wanted) < 1e-5 * wanted, qPrintable(QString("%1 for %2").arg(sum).arg(wanted)));
        for (Index i = 0; i < 3000; ++i) {
            const double along = (i % 2 == 0 ? 1 : -1) * 2 * 1500 * 5 * w * w;
            QVERIFY(std::abs(static_cast<double>(slope.x[i]) - along) < 1e-4 * std::abs(along) && slope.y[i] == 0 && slope.z[i] == 0);
        }
    }

    void inSpaceItDescendsAsTheExactGradientDoes() {
        // The whole of t-SNE over, in double and over all pairs: the same start, rates, gains and steps, with the affinities that the test above compares.
        const ProjectionReference reference;
        const spec::Values settings{{"perplexity", 10.0}, {"early_iterations", Index{100}}, {"iterations", Index{200}}};
        Subject subject{reference.codeView()};
        subject.dimensions = 3;
        const Outcome ours = run(subject, settings, 2);
        ThreadPool pool(1);
        auto neighbours = nearestNeighbours(reference.codeView(), 30, pool);
        QVERIFY(neighbours);
        const SparseMatrix p = affinitiesOf(std::move(*neighbours), 10, pool);
        auto beginning = project("tsne", settings, subject);
        QVERIFY(beginning);
        const double slow = slowDivergence((*beginning)->layout(), p, 100, 200);
        QVERIFY2(std::abs(ours.objective - slow) < 0.02 * slow, qPrintable(QString("%1 for %2").arg(ours.objective).arg(slow)));
        const Outcome plane = run({reference.codeView()}, settings, 2);
        QVERIFY2(ours.objective < plane.objective, "there is more room in space");
        QCOMPARE(ours.layout.dimensions(), Index{3});
    }

    void manyPointsInSpaceAreTheSameBitsOnAnyNumberOfThreads() {
        const core::Random random(3, core::Stream::Data);
        std::vector<float> codes(8 * 2000);
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = random.normal(0, i, 0) + (i / 8 % 5 == i % 8 ? 8.0f : 0.0f);
        Subject subject{{codes.data(), 8, 2000, 8}};
        subject.dimensions = 3;
        const spec::Values settings{{"early_iterations", Index{20}}, {"iterations", Index{20}}};
        const Outcome one = run(subject, settings, 1);
        QVERIFY(std::isfinite(one.layout.extent()) && one.layout.extent() > 1);
        for (const int threads : {2, 3, 5}) {
            const Outcome other = run(subject, settings, threads, 7);
            QVERIFY(areEqual(one.layout, other.layout));
            QCOMPARE(one.objective, other.objective);
        }
    }

    void slicesAndThreadsChangeNoBit() {
        const ProjectionReference reference;
        const spec::Values settings{{"perplexity", 10.0}, {"early_iterations", Index{60}}, {"iterations", Index{60}}};
        const Outcome whole = run({reference.codeView()}, settings, 1), sliced = run({reference.codeView()}, settings, 4, 7);
        QVERIFY(areEqual(whole.layout, sliced.layout));
        QCOMPARE(whole.objective, sliced.objective);
        Subject other{reference.codeView()};
        other.seed = 1;
        QVERIFY(!areEqual(whole.layout, run(other, settings, 1).layout));
    }

    void goesOnFromALayout() {
        const ProjectionReference reference;
        const Outcome cold = run({reference.codeView()}, {}, 1);
        Subject subject{reference.codeView()};
        subject.start = cold.layout;
        const Outcome warm = run(subject, {}, 1);
        QVERIFY(warm.objective < 1.02 * cold.objective);
        double way = 0;
        for (Index i = 0; i < reference.samples; ++i)
            way = std::max(way, std::hypot(static_cast<double>(warm.layout.x[i] - cold.layout.x[i]), static_cast<double>(warm.layout.y[i] - cold.layout.y[i])));
        QVERIFY(way < 0.2 * static_cast<double>(cold.layout.extent()));
    }

    void massesAndMeansAreThoseOfALoop() {
        const ProjectionReference reference;
        ThreadPool pool(1);
        auto neighbours = nearestNeighbours(reference.codeView(), 30, pool);
        QVERIFY(neighbours);
        const SparseMatrix p = affinitiesOf(std::move(*neighbours), 10, pool);
        for (const Index dimensions : {2, 3}) {
            const Layout layout = drawnLayout(reference.samples, 8, dimensions);
            std::vector<float> twos;
            for (Index i = 0; i < reference.samples; ++i)
                twos.insert(twos.end(), {layout.x[i], layout.y[i]});
            const kernels::ConstPoints at{layout.x.data(), layout.y.data(), dimensions > 2 ? layout.z.data() : nullptr, dimensions > 2 ? nullptr : twos.data()};
            double divergence = 0;
            for (Index row = 0; row < reference.samples; ++row) {
                const std::array<float, 3> place{layout.x[(row + 1) % reference.samples], layout.y[row] + 0.5f, dimensions > 2 ? layout.z[row] - 1.0f : 0.0f};
                double mass = 0;
                std::array<double, 3> mean{};
                for (Index entry = p.starts[static_cast<std::size_t>(row)]; entry < p.starts[static_cast<std::size_t>(row) + 1]; ++entry) {
                    const Index column = p.columns[static_cast<std::size_t>(entry)];
                    const auto value = static_cast<double>(p.values[static_cast<std::size_t>(entry)]);
                    double away = 1, own = 1;
                    for (Index axis = 0; axis < dimensions; ++axis) {
                        const auto there = static_cast<double>(layout.axis(axis)[column]);
                        away += std::pow(static_cast<double>(place[static_cast<std::size_t>(axis)]) - there, 2);
                        own += std::pow(static_cast<double>(layout.axis(axis)[row]) - there, 2);
                    }
                    mass += value / away;
                    for (Index axis = 0; axis < dimensions; ++axis)
                        mean[static_cast<std::size_t>(axis)] += value / away * static_cast<double>(layout.axis(axis)[column]);
                    divergence += value > 0 ? value * std::log(value * own) : 0;
                }
                std::array<float, 3> found{};
                const auto ours = static_cast<double>(kernels::studentMass(row, p.view(), at, place.data(), found.data()));
                QVERIFY(std::abs(ours - mass) < 1e-5 * mass);
                for (std::size_t axis = 0; axis < static_cast<std::size_t>(dimensions); ++axis)
                    QVERIFY(std::abs(static_cast<double>(found[axis]) - mean[axis] / mass) < 1e-3);
            }
            const double ours = kernels::studentDivergence(0, reference.samples, p.view(), at);
            QVERIFY2(std::abs(ours - divergence) < 1e-5 * std::abs(divergence), qPrintable(QString("%1 for %2").arg(ours).arg(divergence)));
        }
    }

    void whoseNeighboursAreElsewhereGoesThereAtOnce() {
        // Four clouds; then a sample in ten lies in the next one.
        constexpr Index samples = 400;
        const core::Random random(6, core::Stream::Data);
        const auto codesOf = [&](bool haveMoved) {
            std::vector<float> codes;
            for (Index i = 0; i < samples; ++i)
                for (Index row = 0; row < 4; ++row)
                    codes.push_back(random.normal(0, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(row)) +
                                    (row == (i % 4 + (haveMoved && i % 10 == 7 ? 1 : 0)) % 4 ? 20.0f : 0.0f));
            return codes;
        };
        const std::vector<float> before = codesOf(false), after = codesOf(true);
        for (const Index dimensions : {2, 3}) {
            Subject subject{{before.data(), 4, samples, 4}};
            subject.dimensions = dimensions;
            const Layout start = run(subject, {}, 2).layout;
            subject.codes = {after.data(), 4, samples, 4};
            subject.start = start;
            // Some steps of a start as it is made for so few: who must go far would still be on the way.
            const Layout one = run(subject, {{"early_iterations", Index{0}}, {"iterations", Index{60}}}, 1).layout,
                         three = run(subject, {{"early_iterations", Index{0}}, {"iterations", Index{60}}}, 3, 2).layout;
            QVERIFY(areEqual(one, three));
            const core::Floats columns = one.toColumns();
            ThreadPool pool(1);
            const auto nearest = nearestNeighbours({columns.data(), dimensions, samples, dimensions}, 1, pool);
            QVERIFY(nearest);
            const auto cloudOf = [](Index i) { return (i % 4 + (i % 10 == 7 ? 1 : 0)) % 4; };
            Index same = 0;
            for (Index i = 0; i < samples; ++i)
                same += cloudOf(nearest->of(i)[0]) == cloudOf(i);
            QVERIFY2(same >= samples - 8, qPrintable(QString::number(same)));
        }
    }

    void duplicatesStayFinite() {
        const core::Random random(1, core::Stream::Data);
        std::vector<float> codes(3 * 1500, 0.5f);
        for (std::size_t i = 0; i < 3 * 300; ++i)
            codes[i] = random.normal(0, i, 0);
        auto projection = project("tsne", {{"early_iterations", Index{50}}, {"iterations", Index{50}}}, {{codes.data(), 3, 1500, 3}});
        QVERIFY(projection);
        QVERIFY(QString::fromStdString((*projection)->warnings().back()).startsWith("1199 codes are equal"));
        ThreadPool pool(2);
        QVERIFY(!(*projection)->advance({}, pool));
        const Layout layout = (*projection)->layout();
        for (const float x : layout.x.span())
            QVERIFY(std::isfinite(x));
    }

    void wildSettingsStayFinite() {
        const ProjectionReference reference;
        for (const auto &settings : {spec::Values{{"exaggeration", 100.0}, {"perplexity", 2.0}},
                                     spec::Values{{"exaggeration", 1.0}, {"perplexity", 1000.0}, {"early_iterations", Index{0}}}}) {
            const Outcome outcome = run({reference.codeView()}, settings, 1);
            QVERIFY(std::isfinite(outcome.objective));
            QVERIFY(std::isfinite(outcome.layout.extent()));
        }
    }

    void fewSamplesAskForALowerPerplexity() {
        const ProjectionReference reference;
        const core::ConstView few = reference.codeView().columnsFrom(0, 20);
        auto projection = project("tsne", {}, {few});
        QVERIFY(projection);
        QCOMPARE(QString::fromStdString((*projection)->warnings().front()), QString("A perplexity of 30 asks for 91 samples: 6.3 was taken."));
        ThreadPool pool(1);
        QVERIFY(!(*projection)->advance({}, pool));
        QVERIFY(std::isfinite((*projection)->objective().value()));
    }

    void isCancelledBetweenBlocks() {
        const ProjectionReference reference;
        auto projection = project("tsne", {}, {reference.codeView()});
        ThreadPool pool(1);
        std::atomic<bool> cancelled{true};
        Slice slice;
        slice.cancelled = &cancelled;
        QVERIFY(!(*projection)->advance(slice, pool));
        QCOMPARE((*projection)->step(), Index{0});
        cancelled = false;
        slice.steps = 3;
        QVERIFY(!(*projection)->advance(slice, pool));
        QCOMPARE((*projection)->step(), Index{3});
    }
};

QTEST_GUILESS_MAIN(ProjectionTsneTest)
#include "projection_tsne_test.moc"
