// What single drawn sets promise: that their factors are the truth.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "engine/data/generators/generator.h"
#include "engine/data/generators/stroke_digits.h"
#include "tests/support/eigen_oracle.h"

using namespace hourglass;
using namespace hourglass::data;

namespace {

Dataset drawn(const std::string &key, const spec::Values &options) {
    auto dataset = generate(*findGenerator(key), options, 3);
    if (!dataset)
        qFatal("%s", dataset.error().sentence().c_str());
    return *dataset;
}

Eigen::MatrixXd matrixOf(const std::vector<float> &values, Index columns) {
    const auto rows = static_cast<Index>(values.size()) / columns;
    return Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(values.data(), rows, columns).cast<double>();
}

struct Centre {
    double ink = 0.0, x = 0.0, y = 0.0; ///< in sides
};

Centre centreOf(const std::uint8_t *picture, Index side) {
    Centre centre;
    for (Index row = 0; row < side; ++row)
        for (Index column = 0; column < side; ++column) {
            const double ink = picture[row * side + column] / 255.0;
            centre.ink += ink;
            centre.x += ink * (static_cast<double>(column) + 0.5) / static_cast<double>(side);
            centre.y += ink * (static_cast<double>(row) + 0.5) / static_cast<double>(side);
        }
    centre.x /= centre.ink;
    centre.y /= centre.ink;
    return centre;
}

} // namespace

class DrawnSetsTest : public QObject {
    Q_OBJECT

private slots:
    /// An angle's period turns it into itself; nothing else has one.
    void angleFactorsHavePeriods() {
        const std::pair<const char *, std::vector<bool>> expected[] = {{"sprites", {false, false, true, false, false}},
                                                                       {"torus", {true, true}},
                                                                       {"trefoil", {true}},
                                                                       {"circles", {true}},
                                                                       {"moons", {}},
                                                                       {"swiss-roll", {}},
                                                                       {"sines", {false, false, false, false, true, true}}};
        for (const auto &[key, isAngle] : expected) {
            const Dataset dataset = drawn(key, {{"samples", Index{20}}});
            QCOMPARE(dataset.factorPeriods.size(), isAngle.size());
            for (std::size_t i = 0; i < isAngle.size(); ++i)
                QCOMPARE(dataset.factorPeriods[i], isAngle[i] ? static_cast<float>(2 * M_PI) : 0.0f);
            QVERIFY(isAngle.empty() || isAngle.size() == dataset.factorNames.size());
        }
    }

    void theSwissRollIsWhereItsFactorsSay() {
        const Dataset roll = drawn("swiss-roll", {{"samples", Index{50}}, {"noise", 0.0}});
        QCOMPARE(roll.factorNames.size(), 2u);
        for (Index i = 0; i < 50; ++i) {
            const float *p = roll.train.floats.data() + 3 * i, *f = roll.train.factors.data() + 2 * i;
            const double t = f[0], expected[] = {t * std::cos(t), f[1], t * std::sin(t)};
            for (int c = 0; c < 3; ++c)
                QVERIFY(std::abs((p[c] - 0.5) * 2.0 * 17.62 - expected[c]) < 1e-4);
        }
    }

    void aRotationKeepsDistances_data() {
        QTest::addColumn<QString>("key");
        for (const char *key : {"swiss-roll", "s-curve", "trefoil", "torus", "circles", "moons"})
            QTest::newRow(key) << key;
    }
    void aRotationKeepsDistances() {
        QFETCH(QString, key);
        const Index coordinates = key == "circles" || key == "moons" ? 2 : 3;
        const spec::Values flat{{"samples", Index{40}}, {"noise", 0.0}};
        spec::Values turned = flat;
        turned["dimensions"] = Index{50};
        const Dataset few = drawn(key.toStdString(), flat), many = drawn(key.toStdString(), turned);
        QCOMPARE(few.features(), coordinates);
        QCOMPARE(few.train.factors, many.train.factors);
        const Eigen::MatrixXd a = matrixOf(few.train.floats, coordinates), b = matrixOf(many.train.floats, 50);
        const double scale = (b.row(0) - b.row(1)).norm() / (a.row(0) - a.row(1)).norm();
        for (Index i = 1; i < 40; ++i)
            QVERIFY(std::abs((b.row(0) - b.row(i)).norm() - scale * (a.row(0) - a.row(i)).norm()) < 1e-5);
        QVERIFY(b.cwiseAbs().maxCoeff() > 0.7); // and as much of [0, 1] is used as can be
        spec::Values noisy = turned;
        noisy["noise"] = 0.2;
        QCOMPARE(drawn(key.toStdString(), noisy).train.factors, few.train.factors);
    }

    void blobsLieAroundTheirCentres() {
        const Dataset exact = drawn("blobs", {{"samples", Index{300}}, {"spread", 0.0}, {"centres", Index{6}}});
        std::set<std::vector<float>> places;
        for (Index i = 0; i < 300; ++i)
            places.insert({exact.train.floats.begin() + 20 * i, exact.train.floats.begin() + 20 * (i + 1)});
        QCOMPARE(places.size(), std::size_t{6});
        for (Index i = 0; i < 300; ++i) // and the test part has the same
            QVERIFY(places.count({exact.test.floats.begin() + 20 * i, exact.test.floats.begin() + 20 * (i + 1)}) == 1);
        QCOMPARE(exact.classNames.size(), 6u);
    }

