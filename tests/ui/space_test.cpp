// Space as it is seen and drawn: angles, depth, lines in pixels, and the numbers along the axes.
#include <QPainter>
#include <QSvgGenerator>
#include <QtTest>

#include <cmath>

#include "ui/data_space/space_frame.h"
#include "ui/data_space/space_sight.h"
#include "ui/space/scene.h"
#include "ui/space/strokes.h"
#include "ui/space/turntable.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

QImage blank(int width = 60, int height = 50) {
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

double inkOf(const QImage &image) {
    double sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            sum += image.pixelColor(x, y).alphaF();
    return sum;
}

Scene sceneOf(std::vector<Scene::Dot> dots, std::vector<Scene::Line> lines = {}) {
    Scene scene;
    scene.ground = Qt::white;
    scene.dotLooks = {{{Qt::red, Qt::blue}, 4}};
    scene.lineLooks = {{Qt::darkGreen, 2}};
    scene.dots = std::move(dots);
    scene.lines = std::move(lines);
    return scene;
}

QColor drawnAt(const Scene &scene, const QPoint &at, double ratio = 1) {
    ScenePicture picture;
    picture.render(scene, {60, 50}, ratio);
    const double margin = picture.margin();
    return picture.image().pixelColor(static_cast<int>((at.x() + margin) * ratio), static_cast<int>((at.y() + margin) * ratio));
}

bool isRed(const QColor &colour) {
    return colour.red() > colour.blue() + 60;
}

} // namespace

class SpaceTest : public QObject {
    Q_OBJECT
private slots:
    void turningKeepsLengths() {
        Turntable table;
        table.turn(1.2, -0.7);
        const Seen seen = table.seen(0.3, -0.5, 0.8);
        QVERIFY(std::abs(seen.right * seen.right + seen.up * seen.up + seen.near * seen.near - 0.98) < 1e-12);
        table = {};
        QCOMPARE(table.seen(0, 0, 1).right, 0.0); // the third direction stands upright
        QVERIFY(table.seen(0, 0, 1).up > 0.8);
        const double front = table.seen(0, -1, 0).right;
        table.drag({30, 0});
        QVERIFY(table.seen(0, -1, 0).right > front); // what is in front goes with the hand
        table.drag({0, 1e6});
        QVERIFY(std::abs(table.elevation() - 1.5707963) < 1e-6); // no head over heels
    }

    void theNearestIsDrawnLast() {
        for (const bool redIsNear : {false, true}) {
            const float red = redIsNear ? 0.5f : -0.5f;
            QCOMPARE(isRed(drawnAt(sceneOf({{30, 20, red, 0, 0}, {30, 20, -red, 0, 1}}), {30, 20})), redIsNear);
            QCOMPARE(isRed(drawnAt(sceneOf({{30, 20, -red, 0, 1}, {30, 20, red, 0, 0}}), {30, 20})), redIsNear);
            // Lines too: a sheet hides what is behind it.
            const QColor at = drawnAt(sceneOf({{30, 20, red, 0, 0}}, {{0, 20, 60, 20, 0, 0}}), {30, 20});
            QCOMPARE(isRed(at), redIsNear);
        }
        Scene plane = sceneOf({{30, 20, 0.9f, 0, 0}, {30, 20, -0.9f, 0, 1}});
        plane.hasDepth = false; // in their order
        QVERIFY(!isRed(drawnAt(plane, {30, 20})));
    }

    void theFarthestArePaleAndSmall() {
        const Scene scene = sceneOf({{10, 10, -1, 0, 0}, {40, 10, 1, 0, 0}});
        QVERIFY(scene.dotRadius(scene.dots[0]) < scene.dotRadius(scene.dots[1]));
        QVERIFY(scene.dotColour(scene.dots[0]).lightness() > scene.dotColour(scene.dots[1]).lightness());
        QVERIFY(drawnAt(scene, {10, 10}, 2).lightness() > drawnAt(scene, {40, 10}, 2).lightness());
    }

