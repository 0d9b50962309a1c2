#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

#include "ui/latent/following_range.h"
#include "ui/latent/lattice.h"
#include "ui/latent/lattice_request.h"
#include "ui/latent/point_grid.h"
#include "ui/latent/resample.h"
#include "ui/latent/scatter.h"
#include "ui/plots/dot_stamps.h"
#include "ui/theme/theme.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

/// A plot that is nothing but its axes' rectangle, x from 0 to `size.width()`, y from 0 to `size.height()`: one unit a pixel.
struct Plot {
    explicit Plot(const QSize &size) {
        plot.resize(size);
        plot.setBackground(Qt::white);
        plot.axisRect()->setAutoMargins(QCP::msNone);
        plot.axisRect()->setMargins({});
        for (QCPAxis *axis : {plot.xAxis, plot.yAxis})
            axis->setVisible(false);
        plot.xAxis->grid()->setVisible(false);
        plot.yAxis->grid()->setVisible(false);
        plot.xAxis->setRange(0, size.width());
        plot.yAxis->setRange(0, size.height());
        scatter = new Scatter(plot.xAxis, plot.yAxis);
        plot.show(); // a hidden plot does not know its size
        plot.replot();
    }
    QImage image() { return plot.toPixmap(plot.width(), plot.height(), 1).toImage().convertToFormat(QImage::Format_RGB32); }
    void show(analysis::LatentPicture picture) {
        scatter->setPoints(std::make_shared<analysis::LatentPicture>(std::move(picture)), QRectF(0, 0, plot.width(), plot.height()));
        plot.replot();
    }

    QCustomPlot plot;
    Scatter *scatter;
};

analysis::LatentPicture randomPoints(int count, double width, double height, unsigned seed, int classes = 0) {
    analysis::LatentPicture picture;
    picture.units = 2;
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> unit(-0.1f, 1.1f); // some beyond the view
    for (int i = 0; i < count; ++i) {
        picture.x.push_back(static_cast<float>(width) * unit(random));
        picture.y.push_back(static_cast<float>(height) * unit(random));
        picture.samples.push_back(i);
        if (classes > 0)
            picture.labels.push_back(i % classes);
    }
    return picture;
}

bool isNear(QRgb a, QRgb b, int tolerance) {
    return std::abs(qRed(a) - qRed(b)) <= tolerance && std::abs(qGreen(a) - qGreen(b)) <= tolerance && std::abs(qBlue(a) - qBlue(b)) <= tolerance;
}

} // namespace

class ScatterTest : public QObject {
    Q_OBJECT
private slots:
    void blendsAsTheFormulaSays() {
        std::mt19937 random(3);
        for (int i = 0; i < 20000; ++i) {
            const int alpha = static_cast<int>(random() % 256);
            const quint32 source = qPremultiply(qRgba(int(random() % 256), int(random() % 256), int(random() % 256), alpha));
            const quint32 below = 0xff000000u | (random() & 0xffffffu);
            const quint32 result = over(source, below);
            quint32 four[4] = {below, below, below, below};
            const quint32 sources[4] = {source, source, source, source};
            overFour(sources, four);
            for (const quint32 pixel : four)
                QCOMPARE(pixel, result);
            for (const int shift : {0, 8, 16, 24}) {
                const double exact = int(source >> shift & 255) + int(below >> shift & 255) * (255 - alpha) / 255.0;
                QVERIFY2(std::abs(int(result >> shift & 255) - exact) <= 1.6, qPrintable(QString::number(i)));
            }
        }
    }

