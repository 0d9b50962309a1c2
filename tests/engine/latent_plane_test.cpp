#include <QTest>

#include <cmath>
#include <limits>

#include "engine/analysis/latent_plane.h"
#include "engine/analysis/plane_point.h"
#include "engine/core/random.h"
#include "tests/support/eigen_oracle.h"

using namespace hourglass;
using analysis::LatentAxes;
using analysis::LatentPicture;
using analysis::mapCodes;
using core::Index;

namespace {

const LatentAxes principal{LatentAxes::Kind::Principal};

/// units × count, packed; unit j has a spread of 1 + j and a mean of 10 · j, and leans on unit 0.
struct Drawn {
    Index units, count;
    std::vector<float> values;

    Drawn(Index unitCount, Index codeCount, std::uint64_t step = 0) : units(unitCount), count(codeCount) {
        const core::Random random(11, core::Stream::Data);
        for (Index i = 0; i < count; ++i)
            for (Index j = 0; j < units; ++j)
                values.push_back(static_cast<float>(j * 10) + static_cast<float>(1 + j) * random.normal(step, i, j) +
                                 (j > 0 ? random.normal(step, i, 0) : 0.0f));
    }
    core::ConstView view() const { return {values.data(), units, count, units}; }
    float at(Index unit, Index code) const { return values[unit + code * units]; }
    Eigen::MatrixXd centred() const {
        const Eigen::MatrixXd matrix = Eigen::Map<const Eigen::MatrixXf>(values.data(), units, count).cast<double>();
        return matrix.colwise() - Eigen::VectorXd(matrix.rowwise().mean());
    }
};

double dot(const std::vector<float> &a, const std::vector<float> &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

double codeAt(const LatentPicture &picture, Index unit, Index point) {
    const double y = picture.y.empty() ? 0.0 : static_cast<double>(picture.y[point]) * static_cast<double>(picture.plane->axisY[unit]);
    return static_cast<double>(picture.plane->origin[unit]) + static_cast<double>(picture.x[point]) * static_cast<double>(picture.plane->axisX[unit]) + y;
}

/// What holds of every picture.
void verify(const LatentPicture &picture, Index units) {
    QCOMPARE(picture.units, units);
    QCOMPARE(static_cast<Index>(picture.plane->origin.size()), units);
    QCOMPARE(static_cast<Index>(picture.plane->axisX.size()), units);
    QCOMPARE(static_cast<Index>(picture.plane->axisY.size()), units);
    QCOMPARE(picture.samples.size(), picture.x.size());
    QVERIFY(picture.labels.empty() || picture.labels.size() == picture.x.size());
    QCOMPARE(picture.y.size(), units == 1 ? 0 : picture.x.size());
    QVERIFY(std::abs(dot(picture.plane->axisX, picture.plane->axisX) - 1) < 1e-6);
    QVERIFY(std::abs(dot(picture.plane->axisY, picture.plane->axisY) - (units == 1 ? 0 : 1)) < 1e-6);
    QVERIFY(std::abs(dot(picture.plane->axisX, picture.plane->axisY)) < 1e-6);
    std::vector<float> code(picture.plane->origin.size());
    picture.plane->copyCode(1.5, -0.5, code.data());
    const auto [x, y] = analysis::planePoint(*picture.plane, code); // and back, as far as floats of some thousands do
    QVERIFY(std::abs(x - 1.5) < 1e-2 && std::abs(y - (units == 1 ? 0 : -0.5)) < 1e-2);
    QVERIFY(picture.explained >= 0 && picture.explained <= 1 + 1e-9);
    for (const std::vector<float> *numbers : {&picture.x, &picture.y, &picture.plane->origin})
        for (const float value : *numbers)
            QVERIFY(std::isfinite(value));
}

} // namespace

class LatentPlaneTest : public QObject {
    Q_OBJECT
private slots:
    void threeUnitsAreShownAsTheyAre() {
        const Drawn codes(5, 200);
        const LatentPicture picture = mapCodes({codes.view(), {}, {}}, {.first = 3, .second = 0, .third = 4});
        verify(picture, 5);
        QVERIFY(picture.axes.isSpatial() && !picture.leadsBack());
        QCOMPARE(picture.z.size(), std::size_t{200});
        for (Index i = 0; i < 200; ++i) {
            QCOMPARE(picture.x[i], codes.at(3, i));
            QCOMPARE(picture.y[i], codes.at(0, i));
            QCOMPARE(picture.z[i], codes.at(4, i));
        }
        const Eigen::MatrixXd centred = codes.centred();
        const double all = centred.squaredNorm(), three = centred.row(0).squaredNorm() + centred.row(3).squaredNorm() + centred.row(4).squaredNorm();
        QVERIFY(std::abs(picture.explained - three / all) < 1e-6);
        // Wishes that cannot be: a unit that is taken or not there, a code of two units.
        QCOMPARE(mapCodes({codes.view(), {}, {}}, {.first = 0, .second = 1, .third = 1}).axes.third, 2);
        QCOMPARE(mapCodes({codes.view(), {}, {}}, {.first = 0, .second = 1, .third = 99}).axes.third, 4);
        QCOMPARE(mapCodes({codes.view(), {}, {}}, {.first = 4, .second = 3, .third = 4}).axes.third, 0);
        const Drawn two(2, 30);
        for (const LatentAxes &axes : {LatentAxes{.third = 2}, LatentAxes{.kind = LatentAxes::Kind::Principal, .third = 2}}) {
            const LatentPicture flat = mapCodes({two.view(), {}, {}}, axes);
            QVERIFY(!flat.axes.isSpatial() && flat.z.empty() && flat.leadsBack());
        }
    }

