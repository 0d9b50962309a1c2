// What pushes and pulls t-SNE's points, beside loops over all pairs.
#include <QTest>

#include <array>
#include <cmath>
#include <vector>

#include "engine/core/random.h"
#include "engine/projections/affinities.h"
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

} // namespace

class ProjectionPotentialTest : public QObject {
    Q_OBJECT

private slots:
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
};

QTEST_GUILESS_MAIN(ProjectionPotentialTest)
#include "projection_potential_test.moc"
