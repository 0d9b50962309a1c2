// Folders of series: every file a group, what is found holds for all of them, and what is no series is left out.
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <bit>
#include <cmath>

#include "engine/data/readers/series_folder.h"
#include "tests/support/data_folder.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Groups = std::vector<std::int32_t>;
using Names = std::vector<std::string>;

namespace {

/// A .npy file of little-endian floats, or of bytes.
Bytes npy(const std::string &shape, const Floats &values, bool asBytes = false) {
    std::string literal = std::string("{'descr': '") + (asBytes ? "|u1" : "<f4") + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<std::uint8_t>(literal.size()), 0};
    append(bytes, bytesOf(literal));
    for (const float value : values) {
        Bytes word = bigEndian(std::bit_cast<std::uint32_t>(value), 4);
        std::reverse(word.begin(), word.end());
        append(bytes, asBytes ? Bytes{static_cast<std::uint8_t>(value)} : word);
    }
    return bytes;
}

} // namespace

class SeriesFolderTest : public QObject {
    Q_OBJECT

private slots:
    void everyFileIsAGroup() {
        const DataFolder folder(
            {{"p10.csv", "x,z\n5,6\n"}, {"p2.csv", "x,z\n1,2\n3,4\n"}, {"p11.csv.gz", ""}, {"notes.md", "# x"}, {".hidden.csv", "x,z\n9,9\n"}});
        DataFolder packed = DataFolder();
        packed.add("p10.csv", bytesOf("x,z\n5,6\n"));
        packed.add("p2.csv", bytesOf("x,z\n1,2\n3,4\n"));
        packed.add("p11.csv.gz", gzip(bytesOf("x,z\n7,8\n")));
        const Dataset dataset = readWell(packed);
        QCOMPARE(dataset.report.reader, std::string("series_folder"));
        QCOMPARE(dataset.groupNames, (Names{"p2", "p10", "p11"}));
        QCOMPARE(dataset.train.groups, (Groups{0, 0, 1, 2}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 6, 7, 8}));
        QCOMPARE(dataset.featureNames, (Names{"x", "z"}));
        QVERIFY(dataset.shape == core::Shape(2) && !dataset.isWithinUnit && dataset.test.isEmpty() && dataset.train.sourceIndex.empty());
        QCOMPARE(dataset.report.assumed.size(), seriesKind().settings.size());
        const Dataset again = readWell(packed, dataset.report.assumed);
        QCOMPARE(again.train.floats, dataset.train.floats);
        const Dataset broken = readWell(folder); // an empty file that says it is packed
        QCOMPARE(broken.groupNames, (Names{"p2", "p10"}));
        QCOMPARE(broken.report.problemCount, Index{1});
        QCOMPARE(broken.report.problems[0].file, std::string("p11"));
        QVERIFY2(remarksOf(broken.report).contains("1 file is left out: most have another ending."), qPrintable(remarksOf(broken.report)));
    }

    void linesAroundTheTableAreFoundInEachFile() {
        const DataFolder folder({{"a.csv", "Logger: 1\n\nx,z\nm/s,Nm\n1,2\n3,4\n5,1\n2,2\nSource: own\n"},
                                 {"b.csv", "x,z\nm/s,Nm\n7,8\n9,2\n6,6\n1,3\n"},
                                 {"c.csv", "Logger: 2\nSerial: 7\nBattery: 9\n\nx,z\nm/s,Nm\n4,8\n2,2\n3,6\n0,3\nSource: own\nChecked\n"}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.featureNames, (Names{"x", "z"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 1, 2, 2, 7, 8, 9, 2, 6, 6, 1, 3, 4, 8, 2, 2, 3, 6, 0, 3}));
        QCOMPARE(dataset.report.problemCount, Index{0});
        QCOMPARE(readWell(folder, dataset.report.assumed).train.floats, dataset.train.floats);
    }

    void columnsAreDecidedByAllFiles() {
        const DataFolder folder(
            {{"a.csv", "x;kind;v\n1,5;red;1\n2,5;;2\n"}, {"b.csv", "x;kind;v\n;blue;3\n6,5;red;word\n"}, {"c.csv", "x;kind;v\n9,5;green;4\n"}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.featureNames, (Names{"x", "kind=blue", "kind=green", "kind=red", "v"}));
        QCOMPARE(dataset.train.samples, Index{5});
        QCOMPARE(dataset.train.floats[10], 5.0f); // the mean of 1.5, 2.5, 6.5 and 9.5
        QCOMPARE(dataset.report.problems[0].file, std::string("b"));
        QCOMPARE(dataset.report.problems[0].line, Index{3});
        QCOMPARE(dataset.report.problems[0].column, Index{3});
        QVERIFY2(remarksOf(dataset.report).contains("Column 1 (x): 1 value is missing; the mean, 5, of all files, test part included"),
                 qPrintable(remarksOf(dataset.report)));
        const Dataset labelled = readWell(folder, {{"label", std::string("kind")}, {"missing", std::string("median")}});
        QCOMPARE(labelled.classNames, (Names{"blue", "green", "red"}));
        QCOMPARE(labelled.train.labels, (Groups{2, -1, 0, 2, 1}));
        QCOMPARE(labelled.train.groups, (Groups{0, 0, 1, 1, 2}));
    }

    void aFileWithOtherColumnsIsLeftOut() {
        const DataFolder folder({{"about.csv", "name,age\nada,3\nbob,4\n"},
                                 {"p1.csv", "x,z\n1,2\n"},
                                 {"p2.csv", "z,x\n3,4\n"},
                                 {"p3.csv", "x,z\n5,6\n"},
                                 {"p4.csv", "x;z\n7;8\n"},
                                 {"p5.csv", ""},
                                 {"p6.csv", "x,z\n"},
                                 {"p7.csv", "x,z\n7,8\n9\n"}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.groupNames, (Names{"p1", "p3", "p7"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 5, 6, 7, 8}));
        Names files;
        for (const Problem &problem : dataset.report.problems)
            files.push_back(problem.file);
        QCOMPARE(files, (Names{"about", "p2", "p4", "p5", "p6", "p7"}));
        QVERIFY(dataset.report.problems[0].what.find("has other columns than most of the files (2 columns: \"name\", \"age\"") == 0);
        QVERIFY(dataset.report.problems[5].line == 3);
        const Dataset bare = readWell(DataFolder({{"1.txt", "1.5 2.5\n3.5 4.5\n"}, {"2.txt", "1.5 2.5 3.5\n"}, {"3.txt", "5.5 6.5\n"}}));
        QCOMPARE(bare.train.floats, (Floats{1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f}));
        QCOMPARE(bare.groupNames, (Names{"1", "3"}));
    }

    void foldersAreParts() {
        const DataFolder folder({{"train/a.csv", "x\n1\n2\n"},
                                 {"train/b.csv", "x\n3\n4\n"},
                                 {"Test/a.csv", "x\n5\n6\n"},
                                 {"valid/c.csv", "x\n7\n8\n"},
                                 {"more/d.csv", "x\n9\n9\n"},
                                 {"e.csv", "x\n0\n"}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4}));
        QCOMPARE(dataset.validation.floats, (Floats{7, 8}));
        QCOMPARE(dataset.test.floats, (Floats{5, 6}));
        QCOMPARE(dataset.groupNames, (Names{"train/a.csv", "b", "c", "Test/a.csv"}));
        QCOMPARE(dataset.test.groups, (Groups{3, 3}));
        QVERIFY2(remarksOf(dataset.report).contains("2 files or folders are left out"), qPrintable(remarksOf(dataset.report)));
    }

    void arraysAreSeriesToo() {
        DataFolder folder;
        folder.add("m1.npy", npy("(2, 3)", {1, 2, 3, 4, 5, 6}));
        folder.add("m10.npy.gz", gzip(npy("(1, 3)", {7, 8, 9})));
        folder.add("m2.npy", npy("(1, 3)", {0, 255, 1}, true)); // bytes among floats are numbers as they are
        folder.add("m3.npy", npy("(3,)", {1, 2, 3}));
        folder.add("m4.npy", npy("(1, 3, 1)", {1, 2, 3}));
        folder.add("m5.npy", npy("(1, 3)", {1, std::nanf(""), 3}));
        folder.add("m6.npy", npy("(2, 3)", {1, 2, 3}));
        folder.add("m7.npy", npy("(4294967296, 4294967296)", {1, 2, 3}));
        tests::largestAllocation = 0;
        const Dataset dataset = readWell(folder);
        QVERIFY2(tests::largestAllocation < 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
        QCOMPARE(dataset.report.reader, std::string("array_folder"));
        QCOMPARE(dataset.groupNames, (Names{"m1", "m2", "m5", "m10"}));
        QCOMPARE(dataset.train.floats, (Floats{1, 2, 3, 4, 5, 6, 0, 255, 1, 1, 67.5f, 3, 7, 8, 9})); // the mean of 2, 5, 255 and 8
        QCOMPARE(dataset.train.groups, (Groups{0, 0, 1, 2, 3}));
        QCOMPARE(dataset.report.missing.size(), std::size_t{1});
        QCOMPARE(dataset.report.problemCount, Index{4});
        QCOMPARE(readWell(folder, {{"missing", std::string("drop_row")}}).train.groups, (Groups{0, 0, 1, 3}));
        QCOMPARE(dataset.report.problems[0].what, std::string("has 1 column where most of the files have 3; the file is left out"));
        DataFolder bytes;
        bytes.add("b.npy", npy("(2,)", {3, 4}, true));
        bytes.add("a.npy", npy("(2, 1)", {1, 2}, true));
        const Dataset whole = readWell(bytes);
        QVERIFY(whole.train.holdsBytes() && whole.isWithinUnit && whole.shape == core::Shape(1));
        QCOMPARE(int(whole.train.bytes[2]), 3);
    }

    void knowsWhatIsItsOwn() {
        const DataFolder empty, single(std::vector<TextFile>{{"a.csv", "1,2\n"}});
        QVERIFY(!looksLikeSeries(empty.path()));
        QVERIFY(!looksLikeSeries(single.path()));
        QVERIFY(!looksLikeSeries("/nowhere/at/all"));
        QVERIFY(looksLikeSeries(DataFolder({{"a.tsv", "1\t2\n"}, {"b.tsv", "1\t2\n"}}).path()));
        QVERIFY(looksLikeSeries(DataFolder({{"train/a.csv", "1,2\n"}, {"train/b.csv", "1,2\n"}}).path()));
        QVERIFY(!looksLikeSeries(DataFolder({{"other/a.csv", "1,2\n"}, {"other/b.csv", "1,2\n"}}).path()));
        QCOMPARE(readWell(DataFolder({{"README.txt", "Dear reader,\n"}, {"a.csv", "x,z\n1,2\n"}, {"b.csv", "x,z\n3,4\n"}})).groupNames, (Names{"a", "b"}));
        DataFolder samples({{"a.csv", "1,2\n"}, {"b.csv", "1,2\n"}});
        samples.add("X.npy", npy("(2, 2)", {1, 2, 3, 4}));
        QCOMPARE(readWell(samples).report.reader, std::string("npy")); // samples by their name, as before
    }

    void saysWhyNothingIsLeft() {
        QVERIFY2(sentenceOf(DataFolder({{"a.csv", ""}, {"b.csv", "\n"}}).read()).contains("none of the files can be read; the first is a: "), "empty");
        QVERIFY(sentenceOf(DataFolder({{"train/a.csv", "name\n"}, {"train/b.csv", ""}, {"test/c.csv", "x\n1\n"}, {"test/d.csv", "x\n2\n"}}).read())
                    .contains("train"));
        QVERIFY(sentenceOf(DataFolder({{"a.csv", "x,z\n1,2\n"}, {"b.csv", "x,z\n1,2\n"}}).read({{"label", std::string("w")}}))
                    .contains("there is no column \"w\""));
        QVERIFY(sentenceOf(DataFolder({{"a.csv", "x,z\n1,2\n"}, {"b.csv", "x,z\n1,2\n"}}).read({{"group", std::string("x")}})).contains("data.options.group"));
        DataFolder arrays;
        arrays.add("a.npy", npy("(2, 3)", {1}));
        arrays.add("b.npy", {});
        QVERIFY2(sentenceOf(arrays.read()).contains("the first is a: "), qPrintable(sentenceOf(arrays.read())));
    }

    void anyBeginningIsReadOrLeftOut_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char *name, const Bytes &bytes) {
            QTest::newRow(name) << QString(name) << QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        };
        const std::string text = "x,kind\n1.5,\"a\"\n-2e3,b\n,a\n";
        row("m.csv", bytesOf(text));
        row("m.csv.gz", gzip(bytesOf(text)));
        row("m.npy", npy("(2, 2)", {1, 2, 3, 4}));
    }
    void anyBeginningIsReadOrLeftOut() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        DataFolder folder;
        const bool areArrays = name.endsWith("npy");
        for (const char *other : {"a", "z"})
            folder.add(QString(other) + (areArrays ? ".npy" : ".csv"), areArrays ? npy("(1, 2)", {5, 6}) : bytesOf("x,kind\n5,a\n6,b\n"));
        for (qsizetype size = 0; size <= content.size(); ++size) {
            folder.add(name, Bytes(content.begin(), content.begin() + size));
            tests::largestAllocation = 0;
            const Dataset dataset = readWell(folder);
            QVERIFY(tests::largestAllocation < 8 << 20);
            QVERIFY(dataset.groupNames.size() == 2 || dataset.groupNames.size() == 3);
            QVERIFY(dataset.groupNames.size() == 3 || dataset.report.problemCount > 0);
            QCOMPARE(static_cast<Index>(dataset.train.groups.size()), dataset.train.samples);
            QCOMPARE(static_cast<Index>(dataset.train.floats.size()), dataset.train.samples * dataset.features());
            for (const float value : dataset.train.floats)
                QVERIFY(std::isfinite(value));
        }
    }

    void isTheSameForAnyNumberOfThreads() {
        DataFolder folder;
        for (int file = 0; file < 3; ++file) {
            std::string text = "x,z,word\n";
            for (int i = 0; i < 60'000; ++i)
                text += std::to_string((i * 7 + file) % 1013) + ".5," + std::to_string(i % 89) + (i % 5 ? ",a" : ",b" + std::to_string(file)) + '\n';
            folder.add(QString::number(file) + ".csv", bytesOf(text));
        }
        const auto one = readSeries({folder.path(), {}, {}}, 1), three = readSeries({folder.path(), {}, {}}, 3);
        QVERIFY(one && three && one->train.floats == three->train.floats && one->train.groups == three->train.groups);
        QCOMPARE(one->train.samples, Index{180'000});
        QCOMPARE(one->features(), Index{6});
    }

    void tellsHowFarItIsAndStops() {
        for (const bool areArrays : {false, true}) {
            DataFolder folder;
            for (int i = 0; i < 12; ++i)
                folder.add(QString::number(i) + (areArrays ? ".npy" : ".csv"), areArrays ? npy("(1, 2)", {5, 6}) : bytesOf("x,kind\n5,a\n6,b\n"));
            double last = 0.0;
            int told = 0;
            QVERIFY(folder.read({}, {[&](double fraction, const std::string &) {
                                         QVERIFY(fraction >= last && fraction <= 1.0);
                                         last = fraction;
                                         ++told;
                                     },
                                     nullptr}));
            QVERIFY(told > 0 && last > 0.5);
            std::atomic<bool> isCancelled{true};
            QVERIFY(sentenceOf(folder.read({}, {nullptr, &isCancelled})).contains("cancelled"));
            isCancelled = false;
            const auto stopped = folder.read({}, {[&](double fraction, const std::string &) { isCancelled = isCancelled || fraction > 0.5; }, &isCancelled});
            QVERIFY(sentenceOf(stopped).contains("cancelled"));
        }
    }
};

QTEST_APPLESS_MAIN(SeriesFolderTest)
#include "series_folder_test.moc"
