// Picture files that are turned, drawn on nothing, of formats that are not read, cut off or lie about their size.
#include <set>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "engine/data/readers/image_folder.h"
#include "tests/support/picture_files.h"
#include "tests/support/tiff_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const char *const seeds = HOURGLASS_SOURCE_DIR "/tests/data/pictures/";

Bytes textBytes(const std::string &text) {
    return {text.begin(), text.end()};
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

class PictureFilesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PictureFolder> m_folder;

    QString at(const QString &name) const { return m_folder->at(name); }
    std::string add(const char *name, const Bytes &content) const { return m_folder->add(name, content); }
    core::Result<Dataset> read(const spec::Values &options = {}, const QString &name = {}) const { return m_folder->read(options, name); }

private slots:
    void init() { m_folder = std::make_unique<PictureFolder>(); }

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
        const int ways[8][6] = {{1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3},
                                {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
        for (int orientation = 1; orientation <= 8; ++orientation) {
            writeTiff<std::uint16_t>(at("deep.tif"), {.width = 3, .height = 2, .orientation = orientation}, {{1, 2, 3, 4, 5, 6}});
            writeTiff<std::uint8_t>(at("bytes.tif"), {.width = 3, .height = 2, .orientation = orientation}, {{1, 2, 3, 4, 5, 6}});
            const auto deep = app::imageDecoder().decode(asBytes(readFile(at("deep.tif"))), {}),
                       bytes = app::imageDecoder().decode(asBytes(readFile(at("bytes.tif"))), {});
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

    void whatIsNotReadIsNamed() {
        QImage sound(2, 2, QImage::Format_Grayscale8);
        sound.fill(99);
        add("a.png", png(sound));
        const auto heic = textBytes(std::string("\0\0\0\x18"
                                                "ftypheic\0\0\0\0mif1heic",
                                                24));
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
        QVERIFY2(remarksOf(*dataset).contains("1 file is left out: HEIC is not read.") && remarksOf(*dataset).contains("DICOM"),
                 qPrintable(remarksOf(*dataset)));
        m_folder = std::make_unique<PictureFolder>();
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
        // Frames of one dot, each as large as a canvas of a million: together more than their bytes can hold.
        std::string moving("GIF89a\xe8\x03\xe8\x03\x80\0\0\0\0\0\xff\xff\xff", 19);
        for (int i = 0; i < 500; ++i)
            moving += std::string(",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0", 15);
        int pages = 0;
        const auto error = app::imageDecoder().decodeAll(asBytes(textBytes(moving + ';')), {}, [&pages](Picture &&) { return ++pages > 0; });
        QVERIFY2(error && error->what.find("more than its bytes can hold") != std::string::npos,
                 error ? error->what.c_str() : qPrintable(QString::number(pages)));
        QVERIFY(pages > 10 && pages < 100);
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
        const TiffForm forms[] = {
            {.width = 35, .height = 21, .samples = 3, .photometric = PHOTOMETRIC_RGB},
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
        for (std::size_t length = 0; length<content.size(); length += content.size()> 1024 ? 64 : 4) {
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

QTEST_GUILESS_MAIN(PictureFilesTest)
#include "picture_files_test.moc"
