// Time series as text, .ts and .tsf: values as aeon reads them, whatever its header says of lengths and classes.
#include <QTest>

#include <cmath>

#include "engine/data/readers/series/ts.h"
#include "tests/support/cut_files.h"
#include "tests/support/read_texts.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const std::string motions = "# about\n@problemName Motions\n@timeStamps false\n@missing true\n@univariate false\n@dimension "
                            "2\n@equalLength true\n@classLabel True walk run never\n@DATA\n"
                            "1,2,3:10,20,30:walk\n4,?,6 : 40,NaN,60:run\n\n# between\n7,8,9:nan,80,90:10\n";
const std::string forecasts = "# about\n@relation Some\n@attribute series_name string\n@attribute start date\n@frequency "
                              "yearly\n@missing true\n@equallength false\n@data\n"
                              "T1:1979-01-01 00-00-00:1,?,3,4\nT2:1980-01-01 00-00-00:5,6\n";

} // namespace

class SeriesTextTest : public QObject, private ReadsTexts {
    Q_OBJECT

public:
    SeriesTextTest() : ReadsTexts("some.ts") {}

private slots:
    void readsChannelsClassesAndGaps() {
        const Dataset dataset = read(motions);
        QCOMPARE(dataset.shape, core::Shape(3, 2)); // steps, channels
        QCOMPARE(dataset.train.floats, (Floats{1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 80, 8, 80, 9, 90}));
        QCOMPARE(dataset.classNames, (Names{"10", "run", "walk"})); // none without a series, one that was not declared
        QCOMPARE(dataset.train.labels, (Labels{2, 1, 0}));
        QVERIFY(remarksOf(dataset.report).contains("3 values of 2 series are missing"));
        QCOMPARE(read(motions, {{"gaps", std::string("zero")}}).train.floats[8], 0.0f);
        QCOMPARE(read(motions, {{"gaps", std::string("mean")}}).train.floats[13], 85.0f);
        QCOMPARE(read(motions, {}, "motions.txt").report.reader, std::string("ts"));
    }

    void channelsComeBackAsTheyLieInTheFile() {
        const Dataset dataset = read(motions);
        QVERIFY(dataset.fileLayout);
        QCOMPARE(dataset.fileLayout->extents, (std::vector<Index>{2, 3}));
        Floats written(6);
        dataset.fileLayout->write(dataset.train.floats.data(), 6, written.data());
        QCOMPARE(written, (Floats{1, 2, 3, 10, 20, 30}));
    }

    void withoutLabelsAnEmptyFieldIsNone() {
        const std::string header = "@problemName P\n@classLabel false\n@data\n";
        QCOMPARE(read(header + "1,2:\n3,4:\n").shape, core::Shape(2, 1));
        QCOMPARE(read(header + "1,2\n3,4\n").train.floats, (Floats{1, 2, 3, 4}));
        QCOMPARE(read(header + "1,2:3,4\n").shape, core::Shape(2, 2));
        QVERIFY(read(header + "1,2\n").classNames.empty());
    }

    void targetsAreKnownOfASeries() {
        const Dataset dataset = read("@problemName P\n@targetLabel true\n@data\n1,2:0.5\n3,4:-2e1\n5,6:?\n");
        QVERIFY(dataset.classNames.empty());
        QCOMPARE(dataset.factorNames, (Names{"target"}));
        QCOMPARE(dataset.train.factors[1], -20.0f);
        QVERIFY(std::isnan(dataset.train.factors[2]));
    }

    void unlabelledSeriesStay() {
        const Dataset dataset = read("@problemName P\n@classLabel true a b\n@data\n1,2:a\n3,4:?\n5,6:\n7,8:b\n");
        QCOMPARE(dataset.train.labels, (Labels{0, -1, -1, 1}));
    }

    void timesAreLeftOut() {
        const Dataset dataset = read("@problemName P\n@timeStamps true\n@classLabel true 1 2\n@data\n(0,1.5),(1,2.5):(2020-01-01 "
                                     "10:00:00,3),(2020-01-01 11:00:00,?):2\n");
        QCOMPARE(dataset.train.floats, (Floats{1.5f, 3, 2.5f, 3}));
        QCOMPARE(dataset.classNames, (Names{"2"}));
        QVERIFY(remarksOf(dataset.report).contains("times of the values are left out"));
    }

    void unequalSeriesAreBroughtToOneLength() {
        const std::string text = "@problemName P\n@equalLength true\n@classLabel true a\n@data\n1,2,3,4:a\n5,6:a\n";
        const Dataset padded = read(text);
        QCOMPARE(padded.train.floats, (Floats{1, 2, 3, 4, 5, 6, 0, 0}));
        QVERIFY(remarksOf(padded.report).contains("2 to 4 values: shorter ones are padded to 4 with zeros"));
        QCOMPARE(padded.report.doubts.size(), std::size_t{1});
        QCOMPARE(padded.report.doubts[0].setting, std::string("lengths"));
        const Dataset cut = read(text, {{"lengths", std::string("cut")}});
        QCOMPARE(cut.train.floats, (Floats{1, 2, 5, 6}));
        QVERIFY(remarksOf(cut.report).contains("cut to 2"));
        QCOMPARE(read(text, {{"lengths", std::string("pad_last")}}).train.floats, (Floats{1, 2, 3, 4, 5, 6, 6, 6}));
    }

