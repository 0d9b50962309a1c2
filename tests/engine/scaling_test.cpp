// Scalings: what numpy computes of the same table, fitted on the training part alone, the same for bytes and floats, and the way back.
#include <QFile>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <sstream>

#include "engine/data/shaping/scaling.h"
#include "engine/data/shaping/whitening.h"
#include "tests/support/numbers.h"
#include "tests/support/shaped_data.h"

using namespace hourglass;
using namespace hourglass::tests;

Q_DECLARE_METATYPE(hourglass::spec::Component)
Q_DECLARE_METATYPE(std::vector<float>)

namespace {

constexpr Index rows = 28, trainRows = 23, columns = 6;

/// That of tests/data/make_numpy_scalings.py.
std::vector<float> table(Index first, Index end) {
    std::vector<float> x;
    for (Index i = first; i < end; ++i) {
        const auto a = static_cast<float>((i * 7919 + 13) % 200), b = static_cast<float>((i * 104729 + 7) % 1000);
        const float still = i < trainRows ? 3.5f : 3.5f + static_cast<float>(i);
        for (const float value : {a / 8, b - 500, a * a / 4, still, i % 10 == 0 ? static_cast<float>(i) : 0.0f, 1000 + (2 * a + b) / 16})
            x.push_back(value);
    }
    return x;
}

/// The same rows with columns of very different sizes, none of which follows from others.
std::vector<float> gradedTable(Index first, Index end) {
    constexpr double sizes[columns] = {1, 1e2, 1e-3, 1, 1e-6, 1e5};
    const std::vector<float> plain = table(first, end);
    std::vector<float> x;
    for (Index i = first; i < end; ++i)
        for (Index column = 0; column < columns; ++column) {
            double value = static_cast<double>(plain[size_t((i - first) * columns + column)]);
            value = column == 5 ? value + static_cast<double>(i * i * 31 % 97) : column == 3 ? static_cast<double>(i * 37 % 11) : value;
            x.push_back(static_cast<float>(value * sizes[column]));
        }
    return x;
}

data::Part partOf(std::vector<float> floats, Index features) {
    data::Part part;
    part.features = features;
    part.samples = static_cast<Index>(floats.size()) / features;
    part.floats = std::move(floats);
    return part;
}

data::Dataset tableData() {
    return datasetOf(partOf(table(0, trainRows), columns), partOf(table(trainRows, rows), columns));
}

data::Dataset byteData() {
    data::Part train, test;
    for (data::Part *part : {&train, &test}) {
        part->samples = part == &train ? 40 : 10;
        part->features = 12;
        for (Index i = 0; i < part->samples * 12; ++i)
            part->bytes.push_back(i % 12 == 5 ? 9 : static_cast<std::uint8_t>(128 + 127 * wave(i + part->samples)));
    }
    return datasetOf(train, test);
}

spec::Component component(const std::string &kind, const std::string &choice) {
    spec::Component made{kind, {}};
    if (choice != "-")
        made.values.emplace(kind == "whiten" ? "axes" : "by", choice);
    return made;
}

void addScalings() {
    QTest::addColumn<spec::Component>("scaling");
    for (const char *kind : {"range", "standardise", "robust"})
        for (const char *by : {"feature", "whole"})
            QTest::addRow("%s %s", kind, by) << component(kind, by);
    QTest::newRow("unit_norm") << component("unit_norm", "-");
    for (const char *axes : {"components", "features"})
        QTest::addRow("whiten %s", axes) << component("whiten", axes);
}

std::string scaled(data::Dataset &dataset, const spec::Component &scaling) {
    spec::DataSpec wanted;
    wanted.scaling = scaling;
    return shaped(dataset, wanted);
}

std::vector<float> inverted(const data::Dataset &dataset, const data::Part &part) {
    std::vector<float> numbers = numbersOf(part);
    for (Index i = 0; i < part.samples; ++i)
        dataset.invert(part, i, numbers.data() + i * part.features, numbers.data() + i * part.features);
    return numbers;
}

/// The largest difference, against the largest number of the first.
double distance(const std::vector<float> &a, const std::vector<float> &b) {
    double largest = 1e-30, difference = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i])));
        difference = std::max(difference, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return difference / largest;
}

} // namespace

