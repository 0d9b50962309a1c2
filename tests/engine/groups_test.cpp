// Samples that belong together: windows stay within their group, and the split by group keeps each whole.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "tests/support/shaped_data.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using Sizes = std::vector<Index>;
using Names = std::vector<std::string>;

spec::DataSpec splitting(const spec::Component &split, double validation = 0.0) {
    spec::DataSpec wanted;
    wanted.split = split;
    wanted.validation = validation;
    return wanted;
}

spec::Component byGroup(double test, const std::string &testGroups = {}, const std::string &validationGroups = {}) {
    return {"group", {{"test", test}, {"test_groups", testGroups}, {"validation_groups", validationGroups}}};
}

data::Part withFactors(data::Part part) {
    for (Index i = 0; i < part.samples; ++i)
        part.factors.push_back(static_cast<float>(i) / 2);
    return part;
}

/// Groups of these sizes, named a, b …, their samples in turn as long as they last.
data::Dataset grouped(const Sizes &sizes, bool asBytes = false) {
    std::vector<std::int32_t> groups;
    const Index all = std::accumulate(sizes.begin(), sizes.end(), Index{0});
    for (Index round = 0; static_cast<Index>(groups.size()) < all; ++round)
        for (std::size_t group = 0; group < sizes.size(); ++group)
            if (round < sizes[group])
                groups.push_back(static_cast<std::int32_t>(group));
    data::Part part = countingPart(all, 2, asBytes, {0, 1, 2});
    part.groups = groups;
    data::Dataset dataset = datasetOf(std::move(part));
    for (std::size_t group = 0; group < sizes.size(); ++group)
        dataset.groupNames.emplace_back(1, static_cast<char>('a' + group));
    return dataset;
}

/// "ac": the names of the groups that a part holds.
std::string namesIn(const data::Dataset &dataset, const data::Part &part) {
    std::string names;
    for (const std::int32_t group : std::set<std::int32_t>(part.groups.begin(), part.groups.end()))
        names += dataset.groupNames[static_cast<std::size_t>(group)];
    return names;
}

} // namespace

