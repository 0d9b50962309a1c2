// What the map draws of points, against slow loops and shapes that are known.
#include <QtTest>

#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "ui/latent/centroid_trails.h"
#include "ui/latent/class_marks.h"
#include "ui/latent/density.h"
#include "ui/latent/density_grid.h"
#include "ui/latent/outlines.h"
#include "ui/latent/sample_faces.h"
#include "ui/latent/sample_trails.h"
#include "ui/latent/scatter.h"
#include "ui/latent/thumbnail_places.h"
#include "ui/latent/trail_marks.h"
#include "ui/plots/class_shapes.h"
#include "ui/plots/dot_stamps.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

std::vector<QPointF> normal(int count, const QPointF &middle, double deviation, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> around(0, deviation);
    std::vector<QPointF> points;
    for (int i = 0; i < count; ++i) {
        const double x = around(random), y = around(random);
        points.push_back(middle + QPointF(x, y));
    }
    return points;
}

double areaOf(const QPolygonF &polygon) { // positive where it runs counter-clockwise, up being positive
    double twice = 0;
    for (qsizetype i = 0; i < polygon.size(); ++i) {
        const QPointF &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
        twice += a.x() * b.y() - b.x() * a.y();
    }
    return twice / 2;
}

bool isWithin(const std::vector<QPolygonF> &lines, const QPointF &point) {
    int crossings = 0;
    for (const QPolygonF &line : lines)
        crossings += line.containsPoint(point, Qt::OddEvenFill) ? 1 : 0;
    return crossings % 2 == 1;
}

using Pictures = std::vector<analysis::LatentPicture>;

/// What SampleTrails says, found anew among all pictures that there were.
std::vector<SampleTrails::Place> slowTrail(const Pictures &all, std::size_t point) {
    const analysis::LatentPicture &now = all.back();
    const auto isSame = [&now](const analysis::LatentPicture &each) { return each.moment.run == now.moment.run && each.z.empty() == now.z.empty(); };
    std::size_t first = all.size() - 1;
    while (first > 0 && isSame(all[first - 1]) && all[first - 1].moment.step <= all[first].moment.step)
        --first;
    const auto twelfth = [](const analysis::LatentPicture &each) { return std::floor(12 * each.moment.epoch); };
    std::vector<SampleTrails::Place> trail;
    for (std::size_t i = first; i < all.size(); ++i) {
        const double age = (now.moment.epoch - all[i].moment.epoch) / 5;
        if (age > 1 || (i + 1 < all.size() && twelfth(all[i]) == twelfth(all[i + 1])))
            continue;
        for (std::size_t at = 0; at < all[i].samples.size(); ++at)
            if (all[i].samples[at] == now.samples[point] && std::isfinite(all[i].x[at]) && std::isfinite(all[i].y[at]))
                trail.push_back({all[i].x[at], all[i].y[at], all[i].z.empty() ? 0.0 : all[i].z[at], age});
    }
    return trail.size() < 2 ? std::vector<SampleTrails::Place>() : trail;
}

/// One unit a pixel.
struct Plot {
    explicit Plot(const QSize &size = {200, 100}) {
        plot.resize(size);
        plot.setBackground(Qt::white);
        plot.axisRect()->setAutoMargins(QCP::msNone);
        plot.axisRect()->setMargins({});
        for (QCPAxis *axis : {plot.xAxis, plot.yAxis}) {
            axis->setVisible(false);
            axis->grid()->setVisible(false);
        }
        plot.xAxis->setRange(0, size.width());
        plot.yAxis->setRange(0, size.height());
        scatter = new Scatter(plot.xAxis, plot.yAxis);
        plot.show();
        plot.replot();
    }
    void show(const std::vector<QPointF> &points, const std::vector<std::int32_t> &labels) {
        auto picture = std::make_shared<analysis::LatentPicture>();
        picture->units = 2;
        for (std::size_t i = 0; i < points.size(); ++i) {
            picture->x.push_back(static_cast<float>(points[i].x()));
            picture->y.push_back(static_cast<float>(points[i].y()));
            picture->samples.push_back(static_cast<core::Index>(i));
        }
        picture->labels = labels;
        scatter->setPoints(picture, QRectF(0, 0, plot.width(), plot.height()));
        plot.replot();
    }
    QImage image() { return plot.toPixmap(plot.width(), plot.height(), 1).toImage().convertToFormat(QImage::Format_RGB32); }

