// Codes that are distributions, on the map: ellipses and circles against closed forms, and when there is anything to be drawn.
#include <QtTest>

#include <cmath>
#include <random>

#include <qcustomplot.h>

#include "ui/latent/latent_map.h"
#include "ui/latent/layers_choice.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/posterior_marks.h"
#include "ui/latent/scatter.h"

using namespace hourglass;
using namespace hourglass::ui;
using core::Index;

namespace {

std::shared_ptr<analysis::LatentPicture> points(int count, Index units = 2) {
    auto picture = std::make_shared<analysis::LatentPicture>();
    picture->units = units;
    analysis::CodePlane &plane = picture->plane.emplace();
    for (std::vector<float> *axis : {&plane.origin, &plane.axisX, &plane.axisY})
        axis->assign(static_cast<std::size_t>(units), 0.0f);
    plane.axisX[0] = plane.axisY[1] = 1;
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (int i = 0; i < count; ++i) {
        picture->x.push_back(normal(random));
        picture->y.push_back(normal(random));
        picture->samples.push_back(i);
    }
    return picture;
}

/// σ of unit u of sample i is 0.1 (1 + u) (1 + i % 3).
std::shared_ptr<analysis::PosteriorPicture> posterior(int count, std::size_t units = 2, bool isDistribution = true) {
    auto picture = std::make_shared<analysis::PosteriorPicture>();
    picture->hasPrior = true;
    picture->units.resize(units);
    for (int i = 0; i < count; ++i) {
        picture->samples.push_back(i);
        for (std::size_t unit = 0; isDistribution && unit < units; ++unit)
            picture->deviations.push_back(0.1f * static_cast<float>(1 + unit) * static_cast<float>(1 + i % 3));
    }
    return picture;
}

QCPAbstractPlottable *marksOf(LatentMap &map) {
    for (int i = 0; i < map.plot()->plottableCount(); ++i)
        if (auto *marks = qobject_cast<PosteriorMarks *>(map.plot()->plottable(i)))
            return marks;
    return nullptr;
}

} // namespace

class PosteriorMarksTest : public QObject {
    Q_OBJECT

private slots:
    void theEllipseIsThatOfTheCovariance() {
        // Two directions of four units, oblique and at right angles.
        const std::vector<float> x{0.5f, 0.5f, 0.5f, 0.5f}, y{0.5f, -0.5f, 0.5f, -0.5f}, deviations{0.2f, 1.5f, 0.7f, 0.05f};
        const analysis::CodePlane plane{{1, 2, 3, 4}, x, y};
        double xx = 0, xy = 0, yy = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const double variance = static_cast<double>(deviations[i]) * static_cast<double>(deviations[i]);
            xx += static_cast<double>(x[i] * x[i]) * variance;
            xy += static_cast<double>(x[i] * y[i]) * variance;
            yy += static_cast<double>(y[i] * y[i]) * variance;
        }
        const double determinant = xx * yy - xy * xy;
        const Cloud cloud = cloudOn(plane, {3, -2}, deviations.data());
        PlaneMapping identity;
        double widest = 0;
        for (const double deviationsAway : {1.0, 2.0})
            for (const QPointF &at : cloud.outline(identity, deviationsAway)) { // (p − c)ᵀ Σ⁻¹ (p − c) = the square of how many σ
                const double dx = at.x() - 3, dy = at.y() + 2;
                QVERIFY(std::abs((yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant - deviationsAway * deviationsAway) < 1e-9);
                widest = std::max(widest, dx / deviationsAway);
            }
        QVERIFY(std::abs(widest - std::sqrt(xx)) < 0.01 * std::sqrt(xx));
        const Cloud prior = priorOn(plane); // of a plane that does not pass through zero, its nearest place to it
        QCOMPARE(prior.centre, QPointF(-5, 1));
        QCOMPARE(prior.first, QPointF(1, 0));
    }

