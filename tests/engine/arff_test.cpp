// ARFF: what its header declares is what is trained on. Values are those of scipy.io.arff where it reads them, and of Weka's
// description of the format.
#include <QTest>

#include "engine/data/readers/tables/arff.h"
#include "tests/support/cut_files.h"
#include "tests/support/read_texts.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const std::string weather = "% a comment\n@RELATION 'the weather'\n\n@ATTRIBUTE outlook {sunny, overcast ,'light "
                            "rain',never}\n@attribute\ttemperature REAL\n"
                            "@attribute 'wind speed' numeric\n@attribute play {yes, no}\n\n@DATA\n"
                            "sunny,20.5,?,no\n% between\n'light rain', 10, 3 ,yes\n\novercast,15,5,yes\n\"sunny\",?,1,no\n";

const std::string bags = "@relation motions\n@attribute bag relational\n@attribute t0 numeric\n@attribute t1 numeric\n@attribute "
                         "t2 numeric\n@end bag\n"
                         "@attribute class {walk,run}\n@data\n'1,2,3\\n4,5,6',walk\n\"7,8,9\\n10,?,12\",run\n";

} // namespace

class ArffTest : public QObject, private ReadsTexts {
    Q_OBJECT

public:
    ArffTest() : ReadsTexts("some.arff") {}

private slots:
    void readsNamesClassesAndCategoriesThatOccur() {
        const Dataset dataset = read(weather);
        QCOMPARE(dataset.report.reader, std::string("arff"));
        QCOMPARE(dataset.featureNames, (Names{"outlook=light rain", "outlook=overcast", "outlook=sunny", "temperature", "wind speed"}));
        QCOMPARE(dataset.classNames, (Names{"no", "yes"}));
        QCOMPARE(dataset.train.labels, (Labels{0, 1, 1, 0}));
        QCOMPARE(dataset.train.floats, (Floats{0, 0, 1, 20.5f, 3, 1, 0, 0, 10, 3, 0, 1, 0, 15, 5, 0, 0, 1, 15.166667f, 1}));
        QCOMPARE(dataset.report.missing.size(), std::size_t{2});
    }

    void itsFirstLineTellsItUnderAnyName() {
        QCOMPARE(read(weather, {}, "weather.txt").report.reader, std::string("arff"));
        QCOMPARE(read("@relational numbers\n1,2\n3,4\n", {}, "some.csv").report.reader, std::string("csv"));
    }

