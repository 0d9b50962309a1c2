// The rate–distortion view: what is said of code, JPEG and decoder, and the pictures beside it.
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include "ui/code/decoded_tiles.h"
#include "ui/compression/compression_view.h"
#include "ui/compression/rate_plot.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

/// Two units; b bits a unit are 2b dB, and pictures of the grey b / 100.
std::shared_ptr<analysis::CompressionPicture> code() {
    auto picture = std::make_shared<analysis::CompressionPicture>();
    picture->moment.step = 5;
    picture->sample = core::Shape(1, 4, 4);
    picture->units = 2;
    picture->images = 30;
    picture->decoderBytes = 43'500;
    picture->originals = {std::vector<float>(16, 0.5f)};
    for (int bits = 1; bits <= analysis::mostBits + 1; ++bits) {
        const int setting = bits <= analysis::mostBits ? bits : 0;
        picture->points.push_back(
            {setting, setting > 0 ? setting / 4.0 : 8.0, 0.1 / bits, 2.0 * bits, {std::vector<float>(16, static_cast<float>(bits) / 100)}});
    }
    return picture;
}

std::shared_ptr<analysis::JpegCurve> jpeg() {
    auto curve = std::make_shared<analysis::JpegCurve>();
    curve->images = 30;
    for (const int quality : {1, 50, 100})
        curve->points.push_back({quality, 2.5 + quality / 50.0, 0.01, 15.0 + quality / 10.0, {std::vector<float>(16, static_cast<float>(quality) / 1000)}});
    return curve;
}

} // namespace

class CompressionTest : public QObject {
    Q_OBJECT
private slots:
    void codeAndJpegStandBesideEachOther() {
        CompressionView view;
        view.showCode(code());
        view.showJpeg(jpeg());
        auto *bits = view.findChild<QSlider *>("codeBits");
        bits->setValue(3);
        QCOMPARE(view.codeText(), QString("Code of 3 bits a unit: 0.75 bytes, 6.0 dB"));
        QCOMPARE(view.codeTiles()->tiles().front().values.front(), 0.03f);
        QCOMPARE(view.jpegText(), QString("JPEG cannot get so small; its smallest: 2.52 bytes, 15.1 dB"));
        QCOMPARE(view.jpegTiles()->tiles().front().values.front(), 0.001f);
        bits->setValue(16); // 4 bytes: quality 50 takes 3.5, 100 takes 4.5
        QCOMPARE(view.jpegText(), QString("JPEG, quality 50: 3.5 bytes, 20.0 dB"));
        QVERIFY(view.decoderText().contains("43.5 kB") && view.decoderText().contains("16 bytes"));
    }

    void aPointIsReadAndChosen() {
        CompressionView view;
        view.resize(800, 360);
        view.showCode(code());
        view.showJpeg(jpeg());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        RatePlot *plot = view.plot();
        plot->replot();
        QCOMPARE(plot->readOut(), QString());
        const analysis::CompressionPicture picture = *code();
        const QPointF at = plot->pixelOf(picture.points[1]);
        QVERIFY(QRectF(plot->rect()).contains(at));
        QTest::mouseMove(plot, at.toPoint());
        QCOMPARE(plot->readOut(), QString("2 bits a unit: 0.5 bytes, 4.00 dB"));
        QTest::mouseClick(plot, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(view.bits(), 2);
        QTest::mouseMove(plot, plot->pixelOf(jpeg()->points[2]).toPoint());
        QVERIFY(plot->readOut().startsWith("JPEG of quality 100"));
    }

    void whatIsMissingIsSaid() {
        CompressionView view;
        auto none = std::make_shared<analysis::CompressionPicture>();
        none->obstacle = core::Error{"These data are no pictures", {}, {}};
        view.showCode(none);
        QVERIFY(view.codeTiles()->tiles().empty());
        view.showCode(code());
        auto refused = std::make_shared<analysis::JpegCurve>();
        refused->obstacle = core::Error{"JPEG has no pictures of 2 channels", {}, {}};
        view.showJpeg(refused);
        QVERIFY(view.jpegText().startsWith("JPEG has no pictures of 2 channels"));
        QVERIFY(view.jpegTiles()->tiles().empty());
        QCOMPARE(view.codeTiles()->tiles().size(), std::size_t(1));
    }
};

QTEST_MAIN(CompressionTest)
#include "compression_test.moc"
