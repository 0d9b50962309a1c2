// Which column of a delimited text is the class, what is offered as one, and what is not.
#include <QTest>

#include <algorithm>
#include <random>
#include <set>

#include "engine/data/readers/csv.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Labels = std::vector<std::int32_t>;
using Names = std::vector<std::string>;

namespace {

enum class Place { First, Last };

/// Rows of pixels and a class, as letters and digits come: `brightest` is that of the pixels, whose corners are dark.
std::string pixelRows(int rows, int side, int classes, int from, Place place, int brightest, const std::string &header = {}) {
    std::mt19937 random(5);
    std::string text = header.empty() ? header : header + '\n';
    const auto pixels = static_cast<unsigned>(side * side);
    for (int row = 0; row < rows; ++row) {
        const std::string label = std::to_string(from + row % classes);
        text += place == Place::First ? label + ',' : "";
        for (unsigned i = 0; i < pixels; ++i)
            text += (i > 0 ? "," : "") + std::to_string(i % 11 == 0 ? 0 : random() % static_cast<unsigned>(brightest + 1));
        text += place == Place::Last ? ',' + label + '\n' : "\n";
    }
    return text;
}

std::string numbered(int count, const char *stem) {
    std::string names;
    for (int i = 0; i < count; ++i)
        names += (i > 0 ? "," : "") + std::string(stem) + std::to_string(i);
    return names;
}

/// Three measured columns, and what `last` says of each row.
template <class Function>
std::string measuredRows(int rows, const std::string &name, const Function &last) {
    std::mt19937 random(3);
    std::string text = "na,mg,al," + name + '\n';
    for (int row = 0; row < rows; ++row) {
        for (int i = 0; i < 3; ++i)
            text += std::to_string(random() % 1000) + '.' + std::to_string(random() % 100) + ',';
        text += last(row) + '\n';
    }
    return text;
}

const Doubt *doubtOf(const Dataset &dataset, const char *setting) {
    const auto found = std::find_if(dataset.report.doubts.begin(), dataset.report.doubts.end(), [&](const Doubt &doubt) { return doubt.setting == setting; });
    return found == dataset.report.doubts.end() ? nullptr : &*found;
}

} // namespace

class CsvLabelsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void standBesidePixels_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("classes");
        QTest::addColumn<int>("from");
        QTest::addColumn<bool>("isLast");
        QTest::addColumn<int>("brightest");
        QTest::newRow("letters from 1") << 104 << 12 << 26 << 1 << false << 255;
        QTest::newRow("EMNIST") << 94 << 12 << 47 << 0 << false << 255;
        QTest::newRow("EMNIST, last") << 94 << 12 << 47 << 0 << true << 255;
        QTest::newRow("digits of 28 x 28, last") << 60 << 28 << 10 << 0 << true << 255;
        QTest::newRow("digits of 17 greys, last") << 60 << 8 << 10 << 0 << true << 16;
        QTest::newRow("digits of 17 greys, first") << 60 << 8 << 10 << 0 << false << 16;
        QTest::newRow("200 classes") << 600 << 8 << 200 << 0 << false << 255;
        QTest::newRow("black and white") << 60 << 16 << 10 << 0 << true << 1;
    }
    void standBesidePixels() {
        QFETCH(int, rows);
        QFETCH(int, side);
        QFETCH(int, classes);
        QFETCH(int, from);
        QFETCH(bool, isLast);
        QFETCH(int, brightest);
        const std::string text = pixelRows(rows, side, classes, from, isLast ? Place::Last : Place::First, brightest);
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.features(), Index{side * side});
        QCOMPARE(dataset.classNames.size(), static_cast<std::size_t>(classes));
        QCOMPARE(dataset.classNames.front(), std::to_string(from));
        for (int row = 0; row < rows; ++row)
            QCOMPARE(dataset.train.labels[static_cast<std::size_t>(row)], row % classes);
        QCOMPARE(dataset.train.holdsBytes(), brightest == 255);
        QVERIFY(!doubtOf(dataset, "label"));
        QCOMPARE(doubtOf(dataset, "shape") != nullptr, brightest == 16); // as a picture, when asked
        if (brightest == 16)
            QCOMPARE(m_files.readWell(text, {{"shape", std::string("images")}}).shape, core::Shape(1, side, side));
    }

    void namesOfPixelsDoNotMatter() {
        const Dataset dataset = m_files.readWell(pixelRows(60, 8, 6, 0, Place::Last, 255, numbered(65, "p")));
        QCOMPARE(dataset.shape, core::Shape(1, 8, 8));
        QCOMPARE(dataset.classNames.size(), std::size_t{6});
    }

    void aConstantColumnIsNone() {
        std::string pixels;
        for (int row = 0; row < 30; ++row) {
            pixels += '0';
            for (int i = 1; i < 65; ++i)
                pixels += ',' + std::to_string((row * 31 + i * i * 7) % 256);
            pixels += '\n';
        }
        QVERIFY(m_files.readWell(pixels).classNames.empty());
        const Dataset named = m_files.readWell("x,class\n1.5,a\n2.5,a\n3.5,a\n");
        QVERIFY(named.classNames.empty() && named.train.labels.empty());
        QCOMPARE(named.featureNames, (Names{"x", "class=a"}));
        std::string late = "x,class\n"; // the class comes again in the first rows, which is not to be seen there
        for (int row = 0; row < 3000; ++row)
            late += std::to_string(row % 7) + ".5," + (row < 3 || row > 1500 ? "" : "1") + '\n';
        QVERIFY(m_files.readWell(late).classNames.empty());
    }

    void comeBeforeASeries_data() {
        QTest::addColumn<QString>("delimiter");
        QTest::addColumn<QString>("label");
        QTest::newRow("tab") << "\t"
                             << "%1";
        QTest::newRow("comma") << ","
                               << "%1";
        QTest::newRow("blanks and exponents") << "  "
                                              << "%1.0000000e+00";
    }
    void comeBeforeASeries() {
        QFETCH(QString, delimiter);
        QFETCH(QString, label);
        std::mt19937 random(2);
        QString text;
        for (int row = 0; row < 40; ++row) {
            text += label.arg(1 + row % 4);
            for (int i = 0; i < 24; ++i)
                text += delimiter + QString::number(double(random() % 100000) / 9999.0 - 5.0, 'f', 5);
            text += '\n';
        }
        const Dataset dataset = m_files.readWell(text.toStdString());
        QCOMPARE(dataset.features(), Index{24});
        QCOMPARE(dataset.classNames, (Names{"1", "2", "3", "4"}));
        const Doubt *doubt = doubtOf(dataset, "label");
        QVERIFY(doubt); // it might be a number as well
        QCOMPARE(m_files.readWell(text.toStdString(), {{"label", doubt->otherwise}}).features(), Index{25});
    }

    /// Letters before whole numbers of four bits, as the repository of Irvine has them, or behind an id.
    void areTheOnlyWordsInFront_data() {
        QTest::addColumn<bool>("hasId");
        QTest::addColumn<bool>("hasHeader");
        QTest::addColumn<int>("kinds");
        QTest::newRow("letters") << false << false << 26;
        QTest::newRow("behind an id") << true << false << 26;
        QTest::newRow("with names") << false << true << 26;
        QTest::newRow("few words") << false << false << 3;
    }
    void areTheOnlyWordsInFront() {
        QFETCH(bool, hasId);
        QFETCH(bool, hasHeader);
        QFETCH(int, kinds);
        std::mt19937 random(4);
        std::string text = hasHeader ? "lettr,x,y,w,h,n\n" : "";
        for (int row = 0; row < 260; ++row) {
            text += hasId ? std::to_string(80000 + row * 37 % 1009) + ',' : "";
            text += static_cast<char>('A' + row % kinds);
            for (int i = 0; i < 5; ++i)
                text += ',' + std::to_string(random() % 16);
            text += '\n';
        }
        const Dataset dataset = m_files.readWell(text);
        const Doubt *doubt = doubtOf(dataset, "label");
        QVERIFY(doubt);
        const bool isTaken = !hasHeader && kinds > 3; // of few words none knows
        QCOMPARE(dataset.classNames.size(), std::size_t(isTaken ? kinds : 0));
        QCOMPARE(m_files.readWell(text, {{"label", doubt->otherwise}}).classNames.size(), std::size_t(isTaken ? 0 : kinds));
        if (isTaken)
            QVERIFY2(QString::fromStdString(doubt->sentence).contains("holds a few words that come again"), doubt->sentence.c_str());
    }

    /// Names of classes beside their numbers; and marks, whose best are rare, under a name that says what they are.
    void namesOfClassesSpeak() {
        std::string ids = "class_id,class_name,x,y\n", marks = "acid,sugar,alcohol,quality\n";
        std::mt19937 random(6);
        const auto number = [&random] { return std::to_string(static_cast<double>(random() % 1000000) * 0.001); };
        for (int row = 0; row < 60; ++row) {
            const std::string first = number(), second = number(), third = number();
            const char *const names[] = {"cat", "dog", "eel", "fox"};
            ids += std::to_string(row % 4) + ',' + names[row % 4] + ',' + first + ',' + second + '\n';
            marks += first + ',' + second + ',' + third + ',' + std::to_string(row < 2 ? 8 : 3 + row % 5) + '\n';
        }
        const Dataset dataset = m_files.readWell(ids);
        QCOMPARE(dataset.classNames, (std::vector<std::string>{"cat", "dog", "eel", "fox"}));
        const Doubt *twin = doubtOf(dataset, "leave_out");
        QVERIFY(twin && twin->otherwise == spec::Value(std::string("class_id")));
        const Dataset marked = m_files.readWell(marks);
        const Doubt *offered = doubtOf(marked, "label");
        QVERIFY(offered && offered->otherwise == spec::Value(std::string("quality")));
    }

    void areNotCounts() {
        std::mt19937 random(1);
        std::string text = "x1,limit,y\n";
        for (int row = 0; row < 184; ++row)
            text += std::to_string(row % 50) + ".5," + (random() % 2 ? "yes," : "no,") + std::to_string(6 + random() % 9 * random() % 40) + '\n';
        const Dataset counts = m_files.readWell(text);
        QVERIFY(counts.classNames.empty() && !doubtOf(counts, "label"));
        QCOMPARE(counts.featureNames.back(), std::string("y"));
        const Dataset classes = m_files.readWell(measuredRows(60, "y", [](int row) { return std::to_string(row % 2); }));
        QCOMPARE(classes.classNames, (Names{"0", "1"}));
        QCOMPARE(m_files.readWell(measuredRows(400, "target", [](int row) { return std::to_string(row % 40); })).classNames.size(), std::size_t{40});
    }

    void areOfferedUnderAnyName_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("areWords");
        QTest::addColumn<bool>("isOffered");
        QTest::newRow("type") << "type" << true << true;
        QTest::newRow("Direction") << "Direction" << true << true;
        QTest::newRow("any words") << "zzz" << true << true;
        QTest::newRow("few whole numbers") << "zzz" << false << true;
        QTest::newRow("outcome") << "outcome" << false << true;
        QTest::newRow("sex") << "sex" << true << false;
        QTest::newRow("month") << "month" << false << false;
    }
    void areOfferedUnderAnyName() {
        QFETCH(QString, name);
        QFETCH(bool, areWords);
        QFETCH(bool, isOffered);
        const std::string text = measuredRows(
            60, name.toStdString(), [&](int row) { return areWords ? std::string(1, static_cast<char>('a' + row % 3)) : std::to_string(1 + row % 3); });
        const Dataset dataset = m_files.readWell(text);
        QVERIFY(dataset.classNames.empty());
        const Doubt *doubt = doubtOf(dataset, "label");
        QCOMPARE(doubt != nullptr, isOffered);
        if (!isOffered)
            return;
        QVERIFY2(QString::fromStdString(doubt->sentence).startsWith(QString("Column 4 (%1) holds 3").arg(name)), doubt->sentence.c_str());
        QVERIFY(!doubt->offer.empty());
        QCOMPARE(m_files.readWell(text, {{"label", doubt->otherwise}}).classNames.size(), std::size_t{3});
        QVERIFY(!doubtOf(m_files.readWell(text, {{"label", std::string("none")}}), "label"));
    }

    void whatSaysTheSameAsTheClassIsTold() {
        std::mt19937 random(9);
        std::string text = "size,species,species_id,sex\n";
        const char *const species[] = {"Adelie", "Gentoo", "Chinstrap"};
        for (int row = 0; row < 90; ++row)
            text += std::to_string(random() % 1000) + ".5," + species[row % 3] + ',' + std::to_string(1 + row % 3) + (random() % 2 ? ",m\n" : ",f\n");
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.classNames, (Names{"Adelie", "Chinstrap", "Gentoo"}));
        const Doubt *doubt = doubtOf(dataset, "leave_out");
        QVERIFY(doubt);
        QVERIFY2(QString::fromStdString(doubt->sentence).startsWith("Column 3 (species_id) gives the class away"), doubt->sentence.c_str());
        const Dataset without = m_files.readWell(text, {{"leave_out", doubt->otherwise}});
        QCOMPARE(without.featureNames, (Names{"size", "sex=f", "sex=m"}));
        QVERIFY(!doubtOf(without, "leave_out"));
        text += "1.5,Adelie,2,m\n"; // once otherwise
        QVERIFY(!doubtOf(m_files.readWell(text), "leave_out"));
    }

    void samplesWithoutOneStay() {
        const Dataset dataset = m_files.readWell("a,class\n0.5,\n1.5,q\n2.5,p\n3.5,NA\n4.5,q\n", {{"missing", std::string("drop_row")}});
        QCOMPARE(dataset.train.samples, Index{5});
        QCOMPARE(dataset.classNames, (Names{"p", "q"}));
        QCOMPARE(dataset.train.labels, (Labels{-1, 1, 0, -1, 1}));
        QVERIFY(remarksOf(dataset.report).contains("2 samples have no class: Column 2 (class) is empty there."));
        QCOMPARE(dataset.report.problemCount, Index{0});
        QCOMPARE(m_files.readWell("a,label\n0.5,3\n1.5,\n2.5,7\n3.5,3\n").train.labels, (Labels{0, -1, 1, 0}));
    }

    void numbersAndALetterAreWords() {
        std::string text = "yield,plot,variety\n", late = text;
        for (int row = 0; row < 3000; ++row) {
            const std::string variety = row % 10 == 9 ? "X" : std::to_string(1 + row % 10);
            text += std::to_string(row * 37 % 100) + ".5,A," + variety + '\n';
            late += std::to_string(row * 37 % 100) + ".5,A," + (row < 1500 && variety == "X" ? "10" : variety) + '\n';
        }
        const Dataset dataset = m_files.readWell(text);
        QCOMPARE(dataset.train.samples, Index{3000});
        QCOMPARE(dataset.classNames, (Names{"1", "2", "3", "4", "5", "6", "7", "8", "9", "X"}));
        QCOMPARE(dataset.train.labels[9], 9);
        QCOMPARE(dataset.report.problemCount, Index{0});
        const Dataset found = m_files.readWell(late);                                                // the letter comes behind the rows that are looked at
        QCOMPARE(found.classNames, (Names{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "X"})); // in natural order
        QCOMPARE(found.train.labels[9], 9);
        QCOMPARE(found.train.labels[2999], 10);
    }

    void everyClassHasASample() {
        const Dataset dataset = m_files.readWell("x,class\n0.5,1\n1.5,2\n2.5,4\n3.5,1\n");
        QCOMPARE(dataset.classNames, (Names{"1", "2", "4"}));
        QCOMPARE(dataset.train.labels, (Labels{0, 1, 2, 0}));
    }

    void aNumberNamesAColumn() {
        const std::string text = "0.5,3,7\n1.5,4,8\n2.5,3,7\n3.5,4,9\n";
        const Dataset dataset = m_files.readWell(text, {{"label", Index{2}}, {"leave_out", Index{1}}});
        QCOMPARE(dataset.classNames, (Names{"3", "4"}));
        QCOMPARE(dataset.features(), Index{1});
        QCOMPARE(choiceIn(dataset.report, "label"), std::string("2"));
        QCOMPARE(m_files.readWell(text, {{"group", Index{3}}}).groupNames, (Names{"7", "8", "9"}));
        const auto wrong = m_files.read(text, {{"label", Index{785}}});
        QVERIFY(!wrong && wrong.error().what.find("there is no column \"785\"") != std::string::npos);
    }

    /// What was assumed finds the same column again, even where another is named by its number.
    void aColumnWithoutANameIsFoundAmongNumbers() {
        const std::string text = ",0,1,2\n7,0.5,1.25,2\n3,0.75,1.5,3\n4,0.25,3.5,2\n";
        const spec::Values first{{"header", std::string("yes")}, {"leave_out", std::string("column 1")}};
        const Dataset dataset = m_files.readWell(text, first);
        QCOMPARE(dataset.featureNames, (Names{"0", "1", "2"}));
        QCOMPARE(choiceIn(dataset.report, "leave_out"), std::string("column 1"));
        QCOMPARE(m_files.readWell(text, dataset.report.assumed).featureNames, (Names{"0", "1", "2"}));
        QCOMPARE(m_files.readWell(text, {{"header", std::string("yes")}, {"leave_out", std::string("1")}}).featureNames.size(),
                 std::size_t{3}); // the name wins
    }
};

QTEST_APPLESS_MAIN(CsvLabelsTest)
#include "csv_labels_test.moc"
