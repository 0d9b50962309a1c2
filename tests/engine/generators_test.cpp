// Drawn data sets: every row of the table with its knobs at all ends, and the same bits everywhere. What single sets promise is tested
// in drawn_sets_test.cpp.
#include <QTest>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>

#include "engine/data/generators/generator.h"

using namespace hourglass;
using namespace hourglass::data;

namespace {

double meanOf(const std::vector<float> &values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Dataset drawn(const std::string &key, std::uint64_t seed, const spec::Values &options = {}) {
    const Generator *generator = findGenerator(key);
    if (!generator)
        qFatal("no such generator");
    auto dataset = generate(*generator, options, seed);
    if (!dataset)
        qFatal("%s", dataset.error().sentence().c_str());
    return *dataset;
}

QString problemOf(const Dataset &dataset, const Part &part, Index samples) {
    const auto count = static_cast<std::size_t>(samples), numbers = count * static_cast<std::size_t>(dataset.features());
    if (part.samples != samples || part.features != dataset.features())
        return QString("%1 samples of %2 numbers").arg(part.samples).arg(part.features);
    if (part.holdsBytes() ? part.bytes.size() != numbers || !part.floats.empty() : part.floats.size() != numbers)
        return "the numbers are not as many as they should be";
    if (part.factors.size() != count * dataset.factorNames.size())
        return "factors are missing";
    if (part.labels.size() != (dataset.classNames.empty() ? 0 : count))
        return "labels are missing";
    const auto isFinite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(part.floats.begin(), part.floats.end(), isFinite) || !std::all_of(part.factors.begin(), part.factors.end(), isFinite))
        return "not all is finite";
    const auto classes = static_cast<std::int32_t>(dataset.classNames.size());
    if (std::any_of(part.labels.begin(), part.labels.end(), [classes](std::int32_t label) { return label < 0 || label >= classes; }))
        return "a label has no class";
    if (dataset.isWithinUnit && std::any_of(part.floats.begin(), part.floats.end(), [](float value) { return value < 0.0f || value > 1.0f; }))
        return "not all lies between 0 and 1";
    return {};
}

/// What is wrong with a set drawn with these options, or nothing.
QString problemOf(const Generator &generator, const spec::Values &options) {
    const auto dataset = generate(generator, options, 1);
    if (!dataset)
        return QString::fromStdString(dataset.error().sentence());
    const Index samples = std::get<Index>(dataset->report.assumed.at("samples"));
    const auto shape = shapeOf(generator, options);
    if (!shape || !(*shape == dataset->shape))
        return "another shape than it said";
    const QString problem = problemOf(*dataset, dataset->train, samples);
    return problem.isEmpty() ? problemOf(*dataset, dataset->test, std::min(samples, largestTestPart)) : problem;
}

/// The ends of a setting, and each of its choices.
std::vector<spec::Value> endsOf(const spec::Setting &setting) {
    if (setting.kind == spec::SettingKind::Integer)
        return {static_cast<Index>(setting.minimum), static_cast<Index>(setting.maximum)};
    if (setting.kind == spec::SettingKind::Real)
        return {setting.minimum, setting.maximum};
    std::vector<spec::Value> choices;
    for (const spec::Choice &choice : setting.choices)
        choices.push_back(choice.key);
    return choices;
}

/// FNV-1a over all that was drawn.
quint64 hashOf(const Dataset &dataset) {
    quint64 hash = 0xcbf29ce484222325;
    const auto add = [&hash](std::uint32_t word) {
        for (int shift = 0; shift < 32; shift += 8)
            hash = (hash ^ ((word >> shift) & 0xff)) * 0x100000001b3;
    };
    for (const Part *part : {&dataset.train, &dataset.test}) {
        for (const std::uint8_t byte : part->bytes)
            add(byte);
        for (const float value : part->floats)
            add(std::bit_cast<std::uint32_t>(value));
        for (const float value : part->factors)
            add(std::bit_cast<std::uint32_t>(value));
        for (const std::int32_t label : part->labels)
            add(static_cast<std::uint32_t>(label));
    }
    return hash;
}

} // namespace

