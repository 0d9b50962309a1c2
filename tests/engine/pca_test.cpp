#include <QTest>

#include <cmath>
#include <limits>

#include "engine/analysis/pca.h"
#include "tests/support/analysis_data.h"
#include "tests/support/eigen_oracle.h"

using namespace hourglass;
using analysis::Pca;
using core::Index;
using tests::drawnPart;
using tests::valueOf;

namespace {

Pca fitted(const data::Part &part, Index components, Index limit = analysis::allSamples) {
    auto pca = analysis::fitPca(part, components, nullptr, limit);
    return pca ? std::move(*pca) : Pca{};
}

/// By the truncated method, whatever the number of features.
Pca fittedBySubspace(const data::Part &part, Index components) {
    return std::move(*analysis::fitPca(analysis::SampleBlocks(part), components, nullptr, 0));
}

Eigen::MatrixXd matrixOf(const data::Part &part) {
    return Eigen::MatrixXd::NullaryExpr(part.features, part.samples,
                                        [&](Index feature, Index sample) { return static_cast<double>(valueOf(part, sample, feature)); });
}

Eigen::MatrixXd directionsOf(const Pca &pca) {
    return Eigen::Map<const Eigen::MatrixXf>(pca.directions.data(), pca.features, pca.components).cast<double>();
}

/// Mean squared error of the samples' reconstructions.
double errorOf(const Pca &pca, const data::Part &part) {
    core::Floats sample(part.features), rebuilt(part.features);
    double sum = 0;
    for (Index i = 0; i < part.samples; ++i) {
        part.copySample(i, sample.data());
        analysis::reconstruct(pca, sample.data(), rebuilt.data());
        for (Index feature = 0; feature < part.features; ++feature)
            sum += std::pow(static_cast<double>(rebuilt[feature]) - static_cast<double>(sample[feature]), 2);
    }
    return sum / static_cast<double>(part.samples * part.features);
}

data::Part partOf(Index features, std::vector<float> values) {
    data::Part part;
    part.features = features;
    part.samples = static_cast<Index>(values.size()) / features;
    part.floats = std::move(values);
    return part;
}

} // namespace

class PcaTest : public QObject {
    Q_OBJECT
private slots:
    void pointsOnALine();
    void agreesWithFullSolver_data();
    void agreesWithFullSolver();
    void signsAreFixed();
    void farFromTheOrigin();
    void subspaceAgreesWithCovariance();
    void manyFeaturesOfFewSamples();
    void clampsComponents();
    void constantData();
    void unusableDataAreErrors();
    void cancels();
    void limitTakesSamplesAtEvenDistances();
    void truncatedIsTheFitWithFewer();
    void projectsAndDecodes();
    void errorIsTheVarianceLeftOut();
    void sameBitsTwice();
    void realImages();
};

void PcaTest::pointsOnALine() {
    // (1, 2, 2) / 3 times −3, 0, 3, 6, with (1, 0, −1) added.
    const Pca pca = fitted(partOf(3, {0, -2, -3, 1, 0, -1, 2, 2, 1, 3, 4, 3}), 1);
    QCOMPARE(pca.components, 1);
    const float mean[] = {1.5f, 1.0f, 0.0f}, direction[] = {1 / 3.0f, 2 / 3.0f, 2 / 3.0f};
    for (Index i = 0; i < 3; ++i) {
        QVERIFY(std::abs(pca.mean[i] - mean[i]) < 1e-6f);
        QVERIFY(std::abs(pca.directions[i] - direction[i]) < 1e-6f);
    }
    QVERIFY(std::abs(pca.variances[0] - 11.25) < 1e-5); // (4.5² + 1.5²) · 2 / 4
    QVERIFY(std::abs(pca.totalVariance - 11.25) < 1e-5);
    QVERIFY(std::abs(pca.explained() - 1.0) < 1e-6);
    const float sample[] = {5, 8, 7};
    float code = 0, rebuilt[3] = {};
    analysis::project(pca, sample, &code);
    QVERIFY(std::abs(code - 10.5f) < 1e-5f); // (3.5 + 14 + 14) / 3
    analysis::reconstruct(pca, sample, rebuilt);
    QVERIFY(std::abs(rebuilt[0] - 5) < 1e-5f && std::abs(rebuilt[1] - 8) < 1e-5f && std::abs(rebuilt[2] - 7) < 1e-5f);
}

