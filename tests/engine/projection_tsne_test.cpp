// t-SNE's affinities and divergence beside openTSNE and a slow descent; the whole as somebody meets it.
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
#include "tests/support/projection_reference.h"

using namespace hourglass;
using namespace hourglass::projections;
using core::ThreadPool;

namespace {

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

    /// Whoever asks for another slice of what is done gets none of it, and the last steps move points no more than a picture shows: cold and warm, in the plane
    /// and in space.
    void restsAtItsEnd_data() {
        QTest::addColumn<bool>("isWarm");
        QTest::addColumn<int>("dimensions");
        for (const int dimensions : {2, 3})
            for (const bool isWarm : {false, true})
                QTest::addRow("%s, %d dimensions", isWarm ? "warm" : "cold", dimensions) << isWarm << dimensions;
    }
    void restsAtItsEnd() {
        QFETCH(bool, isWarm);
        QFETCH(int, dimensions);
        const ProjectionReference reference;
        Subject subject{reference.codeView()};
        subject.dimensions = dimensions;
        if (isWarm)
            subject.start = run(subject, {}, 2).layout;
        ThreadPool pool(2);
        auto projection = project("tsne", {}, subject);
        QVERIFY(projection);
        constexpr Index lastSteps = 8;
        Slice slice;
        slice.steps = (*projection)->steps() - lastSteps;
        QVERIFY(!(*projection)->advance(slice, pool) && !(*projection)->isFinished());
        const Layout before = (*projection)->layout();
        slice.steps = lastSteps;
        QVERIFY(!(*projection)->advance(slice, pool) && (*projection)->isFinished());
        const Layout end = (*projection)->layout();
        double sum = 0;
        for (Index i = 0; i < end.samples(); ++i)
            sum += std::hypot(static_cast<double>(end.x[i] - before.x[i]), static_cast<double>(end.y[i] - before.y[i]));
        const double way = sum / static_cast<double>(end.samples()) / static_cast<double>(end.extent());
        QVERIFY2(way < 0.004, qPrintable(QString::number(way)));

        const auto objective = (*projection)->objective();
        const Index step = (*projection)->step();
        for (int again = 0; again < 3; ++again)
            QVERIFY(!(*projection)->advance(slice, pool));
        QCOMPARE((*projection)->step(), step);
        QCOMPARE(step, (*projection)->steps());
        QVERIFY((*projection)->isFinished() && areEqual((*projection)->layout(), end));
        QCOMPARE((*projection)->objective(), objective);
        const auto known = (*projection)->giveNeighbours(); // for the next codes: the layout stays
        QVERIFY(known && (*projection)->isFinished() && areEqual((*projection)->layout(), end));
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
