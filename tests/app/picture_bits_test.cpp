// What the numbers of picture files become: all their bits, all their pages, the right way up, and what is drawn on nothing.
#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>
#include <filesystem>
#include <set>

#include <fcntl.h>
#include <unistd.h>

#include "app/embedded.h"
#include "app/image_decoder.h"
#include "app/picture_formats.h"
#include "engine/data/readers/image_folder.h"
#include "engine/data/readers/reader.h"
#include "tests/support/idx_files.h"
#include "tests/support/tiff_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;
namespace fs = std::filesystem;

namespace {

const char *const seeds = HOURGLASS_SOURCE_DIR "/tests/data/pictures/";

Bytes textBytes(const std::string &text) {
    return {text.begin(), text.end()};
}

Bytes png(const QImage &image) {
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    if (!QImageWriter(&buffer, "png").write(image))
        qFatal("a PNG cannot be written");
    return {content.begin(), content.end()};
}

QImage grey16(int width, int height, const std::vector<std::uint16_t> &values) {
    QImage image(width, height, QImage::Format_Grayscale16);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            reinterpret_cast<quint16 *>(image.scanLine(y))[x] = values[static_cast<std::size_t>(y * width + x)];
    return image;
}

/// A stroke from the left, as wide as told, in one colour on nothing.
QImage stroke(int width, QColor colour) {
    QImage image(10, 6, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    for (int x = 0; x < width; ++x)
        for (int y = 2; y < 4; ++y)
            image.setPixelColor(x, y, colour);
    return image;
}

/// (v − low) ÷ (high − low) over all of them.
template <class T>
std::vector<float> byRange(const std::vector<std::vector<T>> &pictures) {
    double lowest = std::numeric_limits<double>::max(), highest = -lowest;
    for (const auto &picture : pictures)
        for (const T value : picture)
            lowest = std::min<double>(lowest, static_cast<double>(value)), highest = std::max<double>(highest, static_cast<double>(value));
    std::vector<float> scaled;
    for (const auto &picture : pictures)
        for (const T value : picture)
            scaled.push_back(static_cast<float>((static_cast<double>(value) - lowest) / (highest - lowest)));
    return scaled;
}

/// What the program writes to the terminal while it lives.
class Overheard {
public:
    Overheard() : m_error(dup(STDERR_FILENO)), m_file(m_folder.filePath("stderr")) {
        const int file = open(qPrintable(m_file), O_WRONLY | O_CREAT, 0600);
        dup2(file, STDERR_FILENO);
        close(file);
    }
    ~Overheard() { end(); }
    QByteArray end() {
        if (m_error >= 0) {
            dup2(m_error, STDERR_FILENO);
            close(std::exchange(m_error, -1));
        }
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QTemporaryDir m_folder;
    int m_error;
    QString m_file;
};

} // namespace

class PictureBitsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const QString &name) const { return m_folder->filePath(name); }
    std::string add(const char *name, const Bytes &content) { return writeFile(m_folder->path(), QString::fromUtf8(name), content); }
    core::Result<Dataset> read(const spec::Values &options = {}, const QString &name = {}) {
        ReadOrder order;
        order.path = (name.isEmpty() ? m_folder->path() : at(name)).toStdString();
        order.options = options;
        order.images = &app::imageDecoder();
        return readPath(order);
    }
    static spec::Values option(const char *key, const char *value) { return {{key, std::string(value)}}; }
    static QString remarksOf(const Dataset &dataset) {
        QString all;
        for (const std::string &remark : dataset.report.remarks)
            all += QString::fromStdString(remark) + '\n';
        return all;
    }
    static void compare(const std::vector<float> &got, const std::vector<float> &wanted) {
        QCOMPARE(got.size(), wanted.size());
        for (std::size_t i = 0; i < got.size(); ++i)
            QVERIFY2(std::abs(got[i] - wanted[i]) < 1e-6f, qPrintable(QString("%1: %2 where %3 is right").arg(i).arg(got[i]).arg(wanted[i])));
    }
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
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

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
        const TiffForm forms[] = {{},
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
        QCOMPARE(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 6), (std::vector<float>{0, 1, -2, 0.5f, 65504, 5.9604645e-8f}));
        QVERIFY(!dataset->isWithinUnit);

