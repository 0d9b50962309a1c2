// Drawn data sets: their sizes and distributions, and the same bits everywhere.
#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>

#include "engine/data/generators/generator.h"

using namespace hourglass;
using namespace hourglass::data;

namespace {

double meanOf(const std::vector<float> &values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

class GeneratorsTest : public QObject {
    Q_OBJECT

private slots:
    void everyRowDrawsWhatItSays() {
        QCOMPARE(generators().size(), 3u);
        for (const Generator &generator : generators()) {
            QCOMPARE(findGenerator(generator.key), &generator);
            const Dataset dataset = generate(generator, 1);
            QCOMPARE(dataset.key, std::string(generator.key));
            QVERIFY(dataset.shape == core::Shape(generator.features));
            QVERIFY(!dataset.origin.empty() && !dataset.title.empty());
            QVERIFY(dataset.classNames.empty() && dataset.validation.isEmpty());
            for (const Part *part : {&dataset.train, &dataset.test}) {
                QCOMPARE(part->samples, generator.samples);
                QCOMPARE(part->features, generator.features);
                QCOMPARE(part->floats.size(), static_cast<std::size_t>(generator.samples * generator.features));
                QVERIFY(part->labels.empty());
                const auto [least, most] = std::minmax_element(part->floats.begin(), part->floats.end());
                QCOMPARE(*least >= 0.0f && *most <= 1.0f, generator.isWithinUnit);
                QVERIFY(std::isfinite(*least) && std::isfinite(*most));
            }
            QCOMPARE(dataset.isWithinUnit, generator.isWithinUnit);
            QVERIFY(dataset.train.floats != dataset.test.floats);
            QVERIFY(dataset.train.floats == generate(generator, 1).train.floats);
            QVERIFY(dataset.train.floats != generate(generator, 2).train.floats);
        }
        QVERIFY(!findGenerator("nothing"));
    }

    void haveTheSizesOfTheirPresets() {
        const auto size = [](const char *key) { return std::pair(findGenerator(key)->samples, findGenerator(key)->features); };
        QCOMPARE(size("noise"), (std::pair<Index, Index>(100, 784)));
        QCOMPARE(size("tabular"), (std::pair<Index, Index>(1000, 10)));
        QCOMPARE(size("halves"), (std::pair<Index, Index>(1000, 100)));
    }

    void noiseIsNormalAndItsMaximumIsOne() {
        const Dataset noise = generate(*findGenerator("noise"), 3);
        for (const Part *part : {&noise.train, &noise.test}) {
            QCOMPARE(*std::max_element(part->floats.begin(), part->floats.end()), 1.0f);
            QVERIFY(std::abs(meanOf(part->floats)) < 0.005);
            double squares = 0.0;
            for (const float value : part->floats)
                squares += double(value) * value;
            // The largest of 78 400 standard normal numbers is about 4.3, so the deviation is about 0.23.
            const double deviation = std::sqrt(squares / static_cast<double>(part->floats.size()));
            QVERIFY(deviation > 0.16 && deviation < 0.28);
            const auto within =
                std::count_if(part->floats.begin(), part->floats.end(), [&](float value) { return std::abs(value) < deviation; });
            QVERIFY(std::abs(static_cast<double>(within) / static_cast<double>(part->floats.size()) - 0.6827) < 0.01);
        }
    }

    void uniformIsUniform() {
        const std::vector<float> values = generate(*findGenerator("halves"), 3).train.floats;
        std::vector<int> bins(10);
        for (const float value : values)
            ++bins[static_cast<std::size_t>(value * 10.0f)];
        QVERIFY(std::all_of(bins.begin(), bins.end(), [](int count) { return std::abs(count - 10000) < 500; }));
        QVERIFY(std::abs(meanOf(values) - 0.5) < 0.01);
    }

    void drawTheSameBitsEverywhere_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVector<quint32>>("expected"); // bits of train 0, 1 and the last, test 0 and the last
        QTest::newRow("noise") << "noise" << QVector<quint32>{0xbc939664, 0x3d6cddd9, 0x3eb8ecc1, 0xbe3a1319, 0xbe29a828};
        QTest::newRow("tabular") << "tabular" << QVector<quint32>{0x3eeed3b6, 0x3f1b4307, 0x3de6f568, 0x3e68086c, 0x3f06562b};
        QTest::newRow("halves") << "halves" << QVector<quint32>{0x3eeed3b6, 0x3f1b4307, 0x3e769564, 0x3e68086c, 0x3f33784f};
    }
    void drawTheSameBitsEverywhere() {
        QFETCH(QString, key);
        QFETCH(QVector<quint32>, expected);
        const Dataset dataset = generate(*findGenerator(key.toStdString()), 0);
        const auto &train = dataset.train.floats, &test = dataset.test.floats;
        QVector<quint32> bits;
        for (const float value : {train[0], train[1], train.back(), test[0], test.back()})
            bits.push_back(std::bit_cast<quint32>(value));
        QCOMPARE(bits, expected);
    }
};

QTEST_APPLESS_MAIN(GeneratorsTest)
#include "generators_test.moc"