class ScalingTest : public QObject {
    Q_OBJECT

private slots:
    void isWhatNumpyComputes_data() {
        QTest::addColumn<spec::Component>("scaling");
        QTest::addColumn<std::vector<float>>("expected");
        QFile file(HOURGLASS_SOURCE_DIR "/tests/data/numpy_scalings.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        int lines = 0;
        while (!file.atEnd()) {
            std::istringstream line(file.readLine().toStdString());
            std::string kind, choice;
            line >> kind >> choice;
            std::vector<float> expected;
            for (double number = 0; line >> number;)
                expected.push_back(static_cast<float>(number));
            QTest::addRow("%s %s", kind.c_str(), choice.c_str()) << component(kind == "graded" ? "whiten" : kind, choice) << expected;
            ++lines;
        }
        QCOMPARE(lines, 10);
    }
    void isWhatNumpyComputes() {
        QFETCH(spec::Component, scaling);
        QFETCH(std::vector<float>, expected);
        const bool isGraded = QString(QTest::currentDataTag()).startsWith("graded");
        data::Dataset dataset = isGraded ? datasetOf(partOf(gradedTable(0, trainRows), columns), partOf(gradedTable(trainRows, rows), columns)) : tableData();
        QCOMPARE(scaled(dataset, scaling), std::string());
        std::vector<float> got = numbersOf(dataset.train);
        const std::vector<float> test = numbersOf(dataset.test);
        got.insert(got.end(), test.begin(), test.end());
        QCOMPARE(got.size(), expected.size());
        for (std::size_t i = 0; i < got.size(); ++i)
            QVERIFY2(std::abs(got[i] - expected[i]) <= 2e-6f * (1 + std::abs(expected[i])),
                     qPrintable(QString("%1: %2, not %3").arg(i).arg(double(got[i])).arg(double(expected[i]))));
    }

    void leadsBack_data() { addScalings(); }
    void leadsBack() {
        QFETCH(spec::Component, scaling);
        data::Dataset dataset = tableData();
        QCOMPARE(scaled(dataset, scaling), std::string());
        QVERIFY(distance(table(0, trainRows), inverted(dataset, dataset.train)) < 1e-6);
        // Nor does a column that is constant in the training part alone lose anything.
        QVERIFY(distance(table(trainRows, rows), inverted(dataset, dataset.test)) < 1e-6);
    }

    void looksAtTheTrainingPartAlone_data() { addScalings(); }
    void looksAtTheTrainingPartAlone() {
        QFETCH(spec::Component, scaling);
        data::Dataset one = tableData(), other = tableData();
        for (float &value : other.test.floats)
            value = 5 * value - 3000;
        QCOMPARE(scaled(one, scaling), std::string());
        QCOMPARE(scaled(other, scaling), std::string());
        QVERIFY(sameBits(numbersOf(one.train), numbersOf(other.train)));
        QVERIFY(!sameBits(numbersOf(one.test), numbersOf(other.test)));
    }

    void bytesAndFloatsAreTheSame_data() { addScalings(); }
    void bytesAndFloatsAreTheSame() {
        QFETCH(spec::Component, scaling);
        data::Dataset bytes = byteData(), floats = byteData();
        for (data::Part *part : {&floats.train, &floats.test}) {
            part->floats = numbersOf(*part);
            part->bytes.clear();
        }
        QCOMPARE(scaled(bytes, scaling), std::string());
        QCOMPARE(scaled(floats, scaling), std::string());
        const bool isAffine = scaling.kind != "unit_norm" && scaling.kind != "whiten";
        QCOMPARE(bytes.train.holdsBytes(), isAffine); // they stay bytes where they can
        for (const auto part : {&data::Dataset::train, &data::Dataset::test}) {
            QVERIFY(sameBits(numbersOf(bytes.*part), numbersOf(floats.*part)));
            QVERIFY(sameBits(inverted(bytes, bytes.*part), inverted(floats, floats.*part)));
        }
        QCOMPARE(bytes.isWithinUnit, floats.isWithinUnit);
        QVERIFY(bytes.range == floats.range);
        QVERIFY(bytes.originalRange == core::Range{});
        std::vector<Index> indices{3, 0, 3};
        std::vector<float> gathered(36), expected(12);
        bytes.train.gather(indices.data(), 3, {gathered.data(), 12, 3, 12});
        bytes.train.copySample(3, expected.data());
        QVERIFY(std::equal(expected.begin(), expected.end(), gathered.begin() + 24));
    }

    void whitenedDirectionsAreUncorrelated() {
        data::Dataset dataset = byteData();
        QCOMPARE(scaled(dataset, component("whiten", "components")), std::string());
        const std::vector<float> y = numbersOf(dataset.train);
        for (Index a = 0; a < 12; ++a)
            for (Index b = 0; b < 12; ++b) {
                double sum = 0;
                for (Index i = 0; i < 40; ++i)
                    sum += double(y[size_t(i * 12 + a)]) * double(y[size_t(i * 12 + b)]) / 40;
                QVERIFY2(std::abs(sum - (a == b && a < 11 ? 1 : 0)) < 1e-4, qPrintable(QString("%1 %2: %3").arg(a).arg(b).arg(sum)));
            }
        QCOMPARE(
            dataset.report.remarks.front(),
            std::string("1 of 12 directions carries no variance in the training part (a feature is constant, or follows from others) and was not stretched: "
                        "it is 0 there, and elsewhere shows what departs from it."));
    }

    void namesWhatCarriesNothing() {
        data::Dataset dataset = tableData();
        dataset.featureNames = {"a", "b", "c", "d", "e", "f"};
        QCOMPARE(scaled(dataset, component("robust", "feature")), std::string());
        QCOMPARE(dataset.report.remarks.size(), std::size_t{2});
        QCOMPARE(dataset.report.remarks[0], std::string("Only centred, because nothing varies in the training part: feature d."));
        QCOMPARE(dataset.report.remarks[1], std::string("Only centred, because quartiles are equal: feature e."));
        data::Dataset same = datasetOf(partOf(std::vector<float>(40, 7.0f), 4));
        QCOMPARE(scaled(same, component("standardise", "whole")), std::string());
        QVERIFY(numbersOf(same.train) == std::vector<float>(same.train.floats.size(), 0.0f));
        QVERIFY(inverted(same, same.train) == std::vector<float>(same.train.floats.size(), 7.0f));
        QCOMPARE(same.report.remarks.size(), std::size_t{1});
    }

    void knowsWhatItReaches() {
        data::Dataset dataset = tableData();
        QVERIFY(!dataset.isWithinUnit);
        dataset.test = {};
        QCOMPARE(scaled(dataset, component("range", "feature")), std::string());
        QVERIFY((dataset.range == core::Range{0, 1}));
        data::Dataset standard = tableData();
        QCOMPARE(scaled(standard, component("standardise", "feature")), std::string());
        QVERIFY(!standard.isWithinUnit && standard.range.lowest < -1 && standard.range.highest > 1);
        const std::vector<float> x = table(0, trainRows);
        QCOMPARE(standard.originalRange.lowest, *std::min_element(x.begin(), x.end()));
        QCOMPARE(standard.originalRange.highest, *std::max_element(x.begin(), x.end()));
    }

    void zerosHaveNoDirection() {
        data::Dataset dataset = datasetOf(partOf({0, 0, 3, 4, 0, 0, 6, 8}, 2), partOf({0, 0}, 2));
        QCOMPARE(scaled(dataset, component("unit_norm", "-")), std::string());
        QVERIFY(numbersOf(dataset.train) == std::vector<float>({0, 0, 0.6f, 0.8f, 0, 0, 0.6f, 0.8f}));
        QCOMPARE(dataset.report.remarks.size(), std::size_t{1});
        std::vector<float> drawn{0.6f, 0.8f};
        dataset.invert(drawn.data(), drawn.data()); // of the mean length, (0 + 5 + 0 + 10) / 4
        QVERIFY(distance({2.25f, 3.0f}, drawn) < 1e-6);
    }

    void largeAndSmallNumbersStayFinite() {
        data::Dataset large = datasetOf(partOf({-3e38f, 0, 3e38f, 1e38f}, 1), partOf({3.4e38f}, 1));
        for (const char *kind : {"range", "standardise", "robust"}) {
            data::Dataset dataset = large;
            QCOMPARE(scaled(dataset, component(kind, "feature")), std::string());
            QVERIFY(distance({-3e38f, 0, 3e38f, 1e38f}, inverted(dataset, dataset.train)) < 1e-6);
        }
        data::Dataset wild = datasetOf(partOf({0, 1e-30f, 2e-30f, 3e-30f}, 1), partOf({1e30f}, 1));
        QVERIFY(QString::fromStdString(scaled(wild, component("range", "feature"))).contains("too large for float"));
    }

    void refusesWhatTakesTooLong() {
        data::Dataset wide = datasetOf(countingPart(2, data::mostWhitenedFeatures + 1, false), countingPart(1, data::mostWhitenedFeatures + 1, false));
        const QString said = QString::fromStdString(scaled(wide, component("whiten", "features")));
        QVERIFY2(said.contains("2001") && said.contains("2000") && said.contains("standardise"), qPrintable(said));
    }

    void stopsWhenItIsToldTo() {
        const std::atomic<bool> cancelled = true;
        for (const char *kind : {"range", "robust", "unit_norm", "whiten"}) {
            data::Dataset dataset = tableData();
            const auto error = data::scale(dataset, {kind, {}}, {nullptr, &cancelled});
            QVERIFY(error && error->what.find("cancelled") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(ScalingTest)
#include "scaling_test.moc"
