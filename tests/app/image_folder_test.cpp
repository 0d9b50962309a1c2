// Folders of pictures, read with the program's decoder: formats, classes, parts, sizes, colours, and whatever may be wrong with them.
#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <thread>

#include <unistd.h>

#include "app/import/embedded.h"
#include "app/pictures/image_decoder.h"
#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_folder.h"
#include "engine/data/readers/reader.h"
#include "engine/spec/wording.h"
#include "tests/support/command_run.h"
#include "tests/support/idx_files.h"
#include "tests/support/largest_allocation.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;
namespace fs = std::filesystem;

namespace {

/// One dot of GIF, in one colour: Qt writes none.
const char smallGif[] = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x20\x40\x60\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;";

Bytes bytesOf(const QImage &image, const char *format, int quality = -1) {
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(quality);
    if (!writer.write(image))
        qFatal("%s cannot be written: %s", format, qPrintable(writer.errorString()));
    return {content.begin(), content.end()};
}

QImage grey(int width, int height, int value) {
    QImage image(width, height, QImage::Format_Grayscale8);
    image.fill(QColor(value, value, value));
    return image;
}

QImage coloured(int width, int height, QColor colour = QColor(10, 20, 30)) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

Bytes png(const QImage &image) {
    return bytesOf(image, "png");
}

ReadOrder orderOf(const std::string &path, const spec::Values &options = {}) {
    ReadOrder order;
    order.path = path;
    order.options = options;
    order.images = &app::imageDecoder();
    return order;
}

} // namespace

class ImageFolderTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    std::string add(const char *name, const Bytes &content) { return writeFile(m_folder->path(), QString::fromUtf8(name), content); }
    std::string path() const { return m_folder->path().toStdString(); }
    core::Result<Dataset> read(const spec::Values &options = {}) { return readPath(orderOf(path(), options)); }
    QString errorOf(const std::string &what, const spec::Values &options = {}) {
        const auto dataset = readPath(orderOf(what, options));
        return dataset ? QString() : QString::fromStdString(dataset.error().sentence());
    }
    static QString remarksOf(const Dataset &dataset) {
        QString all;
        for (const std::string &remark : dataset.report.remarks)
            all += QString::fromStdString(remark) + '\n';
        return all;
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsEveryFormat_data() {
        QTest::addColumn<QByteArray>("format");
        for (const char *format : {"png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff", "gif"})
            QTest::newRow(format) << QByteArray(format);
    }
    void readsEveryFormat() {
        QFETCH(QByteArray, format);
        const Bytes content =
            format == "gif" ? Bytes(smallGif, smallGif + sizeof smallGif - 1) : bytesOf(coloured(8, 6, QColor(0x20, 0x40, 0x60)), format, 100);
        add(("a." + format).constData(), content);
        add(("b." + format.toUpper()).constData(), content);
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{2});
        QCOMPARE(dataset->shape, format == "gif" ? core::Shape(3, 1, 1) : core::Shape(3, 6, 8));
        const Index plane = dataset->features() / 3;
        for (int channel = 0; channel < 3; ++channel)
            for (Index pixel = 0; pixel < plane; ++pixel)
                QVERIFY(std::abs(dataset->train.bytes[static_cast<std::size_t>(channel * plane + pixel)] - 0x20 * (channel + 1)) <= 2);
        QCOMPARE(dataset->report.problemCount, Index{0});
        QVERIFY(dataset->train.labels.empty() && dataset->classNames.empty());
    }

    void foldersAreClasses() {
        add("dog/2.png", png(grey(4, 4, 2)));
        add("dog/10.png", png(grey(4, 4, 10)));
        add("Cat/1.png", png(grey(4, 4, 1)));
        add("ant/3.png", png(grey(4, 4, 3)));
        add("empty/readme.txt", {'x'});
        add("left.png", png(grey(4, 4, 9)));
        add("dog/more/4.png", png(grey(4, 4, 4)));
        add(".hidden/1.png", png(grey(4, 4, 4)));
        add("ant/.hidden.png", png(grey(4, 4, 4)));
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"Cat", "ant", "dog"}));
        QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{0, 1, 2, 2}));
        std::vector<int> values; // "10.png" before "2.png", as bytes go
        for (std::size_t i = 0; i < 4; ++i)
            values.push_back(dataset->train.bytes[i * 16]);
        QCOMPARE(values, (std::vector<int>{1, 3, 10, 2}));
        QCOMPARE(dataset->shape, core::Shape(1, 4, 4));
        const QString remarks = remarksOf(*dataset);
        QVERIFY2(remarks.contains("2 hidden files or folders are left out.") && remarks.contains("1 file is left out: the names") &&
                     remarks.contains("1 folder is left out") && remarks.contains("1 picture or folder is left out"),
                 qPrintable(remarks));
    }

    void theOnlyFolderIsNoClass() {
        add("img/1.png", png(grey(4, 4, 1)));
        add("img/2.png", png(grey(4, 4, 2)));
        add("labels.csv", {'i', 'd', '\n', '1', '\n'});
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{2});
        QVERIFY(dataset->train.labels.empty() && dataset->classNames.empty());
    }

    void partsAreRecognised() {
        add("Train/a/1.png", png(grey(2, 2, 1)));
        add("Train/b/1.png", png(grey(2, 2, 2)));
        add("val/b/1.png", png(grey(2, 2, 3)));
        add("test/c/1.png", png(grey(2, 2, 4)));
        add("other/1.png", png(grey(2, 2, 5)));
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(dataset->train.labels, (std::vector<std::int32_t>{0, 1}));
        QCOMPARE(dataset->validation.labels, (std::vector<std::int32_t>{1}));
        QCOMPARE(dataset->test.labels, (std::vector<std::int32_t>{2}));
        QCOMPARE(dataset->test.bytes[0], std::uint8_t{4});
        spec::DataSpec spec;
        spec.source = path();
        spec.validation = 0.5;
        const auto loaded = app::library().load(spec, 1, {});
        QVERIFY(loaded && (*loaded)->validation.labels == dataset->validation.labels && (*loaded)->train.samples == 2);
    }

    /// As torchvision's ImageFolder and Keras' image_dataset_from_directory find them: a class is all that lies below its folder.
    void foldersWithinFoldersAreRead_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QString>("classes");
        QTest::addColumn<QList<int>>("labels"); ///< of the training part
        QTest::addColumn<QSize>("others");      ///< samples for validation and test
        const QList<int> two{0, 1};
        QTest::newRow("below the classes") << QStringList{"cat/a/1", "dog/b/c/1"} << "cat dog" << two << QSize(0, 0);
        QTest::newRow("several below a class") << QStringList{"cat/a/1", "cat/b/1", "dog/a/1"} << "cat dog" << QList<int>{0, 0, 1} << QSize(0, 0);
        QTest::newRow("classes in one folder") << QStringList{"pets/cat/1", "pets/dog/1"} << "cat dog" << two << QSize(0, 0);
        QTest::newRow("one folder in another") << QStringList{"a/b/c/1", "a/b/c/2"} << "" << QList<int>{} << QSize(0, 0);
        QTest::newRow("parts in one folder") << QStringList{"d/train/a/1", "d/train/b/1", "d/test/b/2"} << "a b" << two << QSize(0, 1);
        QTest::newRow("images in each class") << QStringList{"train/n1/images/1", "train/n2/images/1", "val/images/1", "test/images/1"} << "n1 n2" << two
                                              << QSize(1, 1);
        QTest::newRow("parts twice") << QStringList{"seg_train/seg_train/a/1", "seg_train/seg_train/b/1", "seg_test/seg_test/b/1", "seg_pred/seg_pred/1"}
                                     << "a b" << two << QSize(0, 1);
        QTest::newRow("sets") << QStringList{"training_set/cats/1", "training_set/dogs/1", "test_set/cats/1"} << "cats dogs" << two << QSize(0, 1);
        QTest::newRow("years") << QStringList{"train2017/1", "train2017/2", "val2017/1"} << "" << QList<int>{} << QSize(1, 0);
        QTest::newRow("vehicles") << QStringList{"bus/1", "train station/1"} << "bus train station" << two << QSize(0, 0);
        QTest::newRow("vehicles and tests") << QStringList{"crash test/1", "train station/1"} << "crash test train station" << two << QSize(0, 0);
    }
    void foldersWithinFoldersAreRead() {
        QFETCH(QStringList, files);
        QFETCH(QString, classes);
        QFETCH(QList<int>, labels);
        QFETCH(QSize, others);
        int value = 0;
        for (const QString &file : files)
            add(qPrintable(file + ".png"), png(grey(4, 4, ++value)));
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QStringList names;
        for (const std::string &name : dataset->classNames)
            names.push_back(QString::fromStdString(name));
        QCOMPARE(names.join(' '), classes);
        QCOMPARE(QList<int>(dataset->train.labels.begin(), dataset->train.labels.end()), labels);
        QCOMPARE(QSize(int(dataset->validation.samples), int(dataset->test.samples)), others);
    }

    void aLinkBackUpIsNotFollowed() {
        add("cat/a/1.png", png(grey(4, 4, 1)));
        add("dog/a/1.png", png(grey(4, 4, 2)));
        fs::create_directory_symlink(path(), path() + "/cat/a/back");
        fs::create_directory_symlink(path(), path() + "/dog/back");
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{2});
        QVERIFY2(remarksOf(*dataset).contains("2 folders are left out"), qPrintable(remarksOf(*dataset)));
    }

    void aTestFolderAloneIsAClass() {
        add("test/1.png", png(grey(2, 2, 1)));
        add("good/1.png", png(grey(2, 2, 1)));
        const auto dataset = read();
        QVERIFY(dataset && dataset->test.isEmpty());
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"good", "test"}));
    }

    void findsOutTheSize_data() {
        QTest::addColumn<QVector<QSize>>("sizes");
        QTest::addColumn<QString>("shape");
        QTest::newRow("one size") << QVector<QSize>{{12, 10}, {12, 10}} << "10 × 12";
        QTest::newRow("most") << QVector<QSize>{{12, 10}, {12, 10}, {30, 30}} << "10 × 12";
        QTest::newRow("large") << QVector<QSize>{{178, 218}, {178, 218}} << "64 × 52";
        QTest::newRow("all differ") << QVector<QSize>{{40, 30}, {20, 50}, {90, 28}} << "28 × 28";
    }
    void findsOutTheSize() {
        QFETCH(QVector<QSize>, sizes);
        QFETCH(QString, shape);
        int number = 0;
        for (const QSize &size : sizes)
            add(qPrintable(QString("%1.png").arg(number++)), png(grey(size.width(), size.height(), 50)));
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(QString::fromStdString(core::toText(dataset->shape)), shape);
        QCOMPARE(dataset->train.samples, Index{sizes.size()});
        // What was assumed, said, gives the same.
        const auto again = read(dataset->report.assumed);
        QVERIFY2(bool(again), again ? "" : again.error().sentence().c_str());
        QCOMPARE(again->shape, dataset->shape);
        QVERIFY(again->train.bytes == dataset->train.bytes && again->report.assumed == dataset->report.assumed);
        const auto other = read({{"size", Index{20}}, {"proportions", std::string("square")}});
        QVERIFY(other && other->shape == core::Shape(1, 20, 20));
    }

    void findsOutTheColour() {
        add("1.png", png(coloured(4, 4, QColor(7, 7, 7))));
        add("2.png", png(grey(4, 4, 9)));
        auto dataset = read();
        QVERIFY(dataset && dataset->shape.channels() == 1 && dataset->train.bytes[0] == 7 && remarksOf(*dataset).contains("grey"));
        add("3.png", png(coloured(4, 4, QColor(100, 150, 200))));
        dataset = read();
        QVERIFY(dataset && dataset->shape.channels() == 3 && dataset->train.bytes[48 + 16] == 9 && dataset->train.bytes[96 + 32] == 200);
        dataset = read({{"colour", std::string("grey")}});
        QVERIFY(dataset && dataset->shape.channels() == 1);
        QCOMPARE(dataset->train.bytes[32], std::uint8_t{141}); // 29.9 + 88.05 + 22.8
    }

    void fitsWhatHasOtherProportions_data() {
        QTest::addColumn<QString>("fit");
        QTest::addColumn<QVector<int>>("row"); ///< of 4, from the middle of a picture of 8 × 4: left quarter 0, middle half 200, right quarter 100
        QTest::newRow("crop") << "crop" << QVector<int>{200, 200, 200, 200};
        QTest::newRow("stretch") << "stretch" << QVector<int>{29, 175, 188, 114};
        QTest::newRow("fit") << "fit" << QVector<int>{29, 175, 188, 114};
    }
    void fitsWhatHasOtherProportions() {
        QFETCH(QString, fit);
        QFETCH(QVector<int>, row);
        Picture picture{{8, 4}, 1, Bytes(32)};
        for (std::size_t i = 0; i < 32; ++i)
            picture.bytes[i] = i % 8 < 2 ? 0 : i % 8 < 6 ? 200 : 100;
        Bytes to(16, 77);
        fitPicture(picture, core::Shape(1, 4, 4), fit == "crop" ? PictureFit::Crop : fit == "fit" ? PictureFit::Pad : PictureFit::Stretch, to.data());
        const bool isPadded = fit == "fit";
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(int(to[static_cast<std::size_t>(4 + i)]), row[i]);
            QCOMPARE(int(to[static_cast<std::size_t>(i)]), isPadded ? 0 : row[i]); // above the picture there is black
        }
    }

    void shrinkingAverages() {
        Picture picture{{64, 64}, 3, Bytes(64 * 64 * 3)};
        for (std::size_t i = 0; i < picture.bytes.size(); ++i)
            picture.bytes[i] = (i / 3 + i / 192) % 2 ? 250 : 50; // a fine chequerboard
        Bytes to(3 * 16);
        fitPicture(picture, core::Shape(3, 4, 4), PictureFit::Crop, to.data());
        for (const int value : to)
            QVERIFY2(std::abs(value - 150) <= 1, qPrintable(QString::number(value)));
        fitPicture({{1, 1}, 3, {1, 2, 3}}, core::Shape(3, 2, 2), PictureFit::Crop, to.data());
        QCOMPARE(Bytes(to.begin(), to.begin() + 12), (Bytes{1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3}));
    }

    void transparencyBecomesWhite() {
        QImage image(2, 1, QImage::Format_ARGB32);
        image.setPixel(0, 0, qRgba(10, 20, 30, 0));
        image.setPixel(1, 0, qRgba(10, 20, 30, 255));
        add("1.png", png(image));
        const auto dataset = read();
        QVERIFY(bool(dataset));
        QCOMPARE(dataset->train.bytes, (Bytes{255, 10, 255, 20, 255, 30}));
        QVERIFY(remarksOf(*dataset).contains("1 picture has transparent parts"));
    }

    void photosAreShrunkWhileTheyAreDecoded() {
        QImage image(640, 480, QImage::Format_RGB32);
        for (int y = 0; y < 480; ++y)
            for (int x = 0; x < 640; ++x)
                image.setPixel(x, y, qRgb(x * 255 / 640, y * 255 / 480, 80));
        const Bytes content = bytesOf(image, "jpeg", 95);
        const auto small = app::imageDecoder().decode(asBytes(content), {{32, 32}});
        const auto whole = app::imageDecoder().decode(asBytes(content), {});
        QVERIFY(small && whole);
        QVERIFY(small->size.width < 640 && small->size.width >= 64 && small->size.height >= 64);
        QCOMPARE(whole->size, (PictureSize{640, 480}));
        Bytes a(3 * 32 * 32), b(a.size());
        fitPicture(*small, core::Shape(3, 32, 32), PictureFit::Crop, a.data());
        fitPicture(*whole, core::Shape(3, 32, 32), PictureFit::Crop, b.data());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(std::abs(a[i] - b[i]) <= 4);
    }

    void namesAreBytes() {
        const std::string hebrew = "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", latin = "caf\xe9";
        for (const std::string &name : {hebrew, latin}) {
            fs::create_directory(fs::path(path()) / name);
            const Bytes content = png(grey(2, 2, 5));
            for (const char *file : {"1.png", "\xff.png"}) {
                std::FILE *out = std::fopen((path() + '/' + name + '/' + file).c_str(), "wb");
                std::fwrite(content.data(), 1, content.size(), out);
                std::fclose(out);
            }
        }
        std::FILE *bad = std::fopen((path() + '/' + latin + "/\xfe.png").c_str(), "wb");
        std::fputs("x", bad);
        std::fclose(bad);
        const auto dataset = read();
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"caf\xef\xbf\xbd", hebrew}));
        QCOMPARE(dataset->train.samples, Index{4});
        QCOMPARE(dataset->report.problemCount, Index{1});
        QVERIFY(spec::isUtf8(dataset->report.problems[0].file) && spec::isUtf8(dataset->report.problems[0].what));
        fs::remove_all(path()); // Qt cannot name them
    }

    void whatCannotBeReadIsListed() {
        const Bytes good = png(grey(8, 8, 5));
        add("a/1.png", good);
        add("a/2.png", {});
        add("a/3.png", {0x89});
        add("a/4.jpg", {'n', 'o'});
        add("a/5.png", {good.begin(), good.end() - 30});
        add("a/6.jpg", good); // by another name, and sound
        fs::create_symlink("nowhere", path() + "/a/7.png");
        fs::create_symlink("1.png", path() + "/a/8.png");
        fs::create_directory(path() + "/shut");
        fs::permissions(path() + "/shut", fs::perms::none);
        const auto dataset = read();
        fs::permissions(path() + "/shut", fs::perms::owner_all, fs::perm_options::replace);
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.samples, Index{3});
        QVERIFY(dataset->train.labels.empty()); // a is the only folder with pictures
        QStringList problems;
        for (const Problem &problem : dataset->report.problems)
            problems << QString::fromStdString(problem.file + ' ' + problem.what);
        const bool isRoot = geteuid() == 0; // for whom no folder is shut
        QCOMPARE(problems.size(), isRoot ? 5 : 6);
        QVERIFY2(problems.contains("a/2.png is empty") && problems.contains("a/3.png is none of PNG, JPEG, BMP, WebP, TIFF, GIF and PNM") &&
                     problems.contains("a/5.png is damaged or cut off") && problems.filter("a/7.png cannot be opened").size() == 1,
                 qPrintable(problems.join('\n')));
        QVERIFY2(remarksOf(*dataset).contains("could not be read and were left out"), qPrintable(remarksOf(*dataset)));
    }

    void refusesWhereNothingIsLeft() {
        QVERIFY(errorOf(path()).contains("holds no data that can be read"));
        const std::string one = add("1.png", {'x'});
        QVERIFY2(errorOf(path()).contains("the picture cannot be read"), qPrintable(errorOf(path())));
        QVERIFY2(errorOf(one).contains("it is none of PNG"), qPrintable(errorOf(one)));
        add("1.png", png(grey(2, 2, 1)));
        QVERIFY2(errorOf(one).contains("this is a single picture") && errorOf(one).contains("Choose its folder instead: " + m_folder->path()),
                 qPrintable(errorOf(one)));
        const auto withoutDecoder = readPath({path(), {}, {}});
        QVERIFY(!withoutDecoder && QString::fromStdString(withoutDecoder.error().what).contains("decoder"));
        for (const auto &[key, value] : spec::Values{{"size", Index{0}}, {"fit", std::string("squeeze")}, {"colour", Index{3}}, {"depth", Index{1}}}) {
            const QString error = errorOf(path(), {{key, value}});
            QVERIFY2(error.contains("data.options." + QString::fromStdString(key)), qPrintable(error));
        }
    }

    void refusesWhatMemoryCannotHold() {
        const Bytes content = png(coloured(1, 1));
        const std::string first = add("000000.png", content);
        for (int i = 1; i < 3; ++i)
            fs::create_hard_link(first, path() + "/" + std::to_string(i) + ".png");
        const auto dataset = read({{"size", Index{1024}}});
        QVERIFY(bool(dataset)); // three of them fit
        QCOMPARE(dataset->train.bytes.size(), std::size_t{3 * 3 * 1024 * 1024});
    }

    void bombsAreRefusedBeforeMemoryIsAskedFor_data() {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<int>("at"); ///< where width and height stand
        QTest::newRow("png") << QByteArray("png") << 16;
        QTest::newRow("bmp") << QByteArray("bmp") << 18;
    }
    void bombsAreRefusedBeforeMemoryIsAskedFor() {
        QFETCH(QByteArray, format);
        QFETCH(int, at);
        for (const std::uint32_t side : {0x7fffffffu, 0xffffffffu, 100000u, 5000u, 0u}) {
            Bytes content = bytesOf(coloured(8, 8), format);
            for (int i = 0; i < 8; ++i)
                content[static_cast<std::size_t>(at + i)] = static_cast<std::uint8_t>(side >> 8 * (format == "png" ? 3 - i % 4 : i % 4));
            if (format == "png") { // an honest checksum of the chunk that declares it
                const Bytes checksum = tests::bigEndian(crc32_z(0, content.data() + 12, 17), 4);
                std::copy(checksum.begin(), checksum.end(), content.begin() + 29);
            }
            tests::largestAllocation = 0;
            const auto picture = app::imageDecoder().decode(asBytes(content), {});
            QVERIFY(!picture && !picture.error().what.empty());
            if (format == "png" && (side == 100000 || side == 5000))
                QVERIFY2(picture.error().what.starts_with("declares " + std::to_string(side) + " × "), picture.error().what.c_str());
            QVERIFY2(tests::largestAllocation < 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
        }
    }

    void aGifIsAsLargeAsItsScreenAndFrames_data() {
        QTest::addColumn<QList<int>>("at"); ///< where a byte is 0x26
        QTest::newRow("screen") << QList<int>{6, 7, 8, 9};
        QTest::newRow("frame") << QList<int>{24, 25, 26, 27};
        QTest::newRow("where the frame lies") << QList<int>{20, 21, 22, 23};
        QTest::newRow("one of each") << QList<int>{6, 7, 26, 27};
    }
    void aGifIsAsLargeAsItsScreenAndFrames() {
        QFETCH(QList<int>, at);
        Bytes content(std::begin(smallGif), std::end(smallGif) - 1);
        for (const int place : at)
            content[static_cast<std::size_t>(place)] = 0x26; // 9 766 by 9 766, or a dot that far away
        tests::largestAllocation = 0;
        const auto picture = app::imageDecoder().decode(asBytes(content), {});
        QVERIFY(!picture);
        QVERIFY2(picture.error().what.starts_with("declares 976"), picture.error().what.c_str());
        QVERIFY2(tests::largestAllocation < 1 << 20, qPrintable(QString::number(tests::largestAllocation)));
    }

    void survivesEveryTruncation_data() {
        QTest::addColumn<QByteArray>("format");
        for (const char *format : {"png", "jpeg", "bmp", "webp", "tiff"})
            QTest::newRow(format) << QByteArray(format);
    }
    void survivesEveryTruncation() {
        QFETCH(QByteArray, format);
        QImage image(24, 20, QImage::Format_RGB32);
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 24; ++x)
                image.setPixel(x, y, qRgb(x * 9, y * 11, x * y % 256));
        const Bytes content = bytesOf(image, format, 90);
        for (std::size_t length = 0; length < content.size(); length += 16) {
            const Bytes cut(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(length));
            const auto picture = app::imageDecoder().decode(asBytes(cut), {});
            if (picture)
                QVERIFY(static_cast<Index>(picture->bytes.size()) == picture->size.width * picture->size.height * picture->channels);
            if (format == "png" || format == "jpeg")
                QVERIFY2(!picture, qPrintable(QString("%1 of %2 bytes were enough").arg(length).arg(content.size())));
            QVERIFY(picture || !picture.error().what.empty());
        }
        Bytes flipped = content;
        for (std::size_t at = 0; at < flipped.size(); at += 3) {
            flipped[at] ^= 0x55;
            (void)app::imageDecoder().decode(asBytes(flipped), {{4, 4}});
            flipped[at] ^= 0x55;
        }
    }

    void isTheSameOnAnyNumberOfThreads() {
        for (int i = 0; i < 60; ++i)
            add(qPrintable(QString("%1/%2.png").arg(i % 3).arg(i)), i % 7 == 6 ? Bytes{'x'} : png(coloured(5 + i % 4, 6, QColor(i, 2 * i, 255 - i))));
        const ReadOrder order = orderOf(path());
        const auto one = readImageFolder(order, 1), many = readImageFolder(order, 7);
        QVERIFY(one && many);
        QVERIFY(one->train.bytes == many->train.bytes && one->train.labels == many->train.labels && one->shape == many->shape);
        QCOMPARE(one->report.problemCount, many->report.problemCount);
        for (std::size_t i = 0; i < one->report.problems.size(); ++i)
            QCOMPARE(one->report.problems[i].file, many->report.problems[i].file);
    }

    void tellsAndStops() {
        const std::string first = add("0.png", png(grey(28, 28, 1)));
        for (int i = 1; i < 4000; ++i)
            fs::create_hard_link(first, path() + '/' + std::to_string(i) + ".png");
        std::atomic<bool> cancelled = false;
        double last = 0;
        Progress progress;
        progress.cancelled = &cancelled;
        const auto caller = std::this_thread::get_id();
        QElapsedTimer sinceCancel;
        progress.report = [&](double fraction, const std::string &) {
            QVERIFY(fraction >= last && fraction <= 1.0 && std::this_thread::get_id() == caller);
            last = fraction;
            if (fraction > 0.06 && !cancelled) {
                cancelled = true;
                sinceCancel.start();
            }
        };
        ReadOrder order = orderOf(path());
        order.progress = progress;
        const auto dataset = readPath(order);
        QVERIFY(cancelled && sinceCancel.elapsed() < 200);
        QVERIFY(!dataset && QString::fromStdString(dataset.error().what).contains("cancelled"));
    }

    void trainsAsTheSameSamplesInIdxDo() {
        spec::DataSpec spec;
        spec.source = "fashion-mnist-sample";
        const auto loaded = app::library().load(spec, 0, {});
        QVERIFY(bool(loaded));
        constexpr std::uint32_t count = 300;
        const Part &part = (*loaded)->train;
        Bytes idx = idxHeader(0x08, {count, 28, 28});
        idx.insert(idx.end(), part.bytes.begin(), part.bytes.begin() + count * 784);
        const std::string idxPath = writeFile(m_folder->path(), "idx/pictures.idx3-ubyte", idx);
        for (std::uint32_t i = 0; i < count; ++i) {
            const QImage image(part.bytes.data() + i * 784, 28, 28, 28, QImage::Format_Grayscale8);
            add(qPrintable(QString("png/%1.png").arg(i, 5, 10, QChar('0'))), png(image));
        }
        const auto hashOf = [](const std::string &source) {
            const tests::Run trained = tests::run({"train", "--preset", "deep", "--data", source, "--epochs", "2", "--seed", "3", "--json"});
            const auto lines = trained.status == 0 ? tests::objects(trained.out) : std::vector<nlohmann::json>{};
            return lines.empty() ? trained.err : lines.back().value("parameters_sha256", std::string());
        };
        const std::string expected = hashOf(idxPath);
        QCOMPARE(expected.size(), std::size_t{64});
        QCOMPARE(hashOf(path() + "/png"), expected);
    }
};

QTEST_GUILESS_MAIN(ImageFolderTest)
#include "image_folder_test.moc"