    QCustomPlot plot;
    Scatter *scatter;
};

} // namespace

class MapLayersTest : public QObject {
    Q_OBJECT
private slots:
    void aHullHoldsAllItsPointsAndNoMore() {
        std::vector<QPointF> points = normal(500, {3, -2}, 1, 4);
        const QPolygonF hull = convexHull(points);
        QVERIFY(hull.size() >= 6 && hull.size() < 60);
        QVERIFY(areaOf(hull) > 0);
        for (qsizetype i = 0; i < hull.size(); ++i) {
            QVERIFY(std::find(points.begin(), points.end(), hull[i]) != points.end());
            const QPointF side = hull[(i + 1) % hull.size()] - hull[i];
            for (const QPointF &point : points) // all lie to the left of each side
                QVERIFY(side.x() * (point.y() - hull[i].y()) - side.y() * (point.x() - hull[i].x()) >= -1e-9);
        }
        QCOMPARE(convexHull({{0, 0}, {4, 0}, {4, 4}, {0, 4}, {2, 2}, {4, 2}, {0, 0}}).size(), 4);
        QVERIFY(convexHull({{0, 0}, {1, 1}, {2, 2}}).isEmpty());
        QVERIFY(convexHull({}).isEmpty());
        QVERIFY(convexHull({{1, 1}, {1, 1}, {1, 1}, {1, 1}}).isEmpty());
    }

    void theInnermostLeaveOutWhatLiesFar() {
        std::vector<QPointF> points = normal(99, {0, 0}, 1, 2);
        points.push_back({1000, 1000});
        const std::vector<QPointF> inner = innermost(points, 0.9);
        QCOMPARE(inner.size(), std::size_t(90));
        QVERIFY(std::find(inner.begin(), inner.end(), QPointF(1000, 1000)) == inner.end());
        QCOMPARE(innermost(points, 1).size(), points.size());
        QVERIFY(innermost({}, 0.9).empty());
    }

    /// Many are chosen by counting: beside all of them in order, among equal ones and with some far away.
    void theInnermostOfManyAreThoseOfAFullSort() {
        for (const double step : {0.0, 0.25, 1e-9}) {
            std::vector<QPointF> points = normal(4001, {3, -2}, 1, 2);
            for (QPointF &point : points)
                if (step > 0)
                    point = {std::round(point.x() / step) * step, std::round(point.y() / step) * step};
            points[7] = {1e6, -1e6};
            const auto inOrder = [&](double (*of)(const QPointF &)) {
                std::vector<double> values;
                for (const QPointF &point : points)
                    values.push_back(of(point));
                std::sort(values.begin(), values.end());
                return values;
            };
            const auto across = inOrder([](const QPointF &point) { return point.x(); }), up = inOrder([](const QPointF &point) { return point.y(); });
            const auto deviationOf = [](const std::vector<double> &values) {
                double sum = 0, squares = 0;
                for (const double value : values)
                    sum += value;
                for (const double value : values)
                    squares += std::pow(value - sum / static_cast<double>(values.size()), 2);
                return std::sqrt(squares / static_cast<double>(values.size()));
            };
            const double medianX = across[2000], medianY = up[2000], deviationX = deviationOf(across), deviationY = deviationOf(up);
            const auto distanceOf = [&](const QPointF &point) {
                return std::pow((point.x() - medianX) / deviationX, 2) + std::pow((point.y() - medianY) / deviationY, 2);
            };
            const std::vector<QPointF> inner = innermost(points, 0.9);
            QCOMPARE(inner.size(), std::size_t(3601));
            double farthest = 0;
            for (const QPointF &point : inner)
                farthest = std::max(farthest, distanceOf(point));
            const auto nearer = std::count_if(points.begin(), points.end(), [&](const QPointF &point) { return distanceOf(point) < farthest * (1 - 1e-9); });
            QVERIFY2(nearer <= 3601, qPrintable(QString::number(nearer)));
        }
    }

