// What the numbers of picture files become: all their bits, in every form that TIFF has.
#include <filesystem>

#include "app/import/embedded.h"
#include "tests/support/picture_files.h"
#include "tests/support/tiff_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;
namespace fs = std::filesystem;

class PictureBitsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PictureFolder> m_folder;

    QString at(const QString &name) const { return m_folder->at(name); }
    std::string add(const char *name, const Bytes &content) const { return m_folder->add(name, content); }
    core::Result<Dataset> read(const spec::Values &options = {}, const QString &name = {}) const { return m_folder->read(options, name); }
    /// Two files in this form, against their numbers.
    template <class T>
    void readsAll(TiffForm form) {
        std::vector<std::vector<T>> pictures;
        for (int i = 0; i < 2; ++i) {
            pictures.push_back(someNumbers<T>(static_cast<std::size_t>(form.width * form.height * form.samples), i));
            writeTiff<T>(at(QString("%1.tif").arg(i)), form, {pictures.back()});
        }
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->shape, core::Shape(form.samples, form.height, form.width));
        std::vector<float> wanted = std::is_same_v<T, std::uint8_t> ? std::vector<float>() : byRange(pictures);
        if (wanted.empty())
            for (const auto &picture : pictures)
                for (const T value : picture)
                    wanted.push_back(static_cast<float>(value) / 255.0f);
        std::vector<float> got(wanted.size());
        const std::size_t plane = static_cast<std::size_t>(form.width * form.height), channels = static_cast<std::size_t>(form.samples);
        for (std::size_t i = 0; i < 2; ++i) {
            std::vector<float> sample(plane * channels);
            dataset->train.copySample(static_cast<Index>(i), sample.data());
            for (std::size_t j = 0; j < sample.size(); ++j)
                got[i * sample.size() + j % plane * channels + j / plane] = sample[j];
        }
        compare(got, wanted);
        QCOMPARE(dataset->train.holdsBytes(), (std::is_same_v<T, std::uint8_t>)); // memory
        QVERIFY(dataset->isWithinUnit);
        QCOMPARE(remarksOf(*dataset).contains("this range is 0 to 1 here"), !(std::is_same_v<T, std::uint8_t>));
    }

