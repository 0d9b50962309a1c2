// Windows, subsets and parts set aside: which samples go where, against slow loops, and what is said where they cannot.
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

#include "engine/data/sample_id.h"
#include "engine/data/shaping/split.h"
#include "tests/support/numbers.h"
#include "tests/support/shaped_data.h"

using namespace hourglass;
using namespace hourglass::tests;

Q_DECLARE_METATYPE(hourglass::spec::DataSpec)

namespace {

using Labels = std::vector<std::int32_t>;

spec::DataSpec wanting(const spec::Component &subset, const spec::Component &split, double validation = 0.0) {
    spec::DataSpec wanted;
    wanted.subset = subset;
    wanted.split = split;
    wanted.validation = validation;
    return wanted;
}

const spec::Component all{"all", {}}, drawn{"random", {}};

std::map<std::int32_t, Index> countsOf(const data::Part &part) {
    std::map<std::int32_t, Index> counts;
    for (const std::int32_t label : part.labels)
        ++counts[label];
    return counts;
}

/// Numbers in the source, of a part that keeps its samples' order.
std::vector<Index> numbersIn(const data::Part &part) {
    std::vector<Index> numbers = part.sourceIndex;
    if (numbers.empty())
        for (Index i = 0; i < part.samples; ++i)
            numbers.push_back(i);
    return numbers;
}

std::vector<Index> range(Index first, Index end) {
    std::vector<Index> numbers;
    for (; first < end; ++first)
        numbers.push_back(first);
    return numbers;
}

/// Each sample still is what it was: its number's features, label and factor.
bool isWhole(const data::Part &part, const Labels &labels) {
    const std::vector<Index> numbers = numbersIn(part);
    bool isRight = static_cast<Index>(numbers.size()) == part.samples && static_cast<Index>(part.floats.size()) == part.samples * part.features &&
                   static_cast<Index>(part.factors.size()) == part.samples;
    for (std::size_t i = 0; isRight && i < numbers.size(); ++i) {
        const auto number = static_cast<std::size_t>(numbers[i]);
        isRight = part.floats[i * static_cast<std::size_t>(part.features)] == static_cast<float>(number) && part.labels[i] == labels[number % labels.size()] &&
                  part.factors[i] == static_cast<float>(number) / 2;
    }
    return isRight;
}

data::Part withFactors(data::Part part) {
    for (Index i = 0; i < part.samples; ++i)
        part.factors.push_back(static_cast<float>(i) / 2);
    return part;
}

} // namespace

class ShapingTest : public QObject {
    Q_OBJECT

private slots:
    void drawsWhatItAlwaysDrew() {
        data::Dataset dataset = datasetOf(countingPart(100, 2, true));
        QCOMPARE(shaped(dataset, wanting(all, drawn)), std::string());
        QCOMPARE(dataset.test.sourceIndex, (std::vector<Index>{1, 13, 19, 24, 28, 56, 58, 73, 80, 82}));
        QVERIFY(dataset.dependsOnSeed);
    }

