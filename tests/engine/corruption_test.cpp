// What each corruption does to a sample, held to a slow loop; how much of it; and that the loss stays that against the clean input.
#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/data/corruption.h"
#include "engine/plan/network.h"
#include "engine/training/stepper.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Shape;
using data::Corruption;
using data::makeCorruption;

namespace {

const core::Random lots(11, core::Stream::Corruption);

/// In [0.25, 0.75]: neither 0 nor 1 by itself.
std::vector<float> greys(Index count) {
    std::vector<float> values = waves(count);
    for (float &value : values)
        value = 0.5f + 0.25f * value;
    return values;
}

std::vector<float> corrupted(const Corruption &corruption, const Shape &shape, std::uint64_t step, Index sample) {
    std::vector<float> x = greys(shape.size());
    corruption.apply(shape, x.data(), lots, step, sample);
    return x;
}

Index countOf(const std::vector<float> &values, float wanted) {
    return std::count(values.begin(), values.end(), wanted);
}

bool isErasedAt(const std::vector<float> &x, const Shape &shape, Index channel, Index row, Index column) {
    return x[static_cast<std::size_t>((channel * shape.height() + row) * shape.width() + column)] == 0.0f;
}

spec::Component half(const spec::Kind &kind) {
    return {kind.key, {{kind.settings.front().key, 0.5}}};
}

} // namespace

class CorruptionTest : public QObject {
    Q_OBJECT

private slots:
    void eachIsMadeFromItsSetting() {
        QVERIFY(!makeCorruption({"none", {}}).isOn());
        std::vector<Corruption::Kind> made;
        for (const spec::Kind &kind : data::corruptionKinds()) {
            if (kind.key == "none")
                continue;
            const Corruption byDefault = makeCorruption({kind.key, {}}), set = makeCorruption(half(kind));
            QCOMPARE(kind.settings.size(), std::size_t{1});
            QCOMPARE(byDefault.strength, static_cast<float>(std::get<double>(kind.settings.front().fallback)));
            QCOMPARE(set.strength, 0.5f);
            QVERIFY(!(byDefault == set));
            QVERIFY(!makeCorruption({kind.key, {{kind.settings.front().key, 0.0}}}).isOn());
            QVERIFY(std::find(made.begin(), made.end(), set.kind) == made.end());
            made.push_back(set.kind);
        }
        QCOMPARE(made.size(), std::size_t{4});
    }

    void numbersAreThoseOfASlowLoop_data() {
        QTest::addColumn<int>("features");
        for (const int features : {1, 3, 4, 17, 100, 785})
            QTest::addRow("%d", features) << features;
    }
    void numbersAreThoseOfASlowLoop() {
        QFETCH(int, features);
        const Shape shape{Index{features}};
        const std::vector<float> clean = greys(features);
        for (const float strength : {0.1f, 0.5f, 1.0f})
            for (const Index sample : {Index{0}, Index{71}}) {
                std::vector<float> masked = clean, peppered = clean;
                for (std::size_t i = 0; i < clean.size(); ++i) {
                    const float lot = lots.uniform(9, static_cast<std::uint64_t>(sample), i);
                    if (lot < strength) {
                        masked[i] = 0;
                        peppered[i] = lot < strength / 2 ? 0.0f : 1.0f;
                    }
                }
                QVERIFY(sameBits(corrupted({strength, Corruption::Kind::Masking}, shape, 9, sample), masked));
                QVERIFY(sameBits(corrupted({strength, Corruption::Kind::SaltAndPepper}, shape, 9, sample), peppered));
            }
    }

    void fractionsAreThoseAskedFor() {
        const Shape shape{Index{500}};
        for (const double wanted : {0.05, 0.3, 0.9, 1.0}) {
            const auto strength = static_cast<float>(wanted);
            constexpr Index samples = 400;
            Index masked = 0, zeros = 0, ones = 0;
            for (Index sample = 0; sample < samples; ++sample) {
                masked += countOf(corrupted({strength, Corruption::Kind::Masking}, shape, 3, sample), 0.0f);
                const std::vector<float> grains = corrupted({strength, Corruption::Kind::SaltAndPepper}, shape, 4, sample);
                zeros += countOf(grains, 0.0f);
                ones += countOf(grains, 1.0f);
            }
            const double numbers = static_cast<double>(samples * shape.size());
            const auto isNear = [&](Index count, double share) { // four standard errors
                return std::abs(static_cast<double>(count) / numbers - share) <= 4 * std::sqrt(share * (1 - share) / numbers);
            };
            QVERIFY(isNear(masked, wanted));
            QVERIFY(isNear(zeros, wanted / 2) && isNear(ones, wanted / 2));
        }
    }