    void threeComponentsAreThoseOfTheCovariance() {
        const Drawn codes(6, 400);
        LatentAxes axes = principal;
        axes.third = 2;
        const LatentPicture picture = mapCodes({codes.view(), {}, {}}, axes);
        verify(picture, 6);
        const analysis::CodePlane &plane = *picture.plane;
        QVERIFY(std::abs(dot(plane.axisZ, plane.axisZ) - 1) < 1e-5 && std::abs(dot(plane.axisX, plane.axisZ)) < 1e-5 &&
                std::abs(dot(plane.axisY, plane.axisZ)) < 1e-5);
        const Eigen::MatrixXd centred = codes.centred();
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(centred * centred.transpose() / 400);
        double variance = 0;
        for (const float z : picture.z)
            variance += static_cast<double>(z) * static_cast<double>(z) / 400;
        const double third = solver.eigenvalues()[3];
        QVERIFY(std::abs(variance - third) < 1e-3 * third);
        QVERIFY(std::abs(picture.explained - solver.eigenvalues().tail(3).sum() / solver.eigenvalues().sum()) < 1e-4);
        // The same plane as without it; of three units nothing is left out; a sign follows the picture before.
        const LatentPicture flat = mapCodes({codes.view(), {}, {}}, principal, &picture);
        for (std::size_t i = 0; i < 400; ++i)
            QVERIFY(std::abs(flat.x[i] - picture.x[i]) < 1e-3f && std::abs(flat.y[i] - picture.y[i]) < 1e-3f);
        const Drawn few(3, 50);
        const LatentPicture whole = mapCodes({few.view(), {}, {}}, axes);
        QVERIFY(std::abs(whole.explained - 1) < 1e-6);
        for (Index i = 0; i < 50; ++i)
            for (std::size_t unit = 0; unit < 3; ++unit)
                QVERIFY(std::abs(static_cast<double>(whole.plane->origin[unit] + whole.x[i] * whole.plane->axisX[unit] + whole.y[i] * whole.plane->axisY[unit] +
                                                     whole.z[i] * whole.plane->axisZ[unit] - few.at(static_cast<Index>(unit), i))) < 1e-3);
        LatentPicture turned = picture;
        for (float &number : turned.plane->axisZ)
            number = -number;
        QVERIFY(dot(mapCodes({codes.view(), {}, {}}, axes, &turned).plane->axisZ, turned.plane->axisZ) > 0.99);
    }

    void codesOfFewDirectionsHaveThreeAxesAllTheSame() {
        Drawn codes(4, 60);
        for (Index i = 0; i < 60; ++i)
            for (Index unit = 1; unit < 4; ++unit)
                codes.values[static_cast<std::size_t>(unit + 4 * i)] = static_cast<float>(unit); // along the first unit alone
        LatentAxes axes = principal;
        axes.third = 2;
        const analysis::CodePlane plane = *mapCodes({codes.view(), {}, {}}, axes).plane;
        QVERIFY(std::abs(dot(plane.axisZ, plane.axisZ) - 1) < 1e-5 && std::abs(dot(plane.axisX, plane.axisZ)) < 1e-5 &&
                std::abs(dot(plane.axisY, plane.axisZ)) < 1e-5);
    }