    void aUnitsPlaneHasUprightEllipses() {
        LatentMap map;
        map.resize(800, 500);
        map.show();
        map.showCodes(points(40));
        map.setPosterior(posterior(40));
        auto *marks = static_cast<PosteriorMarks *>(marksOf(map));
        QVERIFY(marks && marks->hasPrior() && marks->hasClouds());
        const auto cloud = marks->cloudOf(4); // σ = 0.2 and 0.4
        QVERIFY(cloud);
        QVERIFY(std::abs(cloud->first.x() - 0.2) < 1e-6 && std::abs(cloud->first.y()) < 1e-6 && std::abs(cloud->second.y() - 0.4) < 1e-6);
        QVERIFY(!marks->cloudOf(40));
    }

    void theHoveredAndTheSelectedSampleShowTheirs() {
        LatentMap map;
        map.resize(800, 500);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        map.showCodes(points(40));
        auto *glass = map.findChild<MapGlass *>("latentGlass");
        map.setSelectedSample(5);
        QVERIFY(glass->marks().clouds[1].isEmpty()); // nothing is known yet
        map.setPosterior(posterior(40));
        const QRectF selected = glass->marks().clouds[1].boundingRect();
        QVERIFY(!selected.isEmpty());
        const QPointF at = *map.scatter()->pixelOf(5);
        const double perUnit = map.scatter()->mapping().scaleX; // σ = 0.3 across
        QVERIFY(std::abs(selected.width() - 2 * 0.3 * perUnit) < 1 && std::abs(selected.center().x() - at.x()) < 1);
        const QPointF over = *map.scatter()->pixelOf(7);
        QMouseEvent event(QEvent::MouseMove, over, glass->mapToGlobal(over), Qt::NoButton, {}, {});
        QCoreApplication::sendEvent(glass, &event);
        QVERIFY(!glass->marks().clouds[0].isEmpty());
        map.setPosterior(posterior(40, 2, false)); // a prior, but points
        QVERIFY(glass->marks().clouds[0].isEmpty() && glass->marks().clouds[1].isEmpty());
    }

    void circlesAndEllipsesAreDrawnWhereThereAreSome() {
        LatentMap map;
        map.resize(800, 500);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        map.showCodes(points(4000));
        auto *marks = static_cast<PosteriorMarks *>(marksOf(map));
        auto *glass = map.findChild<MapGlass *>("latentGlass");
        std::vector<MapLayers> edited;
        connect(&map, &LatentMap::layersEdited, this, [&](const MapLayers &layers) { edited.push_back(layers); });
        const QImage bare = map.plot()->toPixmap(800, 500).toImage();
        map.setPosterior(posterior(4000));
        QVERIFY(map.plot()->toPixmap(800, 500).toImage() == bare); // not before it is asked for
        QTest::keyClick(glass, Qt::Key_Q);
        QVERIFY(!edited.empty() && edited.back().hasPrior && MapLayers::of(edited.back().words()) == edited.back());
        const QImage circled = map.plot()->toPixmap(800, 500).toImage();
        QVERIFY(circled != bare);
        QTest::keyClick(glass, Qt::Key_U);
        QVERIFY(edited.back().hasClouds && MapLayers::of(edited.back().words()) == edited.back());
        QVERIFY(map.plot()->toPixmap(800, 500).toImage() != circled);
        QCOMPARE(marks->pointsInView().size(), PosteriorMarks::mostClouds);
        map.plot()->xAxis->setRange(-0.05, 0.05); // fewer are in sight
        map.plot()->yAxis->setRange(-0.05, 0.05);
        const std::size_t few = marks->pointsInView().size();
        QVERIFY(few > 0 && few < PosteriorMarks::mostClouds);
        for (const std::size_t point : marks->pointsInView())
            QVERIFY(std::abs(map.scatter()->points()->x[point]) <= 0.05f);
        // Codes of other units than the picture's, no plane, nothing known: nothing is drawn.
        map.setPosterior(posterior(4000, 3));
        QVERIFY(!marks->hasPrior() && !marks->hasClouds() && marks->pointsInView().empty());
        map.setPosterior(posterior(4000));
        auto layout = points(50);
        layout->plane.reset();
        map.showCodes(layout);
        QVERIFY(!marks->hasPrior() && !marks->hasClouds());
        map.showCodes(points(50));
        QVERIFY(marks->hasPrior());
        map.clear();
        QVERIFY(!marks->hasPrior());
    }
};

QTEST_MAIN(PosteriorMarksTest)
#include "posterior_marks_test.moc"