    void aBlockIsOneRectangleInAllChannels_data() {
        QTest::addColumn<Index>("channels");
        QTest::addColumn<Index>("height");
        QTest::addColumn<Index>("width");
        QTest::addColumn<double>("size");
        QTest::addColumn<Index>("blockHeight");
        QTest::addColumn<Index>("blockWidth");
        QTest::newRow("grey") << Index{1} << Index{28} << Index{28} << 0.25 << Index{7} << Index{7};
        QTest::newRow("colour, not square") << Index{3} << Index{12} << Index{20} << 0.5 << Index{6} << Index{10};
        QTest::newRow("vector") << Index{1} << Index{1} << Index{50} << 0.3 << Index{1} << Index{15};
        QTest::newRow("at least one") << Index{2} << Index{5} << Index{5} << 0.01 << Index{1} << Index{1};
        QTest::newRow("all") << Index{2} << Index{5} << Index{4} << 1.0 << Index{5} << Index{4};
    }
    void aBlockIsOneRectangleInAllChannels() {
        QFETCH(Index, channels);
        QFETCH(Index, height);
        QFETCH(Index, width);
        QFETCH(double, size);
        QFETCH(Index, blockHeight);
        QFETCH(Index, blockWidth);
        const Shape shape = height == 1 ? Shape(width) : Shape(channels, height, width);
        const std::vector<float> clean = greys(shape.size());
        std::vector<Index> tops(static_cast<std::size_t>(height)), lefts(static_cast<std::size_t>(width));
        for (Index sample = 0; sample < 2000; ++sample) {
            const std::vector<float> x = corrupted({static_cast<float>(size), Corruption::Kind::Block}, shape, 2, sample);
            Index top = height, left = width;
            for (Index row = 0; row < height; ++row)
                for (Index column = 0; column < width; ++column)
                    if (isErasedAt(x, shape, 0, row, column)) {
                        top = std::min(top, row);
                        left = std::min(left, column);
                    }
            QVERIFY(top + blockHeight <= height && left + blockWidth <= width);
            ++tops[static_cast<std::size_t>(top)];
            ++lefts[static_cast<std::size_t>(left)];
            for (Index i = 0; i < shape.size(); ++i) {
                const Index row = i / width % height, column = i % width;
                const bool isInside = row >= top && row < top + blockHeight && column >= left && column < left + blockWidth;
                QCOMPARE(x[static_cast<std::size_t>(i)], isInside ? 0.0f : clean[static_cast<std::size_t>(i)]);
            }
        }
        // Every place is about as likely as any other: within five standard errors.
        for (const auto &[counts, places] : {std::pair(&tops, height - blockHeight + 1), std::pair(&lefts, width - blockWidth + 1)})
            for (Index place = 0; place < places; ++place) {
                const double expected = 2000.0 / static_cast<double>(places);
                QVERIFY(std::abs(static_cast<double>((*counts)[static_cast<std::size_t>(place)]) - expected) <= 5 * std::sqrt(expected));
            }
    }

    void stepAndSampleAndSeedMakeTheDifference() {
        const Shape shape(1, 20, 20);
        for (const spec::Kind &kind : data::corruptionKinds()) {
            if (kind.key == "none")
                continue;
            const Corruption corruption = makeCorruption(half(kind));
            const std::vector<float> x = corrupted(corruption, shape, 5, 6);
            QVERIFY(sameBits(x, corrupted(corruption, shape, 5, 6)));
            QVERIFY2(x != corrupted(corruption, shape, 6, 6), kind.key.c_str());
            QVERIFY2(x != corrupted(corruption, shape, 5, 7), kind.key.c_str());
            std::vector<float> other = greys(shape.size());
            corruption.apply(shape, other.data(), core::Random(12, core::Stream::Corruption), 5, 6);
            QVERIFY2(x != other, kind.key.c_str());
        }
    }

    void theLossIsThatAgainstTheCleanInput() {
        const auto dataset = smoothData({64, 7, 0, 20});
        const auto plan = *plan::compile({{dense(3, "tanh"), output()}, 0, false}, dataset->shape);
        for (const spec::Kind &kind : data::corruptionKinds()) {
            training::Stepper stepper(plan, dataset);
            spec::TrainingSpec wanted = settings(squaredError, "sgd", 64);
            if (kind.key != "none")
                wanted.corruption = half(kind);
            QVERIFY(bool(stepper.configure(wanted)));
            stepper.start();
            const core::Floats start = stepper.currentParameters();
            plan::Network network(plan, start.data(), stepper.currentState().data(), 1);
            const Corruption corruption = makeCorruption(wanted.corruption);
            double expected = 0;
            for (Index sample = 0; sample < 64; ++sample) {
                std::vector<float> clean(7);
                dataset->train.copySample(sample, clean.data());
                std::vector<float> x = clean;
                if (corruption.isOn())
                    corruption.apply(dataset->shape, x.data(), core::Random(0, core::Stream::Corruption), 0, sample);
                const core::ConstView y = network.reconstruct({x.data(), 7, 1, 7});
                for (std::size_t i = 0; i < 7; ++i)
                    expected += std::pow(static_cast<double>(y.data[i]) - static_cast<double>(clean[i]), 2) / (64 * 7);
            }
            const double loss = stepper.step().loss;
            QVERIFY2(std::abs(loss - expected) < 1e-6 * expected, qPrintable(QString("%1: %2, not %3").arg(kind.key.c_str()).arg(loss).arg(expected)));
        }
    }

    void anyNumberOfThreadsGivesTheSameBits() {
        const auto dataset = smoothData({300, 90, 0, 20});
        const auto plan = *plan::compile({{dense(70, "tanh"), dense(9, "tanh"), output()}, 1, false}, dataset->shape);
        for (const spec::Kind &kind : data::corruptionKinds()) {
            std::vector<core::Floats> reached;
            for (const int threads : {1, 2, 5}) {
                core::ThreadPool pool(threads);
                training::Stepper stepper(plan, dataset);
                spec::TrainingSpec wanted = settings(squaredError, "adam", 100);
                wanted.corruption.kind = kind.key;
                QVERIFY(bool(stepper.configure(wanted)));
                stepper.setThreadPool(&pool);
                stepper.start();
                for (int step = 0; step < 5; ++step)
                    stepper.step();
                reached.push_back(stepper.currentParameters());
            }
            QVERIFY2(sameBits(reached[0], reached[1]) && sameBits(reached[0], reached[2]), kind.key.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(CorruptionTest)
#include "corruption_test.moc"