    void takesASubset_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("classes");
        QTest::addColumn<int>("samples");
        QTest::newRow("all") << "all"
                             << "" << 0;
        QTest::newRow("a class by name") << "all"
                                         << "bee" << 0;
        QTest::newRow("by number, and spaces") << "all"
                                               << " 2 ,ant," << 0;
        QTest::newRow("first") << "first"
                               << "" << 30;
        QTest::newRow("first of a class") << "first"
                                          << "cat" << 5;
        QTest::newRow("random") << "random"
                                << "" << 30;
        QTest::newRow("random of two") << "random"
                                       << "ant,cat" << 17;
        QTest::newRow("more than there are") << "random"
                                             << "" << 5000;
    }
    void takesASubset() {
        QFETCH(QString, kind);
        QFETCH(QString, classes);
        QFETCH(int, samples);
        const Labels labels{0, 0, 1, 2, 0, 1};
        spec::Component subset{kind.toStdString(), {{"classes", classes.toStdString()}}};
        if (samples > 0)
            subset.values.emplace("samples", Index(samples));
        data::Dataset dataset = datasetOf(withFactors(countingPart(120, 3, false, labels)));
        QCOMPARE(shaped(dataset, wanting(subset, {"order", {{"test", 0.0}}}), 3), std::string());
        QVERIFY(isWhole(dataset.train, labels));
        std::vector<Index> belonging;
        for (Index i = 0; i < 120; ++i) {
            const std::int32_t label = labels[static_cast<std::size_t>(i % 6)];
            const QStringList names{"ant", "bee", "cat"};
            if (classes.isEmpty() || classes.contains(names[label]) || classes.contains(QString::number(label)))
                belonging.push_back(i);
        }
        const std::vector<Index> taken = numbersIn(dataset.train);
        const std::size_t count = samples > 0 ? std::min(belonging.size(), static_cast<std::size_t>(samples)) : belonging.size();
        QCOMPARE(taken.size(), count);
        QVERIFY(std::is_sorted(taken.begin(), taken.end()));
        QVERIFY(std::includes(belonging.begin(), belonging.end(), taken.begin(), taken.end()));
        if (kind != "random")
            QVERIFY(std::equal(taken.begin(), taken.end(), belonging.begin()));
        QCOMPARE(dataset.dependsOnSeed, kind == "random");
        QCOMPARE(dataset.report.remarks.size(), std::size_t(samples > 120));
        data::Dataset bytes = datasetOf(countingPart(120, 3, true, labels)), other = bytes;
        QCOMPARE(shaped(bytes, wanting(subset, {"order", {{"test", 0.0}}}), 3), std::string());
        QCOMPARE(numbersIn(bytes.train), taken); // whatever the format
        QCOMPARE(shaped(other, wanting(subset, {"order", {{"test", 0.0}}}), 4), std::string());
        QCOMPARE(numbersIn(other.train) == taken, kind != "random" || samples > 120);
    }

    void aTestPartOfItsOwnIsKept() {
        const Labels labels{0, 1, 2};
        data::Dataset dataset = datasetOf(countingPart(30, 2, false, labels), countingPart(12, 2, false, labels));
        QCOMPARE(shaped(dataset, wanting({"first", {{"samples", Index(9)}}}, drawn)), std::string());
        QCOMPARE(dataset.train.samples, 9);
        QCOMPARE(dataset.test.samples, 12);
        QCOMPARE(dataset.test.sourceIndex, range(30, 42)); // behind the training file, all of it
        QVERIFY(!dataset.dependsOnSeed);
        data::Dataset some = datasetOf(countingPart(30, 2, false, labels), countingPart(12, 2, false, labels));
        QCOMPARE(shaped(some, wanting({"all", {{"classes", std::string("bee")}}}, drawn)), std::string());
        QCOMPARE(some.train.samples, 10);
        QCOMPARE(some.test.sourceIndex, (std::vector<Index>{31, 34, 37, 40}));
    }

    void partsOfTheirOwnStandBehindOneAnother() {
        const Labels labels{0, 1, 2};
        data::Dataset dataset = datasetOf(countingPart(30, 2, false, labels), countingPart(12, 2, false, labels));
        dataset.validation = countingPart(8, 2, false, labels);
        QCOMPARE(shaped(dataset, wanting({"all", {}}, drawn)), std::string());
        QCOMPARE(numberOf(dataset, {data::PartKind::Train, 29}), Index{29});
        QCOMPARE(numberOf(dataset, {data::PartKind::Validation, 0}), Index{30});
        QCOMPARE(numberOf(dataset, {data::PartKind::Test, 0}), Index{38});
    }

    void eachClassKeepsItsShare() {
        Labels labels; // 103 of 0, 41 of 1, 1 of 2
        for (int i = 0; i < 145; ++i)
            labels.push_back(i == 77 ? 2 : i % 7 < 2 ? 1 : 0);
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            data::Dataset dataset = datasetOf(withFactors(countingPart(145, 2, false, labels)));
            const auto whole = countsOf(dataset.train);
            QCOMPARE(shaped(dataset, wanting(all, {"stratified", {{"test", 0.2}}}, 0.25), seed), std::string());
            QCOMPARE(dataset.test.samples, 29);
            QCOMPARE(dataset.validation.samples, 29);
            for (const data::Part *part : {&dataset.test, &dataset.validation}) {
                QVERIFY(isWhole(*part, labels));
                auto counts = countsOf(*part);
                for (const auto &[label, count] : whole)
                    QVERIFY(std::abs(static_cast<double>(counts[label]) - static_cast<double>(count) / 5) < 1);
            }
            QCOMPARE(countsOf(dataset.train).size(), std::size_t{3}); // the only one of its class is trained on
        }
        data::Dataset one = datasetOf(countingPart(145, 2, false, labels)), same = one, other = one;
        for (auto [dataset, seed] : {std::pair{&one, 1}, {&same, 1}, {&other, 2}})
            QCOMPARE(shaped(*dataset, wanting(all, {"stratified", {}}), static_cast<std::uint64_t>(seed)), std::string());
        QVERIFY(one.test.sourceIndex == same.test.sourceIndex && one.test.sourceIndex != other.test.sourceIndex);
    }

    void orderKeepsTheFutureApart() {
        data::Dataset dataset = datasetOf(countingPart(100, 2, false));
        QCOMPARE(shaped(dataset, wanting(all, {"order", {{"test", 0.2}}}, 0.25)), std::string());
        QCOMPARE(numbersIn(dataset.train), range(0, 60));
        QCOMPARE(numbersIn(dataset.validation), range(60, 80));
        QCOMPARE(numbersIn(dataset.test), range(80, 100));
        QVERIFY(!dataset.dependsOnSeed);
    }

    void classesAreHeldBack_data() {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"random", "stratified", "order"})
            QTest::newRow(kind) << kind;
    }
    void classesAreHeldBack() {
        QFETCH(QString, kind);
        const Labels labels{0, 1, 0, 2, 0};
        data::Dataset dataset = datasetOf(withFactors(countingPart(100, 2, false, labels)));
        const spec::Component split{kind.toStdString(), {{"test", 0.1}, {"held_back", std::string("cat, 1")}}};
        QCOMPARE(shaped(dataset, wanting(all, split, 0.2)), std::string());
        QCOMPARE(countsOf(dataset.train).size(), std::size_t{1});
        QCOMPARE(countsOf(dataset.validation).size(), std::size_t{1});
        QVERIFY((countsOf(dataset.test) == std::map<std::int32_t, Index>{{0, 6}, {1, 20}, {2, 20}}));
        QCOMPARE(dataset.samples(), 100);
        for (const data::Part *part : {&dataset.train, &dataset.validation, &dataset.test})
            QVERIFY(isWhole(*part, labels));
        QVERIFY(std::is_sorted(dataset.test.sourceIndex.begin(), dataset.test.sourceIndex.end()));
        data::Dataset own = datasetOf(countingPart(10, 2, false, labels), countingPart(5, 2, false, labels));
        QCOMPARE(shaped(own, wanting(all, split)), std::string());
        QVERIFY((countsOf(own.train) == std::map<std::int32_t, Index>{{0, 6}}));
        QCOMPARE(own.test.sourceIndex, (std::vector<Index>{10, 11, 12, 13, 14, 1, 3, 6, 8}));
        QCOMPARE(numbersOf(own.test)[10], 1.0f);
    }

    void windowsAreRowsBesideEachOther_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("step");
        QTest::addColumn<bool>("asBytes");
        for (const auto &[length, step] : {std::pair{1, 1}, {5, 1}, {5, 2}, {5, 5}, {3, 7}, {40, 1}})
            for (const bool asBytes : {false, true})
                QTest::addRow("%d every %d%s", length, step, asBytes ? ", bytes" : "") << length << step << asBytes;
    }
    void windowsAreRowsBesideEachOther() {
        QFETCH(int, length);
        QFETCH(int, step);
        QFETCH(bool, asBytes);
        const data::Part table = countingPart(40, 3, asBytes, {0, 1, 2, 2, 1});
        const std::vector<float> x = numbersOf(table);
        data::Dataset dataset = datasetOf(table);
        dataset.featureNames = {"a", "b", "c"};
        spec::DataSpec wanted = wanting(all, {"order", {{"test", 0.0}}});
        wanted.window = {"sliding", {{"length", Index(length)}, {"step", Index(step)}}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        QVERIFY(dataset.shape == core::Shape(length, 3));
        QCOMPARE(dataset.featureNames.size(), static_cast<std::size_t>(3 * length));
        QCOMPARE(dataset.featureNames.back(), "c (" + std::to_string(length) + ")");
        const std::vector<float> windows = numbersOf(dataset.train);
        Index count = 0;
        for (Index start = 0; start + length <= 40; start += step, ++count)
            for (Index row = 0; row < length; ++row)
                for (Index column = 0; column < 3; ++column)
                    QCOMPARE(windows[static_cast<std::size_t>((count * length + row) * 3 + column)], x[static_cast<std::size_t>((start + row) * 3 + column)]);
        QCOMPARE(dataset.train.samples, count);
        QCOMPARE(dataset.train.sourceIndex.back(), (count - 1) * step);
        QCOMPARE(dataset.train.labels.back(), table.labels[static_cast<std::size_t>((count - 1) * step + length - 1)]);
    }

    void noWindowCrossesABorderOfTime() {
        data::Dataset dataset = datasetOf(countingPart(200, 1, false)); // one long series
        spec::DataSpec wanted = wanting(all, {"order", {{"test", 0.2}}}, 0.2);
        wanted.window = {"sliding", {{"length", Index(10)}, {"step", Index(3)}}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        std::map<Index, int> partOfRow;
        int number = 0;
        for (const data::Part *part : {&dataset.train, &dataset.validation, &dataset.test}) {
            QVERIFY(part->samples > 5);
            for (const Index start : part->sourceIndex)
                for (Index row = start; row < start + 10; ++row) {
                    const auto [at, isNew] = partOfRow.emplace(row, number);
                    QVERIFY2(isNew || at->second == number, qPrintable(QString("row %1").arg(row)));
                    QVERIFY(partOfRow.rbegin()->second == number); // nothing later was trained on
                }
            ++number;
        }
        QCOMPARE(dataset.report.remarks.size(), std::size_t{2});
        QVERIFY(dataset.report.remarks[0].find("3 windows that share rows with the test part were left out") == 0);
        wanted.split = drawn;
        data::Dataset mixed = datasetOf(countingPart(200, 1, false));
        QCOMPARE(shaped(mixed, wanted), std::string());
        QCOMPARE(mixed.report.remarks.size(), std::size_t{1});
        QVERIFY(mixed.report.remarks[0].find("share rows") != std::string::npos);
    }

    void soManyOfEachClass() {
        Labels labels; // 70 of 0, 26 of 1, 4 of 2
        for (int i = 0; i < 100; ++i)
            labels.push_back(i % 25 == 3 ? 2 : i % 10 < 7 ? 0 : 1);
        const auto few = [](const std::string &classes) { return spec::Component{"per_class", {{"samples", Index(5)}, {"classes", classes}}}; };
        const spec::Component none{"order", {{"test", 0.0}}};
        data::Dataset dataset = datasetOf(withFactors(countingPart(100, 2, false, labels)), countingPart(9, 2, false, {2})), same = dataset, other = dataset,
                      two = dataset;
        QCOMPARE(shaped(dataset, wanting(few(""), none), 1), std::string());
        QVERIFY((countsOf(dataset.train) == std::map<std::int32_t, Index>{{0, 5}, {1, 5}, {2, 4}}));
        QVERIFY(isWhole(dataset.train, labels) && std::is_sorted(dataset.train.sourceIndex.begin(), dataset.train.sourceIndex.end()));
        QCOMPARE(dataset.test.samples, 9);
        QVERIFY(dataset.dependsOnSeed);
        QCOMPARE(dataset.report.remarks, std::vector<std::string>{"The subset asks for 5 samples of each class; cat has 4, which were all taken."});
        QCOMPARE(shaped(same, wanting(few(""), none), 1), std::string());
        QCOMPARE(shaped(other, wanting(few(""), none), 2), std::string());
        QVERIFY(same.train.sourceIndex == dataset.train.sourceIndex && other.train.sourceIndex != dataset.train.sourceIndex);
        QCOMPARE(shaped(two, wanting(few("ant, bee"), none), 1), std::string());
        QVERIFY((countsOf(two.train) == std::map<std::int32_t, Index>{{0, 5}, {1, 5}}));
        QVERIFY(std::includes(dataset.train.sourceIndex.begin(), dataset.train.sourceIndex.end(), two.train.sourceIndex.begin(), two.train.sourceIndex.end()));
    }

    void saysWhatCannotBe_data() {
        QTest::addColumn<spec::DataSpec>("wanted");
        QTest::addColumn<bool>("hasLabels");
        QTest::addColumn<QStringList>("parts");
        const auto row = [](const char *name, const spec::DataSpec &wanted, bool hasLabels, const QStringList &parts) {
            QTest::newRow(name) << wanted << hasLabels << parts;
        };
        row("an unknown class", wanting({"all", {{"classes", std::string("dog")}}}, drawn), true,
            {"data.subset.classes", "\"dog\" is no class of Small", "ant, bee, cat"});
        row("a number too large", wanting({"all", {{"classes", std::string("1,3")}}}, drawn), true, {"data.subset.classes", "\"3\""});
        row("a negative number", wanting({"all", {{"classes", std::string("-1")}}}, drawn), true, {"\"-1\""});
        row("no labels", wanting({"all", {{"classes", std::string("ant")}}}, drawn), false, {"data.subset.classes", "has no labels"});
        row("no sample", wanting({"all", {{"classes", std::string("cat")}}}, drawn), true, {"data.subset.classes", "no training sample"});
        row("unknown held back", wanting(all, {"random", {{"held_back", std::string("ant, dog")}}}), true, {"data.split.held_back", "\"dog\""});
        row("all held back", wanting(all, {"random", {{"held_back", std::string("ant, bee")}}}), true, {"data.split.held_back", "every training sample"});
        row("by class without any", wanting(all, {"stratified", {}}), false, {"data.split", "has no labels", "order"});
        row("so many of each class without any", wanting({"per_class", {}}, drawn), false, {"data.subset", "has no labels", "random"});
        row("by group without any", wanting(all, {"group", {}}), true, {"data.split", "has no groups", "data.options.group"});
        row("no samples", wanting({"first", {{"samples", Index(0)}}}, drawn), true, {"data.subset.samples", "from 1"});
        row("too large a test part", wanting(all, {"order", {{"test", 0.95}}}), true, {"data.split.test", "0.9"});
        row("an unknown kind", wanting(all, {"ordered", {}}), true, {"data.split.kind", "order"});
        spec::DataSpec window;
        window.window = {"sliding", {{"length", Index(21)}}};
        row("too long a window", window, true, {"data.window.length", "20 rows", "21"});
        window.window = {"sliding", {{"length", Index(0)}}};
        row("an empty window", window, true, {"data.window.length"});
        window.window = {"sliding", {{"length", Index(20)}}};
        window.validation = 0.5;
        row("the only window", window, true, {});
    }
    void saysWhatCannotBe() {
        QFETCH(spec::DataSpec, wanted);
        QFETCH(bool, hasLabels);
        QFETCH(QStringList, parts);
        data::Dataset dataset = datasetOf(countingPart(20, 2, false, hasLabels ? Labels{0, 1} : Labels{}));
        const QString said = QString::fromStdString(shaped(dataset, wanted));
        QCOMPARE(said.isEmpty(), parts.isEmpty());
        for (const QString &part : parts)
            QVERIFY2(said.contains(part), qPrintable(said));
    }

    void byClassNeedsLabelsEvenWhereNothingIsDrawn() {
        data::Dataset dataset = datasetOf(countingPart(20, 2, false), countingPart(5, 2, false)), own = dataset;
        QVERIFY(QString::fromStdString(shaped(dataset, wanting(all, {"stratified", {}}))).contains("has no labels"));
        QVERIFY(QString::fromStdString(shaped(own, wanting(all, {"stratified", {{"test", 0.0}}}, 0.2))).contains("has no labels"));
    }

    void windowsOfImagesAreRefused() {
        data::Dataset dataset = datasetOf(countingPart(20, 4, false));
        dataset.shape = core::Shape(1, 2, 2);
        spec::DataSpec wanted;
        wanted.window = {"sliding", {{"length", Index(2)}}};
        QVERIFY(QString::fromStdString(shaped(dataset, wanted)).contains("2 × 2"));
    }

    void windowsTakeNoMoreThanTheyMay() {
        data::Dataset dataset = datasetOf(countingPart(140000, 1, false));
        spec::DataSpec wanted;
        wanted.window = {"sliding", {{"length", Index(60000)}}}; // 80 001 windows of 240 kB
        const QString said = QString::fromStdString(shaped(dataset, wanted));
        QVERIFY2(said.contains("data.window.step") && said.contains("MB"), qPrintable(said));
    }
};

QTEST_APPLESS_MAIN(ShapingTest)
#include "shaping_test.moc"
