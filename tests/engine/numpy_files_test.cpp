// Files that NumPy itself wrote (tests/data/make_numpy_files.py): every type in every order, and how data sets are saved.
#include <QTest>

#include <bit>

#include "engine/data/readers/npy.h"
#include "engine/data/readers/reader.h"

using namespace hourglass;
using namespace hourglass::data;

namespace {

std::string given(const std::string &name) {
    return std::string(HOURGLASS_SOURCE_DIR "/tests/data/numpy/") + name;
}

/// The formula of make_numpy_files.py.
float numberOf(char kind, int i) {
    const int raw = (7 * i + 3) % 23;
    return kind == 'b' ? static_cast<float>(raw % 2) : kind == 'u' ? static_cast<float>(raw) : static_cast<float>(raw - 11) / (kind == 'f' ? 4.0f : 1.0f);
}

Dataset readWith(const std::string &name, const spec::Values &options = {}) {
    auto dataset = readPath({given(name), options, {}});
    if (!dataset)
        qFatal("%s", dataset.error().sentence().c_str());
    return *dataset;
}

std::string text(const Dataset &dataset, const char *key) {
    return std::get<std::string>(dataset.report.assumed.at(key));
}

} // namespace

class NumpyFilesTest : public QObject {
    Q_OBJECT

private slots:
    void readsEveryTypeInEveryOrder_data() {
        QTest::addColumn<QByteArray>("archive");
        QTest::addColumn<QByteArray>("array");
        for (const char *archive : {"types.npz", "types_packed.npz"})
            for (const char *type : {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"})
                for (const char *order : {"", "_little", "_big"})
                    for (const char *layout : {"_C", "_F"})
                        if ((type[1] == '1') == (*order == '\0'))
                            QTest::addRow("%s %s%s%s", archive, type, order, layout) << QByteArray(archive) << QByteArray(type) + order + layout;
    }
    void readsEveryTypeInEveryOrder() {
        QFETCH(QByteArray, archive);
        QFETCH(QByteArray, array);
        const Dataset dataset = readWith(archive.toStdString(), {{"array", array.toStdString()}});
        QVERIFY(dataset.shape == core::Shape(1, 3, 2));
        QCOMPARE(dataset.train.samples, Index{4});
        QCOMPARE(dataset.train.holdsBytes(), array.startsWith("u1"));
        for (int i = 0; i < 24; ++i)
            QCOMPARE(dataset.train.holdsBytes() ? static_cast<float>(dataset.train.bytes[static_cast<std::size_t>(i)])
                                                : dataset.train.floats[static_cast<std::size_t>(i)],
                     numberOf(array[0], i));
    }

    void readsEveryVersion() {
        for (const char *version : {"one", "two", "three"}) {
            const Dataset dataset = readWith(std::string("version_") + version + ".npy");
            QVERIFY(dataset.shape == core::Shape(3));
            for (int i = 0; i < 12; ++i)
                QCOMPARE(dataset.train.floats[static_cast<std::size_t>(i)], numberOf('f', i));
        }
    }

    void readsHalvesExactly() {
        const std::vector<float> expected{0.0f, -0.0f, 1.0f, -2.0f, 65504.0f, 0x1p-14f, 0x1p-24f, -0x1.ff8p-15f};
        const Dataset dataset = readWith("half_values.npy");
        QCOMPARE(dataset.train.floats.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(std::bit_cast<std::uint32_t>(dataset.train.floats[i]), std::bit_cast<std::uint32_t>(expected[i]));
    }

    void bringsPicturesOfFortranOrderIntoOurs() {
        const Dataset dataset = readWith("fortran_pictures.npy"); // (3, 5, 6, 3), channels last
        QVERIFY(dataset.shape == core::Shape(3, 5, 6));
        QVERIFY(dataset.fileLayout && dataset.fileLayout->extents == (std::vector<Index>{5, 6, 3}));
        QCOMPARE(dataset.fileLayout->transposedRows, Index{30});
        for (int sample = 0; sample < 3; ++sample)
            for (int channel = 0; channel < 3; ++channel)
                for (int pixel = 0; pixel < 30; ++pixel)
                    QCOMPARE(dataset.train.floats[static_cast<std::size_t>(sample * 90 + channel * 30 + pixel)],
                             numberOf('f', sample * 90 + pixel * 3 + channel));
        const auto kept = readPath({given("fortran_pictures.npy"), {{"storage", std::string("file")}}, {}});
        QVERIFY(!kept && kept.error().what == "the array cannot stay in its file, because it is in Fortran order");
    }

    void entriesThatAreNotPackedStayInTheirFile_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("array");
        for (const char *array : {"b1_C", "u1_C", "i8_big_C", "f2_little_C", "f4_little_C", "f8_big_C"})
            QTest::newRow(array) << QString("types.npz") << QString(array);
        QTest::newRow("colour, channels last") << QString("cifar_like.npz") << QString("train_images");
        QTest::newRow("behind another") << QString("positional.npz") << QString("arr_1");
    }
    void entriesThatAreNotPackedStayInTheirFile() {
        QFETCH(QString, file);
        QFETCH(QString, array);
        const spec::Value name = array.toStdString();
        const Dataset inMemory = readWith(file.toStdString(), {{"array", name}, {"storage", std::string("memory")}});
        const Dataset inFile = readWith(file.toStdString(), {{"array", name}, {"storage", std::string("file")}});
        QVERIFY(inFile.train.file && !inMemory.train.file);
        QVERIFY(inFile.shape == inMemory.shape && inFile.train.samples == inMemory.train.samples && inFile.train.labels == inMemory.train.labels);
        const auto features = static_cast<std::size_t>(inMemory.features());
        std::vector<float> here(features), there(features);
        for (Index i = 0; i < inMemory.train.samples; ++i) {
            inMemory.train.copySample(i, here.data());
            inFile.train.copySample(i, there.data());
            QVERIFY(here == there);
        }
        QVERIFY(!inFile.failure());
    }

    void packedEntriesCannotStayInTheirFile() {
        const auto kept = readPath({given("types_packed.npz"), {{"array", std::string("f4_little_C")}, {"storage", std::string("file")}}, {}});
        QVERIFY(!kept && QString::fromStdString(kept.error().sentence())
                             .contains("types_packed.npz: f4_little_C.npy: the array cannot stay in its file, because it is packed"));
    }

    void knowsPartsByTheirNames() {
        const Dataset mnist = readWith("mnist_like.npz");
        QCOMPARE(text(mnist, "array") + ' ' + text(mnist, "labels") + ' ' + text(mnist, "test"), std::string("x_train y_train x_test"));
        QVERIFY(mnist.train.holdsBytes() && mnist.shape == core::Shape(1, 4, 5));
        QCOMPARE(mnist.train.labels, (std::vector<std::int32_t>{0, 1, 2, 2, 1, 0}));
        QCOMPARE(mnist.test.labels, (std::vector<std::int32_t>{1, 0}));
        QCOMPARE(mnist.classNames.size(), std::size_t{3});
        const Dataset cifar = readWith("cifar_like.npz");
        QCOMPARE(text(cifar, "array") + ' ' + text(cifar, "channels"), std::string("train_images last"));
        QVERIFY(cifar.shape == core::Shape(3, 5, 6));
        QCOMPARE(cifar.train.labels, (std::vector<std::int32_t>{2, 0, 1})); // (samples, 1)
        QCOMPARE(cifar.classNames, (std::vector<std::string>{"0", "2", "3"}));
        const Dataset positional = readWith("positional.npz");
        QCOMPARE(text(positional, "array") + ' ' + text(positional, "labels"), std::string("arr_0 none"));
        const Dataset named = readWith("positional.npz", {{"labels", std::string("arr_1")}});
        QCOMPARE(named.train.labels, (std::vector<std::int32_t>{0, 1, 2, 3}));
    }

    void saysWhatItCannotRead_data() {
        QTest::addColumn<QString>("part");
        QTest::newRow("records.npy") << "the array holds records";
        QTest::newRow("objects.npy") << "Python objects (\"|O\")";
        QTest::newRow("complex.npy") << "complex numbers (\"<c8\")";
        QTest::newRow("text.npy") << "holds text";
        QTest::newRow("raw_text.npy") << "holds text";
        QTest::newRow("dates.npy") << "dates or times";
        QTest::newRow("long_doubles.npy") << "of the type \"<f16\"";
        QTest::newRow("nothing.npy") << "0 dimensions";
        QTest::newRow("bzip2.npz") << "packed by method 12; stored and deflated ones can be read";
    }
    void saysWhatItCannotRead() {
        QFETCH(QString, part);
        const auto dataset = readPath({given(QTest::currentDataTag()), {}, {}});
        QVERIFY(!dataset);
        const QString sentence = QString::fromStdString(dataset.error().sentence());
        QVERIFY2(sentence.contains(part) && sentence.contains(QTest::currentDataTag()) && !dataset.error().hint.empty(), qPrintable(sentence));
    }
};

QTEST_APPLESS_MAIN(NumpyFilesTest)
#include "numpy_files_test.moc"
