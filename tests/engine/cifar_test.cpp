// CIFAR's binary files: which make a set, what stands in a record, and what becomes of bad ones.
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>

#include "engine/data/library/library.h"
#include "engine/data/readers/cifar.h"
#include "engine/data/readers/reader.h"
#include "engine/data/shown_name.h"
#include "tests/support/idx_files.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

/// Records whose pixels count from the number of the record on; labels as given, those of a record one after the other.
Bytes recordsOf(const Bytes &labels, std::size_t labelBytes = 1) {
    Bytes bytes;
    for (std::size_t record = 0; record * labelBytes < labels.size(); ++record) {
        for (std::size_t i = 0; i < labelBytes; ++i)
            bytes.push_back(labels[record * labelBytes + i]);
        for (std::size_t i = 0; i < 3072; ++i)
            bytes.push_back(static_cast<std::uint8_t>(record + i));
    }
    return bytes;
}

Bytes textOf(const char *text) {
    return {text, text + std::strlen(text)};
}

} // namespace

class CifarTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    std::string add(const char *name, const Bytes &content) { return writeFile(m_folder->path(), name, content); }
    std::string path() const { return m_folder->path().toStdString(); }
    core::Result<Dataset> read(const spec::Values &options = {}) { return readPath({path(), options, {}}); }
    QString errorOf(const std::string &what, const spec::Values &options = {}) {
        const auto dataset = readPath({what, options, {}});
        return dataset ? QString() : QString::fromStdString(dataset.error().sentence());
    }
    void addTen() {
        add("data_batch_1.bin", recordsOf({3, 1}));
        add("data_batch_2.bin", recordsOf({0}));
        add("test_batch.bin", recordsOf({2}));
        add("batches.meta.txt", textOf("airplane\nautomobile\r\nbird\ncat\n\n"));
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsTen() {
        addTen();
        add("data_batch_10.bin", recordsOf({1})); // after the second, not after the first
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->title, std::string("CIFAR-10"));
        QCOMPARE(dataset->shape, core::Shape(3, 32, 32));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"airplane", "automobile", "bird", "cat"}));
        QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{3, 1, 0, 1}));
        QCOMPARE(dataset->test.labels, (std::vector<std::int32_t>{2}));
        QCOMPARE(dataset->train.samples, Index{4});
        QVERIFY(dataset->train.holdsBytes() && dataset->isWithinUnit && dataset->validation.isEmpty());
        QCOMPARE(dataset->train.bytes.size(), std::size_t{4 * 3072});
        QCOMPARE(dataset->train.bytes[3072 + 5], std::uint8_t{6}); // the second record of the first batch
        QCOMPARE(dataset->train.bytes[2 * 3072 + 5], std::uint8_t{5});
        QCOMPARE(dataset->report.reader, std::string("cifar"));
    }

    void readsHundred_data() {
        QTest::addColumn<QString>("labels");
        QTest::addColumn<QString>("first");
        QTest::newRow("not said") << ""
                                  << "beaver";
        QTest::newRow("fine") << "fine"
                              << "beaver";
        QTest::newRow("coarse") << "coarse"
                                << "fish";
    }
    void readsHundred() {
        QFETCH(QString, labels);
        QFETCH(QString, first);
        add("train.bin", recordsOf({1, 2, 0, 0}, 2));
        add("test.bin", recordsOf({0, 1}, 2));
        add("fine_label_names.txt", textOf("apple\nbaby\nbeaver\n"));
        add("coarse_label_names.txt", textOf("mammals\nfish\n"));
        const auto dataset = read(labels.isEmpty() ? spec::Values{} : spec::Values{{"labels", labels.toStdString()}});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->title, std::string("CIFAR-100"));
        QCOMPARE(dataset->classNames[static_cast<std::size_t>(dataset->train.labels[0])], first.toStdString());
        QCOMPARE(dataset->train.samples, Index{2});
        QCOMPARE(dataset->test.samples, Index{1});
        QCOMPARE(dataset->train.bytes[3072], std::uint8_t{1});
        QCOMPARE(std::get<std::string>(dataset->report.assumed.at("labels")), labels.isEmpty() ? std::string("fine") : labels.toStdString());
    }

    void readsSingleFiles() {
        const auto ten = readPath({add("some.bin", recordsOf({7, 200})), {}, {}});
        QVERIFY(ten && ten->train.samples == 2 && ten->test.isEmpty());
        QCOMPARE(ten->classNames.size(), std::size_t{201}); // numbers, where no names are beside it
        const auto hundred = readPath({add("other.bin", recordsOf({7, 9}, 2)), {}, {}});
        QVERIFY(hundred && hundred->train.samples == 1 && hundred->train.labels[0] == 9);
        QCOMPARE(hundred->train.bytes[1], std::uint8_t{1});
        const auto test = readPath({add("test_batch.bin", recordsOf({4})), {}, {}});
        QVERIFY(test && test->train.samples == 1);
        QVERIFY(errorOf(add("any.bin", Bytes(3072))).contains("holds no data that can be read"));
        QVERIFY(errorOf(add("empty.bin", {})).contains("holds no data that can be read"));
    }

    void namesAreShownAsText() {
        addTen();
        add("batches.meta.txt", textOf("caf\xe9\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\na\tb\nd\n"));
        const auto dataset = read();
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"caf\xef\xbf\xbd", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
                                                                "a\xef\xbf\xbd"
                                                                "b",
                                                                "d"}));
        QCOMPARE(shownName("\xff\xc3"), std::string("\xef\xbf\xbd\xef\xbf\xbd"));
    }

    void refusesBadFolders() {
        addTen();
        add("data_batch_2.bin", recordsOf({9}));
        QVERIFY2(errorOf(path()).contains("record 1 has the label 9, but there are 4 class names"), qPrintable(errorOf(path())));
        add("batches.meta.txt", {});
        QVERIFY(errorOf(path()).isEmpty()); // without names any label will do
        add("data_batch_2.bin", {});
        QVERIFY(errorOf(path()).contains("data_batch_2.bin: the file is empty"));
        add("data_batch_2.bin", {1});
        QVERIFY2(errorOf(path()).contains("data_batch_2.bin: the file ends within its record 1, which has 3073 bytes"), qPrintable(errorOf(path())));
        QVERIFY(errorOf(path(), {{"labels", std::string("both")}}).contains("data.options.labels"));
    }

    void refusesThePythonVersion() {
        add("data_batch_1", {0x80, 2});
        add("batches.meta", {0x80, 2});
        QVERIFY2(errorOf(path()).contains("the Python version of CIFAR") && errorOf(path()).contains("binary version"), qPrintable(errorOf(path())));
    }

    void refusesTruncation() {
        const Bytes whole = recordsOf({1, 2});
        for (std::size_t length = 0; length < whole.size(); length += 64) {
            const QString error = errorOf(add("data_batch_1.bin", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}));
            QVERIFY2(length % 3073 == 0 && length > 0 ? error.isEmpty() : error.contains("data_batch_1.bin"),
                     qPrintable(QString("%1: %2").arg(length).arg(error)));
        }
        QVERIFY(errorOf(add("data_batch_1.bin", gzip(whole))).isEmpty());
        Bytes cut = gzip(whole);
        cut.resize(cut.size() - 9);
        QVERIFY(errorOf(add("data_batch_1.bin", cut)).contains("breaks off"));
    }

    void asksForNoMoreThanThereIs() {
        const std::string file = add("data_batch_1.bin", recordsOf(Bytes(10, 1)));
        tests::largestAllocation = 0;
        QVERIFY(errorOf(file).isEmpty());
        QVERIFY2(tests::largestAllocation <= 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
    }

    void tellsAndStops() {
        const std::string file = add("data_batch_1.bin", recordsOf(Bytes(600, 1)));
        std::atomic<bool> cancelled = false;
        int reports = 0;
        Progress progress;
        progress.cancelled = &cancelled;
        progress.report = [&](double fraction, const std::string &what) {
            QVERIFY(fraction > 0.0 && fraction <= 1.0);
            QCOMPARE(what, std::string("Reading data_batch_1.bin"));
            ++reports;
            cancelled = true;
        };
        const auto dataset = readPath({file, {}, progress});
        QVERIFY(!dataset && QString::fromStdString(dataset.error().what).contains("cancelled"));
        QCOMPARE(reports, 1);
    }
};

QTEST_APPLESS_MAIN(CifarTest)
#include "cifar_test.moc"
