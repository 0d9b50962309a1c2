// .npz: archives that lie, that are cut off or packed by others end with a sentence, and ask for no memory that they cannot fill.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>

#include "engine/data/readers/npz.h"
#include "engine/data/readers/reader.h"
#include "tests/support/largest_allocation.h"
#include "tests/support/zip_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

/// Bytes 0, 1, 2 … of this shape, or what is left of them by `period`.
Bytes npy(const std::string &shape, int count, int period = 256) {
    std::string literal = "{'descr': '|u1', 'fortran_order': False, 'shape': ";
    literal += shape;
    literal += ", }\n";
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    put(bytes, literal.size(), 2);
    append(bytes, {literal.begin(), literal.end()});
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::uint8_t>(i % period));
    return bytes;
}

} // namespace

class NpzTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const Bytes &content) { return writeFile(m_folder.path(), "some.npz", content); }
    core::Result<Dataset> read(const Bytes &content, const spec::Values &options = {}) { return readPath({write(content), options, {}}); }

private slots:
    void readsStoredAndDeflatedEntries() {
        for (const bool isPacked : {false, true}) {
            const auto dataset =
                read(archiveOf({{"notes.txt", {'h', 'i'}}, {"labels.npy", npy("(3,)", 3), isPacked}, {"data.npy", npy("(3, 4)", 12), isPacked}}));
            QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
            QCOMPARE(dataset->train.bytes, (Bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
            QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{0, 1, 2}));
            QCOMPARE(dataset->title, std::string("some.npz"));
            QCOMPARE(dataset->report.remarks.front(), std::string("data is taken for the samples."));
        }
    }

    /// dSprites, binarised MNIST, bags of words: a 1 that is divided by 255 is 0.004, and the picture black.
    void bytesOfZeroAndOneAreNumbers() {
        const auto binary = read(archiveOf({{"X_train.npy", npy("(3, 4)", 12, 2)}, {"X_test.npy", npy("(2, 4)", 8, 2)}}));
        QVERIFY(binary && binary->isWithinUnit && !binary->train.holdsBytes());
        QCOMPARE(binary->train.floats, (std::vector<float>{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}));
        QCOMPARE(binary->test.floats, (std::vector<float>{0, 1, 0, 1, 0, 1, 0, 1}));
        QCOMPARE(binary->report.remarks.back(), std::string("The bytes are 0 and 1: they are taken as these numbers, and not divided by 255."));
        const auto grey = read(archiveOf({{"X_train.npy", npy("(3, 4)", 12, 2)}, {"X_test.npy", npy("(9, 4)", 36)}}));
        QVERIFY(grey && grey->train.holdsBytes() && grey->test.holdsBytes() && grey->report.remarks.size() == 1);
        const auto dark = read(archiveOf({{"X.npy", npy("(8, 4)", 32)}}));
        QVERIFY(dark && dark->train.holdsBytes());
        QVERIFY(dark->report.remarks.back().starts_with("The largest byte is 31 of 255"));
        ReadOrder order{write(archiveOf({{"X.npy", npy("(8, 4)", 32, 2)}})), {}, {}};
        order.mostInMemory = 127;
        const auto large = readPath(order);
        QVERIFY(large && large->train.holdsBytes() && large->report.remarks.back().starts_with("The largest byte is 1 of 255"));
    }

    void takesTheArraysThatAPersonNamed() {
        const Bytes archive = archiveOf({{"X.npy", npy("(3, 4)", 12)}, {"other.npy", npy("(3, 2)", 6)}, {"kinds.npy", npy("(3,)", 3)}, {"bad.npy", {'x'}}});
        const auto dataset = read(archive, {{"array", std::string("other")}, {"labels", std::string("kinds.npy")}});
        QVERIFY(dataset && dataset->features() == 2 && dataset->train.labels.size() == 3);
        const auto missing = read(archive, {{"array", std::string("Y")}});
        QVERIFY(!missing && missing.error().what == "the archive has no array \"Y\"" && missing.error().hint == "It has X, other, kinds, bad.");
        const auto bad = read(archive, {{"array", std::string("bad")}});
        QVERIFY(!bad && QString::fromStdString(bad.error().sentence()).contains("some.npz: bad.npy: the file ends within its header"));
        const auto unfit = read(archive, {{"labels", std::string("other")}});
        QVERIFY(!unfit && unfit.error().what == "the labels have 2 dimensions instead of one, and are not one-hot");
    }

    /// What a local header says is believed only where it agrees with the directory and the file.
    void aPlaceThatIsNotSureIsNone() {
        const spec::Values inFile{{"storage", std::string("file")}};
        const Bytes good = archiveOf({{"notes.txt", {'h', 'i'}, true}, {"X.npy", npy("(3, 4)", 12)}});
        const auto kept = read(good, inFile);
        QVERIFY2(kept && kept->train.file, kept ? "in memory" : kept.error().sentence().c_str());
        std::array<float, 4> row{};
        kept->train.copySample(2, row.data());
        QCOMPARE(row[3], 11.0f / 255.0f);
        const auto second = static_cast<std::size_t>(std::search(good.begin() + 4, good.end(), std::begin("PK\3\4"), std::end("PK\3\4") - 1) - good.begin());
        for (const std::size_t at :
             {std::size_t{18}, std::size_t{26}, second + 6, second + 8, second + 18, second + 30}) { // sizes, a name's length, flags, method, name
            Bytes lying = good;
            lying[at] ^= at == second + 6 ? 8 : 9;
            const auto dataset = read(lying, inFile);
            QVERIFY2(!dataset, qPrintable(QString::number(at)));
        }
    }

    void refusesBadContent_data() {
        QTest::addColumn<Bytes>("content");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const Bytes &content, const char *part) { QTest::newRow(name) << content << QString(part); };
        const Bytes good = npy("(3, 4)", 12);
        row("empty", {}, "the file is empty");
        row("one byte", {'P'}, "the zip archive cannot be read");
        row("text", {'h', 'e', 'l', 'l', 'o'}, "the zip archive cannot be read");
        row("no entries", archiveOf({}), "holds no arrays");
        row("no arrays", archiveOf({{"notes.txt", {'h', 'i'}}}), "holds no arrays");
        row("two of one name", archiveOf({{"x.npy", good}, {"x.npy", good}}), "two entries named \"x.npy\"");
        row("encrypted", archiveOf({{"x.npy", good, false, 1}}), "the entry is encrypted");
        row("another method", archiveOf({{"x.npy", good, false, 0, {}, 14}}), "packed by method 14");
        row("said to be 4 GB", archiveOf({{"x.npy", good, true, 0, 0xfffffffe}}), "said to unpack to 4294967294 bytes, more than it can hold");
        row("stored, said to be larger", archiveOf({{"x.npy", good, false, 0, 1000}}), "more than it can hold");
        row("said to be smaller", archiveOf({{"x.npy", good, true, 0, static_cast<std::uint32_t>(good.size() - 1)}}), "more than the file can hold");
        row("more numbers than bytes", archiveOf({{"x.npy", npy("(4, 4)", 12), true}}), "declares 4 × 4 values, more than the file can hold");
        row("fewer numbers than bytes", archiveOf({{"x.npy", npy("(2, 4)", 12), true}}), "goes on behind the data");
        row("no .npy", archiveOf({{"x.npy", {'t', 'e', 'x', 't', 't', 'e', 'x', 't'}}}), "this is not a .npy file");
        Bytes flipped = archiveOf({{"x.npy", good}});
        flipped[30 + 5 + good.size() - 1] ^= 1; // the last number, behind the local header and the name
        row("another check sum", flipped, "the entry cannot be unpacked (CRC error)");
        Bytes many = archiveOf({{"x.npy", good}}); // a directory of 64 bits that declares 2^40 entries
        Bytes record;
        put(record, 0x06064b50, 4);
        put(record, 44, 8);
        put(record, 45, 2);
        put(record, 45, 2);
        put(record, 0, 8);
        put(record, std::uint64_t{1} << 40, 8);
        put(record, std::uint64_t{1} << 40, 8);
        put(record, 51, 8);
        put(record, 0, 8);
        many.insert(many.end() - 22, record.begin(), record.end());
        row("2^40 entries", many, "declares 1099511627776 entries, more than the file can hold");
    }
    void refusesBadContent() {
        QFETCH(Bytes, content);
        QFETCH(QString, part);
        const auto dataset = read(content);
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY2(sentence.contains("some.npz") && !sentence.contains('\n') && !dataset.error().hint.empty(), qPrintable(sentence));
    }

    void refusesEveryTruncationAndSurvivesAFlippedBitInEveryByte() {
        for (const bool isPacked : {false, true}) {
            const Bytes whole = archiveOf({{"X.npy", npy("(3, 4)", 12), isPacked}, {"y.npy", npy("(3,)", 3), isPacked}});
            QVERIFY(bool(read(whole)));
            for (std::size_t length = 0; length < whole.size(); ++length)
                QVERIFY2(!read({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}), qPrintable(QString("%1 bytes were enough").arg(length)));
            for (std::size_t i = 0; i < whole.size(); ++i) {
                Bytes flipped = whole;
                flipped[i] ^= static_cast<std::uint8_t>(1 << i % 8);
                if (const auto dataset = read(flipped)) // it may be another name, or the labels alone
                    QVERIFY(dataset->train.samples == 3);
            }
        }
    }

    void asksForNoMoreMemoryThanTheEntryCanFill() {
        Bytes lying = npy("(1000000000, 4)", 16);
        const std::string path = write(archiveOf({{"x.npy", lying, true, 0, 100'000}}));
        tests::largestAllocation = 0;
        QVERIFY(!readPath({path, {}, {}}));
        QVERIFY2(tests::largestAllocation < 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
        // A bomb that is what it says is as large as deflate allows, and no larger.
        Bytes bomb = npy("(1000, 1000)", 0);
        bomb.resize(bomb.size() + 1'000'000);
        const auto zeros = read(archiveOf({{"x.npy", bomb, true}}));
        QVERIFY(zeros && zeros->train.samples == 1000);
    }

    void stopsWhenCancelled() {
        const std::string path = write(archiveOf({{"x.npy", npy("(3, 4)", 12)}}));
        const std::atomic<bool> cancelled = true;
        const auto dataset = readPath({path, {}, {nullptr, &cancelled}});
        QVERIFY(!dataset && dataset.error().what == "reading was cancelled");
    }

    void isToldByNameAndByItsBeginning() {
        const Bytes good = archiveOf({{"x.npy", npy("(3, 4)", 12)}});
        QVERIFY(looksLikeNpz(write(good)));
        QVERIFY(looksLikeNpz(writeFile(m_folder.path(), "nameless", good)));
        QVERIFY(!looksLikeNpz(writeFile(m_folder.path(), "pictures.zip", archiveOf({{"a.png", {'x'}}}))));
        QVERIFY(!looksLikeNpz(writeFile(m_folder.path(), "text", {'a', 'b'})));
        QVERIFY(!looksLikeNpz(m_folder.path().toStdString()));
    }
};

QTEST_APPLESS_MAIN(NpzTest)
#include "npz_test.moc"
