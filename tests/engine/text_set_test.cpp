// Tables that belong together by the names of their files: parts, classes and groups are taken from them, and what does not fit
// is left out.
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>

#include "engine/data/readers/folders/text_set_reader.h"
#include "tests/support/data_folder.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Numbers = std::vector<std::int32_t>;
using Names = std::vector<std::string>;

namespace {

/// As UCR's archive has them: a class, then values.
std::string ucr(int rows, int classes, const char *delimiter = "\t", int from = 1) {
    std::string text;
    for (int row = 0; row < rows; ++row) {
        text += std::to_string(row % classes + from);
        for (int i = 0; i < 5; ++i)
            text += delimiter + std::to_string(row % classes) + '.' + std::to_string(10 + (row * 7 + i * 3) % 80);
        text += '\n';
    }
    return text;
}

std::string lines(int count, const char *word) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += std::string(word) + '\n';
    return text;
}

Names classesOf(const Dataset &dataset, const Part &part) {
    Names names;
    for (const std::int32_t label : part.labels)
        names.push_back(label < 0 ? "" : dataset.classNames[static_cast<std::size_t>(label)]);
    return names;
}

QString said(const Dataset &dataset) {
    return remarksOf(dataset.report);
}

} // namespace

class TextSetTest : public QObject {
    Q_OBJECT

private slots:
    void namesOfFilesAreParts_data() {
        QTest::addColumn<QString>("training");
        QTest::addColumn<QString>("test");
        QTest::newRow("UCR") << "Bump_TRAIN.tsv"
                             << "Bump_TEST.tsv";
        QTest::newRow("packed") << "Bump_TRAIN.txt.gz"
                                << "Bump_TEST.txt";
        QTest::newRow("plain") << "train.txt"
                               << "test.txt";
        QTest::newRow("behind") << "bump.training.data"
                                << "bump.testing.data";
        QTest::newRow("endings") << "bump.tra"
                                 << "bump.tes";
        QTest::newRow("other endings") << "bump.train"
                                       << "bump.test";
        QTest::newRow("joined") << "xtrain.tsv"
                                << "xtest.tsv";
        QTest::newRow("folders") << "train/bump.tsv"
                                 << "TEST/bump.tsv";
    }
    void namesOfFilesAreParts() {
        QFETCH(QString, training);
        QFETCH(QString, test);
        DataFolder folder;
        folder.add(training, training.endsWith("gz") ? gzip(bytesOf(ucr(30, 2))) : bytesOf(ucr(30, 2)));
        folder.add(test, bytesOf(ucr(50, 2)));
        folder.add("README.txt", bytesOf("About bumps.\n"));
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.report.reader, std::string("table_set"));
        QCOMPARE(dataset.train.samples, Index{30});
        QCOMPARE(dataset.test.samples, Index{50});
        QVERIFY(dataset.validation.isEmpty() && dataset.train.sourceIndex.empty());
        QVERIFY(dataset.shape == core::Shape(5));
        QCOMPARE(dataset.classNames, (Names{"1", "2"}));
        QCOMPARE(classesOf(dataset, dataset.test)[1], std::string("2"));
        QCOMPARE(dataset.test.floats[5], 1.17f); // the second row's first value
        QVERIFY(dataset.groupNames.empty());
        QVERIFY2(said(dataset).contains("the test part (50 rows)."), qPrintable(said(dataset)));
        const Dataset again = readWell(folder, dataset.report.assumed);
        QVERIFY(again.train.floats == dataset.train.floats && again.test.labels == dataset.test.labels);
    }

    void aTrainingFileTakesWhatLiesBesideIt() {
        const DataFolder folder(
            {{"a_TRAIN.tsv", ucr(12, 3)}, {"a_TEST.tsv", ucr(6, 3)}, {"b_TRAIN.tsv", ucr(8, 2)}, {"b_TEST.tsv", ucr(4, 2)}, {"c.tsv", ucr(9, 3)}});
        const Dataset dataset = readWell(folder.readFile("a_TRAIN.tsv"));
        QCOMPARE(dataset.train.samples, Index{12});
        QCOMPARE(dataset.test.samples, Index{6});
        QCOMPARE(dataset.report.doubts.size(), std::size_t{1});
        const Doubt &doubt = dataset.report.doubts.front();
        QCOMPARE(doubt.sentence, std::string("a_TEST.tsv lies beside a_TRAIN.tsv and is taken with it."));
        const Dataset alone = readWell(folder.readFile("a_TRAIN.tsv", {{doubt.setting, doubt.otherwise}}));
        QCOMPARE(alone.train.samples, Index{12});
        QVERIFY(alone.test.isEmpty());
        for (const Doubt &other : alone.report.doubts)
            QVERIFY(other.setting != doubt.setting);
        QCOMPARE(readWell(folder.readFile("a_TRAIN.tsv", alone.report.assumed)).train.floats, alone.train.floats);
        QCOMPARE(readWell(folder.readFile("c.tsv")).report.reader, std::string("csv"));
        QCOMPARE(readWell(folder.readFile("a_TEST.tsv")).report.reader, std::string("csv")); // named for itself
        const QString sentence = sentenceOf(folder.read());
        QVERIFY2(sentence.contains("2 sets of tables, to train on a_TRAIN.tsv, b_TRAIN.tsv") && sentence.contains("Name one"), qPrintable(sentence));
    }

    void theTargetThatTheTestPartLacksIsTheLabel() {
        std::string training = "id,label,a,b\n", test = "id,b,a\n"; // in another order
        for (int i = 0; i < 40; ++i)
            training += std::to_string(i) + (i % 2 ? ",yes," : ",no,") + std::to_string(i) + ".25," + std::to_string(i % 7) + ".5\n";
        for (int i = 0; i < 10; ++i)
            test += std::to_string(i) + ',' + std::to_string(i) + ".75," + std::to_string(100 + i) + ".125\n";
        const DataFolder folder({{"train.csv", training}, {"test.csv", test}, {"sample_submission.csv", "id,label\n0,yes\n"}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.samples, Index{40});
        QCOMPARE(dataset.test.floats, (Floats{100.125f, 0.75f, 101.125f, 1.75f, 102.125f, 2.75f, 103.125f, 3.75f, 104.125f, 4.75f,
                                              105.125f, 5.75f, 106.125f, 6.75f, 107.125f, 7.75f, 108.125f, 8.75f, 109.125f, 9.75f}));
        QCOMPARE(dataset.classNames, (Names{"no", "yes"}));
        QCOMPARE(dataset.train.labels.size(), std::size_t{40});
        QVERIFY(dataset.test.labels.empty());
        QVERIFY2(said(dataset).contains("test.csv has no classes.") && said(dataset).contains("sample_submission.csv is no part of this set."),
                 qPrintable(said(dataset)));
    }

    void aTargetThatIsNoClassIsNoFeature() {
        std::string training = "a,price,b\n", whole = training, several = "a,casual,registered,b\n", test = "a,b\n";
        for (int i = 0; i < 30; ++i) {
            training += std::to_string(i) + ".5," + std::to_string(i * 3) + ".25," + std::to_string(i % 4) + ".5\n";
            whole += std::to_string(i) + ".5," + std::to_string(i * 7 % 29) + ',' + std::to_string(i % 4) + ".5\n";
            several += std::to_string(i) + ".5,3.5,4.5," + std::to_string(i % 4) + ".5\n";
            test += std::to_string(i) + ".5,0.5\n";
        }
        for (const std::string &text : {training, whole, several}) {
            const Dataset dataset = readWell(DataFolder({{"train.csv", text}, {"test.csv", test}}));
            QCOMPARE(dataset.featureNames, (Names{"a", "b"}));
            QVERIFY(dataset.classNames.empty() && dataset.test.samples == 30);
            QVERIFY2(said(dataset).contains("is left out: another part does not have it."), qPrintable(said(dataset)));
        }
    }

    void categoriesAreThoseOfAllParts() {
        const Dataset dataset = readWell(
            DataFolder({{"train.csv", "x,kind\n1.5,a\n2.5,b\n3.5,a\n4.5,b\n"}, {"dev.csv", "x,kind\n5.5,b\n6.5,b\n"}, {"test.csv", "x,kind\n7.5,c\n,a\n"}}),
            {{"label", std::string("none")}});
        QCOMPARE(dataset.featureNames, (Names{"x", "kind=a", "kind=b", "kind=c"}));
        QCOMPARE(dataset.validation.floats, (Floats{5.5f, 0, 1, 0, 6.5f, 0, 1, 0}));
        QCOMPARE(dataset.test.floats, (Floats{7.5f, 0, 0, 1, 4.5f, 1, 0, 0})); // the mean of all parts, which is told
        QVERIFY2(said(dataset).contains("4.5, of all files, test part included"), qPrintable(said(dataset)));
    }

    void picturesStayBytes() {
        std::string training, test;
        for (int row = 0; row < 40; ++row) {
            std::string line = std::to_string(row % 10);
            for (int i = 0; i < 64; ++i)
                line += ',' + std::to_string((row * 31 + i * 17) % 256);
            (row < 30 ? training : test) += line + '\n';
        }
        const Dataset dataset = readWell(DataFolder({{"mnist_train.csv", training}, {"mnist_test.csv", test}}));
        QVERIFY(dataset.shape == core::Shape(1, 8, 8));
        QVERIFY(dataset.train.holdsBytes() && dataset.test.holdsBytes());
        QCOMPARE(dataset.train.samples, Index{30});
        QCOMPARE(int(dataset.test.bytes[1]), (30 * 31 + 17) % 256);
        QCOMPARE(dataset.classNames.size(), std::size_t{10});
        QCOMPARE(classesOf(dataset, dataset.test)[3], std::string("3"));
    }

    void classesLieBeside_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("beside");
        const QString bare = "0.5,1.5\n2.5,3.5\n4.5,5.5\n6.5,7.5\n", named = "a,b\n" + bare;
        QTest::newRow("numbers") << bare << "y.csv"
                                 << "1\n2\n1\n2\n";
        QTest::newRow("floats") << bare << "target.txt"
                                << "1.0000000e+00\n2.0\n1\n+2\n";
        QTest::newRow("header") << bare << "labels.csv"
                                << "class\n1\n2\n1\n2\n";
        QTest::newRow("pandas") << named << "y.csv"
                                << ",0\n0,1\n1,2\n2,1\n3,2\n";
        QTest::newRow("pandas without index") << named << "y.csv"
                                              << "0\n1\n2\n1\n2\n";
        QTest::newRow("pandas, rows drawn") << named << "y.csv"
                                            << ",0\n17,1\n4,2\n91,1\n3,2\n";
        QTest::newRow("ids") << bare << "y.csv"
                             << "Id,Solution\nq7,1\nq4,2\nq1,1\nq3,2\n";
        QTest::newRow("one-hot") << bare << "y.csv"
                                 << "0,1,0\n0,0,1\n0.0,1.0,0.0\n0,0,1\n";
        QTest::newRow("one-hot with names") << bare << "y.tsv"
                                            << "0\t1\t2\n0\t1\t0\n0\t0\t1\n0\t1\t0\n0\t0\t1\n";
    }
    void classesLieBeside() {
        QFETCH(QString, table);
        QFETCH(QString, name);
        QFETCH(QString, beside);
        const DataFolder folder({{"X.csv", table.toStdString()}, {name, beside.toStdString()}});
        for (const Dataset &dataset : {readWell(folder), readWell(folder.readFile("X.csv"))}) {
            QCOMPARE(dataset.train.floats, (Floats{0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f}));
            QCOMPARE(dataset.classNames, (Names{"1", "2"}));
            QCOMPARE(dataset.train.labels, (Numbers{0, 1, 0, 1}));
            QVERIFY2(said(dataset).contains(name + ": the classes of the samples."), qPrintable(said(dataset)));
        }
    }

    /// "a" is an article, and no text for reading here.
    void classesOfOneLetterLieBeside() {
        std::string samples = "x,z\n", classes = "label\n";
        for (int row = 0; row < 30; ++row) {
            samples += std::to_string(row) + ".5," + std::to_string(row * row) + '\n';
            classes += row % 2 == 0 ? "a\n" : "b\n";
        }
        const DataFolder folder({{"X_train.csv", samples}, {"y_train.csv", classes}, {"X_test.csv", "x,z\n1,2\n3,4\n"}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.classNames, (Names{"a", "b"}));
        QCOMPARE(dataset.train.labels.size(), std::size_t{30});
    }

    void wordsAndNumbersLieBeside() {
        const std::string table = "0.5\n1.5\n2.5\n3.5\n";
        const Dataset words = readWell(DataFolder({{"iris.csv", "0.5,1\n1.5,2\n2.5,3\n3.5,4\n"}, {"iris_labels.txt", "two words\nb\n\"two words\"\nNaN\n"}}));
        QCOMPARE(words.classNames, (Names{"b", "two words"}));
        QCOMPARE(words.train.labels, (Numbers{1, 0, 1, -1}));
        const Dataset measured = readWell(DataFolder({{"X.csv", table}, {"y.csv", "0.25\n0.5\nNaN\n3\n"}}));
        QVERIFY(measured.classNames.empty() && measured.train.labels.empty());
        QCOMPARE(measured.factorNames, (Names{"y"}));
        QCOMPARE(measured.train.factors[1], 0.5f);
        QVERIFY(std::isnan(measured.train.factors[2]));
        std::string rows, counts;
        for (int i = 0; i < 60; ++i) {
            rows += std::to_string(i) + ".5\n";
            counts += std::to_string((i * 37) % 59) + '\n';
        }
        const Dataset counted = readWell(DataFolder({{"X.csv", rows}, {"y.csv", counts}})); // whole, but too many to be classes
        QVERIFY(counted.classNames.empty() && counted.train.factors.size() == 60 && counted.train.factors[1] == 37.0f);
        const Dataset ordered = readWell(DataFolder({{"X.csv", table}, {"y.csv", "10\n-1\n9\n-1\n"}}));
        QCOMPARE(ordered.classNames, (Names{"-1", "9", "10"}));
    }

    void rowsThatCannotBeMatchedHaveNoClass_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("beside");
        QTest::addColumn<QString>("missing");
        QTest::newRow("fewer") << "0.5,1\n1.5,2\n2.5,3\n"
                               << "a\nb\n"
                               << "mean";
        QTest::newRow("more") << "0.5,1\n1.5,2\n2.5,3\n"
                              << "a\nb\na\nb\na\n"
                              << "mean";
        QTest::newRow("a row dropped") << "0.5,1\n1.5,NaN\n2.5,3\n"
                                       << "a\nb\na\n"
                                       << "drop_row";
        QTest::newRow("a row of another length") << "x,z\n0.5,1\n1.5,2,7\n2.5,3\n"
                                                 << "1\n0\n1\n"
                                                 << "mean";
        QTest::newRow("two columns") << "0.5,1\n1.5,2\n2.5,3\n"
                                     << "a,b\nb,a\na,a\n"
                                     << "mean";
        QTest::newRow("two columns of numbers") << "0.5,1\n1.5,2\n2.5,3\n"
                                                << "1,7\n2,8\n1,7\n"
                                                << "mean";
        QTest::newRow("empty") << "0.5,1\n1.5,2\n2.5,3\n"
                               << ""
                               << "mean";
        QTest::newRow("binary") << "0.5,1\n1.5,2\n2.5,3\n"
                                << "\x01\x02\xff"
                                << "mean";
    }
    void rowsThatCannotBeMatchedHaveNoClass() {
        QFETCH(QString, table);
        QFETCH(QString, beside);
        QFETCH(QString, missing);
        const Dataset dataset = readWell(DataFolder({{"X.csv", table.toStdString()}, {"y.csv", beside.toStdString()}}), {{"missing", missing.toStdString()}});
        QVERIFY(dataset.train.samples >= 2 && dataset.train.labels.empty() && dataset.classNames.empty());
        QVERIFY2(said(dataset).contains("y.csv is left out: "), qPrintable(said(dataset)));
    }

    void readsTheLayoutOfHumanActivity() {
        const auto rows = [](int count) {
            std::string text;
            for (int i = 0; i < count; ++i)
                text += "  2.5" + std::to_string(i) + "e-001 -1.0000000e+000  " + std::to_string(i) + ".5\n";
            return text;
        };
        DataFolder folder({{"train/X_train.txt", rows(4)},
                           {"train/y_train.txt", "1\n2\n2\n3\n"},
                           {"train/subject_train.txt", "1\n1\n3\n3\n"},
                           {"test/X_test.txt", rows(3)},
                           {"test/y_test.txt", "3\n1\n2\n"},
                           {"test/subject_test.txt", "2\n2\n10\n"},
                           {"activity_labels.txt", "1 WALKING\n2 SITTING\n3 LYING DOWN\n"},
                           {"features.txt", "1 tBodyAcc-mean()-X\n2 tBodyAcc-std()-X\n3 angle(X,gravityMean)\n"},
                           {"README.txt", "Human Activity\n"},
                           {"train/Inertial Signals/body_acc_x_train.txt", rows(4)}});
        const Dataset dataset = readWell(folder);
        QCOMPARE(dataset.train.samples, Index{4});
        QCOMPARE(dataset.test.samples, Index{3});
        QCOMPARE(dataset.featureNames, (Names{"tBodyAcc-mean()-X", "tBodyAcc-std()-X", "angle(X,gravityMean)"}));
        QCOMPARE(classesOf(dataset, dataset.train), (Names{"WALKING", "SITTING", "SITTING", "LYING DOWN"}));
        QCOMPARE(classesOf(dataset, dataset.test), (Names{"LYING DOWN", "WALKING", "SITTING"}));
        QCOMPARE(dataset.groupNames, (Names{"1", "2", "3", "10"}));
        QCOMPARE(dataset.test.groups, (Numbers{1, 1, 3}));
        QCOMPARE(dataset.train.floats[2], 0.5f);
        QVERIFY2(said(dataset).contains("train/X_train.txt is the training part (4 rows)"), qPrintable(said(dataset)));
    }

    void aPartThatDoesNotMatchIsLeftOut() {
        const Dataset dataset = readWell(DataFolder({{"train.csv", "a,b\n0.5,1\n1.5,2\n"}, {"test.csv", "z,w\n1,2\n"}, {"val.csv", ""}}));
        QCOMPARE(dataset.train.floats, (Floats{0.5f, 1, 1.5f, 2}));
        QVERIFY(dataset.test.isEmpty() && dataset.validation.isEmpty());
        QCOMPARE(dataset.report.problemCount, Index{2});
        QCOMPARE(dataset.report.problems[0].file, std::string("val.csv"));
        QVERIFY(dataset.report.problems[1].what.find("has other columns than the training part (2 columns: \"z\", \"w\"") == 0);
        QVERIFY(sentenceOf(DataFolder({{"train.csv", ""}, {"test.csv", "1,2\n"}}).read()).contains("train.csv"));
        QVERIFY(sentenceOf(DataFolder({{"train.csv", "a,b\n0.5,1\n1.5,2\n"}, {"test.csv", "a,b\n1,2\n"}}).read({{"label", std::string("w")}}))
                    .contains("there is no column \"w\""));
    }

    void groupsAndPartsOfColumns() {
        const std::string rows = "a,0.5,train\nb,1.5,test\na,2.5,train\n";
        const DataFolder folder({{"train.csv", "who,x,split\n" + rows}, {"test.csv", "who,x,split\n" + rows}});
        const Dataset grouped = readWell(folder, {{"group", std::string("who")}});
        QCOMPARE(grouped.groupNames, (Names{"a", "b"}));
        QCOMPARE(grouped.test.groups, (Numbers{0, 1, 0}));
        QCOMPARE(grouped.train.floats, (Floats{0.5f, 1.5f, 2.5f})); // the files say the parts, not the column
        QVERIFY(sentenceOf(folder.read({{"group", std::string("split")}})).contains("data.options.group"));
        const DataFolder lacking({{"train.csv", "who,x,z\na,1,2\nb,3,4\n"}, {"test.csv", "x,z\n1,2\n"}});
        QVERIFY(sentenceOf(lacking.read({{"group", std::string("who")}})).contains("is not in all parts"));
    }

    void knowsWhatIsNotItsOwn() {
        for (const std::vector<TextFile> &files : {std::vector<TextFile>{{"a.csv", "1,2\n"}, {"b.csv", "1,2\n"}},
                                                   {{"train/a.csv", "1,2\n"}, {"train/b.csv", "1,2\n"}, {"test/a.csv", "1,2\n"}},
                                                   {{"X.csv", "1,2\n"}},
                                                   {{"subject_1.csv", "1,2\n"}, {"subject_2.csv", "1,2\n"}},
                                                   {{"train.csv", "1,2\n"}, {"labels.csv", "1\n"}},
                                                   {{"train.csv", "1,2\n"}, {"test.csv", "1,2\n"}, {"a.png", ""}, {"b.png", ""}},
                                                   {{"wave.csv", "1,2,3\n4,5,6\n"}, {"wave_class.csv", "a,b,c\n1,2,x\n4,5,y\n"}},
                                                   {{"acc_x.csv", "1,2\n"}, {"acc_y.csv", "1,2\n"}, {"acc_z.csv", "1,2\n"}}})
            QVERIFY2(!looksLikeTextSet(DataFolder(files).path()), qPrintable(files.front().name));
        QVERIFY(!looksLikeTextSet("/nowhere/at/all.csv"));
    }

    void anyBeginningIsReadOrLeftOut_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("classes") << "y_train.csv"
                                 << "kind\n\"a\"\nb\na\n";
        QTest::newRow("test part") << "X_test.csv"
                                   << "x,word\n1.5,\"a\"\n-2e3,b\n,a\n";
        QTest::newRow("training part") << "X_train.csv"
                                       << "x,word\n1.5,\"a\"\n-2e3,b\n,a\n";
    }
    void anyBeginningIsReadOrLeftOut() {
        QFETCH(QString, name);
        QFETCH(QString, text);
        DataFolder folder(
            {{"X_train.csv", "x,word\n5,a\n6,b\n7,a\n"}, {"y_train.csv", "1\n2\n1\n"}, {"X_test.csv", "x,word\n5,a\n6,b\n"}, {"y_test.csv", "1\n2\n"}});
        for (qsizetype size = 0; size <= text.size(); ++size) {
            folder.add(name, bytesOf(text.left(size).toStdString()));
            tests::largestAllocation = 0;
            const auto dataset = folder.read();
            QVERIFY(tests::largestAllocation < 8 << 20);
            QVERIFY(dataset || name == "X_train.csv");
            if (!dataset)
                continue;
            for (const Part *part : {&dataset->train, &dataset->test}) {
                QVERIFY(part->labels.empty() || static_cast<Index>(part->labels.size()) == part->samples);
                QCOMPARE(static_cast<Index>(part->floats.size()), part->samples * dataset->features());
                for (const float value : part->floats)
                    QVERIFY(std::isfinite(value));
            }
        }
    }

    void tellsHowFarItIsAndStops() {
        const DataFolder folder({{"X_train.csv", "x,z\n" + lines(5000, "5,6")}, {"y_train.csv", lines(5000, "a")}, {"X_test.csv", "x,z\n5,6\n6,7\n"}});
        double last = 0.0;
        QVERIFY(folder.read({}, {[&](double fraction, const std::string &) {
                                     QVERIFY(fraction >= last && fraction <= 1.0);
                                     last = fraction;
                                 },
                                 nullptr}));
        QVERIFY(last > 0.5);
        std::atomic<bool> isCancelled{true};
        QVERIFY(sentenceOf(folder.read({}, {nullptr, &isCancelled})).contains("cancelled"));
    }
};

QTEST_APPLESS_MAIN(TextSetTest)
#include "text_set_test.moc"