void PcaTest::agreesWithFullSolver_data() {
    QTest::addColumn<Index>("samples");
    QTest::addColumn<Index>("features");
    QTest::addColumn<Index>("components");
    QTest::addColumn<bool>("bytes");
    QTest::newRow("few features") << Index{900} << Index{7} << Index{7} << false;
    QTest::newRow("one feature") << Index{900} << Index{1} << Index{1} << false;
    QTest::newRow("bytes") << Index{1300} << Index{60} << Index{10} << true;
    QTest::newRow("leading ones of many") << Index{1100} << Index{150} << Index{20} << false;
    QTest::newRow("leading ones of bytes") << Index{513} << Index{197} << Index{20} << true;
    QTest::newRow("fewer samples than features") << Index{40} << Index{150} << Index{39} << false;
}

void PcaTest::agreesWithFullSolver() {
    QFETCH(Index, samples);
    QFETCH(Index, features);
    QFETCH(Index, components);
    QFETCH(bool, bytes);
    const data::Part part = drawnPart(samples, features, 8, bytes);
    const Pca pca = fitted(part, components);
    QCOMPARE(pca.features, features);
    QCOMPARE(pca.components, components);

    const Eigen::MatrixXd values = matrixOf(part);
    const Eigen::VectorXd mean = values.rowwise().mean();
    const Eigen::MatrixXd centred = values.colwise() - mean;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> oracle(tests::covarianceOf(centred));
    const double largest = oracle.eigenvalues().maxCoeff();
    for (Index i = 0; i < features; ++i)
        QVERIFY(std::abs(static_cast<double>(pca.mean[i]) - mean[i]) < 1e-6);
    QVERIFY(std::abs(pca.totalVariance / oracle.eigenvalues().sum() - 1) < 1e-5);
    const Eigen::MatrixXd directions = directionsOf(pca);
    QVERIFY((directions.transpose() * directions - Eigen::MatrixXd::Identity(components, components)).cwiseAbs().maxCoeff() < 1e-6);
    for (Index k = 0; k < components; ++k) {
        const Index at = features - 1 - k;
        QVERIFY(std::abs(pca.variances[k] - oracle.eigenvalues()[at]) < 1e-6 * largest);
        const double gap = std::min(k > 0 ? oracle.eigenvalues()[at + 1] - oracle.eigenvalues()[at] : largest,
                                    at > 0 ? oracle.eigenvalues()[at] - oracle.eigenvalues()[at - 1] : largest);
        if (gap > 1e-3 * largest)
            QVERIFY(std::abs(directions.col(k).dot(oracle.eigenvectors().col(at))) > 1 - 1e-6);
    }
}

void PcaTest::signsAreFixed() {
    for (const Pca &pca : {fitted(drawnPart(300, 30, 5), 8), fittedBySubspace(drawnPart(300, 30, 5), 8)})
        for (Index k = 0; k < pca.components; ++k) {
            const float *direction = pca.directions.data() + k * pca.features;
            const float largest = *std::max_element(direction, direction + pca.features);
            const float smallest = *std::min_element(direction, direction + pca.features);
            QVERIFY(largest > 0 && largest >= -smallest);
        }
}

void PcaTest::farFromTheOrigin() {
    // Years, say: the variance is a millionth of the square of the mean.
    data::Part part = drawnPart(4000, 4, 2);
    const Pca near = fitted(part, 2);
    for (float &value : part.floats)
        value += 512.0f;
    const Pca far = fitted(part, 2);
    for (Index k = 0; k < 2; ++k)
        QVERIFY(std::abs(far.variances[k] / near.variances[k] - 1) < 1e-3);
}

void PcaTest::subspaceAgreesWithCovariance() {
    const data::Part part = drawnPart(1500, 300, 10);
    const Pca exact = fitted(part, 12), close = fittedBySubspace(part, 12);
    QCOMPARE(close.components, 12);
    QVERIFY(std::abs(close.totalVariance / exact.totalVariance - 1) < 1e-5);
    const Eigen::MatrixXd directions = directionsOf(close), expected = directionsOf(exact);
    QVERIFY((directions.transpose() * directions - Eigen::MatrixXd::Identity(12, 12)).cwiseAbs().maxCoeff() < 1e-5);
    for (Index k = 0; k < 6; ++k) { // the strong ones, which stand alone
        QVERIFY(std::abs(close.variances[k] / exact.variances[k] - 1) < 1e-5);
        QVERIFY(directions.col(k).dot(expected.col(k)) > 1 - 1e-5);
    }
    QVERIFY(errorOf(close, part) < 1.002 * errorOf(exact, part));
    QVERIFY(errorOf(close, part) > 0.99999 * errorOf(exact, part)); // nothing is better than the best
}