    void whatIsNotFiniteOrOutsideDoesNoHarm() {
        const float none = std::numeric_limits<float>::quiet_NaN(), far = std::numeric_limits<float>::infinity();
        const Scene scene =
            sceneOf({{none, 2, 0, 0, 0}, {far, 2, far, 0, 0}, {-1e30f, 1e30f, none, 0, 0}, {30, 20, 0, 0, 0}, {-3, 20, 0, 0, 0}, {62, 52, 0, 0, 0}},
                    {{none, 0, 3, 4, 0, 0}, {-1e30f, 0, 1e30f, 5, 0, 0}, {0, 0, far, 3, 0, 0}});
        QVERIFY(isRed(drawnAt(scene, {30, 20})));
        QVERIFY(drawnAt(scene, {0, 20}).alpha() > 0); // half of it is in sight
        QBuffer buffer;
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        QPainter painter(&generator);
        scene.paintShapes(painter);
        painter.end();
        QCOMPARE(QString::fromUtf8(buffer.data()).count("<circle"), 4); // those that have a place
    }

    void aLineCoversAsMuchAsItsLengthAndWidth() {
        for (const QPointF by : {QPointF(30, 0), QPointF(0, 30), QPointF(21, 13), QPointF(-9, 25), QPointF(17, -17)})
            for (const double width : {1.0, 2.4}) {
                QImage image = blank();
                const QPointF from(30.3, 25.7);
                strokeLine(image, from - by / 2, from + by / 2, qRgba(255, 0, 0, 255), width);
                const double length = std::hypot(by.x(), by.y());
                QVERIFY2(std::abs(inkOf(image) - length * width) < 0.04 * length * width + 0.5,
                         qPrintable(QString::number(inkOf(image)) + " of " + QString::number(length * width)));
            }
    }

    void linesThatMeetAreOneLine() {
        QImage whole = blank(), pieces = blank();
        strokeLine(whole, {4, 6}, {52, 31}, qRgba(0, 0, 255, 120), 1.5);
        for (int i = 0; i < 16; ++i)
            strokeLine(pieces, {4 + 3.0 * i, 6 + 25.0 / 16 * i}, {4 + 3.0 * (i + 1), 6 + 25.0 / 16 * (i + 1)}, qRgba(0, 0, 255, 120), 1.5);
        QVERIFY(std::abs(inkOf(whole) - inkOf(pieces)) < 0.02 * inkOf(whole));
    }