    void aFileBesideIsTheTestPart() {
        CsvFiles files;
        const std::string header = "@problemName P\n@classLabel true a b\n@data\n";
        files.write(header + "7,8,9:b\n", "P_TEST.ts");
        for (const char *option : {"automatic", "none"}) {
            const auto dataset = files.read(header + "1,2,3:a\n4,5,6:a\n", {{"test", std::string(option)}}, "P_TRAIN.ts");
            QVERIFY(bool(dataset));
            QCOMPARE(dataset->train.samples, Index{2});
            QCOMPARE(dataset->test.samples, Index{option == std::string("none") ? 0 : 1});
        }
        for (const std::string &path : {files.path().toStdString() + "/P_TEST.ts", files.path().toStdString()}) { // either of the two, and their folder
            const auto dataset = readPath({path, {}, {}});
            QVERIFY(bool(dataset));
            QCOMPARE(dataset->train.floats, (Floats{1, 2, 3, 4, 5, 6}));
            QCOMPARE(dataset->test.floats, (Floats{7, 8, 9}));
            QCOMPARE(dataset->classNames, (Names{"a", "b"}));
        }
    }

    void tellsProblemsWithTheirLine_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("what");
        QTest::newRow("a word") << "1,oh:5,6:a"
                                << "value 2, \"oh\", is no finite number";
        QTest::newRow("infinite") << "1,inf:5,6:a"
                                  << "\"inf\", is no finite number";
        QTest::newRow("channels") << "1,2:a"
                                  << "1 channel instead of 2";
        QTest::newRow("nothing") << "?,?:NaN,?:a"
                                 << "holds no value";
        QTest::newRow("a label alone") << "a"
                                       << "a label and no values";
        QTest::newRow("half a time") << "(1,2),(3:5,6:a"
                                     << "";
    }
    void tellsProblemsWithTheirLine() {
        QFETCH(QString, line);
        QFETCH(QString, what);
        const Dataset dataset = read("@problemName P\n@classLabel true a\n@data\n1,2:3,4:a\n" + line.toStdString() + "\n5,6:7,8:a\n");
        QCOMPARE(dataset.train.samples, Index{2});
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.leftOutSamples, Index{1});
        QCOMPARE(dataset.report.problems[0].line, Index{5});
        QVERIFY2(QString::fromStdString(dataset.report.problems[0].what).contains(what), dataset.report.problems[0].what.c_str());
    }

    void forecastsAreSeriesOrValues() {
        const Dataset series = read(forecasts, {}, "some.tsf");
        QCOMPARE(series.shape, core::Shape(4, 1));
        QCOMPARE(series.train.floats, (Floats{1, 2, 3, 4, 5, 6, 0, 0}));
        QVERIFY(remarksOf(series.report).contains("series_name, start"));
        const Dataset values = read(forecasts, {{"sample", std::string("value")}}, "some.tsf");
        QCOMPARE(values.shape, core::Shape(1));
        QCOMPARE(values.train.floats, (Floats{1, 2, 3, 4, 5, 6}));
        QCOMPARE(values.groupNames, (Names{"T1", "T2"}));
        QCOMPARE(values.train.groups, (Labels{0, 0, 0, 0, 1, 1}));
        const Dataset one = read("@relation R\n@frequency daily\n@data\n1,2,3\n", {}, "one.txt");
        QCOMPARE(one.report.reader, std::string("tsf"));
        QCOMPARE(one.train.samples, Index{3}); // one series alone: its values
        const Dataset bad = read(forecasts + "T3:5\nT4:1980-01-01 00-00-00:?,?\nT5:a:b:1\n", {}, "some.tsf");
        QCOMPARE(bad.train.samples, Index{2});
        QCOMPARE(bad.report.problemCount, Index{3});
    }

    void refusesWithASentence_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        QTest::newRow("no data") << "@problemName P\n@classLabel false\n"
                                 << "the file ends before @data";
        QTest::newRow("no series") << "@problemName P\n@classLabel false\n@data\n"
                                   << "holds no series";
        QTest::newRow("none usable") << "@problemName P\n@classLabel false\n@data\nx\n"
                                     << "line 4: value 1";
        QTest::newRow("early values") << "@problemName P\n1,2\n"
                                      << "line 2 stands before @data";
        QTest::newRow("nothing left") << "@problemName P\n@classLabel false\n@data\n1,2:3,4\n1,2::\n"
                                      << "";
    }
    void refusesWithASentence() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        const auto dataset = m_files.read(text.toStdString(), {{"lengths", std::string("cut")}}, "some.ts");
        QVERIFY(!dataset || what.isEmpty());
        QVERIFY2(dataset || QString::fromStdString(dataset.error().sentence()).contains(what), dataset ? "" : dataset.error().sentence().c_str());
    }

    void cutAnywhereTheyAreReadOrRefused() {
        QCOMPARE(flawOfCuts(m_files, motions, "some.ts", 1), QString());
        QCOMPARE(flawOfCuts(m_files, forecasts, "some.tsf", 1), QString());
        const Bytes packed = gzip(bytesOf(motions));
        QCOMPARE(flawOfCuts(m_files, std::string(packed.begin(), packed.end()), "some.ts.gz", 16), QString());
    }
};

QTEST_APPLESS_MAIN(SeriesTextTest)
#include "series_text_test.moc"