void PcaTest::manyFeaturesOfFewSamples() {
    const data::Part part = drawnPart(30, 2600, 5);
    const Pca pca = fitted(part, 128);
    QCOMPARE(pca.components, 29);
    QVERIFY(pca.explained() > 1 - 1e-5);
    QVERIFY(errorOf(pca, part) < 1e-9); // 29 directions hold 30 samples
}

void PcaTest::clampsComponents() {
    QCOMPARE(fitted(drawnPart(50, 6, 2), 10).components, 6);
    QCOMPARE(fitted(drawnPart(5, 6, 2), 10).components, 4);
    QCOMPARE(fitted(drawnPart(50, 6, 2), 0).components, 0);
    const data::Part single = drawnPart(1, 6, 2);
    const Pca pca = fitted(single, 3);
    QCOMPARE(pca.components, 0);
    QCOMPARE(pca.totalVariance, 0.0);
    QVERIFY(errorOf(pca, single) < 1e-14); // the mean is the sample
}

void PcaTest::constantData() {
    const data::Part part = partOf(3, std::vector<float>(30, 0.25f));
    for (const Pca &pca : {fitted(part, 2), fittedBySubspace(part, 2)}) {
        QCOMPARE(pca.components, 2);
        QCOMPARE(pca.explained(), 1.0);
        QVERIFY(pca.variances[0] >= 0 && pca.variances[0] < 1e-12);
        QVERIFY(errorOf(pca, part) < 1e-12);
    }
}

void PcaTest::unusableDataAreErrors() {
    QVERIFY(!analysis::fitPca(data::Part{}, 2));
    constexpr float infinity = std::numeric_limits<float>::infinity();
    for (const float bad : {infinity, std::nanf(""), 1e30f, -3e38f}) {
        data::Part part = drawnPart(40, 5, 2);
        part.floats[17] = bad;
        for (const Index mostFeatures : {2000, 0}) {
            const auto pca = analysis::fitPca(analysis::SampleBlocks(part), 2, nullptr, mostFeatures);
            QVERIFY(!pca);
            QVERIFY(!pca.error().what.empty());
        }
    }
}

void PcaTest::cancels() {
    const data::Part part = drawnPart(40, 5, 2);
    std::atomic<bool> cancelled = true;
    QVERIFY(!analysis::fitPca(part, 2, &cancelled));
    QVERIFY(!analysis::fitPca(analysis::SampleBlocks(part), 2, &cancelled, 0));
    cancelled = false;
    QVERIFY(analysis::fitPca(part, 2, &cancelled));
}

void PcaTest::limitTakesSamplesAtEvenDistances() {
    std::vector<float> values; // sorted, as a file by class would be
    for (int i = 0; i < 1000; ++i)
        values.push_back(static_cast<float>(i));
    const data::Part part = partOf(1, values);
    QCOMPARE(fitted(part, 1, 10).mean[0], 450.0f); // 0, 100 … 900
    QCOMPARE(fitted(part, 1, 1).mean[0], 0.0f);
    QCOMPARE(fitted(part, 1, 5000).mean[0], 499.5f);
}

void PcaTest::truncatedIsTheFitWithFewer() {
    const data::Part part = drawnPart(400, 20, 6);
    const Pca whole = fitted(part, 9), cut = analysis::truncated(whole, 4), few = fitted(part, 4);
    QCOMPARE(cut.components, 4);
    QCOMPARE(cut.totalVariance, few.totalVariance);
    QCOMPARE(cut.variances.size(), std::size_t{4});
    for (Index i = 0; i < 4 * 20; ++i)
        QVERIFY(std::abs(cut.directions[i] - few.directions[i]) < 1e-5f);
    QVERIFY(std::abs(errorOf(cut, part) - errorOf(few, part)) < 1e-9);
    QCOMPARE(analysis::truncated(whole, 100).components, 9);
    QCOMPARE(analysis::truncated(whole, 0).components, 0);
}

