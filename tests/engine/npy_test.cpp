// .npy: what NumPy saves is read, what is written reads back, and nothing bad gets past the reader.
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <bit>
#include <limits>

#include "engine/data/library/library.h"
#include "engine/data/readers/npy.h"
#include "engine/data/readers/reader.h"
#include "engine/data/shaping/split.h"
#include "engine/files/npy_writer.h"
#include "tests/support/idx_files.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

using Extents = std::vector<Index>;

/// Magic, version, an honest length and the literal.
Bytes headerOf(const std::string &literal, std::uint8_t major = 1) {
    Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', major, 0};
    Bytes length = tests::bigEndian(literal.size(), major == 1 ? 2 : 4);
    std::reverse(length.begin(), length.end());
    append(bytes, length);
    append(bytes, {literal.begin(), literal.end()});
    return bytes;
}

std::string literalOf(const std::string &shape) {
    std::string literal = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
    literal += shape;
    return literal += ", }\n";
}

/// Values 0, ½, 1 … behind the header.
Bytes halves(const std::string &literal, int count, std::uint8_t major = 1) {
    Bytes bytes = headerOf(literal, major);
    for (int i = 0; i < count; ++i) {
        Bytes value = tests::bigEndian(std::bit_cast<std::uint32_t>(static_cast<float>(i) / 2), 4);
        std::reverse(value.begin(), value.end());
        append(bytes, value);
    }
    return bytes;
}

} // namespace

class NpyTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    core::Result<Dataset> read(const Bytes &content) { return readPath({writeFile(m_folder.path(), "some.npy", content), {}, {}}); }