    void contoursPassWhereTheLevelIs() {
        // A cone about the middle: the contour at its half is a circle of half of its radius.
        DensityGrid cone(60, 40, -3, -2, 0.1, 0.1);
        for (int row = 0; row < 40; ++row)
            for (int column = 0; column < 60; ++column)
                cone.values[static_cast<std::size_t>(row * 60 + column)] =
                    static_cast<float>(std::max(0.0, 1 - std::hypot(-3 + (column + 0.5) * 0.1, -2 + (row + 0.5) * 0.1) / 1.6));
        const std::vector<QPolygonF> circle = contours(cone, 0.5f);
        QCOMPARE(circle.size(), std::size_t(1));
        for (const QPointF &at : circle[0])
            QVERIFY(std::abs(std::hypot(at.x(), at.y()) - 0.8) < 0.01);
        QVERIFY(std::abs(areaOf(circle[0]) - M_PI * 0.64) < 0.02); // what is denser lies at the left
        QVERIFY(contours(cone, 2).empty());

        // What fills the grid to its border closes there; a hole in it is a line of its own.
        DensityGrid full(12, 8, 0, 0, 1, 1);
        full.values.assign(full.values.size(), 1.0f);
        QCOMPARE(contours(full, 0.5f).size(), std::size_t(1));
        full.values[4 * 12 + 6] = 0;
        const std::vector<QPolygonF> ring = contours(full, 0.5f);
        QCOMPARE(ring.size(), std::size_t(2));
        QVERIFY(areaOf(ring[0]) * areaOf(ring[1]) < 0);
        // Two corners of a square that touch at none of its sides stay apart.
        DensityGrid saddle(2, 2, 0, 0, 1, 1);
        saddle.values = {1, 0, 0, 1};
        QCOMPARE(contours(saddle, 0.6f).size(), std::size_t(2));
    }

    void simplifiedLinesStayWhereTheyWere() {
        std::mt19937 random(4);
        std::uniform_real_distribution<double> jitter(-0.6, 0.6);
        for (const double most : {0.05, 0.15, 1.0}) {
            QPolygonF line; // round, straight along one side, and ragged along another
            for (int i = 0; i < 200; ++i)
                line << QPointF(80 * std::cos(0.01 * M_PI * i), 50 * std::sin(0.01 * M_PI * i));
            for (int i = 1; i < 60; ++i)
                line << QPointF(80 + 2 * i, 0);
            for (int i = 0; i < 60; ++i)
                line << QPointF(200 - 2 * i, 3 + jitter(random));
            const QPolygonF fewer = simplified(line, most);
            QVERIFY2(fewer.size() < line.size() * 3 / 4 && fewer.size() >= 8, qPrintable(QString::number(fewer.size())));
            for (const QPointF &corner : line) {
                double nearest = 1e9;
                for (qsizetype i = 0; i < fewer.size(); ++i) {
                    const QPointF from = fewer[i], way = fewer[(i + 1) % fewer.size()] - from, beside = corner - from;
                    const double length = QPointF::dotProduct(way, way);
                    const double along = length > 0 ? std::clamp(QPointF::dotProduct(beside, way) / length, 0.0, 1.0) : 0.0;
                    nearest = std::min(nearest, std::hypot(beside.x() - along * way.x(), beside.y() - along * way.y()));
                }
                QVERIFY2(nearest <= most + 1e-9, qPrintable(QString::number(nearest)));
            }
        }
        const QPolygonF corner({{0, 0}, {1, 0}, {2, 0}});
        QCOMPARE(simplified(corner, 0.1), corner); // nothing is left of it that has an area
        QVERIFY(simplified({}, 0.1).isEmpty());
    }

    void theDensestRegionHoldsItsShare() {
        std::vector<QPointF> points = normal(3000, {0, 0}, 1, 7);
        const std::vector<QPointF> second = normal(3000, {12, 3}, 0.5, 8);
        points.insert(points.end(), second.begin(), second.end());
        points.push_back({1e4, 0}); // one far away does not blur the others
        const std::vector<QPolygonF> region = densestRegion(points, 0.8);
        QVERIFY(region.size() >= 2); // two clouds, two lines
        const auto inside = std::count_if(points.begin(), points.end(), [&region](const QPointF &each) { return isWithin(region, each); });
        QVERIFY2(std::abs(static_cast<double>(inside) / static_cast<double>(points.size()) - 0.8) < 0.03, qPrintable(QString::number(inside)));
        QVERIFY(isWithin(region, {0, 0}) && isWithin(region, {12, 3}) && !isWithin(region, {6, 1.5}));

        QVERIFY(densestRegion({{0, 0}, {1, 0}, {0, 1}, {1, 1}}, 0.8).empty());
        QVERIFY(densestRegion(std::vector<QPointF>(100, QPointF(3, 3)), 0.8).empty()); // duplicates have no extent
    }