    void theCorrelatedTableIsLinearInItsFactors() {
        for (const double noise : {0.0, 0.2}) {
            const Dataset table = drawn("correlated", {{"samples", Index{400}}, {"rank", Index{4}}, {"noise", noise}});
            Eigen::MatrixXd z(400, 5);
            z << matrixOf(table.train.factors, 4), Eigen::VectorXd::Ones(400);
            const Eigen::MatrixXd x = matrixOf(table.train.floats, 20);
            const Eigen::MatrixXd residual = x - z * tests::leastSquares(z, x);
            const double share = residual.squaredNorm() / (x.rowwise() - x.colwise().mean()).squaredNorm();
            QVERIFY2(noise > 0.0 ? share > 1e-3 && share < 0.1 : share < 1e-10, qPrintable(QString::number(share)));
        }
    }

    void sparseCodesAddUpAtoms() {
        const Dataset codes = drawn("sparse-codes", {{"samples", Index{500}}, {"active", Index{3}}, {"atoms", Index{80}}});
        const Eigen::MatrixXd z = matrixOf(codes.train.factors, 80), x = matrixOf(codes.train.floats, 64).array() - 0.5;
        for (Index i = 0; i < 500; ++i)
            QCOMPARE((z.row(i).array() != 0.0).count(), Index{3});
        QVERIFY((x - z * tests::leastSquares(z, x)).norm() < 1e-4 * x.norm());
    }

    void strokesAreToldApart() {
        const Dataset digits = drawn("strokes", {{"samples", Index{3000}}});
        QVERIFY(digits.shape == core::Shape(1, 28, 28));
        std::vector<std::vector<double>> means(10, std::vector<double>(784));
        std::vector<double> counts(10);
        for (Index i = 0; i < 3000; ++i) {
            const auto label = static_cast<std::size_t>(digits.train.labels[static_cast<std::size_t>(i)]);
            ++counts[label];
            for (std::size_t p = 0; p < 784; ++p)
                means[label][p] += digits.train.bytes[static_cast<std::size_t>(784 * i) + p];
        }
        int right = 0;
        for (Index i = 0; i < 3000; ++i) {
            std::size_t best = 0;
            double least = 1e30;
            for (std::size_t label = 0; label < 10; ++label) {
                double distance = 0.0;
                for (std::size_t p = 0; p < 784; ++p) {
                    const double away = digits.test.bytes[static_cast<std::size_t>(784 * i) + p] - means[label][p] / counts[label];
                    distance += away * away;
                }
                if (distance < least) {
                    least = distance;
                    best = label;
                }
            }
            right += static_cast<std::int32_t>(best) == digits.test.labels[static_cast<std::size_t>(i)];
        }
        QVERIFY2(right > 2100, qPrintable(QString::number(right))); // chance is 300; MNIST's digits come to 82 in 100
        QVERIFY(*std::min_element(counts.begin(), counts.end()) > 240);
    }

    void strokesStayInThePicture() {
        const Dataset digits = drawn("strokes", {{"samples", Index{2000}}});
        int atTheEdge = 0;
        for (Index i = 0; i < 2000; ++i) {
            const std::uint8_t *picture = digits.train.bytes.data() + 784 * i;
            QVERIFY(centreOf(picture, 28).ink > 15.0);
            bool touches = false;
            for (Index p = 0; p < 28; ++p)
                touches |= picture[p] > 127 || picture[27 * 28 + p] > 127 || picture[28 * p] > 127 || picture[28 * p + 27] > 127;
            atTheEdge += touches;
        }
        QVERIFY2(atTheEdge < 20, qPrintable(QString::number(atTheEdge)));
    }

    void curvesGoThroughTheirPoints() {
        const Stroke points{{0, 0}, {1, 0}, {1, 0}, {1, 1}}; // a corner
        const Stroke curve = curveThrough(points, 4);
        QCOMPARE(curve.size(), std::size_t{9});
        QVERIFY((curve.front() == points.front()) && (curve[4] == points[1]) && (curve.back() == points.back()));
        for (const StrokePoint &point : curve) // both pieces are straight
            QVERIFY(point.y == 0.0 || point.x == 1.0);
    }

    void spritesAreWhereTheirFactorsSay() {
        for (const Index side : {Index{32}, Index{64}}) {
            const Dataset sprites = drawn("sprites", {{"samples", Index{300}}, {"side", side}});
            for (Index i = 0; i < 300; ++i) {
                const float *f = sprites.train.factors.data() + 5 * i;
                const Centre centre = centreOf(sprites.train.bytes.data() + side * side * i, side);
                const int form = static_cast<int>(f[0]);
                QCOMPARE(sprites.train.labels[static_cast<std::size_t>(i)], form);
                const double tolerance = form == 2 ? 0.06 : 0.005; // the heart's middle is not its centre
                QVERIFY(std::abs(centre.x - f[3]) < tolerance && std::abs(centre.y - f[4]) < tolerance);
                const double area = centre.ink / static_cast<double>(side * side) / (f[1] * f[1]);
                const double expected[] = {4.0 * 0.81, 3.14159265 / 2.0, 3.6 / (1.14 * 1.12)};
                QVERIFY2(std::abs(area / expected[form] - 1.0) < 0.06, qPrintable(QString("%1: %2").arg(form).arg(area)));
            }
        }
    }