    void coversThePixelsNearAPoint() {
        Plot plot({160, 120});
        const analysis::LatentPicture picture = randomPoints(120, 160, 120, 1);
        plot.scatter->setPlainColour(Qt::black);
        plot.show(picture);
        const double radius = plot.scatter->dotRadius();
        QVERIFY(radius > 1);
        const QImage image = plot.image();
        int covered = 0;
        for (int row = 0; row < image.height(); ++row)
            for (int column = 0; column < image.width(); ++column) {
                double nearest = 1e9;
                for (std::size_t i = 0; i < picture.x.size(); ++i) {
                    const QPointF at = *plot.scatter->pixelOf(i);
                    nearest = std::min(nearest, std::hypot(column + 0.5 - at.x(), row + 0.5 - at.y()));
                }
                const int grey = qRed(image.pixel(column, row));
                const QByteArray place = QByteArray::number(column) + ", " + QByteArray::number(row);
                if (nearest < radius - 0.7) {
                    ++covered;
                    QVERIFY2(grey < 40, place);
                } else if (nearest > radius + 0.8) {
                    QVERIFY2(grey == 255, place);
                }
            }
        QVERIFY(covered > 200);
    }

    void reachesAllFourBorders() {
        Plot plot({60, 40});
        analysis::LatentPicture picture;
        picture.x = {30, 30, 0, 60};
        picture.y = {0, 40, 20, 20};
        picture.samples = {0, 1, 2, 3};
        plot.scatter->setPlainColour(Qt::black);
        plot.show(picture);
        const QImage image = plot.image();
        for (const QPoint &at : {QPoint(30, 39), QPoint(30, 0), QPoint(0, 20), QPoint(59, 20)})
            QVERIFY2(qRed(image.pixel(at)) < 60, QByteArray::number(at.x()) + ", " + QByteArray::number(at.y()));
    }

    void leavesOutWhatIsNotFiniteAndWhatIsHidden() {
        Plot plot({60, 60});
        analysis::LatentPicture picture;
        picture.x = {notANumber, 10, infinity, 30, 50};
        picture.y = {10, notANumber, 30, 30, -infinity};
        picture.labels = {0, 0, 0, 1, 0};
        picture.samples = {0, 1, 2, 3, 4};
        plot.show(picture);
        const QPoint at = plot.scatter->pixelOf(3)->toPoint();
        QVERIFY(isNear(plot.image().pixel(at), classColour(1).rgb(), 25));
        QVERIFY(!plot.scatter->pixelOf(0));
        QVERIFY(!plot.scatter->pixelOf(99));

        plot.scatter->setHiddenClasses({false, true});
        plot.plot.replot();
        const QImage image = plot.image();
        for (int row = 0; row < image.height(); ++row)
            for (int column = 0; column < image.width(); ++column)
                QCOMPARE(image.pixel(column, row), QColor(Qt::white).rgb());
    }

    void drawsLaterPointsOverEarlierOnesWhateverTheirClass() {
        Plot plot({40, 40});
        analysis::LatentPicture picture;
        picture.x = {20, 20, 20};
        picture.y = {20, 20, 20};
        picture.labels = {2, 0, 1};
        picture.samples = {0, 1, 2};
        plot.show(picture);
        QVERIFY(isNear(plot.image().pixel(plot.scatter->pixelOf(0)->toPoint()), classColour(1).rgb(), 30));
    }

    void paintsAnewWhenTheRangeTheDataOrTheSizeChange() {
        Plot plot({100, 100});
        analysis::LatentPicture picture;
        picture.x = {20}, picture.y = {50}, picture.samples = {0};
        plot.show(picture);
        const auto isDot = [&](int x, int y) { return isNear(plot.image().pixel(x, y), Theme::light().accent().rgb(), 30); };
        QVERIFY(isDot(20, 49));
        plot.plot.xAxis->setRange(-40, 60);
        QVERIFY(!isDot(20, 49));
        QVERIFY(isDot(60, 49));
        picture.x = {0};
        plot.show(picture);
        QVERIFY(isDot(40, 49));
        plot.plot.resize(200, 100);
        plot.plot.replot();
        QVERIFY(isDot(80, 49));
    }