private slots:
    void readsEveryShape_data() {
        QTest::addColumn<QString>("shape");
        QTest::addColumn<QString>("sample"); ///< the data set's shape
        QTest::addColumn<QVector<int>>("fileExtents");
        QTest::newRow("numbers") << "(12,)"
                                 << "1" << QVector<int>{};
        QTest::newRow("features") << "(3, 4)"
                                  << "4" << QVector<int>{4};
        QTest::newRow("pictures") << "(2, 3, 2)"
                                  << "3 × 2" << QVector<int>{3, 2};
        QTest::newRow("one channel") << "(2, 1, 3, 2)"
                                     << "3 × 2" << QVector<int>{1, 3, 2};
        QTest::newRow("channels") << "(1, 3, 2, 2)"
                                  << "2 × 2 × 3" << QVector<int>{3, 2, 2};
    }
    void readsEveryShape() {
        QFETCH(QString, shape);
        QFETCH(QString, sample);
        QFETCH(QVector<int>, fileExtents);
        const auto dataset = read(halves(literalOf(shape.toStdString()), 12));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(QString::fromStdString(core::toText(dataset->shape)), sample);
        QVERIFY(dataset->fileLayout && dataset->fileLayout->extents == Extents(fileExtents.begin(), fileExtents.end()));
        QCOMPARE(dataset->train.samples * dataset->features(), Index{12});
        QCOMPARE(dataset->title, std::string("some.npy"));
        QVERIFY(dataset->test.isEmpty() && !dataset->train.holdsBytes() && !dataset->isWithinUnit);
        for (std::size_t i = 0; i < 12; ++i)
            QCOMPARE(dataset->train.floats[i], static_cast<float>(i) / 2); // channels come first already
    }

    void readsEveryForm_data() {
        QTest::addColumn<Bytes>("content");
        const std::string plain = literalOf("(3, 2)");
        QTest::newRow("version 1") << halves(plain, 6);
        QTest::newRow("version 2") << halves(plain, 6, 2);
        QTest::newRow("version 3") << halves(plain, 6, 3);
        QTest::newRow("gzip") << gzip(halves(plain, 6));
        QTest::newRow("spaces") << halves("{ 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 3 , 2 ) }              \n", 6);
        QTest::newRow("tight, another order") << halves("{\"shape\":(3,2,),\"fortran_order\":False,\"descr\":\"<f4\"}", 6);
        QTest::newRow("long numbers") << halves("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 2L), }", 6);
    }
    void readsEveryForm() {
        QFETCH(Bytes, content);
        const auto dataset = read(content);
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{3});
        QCOMPARE(dataset->train.floats.back(), 2.5f);
    }

    void refusesBadContent_data() {
        QTest::addColumn<Bytes>("content");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, Bytes content, const char *part) { QTest::newRow(name) << std::move(content) << QString::fromUtf8(part); };
        const auto header = [&row](const char *name, const std::string &literal, const char *part) { row(name, halves(literal, 6), part); };
        const auto shape = [&row](const char *extents, const char *part) { row(extents, halves(literalOf(extents), 6), part); };
        const auto type = [&row](const char *name, const char *part) {
            row(name, halves(std::string("{'descr': '") + name + "', 'fortran_order': False, 'shape': (6,), }", 6), part);
        };
        row("empty", {}, "the file is empty");
        row("text", {'a', ',', 'b', '\n', '1', ',', '2', '\n'}, "this is not a .npy file");
        row("magic alone", {0x93, 'N', 'U', 'M', 'P', 'Y'}, "ends within its header");
        row("version 0", halves(literalOf("(6,)"), 6, 0), "of the version 0.0");
        row("version 4", halves(literalOf("(6,)"), 6, 4), "of the version 4.0; 1.0, 2.0 and 3.0 can be read");
        row("header beyond the file", {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 100, 0, '{'}, "said to have 100 bytes, more than the file can hold");
        row("header of 4 GB", {0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 255, 255, 255, 255, '{'}, "said to have 4294967295 bytes");
        row("header of 2 MB", headerOf(std::string(2 << 20, ' '), 2), "said to have 2097152 bytes");
        header("no literal", "", "is no dictionary");
        header("list", "[1, 2]", "is no dictionary");
        header("no key", "{}", "has no \"descr\"");
        header("no order", "{'descr': '<f4', 'shape': (6,)}", "has no \"fortran_order\"");
        header("no shape", "{'descr': '<f4', 'fortran_order': False}", "has no \"shape\"");
        header("a key twice", "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)}", "has \"descr\" twice");
        header("a key too many", "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}", "not of the format, \"x\"");
        header("breaks off", "{'descr': '<f4', 'fortran_order': False, ", "breaks off");
        header("no comma", "{'descr': '<f4' 'fortran_order': False, 'shape': (6,)}", "breaks off behind \"descr\"");
        header("goes on", "{'descr': '<f4', 'fortran_order': False, 'shape': (6,)} 7", "goes on behind its end");
        header("no truth", "{'descr': '<f4', 'fortran_order': 0, 'shape': (6,)}", "no value that could be read for \"fortran_order\"");
        header("list of extents", "{'descr': '<f4', 'fortran_order': False, 'shape': [6]}", "no value that could be read for \"shape\"");
        header("no tuple", "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}", "no value that could be read for \"shape\"");
        header("extent beyond 64 bits", "{'descr': '<f4', 'fortran_order': False, 'shape': (18446744073709551622,)}",
               "no value that could be read for \"shape\"");
        header("records", "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (6,), }", "holds records");
        type("<f3", "of the type \"<f3\"; bool, whole numbers and floats of up to 8 bytes can be read");
        type("<f16", "of the type \"<f16\"");
        type("|f4", "of the type \"|f4\"");
        type("f4", "of the type \"f4\"");
        type("", "of the type \"\"");
        type("|O", "Python objects (\"|O\"), which are never read");
        type("<c8", "complex numbers (\"<c8\")");
        type("<U2", "holds text (\"<U2\")");
        type("|S4", "holds text (\"|S4\")");
        type("<M8[D]", "dates or times");
        type("<f8", "declares 6 values, more than the file can hold"); // and not twice as much memory
        shape("()", "0 dimensions; one to four");
        shape("(1, 1, 1, 2, 3)", "5 dimensions; one to four");
        shape("(0, 6)", "declares 0 samples");
        shape("(6, 0)", "an extent of zero, 6 × 0");
        shape("(-3, -2)", "negative extent, -3 × -2");
        shape("(7,)", "declares 7 values, more than the file can hold");
        shape("(5,)", "goes on behind the data");
        shape("(4294967296, 4294967296)", "more than the file can hold");
        shape("(9223372036854775807, 9223372036854775807, 2, 3)", "more than the file can hold");
        row("packed and cut", gzip(halves(literalOf("(7,)"), 6)), "the file ends early: its header declares 7 values, of which 6 are there");
    }
    void refusesBadContent() {
        QFETCH(Bytes, content);
        QFETCH(QString, part);
        const auto dataset = read(content);
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY(sentence.contains("some.npy") && !sentence.contains('\n') && !dataset.error().hint.empty());
    }

    void refusesEveryTruncation_data() {
        QTest::addColumn<Bytes>("content");
        QTest::newRow("plain") << halves(literalOf("(3, 2)"), 6);
        QTest::newRow("gzip") << gzip(halves(literalOf("(3, 2)"), 6));
    }
    void refusesEveryTruncation() {
        QFETCH(Bytes, content);
        QVERIFY(bool(read(content)));
        for (std::size_t length = 0; length < content.size(); ++length)
            QVERIFY2(!read({content.begin(), content.begin() + static_cast<std::ptrdiff_t>(length)}), qPrintable(QString("%1 bytes were enough").arg(length)));
    }

    void takesTheAxisOfChannels_data() {
        QTest::addColumn<QString>("shape");
        QTest::addColumn<QString>("channels"); ///< the option
        QTest::addColumn<QString>("taken");
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QVector<float>>("first"); ///< numbers of the first sample: twice their places in the file
        const QVector<float> asTheyLie{0, 1, 2, 3}, byChannel{0, 3, 6, 9};
        const auto row = [](const char *shape, const char *channels, const char *taken, const char *sample, const QVector<float> &first) {
            QTest::addRow("%s, %s", shape, channels) << shape << channels << taken << sample << first;
        };
        row("(1, 4, 4, 3)", "automatic", "last", "4 × 4 × 3", byChannel);
        row("(1, 4, 4, 3)", "first", "first", "4 × 3 × 4", asTheyLie);
        row("(1, 4, 4, 3)", "none", "none", "48", asTheyLie);
        row("(3, 4, 4, 1)", "automatic", "last", "4 × 4", asTheyLie);
        row("(1, 3, 4, 4)", "automatic", "first", "4 × 4 × 3", asTheyLie);
        row("(1, 3, 4, 4)", "last", "last", "3 × 4 × 4", {0, 4, 8, 12});
        row("(1, 2, 8, 3)", "automatic", "first", "8 × 3 × 2", asTheyLie); // one of the others is not larger
        row("(2, 4, 6)", "automatic", "none", "4 × 6", asTheyLie);
        row("(2, 8, 3)", "automatic", "last", "8 × 3", asTheyLie); // a series of eight steps
        row("(2, 3, 8)", "first", "first", "8 × 3", {0, 8, 16, 1});
        row("(2, 8, 3)", "none", "none", "8 × 3", asTheyLie);
        row("(6, 8)", "automatic", "none", "8", asTheyLie);
    }
    void takesTheAxisOfChannels() {
        QFETCH(QString, shape);
        QFETCH(QString, channels);
        QFETCH(QString, taken);
        QFETCH(QString, sample);
        QFETCH(QVector<float>, first);
        const Bytes content = halves(literalOf(shape.toStdString()), 48);
        for (const char *storage : {"memory", "file"}) {
            const auto dataset =
                readPath({writeFile(m_folder.path(), "axes.npy", content), {{"channels", channels.toStdString()}, {"storage", std::string(storage)}}, {}});
            QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
            QCOMPARE(QString::fromStdString(core::toText(dataset->shape)), sample);
            QCOMPARE(std::get<std::string>(dataset->report.assumed.at("channels")), taken.toStdString());
            QCOMPARE(std::get<std::string>(dataset->report.assumed.at("storage")), std::string(storage));
            std::vector<float> numbers(static_cast<std::size_t>(dataset->features()));
            dataset->train.copySample(0, numbers.data());
            for (int i = 0; i < first.size(); ++i)
                QCOMPARE(numbers[static_cast<std::size_t>(i)], first[i] / 2);
        }
    }

    void refusesChannelsWhereThereIsNoAxis() {
        const auto dataset = readPath({writeFile(m_folder.path(), "axes.npy", halves(literalOf("(6, 8)"), 48)), {{"channels", std::string("last")}}, {}});
        QVERIFY(!dataset && dataset.error().what == "the array (6 × 8) has no axis for channels");
    }

    void findsLabelsAndTestPartBeside() {
        QTemporaryDir folder;
        const auto add = [&folder](const char *name, const Bytes &content) { return writeFile(folder.path(), name, content); };
        const auto labels = [](int count, std::uint8_t last) {
            Bytes bytes = headerOf("{'descr': '|u1', 'fortran_order': False, 'shape': (" + std::to_string(count) + ",), }");
            for (int i = 1; i < count; ++i)
                bytes.push_back(static_cast<std::uint8_t>(i % 3));
            bytes.push_back(last);
            return bytes;
        };
        const std::string path = add("X_train.npy", halves(literalOf("(4, 2)"), 8));
        add("y_train.npy", labels(4, 5));
        add("X_test.npy", halves(literalOf("(3, 2)"), 6));
        add("y_test.npy", labels(3, 1));
        add("other_y_train.npy", labels(4, 7));
        add("notes.npy", {'x'});
        for (const std::string &named : {path, folder.path().toStdString()}) {
            const auto dataset = readPath({named, {}, {}});
            QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
            QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{1, 2, 0, 3}));
            QCOMPARE(dataset->test.samples, Index{3});
            QCOMPARE(dataset->test.labels, (std::vector<std::int32_t>{1, 2, 1}));
            QCOMPARE(dataset->classNames, (std::vector<std::string>{"0", "1", "2", "5"}));
            QCOMPARE(std::get<std::string>(dataset->report.assumed.at("labels")), std::string("y_train.npy"));
            QCOMPARE(std::get<std::string>(dataset->report.assumed.at("test")), std::string("X_test.npy"));
        }
        const auto none = readPath({path, {{"labels", std::string("none")}, {"test", std::string("none")}}, {}});
        QVERIFY(none && none->train.labels.empty() && none->test.isEmpty() && none->classNames.empty());
        const auto other = readPath({path, {{"labels", std::string("other_y_train.npy")}}, {}});
        QVERIFY(other && other->train.labels.back() == 3 && other->classNames.back() == "7");
        const auto missing = readPath({path, {{"labels", std::string("nowhere")}}, {}});
        QVERIFY(!missing && missing.error().what == "there is no file \"nowhere\" here or beside the samples");
        const auto asTest = readPath({folder.path().toStdString() + "/X_test.npy", {}, {}}); // named itself it is the training part
        QVERIFY(asTest && asTest->train.samples == 3 && asTest->train.labels.size() == 3 && asTest->test.isEmpty());

        // What is found by itself and does not fit is left out; what was named is an error.
        add("y_train.npy", labels(3, 1));
        add("X_test.npy", halves(literalOf("(2, 3)"), 6));
        const auto without = readPath({path, {}, {}});
        QVERIFY(without && without->train.labels.empty() && without->test.isEmpty());
        QCOMPARE(without->report.remarks, (std::vector<std::string>{"X_test.npy is left out: the test samples are 3, those of the training part 2.",
                                                                    "y_train.npy is left out: there are 3 labels for 4 samples."}));
        QVERIFY(!readPath({path, {{"labels", std::string("y_train")}}, {}}));
        QVERIFY(!readPath({path, {{"test", std::string("X_test.npy")}}, {}}));
    }

    void survivesEveryFlippedBit() {
        const Bytes whole = halves(literalOf("(3, 2)"), 6);
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            Bytes flipped = whole;
            flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            const auto dataset = read(flipped);
            if (dataset)
                QCOMPARE(dataset->train.floats.size(), std::size_t{6});
        }
    }

    void asksForNoMoreMemoryThanTheFileCanFill() {
        Bytes lying = headerOf(literalOf("(1000000000, 4)"));
        lying.resize(lying.size() + 64);
        const std::string plain = writeFile(m_folder.path(), "plain.npy", lying), packed = writeFile(m_folder.path(), "packed.npy", gzip(lying));
        tests::largestAllocation = 0;
        QVERIFY(!readNpyFile(plain, {}));
        QVERIFY(!readNpyFile(packed, {}));
        QVERIFY2(tests::largestAllocation < 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
    }

    void stopsWhenCancelled() {
        const std::string path = writeFile(m_folder.path(), "large.npy", halves(literalOf("(600000,)"), 600000));
        std::atomic<bool> cancelled = false;
        int reports = 0;
        Progress progress;
        progress.cancelled = &cancelled;
        progress.report = [&](double fraction, const std::string &what) {
            QVERIFY(fraction > 0.0 && fraction < 1.0);
            QCOMPARE(what, std::string("Reading large.npy"));
            ++reports;
            cancelled = true;
        };
        const auto array = readNpyFile(path, progress);
        QVERIFY(!array && QString::fromStdString(array.error().what).contains("cancelled"));
        QCOMPARE(reports, 1);
    }

    void isToldByNameAndByItsBeginning() {
        const Bytes good = halves(literalOf("(2,)"), 2);
        for (const char *name : {"a.npy", "a.npy.gz", "nameless"})
            QVERIFY(looksLikeNpy(writeFile(m_folder.path(), name, good)));
        QVERIFY(looksLikeNpy(writeFile(m_folder.path(), "packed", gzip(good))));
        QVERIFY(looksLikeNpy(writeFile(m_folder.path(), "damaged.npy", {'x'})));
        QVERIFY(!looksLikeNpy(writeFile(m_folder.path(), "text", {'a', 'b'})));
        QVERIFY(!looksLikeNpy(m_folder.path().toStdString()));
        writeFile(m_folder.path(), "samples/X.npy", good);
        QVERIFY(looksLikeNpy(m_folder.filePath("samples").toStdString()));
    }

    void givesATestPartAsEverySourceDoes() {
        const std::string path = writeFile(m_folder.path(), "hundred.npy", halves(literalOf("(100, 2)"), 200));
        spec::DataSpec spec;
        spec.source = path;
        const auto loaded = Library({}, {}).load(spec, 4, {});
        QVERIFY(bool(loaded));
        Part numbers;
        numbers.samples = 100;
        QCOMPARE((*loaded)->test.sourceIndex, splitOff(numbers, 0.1, 4, SplitOff::Test).sourceIndex);
        QCOMPARE((*loaded)->train.samples, Index{90});
        QVERIFY((*loaded)->dependsOnSeed);
    }

    void whatIsWrittenReadsBack() {
        const QString path = m_folder.filePath("written.npy");
        std::vector<float> values{0.0f, -0.0f, 1e-42f, std::numeric_limits<float>::max(), -3.25f, 7.0f};
        for (const Extents &extents : {Extents{6}, Extents{3, 2}, Extents{1, 3, 2}, Extents{3, 1, 1, 2}}) {
            auto writer = files::NpyWriter::create(path.toStdString(), extents);
            QVERIFY(bool(writer));
            QVERIFY(!writer->write(std::span(values).first(2)) && !writer->write(std::span(values).subspan(2)));
            QVERIFY(!writer->commit());
            const auto array = readNpyFile(path.toStdString(), {});
            QVERIFY2(bool(array), array ? "" : array.error().sentence().c_str());
            QCOMPARE(array->extents, extents);
            for (std::size_t i = 0; i < values.size(); ++i)
                QCOMPARE(std::bit_cast<std::uint32_t>(array->floats[i]), std::bit_cast<std::uint32_t>(values[i]));
        }
        // The bytes of numpy.save(path, numpy.zeros((3, 1, 1, 2), numpy.float32)), up to the numbers.
        std::string expected = "\x93NUMPY\x01";
        expected += std::string("\0v\0", 3) + "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1, 1, 2), }";
        expected.resize(127, ' ');
        expected += '\n';
        const Bytes content = readFile(path);
        QCOMPARE(std::string(content.begin(), content.begin() + 128), expected);
    }
};

QTEST_APPLESS_MAIN(NpyTest)
#include "npy_test.moc"
