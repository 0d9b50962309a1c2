// Folders of IDX files: which files make a set, and what becomes of incomplete and contradicting ones.
#include <QTemporaryDir>
#include <QTest>

#include "engine/data/readers/idx_folder.h"
#include "engine/data/readers/idx_name.h"
#include "engine/data/readers/reader.h"
#include "tests/support/idx_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

class IdxFolderTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    std::string add(const char *name, const Bytes &content) { return writeFile(m_folder->path(), name, content); }
    std::string path() const { return m_folder->path().toStdString(); }
    /// An error of reading the folder, or "" where it could be read.
    QString errorOf(const std::string &what) {
        const auto dataset = readPath({what, {}, {}});
        return dataset ? QString() : QString::fromStdString(dataset.error().sentence());
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsNames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected"); // set/part/content, or nothing
        QTest::newRow("mnist") << "train-images-idx3-ubyte.gz"
                               << "/train/samples";
        QTest::newRow("mnist labels") << "t10k-labels-idx1-ubyte"
                                      << "/test/labels";
        QTest::newRow("dots") << "train-images.idx3-ubyte"
                              << "/train/samples";
        QTest::newRow("dots, labels") << "t10k-labels.idx1-ubyte.gz"
                                      << "/test/labels";
        QTest::newRow("emnist") << "emnist-letters-train-images-idx3-ubyte.gz"
                                << "emnist-letters/train/samples";
        QTest::newRow("emnist test") << "emnist-letters-test-labels-idx1-ubyte.gz"
                                     << "emnist-letters/test/labels";
        QTest::newRow("kmnist upper case") << "KMNIST-Train-Images-IDX3-UByte.GZ"
                                           << "kmnist/train/samples";
        QTest::newRow("any") << "waves.idx2"
                             << "waves/train/samples";
        QTest::newRow("any labels") << "waves.idx1"
                                    << "waves/train/labels";
        QTest::newRow("qmnist labels have columns") << "qmnist-train-labels-idx2-int.gz"
                                                    << "";
        QTest::newRow("text") << "emnist-letters-mapping.txt"
                              << "";
        QTest::newRow("empty") << ""
                               << "";
    }
    void readsNames() {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        const auto parsed = parseIdxName(name.toStdString());
        const QString found =
            !parsed ? QString() : QString::fromStdString(parsed->set) + (parsed->isTest ? "/test" : "/train") + (parsed->isLabels ? "/labels" : "/samples");
        QCOMPARE(found, expected);
    }

    void readsAllFourFiles() {
        add("train-images-idx3-ubyte.gz", gzip(countingIdx({4, 3, 2})));
        add("train-labels-idx1-ubyte.gz", gzip(labelIdx({2, 0, 1, 2})));
        add("t10k-images.idx3-ubyte", countingIdx({2, 3, 2}));
        add("t10k-labels.idx1-ubyte", labelIdx({1, 1}));
        add("README.txt", {'h', 'i'});
        std::vector<double> fractions;
        const auto dataset = readPath({path(), {}, {[&](double fraction, const std::string &) { fractions.push_back(fraction); }, nullptr}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->key, path());
        QVERIFY(dataset->shape == core::Shape(1, 3, 2));
        QCOMPARE(dataset->train.samples, 4);
        QCOMPARE(dataset->test.samples, 2);
        QCOMPARE(dataset->train.features, 6);
        QVERIFY(dataset->train.holdsBytes());
        QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{2, 0, 1, 2}));
        QCOMPARE(dataset->test.labels, (std::vector<std::int32_t>{1, 1}));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"0", "1", "2"}));
        QVERIFY(dataset->isWithinUnit);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.size(), 4u);
        QVERIFY(std::abs(fractions.back() - 1.0) < 1e-12);
    }

    void knowsFashionMnistByItsFolder() {
        const Bytes labels = labelIdx({9, 0, 1, 2, 3, 4, 5, 6, 7, 8});
        writeFile(m_folder->path(), "fashion-mnist/train-images-idx3-ubyte", countingIdx({10, 2, 2}));
        writeFile(m_folder->path(), "fashion-mnist/train-labels-idx1-ubyte", labels);
        const auto dataset = readPath({path() + "/fashion-mnist/", {}, {}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->title, std::string("Fashion-MNIST"));
        QCOMPARE(dataset->classNames.at(9), std::string("Boot"));
        QCOMPARE(dataset->classNames.size(), 10u);
    }

    void readsImagesWithoutLabels() {
        add("train-images-idx3-ubyte", countingIdx({4, 3, 2}));
        const auto dataset = readPath({path(), {}, {}});
        QVERIFY(bool(dataset));
        QVERIFY(dataset->classNames.empty());
        QVERIFY(dataset->train.labels.empty());
        QVERIFY(dataset->test.isEmpty());
    }

    void bytesOfZeroAndOneAreNumbers() {
        Bytes content = idxHeader(0x08, {3, 2, 2});
        append(content, {0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1});
        add("train-images-idx3-ubyte", content);
        const auto dataset = readPath({path(), {}, {}});
        QVERIFY(dataset && dataset->isWithinUnit);
        QCOMPARE(dataset->train.floats, (std::vector<float>{0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1}));
    }

    void readsTestFilesAloneAsTheWhole() {
        add("t10k-images-idx3-ubyte", countingIdx({4, 3, 2}));
        add("t10k-labels-idx1-ubyte", labelIdx({1, 2, 3, 4}));
        const auto dataset = readPath({path(), {}, {}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.samples, 4);
        QCOMPARE(dataset->train.labels.size(), 4u);
        QVERIFY(dataset->test.isEmpty());
    }

    void choosesTheFirstSetAndSaysSo() {
        add("emnist-letters-train-images-idx3-ubyte.gz", gzip(countingIdx({3, 2, 2})));
        add("emnist-letters-train-labels-idx1-ubyte.gz", gzip(labelIdx({1, 26, 5})));
        add("emnist-digits-train-images-idx3-ubyte.gz", gzip(countingIdx({5, 2, 2})));
        add("emnist-digits-test-images-idx3-ubyte.gz", gzip(countingIdx({2, 2, 2})));
        add("emnist-balanced-train-labels-idx1-ubyte.gz", gzip(labelIdx({1})));
        const auto dataset = readPath({path(), {}, {}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->title, std::string("emnist-digits"));
        QCOMPARE(dataset->train.samples, 5);
        QCOMPARE(dataset->test.samples, 2);
        QVERIFY(QString::fromStdString(dataset->origin).contains("the first by name of 2 sets: emnist-digits, emnist-letters"));

        const auto letters = readPath({path() + "/emnist-letters-train-images-idx3-ubyte.gz", {}, {}});
        QVERIFY(bool(letters));
        QCOMPARE(letters->title, std::string("emnist-letters"));
        QCOMPARE(letters->train.samples, 3);
        QCOMPARE(letters->classNames, (std::vector<std::string>{"1", "5", "26"})); // none without a sample
        QCOMPARE(letters->train.labels, (std::vector<std::int32_t>{0, 2, 1}));
        QVERIFY(letters->test.isEmpty());

        const auto test = readPath({path() + "/emnist-digits-test-images-idx3-ubyte.gz", {}, {}});
        QVERIFY(bool(test));
        QCOMPARE(test->train.samples, 2);
        QVERIFY(test->test.isEmpty());
    }

    void readsAFileOfAnyName() {
        const auto dataset = readPath({add("pictures.dat", countingIdx({3, 2, 2})), {}, {}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.samples, 3);
        QCOMPARE(dataset->title, std::string("pictures.dat"));
    }

    void readsOtherRanks() {
        const auto rows = readPath({add("rows-idx2-ubyte", countingIdx({3, 7})), {}, {}});
        QVERIFY(bool(rows));
        QVERIFY(rows->shape == core::Shape(7));
        // Pixels of three channels, 0 1 2 | 3 4 5 …, become three planes.
        const auto colours = readPath({add("colours-idx4-ubyte", countingIdx({2, 2, 1, 3})), {}, {}});
        QVERIFY(bool(colours));
        QVERIFY(colours->shape == core::Shape(3, 2, 1));
        QCOMPARE(colours->train.bytes, (Bytes{0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11}));
        // Three planes of 5 × 6 stay as they lie.
        const auto planes = readPath({add("planes-idx4-ubyte", countingIdx({2, 3, 5, 6})), {}, {}});
        QVERIFY(bool(planes));
        QVERIFY(planes->shape == core::Shape(3, 5, 6));
        QCOMPARE(planes->train.bytes[1], std::uint8_t{1});
        Bytes floats = idxHeader(0x0D, {1, 1, 2, 2});
        for (const std::uint32_t bits : {0x3f800000u, 0x40000000u, 0x40400000u, 0x40800000u})
            append(floats, tests::bigEndian(bits, 4));
        const auto numbers = readPath({add("numbers-idx4-float", floats), {}, {}});
        QVERIFY(bool(numbers));
        QCOMPARE(numbers->train.floats, (std::vector<float>{1, 3, 2, 4}));
        QVERIFY(!numbers->isWithinUnit);
    }

    void readsLabelsOfOtherTypes() {
        add("train-images-idx3-ubyte", countingIdx({2, 2, 2}));
        Bytes labels = idxHeader(0x0C, {2});
        append(labels, {0, 0, 1, 0, 0, 0, 0, 3});
        add("train-labels-idx1-int", labels);
        const auto dataset = readPath({path(), {}, {}});
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{1, 0}));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"3", "256"}));

        labels[4 + 4] = 0x7f; // the first label becomes two billion
        add("train-labels-idx1-int", labels);
        QVERIFY(errorOf(path()).contains("label of sample 0 is no whole number"));
        labels[4 + 4] = 0xff; // … and negative
        add("train-labels-idx1-int", labels);
        QVERIFY(errorOf(path()).contains("label of sample 0 is no whole number"));
        Bytes halves = idxHeader(0x0D, {2});
        append(halves, {0x3f, 0x80, 0, 0, 0x3f, 0, 0, 0}); // 1 and 0.5
        add("train-labels-idx1-int", halves);
        QVERIFY(errorOf(path()).contains("label of sample 1 is no whole number"));
    }

    void refusesWhatIsNotThere() {
        QVERIFY(errorOf(path() + "/nowhere").contains("no such file or folder"));
        QVERIFY(errorOf(path() + "/no\xef\xbf\xbdwhere").contains("rename it"));
        QVERIFY(errorOf(path()).contains("the folder holds no data that can be read. What can be read: IDX files"));
        QVERIFY(errorOf(add("notes.md", {'h', 'e', 'l', 'l', 'o'})).contains("the file holds no data that can be read"));
        QVERIFY(errorOf(path()).contains("the folder holds no data"));
        QVERIFY(errorOf("/dev/null").contains("the file holds no data"));
        const auto direct = readIdxFolder(path(), {});
        QVERIFY(!direct && direct.error().what == "the folder holds no IDX files");
    }

    void refusesLabelsAlone() {
        const std::string file = add("train-labels-idx1-ubyte.gz", gzip(labelIdx({1, 2})));
        QVERIFY(errorOf(path()).contains("there are labels (train-labels-idx1-ubyte.gz) but no samples"));
        QVERIFY(errorOf(file).contains("holds labels, not samples"));
        QVERIFY(errorOf(add("nameless.dat", labelIdx({1, 2}))).contains("holds labels, not samples"));
    }

    void takesARowOfFloatsForSamples() {
        Bytes content = idxHeader(0x0D, {3});
        for (const std::uint32_t bits : {0x3f800000u, 0x3f000000u, 0u})
            append(content, tests::bigEndian(bits, 4));
        add("waves-idx1-float", content);
        for (const std::string &what : {path(), path() + "/waves-idx1-float", add("nameless.dat", content)}) {
            const auto dataset = readPath({what, {}, {}});
            QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
            QVERIFY(dataset->shape == core::Shape(1));
            QCOMPARE(dataset->train.floats, (std::vector<float>{1.0f, 0.5f, 0.0f}));
        }
    }

    void refusesContradictions() {
        add("train-images-idx3-ubyte", countingIdx({4, 3, 2}));
        add("train-labels-idx1-ubyte", labelIdx({2, 0, 1}));
        QVERIFY(errorOf(path()).contains("train-labels-idx1-ubyte: there are 3 labels for 4 samples"));
        add("train-labels-idx1-ubyte", countingIdx({4, 1}));
        QVERIFY(errorOf(path()).contains("the labels have 2 dimensions"));
        add("train-labels-idx1-ubyte", labelIdx({2, 0, 1, 1}));
        QCOMPARE(errorOf(path()), QString());
        add("t10k-images-idx3-ubyte", countingIdx({4, 2, 3}));
        QVERIFY(errorOf(path()).contains("t10k-images-idx3-ubyte: the test samples are 2 × 3, those of the training part 3 × 2"));
        Bytes floats = idxHeader(0x0D, {1, 3, 2});
        floats.resize(floats.size() + 24);
        add("t10k-images-idx3-ubyte", floats);
        QVERIFY(errorOf(path()).contains("another type of numbers"));
        add("t10k-images-idx3-ubyte", countingIdx({4, 3, 2}));
        add("t10k-labels-idx1-ubyte", labelIdx({1}));
        QVERIFY(errorOf(path()).contains("t10k-labels-idx1-ubyte: there are 1 labels for 4 samples"));
    }

    void namesTheFileThatIsBad() {
        add("train-images-idx3-ubyte", countingIdx({4, 3, 2}));
        add("t10k-images-idx3-ubyte.gz", {0x1f, 0x8b, 8});
        QVERIFY(errorOf(path()).contains("t10k-images-idx3-ubyte.gz: the gzip stream breaks off"));
        add("train-images-idx3-ubyte", {'n', 'o', 'n', 'e'});
        QVERIFY(errorOf(path()).contains("train-images-idx3-ubyte: this is not an IDX file"));
    }
};

QTEST_APPLESS_MAIN(IdxFolderTest)
#include "idx_folder_test.moc"
