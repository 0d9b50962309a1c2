// PyTorch as the oracle of losses that look at a whole sample (tests/data/make_torch_losses.py), and differences for their gradients.
#include <QTest>

#include <cmath>
#include <fstream>
#include <sstream>

#include "engine/kernels/kernels.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

struct Case {
    std::string loss;
    Index channels = 0, height = 0, width = 0, samples = 0;
    double value = 0;
    std::vector<double> gradient;

    Index features() const { return channels * height * width; }
};

std::vector<Case> readCases() {
    std::ifstream file(HOURGLASS_SOURCE_DIR "/tests/data/torch_losses.txt");
    std::vector<Case> cases;
    for (std::string text; std::getline(file, text);) {
        std::istringstream line(text);
        Case one;
        line >> one.loss >> one.channels >> one.height >> one.width >> one.samples >> one.value;
        one.gradient.resize(static_cast<std::size_t>(one.features() * one.samples));
        for (double &number : one.gradient)
            line >> number;
        if (line.fail())
            return {};
        cases.push_back(std::move(one));
    }
    return cases;
}

constexpr float canary = 77;

/// Samples × features with columns apart, and what lies between them.
struct Columns {
    Index stride;
    std::vector<float> values;

    Columns(const Case &shape, Index gap) : stride(shape.features() + gap), values(static_cast<std::size_t>(stride * shape.samples), canary) {}
    float &at(Index sample, Index i) { return values[static_cast<std::size_t>(sample * stride + i)]; }
};

double formula(double size, double turn, double shift, double slow, double phase, Index sample, Index i) {
    const auto s = static_cast<double>(sample), place = static_cast<double>(i);
    return 0.5 + size * std::sin(turn * place + shift * s + phase) * std::cos(slow * place);
}

bool isSimilarity(const Case &one) {
    return one.loss == "structural_similarity";
}

struct Bench {
    const Case &shape;
    Columns y, t, gradient;

    explicit Bench(const Case &one) : shape(one), y(one, 3), t(one, 1), gradient(one, 2) {
        for (Index sample = 0; sample < one.samples; ++sample)
            for (Index i = 0; i < one.features(); ++i) {
                y.at(sample, i) = static_cast<float>((isSimilarity(one) ? 1 : 8) * formula(0.45, 0.37, 1.3, 0.11, 0, sample, i));
                t.at(sample, i) = static_cast<float>(formula(0.4, 0.35, 1.2, 0.1, 0.2, sample, i));
            }
    }
    double loss(bool withGradient, float scale = 1) {
        float *slope = withGradient ? gradient.values.data() : nullptr;
        if (isSimilarity(shape))
            return kernels::structuralDissimilarity(shape.channels, shape.height, shape.width, shape.samples, y.values.data(), y.stride, t.values.data(),
                                                    t.stride, slope, gradient.stride, scale);
        return kernels::crossEntropyOfSoftmaxLogits(shape.features(), shape.samples, y.values.data(), y.stride, t.values.data(), t.stride, slope,
                                                    gradient.stride, scale);
    }
};

} // namespace

class TorchLossesTest : public QObject {
    Q_OBJECT

    void everyCase() {
        QTest::addColumn<std::size_t>("index");
        const std::vector<Case> cases = readCases();
        QVERIFY(cases.size() >= 10);
        for (std::size_t index = 0; index < cases.size(); ++index)
            QTest::addRow("%s, %d × %d × %d", cases[index].loss.c_str(), static_cast<int>(cases[index].channels), static_cast<int>(cases[index].height),
                          static_cast<int>(cases[index].width))
                << index;
    }

private slots:
    void areThoseOfPyTorch_data() { everyCase(); }
    void areThoseOfPyTorch() {
        QFETCH(std::size_t, index);
        const Case one = readCases()[index];
        Bench bench(one);
        QVERIFY2(std::abs(bench.loss(false) - one.value) < 3e-6 * one.value + 1e-9, qPrintable(QString::number(bench.loss(false) - one.value)));
        constexpr float scale = 0.37f;
        QCOMPARE(bench.loss(true, scale), bench.loss(false));
        double difference = 0, norm = 0;
        for (Index sample = 0; sample < one.samples; ++sample)
            for (Index i = 0; i < bench.gradient.stride; ++i) {
                const auto is = static_cast<double>(bench.gradient.at(sample, i));
                if (i >= one.features()) {
                    QCOMPARE(is, static_cast<double>(canary));
                    continue;
                }
                const double shouldBe = 0.37 * one.gradient[static_cast<std::size_t>(sample * one.features() + i)];
                difference += (is - shouldBe) * (is - shouldBe);
                norm += shouldBe * shouldBe;
            }
        QVERIFY2(std::sqrt(difference) <= 5e-6 * std::sqrt(norm) + 1e-7, qPrintable(QString::number(std::sqrt(difference / norm))));
    }