class GeneratorsTest : public QObject {
    Q_OBJECT

private slots:
    /// Whatever space it is turned into, and also of a part of it; of what was cut into other samples nothing is known.
    void whatASetLiesOnIsKnownFromItsRow() {
        const std::pair<const char *, Index> expected[] = {{"swiss-roll", 2}, {"s-curve", 2}, {"torus", 2}, {"trefoil", 1},   {"circles", 1},
                                                           {"moons", 1},      {"blobs", 0},   {"noise", 0}, {"correlated", 3}};
        for (const auto &[key, dimension] : expected)
            QVERIFY2(data::intrinsicDimension(drawn(key, 1, {{"samples", Index{50}}})) == dimension, key);
        QCOMPARE(data::intrinsicDimension(drawn("swiss-roll", 1, {{"samples", Index{50}}, {"dimensions", Index{12}}})), Index{2});
        QCOMPARE(data::intrinsicDimension(drawn("correlated", 1, {{"samples", Index{50}}, {"rank", Index{5}}})), Index{5});
        Dataset windows = drawn("trefoil", 1, {{"samples", Index{50}}});
        windows.shape = core::Shape(4, 3);
        QCOMPARE(data::intrinsicDimension(windows), Index{0});
        windows.key = "/somewhere/trefoil.csv";
        QCOMPARE(data::intrinsicDimension(windows), Index{0});
    }

    void everyRowDrawsWhatItSays_data() {
        QTest::addColumn<int>("row");
        for (int row = 0; row < static_cast<int>(generators().size()); ++row)
            QTest::newRow(generators()[static_cast<std::size_t>(row)].kind().key.c_str()) << row;
    }
    void everyRowDrawsWhatItSays() {
        QFETCH(int, row);
        const Generator &generator = generators()[static_cast<std::size_t>(row)];
        const spec::Kind kind = generator.kind();
        QCOMPARE(findGenerator(kind.key), &generator);
        QVERIFY(!kind.label.empty() && !kind.help.empty() && !kind.group.empty());
        QCOMPARE(problemOf(generator, {}), QString());
        const auto some = [&kind](std::uint64_t seed) { return drawn(kind.key, seed, {{"samples", Index{100}}}); };
        const Dataset dataset = some(1);
        QCOMPARE(dataset.key, kind.key);
        QCOMPARE(dataset.title, kind.label);
        QVERIFY(dataset.origin.find("seed 1") != std::string::npos && dataset.validation.isEmpty());
        QCOMPARE(dataset.report.assumed.size(), kind.settings.size());

        const Dataset again = some(1), other = some(2);
        QCOMPARE(hashOf(again), hashOf(dataset));
        QVERIFY(dataset.train.floats != other.train.floats || dataset.train.bytes != other.train.bytes);
        QVERIFY(dataset.train.floats != dataset.test.floats || dataset.train.bytes != dataset.test.bytes);
    }