    /// Of a fan of triangles around a point each pixel is filled once.
    void trianglesShareTheirEdges() {
        QImage image = blank();
        const QPointF middle(30.2, 24.6);
        std::vector<QPointF> rim;
        for (int i = 0; i <= 7; ++i)
            rim.push_back(middle + 20 * QPointF(std::cos(i * 6.28318530718 / 7), std::sin(i * 6.28318530718 / 7)));
        double area = 0;
        for (std::size_t i = 0; i < 7; ++i) {
            fillTriangle(image, {middle, rim[i], rim[i + 1]}, qRgba(255, 0, 0, 100));
            area += std::abs((rim[i].x() - middle.x()) * (rim[i + 1].y() - middle.y()) - (rim[i].y() - middle.y()) * (rim[i + 1].x() - middle.x())) / 2;
        }
        int filled = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const int alpha = image.pixelColor(x, y).alpha();
                filled += alpha > 0;
                QVERIFY2(alpha == 0 || alpha == 100, qPrintable(QString::number(alpha)));
            }
        QVERIFY(std::abs(filled - area) < 0.04 * area);
        QVERIFY(image.pixelColor(30, 24).alpha() == 100);
        const QImage before = image;
        fillTriangle(image, {QPointF(3, 4), QPointF(std::nan(""), 4), QPointF(5, 20)}, qRgba(0, 0, 255, 255));
        fillTriangle(image, {QPointF(3, 4), QPointF(30, 4), QPointF(50, 4)}, qRgba(0, 0, 255, 255)); // flat
        QCOMPARE(image, before);
        fillTriangle(image, {QPointF(-900, -900), QPointF(900, -900), QPointF(0, 900)}, qRgba(0, 0, 255, 255));
        QCOMPARE(image.pixelColor(30, 24), QColor(Qt::blue));
    }

    void oneScaleForAllUnlessTheyDifferTooMuch() {
        const SpaceFrame alike = SpaceFrame::around({0, 0, 0, 1, 2, 3}, {{"a"}, {"b"}, {"c"}});
        QVERIFY(alike.hasOneScale());
        QVERIFY(std::abs(alike.axes()[2].half / alike.axes()[0].half - 3) < 1e-9);
        const SpaceFrame unlike = SpaceFrame::around({0, 0, 10, 2000}, {{"a"}, {"b"}});
        QVERIFY(!unlike.hasOneScale());
        QCOMPARE(unlike.axes()[0].half, unlike.axes()[1].half);
        for (const SpaceFrame &frame : {alike, unlike}) {
            double square = 0;
            for (std::size_t axis = 0; axis < frame.axes().size(); ++axis) {
                square += frame.axes()[axis].half * frame.axes()[axis].half;
                QVERIFY(frame.axes()[axis].extent.lower < 0);
                QVERIFY(std::abs(frame.valueAlong(axis, frame.placeAlong(axis, 1.25)) - 1.25) < 1e-9);
            }
            QVERIFY(std::abs(square - 1) < 1e-9);
        }
        const float none = std::numeric_limits<float>::quiet_NaN();
        for (const std::vector<float> &points : {std::vector<float>{5, 5, 5, 5}, std::vector<float>{none, none}, std::vector<float>{}}) {
            const SpaceFrame still = SpaceFrame::around(points, {{"a"}, {"b"}});
            for (const SpaceAxis &axis : still.axes())
                QVERIFY(axis.extent.size() > 0 && std::isfinite(axis.half) && axis.half > 0);
        }
    }

    void numbersAreThoseOfTheSource() {
        QStringList texts;
        for (const SpaceTick &tick : ticksWithin({-0.4, 1.05}, 0, 4))
            texts << tick.text;
        QCOMPARE(texts, QStringList({"0", "0.5", "1.0"}));
        texts.clear();
        for (const SpaceTick &tick : ticksWithin({-1.2, 1.3}, 2000, 3)) { // years, kept as differences
            QVERIFY(tick.value >= -1.2 && tick.value <= 1.3);
            texts << tick.text;
        }
        QCOMPARE(texts, QStringList({QLocale().toString(1999.0, 'f', 0), QLocale().toString(2000.0, 'f', 0), QLocale().toString(2001.0, 'f', 0)}));
        QVERIFY(ticksWithin({0, 0}, 0, 4).empty());
        QVERIFY(ticksWithin({0, 1e-9}, 1e18, 4).size() <= 100);
    }

    void aPlaneIsMovedAndZoomedAtThePointer() {
        const SpaceFrame frame = SpaceFrame::around({0, 0, 2, 1}, {{"a"}, {"b"}});
        SpaceSight sight;
        sight.fit({50, 20, 300, 200}, frame);
        const auto pixelOf = [&](double a, double b) {
            const float values[] = {static_cast<float>(a), static_cast<float>(b)};
            const SpacePixel pixel = sight.pixelOf(frame.placeOf(values));
            return QPointF(pixel.x, pixel.y);
        };
        QVERIFY(QRectF(50, 20, 300, 200).contains(pixelOf(0, 0)) && QRectF(50, 20, 300, 200).contains(pixelOf(2, 1)));
        QVERIFY(std::abs((pixelOf(1, 0).x() - pixelOf(0, 0).x()) - (pixelOf(0, 0).y() - pixelOf(0, 1).y())) < 1e-9); // one scale
        const QPointF held = pixelOf(0.5, 0.25), other = pixelOf(2, 1);
        sight.zoom(2, held);
        QVERIFY(QLineF(pixelOf(0.5, 0.25), held).length() < 1e-3);
        QVERIFY(std::abs(QLineF(pixelOf(2, 1), held).length() - 2 * QLineF(other, held).length()) < 1e-3);
        sight.drag({13, -7});
        QVERIFY(QLineF(pixelOf(0.5, 0.25), held + QPointF(13, -7)).length() < 1e-3);
        sight.reset();
        QVERIFY(QLineF(pixelOf(2, 1), other).length() < 1e-9);
    }
};

QTEST_MAIN(SpaceTest)
#include "space_test.moc"