    void theDotMovesAsItsFactorsSay() {
        const spec::Values options{{"samples", Index{100}}, {"radius", 0.12}};
        const Dataset dots = drawn("moving-dot", options);
        QVERIFY(dots.shape == core::Shape(8, 784));
        for (Index i = 0; i < 100; ++i) {
            const float *f = dots.train.factors.data() + 4 * i;
            for (const Index frame : {0, 3, 7}) {
                const Centre centre = centreOf(dots.train.bytes.data() + 784 * (8 * i + frame), 28);
                QVERIFY(std::abs(centre.x - (f[0] + frame * f[2])) < 0.02 && std::abs(centre.y - (f[1] + frame * f[3])) < 0.02);
            }
        }
        spec::Values channels = options;
        channels["layout"] = std::string("channels");
        const Dataset pictures = drawn("moving-dot", channels);
        QVERIFY(pictures.shape == core::Shape(8, 28, 28));
        QVERIFY(pictures.train.bytes == dots.train.bytes);
    }

    void theBallStaysInside() {
        const Dataset balls = drawn("bouncing-ball", {{"samples", Index{100}}, {"frames", Index{32}}, {"gravity", 0.1}, {"speed", 0.5}});
        double least = 1e9, most = 0.0;
        for (Index picture = 0; picture < 3200; ++picture) {
            const double ink = centreOf(balls.train.bytes.data() + 784 * picture, 28).ink;
            least = std::min(least, ink);
            most = std::max(most, ink);
        }
        QVERIFY2(least > 0.85 * most, qPrintable(QString("%1 to %2").arg(least).arg(most))); // never cut off by a wall
    }

    void wavesAreWhatTheirFactorsSay() {
        const Dataset waves = drawn("sines", {{"samples", Index{50}}, {"components", Index{3}}, {"noise", 0.0}});
        QVERIFY(waves.shape == core::Shape(64, 1));
        for (Index i = 0; i < 50; ++i) {
            const float *f = waves.train.factors.data() + 9 * i, *x = waves.train.floats.data() + 64 * i;
            for (int step = 0; step < 64; ++step) {
                double sum = 0.0;
                for (int wave = 0; wave < 3; ++wave)
                    sum += f[3 + wave] * std::sin(f[6 + wave] + 2.0 * M_PI * f[wave] * step / 64.0);
                QVERIFY(std::abs(x[step] - (0.5 + sum / 6.0)) < 1e-5);
            }
        }
    }

    void fewHeartbeatsAreAbnormal() {
        const Dataset beats = drawn("ecg", {{"samples", Index{4000}}, {"abnormal", 0.1}, {"noise", 0.0}});
        const auto abnormal = std::count(beats.train.labels.begin(), beats.train.labels.end(), 1);
        QVERIFY2(abnormal > 330 && abnormal < 470, qPrintable(QString::number(abnormal)));
        const std::vector<float> &x = beats.train.floats;
        Eigen::VectorXd mean = Eigen::VectorXd::Zero(128);
        for (Index i = 0; i < 4000; ++i) {
            const Index label = beats.train.labels[static_cast<std::size_t>(i)];
            QCOMPARE(label, Index{beats.train.factors[static_cast<std::size_t>(3 * i + 2)] > 0});
            if (label == 0)
                for (Index step = 0; step < 128; ++step)
                    mean[step] += x[static_cast<std::size_t>(128 * i + step)];
        }
        mean /= static_cast<double>(4000 - abnormal);
        double distance[2] = {0.0, 0.0}; // abnormal ones lie farther from the mean of the normal
        for (Index i = 0; i < 4000; ++i)
            for (Index step = 0; step < 128; ++step)
                distance[beats.train.labels[static_cast<std::size_t>(i)]] += std::pow(x[static_cast<std::size_t>(128 * i + step)] - mean[step], 2);
        QVERIFY(distance[1] / static_cast<double>(abnormal) > 1.5 * distance[0] / static_cast<double>(4000 - abnormal));
        // R is the highest: near the middle of the first interval.
        const Dataset calm = drawn("ecg", {{"samples", Index{20}}, {"abnormal", 0.0}, {"noise", 0.0}, {"variation", 0.0}});
        const auto top = std::max_element(calm.train.floats.begin(), calm.train.floats.begin() + 64) - calm.train.floats.begin();
        QCOMPARE(top, 32);
        QCOMPARE(std::count(calm.train.labels.begin(), calm.train.labels.end(), 0), 20);
    }
};

QTEST_APPLESS_MAIN(DrawnSetsTest)
#include "drawn_sets_test.moc"
