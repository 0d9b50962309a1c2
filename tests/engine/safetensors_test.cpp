// The reader and writer of safetensors: what goes out comes back, and a header that lies is one sentence.
#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <limits>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/files/atomic_file.h"
#include "engine/files/safetensors.h"
#include "tests/support/idx_files.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::files;
using namespace hourglass::tests;
using core::Index;

namespace {

Bytes littleEndian(std::uint64_t value, int count) {
    Bytes bytes = tests::bigEndian(value, count);
    std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

/// A file with an honest length before the header.
Bytes fileOf(const std::string &header, std::size_t dataBytes) {
    Bytes bytes = littleEndian(header.size(), 8);
    append(bytes, {header.begin(), header.end()});
    bytes.resize(bytes.size() + dataBytes);
    return bytes;
}

QString sentenceOf(const std::optional<core::Error> &error) {
    return error ? QString::fromStdString(error->sentence()) : QString();
}

const std::vector<float> six{1.5f, -2.0f, 0.0f, -0.0f, std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max()}, two{3.0f, 4.0f};

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    QStringList filesLeft() { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private slots:
    void init() {
        for (const QString &name : filesLeft())
            QFile::remove(m_folder.filePath(name));
    }

    void whatGoesOutComesBack() {
        const std::string path = pathOf("some.safetensors");
        QVERIFY(!writeSafetensors(path, {{"b", {2, 3}, six}, {"a.\"quoted\"", {2}, two}, {"nothing", {0, 7}, {}}, {"one", {}, std::span(two).first(1)}}));
        QCOMPARE(filesLeft(), QStringList{"some.safetensors"});
        auto file = SafetensorsFile::open(path);
        QVERIFY2(bool(file), file ? "" : file.error().sentence().c_str());
        QCOMPARE(file->tensors().size(), std::size_t{4});
        QVERIFY(file->find("c") == nullptr);
        const TensorEntry *b = file->find("b"), *a = file->find("a.\"quoted\"");
        QVERIFY(b && a && file->find("nothing") && file->find("one"));
        QCOMPARE(b->shape, (std::vector<Index>{2, 3}));
        QCOMPARE(file->find("nothing")->elements, Index{0});
        QCOMPARE(file->find("one")->elements, Index{1});
        std::vector<float> values(6);
        QVERIFY(!file->read(*a, values.data()));
        QCOMPARE(values[1], 4.0f);
        QVERIFY(!file->read(*b, values.data()));
        for (std::size_t i = 0; i < 6; ++i)
            QCOMPARE(std::bit_cast<std::uint32_t>(values[i]), std::bit_cast<std::uint32_t>(six[i]));
    }

    void hasTheFormOfTheFormat() {
        const std::string path = pathOf("form");
        QVERIFY(!writeSafetensors(path, {{"x", {2}, two}}));
        const Bytes content = readFile(m_folder.filePath("form"));
        const std::size_t length = content[0];
        QCOMPARE(content.size(), 8 + length + 8);
        QCOMPARE(length % 8, std::size_t{0});
        for (std::size_t i = 1; i < 8; ++i)
            QCOMPARE(int(content[i]), 0);
        QCOMPARE(char(content[8]), '{');
        QCOMPARE(Bytes(content.end() - 8, content.end()), (Bytes{0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40}));
    }

    void readsWhatOthersWrite() {
        // Any order of names, metadata, spaces behind the header.
        Bytes content = fileOf(
            R"( {"__metadata__":{"format":"pt"},"late":{"data_offsets":[4,8],"shape":[1,1],"dtype":"F32"},"early":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   )",
            0);
        append(content, {0, 0, 0x80, 0x3f, 0, 0, 0, 0x40});
        auto file = SafetensorsFile::open(writeFile(m_folder.path(), "others", content));
        QVERIFY2(bool(file), file ? "" : file.error().sentence().c_str());
        QCOMPARE(file->tensors().front().name, std::string("early"));
        float value = 0;
        QVERIFY(!file->read(*file->find("late"), &value));
        QCOMPARE(value, 2.0f);
    }

    void refusesBadFiles_data() {
        QTest::addColumn<Bytes>("content");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, Bytes content, const char *part) { QTest::newRow(name) << std::move(content) << QString::fromUtf8(part); };
        // A header with one tensor "t", and 8 bytes of data.
        const auto tensor = [&row](const char *name, const std::string &description, const char *part, std::size_t dataBytes = 8) {
            row(name, fileOf("{\"t\":" + description + "}", dataBytes), part);
        };
        const std::string good = R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
        row("empty", {}, "0 bytes and so no header");
        row("seven bytes", Bytes(7), "7 bytes and so no header");
        row("length beyond the file", littleEndian(100, 8), "said to have 100 bytes, but the file has 0");
        row("length of 2^64 - 1", littleEndian(~0ull, 8), "said to have 18446744073709551615 bytes");
        row("no header", fileOf(std::string(), 0), "header: is empty");
        row("a picture", {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}, "said to have");
        row("header too long", fileOf(std::string(largestHeader + 1, ' '), 0), "at most 16000000 can be read");
        row("no JSON", fileOf("{\"t\": F32}", 0), "header: is not JSON");
        row("zeros", fileOf(std::string(16, '\0'), 0), "header: is not JSON");
        row("broken UTF-8", fileOf("{\"\xff\":1}", 0), "header: is not JSON");
        row("a list", fileOf("[1]", 0), "header: must be an object, not a list");
        row("nested too deep", fileOf(std::string(1000, '['), 0), "nested more than 64");
        row("named twice", fileOf("{\"t\":" + good + ",\"t\":" + good + "}", 8), "header.t: stands here twice");
        row("metadata of a kind", fileOf(R"({"__metadata__":3})", 0), "__metadata__: must be an object, not 3");
        row("no tensors but data", fileOf("{}", 8), "goes on for 8 bytes behind its last tensor");
        tensor("no object", "3", "header.t: must be an object, not 3");
        tensor("no type", R"({"shape":[2],"data_offsets":[0,8]})", "header.t: has no dtype");
        tensor("no shape", R"({"dtype":"F32","data_offsets":[0,8]})", "header.t: has no shape");
        tensor("no offsets", R"({"dtype":"F32","shape":[2]})", "header.t: has no data_offsets");
        tensor("something else", R"({"dtype":"F32","shape":[2],"data_offsets":[0,8],"scale":2})", "header.t.scale: is nothing that a tensor has");
        tensor("eight bits", R"({"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]})",
               "header.t: is of the type \"F8_E4M3\"; \"F32\", \"F16\", \"BF16\" and \"F64\" can be read");
        tensor("halves of another size", R"({"dtype":"F16","shape":[2],"data_offsets":[0,8]})", "header.t: has the shape [2], which does not take the 8 bytes");
        tensor("doubles of another size", R"({"dtype":"F64","shape":[2],"data_offsets":[0,8]})",
               "header.t: has the shape [2], which does not take the 8 bytes");
        tensor("type of another type", R"({"dtype":32,"shape":[2],"data_offsets":[0,8]})", "header.t: is of the type 32");
        tensor("shape of text", R"({"dtype":"F32","shape":"2","data_offsets":[0,8]})", "header.t.shape: must be a list");
        tensor("half an extent", R"({"dtype":"F32","shape":[0.5],"data_offsets":[0,8]})", "header.t.shape: must hold whole numbers");
        tensor("negative extents", R"({"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]})", "header.t.shape: must hold whole numbers");
        tensor("an extent of 2^64", R"({"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,8]})", "header.t.shape: must hold whole numbers");
        tensor("a product of 2^64", R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]})",
               "header.t: has the shape [4294967296, 4294967296]");
        tensor("a product of 2^64 + 2", R"({"dtype":"F32","shape":[2,9223372036854775807],"data_offsets":[0,8]})", "does not take the 8 bytes");
        tensor("too many bytes", R"({"dtype":"F32","shape":[1],"data_offsets":[0,8]})", "header.t: has the shape [1], which does not take the 8 bytes");
        tensor("too few bytes", R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})", "header.t: has the shape [3], which does not take the 8 bytes");
        tensor("half a number", R"({"dtype":"F32","shape":[1],"data_offsets":[0,7]})", "does not take the 7 bytes", 7);
        tensor("offsets beyond the file", R"({"dtype":"F32","shape":[3],"data_offsets":[0,12]})", "header.t.data_offsets: end at byte 12, but the file has 8");
        tensor("offsets backwards", R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})", "header.t.data_offsets: must be two whole numbers");
        tensor("negative offset", R"({"dtype":"F32","shape":[2],"data_offsets":[-8,0]})", "header.t.data_offsets: must be two whole numbers");
        tensor("three offsets", R"({"dtype":"F32","shape":[2],"data_offsets":[0,4,8]})", "header.t.data_offsets: must be two whole numbers");
        tensor("offset of 2^64", R"({"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551624]})", "header.t.data_offsets: must be two whole numbers");
        tensor("bytes before", R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})", "header.t: leaves 4 bytes before it");
        tensor("bytes behind", R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})", "goes on for 4 bytes behind its last tensor");
        row("shared bytes", fileOf(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12),
            "header.b: takes bytes that another tensor takes");
        row("the same bytes", fileOf("{\"a\":" + good + ",\"b\":" + good + "}", 8), "header.b: takes bytes that another");
        row("a gap", fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})", 12),
            "header.b: leaves 4 bytes before it");
    }
    void refusesBadFiles() {
        QFETCH(Bytes, content);
        QFETCH(QString, part);
        const auto file = SafetensorsFile::open(writeFile(m_folder.path(), "bad.safetensors", content));
        QVERIFY(!file);
        const QString sentence = QString::fromStdString(file.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY(sentence.contains("bad.safetensors") && !sentence.contains('\n'));
    }

    /// Bits and values are those of numpy.float16, float64 and torch.bfloat16.
    void readsOtherFloats_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QList<quint64>>("bits");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QList<float>>("values");
        QTest::newRow("halves") << "F16" << QList<quint64>{0x3c00, 0xc500, 0x7bff, 0x0001, 0x83ff, 0x0400, 0x8000, 0x2e66} << 2
                                << QList<float>{1, -5, 65504, 0x1p-24f, -0x1.ff8p-15f, 0x1p-14f, -0.0f, 0.0999755859375f};
        QTest::newRow("brain floats") << "BF16" << QList<quint64>{0x3f80, 0xc0a0, 0x7f7f, 0x0080, 0x3dcd, 0x8000} << 2
                                      << QList<float>{1, -5, 0x1.fep127f, 0x1p-126f, 0.10009765625f, -0.0f};
        QTest::newRow("doubles") << "F64" << QList<quint64>{0x3ff0000000000000, 0x3fb999999999999a, 0xc014000000000000, 0x47efffffe0000000, 0x3690000000000001}
                                 << 8 << QList<float>{1, 0.1f, -5, std::numeric_limits<float>::max(), std::numeric_limits<float>::denorm_min()};
    }
    void readsOtherFloats() {
        QFETCH(QString, type);
        QFETCH(QList<quint64>, bits);
        QFETCH(int, bytes);
        QFETCH(QList<float>, values);
        const std::size_t size = static_cast<std::size_t>(bits.size() * bytes);
        Bytes content = fileOf(QString(R"({"t":{"dtype":"%1","shape":[%2],"data_offsets":[0,%3]}})").arg(type).arg(bits.size()).arg(size).toStdString(), 0);
        for (const quint64 number : bits)
            append(content, littleEndian(number, bytes));
        auto file = SafetensorsFile::open(writeFile(m_folder.path(), "other", content));
        QVERIFY2(file, file ? "" : file.error().sentence().c_str());
        std::vector<float> read(static_cast<std::size_t>(bits.size()));
        QVERIFY(!file->read(*file->find("t"), read.data()));
        for (std::size_t i = 0; i < read.size(); ++i)
            QCOMPARE(std::bit_cast<std::uint32_t>(read[i]), std::bit_cast<std::uint32_t>(values[static_cast<qsizetype>(i)]));
    }

    void readsManyHalves() {
        constexpr int count = 10'001; // more than are converted at once
        Bytes content = fileOf(R"({"t":{"dtype":"BF16","shape":[10001],"data_offsets":[0,20002]}})", 0);
        for (int i = 0; i < count; ++i)
            append(content, littleEndian(std::bit_cast<std::uint32_t>(static_cast<float>(i % 256)) >> 16, 2));
        auto file = SafetensorsFile::open(writeFile(m_folder.path(), "many", content));
        QVERIFY(bool(file));
        std::vector<float> read(count);
        QVERIFY(!file->read(*file->find("t"), read.data()));
        for (int i = 0; i < count; ++i)
            QCOMPARE(read[static_cast<std::size_t>(i)], static_cast<float>(i % 256));
    }

    void otherFloatsThatAreNotFiniteAreRefused_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<quint64>("bits");
        QTest::addColumn<int>("bytes");
        QTest::newRow("infinite half") << "F16" << quint64{0x7c00} << 2;
        QTest::newRow("half that is no number") << "F16" << quint64{0xfe00} << 2;
        QTest::newRow("infinite brain float") << "BF16" << quint64{0xff80} << 2;
        QTest::newRow("double beyond floats") << "F64" << quint64{0x7fe0000000000000} << 8;
    }
    void otherFloatsThatAreNotFiniteAreRefused() {
        QFETCH(QString, type);
        QFETCH(quint64, bits);
        QFETCH(int, bytes);
        Bytes content = fileOf(QString(R"({"t":{"dtype":"%1","shape":[1],"data_offsets":[0,%2]}})").arg(type).arg(bytes).toStdString(), 0);
        append(content, littleEndian(bits, bytes));
        auto file = SafetensorsFile::open(writeFile(m_folder.path(), "bad", content));
        QVERIFY(bool(file));
        float value = 0;
        const auto error = file->read(*file->find("t"), &value);
        QVERIFY2(sentenceOf(error).contains("t: number 0 is not finite"), qPrintable(sentenceOf(error)));
    }

    void countersMayStandInTheFileButAreNoWeights() {
        Bytes content = fileOf(R"({"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"t":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})", 16);
        auto file = SafetensorsFile::open(writeFile(m_folder.path(), "counter", content));
        QVERIFY(bool(file));
        float values[2] = {1, 1};
        QVERIFY(!file->read(*file->find("t"), values) && values[0] == 0.0f);
        QVERIFY(sentenceOf(file->read(*file->find("n"), values)).contains("n: is of the type \"I64\""));
    }

    void refusesEveryTruncation() {
        QVERIFY(!writeSafetensors(pathOf("whole"), {{"b", {2, 3}, six}, {"a", {2}, two}}));
        const Bytes whole = readFile(m_folder.filePath("whole"));
        for (std::size_t length = 0; length < whole.size(); ++length)
            QVERIFY2(!SafetensorsFile::open(writeFile(m_folder.path(), "cut", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)})),
                     qPrintable(QString("%1 bytes were enough").arg(length)));
    }

    void survivesEveryFlippedBit() {
        QVERIFY(!writeSafetensors(pathOf("whole"), {{"b", {3}, std::span(six).first(3)}, {"a", {2}, two}}));
        const Bytes whole = readFile(m_folder.filePath("whole"));
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            Bytes flipped = whole;
            flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            auto file = SafetensorsFile::open(writeFile(m_folder.path(), "flipped", flipped));
            if (!file)
                continue;
            Index elements = 0;
            for (const TensorEntry &tensor : file->tensors()) {
                std::vector<float> values(static_cast<std::size_t>(tensor.elements));
                (void)file->read(tensor, values.data()); // no address is wrong: the sanitizer watches
                elements += tensor.elements;
            }
            QCOMPARE(elements, Index{5}); // names and numbers may differ, the bytes are all there
        }
    }

    void namesTheTensorWithoutFiniteNumbers() {
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
            const std::vector<float> values{1.0f, bad};
            QVERIFY(!writeSafetensors(pathOf("bad"), {{"x", {2}, two}, {"y", {2}, values}}));
            auto file = SafetensorsFile::open(pathOf("bad"));
            QVERIFY(bool(file));
            float read[2];
            QVERIFY(!file->read(*file->find("x"), read));
            const QString sentence = sentenceOf(file->read(*file->find("y"), read));
            QVERIFY2(sentence.contains("bad: y: number 1 is not finite"), qPrintable(sentence));
        }
    }

    void asksForNoMemoryThatALyingHeaderNames() {
        const std::string path = writeFile(m_folder.path(), "lying", littleEndian(15'000'000, 8));
        tests::largestAllocation = 0;
        QVERIFY(!SafetensorsFile::open(path));
        QVERIFY2(tests::largestAllocation < 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
    }

    void whatWasThereStaysUntilAllIsWritten() {
        const std::string path = writeFile(m_folder.path(), "old", {1, 2, 3});
        {
            auto file = AtomicFile::create(path);
            QVERIFY(bool(file));
            QVERIFY(!file->write(std::as_bytes(std::span(six))));
            QCOMPARE(filesLeft().size(), 2);
            QCOMPARE(readFile(m_folder.filePath("old")), (Bytes{1, 2, 3}));
        } // given up
        QCOMPARE(filesLeft(), QStringList{"old"});
        QCOMPARE(readFile(m_folder.filePath("old")), (Bytes{1, 2, 3}));
        auto file = AtomicFile::create(path);
        QVERIFY(bool(file) && !file->write(std::as_bytes(std::span(two))) && !file->commit());
        QCOMPARE(filesLeft(), QStringList{"old"});
        QCOMPARE(readFile(m_folder.filePath("old")).size(), std::size_t{8});
    }

    void keepsLinksAndRights() {
        const std::string path = writeFile(m_folder.path(), "target", {1}), link = pathOf("link");
        QVERIFY(::chmod(path.c_str(), 0640) == 0);
        QVERIFY(::symlink("target", link.c_str()) == 0);
        QVERIFY(!writeSafetensors(link, {{"x", {2}, two}}));
        QVERIFY(QFileInfo(QString::fromStdString(link)).isSymLink());
        QVERIFY(bool(SafetensorsFile::open(path)));
        struct stat status {};
        QVERIFY(::stat(path.c_str(), &status) == 0);
        QCOMPARE(status.st_mode & 0777u, 0640u);
    }

    void saysWhereNothingCanBeWritten() {
        QVERIFY(sentenceOf(writeSafetensors("/nowhere/at/all", {})).contains("/nowhere/at/all: there is no such folder"));
        QVERIFY(sentenceOf(writeSafetensors("/dev/full", {})).contains("/dev/full: this is not a file that could be replaced"));
        QVERIFY(sentenceOf(writeSafetensors(m_folder.path().toStdString(), {})).contains("this is not a file that could be replaced"));
        QVERIFY(sentenceOf(writeSafetensors("", {})).contains("no name of a file"));
        QVERIFY(sentenceOf(writeSafetensors(pathOf("name/"), {})).contains("no name of a file"));
        QVERIFY(filesLeft().isEmpty());
    }

    void saysWhatIsNoFile() {
        QVERIFY(SafetensorsFile::open(pathOf("gone")).error().what == "there is no such file");
        QVERIFY(SafetensorsFile::open(m_folder.path().toStdString()).error().what == "this is not a file");
    }
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
