// UMAP's parts beside umap-learn, its moves beside formulas, the whole as somebody meets it.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "engine/projections/fuzzy_graph.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"
#include "tests/support/projection_reference.h"

using namespace hourglass;
using namespace hourglass::projections;
using core::ThreadPool;

namespace {

Layout run(const Subject &subject, const spec::Values &settings, int threads, Index stepsOfSlice = 1'000'000) {
    ThreadPool pool(threads);
    auto projection = project("umap", settings, subject);
    if (!projection)
        qFatal("%s", projection.error().sentence().c_str());
    Slice slice;
    slice.steps = stepsOfSlice;
    while (!(*projection)->isFinished())
        if (const auto error = (*projection)->advance(slice, pool))
            qFatal("%s", error->sentence().c_str());
    return (*projection)->layout();
}

bool areEqual(const Layout &a, const Layout &b) {
    return std::ranges::equal(a.x.span(), b.x.span()) && std::ranges::equal(a.y.span(), b.y.span()) && std::ranges::equal(a.z.span(), b.z.span());
}

/// Where point 0 comes to with point 1 as its one neighbour and as many others drawn from a cloud of two: itself and point 1.
std::pair<double, double> moved(double x, double y, kernels::UmapStep step) {
    const std::vector<Index> starts{0, 1, 2};
    const std::vector<std::int32_t> due{1, 0}, counts{1, 1}, rows{0, 1};
    const float xs[2] = {static_cast<float>(x), 0.5f}, ys[2] = {static_cast<float>(y), -0.25f};
    float toX[2], toY[2];
    kernels::umapStep(0, 1, step, rows.data(), starts.data(), due.data(), counts.data(), {xs, ys, nullptr}, {toX, toY, nullptr});
    return {static_cast<double>(toX[0]), static_cast<double>(toY[0])};
}

} // namespace

class ProjectionUmapTest : public QObject {
    Q_OBJECT

private slots:
    void curvesAreThoseOfUmapLearn() {
        const ProjectionReference reference;
        for (const QJsonValue &row : reference.all["curves"].toArray()) {
            const UmapCurve curve = umapCurve(row["spread"].toDouble(), row["min_dist"].toDouble());
            QVERIFY2(std::abs(curve.a - row["a"].toDouble()) < 1e-4 * curve.a, qPrintable(QString::number(curve.a, 'g', 9)));
            QVERIFY2(std::abs(curve.b - row["b"].toDouble()) < 1e-4 * curve.b, qPrintable(QString::number(curve.b, 'g', 9)));
        }
    }

    void theGraphIsThatOfUmapLearn() {
        const ProjectionReference reference;
        ThreadPool pool(2);
        const QJsonObject given = reference.all["fuzzy"].toObject();
        auto neighbours = nearestNeighbours(reference.codeView(), given["neighbours"].toInt() - 1, pool);
        QVERIFY(neighbours);
        const SparseMatrix ours = fuzzyGraph(std::move(*neighbours), pool);
        const auto rows = ProjectionReference::integers(given["rows"]), columns = ProjectionReference::integers(given["columns"]);
        const auto values = ProjectionReference::numbers(given["values"]);
        std::map<std::pair<int, int>, double> theirs;
        for (std::size_t i = 0; i < rows.size(); ++i)
            theirs[{rows[i], columns[i]}] = values[i];
        QCOMPARE(ours.values.size(), values.size());
        for (int row = 0; row < static_cast<int>(reference.samples); ++row)
            for (Index at = ours.starts[static_cast<std::size_t>(row)]; at < ours.starts[static_cast<std::size_t>(row) + 1]; ++at) {
                const auto place = static_cast<std::size_t>(at);
                QVERIFY(theirs.count({row, ours.columns[place]}) == 1);
                QVERIFY(std::abs(static_cast<double>(ours.values[place]) - theirs[{row, ours.columns[place]}]) < 2e-4);
            }
    }

    void forcesAreSlopesOfTheCurve() {
        const double a = 1.5769, b = 0.8951, h = 1e-5;
        for (const auto &[x, y] : {std::pair{1.5, 0.5}, std::pair{0.2, -0.1}, std::pair{-0.6, 0.4}}) {
            const auto square = [](double atX, double atY) { return (atX - 0.5) * (atX - 0.5) + (atY + 0.25) * (atY + 0.25); };
            const auto w = [&](double atX, double atY) { return 1 / (1 + a * std::pow(square(atX, atY), b)); };
            // A rate so small that a move is a slope: first the pull alone.
            const kernels::UmapStep pull{static_cast<float>(a), static_cast<float>(b), 0.01f, 0.0f, 0, 1, 2};
            const auto [pulledX, pulledY] = moved(x, y, pull);
            const double slopeX = (std::log(w(x + h, y)) - std::log(w(x - h, y))) / (2 * h), slopeY = (std::log(w(x, y + h)) - std::log(w(x, y - h))) / (2 * h);
            QVERIFY(std::abs((pulledX - x) / 0.01 - slopeX) < 2e-3 * (std::abs(slopeX) + 0.01));
            QVERIFY(std::abs((pulledY - y) / 0.01 - slopeY) < 2e-3 * (std::abs(slopeY) + 0.01));
            // Then with pushes: of n draws some are the point itself, which does nothing; so the move is a whole number of slopes.
            const kernels::UmapStep push{static_cast<float>(a), static_cast<float>(b), 1e-4f, 1.0f, 12, 77, 2};
            const auto [pushedX, pushedY] = moved(x, y, push);
            const double d = square(x, y), force = 2 * b / ((0.001 + d) * (1 + a * std::pow(d, b)));
            const double ofX = std::clamp(force * (x - 0.5), -4.0, 4.0), ofY = std::clamp(force * (y + 0.25), -4.0, 4.0);
            const double countX = ((pushedX - x) / 1e-4 - std::clamp(slopeX, -4.0, 4.0)) / ofX,
                         countY = ((pushedY - y) / 1e-4 - std::clamp(slopeY, -4.0, 4.0)) / ofY;
            QVERIFY2(std::abs(countX - std::round(countX)) < 0.2 && std::abs(countX - countY) < 0.2, qPrintable(QString("%1 %2").arg(countX).arg(countY)));
            QVERIFY(countX > 1.5 && countX < 10.5);
        }
    }