    void whatMovesAlongIsAsIfPaintedAnew() {
        analysis::LatentPicture picture = randomPoints(3000, 240, 160, 5, 7);
        for (std::vector<float> *values : {&picture.x, &picture.y})
            for (float &value : *values) // in the middle of a dot's quarter of a pixel, where rounding moves none to another
                value = std::floor(value * 4) / 4 + 0.125f;
        Plot moved({240, 160});
        moved.show(picture);
        const std::pair<double, double> ways[] = {{1, 0}, {0, -1}, {-17, 5}, {30, 40}, {-3, -64}, {0.5, 0}, {12, 0.25}, {300, 2}, {-290, 0}, {9, 9}};
        for (const auto &[right, up] : ways) {
            moved.plot.xAxis->moveRange(-right);
            moved.plot.yAxis->moveRange(-up);
            moved.plot.replot();
            Plot anew({240, 160});
            anew.plot.xAxis->setRange(moved.plot.xAxis->range());
            anew.plot.yAxis->setRange(moved.plot.yAxis->range());
            anew.show(picture);
            QCOMPARE(moved.image(), anew.image());
        }
        moved.plot.xAxis->scaleRange(1.0005, 0); // hardly anything, and yet no movement
        moved.plot.replot();
        Plot anew({240, 160});
        anew.plot.xAxis->setRange(moved.plot.xAxis->range());
        anew.plot.yAxis->setRange(moved.plot.yAxis->range());
        anew.show(picture);
        QCOMPARE(moved.image(), anew.image());
    }

    void prominentPlacesAreThoseOfProminentPoints() {
        Plot plot({100, 80});
        analysis::LatentPicture picture = randomPoints(500, 100, 80, 6, 4);
        picture.x[7] = notANumber;
        Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Size", .values = {}, .scale = {}};
        std::vector<float> &values = colouring.values[static_cast<std::size_t>(data::PartKind::Test)];
        for (int i = 0; i < 500; ++i)
            values.push_back(i % 9 ? static_cast<float>(i) : notANumber);
        colouring.scale = ColourScale::of(values);
        std::vector<bool> lit(static_cast<std::size_t>(ColourScale::levels) + 1, false), chosen(500, false);
        std::fill(lit.begin() + 5, lit.begin() + 30, true);
        std::fill(chosen.begin() + 100, chosen.begin() + 350, true);
        plot.show(picture);
        for (const bool isByNumber : {false, true})
            for (const bool isLit : {false, true})
                for (const bool isChosen : {false, true})
                    for (const bool isIsolated : {false, true}) {
                        plot.scatter->setColouring(isByNumber ? std::make_shared<const Colouring>(colouring) : nullptr, Theme::light());
                        plot.scatter->setLitLevels(isByNumber && isLit ? lit : std::vector<bool>());
                        plot.scatter->setHiddenClasses({false, isLit, false, false});
                        plot.scatter->setChosen(isChosen ? chosen : std::vector<bool>(), isIsolated);
                        std::vector<std::pair<float, float>> expected, found;
                        for (std::size_t i = 0; i < picture.x.size(); ++i)
                            if (std::isfinite(picture.x[i]) && plot.scatter->isProminent(i))
                                expected.emplace_back(picture.x[i], picture.y[i]);
                        const auto places = plot.scatter->prominentPlaces();
                        for (std::size_t i = 0; i < places.first.size(); ++i)
                            found.emplace_back(places.first[i], places.second[i]);
                        std::sort(expected.begin(), expected.end());
                        std::sort(found.begin(), found.end());
                        QVERIFY(!expected.empty());
                        QCOMPARE(found, expected);
                    }
    }

    void survivesEmptyAndUnequalData() {
        Plot plot({50, 50});
        plot.show({});
        analysis::LatentPicture picture = randomPoints(10, 50, 50, 4);
        picture.y.clear();
        plot.show(picture);
        plot.scatter->setPoints(nullptr, {});
        plot.plot.replot();
        QVERIFY(!plot.scatter->nearest({10, 10}, 8));
        QCOMPARE(plot.image().pixel(25, 25), QColor(Qt::white).rgb());
    }