        m_folder = std::make_unique<QTemporaryDir>();
        for (const char *name : {"a.tif", "b.tif"}) // 0xabc, 0x123, 0xfff, and four bits that fill the byte
            writeTiff<std::uint8_t>(at(name), {.width = 3, .height = 1}, {{0xab, 0xc1, 0x23, 0xff, 0xf0, 0}}, 12);
        dataset = read(option("levels", "full"));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 3), {0xabc / 4095.0f, 0x123 / 4095.0f, 1});

        m_folder = std::make_unique<QTemporaryDir>();
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
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 4), {31768 / 65535.0f, 32768 / 65535.0f, 33768 / 65535.0f, 35768 / 65535.0f});
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
                isWhole ? writeTiff<std::uint32_t>(at(name), {.width = 10, .height = 10}, {whole}) : writeTiff<double>(at(name), {.width = 10, .height = 10}, {reals});
            const auto dataset = read();
            for (std::size_t i = 0; i < 100; ++i)
                QVERIFY(std::abs(dataset->train.floats[i] - static_cast<float>(i) / 99.0f) < 1e-6f);
            const auto source = read(option("levels", "source")); // less what the offsets give back
            QCOMPARE(source->offsets.size(), std::size_t{100});
            QCOMPARE(static_cast<double>(source->train.floats[7]) + source->offsets[7], isWhole ? whole[7] : 5e9 + static_cast<float>(0.07 + 5e9 - source->offsets[7]) + source->offsets[7] - 5e9);
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
        const auto dataset = read({}, "colour/.."), coloured = read(option("levels", "source"), "colour");
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QVERIFY(coloured && coloured->shape == core::Shape(3, 1, 2));
        QCOMPARE(coloured->train.floats, (std::vector<float>{1000, 0, 2000, 4000, 3000, 1}));
        fs::remove_all(at("colour").toStdString());
        const auto grey = read();
        compare(grey->train.floats, byRange<std::uint16_t>({values, others}));
    }

    void setsAreMixed() {
        add("a.png", png(QImage(2, 2, QImage::Format_Grayscale8)));
        QImage bytes(2, 2, QImage::Format_Grayscale8);
        bytes.fill(51);
        add("a.png", png(bytes));
        add("b.png", png(grey16(2, 2, {100, 200, 300, 500})));
        writeTiff<float>(at("c.tif"), {.width = 2, .height = 2}, {{0.5f, 0.25f, 0, 1}});
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(dataset->train.floats, {0.2f, 0.2f, 0.2f, 0.2f, 0, 0.25f, 0.5f, 1, 0.5f, 0.25f, 0, 1});
        QVERIFY2(remarksOf(*dataset).contains("from 100 to 500") && remarksOf(*dataset).contains("of those, 0 to 255 is 0 to 1"), qPrintable(remarksOf(*dataset)));
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
        compare(std::vector<float>(dataset->train.floats.begin(), dataset->train.floats.begin() + 12), {0.2f, 0.2f, 0.2f, 0.2f, 0, 0.25f, 0.5f, 1, 0.2f, 0.2f, 0.2f, 0.2f});
    }

    void darkBytesAreDoubted() {
        QImage bytes(2, 2, QImage::Format_Grayscale8);
        bytes.fill(0);
        bytes.setPixel(1, 1, 15);
        bytes.scanLine(1)[1] = 15;
        add("a.png", png(bytes));
        auto dataset = read();
        QCOMPARE(dataset->report.doubts.size(), std::size_t{1});
        QCOMPARE(dataset->report.doubts[0].setting, std::string("levels"));
        dataset = read({{"levels", dataset->report.doubts[0].otherwise}});
        compare(dataset->train.floats, {0, 0, 0, 1});
    }

    void pagesAreSamplesAVolumeOrLeftOut() {
        std::vector<std::vector<std::uint16_t>> stack, other;
        for (int i = 0; i < 5; ++i) {
            stack.push_back(someNumbers<std::uint16_t>(120, i));
            other.push_back(someNumbers<std::uint16_t>(120, 10 + i));
        }
        writeTiff<std::uint16_t>(at("a.tif"), {}, stack);
        auto dataset = read({}, "a.tif");
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{5});
        compare(dataset->train.floats, byRange(stack));
        QCOMPARE(dataset->title, std::string("a.tif"));
        QVERIFY2(remarksOf(*dataset).contains("5 in all: each is a sample"), qPrintable(remarksOf(*dataset)));

        writeTiff<std::uint16_t>(at("b.tif"), {}, other);
        std::vector<std::vector<std::uint16_t>> both = stack;
        both.insert(both.end(), other.begin(), other.end());
        dataset = read();
        compare(dataset->train.floats, byRange(both));
        QCOMPARE(dataset->groupNames, (std::vector<std::string>{"a.tif", "b.tif"}));
        QCOMPARE(dataset->train.groups, (std::vector<std::int32_t>{0, 0, 0, 0, 0, 1, 1, 1, 1, 1}));
        dataset = read(option("pages", "first"));
        QVERIFY(dataset->train.samples == 2 && dataset->groupNames.empty());
        dataset = read(option("pages", "channels"));
        QVERIFY(dataset->train.samples == 2 && dataset->shape == core::Shape(5, 10, 12));
        compare(dataset->train.floats, byRange(both));
        writeTiff<std::uint16_t>(at("c.tif"), {}, {stack[0], stack[1]});
        dataset = read(option("pages", "channels"));
        QVERIFY(dataset->train.samples == 2 && dataset->report.problems[0].what == "has 2 pages, not 5");
        QCOMPARE(dataset->report.leftOutSamples, Index{1});
    }

    void copiesAndMasksAreNoPages() {
        const auto values = someNumbers<std::uint16_t>(120, 1);
        TIFF *file = TIFFOpen(qPrintable(at("a.tif")), "w");
        writeTiffPage(file, {}, values);
        writeTiffPage(file, {.sort = FILETYPE_REDUCEDIMAGE}, values);
        writeTiffPage(file, {.sort = FILETYPE_MASK}, values);
        writeTiffPage(file, {}, values);
        TIFFClose(file);
        const auto dataset = read();
        QVERIFY(dataset && dataset->train.samples == 2);
    }

    void pagesBehindOneDirectoryAreFound_data() {
        QTest::addColumn<QByteArray>("description");
        QTest::addColumn<QByteArray>("mode");
        for (const char *mode : {"w", "wb"}) {
            QTest::addRow("ImageJ %s", mode) << QByteArray("ImageJ=1.53t\nimages=4\nslices=4\n") << QByteArray(mode);
            QTest::addRow("tifffile %s", mode) << QByteArray("{\"shape\": [4, 10, 12], \"truncated\": true}") << QByteArray(mode);
        }
    }
    void pagesBehindOneDirectoryAreFound() {
        QFETCH(QByteArray, description);
        QFETCH(QByteArray, mode);
        // One tall page is laid out as four are; its length is then said to be a quarter.
        std::vector<std::uint16_t> all;
        std::vector<std::vector<std::uint16_t>> pages;
        for (int i = 0; i < 4; ++i) {
            pages.push_back(someNumbers<std::uint16_t>(120, i));
            all.insert(all.end(), pages.back().begin(), pages.back().end());
        }
        writeTiff<std::uint16_t>(at("a.tif"), {.height = 40, .mode = mode.constData(), .description = description.constData()}, {all});
        TIFF *file = TIFFOpen(qPrintable(at("a.tif")), "r+");
        TIFFSetField(file, TIFFTAG_IMAGELENGTH, 10);
        TIFFRewriteDirectory(file);
        TIFFClose(file);
        auto dataset = read({}, "a.tif");
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        compare(dataset->train.floats, byRange(pages));
        // Pages that are not there are said to be missing; those that are stay.
        Bytes content = readFile(at("a.tif"));
        const std::string_view four = "images=4";
        bool isImageJ = false;
        for (auto place = content.begin(); (place = std::search(place, content.end(), four.begin(), four.end())) != content.end(); isImageJ = true)
            *(place + 7) = '9';
        if (!isImageJ)
            return;
        add("a.tif", content);
        dataset = read({}, "a.tif");
        QVERIFY(dataset && dataset->train.samples >= 4 && dataset->train.samples < 9 && dataset->report.problems.size() == 1);
        QVERIFY2(dataset->report.problems[0].what.find("of its 9 pages are there") != std::string::npos, dataset->report.problems[0].what.c_str());
    }

    void planesOfThreeMayBePages() {
        const TiffForm form{.samples = 3, .photometric = PHOTOMETRIC_RGB, .isPlanar = true, .description = "{\"shape\": [3, 10, 12]}"};
        writeTiff<std::uint16_t>(at("a.tif"), form, {someNumbers<std::uint16_t>(360, 1)});
        add("b/a.tif", readFile(at("a.tif")));
        auto dataset = read({}, "b");
        QVERIFY(dataset && dataset->shape == core::Shape(3, 10, 12) && dataset->report.doubts.size() == 1);
        QCOMPARE(dataset->report.doubts[0].setting, std::string("pages"));
        const std::vector<float> colours = dataset->train.floats;
        dataset = read({{"pages", dataset->report.doubts[0].otherwise}}, "b");
        QVERIFY(dataset && dataset->shape == core::Shape(1, 10, 12) && dataset->train.samples == 3);
        QCOMPARE(dataset->train.floats, colours);
    }

    void manyChannelsArePages() {
        writeTiff<std::uint16_t>(at("a.tif"), {.width = 2, .height = 1, .samples = 5, .extras = {0, 0, 0, 0}}, {{1, 2, 3, 4, 5, 11, 12, 13, 14, 15}});
        const auto dataset = read(option("levels", "source"));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.floats, (std::vector<float>{1, 11, 2, 12, 3, 13, 4, 14, 5, 15}));
    }

    void framesMove_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isClear");
        QTest::newRow("GIF") << "moving.gif" << false;
        QTest::newRow("WebP") << "moving.webp" << false;
        QTest::newRow("GIF on nothing") << "moving_clear.gif" << true;
        QTest::newRow("WebP on nothing") << "moving_clear.webp" << true;
    }
    void framesMove() {
        QFETCH(QString, name);
        QFETCH(bool, isClear);
        add(qPrintable(name), readFile(seeds + name));
        const auto dataset = read({}, name);
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{4});
        QCOMPARE(dataset->shape, core::Shape(3, 8, 12));
        for (int k = 0; k < 4; ++k) // as tests/data/make_pictures.py drew them
            for (int y = 0; y < 8; ++y)
                for (int x = 0; x < 12; ++x) {
                    const bool isBlock = x >= 2 * k && x < 2 * k + 4 && y >= k && y < k + 4;
                    const std::array<int, 3> wanted = isBlock ? std::array<int, 3>{200, 40 * k, 60} : std::array<int, 3>{isClear ? 255 : 0, isClear ? 255 : 0, isClear ? 255 : 0};
                    for (int channel = 0; channel < 3; ++channel)
                        QVERIFY(std::abs(dataset->train.bytes[static_cast<std::size_t>(((k * 3 + channel) * 8 + y) * 12 + x)] - wanted[static_cast<std::size_t>(channel)]) <= 3);
                }
    }

    void exifTurnsPngAndWebp_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("PNG") << "turned.png";
        QTest::newRow("WebP") << "turned.webp";
    }
    void exifTurnsPngAndWebp() {
        QFETCH(QString, name);
        const auto picture = app::imageDecoder().decode(asBytes(readFile(seeds + name)), {});
        QVERIFY2(bool(picture), picture ? "" : picture.error().what.c_str());
        QCOMPARE(picture->size, (PictureSize{4, 8}));
        QCOMPARE(picture->whole, (PictureSize{4, 8}));
        for (std::size_t y = 0; y < 8; ++y) // the left half was red, and is the upper one
            QCOMPARE(int(picture->bytes[y * 12]), y < 4 ? 250 : 0);
    }

    void xmpTurnsJpeg() {
        QImage image(640, 320, QImage::Format_RGB32);
        image.fill(Qt::black);
        for (int y = 0; y < 320; ++y)
            std::fill_n(reinterpret_cast<QRgb *>(image.scanLine(y)), 320, qRgb(250, 0, 0));
        QByteArray content;
        QBuffer buffer(&content);
        buffer.open(QIODevice::WriteOnly);
        QVERIFY(QImageWriter(&buffer, "jpeg").write(image));
        const QByteArray packet = QByteArray("http://ns.adobe.com/xap/1.0/\0", 29) +
                                  "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                                  "<rdf:Description rdf:about='' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='6'/></rdf:RDF></x:xmpmeta>";
        const auto length = static_cast<int>(packet.size()) + 2;
        content.insert(2, QByteArray("\xff\xe1") + static_cast<char>(length >> 8) + static_cast<char>(length & 255) + packet);
        const auto picture = app::imageDecoder().decode(std::as_bytes(std::span(content.constData(), static_cast<std::size_t>(content.size()))), {{32, 64}});
        QVERIFY2(bool(picture), picture ? "" : picture.error().what.c_str());
        QCOMPARE(picture->whole, (PictureSize{320, 640}));
        QVERIFY(picture->size.width < 320 && picture->size.height == 2 * picture->size.width && picture->size.height >= 128);
        QVERIFY(picture->bytes.front() > 200 && picture->bytes[picture->bytes.size() - 3] < 50); // the left half was red, and is the upper one
    }

    void tiffIsTurnedEightWays() {
        const int ways[8][6] = {{1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3}, {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
        for (int orientation = 1; orientation <= 8; ++orientation) {
            writeTiff<std::uint16_t>(at("deep.tif"), {.width = 3, .height = 2, .orientation = orientation}, {{1, 2, 3, 4, 5, 6}});
            writeTiff<std::uint8_t>(at("bytes.tif"), {.width = 3, .height = 2, .orientation = orientation}, {{1, 2, 3, 4, 5, 6}});
            const auto deep = app::imageDecoder().decode(asBytes(readFile(at("deep.tif"))), {}), bytes = app::imageDecoder().decode(asBytes(readFile(at("bytes.tif"))), {});
            QVERIFY(deep && bytes);
            QCOMPARE(deep->size, orientation >= 5 ? (PictureSize{2, 3}) : (PictureSize{3, 2}));
            for (std::size_t i = 0; i < 6; ++i) {
                QCOMPARE(deep->floats[i], static_cast<float>(ways[orientation - 1][i]));
                QCOMPARE(int(bytes->bytes[i]), ways[orientation - 1][i]);
            }
        }
    }

    void strokesOnNothingAreSeen_data() {
        QTest::addColumn<QList<QColor>>("colours");
        QTest::addColumn<QString>("backdrop");
        QTest::newRow("white") << QList<QColor>{Qt::white, Qt::white} << "black";
        QTest::newRow("black") << QList<QColor>{Qt::black, Qt::black} << "white";
        QTest::newRow("grey") << QList<QColor>{QColor(120, 120, 120), QColor(120, 120, 120)} << "white";
        QTest::newRow("both") << QList<QColor>{Qt::white, Qt::black} << "opacity";
        QTest::newRow("white and red") << QList<QColor>{Qt::white, Qt::red} << "black";
    }
    void strokesOnNothingAreSeen() {
        QFETCH(QList<QColor>, colours);
        QFETCH(QString, backdrop);
        for (int i = 0; i < 6; ++i)
            add(qPrintable(QString("%1.png").arg(i)), png(stroke(i + 2, colours[i % 2])));
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        std::set<std::vector<std::uint8_t>> different;
        for (int i = 0; i < 6; ++i)
            different.emplace(dataset->train.bytes.begin() + i * dataset->features(), dataset->train.bytes.begin() + (i + 1) * dataset->features());
        QCOMPARE(different.size(), std::size_t{6});
        QCOMPARE(QString::fromStdString(std::get<std::string>(dataset->report.assumed.at("transparent"))), backdrop);
        QVERIFY2(remarksOf(*dataset).contains("6 pictures have transparent parts"), qPrintable(remarksOf(*dataset)));
        const auto white = read(option("transparent", "white"));
        QCOMPARE(white->report.doubts.empty(), backdrop == "white"); // what shows nothing is said
    }

    void coloursBelowNothingArePictures() {
        for (int i = 0; i < 2; ++i) {
            QImage image(2, 1, QImage::Format_ARGB32);
            image.setPixel(0, 0, qRgba(10 + i, 20, 30, 0));
            image.setPixel(1, 0, qRgba(40, 50, 60, 0));
            add(qPrintable(QString("%1.png").arg(i)), png(image));
        }
        const auto dataset = read();
        QCOMPARE(Bytes(dataset->train.bytes.begin(), dataset->train.bytes.begin() + 6), (Bytes{10, 40, 20, 50, 30, 60}));
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

    void whatIsNotReadIsNamed() {
        QImage sound(2, 2, QImage::Format_Grayscale8);
        sound.fill(99);
        add("a.png", png(sound));
        const auto heic = textBytes(std::string("\0\0\0\x18" "ftypheic\0\0\0\0mif1heic", 24));
        add("b.jpg", heic);
        add("c.png", textBytes("version https://git-lfs.github.com/spec/v1\n"));
        add("d.heic", heic);
        add("e.dcm", heic);
        writeTiff<std::uint16_t>(at("f.tif"), {.photometric = PHOTOMETRIC_CFA}, {someNumbers<std::uint16_t>(120, 1)});
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->report.problems.size(), std::size_t{3});
        QCOMPARE(dataset->report.problems[0].what, std::string("is a HEIC picture, which is not read"));
        QVERIFY(dataset->report.problems[1].what.find("pointer of Git LFS") != std::string::npos);
        QVERIFY(dataset->report.problems[2].what.find("raw picture of a camera") != std::string::npos);
        QVERIFY2(remarksOf(*dataset).contains("1 file is left out: HEIC is not read.") && remarksOf(*dataset).contains("DICOM"), qPrintable(remarksOf(*dataset)));
        m_folder = std::make_unique<QTemporaryDir>();
        add("a.heic", heic);
        const auto none = read();
        QVERIFY2(!none && none.error().what.find("not read: HEIC") != std::string::npos, none ? "" : none.error().what.c_str());
        add("b.csv", textBytes("a,b\n1,2\n3,4\n")); // a folder of tables with a picture of them
        QVERIFY(!looksLikeImages(m_folder->path().toStdString()));
    }

    void bombsAreRefused() {
        const auto refused = [](const Bytes &content, const char *why) {
            const auto picture = app::imageDecoder().decode(asBytes(content), {});
            QVERIFY2(!picture && picture.error().what.find(why) != std::string::npos, picture ? "it was read" : picture.error().what.c_str());
        };
        refused(textBytes("P5 2000000000 2000000000 255\n"), "declares 2000000000 × 2000000000");
        refused(textBytes("P5 60000 60000 255\n1"), "declares");
        refused(textBytes("P5 1000 1000 65535\n1"), "damaged or cut off");
        refused(textBytes("P2 1000 1000 9\n" + std::string(1000000, ' ')), "damaged or cut off");
        refused(textBytes("P2 2 2 99999999999999999999\n1 1 1 1"), "damaged");
        for (const std::uint32_t side : {100000u, 5000u}) {
            writeTiff<std::uint16_t>(at("a.tif"), {}, {someNumbers<std::uint16_t>(120, 1)});
            TIFF *file = TIFFOpen(qPrintable(at("a.tif")), "r+");
            TIFFSetField(file, TIFFTAG_IMAGEWIDTH, side);
            TIFFSetField(file, TIFFTAG_IMAGELENGTH, side);
            TIFFRewriteDirectory(file);
            TIFFClose(file);
            refused(readFile(at("a.tif")), "declares");
        }
        // Each page is small, and all of them together are not.
        TIFF *file = TIFFOpen(qPrintable(at("b.tif")), "w");
        for (int i = 0; i < 40; ++i)
            writeTiffPage(file, {.width = 1000, .height = 1000, .compression = COMPRESSION_ZSTD}, std::vector<std::uint16_t>(1000000));
        TIFFClose(file);
        int pages = 0;
        const auto error = app::imageDecoder().decodeAll(asBytes(readFile(at("b.tif"))), {}, [&pages](Picture &&) { return ++pages > 0; });
        QVERIFY(pages == 40 || (error && error->what.find("more than its bytes can hold") != std::string::npos));
        // A million pages behind one directory of a file that holds two.
        writeTiff<std::uint16_t>(at("c.tif"), {.description = "ImageJ=1\nimages=1000000000\n"}, {someNumbers<std::uint16_t>(120, 1)});
        pages = 0;
        const auto cut = app::imageDecoder().decodeAll(asBytes(readFile(at("c.tif"))), {}, [&pages](Picture &&) { return ++pages > 0; });
        QVERIFY(cut && pages < 4);
    }

    void survivesEveryCutAndKeepsSilent_data() {
        QTest::addColumn<int>("form");
        for (int form = 0; form < 9; ++form)
            QTest::addRow("%d", form) << form;
    }
    void survivesEveryCutAndKeepsSilent() {
        QFETCH(int, form);
        const auto values = someNumbers<std::uint16_t>(35 * 21 * 3, 1);
        const TiffForm forms[] = {{.width = 35, .height = 21, .samples = 3, .photometric = PHOTOMETRIC_RGB},
                                  {.width = 35, .height = 21, .samples = 3, .mode = "wb8", .compression = COMPRESSION_LZW, .photometric = PHOTOMETRIC_RGB, .predicts = true},
                                  {.width = 35, .height = 21, .samples = 3, .compression = COMPRESSION_ZSTD, .photometric = PHOTOMETRIC_RGB, .isPlanar = true, .isTiled = true},
                                  {.width = 35, .height = 21, .samples = 3, .compression = COMPRESSION_LZMA, .photometric = PHOTOMETRIC_RGB}};
        Bytes content;
        if (form < 4) {
            writeTiff<std::uint16_t>(at("a.tif"), forms[form], {values, values});
            content = readFile(at("a.tif"));
        } else if (form == 8) {
            content = textBytes("P6 35 21 65535\n");
            content.insert(content.end(), 35 * 21 * 6, 7);
        } else {
            content = readFile(QString(seeds) + QStringList{"moving.gif", "moving.webp", "turned.png", "turned.webp"}[form - 4]);
        }
        Overheard overheard;
        for (std::size_t length = 0; length < content.size(); length += content.size() > 1024 ? 64 : 4) {
            const Bytes cut(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(length));
            Index pages = 0;
            const auto error = app::imageDecoder().decodeAll(asBytes(cut), {}, [&pages](Picture &&picture) {
                ++pages;
                return static_cast<Index>(picture.bytes.size() + picture.floats.size()) == picture.count();
            });
            QVERIFY(pages > 0 || (error && !error->what.empty()));
        }
        Bytes flipped = content;
        for (std::size_t place = 0; place < flipped.size(); place += place < 600 ? 1 : 37) {
            flipped[place] ^= 0x55;
            (void)app::imageDecoder().decodeAll(asBytes(flipped), {{4, 4}}, [](Picture &&) { return true; });
            flipped[place] ^= 0x55;
        }
        const QByteArray said = overheard.end();
        QVERIFY2(said.isEmpty(), said.constData());
    }
};

QTEST_GUILESS_MAIN(PictureBitsTest)
#include "picture_bits_test.moc"
