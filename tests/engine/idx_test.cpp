// The reader of IDX: what it reads, and that nothing bad gets past it, crashes it or makes it ask for memory that the file cannot
// fill.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <limits>
#include <new>

#include "engine/data/readers/idx.h"
#include "tests/support/idx_files.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

Q_DECLARE_METATYPE(Bytes)

class IdxTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    core::Result<Array> read(const Bytes &content) { return readIdxFile(writeFile(m_folder.path(), "file-idx3-ubyte", content), {}); }

private slots:
    void readsBytes_data() {
        QTest::addColumn<Bytes>("content");
        const Bytes plain = countingIdx({5, 3, 2});
        QTest::newRow("plain") << plain;
        QTest::newRow("gzip") << gzip(plain);
        Bytes members = gzip({plain.begin(), plain.begin() + 20});
        append(members, gzip({plain.begin() + 20, plain.end()}));
        QTest::newRow("gzip of two members") << members;
    }
    void readsBytes() {
        QFETCH(Bytes, content);
        const auto array = read(content);
        QVERIFY(bool(array));
        QCOMPARE(array->extents, (std::vector<core::Index>{5, 3, 2}));
        QCOMPARE(array->count(), 5);
        QCOMPARE(array->sampleSize(), 6);
        QCOMPARE(array->bytes.size(), 30u);
        QVERIFY(array->floats.empty());
        for (std::size_t i = 0; i < 30; ++i)
            QCOMPARE(int(array->bytes[i]), int(i));
    }

    void readsMoreThanOnePiece() {
        const Bytes content = countingIdx({300, 100, 100});
        for (const Bytes &form : {content, gzip(content)}) {
            const auto array = read(form);
            QVERIFY(bool(array));
            QVERIFY(std::equal(array->bytes.begin(), array->bytes.end(), content.begin() + 16, content.end()));
        }
    }

    void readsOtherTypes_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<Bytes>("elements");
        QTest::addColumn<QVector<float>>("expected");
        QTest::newRow("int8") << 0x09 << Bytes{0xff, 0x7f} << QVector<float>{-1.0f, 127.0f};
        QTest::newRow("int16") << 0x0B << Bytes{0xff, 0xfe, 0x01, 0x00} << QVector<float>{-2.0f, 256.0f};
        QTest::newRow("int32") << 0x0C << Bytes{0xff, 0xff, 0xff, 0xfd, 0, 1, 0, 0} << QVector<float>{-3.0f, 65536.0f};
        QTest::newRow("float") << 0x0D << Bytes{0x3f, 0x80, 0, 0, 0xbf, 0, 0, 0} << QVector<float>{1.0f, -0.5f};
        QTest::newRow("double") << 0x0E << Bytes{0x3f, 0xe0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0} << QVector<float>{0.5f, -2.0f};
    }
    void readsOtherTypes() {
        QFETCH(int, type);
        QFETCH(Bytes, elements);
        QFETCH(QVector<float>, expected);
        Bytes content = idxHeader(static_cast<std::uint8_t>(type), {2, 1});
        append(content, elements);
        const auto array = read(content);
        QVERIFY(bool(array));
        QVERIFY(array->bytes.empty());
        QCOMPARE(QVector<float>(array->floats.begin(), array->floats.end()), expected);
    }

    void refusesBadContent_data() {
        QTest::addColumn<Bytes>("content");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, Bytes content, const char *expected) { QTest::newRow(name) << content << QString::fromUtf8(expected); };
        const auto with = [](Bytes content, const Bytes &more) {
            append(content, more);
            return content;
        };
        const auto floats = [&with](std::uint32_t bits) { return with(idxHeader(0x0D, {2, 1}), with({0, 0, 0, 0}, tests::bigEndian(bits, 4))); };
        const Bytes good = countingIdx({2, 2, 2});
        row("empty", {}, "is empty");
        row("text", {'a', ',', 'b', '\n', '1'}, "not an IDX file: it begins with 61 2c 62 0a");
        row("picture", {0x89, 'P', 'N', 'G', 0, 0, 0, 0}, "not an IDX file");
        row("packed text", gzip({'h', 'e', 'l', 'l', 'o'}), "not an IDX file");
        row("packed nothing", gzip({}), "ends within its header");
        row("unknown type", {0, 0, 0x07, 1, 0, 0, 0, 1, 0}, "unknown element type");
        row("rank 0", {0, 0, 8, 0, 1, 2, 3, 4}, "0 dimensions");
        row("rank 5", with(idxHeader(8, {1, 1, 1, 1, 1}), {0}), "5 dimensions");
        row("rank 255", {0, 0, 8, 255, 0, 0, 0, 1}, "255 dimensions");
        row("no samples", idxHeader(8, {0, 28, 28}), "0 samples");
        row("zero height", idxHeader(8, {10, 0, 28}), "extent of zero");
        row("zero width", idxHeader(8, {10, 28, 0}), "extent of zero");
        row("4 billion samples", with(idxHeader(8, {0xffffffff, 28, 28}), Bytes(84)), "more than the file can hold");
        row("4 billion of everything", with(idxHeader(0x0E, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}), Bytes(80)), "more than the file");
        row("a product of 2^64", with(idxHeader(8, {1u << 16, 1u << 16, 1u << 16, 1u << 16}), Bytes(80)), "more than the file can hold");
        row("4 billion, packed", gzip(with(idxHeader(8, {0xffffffff, 28, 28}), Bytes(84))), "more than the file can hold");
        row("goes on", with(good, {0}), "goes on behind the data");
        row("goes on, packed", gzip(with(good, {0})), "goes on behind the data");
        row("grows by a second member", with(gzip(good), gzip(Bytes(1000))), "goes on behind the data");
        row("something behind the gzip stream", with(gzip(good), {'x', 'y'}), "something else behind the end");
        row("a second member that is none", with(gzip(good), {0x1f, 'y', 'z'}), "damaged");
        row("not a number", floats(0x7fc00000), "sample 1 holds a value that is not a finite number");
        row("infinite", floats(0xff800000), "sample 1 holds a value that is not a finite number");
        row("a double beyond float", with(idxHeader(0x0E, {1, 1}), tests::bigEndian(std::bit_cast<std::uint64_t>(1e300), 8)), "not a finite number");
    }
    void refusesBadContent() {
        QFETCH(Bytes, content);
        QFETCH(QString, expected);
        const auto array = read(content);
        QVERIFY(!array);
        const QString sentence = QString::fromStdString(array.error().sentence());
        QVERIFY2(sentence.contains(expected), qPrintable(sentence));
        QVERIFY(sentence.contains("file-idx3-ubyte"));
        QVERIFY(!array.error().hint.empty());
    }

    void refusesWhatIsNoFile() {
        const auto missing = readIdxFile(m_folder.filePath("nowhere").toStdString(), {});
        QVERIFY(!missing && missing.error().what == "there is no such file");
        const auto folder = readIdxFile(m_folder.path().toStdString(), {});
        QVERIFY(!folder && folder.error().what == "this is not a file");
    }

    void refusesEveryTruncation_data() {
        QTest::addColumn<Bytes>("content");
        QTest::newRow("plain") << countingIdx({3, 4, 2});
        QTest::newRow("gzip") << gzip(countingIdx({3, 4, 2}));
    }
    void refusesEveryTruncation() {
        QFETCH(Bytes, content);
        QVERIFY(bool(read(content)));
        for (std::size_t length = 0; length < content.size(); ++length) {
            const auto array = read({content.begin(), content.begin() + static_cast<std::ptrdiff_t>(length)});
            QVERIFY2(!array, qPrintable(QString("%1 bytes were enough").arg(length)));
            QVERIFY(!array.error().what.empty());
        }
    }

    void survivesEveryFlippedBit() {
        const Bytes plain = countingIdx({3, 4, 2}), packed = gzip(plain);
        for (const Bytes &content : {plain, packed})
            for (std::size_t bit = 0; bit < content.size() * 8; ++bit) {
                Bytes flipped = content;
                flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
                const auto array = read(flipped);
                if (!array)
                    continue;
                // What still reads is an element or the type of plain content, or a field of gzip's header that says nothing
                // about the data.
                QCOMPARE(array->bytes.size() + array->floats.size(), 24u);
                if (content == packed)
                    QVERIFY(std::equal(array->bytes.begin(), array->bytes.end(), plain.begin() + 16));
            }
    }

    void asksForNoMoreMemoryThanTheFileCanFill() {
        constexpr std::size_t workingMemory = 2 << 20;
        Bytes lying = idxHeader(8, {0xffffffff, 1});
        lying.resize(100);
        const std::string plain = writeFile(m_folder.path(), "plain", lying), packed = writeFile(m_folder.path(), "packed", gzip(lying));
        tests::largestAllocation = 0;
        QVERIFY(!readIdxFile(plain, {}));
        QVERIFY(!readIdxFile(packed, {}));
        QVERIFY2(tests::largestAllocation <= workingMemory, qPrintable(QString::number(tests::largestAllocation)));

        // A packed file may declare as much as deflate could hold in it, and not one sample more.
        Bytes bold = idxHeader(8, {1, 1, 1});
        bold.resize(64);
        const std::size_t headerSize = 16, packedSize = gzip(bold, Z_NO_COMPRESSION).size();
        const auto most = static_cast<std::uint32_t>(packedSize * 1032 - headerSize);
        for (const std::uint32_t declared : {most, most + 1}) {
            std::copy_n(tests::bigEndian(declared, 4).begin(), 4, bold.begin() + 4);
            const std::string file = writeFile(m_folder.path(), "bold", gzip(bold, Z_NO_COMPRESSION));
            tests::largestAllocation = 0;
            const auto refused = readIdxFile(file, {});
            QVERIFY(!refused);
            const QString what = QString::fromStdString(refused.error().what);
            QVERIFY2(what.contains(declared == most ? "of which 48 are there" : "more than the file can hold"), qPrintable(what));
            QVERIFY2(tests::largestAllocation <= workingMemory, qPrintable(QString::number(tests::largestAllocation)));
        }
    }

    void unpacksWhatDeflatePacksBest() {
        Bytes zeros = idxHeader(8, {1000, 5000});
        zeros.resize(12 + 5'000'000);
        const Bytes packed = gzip(zeros);
        QVERIFY(packed.size() < zeros.size() / 900);
        const auto array = read(packed);
        QVERIFY(bool(array));
        QCOMPARE(array->bytes.size(), 5'000'000u);
    }

    void stopsWhenCancelled() {
        const std::string path = writeFile(m_folder.path(), "large", countingIdx({3000, 1000}));
        std::atomic<bool> cancelled = false;
        int reports = 0;
        Progress progress;
        progress.cancelled = &cancelled;
        progress.report = [&](double fraction, const std::string &what) {
            QVERIFY(fraction > 0.0 && fraction < 1.0);
            QCOMPARE(what, std::string("Reading large"));
            ++reports;
            cancelled = true;
        };
        const auto array = readIdxFile(path, progress);
        QVERIFY(!array);
        QVERIFY(QString::fromStdString(array.error().what).contains("cancelled"));
        QCOMPARE(reports, 1);
    }

    void readsSeveralArraysOfOneStream() {
        Bytes content = countingIdx({2, 3});
        append(content, labelIdx({7, 8}));
        const Bytes packed = gzip(content);
        auto stream = ByteStream::over(asBytes(packed), "memory");
        QVERIFY(bool(stream));
        QVERIFY(bool(readIdx(*stream, {})));
        const auto labels = readIdx(*stream, {});
        QVERIFY(bool(labels));
        QCOMPARE(labels->bytes, (Bytes{7, 8}));
        QVERIFY(!expectEnd(*stream));
    }

    void knowsIdxByItsBeginning() {
        const auto begins = [this](const Bytes &content) { return beginsAsIdx(writeFile(m_folder.path(), "some", content)); };
        QVERIFY(begins(countingIdx({1, 1})));
        QVERIFY(begins(gzip(countingIdx({1, 1}))));
        QVERIFY(!begins({}));
        QVERIFY(!begins({0, 0, 8}));
        QVERIFY(!begins({0, 0, 7, 1}));
        QVERIFY(!begins({'a', 'b', 'c', 'd'}));
        QVERIFY(!beginsAsIdx(m_folder.path().toStdString()));
    }
};

QTEST_APPLESS_MAIN(IdxTest)
#include "idx_test.moc"
