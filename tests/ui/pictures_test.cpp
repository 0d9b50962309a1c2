// Samples as images: colour stays colour, and errors of opposite signs do not cancel.
#include <QTest>

#include <vector>

#include "ui/code/decoded_look.h"
#include "ui/theme/pictures.h"

using namespace hourglass;
using namespace hourglass::ui;

class PicturesTest : public QObject {
    Q_OBJECT

private slots:
    void picturesFillTheirPlace() {
        const core::Shape sample(1, 28, 28);
        QCOMPARE(placeOfPicture(QRectF(0, 0, 60, 90), sample, 1).width(), 56.0); // twice as large, and nearly all of the place
        QCOMPARE(placeOfPicture(QRectF(0, 0, 46, 90), sample, 1).width(), 46.0); // and not 28
        QCOMPARE(placeOfPicture(QRectF(0, 0, 20, 90), sample, 1).width(), 20.0);
        QCOMPARE(placeOfPicture(QRectF(0, 0, 23, 90), sample, 2).width(), 23.0);
    }

    void threeChannelsAreColour() {
        const std::vector<float> values{1.0f, 0.0f, 0.2f, 0.4f, -3.0f, 9.0f}; // two pixels: red, then green, then blue
        const QImage image = sampleImage(values.data(), core::Shape(3, 1, 2));
        QCOMPARE(image.size(), QSize(2, 1));
        QCOMPARE(image.pixel(0, 0), qRgb(255, 51, 0));
        QCOMPARE(image.pixel(1, 0), qRgb(0, 102, 255));
        const QImage grey = sampleImage(values.data(), core::Shape(1, 1, 2));
        QCOMPARE(grey.pixel(0, 0), qRgb(255, 255, 255));
        QCOMPARE(sampleImage(values.data(), core::Shape(2, 1, 2)).pixel(0, 0), qRgb(153, 153, 153)); // two channels: their mean
    }

    void errorsOfChannelsDoNotCancel() {
        Theme theme;
        theme.isDark = false;
        const std::vector<float> opposite{0.5f, -0.5f, 0.0f}, less{-0.25f, 0.125f, 0.125f}, none{0.0f, 0.0f, 0.0f};
        const core::Shape pixel(3, 1, 1), single(1, 1, 1);
        const auto signedAt = [&](const std::vector<float> &values, const core::Shape &shape) {
            return signedImage(values.data(), shape, 0.5f, theme).pixel(0, 0);
        };
        QCOMPARE(signedAt(none, pixel), qRgb(255, 255, 255));
        QCOMPARE(signedAt(opposite, pixel), signedAt({0.5f}, single));
        QCOMPARE(signedAt(less, pixel), signedAt({-0.25f}, single));
        const auto magnitudeAt = [&](const std::vector<float> &values, const core::Shape &shape) {
            return magnitudeImage(values.data(), shape, 0.5f).pixel(0, 0);
        };
        QCOMPARE(magnitudeAt(opposite, pixel), magnitudeAt({0.5f}, single));
        QVERIFY(magnitudeAt(opposite, pixel) != magnitudeAt(none, pixel));
    }
};

QTEST_GUILESS_MAIN(PicturesTest)
#include "pictures_test.moc"