private slots:
    void init() { m_folder = std::make_unique<PictureFolder>(); }

    void everyNumberInEveryForm_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("form");
        for (int type = 0; type < 10; ++type)
            for (int form = 0; form < 12; ++form)
                QTest::addRow("type %d, form %d", type, form) << type << form;
    }
    void everyNumberInEveryForm() {
        QFETCH(int, type);
        QFETCH(int, form);
        const TiffForm forms[] = {
            {},
            {.mode = "w8"},
            {.mode = "wb"},
            {.mode = "wb8", .compression = COMPRESSION_ADOBE_DEFLATE},
            {.compression = COMPRESSION_LZW},
            {.compression = COMPRESSION_ZSTD},
            {.compression = COMPRESSION_PACKBITS},
            {.width = 35, .height = 21, .isTiled = true},
            {.width = 35, .height = 21, .compression = COMPRESSION_ADOBE_DEFLATE, .isTiled = true},
            {.samples = 3, .photometric = PHOTOMETRIC_RGB},
            {.samples = 3, .photometric = PHOTOMETRIC_RGB, .isPlanar = true},
            {.width = 20, .samples = 3, .compression = COMPRESSION_LZW, .photometric = PHOTOMETRIC_RGB, .isPlanar = true, .isTiled = true}};
        const TiffForm &wanted = forms[form];
        switch (type) {
        case 0: return readsAll<std::uint8_t>(wanted);
        case 1: return readsAll<std::int8_t>(wanted);
        case 2: return readsAll<std::uint16_t>(wanted);
        case 3: return readsAll<std::int16_t>(wanted);
        case 4: return readsAll<std::uint32_t>(wanted);
        case 5: return readsAll<std::int32_t>(wanted);
        case 6: return readsAll<std::uint64_t>(wanted);
        case 7: return readsAll<std::int64_t>(wanted);
        case 8: return readsAll<float>(wanted);
        default: return readsAll<double>(wanted);
        }
    }

    void predictorsAreUndone() {
        readsAll<std::uint16_t>({.compression = COMPRESSION_ADOBE_DEFLATE, .predicts = true});
        readsAll<float>({.compression = COMPRESSION_LZW, .predicts = true});
        readsAll<double>({.width = 33, .compression = COMPRESSION_ADOBE_DEFLATE, .isTiled = true, .predicts = true});
    }

    void halvesTwelveBitsAndWhiteAtZero() {
        // 0, 1, −2, 0.5, 65504 and the least there is, as IEEE 754 binary16 has them.
        writeTiff<std::uint16_t>(at("a.tif"), {.width = 3, .height = 2}, {{0x0000, 0x3c00, 0xc000, 0x3800, 0x7bff, 0x0001}});
        writeTiff<std::uint16_t>(at("b.tif"), {.width = 3, .height = 2}, {{0, 0, 0, 0, 0, 0}});
        for (const char *name : {"a.tif", "b.tif"}) {
            TIFF *file = TIFFOpen(qPrintable(at(name)), "r+");
            TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
            TIFFRewriteDirectory(file);
            TIFFClose(file);
        }
        auto dataset = read(option("levels", "source"));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 6),
                 (std::vector<float>{0, 1, -2, 0.5f, 65504, 5.9604645e-8f}));
        QVERIFY(!dataset->isWithinUnit);

        m_folder = std::make_unique<PictureFolder>();
        for (const char *name : {"a.tif", "b.tif"}) // 0xabc, 0x123, 0xfff, and four bits that fill the byte
            writeTiff<std::uint8_t>(at(name), {.width = 3, .height = 1}, {{0xab, 0xc1, 0x23, 0xff, 0xf0, 0}}, 12);
        dataset = read(option("levels", "full"));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 3), {0xabc / 4095.0f, 0x123 / 4095.0f, 1});

        m_folder = std::make_unique<PictureFolder>();
        for (const char *name : {"a.tif", "b.tif"})
            writeTiff<std::uint16_t>(at(name), {.width = 2, .height = 1, .photometric = PHOTOMETRIC_MINISWHITE}, {{0, 1000}});
        dataset = read(option("levels", "source"));
        QCOMPARE(dataset->train.floats, (std::vector<float>{65535, 64535, 65535, 64535}));
    }

    void levelsAreChosen() {
        const std::vector<std::int16_t> values{-1000, 0, 1000, 3000};
        for (const char *name : {"a.tif", "b.tif"})
            writeTiff<std::int16_t>(at(name), {.width = 2, .height = 2}, {values});
        auto dataset = read();
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 4), {0, 0.25f, 0.5f, 1}); // −1000 is black
        QCOMPARE(std::get<std::string>(dataset->report.assumed.at("levels")), std::string("used"));
        QVERIFY2(remarksOf(*dataset).contains("from -1000 to 3000"), qPrintable(remarksOf(*dataset)));
        const auto again = read(dataset->report.assumed);
        QVERIFY(again && again->train.floats == dataset->train.floats);
        dataset = read(option("levels", "full"));
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 4),
                {31768 / 65535.0f, 32768 / 65535.0f, 33768 / 65535.0f, 35768 / 65535.0f});
        QVERIFY(dataset->isWithinUnit);
        dataset = read(option("levels", "source"));
        QVERIFY(std::equal(values.begin(), values.end(), dataset->train.floats.begin()) && !dataset->isWithinUnit);
        QVERIFY(!read(option("levels", "some")));
        spec::DataSpec spec;
        spec.source = m_folder->path().toStdString();
        spec.options = option("levels", "source");
        const auto loaded = app::library().load(spec, 0, {});
        QVERIFY(loaded && (*loaded)->originalRange == (core::Range{-1000, 3000})); // what the views show them in
    }

    void floatsBetweenZeroAndOneStayAsTheyAre() {
        const std::vector<float> values{0.1f, 0.2f, 0.7f, 0.123456f};
        for (const char *name : {"a.tif", "b.tif"})
            writeTiff<float>(at(name), {.width = 2, .height = 2}, {values});
        const auto dataset = read();
        QVERIFY(dataset && std::equal(values.begin(), values.end(), dataset->train.floats.begin()) && dataset->isWithinUnit);
        QVERIFY(!remarksOf(*dataset).contains("range"));
    }

    void largeNumbersAreNotMerged() {
        std::vector<std::uint32_t> whole(100);
        std::vector<double> reals(100);
        for (std::size_t i = 0; i < 100; ++i) {
            whole[i] = (1u << 31) + static_cast<std::uint32_t>(i);
            reals[i] = 5e9 + 0.01 * static_cast<double>(i);
        }
        for (const bool isWhole : {true, false}) {
            for (const char *name : {"a.tif", "b.tif"})
                isWhole ? writeTiff<std::uint32_t>(at(name), {.width = 10, .height = 10}, {whole})
                        : writeTiff<double>(at(name), {.width = 10, .height = 10}, {reals});
            const auto dataset = read();
            for (std::size_t i = 0; i < 100; ++i)
                QVERIFY(std::abs(dataset->train.floats[i] - static_cast<float>(i) / 99.0f) < 1e-6f);
            const auto source = read(option("levels", "source")); // less what the offsets give back
            QCOMPARE(source->offsets.size(), std::size_t{100});
            QCOMPARE(static_cast<double>(source->train.floats[7]) + source->offsets[7],
                     isWhole ? whole[7] : 5e9 + static_cast<float>(0.07 + 5e9 - source->offsets[7]) + source->offsets[7] - 5e9);
        }
    }

    void whatIsNoNumberIsTold() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        writeTiff<float>(at("a.tif"), {.width = 2, .height = 2}, {{nan, 3, 5, std::numeric_limits<float>::infinity()}});
        writeTiff<float>(at("b.tif"), {.width = 2, .height = 2}, {{1, 3, 5, 2}});
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(dataset->train.floats, {0.5f, 0.5f, 1, 0.5f, 0, 0.5f, 1, 0.25f});
        QVERIFY2(remarksOf(*dataset).contains("1 picture has pixels that are no numbers"), qPrintable(remarksOf(*dataset)));
    }

    void twelveBitsOfAPngStay() {
        const auto values = someNumbers<std::uint16_t>(120, 1), others = someNumbers<std::uint16_t>(120, 2);
        add("a.png", png(grey16(12, 10, values)));
        add("b.png", png(grey16(12, 10, others)));
        QImage colour(2, 1, QImage::Format_RGBX64);
        colour.setPixelColor(0, 0, QColor::fromRgba64(1000, 2000, 3000));
        colour.setPixelColor(1, 0, QColor::fromRgba64(0, 4000, 1));
        add("colour/a.png", png(colour));
        const auto coloured = read(option("levels", "source"), "colour");
        QVERIFY(coloured && coloured->shape == core::Shape(3, 1, 2));
        QCOMPARE(coloured->train.floats, (std::vector<float>{1000, 0, 2000, 4000, 3000, 1}));
        fs::remove_all(at("colour").toStdString());
        const auto grey = read();
        compare(grey->train.floats, byRange<std::uint16_t>({values, others}));
    }

    void setsAreMixed() {
        QImage bytes(2, 2, QImage::Format_Grayscale8);
        bytes.fill(51);
        add("a.png", png(bytes));
        add("b.png", png(grey16(2, 2, {100, 200, 300, 500})));
        writeTiff<float>(at("c.tif"), {.width = 2, .height = 2}, {{0.5f, 0.25f, 0, 1}});
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(dataset->train.floats, {0.2f, 0.2f, 0.2f, 0.2f, 0, 0.25f, 0.5f, 1, 0.5f, 0.25f, 0, 1});
        QVERIFY2(remarksOf(*dataset).contains("from 100 to 500") && remarksOf(*dataset).contains("of those, 0 to 255 is 0 to 1"),
                 qPrintable(remarksOf(*dataset)));
    }

    void aDeepPictureIsFoundLate() {
        QImage bytes(2, 2, QImage::Format_Grayscale8);
        bytes.fill(51);
        for (int i = 0; i < 300; ++i)
            add(qPrintable(QString("%1.png").arg(i, 3, 10, QChar('0'))), png(bytes));
        add("001.png", png(grey16(2, 2, {100, 200, 300, 500}))); // beside those that are looked at
        double last = 0;
        ReadOrder order;
        order.path = m_folder->path().toStdString();
        order.images = &app::imageDecoder();
        order.progress.report = [&last](double fraction, const std::string &) {
            QVERIFY(fraction >= last && fraction <= 1);
            last = fraction;
        };
        const auto dataset = readPath(order);
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 12),
                {0.2f, 0.2f, 0.2f, 0.2f, 0, 0.25f, 0.5f, 1, 0.2f, 0.2f, 0.2f, 0.2f});
    }

    void theRangeOfMoreBitsIsOneClickAway() {
        std::vector<std::uint16_t> numbers(4, 100);
        numbers[3] = 500;
        QImage picture(2, 2, QImage::Format_Grayscale16);
        for (int i = 0; i < 4; ++i)
            reinterpret_cast<std::uint16_t *>(picture.scanLine(i / 2))[i % 2] = numbers[static_cast<std::size_t>(i)];
        add("a.png", png(picture));
        auto dataset = read();
        compare(dataset->train.floats, {0, 0, 0, 1});
        QCOMPARE(dataset->report.doubts.size(), std::size_t{1});
        QCOMPARE(dataset->report.doubts[0].setting, std::string("levels"));
        dataset = read({{"levels", dataset->report.doubts[0].otherwise}});
        compare(dataset->train.floats, {100 / 65535.0f, 100 / 65535.0f, 100 / 65535.0f, 500 / 65535.0f});
        QVERIFY(dataset->report.doubts.empty());
    }

    void darkBytesAreDoubted() {
        QImage bytes(2, 2, QImage::Format_Grayscale8);
        bytes.fill(0);
        bytes.scanLine(1)[1] = 15;
        add("a.png", png(bytes));
        auto dataset = read();
        QCOMPARE(dataset->report.doubts.size(), std::size_t{1});
        QCOMPARE(dataset->report.doubts[0].setting, std::string("levels"));
        dataset = read({{"levels", dataset->report.doubts[0].otherwise}});
        compare(dataset->train.floats, {0, 0, 0, 1});
    }

    void netpbmIsRead_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QVector<float>>("values"); ///< of two pixels, channel after channel
        const auto bytes = [](const char *text, std::initializer_list<int> more) {
            QByteArray all(text);
            for (const int byte : more)
                all.append(static_cast<char>(byte));
            return all;
        };
        QTest::newRow("P1") << QByteArray("P1\n# said\n2 1\n1 0\n") << QVector<float>{0, 255};
        QTest::newRow("P1 close") << QByteArray("P1 2 1\n10") << QVector<float>{0, 255};
        QTest::newRow("P2") << QByteArray("P2\n2 1\n# said\n100 # here too\n0\n100") << QVector<float>{0, 255};
        QTest::newRow("P3") << QByteArray("P3 2 1 255\n1 2 3  4 5 6\n") << QVector<float>{1, 4, 2, 5, 3, 6};
        QTest::newRow("P4") << bytes("P4 2 1\n", {0x80}) << QVector<float>{0, 255};
        QTest::newRow("P5") << bytes("P5 2 1 255\n", {7, 9}) << QVector<float>{7, 9};
        QTest::newRow("P5 of 4 bits") << bytes("P5 2 1 15\n", {15, 3}) << QVector<float>{255, 51};
        QTest::newRow("P5 of 16 bits") << bytes("P5 2 1 65535\n", {0x12, 0x34, 0x0a, 0x0a}) << QVector<float>{0x1234, 0x0a0a};
        QTest::newRow("P6 of 16 bits") << bytes("P6 2 1 1023\n", {1, 0, 1, 1, 1, 2, 2, 0, 2, 1, 2, 2}) << QVector<float>{256, 512, 257, 513, 258, 514};
        QTest::newRow("P6") << bytes("P6\n2 1\n255\n", {1, 2, 3, 4, 5, 6}) << QVector<float>{1, 4, 2, 5, 3, 6};
    }
    void netpbmIsRead() {
        QFETCH(QByteArray, content);
        QFETCH(QVector<float>, values);
        for (const char *name : {"a.pgm", "b.PPM", "c.jfif"}) // whatever the name
            add(name, Bytes(content.begin(), content.end()));
        const auto dataset = read(option("levels", "source"));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{3});
        QCOMPARE(QVector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + values.size()), values);
    }
};

QTEST_GUILESS_MAIN(PictureBitsTest)
#include "picture_bits_test.moc"
