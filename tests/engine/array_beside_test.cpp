// What belongs to an array in its archive or beside its file: classes in every way of writing them, groups, validation and test
// part.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "engine/data/readers/npz.h"
#include "tests/support/data_folder.h"
#include "tests/support/largest_allocation.h"
#include "tests/support/npy_files.h"
#include "tests/support/zip_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

using Floats = std::vector<float>;
using Numbers = std::vector<std::int32_t>;
using Names = std::vector<std::string>;
using Words = std::vector<std::u32string>;

namespace {

Bytes samples(int count) {
    Floats values;
    for (int i = 0; i < 2 * count; ++i)
        values.push_back(static_cast<float>(i));
    return npyOf("(" + std::to_string(count) + ", 2)", values);
}

} // namespace

class ArrayBesideTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    core::Result<Dataset> read(const std::vector<Member> &members, const spec::Values &options = {}) {
        return readPath({writeFile(m_folder.path(), "some.npz", archiveOf(members)), options, {}});
    }

private slots:
    /// 16 777 217 and 16 777 216 are one float.
    void classesThatFloatsMergeAreASentence() {
        const Bytes near = npyOf("<i4", "(4,)", {0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1});
        const auto left = read({{"X.npy", samples(4)}, {"y.npy", near}});
        QVERIFY(left && left->train.labels.empty() && left->classNames.empty());
        const auto merged = read({{"X.npy", samples(4)}, {"y.npy", near}}, {{"labels", std::string("y")}});
        QVERIFY(!merged);
        QVERIFY2(sentenceOf(merged).contains("the labels go beyond 16 777 216"), qPrintable(sentenceOf(merged)));
        const Bytes apart = npyOf("<i4", "(4,)", {0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2});
        const auto kept = read({{"X.npy", samples(4)}, {"y.npy", apart}});
        QVERIFY(kept);
        QCOMPARE(kept->train.labels, Numbers({0, 1, 0, 1}));
    }

    void classesOfEveryKind_data() {
        QTest::addColumn<Bytes>("labels");
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("from 1") << npyOf("|u1", "(4,)", {1, 2, 4, 2}) << QStringList{"1", "2", "4"} << QList<int>{0, 1, 2, 1};
        QTest::newRow("a column") << npyOf("|u1", "(4, 1)", {0, 1, 0, 1}) << QStringList{"0", "1"} << QList<int>{0, 1, 0, 1};
        QTest::newRow("negative") << npyOf("|i1", "(4,)", {1, 255, 1, 255}) << QStringList{"-1", "1"} << QList<int>{1, 0, 1, 0};
        QTest::newRow("floats, one missing") << npyOf("(4,)", Floats{10, 9, std::nanf(""), 10}) << QStringList{"9", "10"} << QList<int>{1, 0, -1, 1};
        QTest::newRow("large") << npyOf("<i4", "(4,)", {0, 0, 16, 0, 1, 0, 0, 0, 0, 0, 16, 0, 1, 0, 0, 0}) << QStringList{"1", "1048576"}
                               << QList<int>{1, 0, 1, 0};
        QTest::newRow("one-hot") << npyOf("(4, 3)", Floats{0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1}) << QStringList{"1", "2"} << QList<int>{0, 1, 0, 1};
        QTest::newRow("one-hot bytes") << npyOf("|u1", "(4, 2)", {0, 1, 1, 0, 0, 1, 1, 0}) << QStringList{"0", "1"} << QList<int>{1, 0, 1, 0};
        QTest::newRow("words") << npyOf("(4,)", Words{U"dog", U"Bär", U"dog", U""}, 3) << QStringList{"Bär", "dog"} << QList<int>{1, 0, 1, -1};
        QTest::newRow("words, big-endian") << npyOf("(4, 1)", Words{U"b", U"a", U"b", U"😀"}, 2, true) << QStringList{"a", "b", "😀"} << QList<int>{1, 0, 1, 2};
        QTest::newRow("raw words") << npyOf("|S2", "(4,)", {'b', 0, 'a', 'a', 'b', 0, 0xe4, 0}) << QStringList{"aa", "b", "ä"} << QList<int>{1, 0, 1, 2};
        QTest::newRow("words that are numbers") << npyOf("(4,)", Words{U"10", U"9", U"10", U"2"}, 2) << QStringList{"2", "9", "10"} << QList<int>{2, 1, 2, 0};
    }
    void classesOfEveryKind() {
        QFETCH(Bytes, labels);
        QFETCH(QStringList, names);
        QFETCH(QList<int>, expected);
        DataFolder folder;
        folder.add("X.npy", samples(4));
        folder.add("y.npy", labels);
        for (const auto &dataset : {read({{"X.npy", samples(4)}, {"y.npy", labels, true}}), folder.read(), folder.readFile("X.npy")}) {
            QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
            QCOMPARE(dataset->train.labels, Numbers(expected.begin(), expected.end()));
            QCOMPARE(dataset->classNames.size(), static_cast<std::size_t>(names.size()));
            for (std::size_t i = 0; i < dataset->classNames.size(); ++i)
                QCOMPARE(QString::fromStdString(dataset->classNames[i]), names[static_cast<qsizetype>(i)]);
        }
    }

    void whatElseMayHaveBeenMeantIsOffered() {
        const std::vector<Member> several{{"spectra.npy", samples(8)},
                                          {"sensors.npy", samples(6)},
                                          {"one.npy", npyOf("(1, 2)", Floats{1, 2})},
                                          {"grade.npy", npyOf("|u1", "(8,)", {1, 2, 3, 1, 2, 3, 1, 2})},
                                          {"number.npy", npyOf("|u1", "(8,)", {1, 2, 3, 4, 5, 6, 7, 8})}};
        const auto dataset = read(several);
        QVERIFY(dataset && dataset->train.samples == 8);
        const std::vector<Doubt> &doubts = dataset->report.doubts;
        QCOMPARE(doubts.size(), std::size_t{2});
        QCOMPARE(doubts[0].sentence, std::string("sensors (6 × 2) may be the samples as well."));
        QCOMPARE(doubts[0].setting, std::string("array"));
        QCOMPARE(doubts[1].sentence, std::string("grade holds 3 numbers that come again, one for each sample, and may be their class."));
        const auto other = read(several, {{doubts[0].setting, doubts[0].otherwise}});
        QVERIFY(other && other->train.samples == 6 && other->report.doubts.empty());
        const auto classes = read(several, {{doubts[1].setting, doubts[1].otherwise}});
        QCOMPARE(classes->classNames, (Names{"1", "2", "3"}));
        QCOMPARE(classes->report.doubts.size(), std::size_t{1});
        // Names that say what they are leave nothing to ask.
        const auto named = read({{"X.npy", samples(8)}, {"y.npy", npyOf("|u1", "(8,)", {1, 2, 3, 1, 2, 3, 1, 2})}, {"weights.npy", samples(8)}});
        QVERIFY(named && named->report.doubts.empty());
    }

    void labelsThatDoNotFitAreToldByName_data() {
        QTest::addColumn<Bytes>("labels");
        QTest::addColumn<QString>("part");
        QTest::newRow("fewer") << npyOf("|u1", "(3,)", {1, 2, 3}) << "y is left out: there are 3 labels for 4 samples.";
        QTest::newRow("fewer words") << npyOf("(3,)", Words{U"a", U"b", U"c"}, 1) << "y is left out: there are 3 labels for 4 samples.";
        QTest::newRow("two ones") << npyOf("|u1", "(4, 2)", {1, 1, 0, 1, 1, 0, 0, 1})
                                  << "y is left out: the labels have 2 dimensions instead of one, and are not one-hot.";
        QTest::newRow("no one") << npyOf("|u1", "(4, 2)", {0, 0, 0, 1, 1, 0, 0, 1}) << "are not one-hot.";
        QTest::newRow("objects") << npyOf("|O", "(4,)", {1, 2, 3, 4}) << "y is not read.";
        QTest::newRow("words that lie") << npyOf("<U65535", "(4,)", {1, 2, 3, 4}) << "y is not read.";
        QTest::newRow("words without end") << npyOf("<U99999999999999999999", "(4,)", {1, 2, 3, 4}) << "y is not read.";
        QTest::newRow("many words") << npyOf("<U1", "(9223372036854775807, 9223372036854775807)", {1, 2, 3, 4}) << "y is not read.";
    }
    void labelsThatDoNotFitAreToldByName() {
        QFETCH(Bytes, labels);
        QFETCH(QString, part);
        tests::largestAllocation = 0;
        const auto dataset = read({{"X.npy", samples(4)}, {"y.npy", labels}});
        QVERIFY(tests::largestAllocation < 1 << 20);
        QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
        QVERIFY(dataset->train.labels.empty() && dataset->classNames.empty() && dataset->train.samples == 4);
        QVERIFY2(remarksOf(dataset->report).contains(part), qPrintable(remarksOf(dataset->report)));
        QVERIFY(!read({{"X.npy", samples(4)}, {"y.npy", labels}}, {{"labels", std::string("y")}}));
    }

    /// "Xtr", "y_te"; "TR" alone is no part.
    void partsMayHaveTwoLetters() {
        for (const bool isApart : {false, true}) {
            const std::string sign = isApart ? "_" : "";
            const auto dataset = read({{"X" + sign + "te.npy", samples(2)},
                                       {"X" + sign + "tr.npy", samples(4)},
                                       {"y" + sign + "tr.npy", npyOf("(4,)", Floats{1, 2, 1, 2})},
                                       {"y" + sign + "te.npy", npyOf("(2,)", Floats{1, 2})},
                                       {"TR.npy", npyOf("(4,)", Floats{7, 8, 9, 9})}});
            QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
            QCOMPARE(dataset->train.samples, Index{4});
            QCOMPARE(dataset->test.samples, Index{2});
            QCOMPARE(dataset->test.labels.size(), std::size_t{2});
            QCOMPARE(dataset->classNames, (Names{"1", "2"}));
        }
    }

    void targetsThatAreNoClassesColour() {
        const auto dataset = read({{"x_train.npy", samples(3)}, {"y_train.npy", npyOf("(3,)", Floats{0.5f, 1.25f, -3})}, {"x_test.npy", samples(2)}});
        QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
        QVERIFY(dataset->classNames.empty() && dataset->train.labels.empty());
        QCOMPARE(dataset->factorNames, (Names{"y_train"}));
        QCOMPARE(dataset->train.factors, (Floats{0.5f, 1.25f, -3}));
        QVERIFY(dataset->test.factors.size() == 2 && std::isnan(dataset->test.factors[0]));
        QVERIFY(remarksOf(dataset->report).contains("y_train holds numbers that are no classes"));
    }

    void classesHaveNames_data() {
        QTest::addColumn<QByteArray>("labels");
        QTest::addColumn<QString>("name");
        QTest::addColumn<Words>("words");
        QTest::addColumn<QStringList>("expected");
        const Words three{U"cat", U"ant", U"bee"};
        QTest::newRow("scikit-learn's") << QByteArray("\0\2\1\0", 4) << "target_names" << three << QStringList{"cat", "ant", "bee"};
        QTest::newRow("from 1") << QByteArray("\1\3\2\1", 4) << "class_names" << three << QStringList{"cat", "ant", "bee"};
        QTest::newRow("one has no sample") << QByteArray("\0\2\0\2", 4) << "list_classes" << three << QStringList{"cat", "bee"};
        QTest::newRow("too few") << QByteArray("\0\3\1\0", 4) << "target_names" << three << QStringList{"0", "1", "3"};
        QTest::newRow("twice the same") << QByteArray("\0\2\1\0", 4) << "target_names" << Words{U"a", U"a", U"b"} << QStringList{"0", "1", "2"};
        QTest::newRow("called otherwise") << QByteArray("\0\2\1\0", 4) << "notes" << three << QStringList{"0", "1", "2"};
    }
    void classesHaveNames() {
        QFETCH(QByteArray, labels);
        QFETCH(QString, name);
        QFETCH(Words, words);
        QFETCH(QStringList, expected);
        const auto dataset = read({{"data.npy", samples(4)},
                                   {"target.npy", npyOf("|u1", "(4,)", Bytes(labels.begin(), labels.end()))},
                                   {name.toStdString() + ".npy", npyOf("(3,)", words, 3)}});
        QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
        QStringList names;
        for (const std::string &one : dataset->classNames)
            names.push_back(QString::fromStdString(one));
        QCOMPARE(names, expected);
        QCOMPARE(remarksOf(dataset->report).contains(name), expected.front() == "0"); // told where it is not read
    }

    void featuresHaveNames() {
        const Bytes gap = npyOf("(3, 2)", Floats{1, 2, std::nanf(""), 4, 5, 6}), names = npyOf("(2,)", Words{U"height", U"weight"}, 6);
        const auto dataset = read({{"X.npy", gap}, {"feature_names.npy", names}}, {{"missing", std::string("column")}});
        QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
        QCOMPARE(dataset->featureNames, (Names{"height", "weight", "height is missing"}));
        QCOMPARE(dataset->report.missing[0].name, std::string("height"));
        QVERIFY(!remarksOf(dataset->report).contains("feature_names"));
        const auto other = read({{"X.npy", samples(4)}, {"columns.npy", npyOf("(3,)", Words{U"a", U"b", U"c"}, 1)}});
        QVERIFY(other && other->featureNames.empty()); // names of something else
        QVERIFY(remarksOf(other->report).contains("columns is not read"));
    }

    void whatIsToldOfSamplesColoursThem() {
        const std::string path = writeFile(m_folder.path(), "told.npz",
                                           archiveOf({{"X.npy", samples(4)},
                                                      {"ward.npy", npyOf("(4,)", Words{U"p10", U"p9", U"", U"p10"}, 3)},
                                                      {"age.npy", npyOf("|u1", "(4,)", {40, 50, 60, 70})},
                                                      {"one.npy", npyOf("|u1", "(4,)", {7, 7, 7, 7})},
                                                      {"y.npy", npyOf("(4,)", Floats{0.5f, 1.25f, -3, 2})},
                                                      {"short.npy", npyOf("|u1", "(3,)", {1, 2, 3})}}));
        const auto dataset = readDescribedNpz({path, {}, {}}, {"", {"ward", "age", "one", "short", "none", "y"}});
        QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
        QCOMPARE(dataset->factorNames, (Names{"y", "ward", "age"}));
        QCOMPARE(dataset->factorWords, (std::vector<Names>{{}, {"p9", "p10"}, {}}));
        QCOMPARE(dataset->train.factors.size(), std::size_t{12});
        QVERIFY(std::isnan(dataset->train.factors[7]));
        QCOMPARE((Floats(dataset->train.factors.begin(), dataset->train.factors.begin() + 7)), (Floats{0.5f, 1, 40, 1.25f, 0, 50, -3}));
    }

    void allPartsAreFoundByTheirNames() {
        const auto bytes = [](std::initializer_list<std::uint8_t> values) { return npyOf("|u1", "(" + std::to_string(values.size()) + ",)", Bytes(values)); };
        for (const auto &[validation, labels] :
             {std::pair{"val_images", "val_labels"}, {"validation_images", "labels_validation"}, {"dev_images", "devlabels"}, {"valx", "valy"}}) {
            const auto dataset = read({{"train_images.npy", samples(4)},
                                       {"train_labels.npy", bytes({1, 2, 1, 2})},
                                       {"train_subjects.npy", bytes({7, 7, 9, 9})},
                                       {std::string(validation) + ".npy", samples(2)},
                                       {std::string(labels) + ".npy", bytes({2, 5})},
                                       {"subject_val.npy", bytes({9, 3})},
                                       {"test_images.npy", samples(3)},
                                       {"test_labels.npy", bytes({5, 1, 2})},
                                       {"test_subject.npy", bytes({3, 10, 7})},
                                       {"mean.npy", samples(1)}});
            QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
            QCOMPARE(dataset->train.samples, Index{4});
            QCOMPARE(dataset->validation.samples, Index{2});
            QCOMPARE(dataset->test.samples, Index{3});
            QCOMPARE(dataset->classNames, (Names{"1", "2", "5"}));
            QCOMPARE(dataset->validation.labels, (Numbers{1, 2}));
            QCOMPARE(dataset->test.labels, (Numbers{2, 0, 1}));
            QCOMPARE(dataset->groupNames, (Names{"3", "7", "9", "10"}));
            QCOMPARE(dataset->test.groups, (Numbers{0, 3, 1}));
            const QString remarks = remarksOf(dataset->report);
            QVERIFY2(remarks.startsWith("train_images is taken for the samples.") && remarks.contains("mean is not read."), qPrintable(remarks));
            QVERIFY2(!remarks.contains("labels is"), qPrintable(remarks));
            const auto again = readPath({dataset->key, dataset->report.assumed, {}});
            QVERIFY(again && again->validation.samples == 2 && again->test.labels == dataset->test.labels);
            const auto without = readPath({dataset->key, {{"validation", std::string("none")}, {"labels", std::string("none")}}, {}});
            QVERIFY(without && without->validation.isEmpty() && without->train.labels.empty() && without->test.labels.empty());
        }
        const auto unfit = read({{"X_train.npy", samples(4)}, {"X_val.npy", npyOf("(1, 3)", Floats{1, 2, 3})}});
        QVERIFY(unfit && unfit->validation.isEmpty());
        QVERIFY2(remarksOf(unfit->report).contains("X_val is left out: the validation samples are 3, those of the training part 2."),
                 qPrintable(remarksOf(unfit->report)));
    }

    void looksLikeOnePicture() {
        Bytes picture, table;
        for (int row = 0; row < 64; ++row)
            for (int column = 0; column < 48; ++column) {
                picture.push_back(static_cast<std::uint8_t>(120 + 60 * std::sin(row / 9.0) + 60 * std::cos(column / 11.0)));
                table.push_back(static_cast<std::uint8_t>((row * 7919 + column * 104729) % 251));
            }
        const auto one = read({{"data.npy", npyOf("|u1", "(64, 48)", picture)}}), many = read({{"data.npy", npyOf("|u1", "(64, 48)", table)}});
        QVERIFY2(remarksOf(one->report).contains("data (64 × 48) looks like one picture: its 64 rows are taken for samples."),
                 qPrintable(remarksOf(one->report)));
        QVERIFY2(!remarksOf(many->report).contains("picture"), qPrintable(remarksOf(many->report)));
    }

    void everyBeginningOfWordsIsReadOrTold() {
        DataFolder folder;
        folder.add("X.npy", samples(4));
        const Bytes whole = npyOf("(4,)", Words{U"dog", U"cat", U"dog", U"ape"}, 3);
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            folder.add("y.npy", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
            const auto dataset = folder.read();
            QVERIFY2(bool(dataset), qPrintable(sentenceOf(dataset)));
            QCOMPARE(dataset->train.labels.empty(), size < whole.size());
        }
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            Bytes flipped = whole;
            flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            folder.add("y.npy", flipped);
            const auto dataset = folder.read();
            QVERIFY(dataset && (dataset->train.labels.empty() || dataset->train.labels.size() == 4));
        }
    }
};

QTEST_APPLESS_MAIN(ArrayBesideTest)
#include "array_beside_test.moc"
