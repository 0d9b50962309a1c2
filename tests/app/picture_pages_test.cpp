// What the pages of TIFF and the frames of moving pictures become.
#include <array>

#include "tests/support/picture_files.h"
#include "tests/support/tiff_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const char *const seeds = HOURGLASS_SOURCE_DIR "/tests/data/pictures/";

} // namespace

class PicturePagesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PictureFolder> m_folder;

    QString at(const QString &name) const { return m_folder->at(name); }
    std::string add(const char *name, const Bytes &content) const { return m_folder->add(name, content); }
    core::Result<Dataset> read(const spec::Values &options = {}, const QString &name = {}) const { return m_folder->read(options, name); }

private slots:
    void init() { m_folder = std::make_unique<PictureFolder>(); }

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
        QCOMPARE(dataset->report.doubts[0].setting, std::string("pages"));
        QCOMPARE(dataset->report.doubts[0].otherwise, spec::Value(std::string("channels")));
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
        QVERIFY(dataset && dataset->shape == core::Shape(3, 10, 12) && dataset->report.doubts.size() == 2);
        QCOMPARE(dataset->report.doubts[0].setting, std::string("pages"));
        QCOMPARE(dataset->report.doubts[1].setting, std::string("levels"));
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

    void channelsBesideTheColoursAreTold() {
        writeTiff<std::uint16_t>(at("a.tif"), {.width = 2, .height = 1, .samples = 4, .photometric = PHOTOMETRIC_RGB, .extras = {EXTRASAMPLE_UNSPECIFIED}},
                                 {{1, 2, 3, 90, 11, 12, 13, 91}});
        const auto dataset = read(option("levels", "source"));
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.floats, (std::vector<float>{1, 11, 2, 12, 3, 13}));
        QVERIFY2(remarksOf(*dataset).contains("1 picture has channels beside red, green and blue"), qPrintable(remarksOf(*dataset)));
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
                    const std::array<int, 3> wanted =
                        isBlock ? std::array<int, 3>{200, 40 * k, 60} : std::array<int, 3>{isClear ? 255 : 0, isClear ? 255 : 0, isClear ? 255 : 0};
                    for (int channel = 0; channel < 3; ++channel)
                        QVERIFY(std::abs(dataset->train.bytes[static_cast<std::size_t>(((k * 3 + channel) * 8 + y) * 12 + x)] -
                                         wanted[static_cast<std::size_t>(channel)]) <= 3);
                }
    }
};

QTEST_GUILESS_MAIN(PicturePagesTest)
#include "picture_pages_test.moc"