    void findsTheSamePointAsALoop() {
        Plot plot({300, 200});
        analysis::LatentPicture picture = randomPoints(3000, 300, 200, 7, 5);
        for (std::size_t i = 0; i < picture.x.size(); i += 11)
            picture.x[i] = notANumber;
        picture.x[5] = 1e30f; // one outlier must not spoil the grid
        plot.show(picture);
        plot.scatter->setHiddenClasses({false, true, false, false, true});
        plot.plot.xAxis->setRange(50, 180); // unequal scales
        plot.plot.yAxis->setRange(-20, 300);
        std::mt19937 random(2);
        std::uniform_real_distribution<double> unit(0, 1);
        int found = 0;
        for (int query = 0; query < 600; ++query) {
            const QPointF at(300 * unit(random), 200 * unit(random));
            std::optional<std::size_t> expected;
            double least = 8;
            for (std::size_t i = 0; i < picture.x.size(); ++i) {
                const std::optional<QPointF> pixel = plot.scatter->pixelOf(i);
                if (!pixel || plot.scatter->isHidden(i))
                    continue;
                const double distance = std::hypot(pixel->x() - at.x(), pixel->y() - at.y());
                if (distance < least) {
                    least = distance;
                    expected = i;
                }
            }
            QCOMPARE(plot.scatter->nearest(at, 8), expected);
            found += expected ? 1 : 0;
        }
        QVERIFY(found > 100 && found < 600);
    }