    void gradientsAreThoseOfDifferences_data() { everyCase(); }
    void gradientsAreThoseOfDifferences() {
        QFETCH(std::size_t, index);
        const Case one = readCases()[index];
        Bench bench(one);
        bench.loss(true);
        const Columns gradient = bench.gradient;
        double largest = 0, worst = 0;
        for (const float number : gradient.values)
            largest = number == canary ? largest : std::max(largest, std::abs(static_cast<double>(number)));
        for (Index i = 0; i < one.features(); i += 1 + one.features() / 100) {
            float &x = bench.y.at(one.samples - 1, i);
            const float before = x, step = isSimilarity(one) ? 1e-3f : 1e-2f;
            x = before + step;
            const double above = bench.loss(false), right = static_cast<double>(x);
            x = before - step;
            const double slope = (above - bench.loss(false)) / (right - static_cast<double>(x));
            x = before;
            worst = std::max(worst, std::abs(slope - static_cast<double>(Columns(gradient).at(one.samples - 1, i))));
        }
        QVERIFY2(worst <= 3e-3 * largest + 1e-6, qPrintable(QString("%1 of %2").arg(worst).arg(largest)));
    }

    void aPictureIsLikeItselfAndUnlikeItsNegative() {
        const Case one{"structural_similarity", 3, 20, 30, 1, 0, {}};
        Bench bench(one);
        bench.y.values = std::vector<float>(bench.y.values.size());
        for (Index i = 0; i < one.features(); ++i)
            bench.y.at(0, i) = bench.t.at(0, i);
        QVERIFY(std::abs(bench.loss(true)) < 1e-12);
        for (Index i = 0; i < one.features(); ++i)
            QVERIFY(std::abs(bench.gradient.at(0, i)) < 1e-7f);
        for (Index i = 0; i < one.features(); ++i)
            bench.y.at(0, i) = 1 - bench.t.at(0, i);
        QVERIFY(bench.loss(false) > 1);
    }

    void aBatchIsTheSumOfItsSamplesBitForBit() {
        for (const Case &one : readCases()) {
            Bench whole(one);
            whole.loss(true);
            for (Index sample = 0; sample < one.samples; ++sample) {
                Case single = one;
                single.samples = 1;
                Bench alone(single);
                for (Index i = 0; i < one.features(); ++i) {
                    alone.y.at(0, i) = whole.y.at(sample, i);
                    alone.t.at(0, i) = whole.t.at(sample, i);
                }
                alone.loss(true);
                for (Index i = 0; i < one.features(); ++i)
                    QVERIFY(alone.gradient.at(0, i) == whole.gradient.at(sample, i));
            }
        }
    }

    void softmaxOfLargeLogitsIsFinite() {
        const std::vector<float> z{3e4f, -3e4f, 2.9e4f}, t{0.5f, 0.25f, 0.25f};
        std::vector<float> gradient(3);
        const double loss = kernels::crossEntropyOfSoftmaxLogits(3, 1, z.data(), 3, t.data(), 3, gradient.data(), 3, 1);
        QVERIFY(std::abs(loss - (0.25 * 6e4 + 0.25 * 1e3)) < 0.01);
        QVERIFY(std::abs(gradient[0] - 0.5f) < 1e-6f && std::abs(gradient[1] + 0.25f) < 1e-6f && std::abs(gradient[2] + 0.25f) < 1e-6f);
    }

    void whatIsNotFiniteIsPassedOn() {
        for (const Case &one : readCases())
            for (const float bad : {std::nanf(""), INFINITY})
                for (const Index at : {Index{0}, one.features() / 2, one.features() - 1}) {
                    Bench bench(one);
                    bench.y.at(0, at) = bad;
                    if (one.features() > 1)
                        QVERIFY(!std::isfinite(bench.loss(true)));
                }
    }
};

QTEST_APPLESS_MAIN(TorchLossesTest)
#include "torch_losses_test.moc"
