// Trustworthiness, continuity and stress, beside scikit-learn and beside loops over all pairs.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/core/random.h"
#include "engine/projections/quality.h"
#include "tests/support/projection_reference.h"

using hourglass::core::ConstView;
using hourglass::core::Random;
using hourglass::core::Stream;
using hourglass::core::ThreadPool;
using namespace hourglass::projections;

namespace {

double slowDistance(ConstView view, Index a, Index b) {
    double sum = 0;
    for (Index row = 0; row < view.rows; ++row)
        sum += std::pow(static_cast<double>(view.column(a)[row]) - static_cast<double>(view.column(b)[row]), 2);
    return std::sqrt(sum);
}

} // namespace

class ProjectionQualityTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithScikitLearn() {
        const ProjectionReference reference;
        ThreadPool pool(2);
        for (const QJsonValue &row : reference.all["quality"].toArray()) {
            const auto quality = judge(reference.codeView(), reference.planeView(), row["neighbours"].toInt(), pool);
            QVERIFY(quality);
            QVERIFY(std::abs(quality->trustworthiness - row["trustworthiness"].toDouble()) < 1e-9);
            QVERIFY(std::abs(quality->continuity - row["continuity"].toDouble()) < 1e-9);
            double trust = 0, whole = 0;
            for (std::size_t i = 0; i < quality->trustworthinessOf.size(); ++i) {
                trust += static_cast<double>(quality->trustworthinessOf[i]);
                whole += static_cast<double>(quality->continuityOf[i]);
            }
            QVERIFY(std::abs(trust / static_cast<double>(reference.samples) - quality->trustworthiness) < 1e-6);
            QVERIFY(std::abs(whole / static_cast<double>(reference.samples) - quality->continuity) < 1e-6);
        }
    }

    void stressIsThatOfALoop() {
        const ProjectionReference reference;
        double both = 0, codes = 0, plane = 0;
        for (Index a = 0; a < reference.samples; ++a)
            for (Index b = 0; b < reference.samples; ++b) {
                const double x = slowDistance(reference.codeView(), a, b), y = slowDistance(reference.planeView(), a, b);
                both += x * y;
                codes += x * x;
                plane += y * y;
            }
        const double scale = both / codes;
        double error = 0;
        for (Index a = 0; a < reference.samples; ++a)
            for (Index b = 0; b < reference.samples; ++b)
                error += std::pow(slowDistance(reference.planeView(), a, b) - scale * slowDistance(reference.codeView(), a, b), 2);
        ThreadPool pool(1);
        const auto quality = judge(reference.codeView(), reference.planeView(), 5, pool);
        QVERIFY(quality);
        QVERIFY(std::abs(quality->stress - std::sqrt(error / plane)) < 1e-4);
    }

    void aScaledPlaneIsPerfect() {
        const ProjectionReference reference;
        std::vector<float> scaled = reference.plane;
        for (float &each : scaled)
            each *= 4.0f;
        ThreadPool pool(2);
        const auto quality = judge(reference.planeView(), {scaled.data(), 2, reference.samples, 2}, 10, pool);
        QVERIFY(quality);
        QCOMPARE(quality->trustworthiness, 1.0);
        QCOMPARE(quality->continuity, 1.0);
        QVERIFY(quality->stress < 1e-3);
    }

    void equalSamplesAreRankedByTheirNumbers() {
        // All equal: the neighbours are the same on both sides, so nothing is lost.
        const std::vector<float> codes(3 * 400, 0.7f), plane(2 * 400, 1.0f);
        ThreadPool pool(2);
        const auto quality = judge({codes.data(), 3, 400, 3}, {plane.data(), 2, 400, 2}, 15, pool);
        QVERIFY(quality);
        QCOMPARE(quality->trustworthiness, 1.0);
        QCOMPARE(quality->stress, 0.0);
    }

    void someMayStandForAll() {
        const ProjectionReference reference;
        ThreadPool pool(2);
        const auto all = judge(reference.codeView(), reference.planeView(), 5, pool),
                   some = judge(reference.codeView(), reference.planeView(), 5, pool, nullptr, 40);
        QVERIFY(all && some);
        QCOMPARE(some->step, Index{3});
        QCOMPARE(some->trustworthinessOf.size(), std::size_t{40});
        for (std::size_t i = 0; i < 40; ++i) {
            QCOMPARE(some->trustworthinessOf[i], all->trustworthinessOf[3 * i]);
            QCOMPARE(some->continuityOf[i], all->continuityOf[3 * i]);
        }
        QVERIFY(std::abs(some->stress - all->stress) < 0.05);
    }

    void isTheSameOnAnyNumberOfThreads() {
        const Random random(1, Stream::Data);
        std::vector<float> codes(8 * 1000), plane(2 * 1000);
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = random.normal(0, i, 0);
        for (std::size_t i = 0; i < plane.size(); ++i)
            plane[i] = random.normal(1, i, 0);
        ThreadPool one(1), three(3);
        const ConstView codeView{codes.data(), 8, 1000, 8}, planeView{plane.data(), 2, 1000, 2};
        const auto alone = judge(codeView, planeView, 15, one), shared = judge(codeView, planeView, 15, three);
        QVERIFY(alone && shared);
        QCOMPARE(alone->trustworthiness, shared->trustworthiness);
        QCOMPARE(alone->stress, shared->stress);
        QVERIFY(alone->continuityOf == shared->continuityOf);
        QVERIFY(alone->trustworthiness > 0.45 && alone->trustworthiness < 0.55); // chance
    }
};

QTEST_GUILESS_MAIN(ProjectionQualityTest)
#include "projection_quality_test.moc"