    void everyKnobHoldsToItsEnds_data() { everyRowDrawsWhatItSays_data(); }
    void everyKnobHoldsToItsEnds() {
        QFETCH(int, row);
        const Generator &generator = generators()[static_cast<std::size_t>(row)];
        const spec::Kind kind = generator.kind();
        for (const spec::Setting &setting : kind.settings) {
            QVERIFY(!setting.label.empty() && !setting.help.empty());
            for (const spec::Value &end : endsOf(setting)) {
                spec::Values options{{"samples", Index{16}}};
                if (setting.key == "samples") // the most samples, as small as they can be
                    for (const spec::Setting &size : kind.settings)
                        if (size.kind == spec::SettingKind::Integer)
                            options[size.key] = static_cast<Index>(size.minimum);
                options[setting.key] = end;
                QVERIFY2(problemOf(generator, options).isEmpty(), qPrintable(QString::fromStdString(setting.key) + ": " + problemOf(generator, options)));
            }
            for (const spec::Value &bad :
                 {spec::Value(setting.maximum + 1.5), spec::Value(setting.minimum - 1.5), spec::Value(std::nan("")), spec::Value(std::string("?"))}) {
                const auto refused = generate(generator, {{setting.key, bad}}, 1);
                QVERIFY(!refused);
                QCOMPARE(refused.error().where, "data.options." + setting.key);
                QVERIFY(!shapeOf(generator, {{setting.key, bad}}));
            }
        }
        const auto unknown = generate(generator, {{"sample", Index{5}}}, 1);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().sentence(), "data.options.sample: is no setting of \"" + kind.key + "\". Did you mean \"samples\"?");
    }

    void anotherSizeKeepsTheSamples() {
        for (const char *key : {"swiss-roll", "strokes", "sprites", "ecg", "blobs", "sparse-codes"}) {
            const Dataset few = drawn(key, 4, {{"samples", Index{10}}}), more = drawn(key, 4, {{"samples", Index{25}}});
            QVERIFY(std::equal(few.train.floats.begin(), few.train.floats.end(), more.train.floats.begin()));
            QVERIFY(std::equal(few.train.bytes.begin(), few.train.bytes.end(), more.train.bytes.begin()));
            QVERIFY(std::equal(few.train.factors.begin(), few.train.factors.end(), more.train.factors.begin()));
        }
    }

    void refusesWhatIsTooLarge() {
        const auto dataset = generate(*findGenerator("bouncing-ball"), {{"samples", Index{20'000}}, {"side", Index{64}}, {"frames", Index{32}}}, 1);
        QVERIFY(!dataset);
        QCOMPARE(dataset.error().where, std::string("data.options.samples"));
        QVERIFY2(dataset.error().what.find("MB") != std::string::npos, dataset.error().what.c_str());
    }

    void givesUpWhenAsked() {
        const std::atomic<bool> cancelled = true;
        for (const Generator &generator : generators()) {
            const auto dataset = generate(generator, {}, 1, {nullptr, &cancelled});
            QVERIFY(!dataset);
            QVERIFY(dataset.error().what.find("cancelled") != std::string::npos);
        }
    }

    void haveTheSizesOfTheirPresets() {
        const auto size = [](const char *key) {
            const Dataset dataset = drawn(key, 1);
            return std::pair(dataset.train.samples, dataset.features());
        };
        QCOMPARE(size("noise"), (std::pair<Index, Index>(100, 784)));
        QCOMPARE(size("tabular"), (std::pair<Index, Index>(1000, 10)));
        QCOMPARE(size("halves"), (std::pair<Index, Index>(1000, 100)));
        QVERIFY(!findGenerator("nothing"));
    }

    void noiseIsNormalAndItsMaximumIsOne() {
        const Dataset noise = drawn("noise", 3);
        QVERIFY(!noise.isWithinUnit);
        for (const Part *part : {&noise.train, &noise.test}) {
            QCOMPARE(*std::max_element(part->floats.begin(), part->floats.end()), 1.0f);
            QVERIFY(std::abs(meanOf(part->floats)) < 0.005);
            double squares = 0.0;
            for (const float value : part->floats)
                squares += double(value) * value;
            // The largest of 78 400 standard normal numbers is about 4.3, so the deviation is about 0.23.
            const double deviation = std::sqrt(squares / static_cast<double>(part->floats.size()));
            QVERIFY(deviation > 0.16 && deviation < 0.28);
            const auto within = std::count_if(part->floats.begin(), part->floats.end(), [&](float value) { return std::abs(value) < deviation; });
            QVERIFY(std::abs(static_cast<double>(within) / static_cast<double>(part->floats.size()) - 0.6827) < 0.01);
        }
    }

    void uniformIsUniform() {
        const std::vector<float> values = drawn("halves", 3).train.floats;
        std::vector<int> bins(10);
        for (const float value : values)
            ++bins[static_cast<std::size_t>(value * 10.0f)];
        QVERIFY(std::all_of(bins.begin(), bins.end(), [](int count) { return std::abs(count - 10000) < 500; }));
        QVERIFY(std::abs(meanOf(values) - 0.5) < 0.01);
    }

    void noNormalNumberIsFurtherThanSaid() { QVERIFY(core::normalFrom(0xffffffff) < furthestNormal && core::normalFrom(0) > -furthestNormal); }

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
        const Dataset dataset = drawn(key.toStdString(), 0);
        const auto &train = dataset.train.floats, &test = dataset.test.floats;
        QVector<quint32> bits;
        for (const float value : {train[0], train[1], train.back(), test[0], test.back()})
            bits.push_back(std::bit_cast<quint32>(value));
        QCOMPARE(bits, expected);
    }

    void drawTheSameSetsEverywhere_data() { everyRowDrawsWhatItSays_data(); }
    void drawTheSameSetsEverywhere() {
        QFETCH(int, row);
        // Of 20 samples of each part from seed 7, in the order of the table.
        const std::vector<quint64> expected{0x4df313e81f27c4b,  0x5575a384c5fc1eab, 0xb7ecc201ed1579e2, 0xaa6f1e95365e5262, 0xef95d6e943fdd911,
                                            0xc34e1f4c42837e85, 0xe77182961bf4a49c, 0x94545ccf7178ae64, 0xec8e7258931a4070, 0x1bd924aecdd80bf0,
                                            0xc147ddbba0e7ad23, 0x53b09a3ffe17e165, 0xe5a28a90e1288b79, 0x57eb33c1cb893a2f, 0x38903bcdd132c276,
                                            0xb2a5ad458e1f615,  0x16cdc778a8e13b19, 0x82c9f57c92d6dcb6, 0x848bd44585d13a66};
        const std::string key = generators()[static_cast<std::size_t>(row)].kind().key;
        QCOMPARE(expected.size(), generators().size());
        QCOMPARE(QString::number(hashOf(drawn(key, 7, {{"samples", Index{20}}})), 16), QString::number(expected[static_cast<std::size_t>(row)], 16));
    }
};

QTEST_APPLESS_MAIN(GeneratorsTest)
#include "generators_test.moc"