void PcaTest::projectsAndDecodes() {
    const data::Part part = drawnPart(700, 33, 6); // more than a block
    const Pca pca = fitted(part, 5);
    const Index features = 33, count = 700, stride = 40, codeStride = 8;
    core::Floats samples(stride * count), codes(codeStride * count), rebuilt(stride * count);
    for (Index i = 0; i < count; ++i)
        part.copySample(i, samples.data() + i * stride);
    for (Index i = 0; i < codes.size(); ++i)
        codes[i] = -7;
    analysis::project(pca, core::ConstView{samples.data(), features, count, stride}, core::View{codes.data(), 5, count, codeStride});
    analysis::decode(pca, core::ConstView{codes.data(), 5, count, codeStride}, core::View{rebuilt.data(), features, count, stride});
    float single[5], pixels[33];
    for (const Index i : {0, 1, 511, 512, 699}) {
        const float *sample = samples.data() + i * stride;
        analysis::project(pca, sample, single);
        analysis::reconstruct(pca, sample, pixels);
        for (Index k = 0; k < 5; ++k) {
            double expected = 0;
            for (Index f = 0; f < features; ++f)
                expected += static_cast<double>(pca.directions[f + k * features]) * (static_cast<double>(sample[f]) - static_cast<double>(pca.mean[f]));
            QVERIFY(std::abs(static_cast<double>(codes[k + i * codeStride]) - expected) < 1e-6);
            QCOMPARE(single[k], codes[k + i * codeStride]);
        }
        for (Index f = 0; f < features; ++f) {
            double expected = static_cast<double>(pca.mean[f]);
            for (Index k = 0; k < 5; ++k)
                expected += static_cast<double>(pca.directions[f + k * features]) * static_cast<double>(codes[k + i * codeStride]);
            QVERIFY(std::abs(static_cast<double>(rebuilt[f + i * stride]) - expected) < 1e-6);
            QCOMPARE(pixels[f], rebuilt[f + i * stride]);
        }
        for (Index k = 5; k < codeStride; ++k)
            QCOMPARE(codes[k + i * codeStride], -7.0f);
    }
    analysis::reconstruct(pca, core::ConstView{samples.data(), features, count, stride}, core::View{samples.data(), features, count, stride});
    for (Index i = 0; i < samples.size(); ++i)
        QCOMPARE(samples[i], rebuilt[i]);
}

void PcaTest::errorIsTheVarianceLeftOut() {
    const data::Part part = drawnPart(400, 20, 6, true);
    for (const Index components : {0, 1, 7, 20}) {
        const Pca pca = fitted(part, components);
        const double left = pca.totalVariance - std::accumulate(pca.variances.begin(), pca.variances.end(), 0.0);
        QVERIFY(std::abs(errorOf(pca, part) - left / 20) < 1e-8);
    }
}

void PcaTest::sameBitsTwice() {
    const data::Part part = drawnPart(900, 120, 6);
    for (const Index mostFeatures : {2000, 0}) {
        const auto once = analysis::fitPca(analysis::SampleBlocks(part), 10, nullptr, mostFeatures);
        const auto twice = analysis::fitPca(analysis::SampleBlocks(part), 10, nullptr, mostFeatures);
        QVERIFY(std::ranges::equal(once->directions.span(), twice->directions.span()));
        QVERIFY(once->variances == twice->variances);
    }
}

void PcaTest::realImages() {
    const auto dataset = tests::fashionMnist();
    const data::Part drawn = dataset ? data::Part{} : drawnPart(3000, 784, 40, true);
    const data::Part &part = dataset ? dataset->train : drawn;
    const Pca pca = fitted(part, 128, 6000);
    QCOMPARE(pca.components, 128);
    // The covariance once more, in double, and Eigen's solver for the whole of it.
    Eigen::MatrixXd centred(784, std::min<Index>(part.samples, 6000));
    core::Floats sample(784);
    for (Index i = 0; i < centred.cols(); ++i) {
        part.copySample(i * part.samples / centred.cols(), sample.data());
        centred.col(i) = Eigen::Map<const Eigen::VectorXf>(sample.data(), 784).cast<double>();
    }
    centred.colwise() -= Eigen::VectorXd(centred.rowwise().mean());
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> oracle(tests::covarianceOf(centred));
    QVERIFY(std::abs(pca.totalVariance / oracle.eigenvalues().sum() - 1) < 1e-6);
    const Eigen::MatrixXd overlap = (directionsOf(pca).transpose() * oracle.eigenvectors().rowwise().reverse().leftCols(128)).cwiseAbs();
    for (Index k = 0; k < 128; ++k) {
        const double value = oracle.eigenvalues()[783 - k];
        QVERIFY(std::abs(pca.variances[k] - value) < 1e-5 * value);
        const double gap = std::min(k > 0 ? oracle.eigenvalues()[784 - k] - value : value, value - oracle.eigenvalues()[782 - k]);
        if (gap > 1e-3 * value)
            QVERIFY2(overlap(k, k) > 1 - 1e-5, qPrintable(QString("component %1: %2").arg(k).arg(overlap(k, k))));
    }
}

QTEST_APPLESS_MAIN(PcaTest)
#include "pca_test.moc"
