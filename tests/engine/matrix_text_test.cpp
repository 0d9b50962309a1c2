// Matrices as text: MatrixMarket with every field and symmetry, and the rows of SVMlight. Values are those of scipy.io.mmread and
// scikit-learn's load_svmlight_file.
#include <QTest>

#include <cmath>

#include "engine/data/readers/matrices/svmlight.h"
#include "tests/support/cut_files.h"
#include "tests/support/read_texts.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const std::string coordinates = "%%MatrixMarket matrix coordinate real general\n%\n% made by hand\n3 2 4\n1 1 1E-1\n3 2 -2\n\n2 1 4.5\n3 2 5\n";
const std::string rows = "# some rows\n1 1:0.5 3:-2 # the first\n-1 2:1e-1\n+1 3:4\n";

} // namespace

class MatrixTextTest : public QObject, private ReadsTexts {
    Q_OBJECT

public:
    MatrixTextTest() : ReadsTexts("some.txt") {}

private slots:
    void readsEveryFieldAndSymmetry_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("features");
        QTest::addColumn<std::vector<float>>("values");
        const auto row = [](const char *name, const std::string &text, int features, const Floats &values) {
            QTest::newRow(name) << QString::fromStdString(text) << features << values;
        };
        const std::string banner = "%%MatrixMarket matrix ";
        row("coordinates, one twice", coordinates, 2, {0.1f, 0, 4.5f, 0, 0, 3});
        row("integers in capitals", "%%MATRIXMARKET MATRIX COORDINATE INTEGER GENERAL\n2 2 1\n2 1 7\n", 2, {0, 0, 7, 0});
        row("unsigned", banner + "coordinate unsigned-integer general\n1 2 1\n1 2 18446744073709551615\n", 2, {0, 18446744073709551615.0f});
        row("pattern", banner + "coordinate pattern general\n2 2 2\n1 2\n2 1\n", 2, {0, 1, 1, 0});
        row("symmetric", banner + "coordinate real symmetric\n2 2 2\n1 1 3\n2 1 5\n", 2, {3, 5, 5, 0});
        row("skew", banner + "coordinate real skew-symmetric\n2 2 1\n2 1 5\n", 2, {0, -5, 5, 0});
        row("complex", banner + "coordinate complex general\n2 2 1\n2 1 5 -6\n", 4, {0, 0, 0, 0, 5, 0, -6, 0});
        row("hermitian", banner + "coordinate complex hermitian\n2 2 2\n1 1 1 0\n2 1 5 6\n", 4, {1, 5, 0, -6, 5, 0, 6, 0});
        row("array", banner + "array real general\n%\n2 3\n1\n2\n3\n4\n5\n6\n", 3, {1, 3, 5, 2, 4, 6});
        row("symmetric array", banner + "array real symmetric\n2 2\n1\n2\n3\n", 2, {1, 2, 2, 3});
        row("skew array", banner + "array integer skew-symmetric\n3 3\n1\n2\n3\n", 3, {0, -1, -2, 1, 0, -3, 2, 3, 0});
        row("Fortran's exponents", banner + "array real general\n1 2\n1.5D1\n-2d-1\n", 2, {15, -0.2f});
        row("missing", banner + "array real general\n3 1\n1\nNaN\n3\n", 1, {1, 2, 3});
        row("infinite", banner + "array real general\n3 1\n1\n-Infinity\n3\n", 1, {1, 2, 3});
    }
    void readsEveryFieldAndSymmetry() {
        QFETCH(QString, text);
        QFETCH(int, features);
        QFETCH(Floats, values);
        const Dataset dataset = read(text.toStdString());
        QCOMPARE(dataset.report.reader, std::string("matrix_market"));
        QCOMPARE(dataset.shape, core::Shape(features));
        QCOMPARE(dataset.train.floats, values);
    }

    void columnsMayBeSamples() {
        const Dataset dataset = read(coordinates, {{"samples", std::string("columns")}}, "some.mtx");
        QCOMPARE(dataset.train.floats, (Floats{0.1f, 4.5f, 0, 0, 0, 3}));
        const Dataset parts = read("%%MatrixMarket matrix coordinate complex general\n2 1 1\n2 1 5 -6\n", {{"samples", std::string("columns")}}, "some.mtx");
        QCOMPARE(parts.train.floats, (Floats{0, 5, 0, -6}));
    }

    void refusesWithASentence_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *text, const char *what) { QTest::newRow(what) << QString("%%MatrixMarket matrix ") + text << QString(what); };
        row("coordinate real general\n3 2 4\n1 1 1\n", "declares 4 entries, of which 1 are there");
        row("coordinate real general\n3 2 1\n1 1 1\n2 2 1\n", "more entries than were declared");
        row("coordinate real general\n3 2 1\n4 1 1\n", "line 3: a row from 1 to 3");
        row("coordinate real general\n3 2 1\n1 0 1\n", "a column from 1 to 2");
        row("coordinate real general\n3 2 1\n1 1\n", "the value is missing");
        row("coordinate real general\n3 2 1\n1 1 oh\n", "\"oh\" is no number");
        row("coordinate real general\n3 2 1\n1 1 1 2\n", "nothing is expected behind the value");
        row("coordinate real symmetric\n3 2 1\n1 1 1\n", "as many rows as columns");
        row("coordinate real general\n3 2\n", "numbers of rows, columns and entries");
        row("coordinate real general\n-3 2 1\n", "numbers of rows, columns and entries are");
        row("coordinate real general\n", "ends before the size");
        row("coordinate rational general\n1 1 1\n", "\"rational\" is no kind of numbers");
        row("coordinate real odd\n1 1 1\n", "\"odd\" is no symmetry");
        row("elements real general\n1 1 1\n", "neither coordinate nor array");
        row("array pattern general\n1 1\n", "cannot be a pattern");
        row("array real general\n2 2\n1\n2\n3\n", "declares 2 columns, of which 1 are there");
        row("array real general\n0 2\n", "the matrix is empty");
        row("array real general\n1000000 1000000\n", "once the zeros are written out");
        row("coordinate real general\n1000000 1000 1\n1 1 1\n", "4000 MB once the zeros are written out, and 1000 MB are allowed");
    }
    void refusesWithASentence() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        const auto dataset = m_files.read(text.toStdString(), {}, "some.mtx");
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(what) || sentence.contains("the machine has"), qPrintable(sentence));
    }

    void readsRowsOfSvmlight() {
        const Dataset dataset = read(rows);
        QCOMPARE(dataset.report.reader, std::string("svmlight"));
        QCOMPARE(dataset.shape, core::Shape(3));
        QCOMPARE(dataset.train.floats, (Floats{0.5f, 0, -2, 0, 0.1f, 0, 0, 0, 4}));
        QCOMPARE(dataset.classNames, (Names{"-1", "1"}));
        QCOMPARE(dataset.train.labels, (Labels{1, 0, 1}));
        QCOMPARE(choiceIn(dataset.report, "base"), std::string("one"));
        QVERIFY(remarksOf(dataset.report).contains("begin with 1"));
        QCOMPARE(read(rows, {{"base", std::string("zero")}}).shape, core::Shape(4));
    }

    void theBaseIsThatOfTheSmallestPlaceOrOfAComment() {
        QCOMPARE(read("1 0:0.5 2:1\n0 1:2\n").shape, core::Shape(3));
        QCOMPARE(read("# Column indices are zero-based\n1 1:0.5 2:1\n0 1:2\n").shape, core::Shape(3));
        QCOMPARE(read("# Column indices are one-based\n1 1:0.5 2:1\n0 1:2\n").shape, core::Shape(2));
        const auto wrong = m_files.read("1 0:0.5\n", {{"base", std::string("one")}}, "some.svm");
        QVERIFY(!wrong && wrong.error().where == "data.options.base");
    }

    void labelsAreClassesTargetsOrNotThere() {
        const Dataset targets = read("0.5 1:1\n1.25 1:2\n-3 1:3\n");
        QVERIFY(targets.classNames.empty());
        QCOMPARE(targets.factorNames, (Names{"target"}));
        QCOMPARE(targets.train.factors, (Floats{0.5f, 1.25f, -3}));
        QCOMPARE(read("0.5 1:1\n1.25 1:2\n", {{"labels", std::string("classes")}}).classNames, (Names{"0.5", "1.25"}));
        QCOMPARE(read("2 1:1\n10 1:2\n", {{"labels", std::string("target")}}).train.factors, (Floats{2, 10}));
        const Dataset lists = read("0,2 0:1\n 1:1\n1 0:3\n2,0 1:4\n");
        QCOMPARE(lists.classNames, (Names{"0,2", "1"}));
        QCOMPARE(lists.train.labels, (Labels{0, -1, 1, 0})); // a row without labels begins with a blank
        QCOMPARE(lists.train.floats, (Floats{1, 0, 0, 1, 3, 0, 0, 4}));
        QCOMPARE(read("1:1 2:2\n1:3\n").train.labels, Labels{});
    }

    void queriesAreGroups() {
        const Dataset dataset = read("3 qid:7 1:1\n1 qid:7 1:2\n2 qid:4 1:3\n");
        QCOMPARE(dataset.groupNames, (Names{"7", "4"}));
        QCOMPARE(dataset.train.groups, (Labels{0, 0, 1}));
    }

    void aFileBesideIsTheTestPartWithTheSameBase() {
        CsvFiles files;
        files.write("1 0:9 4:1\n0 2:3\n", "set.t");
        const auto dataset = files.read("1 1:1\n0 2:2\n1 1:3\n", {}, "set");
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->shape, core::Shape(5));
        QCOMPARE(dataset->train.samples, Index{3});
        QCOMPARE(dataset->test.floats, (Floats{9, 0, 0, 0, 1, 0, 0, 3, 0, 0}));
        QCOMPARE(dataset->test.labels, (Labels{1, 0}));
        const auto alone = files.read("1 1:1\n0 2:2\n1 1:3\n", {{"test", std::string("none")}}, "set");
        QVERIFY(alone && alone->test.isEmpty() && alone->shape == core::Shape(2));
    }

    void tellsProblemsWithTheirLine_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("what");
        QTest::newRow("falling") << "1 3:1 2:1"
                                 << "its places do not rise: 2 stands behind 3";
        QTest::newRow("twice") << "1 3:1 3:1"
                               << "do not rise";
        QTest::newRow("no pair") << "1 3:1 oh"
                                 << "\"oh\" is no pair";
        QTest::newRow("no number") << "1 3:oh"
                                   << "\"3:oh\" is no pair";
        QTest::newRow("negative") << "1 -3:1"
                                  << "\"-3:1\" is no pair";
        QTest::newRow("far too large") << "1 99999999999:1"
                                       << "is no pair";
    }
    void tellsProblemsWithTheirLine() {
        QFETCH(QString, line);
        QFETCH(QString, what);
        std::string text;
        for (int i = 0; i < 40; ++i)
            text += std::to_string(i % 2) + " 1:" + std::to_string(i) + '\n';
        const Dataset dataset = read(text + line.toStdString() + "\n1 1:2\n");
        QCOMPARE(dataset.train.samples, Index{41});
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.leftOutSamples, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{41});
        QVERIFY2(QString::fromStdString(dataset.report.problems[0].what).contains(what), dataset.report.problems[0].what.c_str());
    }

    void aLargePlaceIsRefusedBeforeMemoryIsTaken() {
        const auto dataset = m_files.read("1 1:1\n0 4000000000:1\n", {}, "some.svm");
        QVERIFY(!dataset && dataset.error().what.find("once the zeros are written out") != std::string::npos);
    }

    void otherTextsStayDelimited_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("times") << "5 12:30 11:40\n6 13:30 10:45\n";
        QTest::newRow("numbers") << "1 2 3\n4 5 6\n";
        QTest::newRow("words") << "a b:1\nb c:2\n";
    }
    void otherTextsStayDelimited() {
        QFETCH(QString, text);
        const auto dataset = m_files.read(text.toStdString());
        QVERIFY(!dataset || dataset->report.reader == "csv");
    }

    void cutAnywhereTheyAreReadOrRefused() {
        QCOMPARE(flawOfCuts(m_files, coordinates, "some.mtx", 1), QString());
        QCOMPARE(flawOfCuts(m_files, rows, "some.svm", 1), QString());
        const Bytes packed = gzip(bytesOf(coordinates));
        QCOMPARE(flawOfCuts(m_files, std::string(packed.begin(), packed.end()), "some.mtx.gz", 8), QString());
    }
};

QTEST_APPLESS_MAIN(MatrixTextTest)
#include "matrix_text_test.moc"