    void theClassIsNamedOrLast_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("label");
        QTest::newRow("last") << "@attribute a numeric\n@attribute kind {x,y}\n"
                              << "1,x\n2,y\n"
                              << "kind";
        QTest::newRow("named") << "@attribute Class {x,y}\n@attribute b {u,v}\n"
                               << "x,u\ny,v\n"
                               << "Class";
        QTest::newRow("last but a text and a date") << "@attribute a numeric\n@attribute k {x,y}\n@attribute s string\n@attribute d date\n"
                                                    << "1,x,p,2020-01-01\n2,y,q,2020-01-02\n"
                                                    << "k";
        QTest::newRow("a number is last") << "@attribute vendor {x,y}\n@attribute class numeric\n"
                                          << "x,1.5\ny,2.5\n"
                                          << "none";
        QTest::newRow("of numbers") << "@attribute a numeric\n@attribute b {1,2}\n"
                                    << "1.5,1\n2.5,2\n"
                                    << "b";
    }
    void theClassIsNamedOrLast() {
        QFETCH(QString, header);
        QFETCH(QString, row);
        QFETCH(QString, label);
        const Dataset dataset = read("@relation r\n" + header.toStdString() + "@data\n" + row.toStdString());
        QCOMPARE(choiceIn(dataset.report, "label"), label.toStdString());
    }

    void whatIsDeclaredNominalIsNoNumber() {
        const std::string text = "@relation r\n@attribute legs {0,2,4}\n@attribute weight numeric\n@attribute type "
                                 "{1,2}\n@data\n4,1.5,1\n2,2.5,2\n4,3,2\n";
        const Dataset dataset = read(text);
        QCOMPARE(dataset.featureNames, (Names{"legs=2", "legs=4", "weight"}));
        QCOMPARE(dataset.classNames, (Names{"1", "2"}));
        QCOMPARE(read(text, {{"words", std::string("leave_out")}}).featureNames, (Names{"weight"}));
        QCOMPARE(read(text, {{"label", std::string("none")}}).featureNames, (Names{"legs=2", "legs=4", "weight", "type=1", "type=2"}));
        QCOMPARE(read(text, {{"label", std::string("legs")}}).classNames, (Names{"2", "4"}));
        QCOMPARE(read(text, {{"leave_out", std::string("weight")}}).featureNames, (Names{"legs=2", "legs=4"}));
    }

    void textsAreNoNumbers() {
        std::string text = "@relation r\n@attribute ticket string\n@attribute v numeric\n@data\n";
        for (int i = 0; i < 20; ++i)
            text += (i % 5 == 0 ? "PC" : std::to_string(i % 3)) + "," + std::to_string(i) + ".5\n";
        QCOMPARE(read(text).featureNames, (Names{"ticket=0", "ticket=1", "ticket=2", "ticket=PC", "v"}));
    }

    void readsTheHeadersOfKeel() {
        const Dataset dataset = read("@relation iris\n@attribute a real [4.3, 7.9]\n@attribute b integer[1,5]\n@attribute class "
                                     "{x, y}\n@inputs a, b\n@outputs class\n@data\n"
                                     "4.5, 1, x\n5.5, <null>, y\n6.5, 3, x\n",
                                     {}, "iris.dat");
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.floats, (Floats{4.5f, 1, 5.5f, 2, 6.5f, 3}));
        QCOMPARE(dataset.train.labels, (Labels{0, 1, 0}));
    }

    void datesAreLeftOut() {
        const Dataset dataset = read("@relation r\n@attribute when date 'yyyy-MM-dd HH:mm'\n@attribute v "
                                     "numeric\n@data\n'2020-01-01 10:00',1\n\"2020-01-02 10:00\",2\n");
        QCOMPARE(dataset.featureNames, (Names{"v"}));
        QVERIFY(remarksOf(dataset.report).contains("Column 1 (when) is left out: it holds dates"));
    }

    void sparseRowsHaveZeros() {
        const Dataset dataset = read("@relation r\n@attribute a numeric\n@attribute b numeric\n@attribute c {no, 'so so'}\n@attribute class {x,y}\n@data\n"
                                     "{1 2.5, 3 y}\n{}\n{0 -1,1 ?, 2 'so so'}, {5}\n");
        QCOMPARE(dataset.featureNames, (Names{"a", "b", "c=no", "c=so so"}));
        QCOMPARE(dataset.train.floats, (Floats{0, 2.5f, 1, 0, 0, 0, 1, 0, -1, 1.25f, 0, 1}));
        QCOMPARE(dataset.train.labels, (Labels{1, 0, 0}));
    }

    void readsQuotesEscapesBlanksAndWeights() {
        const Dataset dataset = read("@relation r\n@attribute 'a\\'s' numeric\n@attribute \"k\" {'it\\'s','a, b',\"c "
                                     "d\"}\n@data\n1 'it\\'s'\n2\t'a, b'\n3,\"c d\",{2}\n4, 'a, b' , {0.5}\n");
        QCOMPARE(dataset.featureNames, (Names{"a's"}));
        QCOMPARE(dataset.classNames, (Names{"a, b", "c d", "it's"}));
        QCOMPARE(dataset.train.labels, (Labels{2, 0, 1, 0}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4}));
    }

    void tellsProblemsWithTheirLine_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("samples");
        QTest::newRow("short") << "1"
                               << "1 value instead of 2" << 2;
        QTest::newRow("long") << "1,2,3"
                              << "3 values instead of 2" << 2;
        QTest::newRow("no number") << "oh,x"
                                   << "\"oh\" is no number" << 3;
        QTest::newRow("not declared") << "1,z"
                                      << "\"z\" is none of the values declared for \"k\"" << 3;
        QTest::newRow("open quotes") << "1,'x"
                                     << "its quotes are not closed" << 2;
        QTest::newRow("sparse, no such attribute") << "{7 x}"
                                                   << "\"7\" is the number of no attribute" << 2;
        QTest::newRow("sparse, open") << "{0 1"
                                      << "its braces are not closed" << 2;
    }
    void tellsProblemsWithTheirLine() {
        QFETCH(QString, row);
        QFETCH(QString, what);
        QFETCH(int, samples);
        const Dataset dataset = read("@relation r\n@attribute a numeric\n@attribute k {x,y}\n@data\n% c\n1,x\n\n" + row.toStdString() + "\n2,y\n");
        QCOMPARE(dataset.train.samples, Index{samples});
        QCOMPARE(dataset.report.problemCount, Index{1});
        QVERIFY2(QString::fromStdString(dataset.report.problems[0].what).contains(what), dataset.report.problems[0].what.c_str());
        QCOMPARE(dataset.report.problems[0].line, Index{8});
    }

    void aFileBesideIsTheTestPart() {
        CsvFiles files;
        files.write("@relation r\n@attribute a numeric\n@attribute class {x,y,z}\n@data\n5,z\n6,x\n", "Set_TEST.arff");
        const std::string train = "@relation r\n@attribute a numeric\n@attribute class {x,y,z}\n@data\n1,x\n?,y\n3,x\n";
        const auto dataset = files.read(train, {}, "Set_TRAIN.arff");
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.floats, (Floats{1, 3.75f, 3}));
        QCOMPARE(dataset->test.floats, (Floats{5, 6}));
        QCOMPARE(dataset->classNames, (Names{"x", "y", "z"}));
        QCOMPARE(dataset->test.labels, (Labels{2, 0}));
        QCOMPARE(dataset->featureNames, (Names{"a"}));
        QVERIFY(remarksOf(dataset->report).contains("Set_TEST.arff beside it the test part"));
        QVERIFY(!remarksOf(dataset->report).contains("Column 3"));
        const auto alone = files.read(train, {{"test", std::string("none")}}, "Set_TRAIN.arff");
        QVERIFY(alone && alone->test.isEmpty() && alone->train.samples == 3);
        const auto folder = readPath({files.path().toStdString(), {}, {}});
        QVERIFY(folder && folder->test.samples == 2 && folder->train.samples == 3);
        files.write("@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n5,6\n", "Set_TEST.arff");
        const auto others = files.read(train, {}, "Set_TRAIN.arff");
        QVERIFY(others && others->test.isEmpty());
        QVERIFY(remarksOf(others->report).contains("Set_TEST.arff is left out: it declares other attributes"));
    }

    void bagsAreSeries() {
        const Dataset dataset = read(bags);
        QCOMPARE(dataset.report.reader, std::string("arff_series"));
        QCOMPARE(dataset.shape, core::Shape(3, 2)); // three steps of two channels
        QCOMPARE(dataset.train.floats, (Floats{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12}));
        QCOMPARE(dataset.train.labels, (Labels{1, 0}));
        const Dataset steps = read(bags, {{"bag_rows", std::string("steps")}});
        QCOMPARE(steps.shape, core::Shape(2, 3));
        QCOMPARE(steps.train.floats, (Floats{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 8, 12}));
    }

    void bagsOfUnequalLengthAreSteps() {
        const Dataset dataset = read("@relation musk\n@attribute name {m1,m2}\n@attribute bag relational\n@attribute f1 "
                                     "numeric\n@attribute f2 numeric\n@end bag\n@attribute class {0,1}\n"
                                     "@data\nm1,'1,2\\n3,4\\n5,6',1\nm2,'7,8',0\n");
        QCOMPARE(dataset.shape, core::Shape(3, 2));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0}));
        QCOMPARE(dataset.classNames, (Names{"0", "1"}));
        QVERIFY(remarksOf(dataset.report).contains("1 to 3 values: shorter ones are padded to 3 with zeros"));
        QVERIFY(remarksOf(dataset.report).contains("Column 1 (name) is left out"));
    }

    void refusesWithASentence_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        QTest::newRow("no data") << "@relation r\n@attribute a numeric\n"
                                 << "the file ends before @data";
        QTest::newRow("no attribute") << "@relation r\n@data\n1\n"
                                      << "declares no attribute";
        QTest::newRow("a strange type") << "@relation r\n@attribute a complex\n@data\n1\n"
                                        << "line 2: \"@attribute a complex\" declares no attribute";
        QTest::newRow("open braces") << "@relation r\n@attribute a {x,y\n@data\nx\n"
                                     << "line 2";
        QTest::newRow("no end") << "@relation r\n@attribute a relational\n@attribute b numeric\n@data\n'1'\n"
                                << "no @end";
        QTest::newRow("bags of dates") << "@relation r\n@attribute a relational\n@attribute b date\n@end a\n@data\n'2020-01-01'\n"
                                       << "hold no numbers";
        QTest::newRow("rows before @data") << "@relation r\n@attribute a numeric\n1\n"
                                           << "line 3: \"1\" is neither";
        QTest::newRow("no rows") << "@relation r\n@attribute a numeric\n@data\n%\n"
                                 << "no rows";
    }
    void refusesWithASentence() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        const auto dataset = m_files.read(text.toStdString(), {}, "some.arff");
        QVERIFY(!dataset);
        QVERIFY2(QString::fromStdString(dataset.error().sentence()).contains(what), dataset.error().sentence().c_str());
    }

    void cutAnywhereItIsReadOrRefused() {
        QCOMPARE(flawOfCuts(m_files, weather, "some.arff", 1), QString());
        QCOMPARE(flawOfCuts(m_files, bags, "some.arff", 1), QString());
        const Bytes packed = gzip(bytesOf(weather));
        QCOMPARE(flawOfCuts(m_files, std::string(packed.begin(), packed.end()), "some.arff.gz", 16), QString());
        QCOMPARE(read(std::string(packed.begin(), packed.end()), {}, "some.arff.gz").train.samples, Index{4});
    }

    void manyAttributesAndALongLineEndWithASentence() {
        std::string header = "@relation r\n";
        for (int i = 0; i < 65538; ++i)
            header += "@attribute a" + std::to_string(i) + " numeric\n";
        const auto wide = m_files.read(header + "@data\n1\n", {}, "some.arff");
        QVERIFY(!wide && wide.error().what.find("at most 65537 attributes") != std::string::npos);
        const auto line = m_files.read("@relation r\n@attribute a numeric\n@data\n" + std::string(34 << 20, '1'), {}, "some.arff");
        QVERIFY(!line && line.error().what.find("16 MB") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(ArffTest)
#include "arff_test.moc"