class GroupsTest : public QObject {
    Q_OBJECT

private slots:
    void windowsStayWithinTheirGroup_data() {
        QTest::addColumn<bool>("areMixed");
        QTest::addColumn<int>("step");
        for (const bool areMixed : {false, true})
            for (const int step : {1, 2, 4, 7})
                QTest::addRow("%s, every %d", areMixed ? "rows in turn" : "rows together", step) << areMixed << step;
    }
    void windowsStayWithinTheirGroup() {
        QFETCH(bool, areMixed);
        QFETCH(int, step);
        data::Part table = withFactors(countingPart(60, 2, false, {0, 1, 2}));
        for (std::int32_t i = 0; i < 60; ++i) // 0: 20 rows, 1: 3, too few for a window, 2: 37
            table.groups.push_back(areMixed ? (i % 20 == 7 ? 1 : i % 3 == 0 ? 0 : 2) : (i < 20 ? 0 : i < 23 ? 1 : 2));
        std::vector<std::vector<Index>> starts, rowsOf(3); // slowly: the rows of each group, and the windows in the order of their first rows
        for (Index i = 0; i < 60; ++i)
            rowsOf[static_cast<std::size_t>(table.groups[static_cast<std::size_t>(i)])].push_back(i);
        for (const auto &rows : rowsOf)
            for (std::size_t first = 0; first + 4 <= rows.size(); first += static_cast<std::size_t>(step))
                starts.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.begin() + static_cast<std::ptrdiff_t>(first + 4));
        std::sort(starts.begin(), starts.end());
        data::Dataset dataset = datasetOf(table);
        dataset.groupNames = {"ada", "bob", "cy"};
        spec::DataSpec wanted = splitting({"order", {{"test", 0.0}}});
        wanted.window = {"sliding", {{"length", Index(4)}, {"step", Index(step)}}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        QCOMPARE(dataset.train.samples, static_cast<Index>(starts.size()));
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const auto last = static_cast<std::size_t>(starts[i].back());
            for (std::size_t row = 0; row < 4; ++row)
                QCOMPARE(dataset.train.floats[8 * i + 2 * row], static_cast<float>(starts[i][row]));
            QCOMPARE(dataset.train.groups[i], table.groups[last]);
            QCOMPARE(dataset.train.labels[i], table.labels[last]);
            QCOMPARE(dataset.train.factors[i], table.factors[last]);
            QCOMPARE(dataset.train.sourceIndex[i], starts[i].front());
        }
        QCOMPARE(dataset.report.remarks, std::vector<std::string>{"Too short for a window of 4 rows and left out: 1 group of the training part, bob."});
        wanted.split = {"order", {{"test", 0.25}}};
        wanted.validation = 0.25;
        data::Dataset parted = datasetOf(table);
        parted.groupNames = dataset.groupNames;
        QCOMPARE(shaped(parted, wanted), std::string());
        std::map<Index, const data::Part *> partOfRow;
        for (const data::Part *part : {&parted.train, &parted.validation, &parted.test}) {
            QVERIFY(part->samples > 0 && static_cast<Index>(part->groups.size()) == part->samples);
            for (Index i = 0; i < part->samples * 4; ++i) {
                const auto row = static_cast<Index>(part->floats[static_cast<std::size_t>(2 * i)]);
                QVERIFY(partOfRow.emplace(row, part).first->second == part);
            }
        }
    }

    void groupsWithoutAWindowAreAnErrorWhereAllAre() {
        data::Part table = countingPart(12, 2, false);
        for (std::int32_t i = 0; i < 12; ++i)
            table.groups.push_back(i / 3);
        data::Dataset dataset = datasetOf(table);
        dataset.groupNames = {"a", "b", "c", "d"};
        spec::DataSpec wanted;
        wanted.window = {"sliding", {{"length", Index(4)}}};
        const QString said = QString::fromStdString(shaped(dataset, wanted));
        QVERIFY2(said.contains("data.window.length") && said.contains("4 groups") && said.contains("smaller length"), qPrintable(said));
    }

    void aValidationPartOfItsOwnIsCutToo() {
        data::Dataset dataset = datasetOf(countingPart(30, 2, false), countingPart(12, 2, false));
        dataset.validation = countingPart(9, 2, false);
        spec::DataSpec wanted;
        wanted.window = {"sliding", {{"length", Index(4)}, {"step", Index(4)}}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        QCOMPARE(dataset.train.samples, 7);
        QCOMPARE(dataset.validation.sourceIndex, (std::vector<Index>{30, 34}));
        QCOMPARE(dataset.test.sourceIndex, (std::vector<Index>{39, 43, 47}));
        QCOMPARE(dataset.validation.features, 8);
    }

    void groupsStayWhole_data() {
        QTest::addColumn<double>("test");
        QTest::addColumn<double>("validation");
        for (const double test : {0.05, 0.2, 0.5})
            for (const double validation : {0.0, 0.1, 0.4})
                QTest::addRow("%g and %g", test, validation) << test << validation;
    }
    void groupsStayWhole() {
        QFETCH(double, test);
        QFETCH(double, validation);
        const Sizes sizes{7, 30, 1, 12, 18, 25, 9, 14, 40, 3, 22, 16};
        const Index all = std::accumulate(sizes.begin(), sizes.end(), Index{0});
        std::set<std::string> draws;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            data::Dataset dataset = grouped(sizes);
            QCOMPARE(shaped(dataset, splitting(byGroup(test), validation), seed), std::string());
            QCOMPARE(dataset.samples(), all);
            const std::string trained = namesIn(dataset, dataset.train), validated = namesIn(dataset, dataset.validation),
                              tested = namesIn(dataset, dataset.test);
            QCOMPARE(trained.size() + validated.size() + tested.size(), sizes.size()); // none in two
            QVERIFY(!trained.empty() && !tested.empty() && validated.empty() == (validation == 0.0));
            QVERIFY(std::abs(static_cast<double>(dataset.test.samples) - test * static_cast<double>(all)) <= 20); // half of the largest
            draws.insert(tested);
            QVERIFY(dataset.dependsOnSeed && dataset.report.remarks.empty());
            data::Dataset bytes = grouped(sizes, true);
            std::reverse(bytes.groupNames.begin(), bytes.groupNames.end()); // the same groups by other numbers
            for (std::int32_t &group : bytes.train.groups)
                group = static_cast<std::int32_t>(sizes.size()) - 1 - group;
            QCOMPARE(shaped(bytes, splitting(byGroup(test), validation), seed), std::string());
            QVERIFY(bytes.test.sourceIndex == dataset.test.sourceIndex && bytes.validation.sourceIndex == dataset.validation.sourceIndex);
        }
        QVERIFY(draws.size() > 5);
    }

    void anOddGroupIsDrawnToo() {
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            data::Dataset two = grouped({50, 60});
            QCOMPARE(shaped(two, splitting(byGroup(0.1), 0.1), seed), std::string());
            QCOMPARE(namesIn(two, two.test), std::string("a")); // none is near: the smallest
            QVERIFY(two.validation.isEmpty());
            QCOMPARE(two.report.remarks, Names{"There is no validation part: a single group is left to train on."});
            data::Dataset untouched = grouped({50, 60});
            QCOMPARE(shaped(untouched, splitting(byGroup(0.0)), seed), std::string());
            QVERIFY(untouched.test.isEmpty() && !untouched.dependsOnSeed);
        }
    }

    void groupsAreNamed() {
        data::Dataset dataset = grouped({5, 6, 7, 8, 9});
        QCOMPARE(shaped(dataset, splitting(byGroup(0.5, " d,b", "e"), 0.5)), std::string());
        QCOMPARE(namesIn(dataset, dataset.test), std::string("bd"));
        QCOMPARE(namesIn(dataset, dataset.validation), std::string("e"));
        QVERIFY(!dataset.dependsOnSeed);
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            data::Dataset half = grouped({5, 6, 7, 8, 9});
            QCOMPARE(shaped(half, splitting(byGroup(0.5, "", "c")), seed), std::string());
            QCOMPARE(namesIn(half, half.validation), std::string("c")); // named, and so not drawn before
            QVERIFY(half.dependsOnSeed && !half.test.isEmpty());
        }
        data::Dataset own = grouped({5, 6, 7});
        own.test = countingPart(4, 2, false, {1});
        own.test.groups = {2, 2, 2, 2};
        data::Dataset kept = own;
        QCOMPARE(shaped(kept, splitting(byGroup(0.5))), std::string());
        QCOMPARE(kept.test.samples, 4);
        QCOMPARE(kept.report.remarks, Names{"1 of 3 groups stands in several parts, so that the model has seen something of what it is judged by."});
        QCOMPARE(shaped(own, splitting(byGroup(0.5, "c"))), std::string());
        QCOMPARE(own.test.samples, 11);
        QCOMPARE(own.test.sourceIndex.front(), 18);
        QVERIFY(own.report.remarks.empty());
    }

    void heldBackClassesGoToTheTestPart() {
        data::Dataset dataset = grouped({9, 9, 9});
        spec::Component split = byGroup(0.3);
        split.values.emplace("held_back", std::string("cat"));
        QCOMPARE(shaped(dataset, splitting(split)), std::string());
        QCOMPARE(std::count(dataset.train.labels.begin(), dataset.train.labels.end(), 2), 0);
        QCOMPARE(std::count(dataset.test.labels.begin(), dataset.test.labels.end(), 2), 9);
    }

    void otherSplitsTellOfTornGroups() {
        for (const char *kind : {"random", "stratified", "order"}) {
            data::Dataset dataset = grouped({20, 20, 20});
            QCOMPARE(shaped(dataset, splitting({kind, {{"test", 0.3}}})), std::string());
            QCOMPARE(dataset.report.remarks.size(), std::size_t{1});
            QVERIFY(dataset.report.remarks[0].find("the split by group keeps each in one") != std::string::npos);
            QCOMPARE(static_cast<Index>(dataset.test.groups.size()), dataset.test.samples);
        }
    }

    void windowsOfGroupsAreSplitByGroup() {
        data::Dataset dataset = grouped({30, 30, 30, 30, 30, 3});
        spec::DataSpec wanted = splitting(byGroup(0.2), 0.2);
        wanted.window = {"sliding", {{"length", Index(8)}, {"step", Index(1)}}};
        QCOMPARE(shaped(dataset, wanted), std::string());
        QCOMPARE(dataset.test.samples, 23);
        QCOMPARE(dataset.validation.samples, 23);
        QCOMPARE(dataset.train.samples, 3 * 23);
        QCOMPARE(dataset.report.remarks.size(), std::size_t{1}); // of the one too short
    }

    void saysWhatCannotBe_data() {
        QTest::addColumn<QString>("test");
        QTest::addColumn<QString>("validation");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown") << "a,dora"
                                 << ""
                                 << "data.split.test_groups: \"dora\" is no group of Small";
        QTest::newRow("unknown, validation") << ""
                                             << "f"
                                             << "data.split.validation_groups: \"f\"";
        QTest::newRow("both") << "a,b"
                              << "b"
                              << "\"b\" is named for both parts";
        QTest::newRow("all") << "a,b,c"
                             << ""
                             << "none is left to train on";
        QTest::newRow("all of both") << "a,b"
                                     << "c"
                                     << "data.split.validation_groups: every group of Small is set aside";
    }
    void saysWhatCannotBe() {
        QFETCH(QString, test);
        QFETCH(QString, validation);
        QFETCH(QString, part);
        data::Dataset dataset = grouped({4, 5, 6});
        const QString said = QString::fromStdString(shaped(dataset, splitting(byGroup(0.3, test.toStdString(), validation.toStdString()))));
        QVERIFY2(said.contains(part), qPrintable(said));
    }

    void aSingleGroupCannotBeParted() {
        data::Dataset one = grouped({10}), all = one, gone = grouped({10, 10});
        QVERIFY(QString::fromStdString(shaped(one, splitting(byGroup(0.1)))).contains("has one group alone to draw from"));
        QCOMPARE(shaped(all, splitting(byGroup(0.0))), std::string());
        spec::DataSpec wanted = splitting(byGroup(0.1, "b"));
        wanted.subset = {"first", {{"samples", Index(1)}}};
        QVERIFY(QString::fromStdString(shaped(gone, wanted)).contains("no training sample of the group \"b\""));
    }
};

QTEST_APPLESS_MAIN(GroupsTest)
#include "groups_test.moc"