    void theGridCountsAndSmoothes() {
        DensityGrid grid(40, 30, -2, 5, 0.5, 0.25);
        grid.add(8, 9);
        grid.add(8.1, 9.1);
        grid.add(-3, 9);
        grid.add(8, 100);
        grid.add(notANumber, 9);
        QCOMPARE(grid.largest(), 2.0f);
        QCOMPARE(grid.at(8.4, 9.2), 2.0f);
        QCOMPARE(grid.at(1e9, 9), 0.0f);
        grid.smooth(2, 1.5);
        double sum = 0, across = 0, up = 0;
        for (int row = 0; row < 30; ++row)
            for (int column = 0; column < 40; ++column) {
                const double value = static_cast<double>(grid.values[static_cast<std::size_t>(row * 40 + column)]);
                sum += value;
                across += value * std::pow(column - 20, 2);
                up += value * std::pow(row - 16, 2);
            }
        QVERIFY(std::abs(sum - 2) < 1e-4);
        QVERIFY(std::abs(std::sqrt(across / sum) - 2) < 0.35);
        QVERIFY(std::abs(std::sqrt(up / sum) - 1.5) < 0.35);
    }

    /// A grid on its side is smoothed to the same on its side, and the means are those of a slow loop.
    void bothDirectionsSmoothAlike() {
        constexpr int columns = 37, rows = 21;
        DensityGrid grid(columns, rows, 0, 0, 1, 1), turned(rows, columns, 0, 0, 1, 1);
        std::mt19937 random(8);
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column)
                turned.values[static_cast<std::size_t>(column * rows + row)] = grid.values[static_cast<std::size_t>(row * columns + column)] =
                    static_cast<float>(random() % 5);
        std::vector<float> means = grid.values;
        for (int pass = 0; pass < 3; ++pass) { // of √2 cells: windows of three
            const std::vector<float> before = means;
            for (int row = 0; row < rows; ++row)
                for (int column = 0; column < columns; ++column) {
                    float sum = 0;
                    for (int other = std::max(column - 1, 0); other <= std::min(column + 1, columns - 1); ++other)
                        sum += before[static_cast<std::size_t>(row * columns + other)];
                    means[static_cast<std::size_t>(row * columns + column)] = sum / 3;
                }
        }
        grid.smooth(std::sqrt(2.0), 0);
        turned.smooth(0, std::sqrt(2.0));
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column) {
                const float found = grid.values[static_cast<std::size_t>(row * columns + column)];
                QCOMPARE(found, turned.values[static_cast<std::size_t>(column * rows + row)]);
                QVERIFY(std::abs(found - means[static_cast<std::size_t>(row * columns + column)]) < 1e-5f);
            }
    }

    void placesNeverOverlapAndStayAsOneZooms() {
        std::mt19937 random(3);
        std::normal_distribution<float> around(0, 1);
        std::vector<float> x, y;
        for (int i = 0; i < 4000; ++i) {
            x.push_back(around(random));
            y.push_back(around(random));
        }
        x[10] = notANumber;
        y[20] = std::numeric_limits<float>::infinity();
        x[30] = 1e6f;
        ThumbnailPlaces places;
        const auto isShown = [](std::size_t i) { return i % 3 != 0; };
        const ThumbnailPlaces::Box box{-6, 6, -6, 6};
        places.begin(x, y, 0.4, 0.6, box, Scatter::fairStride(4000), isShown);
        std::vector<std::size_t> before;
        for (int level = -6; level <= 6; ++level) {
            const std::span<const std::size_t> now = places.at(level);
            QVERIFY(now.size() >= before.size() && std::equal(before.begin(), before.end(), now.begin())); // those that were there stay
            const double width = 0.4 * std::pow(2.0, -0.5 * level), height = 0.6 * std::pow(2.0, -0.5 * level);
            std::vector<std::size_t> all(now.begin(), now.end());
            for (std::size_t i = 0; i < all.size(); ++i) {
                QVERIFY(isShown(all[i]) && std::abs(x[all[i]]) < 6 && std::abs(y[all[i]]) < 6);
                for (std::size_t j = 0; j < i; ++j)
                    QVERIFY(std::abs(x[all[i]] - x[all[j]]) >= width * 0.9999 || std::abs(y[all[i]] - y[all[j]]) >= height * 0.9999);
            }
            // And none is left out that had room.
            if (level == 0)
                for (std::size_t i = 0; i < x.size(); ++i)
                    if (isShown(i) && std::abs(x[i]) < 6 && std::abs(y[i]) < 6)
                        QVERIFY(std::any_of(all.begin(), all.end(), [&](std::size_t other) {
                            return other == i || (std::abs(x[i] - x[other]) < width && std::abs(y[i] - y[other]) < height);
                        }));
            before = all;
        }
        QVERIFY(before.size() > 500);
        QCOMPARE(std::vector<std::size_t>(places.at(0).begin(), places.at(0).end()).size(), places.at(0).size());

        // Points that move a little keep most of their pictures.
        const std::vector<std::size_t> still(places.at(0).begin(), places.at(0).end());
        for (float &value : x)
            value += 0.02f * around(random);
        places.begin(x, y, 0.4, 0.6, box, Scatter::fairStride(4000), isShown);
        const std::span<const std::size_t> moved = places.at(0);
        const auto kept =
            std::count_if(still.begin(), still.end(), [&moved](std::size_t i) { return std::find(moved.begin(), moved.end(), i) != moved.end(); });
        QVERIFY2(static_cast<double>(kept) > 0.7 * static_cast<double>(still.size()), qPrintable(QString::number(kept)));
        places.clear();
        QVERIFY(places.at(3).empty());
    }

    void classesHaveTheirMiddlesAndLines() {
        Plot plot;
        auto *marks = new ClassMarks(plot.plot.xAxis, plot.plot.yAxis, *plot.scatter);
        marks->setNames({"Shirt", "Boot", "Bag"});
        std::vector<QPointF> points = normal(60, {50, 50}, 8, 1);
        std::vector<std::int32_t> labels(60, 0);
        for (const QPointF &each : normal(60, {150, 50}, 8, 2)) {
            points.push_back(each);
            labels.push_back(2);
        }
        points.push_back({notANumber, 5});
        labels.push_back(2);
        plot.show(points, labels);
        const QImage plain = plot.image();
        MapLayers layers;
        layers.hasNames = true;
        layers.outlines = MapLayers::Outlines::Hulls;
        marks->setLayers(layers);
        QCOMPARE(marks->marks().size(), std::size_t(2)); // no class without points
        QCOMPARE(marks->marks()[1].label, 2);
        QPointF mean;
        for (std::size_t i = 60; i < 120; ++i)
            mean += points[i] / 60;
        QVERIFY(QLineF(mean, marks->marks()[1].centroid).length() < 0.01);
        QCOMPARE(marks->marks()[0].outline.size(), std::size_t(1));
        plot.plot.replot();
        QVERIFY(plot.image() != plain);
        plot.scatter->setHiddenClasses({true, false, false});
        QCOMPARE(marks->marks().size(), std::size_t(1)); // nor of those that are hidden
        layers.outlines = MapLayers::Outlines::Contours;
        marks->setLayers(layers);
        QVERIFY(!marks->marks()[0].outline.empty());
        layers = {};
        marks->setLayers(layers);
        plot.scatter->setHiddenClasses({});
        plot.plot.replot();
        QCOMPARE(plot.image(), plain);
    }

    void trailsGoBackAFewEpochs() {
        CentroidTrails trails;
        analysis::LatentPicture picture;
        picture.labels = {0, 0, 2, 2, -1};
        picture.moment.run = 1;
        for (int step = 0; step < 800; ++step) {
            const auto at = static_cast<float>(step);
            picture.x = {at - 1, at + 1, notANumber, 5, 1e9f};
            picture.y = {0, 2, 0, -at, 0};
            picture.moment.step = step;
            picture.moment.epoch = step / 100.0;
            trails.add(picture);
        }
        const std::vector<QPointF> first = trails.of(0), second = trails.of(2);
        QVERIFY(first.size() > 40 && first.size() <= CentroidTrails::mostPlaces && second.size() == first.size());
        QCOMPARE(first.back(), QPointF(799, 1));
        QCOMPARE(second.back(), QPointF(5, -799));                    // what is not finite has no part in it
        QVERIFY(first.front().x() >= 299 && first.front().x() < 340); // five epochs before
        QVERIFY(std::is_sorted(first.begin(), first.end(), [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
        QVERIFY(trails.of(1).empty() && trails.of(-1).empty());
        picture.x[0] = picture.x[1] = 0;
        trails.add(picture); // the same step laid out further
        QCOMPARE(trails.of(0).size(), first.size());
        QCOMPARE(trails.of(0).back(), QPointF(0, 1));
        picture.moment.step = 10; // back in time
        trails.add(picture);
        QVERIFY(trails.of(0).empty());
    }

    void trailsOfSamplesAreThoseOfASlowLoop() {
        std::mt19937 random(3);
        std::uniform_real_distribution<float> anywhere(-9, 9);
        SampleTrails trails;
        Pictures all;
        analysis::LatentPicture picture;
        picture.moment.run = 1;
        std::size_t longest = 0;
        for (int i = 0; i < 700; ++i) {
            if (random() % 4 != 0) { // else the same codes, laid out further
                const auto steps = static_cast<core::Index>(random() % 9);
                picture.moment.step += steps;
                picture.moment.epoch += static_cast<double>(steps) / 100;
            }
            if (i == 150) { // back in time
                picture.moment.step = 40;
                picture.moment.epoch = 0.4;
            }
            if (i == 600)
                picture.moment = {.run = 2};
            if (i % 90 == 0) { // fewer of them, as while a film runs
                picture.samples.clear();
                for (core::Index sample = 0; sample < 40; sample += i % 180 == 0 ? 1 : 3)
                    picture.samples.push_back(sample);
            }
            const std::size_t count = picture.samples.size();
            picture.x.resize(count);
            picture.y.resize(count);
            picture.z.assign(i > 650 ? count : 0, 0.5f); // of space, at the end
            for (std::size_t at = 0; at < count; ++at) {
                picture.x[at] = random() % 20 == 0 ? notANumber : anywhere(random);
                picture.y[at] = anywhere(random);
            }
            trails.add(picture);
            all.push_back(picture);
            for (std::size_t point = 0; point < count; point += 7) {
                const auto trail = trails.of(point), slow = slowTrail(all, point);
                longest = std::max(longest, trail.size());
                QCOMPARE(trail.size(), slow.size());
                for (std::size_t at = 0; at < trail.size(); ++at)
                    QVERIFY(trail[at].x == slow[at].x && trail[at].y == slow[at].y && trail[at].z == slow[at].z && trail[at].age == slow[at].age);
            }
        }
        QVERIFY2(longest > 40 && longest <= 61, qPrintable(QString::number(longest)));
        QVERIFY(trails.of(10'000).empty());
        trails.forget();
        QVERIFY(trails.isEmpty() && trails.of(0).empty());
    }

    void trailsOfSamplesAreDrawnOfWhatStandsOut() {
        Plot plot;
        auto *marks = new TrailMarks(plot.plot.xAxis, plot.plot.yAxis, *plot.scatter);
        const std::vector<QPointF> before{{20, 20}, {20, 50}, {20, 80}}, after{{180, 20}, {180, 50}, {180, 80}};
        const auto add = [&](const std::vector<QPointF> &points, core::Index step) {
            plot.show(points, {0, 1, 2});
            auto picture = *plot.scatter->points();
            picture.moment.step = step;
            picture.moment.epoch = static_cast<double>(step) / 10;
            marks->add(picture);
        };
        add(before, 0);
        add(after, 40);
        const QImage without = plot.image();
        QVERIFY(marks->points().empty() && marks->lineOf(0).isEmpty()); // off, nothing is kept
        marks->setShown(true);
        QCOMPARE(plot.image(), without); // nothing was seen yet
        add(before, 50);
        add(after, 90);
        QCOMPARE(marks->points().size(), std::size_t(3));
        const TrailLine line = marks->lineOf(1);
        QCOMPARE(line.line, QPolygonF({plot.scatter->mapping()(20, 50), plot.scatter->mapping()(180, 50)}));
        QVERIFY(line.ages == (std::vector<double>{0.8, 0}));
        const QImage with = plot.image();
        const auto differs = [&](const QImage &one, int x, int y) {
            return one.pixel(x, y - 1) != without.pixel(x, y - 1) || one.pixel(x, y) != without.pixel(x, y);
        };
        QVERIFY(differs(with, 100, 80) && differs(with, 100, 50) && differs(with, 100, 20) && !differs(with, 100, 35));

        plot.scatter->setChosen({true, false, false}, false); // one is selected: the others are pale
        QCOMPARE(marks->points(), (std::vector<std::size_t>{0}));
        QVERIFY(!marks->lineOf(1).isEmpty()); // to be pointed at
        plot.scatter->setChosen({}, false);
        plot.scatter->setHiddenClasses({false, true, false});
        QVERIFY(marks->lineOf(1).isEmpty() && marks->points().size() == 2);
        plot.scatter->setHiddenClasses({});
        marks->setEye([](const SampleTrails::Place &place) { return QPointF(place.y, place.x); });
        QCOMPARE(marks->lineOf(1).line.front(), plot.scatter->mapping()(50, 20));
        marks->setShown(false);
        QCOMPARE(plot.image(), without);
        marks->setShown(true);
        QVERIFY(marks->lineOf(1).isEmpty()); // what was remembered went with it

        std::vector<QPointF> many = normal(2000, {100, 50}, 10, 5);
        plot.show(many, std::vector<std::int32_t>(2000, 0));
        marks->add(*plot.scatter->points());
        const std::vector<std::size_t> some = marks->points();
        QCOMPARE(some.size(), TrailMarks::mostTrails);
        QVERIFY(std::set<std::size_t>(some.begin(), some.end()).size() == some.size() && *std::max_element(some.begin(), some.end()) > 1900);
        QVERIFY(marks->points() == some);
    }

    void trailsFadeWithAge() {
        QImage image(120, 20, QImage::Format_RGB32);
        image.fill(Qt::white);
        TrailLine trail;
        for (int i = 0; i <= 10; ++i) {
            trail.line << QPointF(10 + 10 * i, 10);
            trail.ages.push_back(1 - i / 10.0);
        }
        trail.colour = Qt::black;
        QPainter painter(&image);
        QImage thin = image;
        trail.paint(painter, Theme::light());
        TrailLine().paint(painter, Theme::light()); // nothing to draw
        painter.end();
        int last = 256;
        for (const int x : {15, 45, 75, 105}) {
            QVERIFY2(qGray(image.pixel(x, 10)) < last, qPrintable(QString::number(x)));
            last = qGray(image.pixel(x, 10));
        }
        QPainter other(&thin);
        trail.paintThin(other);
        other.end();
        QVERIFY(qGray(thin.pixel(105, 10)) < 60 && qGray(thin.pixel(15, 10)) > 180 && thin.pixel(105, 12) == QColor(Qt::white).rgb());
        QVERIFY(last < 60 && trail.place().contains(QRectF(10, 9, 100, 2)));
        QVERIFY(TrailLine().place().isEmpty());
    }

    void facesOfSeriesAndTables() {
        using Kind = analysis::ThumbnailPictures::Kind;
        const Theme theme = Theme::light();
        const auto inked = [&theme](const QImage &image, const QRect &part) { // pixels unlike the ground
            int count = 0;
            for (int y = part.top(); y <= part.bottom(); ++y)
                for (int x = part.left(); x <= part.right(); ++x)
                    count += image.pixel(x, y) != theme.panel.rgb();
            return count;
        };
        analysis::ThumbnailPictures pictures;
        pictures.kind = Kind::Series;
        pictures.shape = core::Shape(8, 1);
        pictures.samples = {0, 1};
        pictures.values = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0}; // up, and down
        const QImage up = seriesFace(pictures, 0, 40, Qt::red, theme, 1), down = seriesFace(pictures, 1, 40, Qt::red, theme, 1);
        QCOMPARE(up.size(), QSize(40, 28));
        QCOMPARE(QColor(up.pixel(0, 14)), QColor(Qt::red)); // its frame
        const QRect first(2, 2, 14, 10), last(24, 2, 14, 10);
        QVERIFY(inked(up, first) == 0 && inked(up, last) > 10 && inked(down, first) > 10 && inked(down, last) == 0);
        pictures.shape = core::Shape(2, 4); // four channels over two steps are cells
        const QImage cells = seriesFace(pictures, 0, 40, Qt::black, theme, 1);
        QVERIFY(cells.pixel(10, 14) == theme.panel.rgb() && qGray(cells.pixel(30, 14)) < 60);

        pictures.kind = Kind::Table;
        pictures.shape = core::Shape(8);
        const QImage bars = tableFace(pictures, 0, 40, Qt::red, theme, 1);
        QVERIFY(inked(bars, {4, 4, 14, 16}) == 0 && inked(bars, {22, 4, 14, 16}) > 100);
        QVERIFY(inked(bars, {4, 23, 14, 3}) > 0); // the least is a line
        pictures.shape = core::Shape(16);
        const QImage square = tableFace(pictures, 0, 40, Qt::black, theme, 2);
        QCOMPARE(square.size(), QSize(80, 80));
        QCOMPARE(square.devicePixelRatio(), 2.0);
        QVERIFY(square.pixel(20, 15) == theme.panel.rgb() && qGray(square.pixel(20, 32)) < 60 && square.pixel(20, 70) == theme.panel.rgb());
        QVERIFY(!areInkOnBlack(pictures));
    }

    void densityIsDarkestWhereMostPointsLie() {
        Plot plot;
        auto *density = new Density(plot.plot.xAxis, plot.plot.yAxis, *plot.scatter);
        std::vector<QPointF> points = normal(900, {50, 50}, 6, 1);
        for (const QPointF &each : normal(100, {150, 50}, 6, 2))
            points.push_back(each);
        plot.show(points, {});
        plot.scatter->setDrawsDots(false);
        density->setVisible(true);
        plot.plot.replot();
        const QImage image = plot.image();
        const auto brightness = [&image](int x, int y) { return qGray(image.pixel(x, y)); };
        QVERIFY(brightness(50, 50) < brightness(150, 50) - 20);
        QVERIFY(brightness(150, 50) < 235);
        QCOMPARE(brightness(100, 10), 255); // nothing where nobody is
        density->setTheme(Theme::dark());
        plot.plot.replot();
        const QImage dark = plot.image();
        QVERIFY(qGray(dark.pixel(50, 50)) > qGray(dark.pixel(150, 50)) + 20); // bright on a dark ground
        plot.scatter->setPoints(nullptr, {});
        plot.plot.replot();
        QCOMPARE(qGray(plot.image().pixel(50, 50)), 255);
    }

    void eachClassHasAShape() {
        // As large to the eye as a circle, and no two alike.
        std::vector<QImage> all;
        for (int shape = 0; shape < 10; ++shape) {
            QImage image(40, 40, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.fillPath(classShape(shape, {20, 20}, 10), Qt::black);
            painter.end();
            double ink = 0;
            for (int i = 0; i < 1600; ++i)
                ink += (255 - qGray(image.pixel(i % 40, i / 40))) / 255.0;
            QVERIFY2(ink > 0.55 * M_PI * 100 && ink < 1.25 * M_PI * 100, qPrintable(QString("%1: %2").arg(shape).arg(ink)));
            const QRectF bounds = classShape(shape, {0, 0}, 1).boundingRect();
            QVERIFY(bounds.left() >= -widestShape && bounds.right() <= widestShape && bounds.top() >= -widestShape && bounds.bottom() <= widestShape);
            for (const QImage &other : all)
                QVERIFY(other != image);
            all.push_back(image);
        }
        for (int a = 0; a < 100; ++a) // colour and shape together
            for (int b = 0; b < a; ++b)
                QVERIFY(a % 10 != b % 10 || shapeOfClass(a) != shapeOfClass(b));
        QCOMPARE(shapeOfClass(-1), roundShape);

        Plot plot({60, 40});
        plot.show({{30, 20}}, {4}); // a plus
        const QImage round = plot.image();
        plot.scatter->setShapes(true);
        plot.plot.replot();
        const QImage shaped = plot.image();
        QVERIFY(shaped != round);
        const double reach = 0.9 * plot.scatter->dotRadius();
        const QPointF middle = *plot.scatter->pixelOf(0);
        QVERIFY(qGray(shaped.pixel((middle + QPointF(reach, 0)).toPoint())) < 200);
        QCOMPARE(qGray(shaped.pixel((middle + QPointF(reach, reach)).toPoint())), 255); // between its arms
    }
};

QTEST_MAIN(MapLayersTest)
#include "map_layers_test.moc"