    void exportsPointsAsShapes() {
        Plot plot({60, 60});
        analysis::LatentPicture picture;
        picture.x = {30}, picture.y = {30}, picture.samples = {0};
        plot.show(picture);
        QPicture recorded;
        QCPPainter painter;
        QVERIFY(painter.begin(&recorded));
        painter.setMode(QCPPainter::pmVectorized);
        plot.plot.toPainter(&painter, 60, 60);
        painter.end();
        QImage image(60, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter replay(&image);
        replay.drawPicture(0, 0, recorded);
        replay.end();
        QVERIFY(isNear(image.pixel(30, 29), Theme::light().accent().rgb(), 40));
    }

    void fitsMostOfThePoints() {
        std::vector<float> values;
        std::mt19937 random(1);
        std::normal_distribution<float> normal(2.0f, 1.0f);
        for (int i = 0; i < 5000; ++i)
            values.push_back(normal(random));
        values.push_back(1e6f);
        values.push_back(notANumber);
        values.push_back(-infinity);
        const Extent extent = *extentOfMost(values);
        QVERIFY(extent.lower < -0.3 && extent.lower > -2.5);
        QVERIFY(extent.upper > 4.3 && extent.upper < 6.5);
        QVERIFY(!extentOfMost({}));
        QVERIFY(!extentOfMost(std::vector<float>{notANumber, notANumber}));
        const Extent one = *extentOfMost(std::vector<float>{3});
        QCOMPARE(one.lower, 2.0);
        QCOMPARE(one.upper, 4.0);
        std::vector<float> dead(1000, 0.0f); // a dead unit, and one sample that is not
        dead[500] = 7;
        QVERIFY(extentOfMost(dead)->size() > 0);
    }

    void followsCalmly() {
        FollowingRange range;
        range.jump({0, 10});
        QVERIFY(!range.aim({0.1, 10.2})); // not worth a movement
        QCOMPARE(range.extent().lower, 0.0);
        QVERIFY(range.aim({0, 20}));
        double before = range.extent().upper;
        int steps = 0;
        while (range.advance(16) && ++steps < 1000) {
            QVERIFY(range.extent().upper > before && range.extent().upper <= 20);
            QVERIFY(range.extent().upper - before < 1.0); // nothing jumps
            before = range.extent().upper;
        }
        QVERIFY(steps > 20 && steps < 1000);
        QCOMPARE(range.extent().upper, 20.0);
    }

    void restsWhileTheCodesBreathe() {
        FollowingRange range;
        range.jump({0, 10});
        QVERIFY(range.aim({-1, 11})); // a breath: all of it is shown
        while (range.advance(16)) {
        }
        for (int breath = 0; breath < 10; ++breath) {
            QVERIFY(!range.aim({0, 10}));
            QVERIFY(!range.aim({-1.2, 11.2}));
        }
        QVERIFY(range.aim({2, 8})); // there much would stay empty
        while (range.advance(16)) {
        }
        QCOMPARE(range.extent().lower, 2.0);
        QCOMPARE(range.extent().upper, 8.0);
    }

    void cellsOfALatticeKeepTheirPlaces() {
        const QSizeF size(800, 450);
        const LatticeRequest first = LatticeRequest::forPlane({-3, 3}, {-2, 2}, size);
        QVERIFY(first.columns > 0 && first.columns * first.rows <= LatticeRequest::mostCells);
        QVERIFY(first.left <= -3 && first.right >= 3 && first.bottom <= -2 && first.top >= 2);
        const double cell = (first.right - first.left) / first.columns, pixels = cell / 6 * 800;
        QVERIFY2(pixels >= 44 && pixels <= 56, qPrintable(QString::number(pixels)));
        const LatticeRequest panned = LatticeRequest::forPlane({-2.83, 3.17}, {-2, 2}, size);
        const double shift = (panned.left - first.left) / cell;
        QVERIFY(std::abs(shift - std::round(shift)) < 1e-6);
        QVERIFY(std::abs((panned.right - panned.left) / panned.columns - cell) < 1e-9);

        const LatticeRequest large = LatticeRequest::forPlane({-3, 3}, {-2, 2}, {2400, 1400});
        QVERIFY(large.columns * large.rows <= LatticeRequest::mostCells && large.columns * large.rows > 150);
        QCOMPARE(LatticeRequest::forPlane({0, 1}, {0, 1}, {0, 300}), LatticeRequest{});
        const LatticeRequest line = LatticeRequest::forLine({-3, 3}, 800);
        QCOMPARE(line.rows, 1);
        QCOMPARE(line.bottom, line.top);
        QVERIFY(line.columns >= 14 && line.columns <= 20);
    }

    void resamplesWithoutShifting() {
        std::vector<float> step(8 * 8);
        for (int i = 0; i < 64; ++i)
            step[static_cast<std::size_t>(i)] = i % 8 < 4 ? 0.0f : 1.0f;
        Resample larger(8, 8, 32, 32), smaller(8, 8, 2, 2), same(8, 8, 8, 8);
        QCOMPARE(int(same(step.data())[3]), 0);
        QCOMPARE(int(same(step.data())[4]), 255);
        const std::vector<unsigned char> wide = larger(step.data());
        QCOMPARE(int(wide[0]), 0);
        QCOMPARE(int(wide[31]), 255);
        QVERIFY(std::abs(wide[15] + wide[16] - 255) <= 2); // symmetric about the edge
        QCOMPARE(int(smaller(step.data())[0]), 0);
        QCOMPARE(int(smaller(step.data())[1]), 255);
        step[0] = notANumber;
        step[1] = 40;
        QCOMPARE(int(same(step.data())[0]), 0);
        QCOMPARE(int(same(step.data())[1]), 255);
    }

    void latticeMovesWithTheView() {
        Plot plot({200, 100});
        auto picture = std::make_shared<analysis::LatticePicture>();
        picture->left = 0, picture->right = 200, picture->bottom = 0, picture->top = 100;
        picture->columns = 2, picture->rows = 1;
        picture->sample = core::Shape(1, 4, 4);
        picture->pixels.assign(32, 0.0f);
        std::fill(picture->pixels.begin() + 16, picture->pixels.end(), 1.0f); // the right one is full of ink
        auto &lattice = *new Lattice(plot.plot.xAxis, plot.plot.yAxis);
        lattice.setPicture(picture);
        plot.plot.replot();
        const auto isInk = [&](int x, int y) { return plot.image().pixel(x, y) != QColor(Qt::white).rgb(); };
        QVERIFY(!isInk(50, 50));
        QVERIFY(isInk(150, 50));
        QVERIFY(isInk(150, 6) && isInk(150, 92));         // fills its cell
        QVERIFY(qRed(plot.image().pixel(150, 50)) > 150); // faint
        plot.plot.xAxis->setRange(100, 300);
        QVERIFY(isInk(50, 50));
        QVERIFY(!isInk(150, 50));
        plot.plot.xAxis->setRange(140, 160); // far inside one cell
        plot.plot.yAxis->setRange(45, 55);
        QVERIFY(isInk(10, 50) && isInk(190, 50));
        // Far from the lattice, and where a pixel's number is none that an int holds (codes of a network that died).
        plot.plot.yAxis->setRange(0, 100);
        for (const double middle : {2e14, -2e14, 400.0}) {
            plot.plot.xAxis->setRange(middle - 100, middle + 100);
            QVERIFY(!isInk(150, 50) && !isInk(50, 50));
        }

        auto series = std::make_shared<analysis::LatticePicture>(*picture);
        series->sample = core::Shape(16);
        lattice.setPicture(series);
        QVERIFY(lattice.isEmpty());
        auto tooShort = std::make_shared<analysis::LatticePicture>(*picture);
        tooShort->pixels.pop_back();
        lattice.setPicture(tooShort);
        QVERIFY(lattice.isEmpty());
    }

    void coloursByValueWhateverTheClass() {
        analysis::LatentPicture picture;
        picture.x = {10, 30, 50, 70};
        picture.y = {20, 20, 20, 20};
        picture.labels = {0, 1, 0, 1};
        picture.samples = {2, 0, 1, 3}; // a point's place is not its sample's
        Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Size", .values = {}, .scale = ColourScale::of({0.5f, 1.5f, 2.5f, notANumber})};
        colouring.values[static_cast<std::size_t>(data::PartKind::Test)] = {0.5f, 1.5f, 2.5f, notANumber};
        const auto shared = std::make_shared<const Colouring>(colouring);
        for (const Theme &theme : {Theme::light(), Theme::dark()}) {
            Plot plot({80, 40});
            plot.scatter->setHiddenClasses({true, false});
            plot.show(picture);
            plot.scatter->setColouring(shared, theme);
            plot.plot.replot();
            const QImage image = plot.image();
            const float values[] = {2.5f, 0.5f, 1.5f, notANumber};
            for (std::size_t i = 0; i < 4; ++i) {
                QVERIFY(!plot.scatter->isHidden(i)); // no legend of classes would say so
                QVERIFY2(isNear(image.pixel(plot.scatter->pixelOf(i)->toPoint()), shared->colourOf(values[i], theme).rgb(), 25), QByteArray::number(i));
            }
            plot.scatter->setPlainColour(Qt::black);
            plot.scatter->setColouring(std::make_shared<const Colouring>(Colouring{.kind = ColouringKind::None, .name = {}, .values = {}, .scale = {}}), theme);
            plot.plot.replot();
            QVERIFY(qRed(plot.image().pixel(plot.scatter->pixelOf(0)->toPoint())) < 40);
            plot.scatter->setColouring(nullptr, theme);
            plot.plot.replot();
            QVERIFY(plot.scatter->isHidden(0));
            QVERIFY(isNear(plot.image().pixel(plot.scatter->pixelOf(1)->toPoint()), classColour(1).rgb(), 25));
        }
    }
};

QTEST_MAIN(ScatterTest)
#include "scatter_test.moc"