    void neighboursTakeTurnsByTheirShare() {
        const std::vector<Index> starts{0, 20};
        std::vector<std::int32_t> columns(20), due(20), counts(1);
        std::vector<float> values(20);
        for (int i = 0; i < 20; ++i) {
            columns[static_cast<std::size_t>(i)] = i;
            values[static_cast<std::size_t>(i)] = static_cast<float>(i) / 19.0f;
        }
        std::vector<int> turns(20);
        for (int epoch = 0; epoch < 190; ++epoch) {
            kernels::umapDue(0, 1, epoch, {starts.data(), columns.data(), values.data()}, due.data(), counts.data());
            for (int i = 0; i < counts[0]; ++i)
                ++turns[static_cast<std::size_t>(due[static_cast<std::size_t>(i)])];
        }
        for (int i = 0; i < 20; ++i)
            QVERIFY(std::abs(turns[static_cast<std::size_t>(i)] - 10 * i) <= 1);
    }

    void keepsNeighbourhoods() {
        const ProjectionReference reference;
        const Layout plane = run({reference.codeView()}, {}, 2);
        const core::Floats columns = plane.toColumns();
        ThreadPool pool(1);
        const auto quality = judge(reference.codeView(), {columns.data(), 2, reference.samples, 2}, 12, pool);
        QVERIFY(quality);
        QVERIFY2(quality->trustworthiness > 0.95, qPrintable(QString::number(quality->trustworthiness)));
    }

    void slicesAndThreadsChangeNoBit() {
        const ProjectionReference reference;
        const spec::Values settings{{"iterations", Index{40}}};
        const Layout whole = run({reference.codeView()}, settings, 1);
        QVERIFY(areEqual(whole, run({reference.codeView()}, settings, 3, 7)));
        Subject other{reference.codeView()};
        other.seed = 5;
        QVERIFY(!areEqual(whole, run(other, settings, 1)));
    }

    void aMoveInSpaceIsThatOfAPlaneThroughIt() {
        // Turned about the first axis by 3-4-5, so that y becomes (0.6 y, 0.8 y): the way along x is the plane's, those along y and z its shares.
        const std::vector<Index> starts{0, 1, 2};
        const std::vector<std::int32_t> due{1, 0}, counts{1, 1}, rows{0, 1};
        const kernels::UmapStep step{1.5769f, 0.8951f, 0.05f, 1.0f, 6, 77, 2};
        const auto [x, y] = moved(0.2, -0.1, step);
        const float xs[2] = {0.2f, 0.5f}, ys[2] = {0.6f * -0.1f, 0.6f * -0.25f}, zs[2] = {0.8f * -0.1f, 0.8f * -0.25f};
        float toX[2], toY[2], toZ[2];
        kernels::umapStep(0, 1, step, rows.data(), starts.data(), due.data(), counts.data(), {xs, ys, zs}, {toX, toY, toZ});
        QVERIFY(std::abs(static_cast<double>(toX[0]) - x) < 1e-5);
        QVERIFY(std::abs(static_cast<double>(toY[0]) - 0.6 * y) < 1e-5 && std::abs(static_cast<double>(toZ[0]) - 0.8 * y) < 1e-5);
    }

    void inSpaceItKeepsMoreOfTheNeighbourhoods() {
        const ProjectionReference reference;
        Subject subject{reference.codeView()};
        subject.dimensions = 3;
        const Layout space = run(subject, {}, 1), plane = run({reference.codeView()}, {}, 2);
        for (const int threads : {2, 3, 5})
            QVERIFY(areEqual(space, run(subject, {}, threads, 11)));
        ThreadPool pool(1);
        const auto trust = [&](const Layout &layout) {
            const core::Floats columns = layout.toColumns();
            const auto quality = judge(reference.codeView(), {columns.data(), layout.dimensions(), reference.samples, layout.dimensions()}, 12, pool);
            return quality ? quality->trustworthiness : 0;
        };
        QVERIFY2(trust(space) > trust(plane), qPrintable(QString("%1 for %2").arg(trust(space)).arg(trust(plane))));
    }

    void duplicatesStayFinite() {
        std::vector<float> codes(2 * 900, 0.25f);
        for (std::size_t i = 0; i < 60; ++i)
            codes[i] = static_cast<float>(i);
        const Layout layout = run({{codes.data(), 2, 900, 2}}, {{"iterations", Index{60}}}, 2);
        for (const float x : layout.x.span())
            QVERIFY(std::isfinite(x));
    }

    void aDistanceBeyondTheSpreadIsASentence() {
        const ProjectionReference reference;
        const auto projection = project("umap", {{"min_dist", 2.0}}, {reference.codeView()});
        QVERIFY(!projection);
        QCOMPARE(QString::fromStdString(projection.error().what), QString("a minimal distance of 2 is more than the spread, 1"));
    }
};

QTEST_GUILESS_MAIN(ProjectionUmapTest)
#include "projection_umap_test.moc"