    void unitsAsTheyAre();
    void unitsThatAreNotThere();
    void principalOfAnEllipse();
    void principalAgreesWithFullSolver_data();
    void principalAgreesWithFullSolver();
    void twoUnitsLoseNothing();
    void signFollowsThePicture();
    void signFollowsNoOtherPicture();
    void oneUnit();
    void codesThatAreNotFinite();
    void numbersAndLabels();
    void noCodes();
    void fewCodes();
    void equalCodes();
    void enormousCodes();
    void viewWithStride();
};

void LatentPlaneTest::unitsAsTheyAre() {
    const Drawn codes(5, 700);
    const LatentPicture picture = mapCodes({codes.view(), {}, {}}, {LatentAxes::Kind::Units, 3, 1});
    verify(picture, 5);
    QCOMPARE(picture.axes, (LatentAxes{LatentAxes::Kind::Units, 3, 1}));
    QCOMPARE(picture.plane->axisX, (std::vector<float>{0, 0, 0, 1, 0}));
    QCOMPARE(picture.plane->axisY, (std::vector<float>{0, 1, 0, 0, 0}));
    QCOMPARE(picture.plane->origin[3], 0.0f);
    QCOMPARE(picture.plane->origin[1], 0.0f);
    const Eigen::VectorXd variances = codes.centred().rowwise().squaredNorm();
    QVERIFY(std::abs(picture.explained - (variances[3] + variances[1]) / variances.sum()) < 1e-6);
    for (const Index unit : {0, 2, 4}) {
        double mean = 0;
        for (Index i = 0; i < 700; ++i)
            mean += static_cast<double>(codes.at(unit, i)) / 700;
        QVERIFY(std::abs(static_cast<double>(picture.plane->origin[unit]) - mean) < 1e-4);
    }
    for (Index i = 0; i < 700; ++i) {
        QCOMPARE(picture.x[i], codes.at(3, i));
        QCOMPARE(picture.y[i], codes.at(1, i));
        QCOMPARE(codeAt(picture, 3, i), static_cast<double>(codes.at(3, i)));
        QCOMPARE(picture.samples[i], i);
    }
}

void LatentPlaneTest::unitsThatAreNotThere() {
    const Drawn codes(3, 20);
    const auto shown = [&](int first, int second) { return mapCodes({codes.view(), {}, {}}, {LatentAxes::Kind::Units, first, second}).axes; };
    using Axes = LatentAxes;
    QCOMPARE(shown(9, 1), (Axes{Axes::Kind::Units, 2, 1})); // the code has become smaller
    QCOMPARE(shown(7, 8), (Axes{Axes::Kind::Units, 2, 1}));
    QCOMPARE(shown(0, 0), (Axes{Axes::Kind::Units, 0, 1}));
    QCOMPARE(shown(-1, 2), (Axes{Axes::Kind::Units, 0, 2}));
    verify(mapCodes({codes.view(), {}, {}}, {Axes::Kind::Units, 7, 8}), 3);
}

void LatentPlaneTest::principalOfAnEllipse() {
    // Half axes 4 and 1, turned by 30°, about (5, −2); the third unit is always 7.
    std::vector<float> values;
    const double cosine = std::cos(M_PI / 6), sine = 0.5;
    for (int i = 0; i < 360; ++i) {
        const double u = 4 * std::cos(i * M_PI / 180), v = std::sin(i * M_PI / 180);
        values.push_back(static_cast<float>(5 + u * cosine - v * sine));
        values.push_back(static_cast<float>(-2 + u * sine + v * cosine));
        values.push_back(7);
    }
    const LatentPicture picture = mapCodes({{values.data(), 3, 360, 3}, {}, {}}, principal);
    verify(picture, 3);
    QCOMPARE(picture.axes.kind, LatentAxes::Kind::Principal);
    const double expected[3][3] = {{5, -2, 7}, {cosine, sine, 0}, {-sine, cosine, 0}};
    for (int unit = 0; unit < 3; ++unit) {
        QVERIFY(std::abs(static_cast<double>(picture.plane->origin[unit]) - expected[0][unit]) < 1e-5);
        QVERIFY(std::abs(static_cast<double>(picture.plane->axisX[unit]) - expected[1][unit]) < 1e-5);
        QVERIFY(std::abs(static_cast<double>(picture.plane->axisY[unit]) - expected[2][unit]) < 1e-5);
    }
    QVERIFY(std::abs(picture.x[0] - 4) < 1e-5f && std::abs(picture.y[0]) < 1e-5f);
    QVERIFY(std::abs(picture.x[90]) < 1e-5f && std::abs(picture.y[90] - 1) < 1e-5f);
    QVERIFY(std::abs(picture.explained - 1) < 1e-6);
}

void LatentPlaneTest::principalAgreesWithFullSolver_data() {
    QTest::addColumn<Index>("units");
    for (const Index units : {2, 3, 32, 130, 256, 300}) // by subspace iteration beyond 256
        QTest::newRow(qPrintable(QString::number(units))) << units;
}

void LatentPlaneTest::principalAgreesWithFullSolver() {
    QFETCH(Index, units);
    Drawn codes(units, 1000);
    for (Index i = 0; i < codes.count; ++i) { // two strong directions, as codes have
        codes.values[i * units] *= 5 * static_cast<float>(units);
        codes.values[i * units + 1] *= 3 * static_cast<float>(units);
    }
    const LatentPicture picture = mapCodes({codes.view(), {}, {}}, principal);
    verify(picture, units);
    const Eigen::MatrixXd centred = codes.centred();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> oracle(Eigen::MatrixXd(centred * centred.transpose()));
    const Eigen::VectorXd first = oracle.eigenvectors().col(units - 1), second = oracle.eigenvectors().col(units - 2);
    const auto axis = [](const std::vector<float> &values) {
        return Eigen::VectorXd(Eigen::Map<const Eigen::VectorXf>(values.data(), static_cast<Index>(values.size())).cast<double>());
    };
    QVERIFY(std::abs(axis(picture.plane->axisX).dot(first)) > 1 - 1e-5);
    QVERIFY(std::abs(axis(picture.plane->axisY).dot(second)) > 1 - 1e-5);
    const double explained = (oracle.eigenvalues()[units - 1] + oracle.eigenvalues()[units - 2]) / oracle.eigenvalues().sum();
    QVERIFY(std::abs(picture.explained - explained) < 1e-5);
    const Eigen::VectorXd x = centred.transpose() * axis(picture.plane->axisX), y = centred.transpose() * axis(picture.plane->axisY);
    for (Index i = 0; i < codes.count; ++i) {
        QVERIFY(std::abs(static_cast<double>(picture.x[i]) - x[i]) < 1e-5 * x.cwiseAbs().maxCoeff());
        QVERIFY(std::abs(static_cast<double>(picture.y[i]) - y[i]) < 1e-5 * x.cwiseAbs().maxCoeff());
    }
}

void LatentPlaneTest::twoUnitsLoseNothing() {
    const Drawn codes(2, 300);
    for (const LatentAxes &axes : {LatentAxes{}, principal}) {
        const LatentPicture picture = mapCodes({codes.view(), {}, {}}, axes);
        verify(picture, 2);
        QVERIFY(std::abs(picture.explained - 1) < 1e-6);
        for (Index i = 0; i < 300; ++i)
            for (Index unit = 0; unit < 2; ++unit)
                QVERIFY(std::abs(codeAt(picture, unit, i) - static_cast<double>(codes.at(unit, i))) < 1e-4);
    }
}

void LatentPlaneTest::signFollowsThePicture() {
    const Drawn codes(4, 500), later(4, 500, 1); // the next snapshot: much the same codes
    const LatentPicture first = mapCodes({codes.view(), {}, {}}, principal);
    LatentPicture turned = first;
    for (std::vector<float> *axis : {&turned.plane->axisX, &turned.plane->axisY})
        for (float &entry : *axis)
            entry = -entry;
    const LatentPicture following = mapCodes({later.view(), {}, {}}, principal, &first);
    const LatentPicture opposite = mapCodes({later.view(), {}, {}}, principal, &turned);
    verify(opposite, 4);
    QVERIFY(dot(following.plane->axisX, first.plane->axisX) > 0.9 && dot(following.plane->axisY, first.plane->axisY) > 0.9);
    QVERIFY(dot(opposite.plane->axisX, turned.plane->axisX) > 0.9 && dot(opposite.plane->axisY, turned.plane->axisY) > 0.9);
    for (std::size_t i = 0; i < following.x.size(); ++i) { // the points go with their axes
        QCOMPARE(opposite.x[i], -following.x[i]);
        QCOMPARE(opposite.y[i], -following.y[i]);
    }
}

void LatentPlaneTest::signFollowsNoOtherPicture() {
    const Drawn codes(4, 500), wider(5, 500);
    const LatentPicture alone = mapCodes({codes.view(), {}, {}}, principal);
    LatentPicture units = alone, other = mapCodes({wider.view(), {}, {}}, principal);
    for (float &entry : units.plane->axisX)
        entry = -entry;
    units.axes.kind = LatentAxes::Kind::Units;
    QCOMPARE(mapCodes({codes.view(), {}, {}}, principal, &units).plane->axisX, alone.plane->axisX);
    QCOMPARE(mapCodes({codes.view(), {}, {}}, principal, &other).plane->axisX, alone.plane->axisX);
}

void LatentPlaneTest::oneUnit() {
    const Drawn codes(1, 50);
    for (const LatentAxes &axes : {LatentAxes{}, principal}) {
        const LatentPicture picture = mapCodes({codes.view(), {}, {}}, axes);
        verify(picture, 1);
        QCOMPARE(picture.x, codes.values);
        QCOMPARE(picture.explained, 1.0);
        QCOMPARE(picture.plane->origin[0], 0.0f);
    }
}

void LatentPlaneTest::codesThatAreNotFinite() {
    Drawn codes(3, 10);
    codes.values[3 * 4 + 2] = std::numeric_limits<float>::quiet_NaN();
    codes.values[3 * 9] = -std::numeric_limits<float>::infinity();
    const std::vector<std::int32_t> labels{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (const LatentAxes &axes : {LatentAxes{}, principal}) {
        const LatentPicture picture = mapCodes({codes.view(), {}, labels}, axes);
        verify(picture, 3);
        QCOMPARE(picture.samples, (std::vector<Index>{0, 1, 2, 3, 5, 6, 7, 8}));
        QCOMPARE(picture.labels, (std::vector<std::int32_t>{0, 1, 2, 3, 5, 6, 7, 8}));
        if (axes.kind == LatentAxes::Kind::Units)
            QCOMPARE(picture.x[4], codes.at(0, 5));
    }
}

void LatentPlaneTest::numbersAndLabels() {
    const Drawn codes(2, 3);
    const std::vector<Index> samples{40, 7, 900};
    const std::vector<std::int32_t> labels{2, 0, 1};
    const LatentPicture picture = mapCodes({codes.view(), samples, labels}, {});
    QCOMPARE(picture.samples, samples);
    QCOMPARE(picture.labels, labels);
    QVERIFY(mapCodes({codes.view(), samples, {}}, {}).labels.empty());
}

void LatentPlaneTest::noCodes() {
    std::vector<float> bad(6, std::numeric_limits<float>::quiet_NaN());
    for (const LatentAxes &axes : {LatentAxes{}, principal})
        for (const Index count : {0, 3}) {
            const LatentPicture picture = mapCodes({{bad.data(), 2, count, 2}, {}, {}}, axes);
            verify(picture, 2);
            QVERIFY(picture.x.empty());
        }
}

void LatentPlaneTest::fewCodes() {
    for (const Index count : {1, 2, 3}) {
        const Drawn codes(6, count);
        const LatentPicture picture = mapCodes({codes.view(), {}, {}}, principal);
        verify(picture, 6);
        QCOMPARE(static_cast<Index>(picture.x.size()), count);
        QVERIFY(std::abs(picture.explained - 1) < 1e-5); // three points lie in a plane
        for (Index i = 0; i < count; ++i)
            for (Index unit = 0; unit < 6; ++unit)
                QVERIFY(std::abs(codeAt(picture, unit, i) - static_cast<double>(codes.at(unit, i))) < 1e-3);
    }
}

void LatentPlaneTest::equalCodes() {
    const std::vector<float> values(40, 0.1f); // a dead code
    for (const LatentAxes &axes : {LatentAxes{}, principal}) {
        const LatentPicture picture = mapCodes({{values.data(), 4, 10, 4}, {}, {}}, axes);
        verify(picture, 4);
        QCOMPARE(picture.explained, 1.0);
    }
}

void LatentPlaneTest::enormousCodes() {
    Drawn codes(3, 30);
    for (float &value : codes.values)
        value *= 1e30f; // just before they end as infinity
    const LatentPicture picture = mapCodes({codes.view(), {}, {}}, principal);
    verify(picture, 3);
    QCOMPARE(picture.axes.kind, LatentAxes::Kind::Units);
    QCOMPARE(picture.x[3], codes.at(0, 3));
}

void LatentPlaneTest::viewWithStride() {
    const Drawn codes(3, 600);
    std::vector<float> spread(16 * 600, std::numeric_limits<float>::quiet_NaN());
    for (Index i = 0; i < 600; ++i)
        std::copy_n(codes.values.data() + i * 3, 3, spread.data() + i * 16);
    const core::ConstView view{spread.data(), 3, 600, 16};
    for (const LatentAxes &axes : {LatentAxes{}, principal}) {
        const LatentPicture packed = mapCodes({codes.view(), {}, {}}, axes), strided = mapCodes({view, {}, {}}, axes);
        verify(strided, 3);
        QCOMPARE(strided.x, packed.x);
        QCOMPARE(strided.y, packed.y);
    }
}

QTEST_APPLESS_MAIN(LatentPlaneTest)
#include "latent_plane_test.moc"
