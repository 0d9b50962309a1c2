// The map in three dimensions: what is seen against the turntable's own arithmetic, turning, selecting and pointing at what is seen, and what is drawn first.
#include <QComboBox>
#include <QToolButton>
#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

#include <qcustomplot.h>

#include "ui/latent/axes_choice.h"
#include "ui/latent/latent_map.h"
#include "ui/latent/latent_texts.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/scatter.h"
#include "ui/plots/plot_export.h"
#include "ui/space/turntable.h"

using namespace hourglass;
using namespace hourglass::ui;
using core::Index;

namespace {

std::shared_ptr<analysis::LatentPicture> ball(int count, unsigned seed = 3) {
    auto picture = std::make_shared<analysis::LatentPicture>();
    picture->units = 4;
    picture->axes.third = 3;
    picture->plane = analysis::CodePlane{{0, 0, 0.5f, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}};
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    for (int i = 0; i < count; ++i) {
        picture->x.push_back(2 + normal(random));
        picture->y.push_back(-1 + 2 * normal(random));
        picture->z.push_back(0.5f * normal(random));
        picture->samples.push_back(100 + i);
        picture->labels.push_back(i % 3);
    }
    return picture;
}

struct Window {
    LatentMap map;
    MapGlass *glass = map.findChild<MapGlass *>("latentGlass");
    std::vector<Index> chosen;
    std::vector<std::optional<Index>> hovered;
    int lattices = 0, thumbnails = 0;

    Window() {
        map.resize(900, 500);
        QObject::connect(&map, &LatentMap::samplesChosen, &map, [this](const std::vector<Index> &samples) { chosen = samples; });
        QObject::connect(&map, &LatentMap::sampleHovered, &map, [this](std::optional<Index> sample) { hovered.push_back(sample); });
        QObject::connect(&map, &LatentMap::latticeWanted, &map, [this](double, double, double, double, int columns, int) { lattices += columns > 0; });
        QObject::connect(&map, &LatentMap::thumbnailsWanted, &map, [this](const std::vector<Index> &samples) { thumbnails += !samples.empty(); });
        map.show();
    }
    void drag(const QPointF &from, const QPointF &to, Qt::KeyboardModifiers with = {}) {
        QTest::mousePress(glass, Qt::LeftButton, with, from.toPoint());
        for (const QPointF &at : {from + QPointF(0, 12), to})
            move(at, Qt::LeftButton, with);
        QTest::mouseRelease(glass, Qt::LeftButton, with, to.toPoint());
    }
    void move(const QPointF &at, Qt::MouseButtons buttons = {}, Qt::KeyboardModifiers with = {}) {
        QMouseEvent event(QEvent::MouseMove, at, glass->mapToGlobal(at), Qt::NoButton, buttons, with);
        QCoreApplication::sendEvent(glass, &event);
    }
};

/// Pixels a unit of the code takes across, and up.
QPointF scaleOf(const LatentMap &map) {
    const PlaneMapping mapping = map.scatter()->mapping();
    return {mapping.scaleX, -mapping.scaleY};
}

} // namespace

class LatentSpaceTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsSeenIsWhatTheTurntableSays() {
        Window window;
        const auto codes = ball(500);
        window.map.showCodes(codes);
        double mean[3] = {};
        for (std::size_t i = 0; i < 500; ++i) {
            mean[0] += static_cast<double>(codes->x[i]) / 500;
            mean[1] += static_cast<double>(codes->y[i]) / 500;
            mean[2] += static_cast<double>(codes->z[i]) / 500;
        }
        Turntable table;
        for (int turn = 0; turn < 3; ++turn) {
            const analysis::LatentPicture &seen = *window.map.scatter()->points();
            for (std::size_t i = 0; i < 500; ++i) {
                const Seen at = table.seen(static_cast<double>(codes->x[i]) - mean[0], static_cast<double>(codes->y[i]) - mean[1],
                                           static_cast<double>(codes->z[i]) - mean[2]);
                QVERIFY(std::abs(static_cast<double>(seen.x[i]) - at.right) < 1e-5 && std::abs(static_cast<double>(seen.y[i]) - at.up) < 1e-5 &&
                        std::abs(static_cast<double>(seen.z[i]) - at.near) < 1e-5);
            }
            // To the same scale across and up, so that it turns as a body does; most of it is in sight.
            QVERIFY(std::abs(scaleOf(window.map).x() - scaleOf(window.map).y()) < 1e-6 * scaleOf(window.map).x());
            int outside = 0;
            for (std::size_t i = 0; i < 500; ++i)
                outside += !window.map.plot()->rect().contains(window.map.scatter()->pixelOf(i)->toPoint());
            QVERIFY(outside <= 10);
            window.drag({300, 250}, {360, 210 + 30.0 * turn});
            table.drag(QPointF(60, -40 + 30.0 * turn));
        }
        window.map.resize(420, 600); // another room, the same scale
        QTRY_VERIFY(std::abs(scaleOf(window.map).x() - scaleOf(window.map).y()) < 1e-6 * scaleOf(window.map).x());
    }

    void theLassoSelectsWhatIsSeenInsideIt() {
        Window window;
        const auto codes = ball(800);
        window.map.showCodes(codes);
        window.drag({300, 250}, {420, 300});
        const QRectF box(380, 180, 120, 110);
        std::vector<Index> inside;
        for (std::size_t i = 0; i < 800; ++i)
            if (box.contains(*window.map.scatter()->pixelOf(i)))
                inside.push_back(codes->samples[i]);
        QVERIFY(inside.size() > 20 && inside.size() < 700);
        window.drag(box.topLeft(), box.bottomRight(), Qt::ControlModifier);
        QCOMPARE(window.chosen, inside);
        // The mouse finds the point that is drawn under it.
        const std::size_t point = 17;
        window.move(*window.map.scatter()->pixelOf(point));
        QVERIFY(!window.hovered.empty() && window.hovered.back());
        const Index found = *window.hovered.back() - 100;
        const QPointF between = *window.map.scatter()->pixelOf(static_cast<std::size_t>(found)) - *window.map.scatter()->pixelOf(point);
        QVERIFY(std::hypot(between.x(), between.y()) < 1);
    }

    void keysTurnToo() {
        Window window;
        window.map.showCodes(ball(50));
        const float before = window.map.scatter()->points()->x[0];
        QTest::keyClick(window.glass, Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(window.map.scatter()->points()->x[0] != before);
        QTest::keyClick(window.glass, Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(std::abs(window.map.scatter()->points()->x[0] - before) < 1e-5f);
    }

    void trailsTurnWithTheCodes() {
        Window window;
        window.map.setLayers(MapLayers{.hasSampleTrails = true});
        auto picture = ball(50);
        window.map.showCodes(picture);
        auto later = std::make_shared<analysis::LatentPicture>(*picture);
        for (float &z : later->z)
            z += 0.3f;
        later->moment.step = 5;
        later->moment.epoch = 1;
        window.map.showCodes(later);
        const auto pixelOf = [&window](std::size_t point) { return *window.map.scatter()->pixelOf(point); };
        const auto isAt = [](const QPointF &a, const QPointF &b) { return QLineF(a, b).length() < 0.01; };
        window.map.setSelectedSample(107);
        const QPolygonF before = window.glass->marks().trails[1].line;
        QVERIFY(before.size() == 2 && isAt(before.back(), pixelOf(7)));
        window.drag({300, 250}, {420, 280});
        window.map.setSelectedSample(107);
        const QPolygonF after = window.glass->marks().trails[1].line;
        QVERIFY(after.size() == 2 && isAt(after.back(), pixelOf(7)) && !isAt(after.back(), before.back()));
        QVERIFY(std::abs(QLineF(after[0], after[1]).length() - QLineF(before[0], before[1]).length()) > 0.01); // what moved towards the eye is shorter
    }

    void nothingIsDecodedInSpace() {
        Window window;
        window.map.setSampleShape(core::Shape(1, 28, 28));
        window.map.showCodes(ball(200));
        QTest::qWait(60); // pictures are asked for after a pause
        QCOMPARE(window.lattices, 0);
        QCOMPARE(window.thumbnails, 0);
        // What the desk mixes is marked where its code stands.
        window.map.setDeskCode({2, -1, 9, 0});
        QVERIFY(window.glass->marks().desk && !window.glass->marks().areEstimates);
        const QPointF at = *window.glass->marks().desk;
        window.drag({300, 250}, {380, 260});
        window.map.setDeskCode({3, -1, 9, 0});
        QVERIFY(*window.glass->marks().desk != at);
        auto plane = ball(200);
        plane->z.clear();
        plane->axes.third = -1;
        plane->plane->axisZ.clear();
        window.map.showCodes(plane);
        QTRY_VERIFY(window.lattices > 0);
        QCOMPARE(window.map.scatter()->points()->x, plane->x); // as it is
    }

    void nearPointsCoverFarOnesAndFarOnesFade() {
        QCustomPlot plot;
        plot.resize(100, 100);
        plot.axisRect()->setAutoMargins(QCP::msNone);
        plot.axisRect()->setMargins({});
        plot.xAxis->setRange(0, 100);
        plot.yAxis->setRange(0, 100);
        auto *scatter = new Scatter(plot.xAxis, plot.yAxis);
        plot.show();
        const auto colourAt = [&](std::vector<float> x, std::vector<float> z, std::vector<std::int32_t> labels, int column) {
            auto picture = std::make_shared<analysis::LatentPicture>();
            picture->units = 3;
            picture->y.assign(x.size(), 50.0f);
            picture->samples = {0, 1, 2};
            picture->samples.resize(x.size());
            picture->x = std::move(x);
            picture->z = std::move(z);
            picture->labels = std::move(labels);
            scatter->setPoints(picture, QRectF(0, 0, 100, 100));
            plot.replot();
            return plot.toPixmap(100, 100).toImage().pixelColor(column, 50);
        };
        const auto isLike = [](const QColor &a, const QColor &b) {
            return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 60;
        };
        QVERIFY(isLike(colourAt({50, 50}, {1, 0}, {0, 1}, 50), classColour(0)));
        QVERIFY(isLike(colourAt({50, 50}, {0, 1}, {0, 1}, 50), classColour(1)));
        const QColor far = colourAt({20, 80}, {0, 1}, {0, 0}, 20), near = colourAt({20, 80}, {0, 1}, {0, 0}, 80);
        QVERIFY(far.lightness() > near.lightness() + 20); // into white
        // What is not finite does no harm.
        colourAt({50, std::numeric_limits<float>::quiet_NaN()}, {std::numeric_limits<float>::quiet_NaN(), 1}, {0, 1}, 50);
    }

    void theChoiceOffersAThirdUnit() {
        LatentMap map;
        map.resize(900, 500);
        map.header()->resize(900, map.header()->height()); // room for all controls
        std::vector<analysis::LatentAxes> edited;
        connect(&map, &LatentMap::axesEdited, this, [&](const analysis::LatentAxes &axes) { edited.push_back(axes); });
        auto *chip = map.header()->findChild<QToolButton *>("spaceChip");
        auto *third = map.header()->findChild<QComboBox *>("thirdUnit");
        map.setCodeUnits(2);
        QVERIFY(chip && chip->isHidden());
        map.setCodeUnits(5);
        QVERIFY(!chip->isHidden());
        chip->click();
        QCOMPARE(edited.back(), (analysis::LatentAxes{.kind = analysis::LatentAxes::Kind::Principal, .third = 2}));
        QVERIFY(edited.back().isSpatial() && third->isHidden());
        for (QToolButton *button : map.header()->findChildren<QToolButton *>())
            if (button->text() == "Units")
                button->click();
        QCOMPARE(edited.back(), (analysis::LatentAxes{.third = 2}));
        QVERIFY(!third->isHidden());
        third->setCurrentIndex(0); // the first unit's: they change places
        emit third->activated(0);
        QCOMPARE(edited.back(), (analysis::LatentAxes{.first = 2, .second = 1, .third = 0}));
        chip->click();
        QVERIFY(!edited.back().isSpatial());
        auto layout = ball(10);
        layout->z.clear();
        layout->plane.reset();
        layout->axes = {.kind = analysis::LatentAxes::Kind::Layout, .method = "tsne"};
        map.show();
        map.showCodes(layout);
        QVERIFY(chip->isEnabled() && !chip->isChecked() && chip->toolTip().contains("Nothing is decoded"));
        chip->click();
        QCOMPARE(edited.back(), (analysis::LatentAxes{.kind = analysis::LatentAxes::Kind::Layout, .method = "tsne", .third = 2}));
        QVERIFY(third->isHidden());
    }

    void aLayoutInSpaceHasNoNumbersAndNoWayBack() {
        LatentMap map;
        map.resize(900, 500);
        auto layout = ball(200);
        layout->plane.reset();
        layout->axes = {.kind = analysis::LatentAxes::Kind::Layout, .method = "umap", .third = 2};
        layout->layout.emplace().done = 0.5;
        map.show();
        map.showCodes(layout);
        QVERIFY(describe(*layout).startsWith("3-D UMAP of "));
        QCOMPARE(coordinatesInSpace(*layout, 3), QString("UMAP"));
        QCOMPARE(depthName(layout->axes), QString("UMAP 3"));
        map.setDeskCode(std::vector<float>(static_cast<std::size_t>(layout->units), 0.5f)); // there is no plane to place it by, and no table of codes
        auto *chip = map.header()->findChild<QToolButton *>("spaceChip");
        QVERIFY(chip->isChecked());
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        CsvWriter writer(buffer);
        writeNumbers(*layout, nullptr, writer);
        QVERIFY(buffer.data().startsWith("sample,label,umap1,umap2,umap3"));
    }

    void theTableHasThreeColumns() {
        const auto codes = ball(3);
        QVERIFY(describe(*codes).contains(unitName(0) + QStringLiteral(" × ") + unitName(1) + QStringLiteral(" × ") + unitName(3)));
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        CsvWriter writer(buffer);
        writeNumbers(*codes, nullptr, writer);
        const QList<QByteArray> lines = buffer.data().split('\n');
        QCOMPARE(lines[0].trimmed(), QByteArray("sample,label,z1,z2,z4"));
        QCOMPARE(lines[1].trimmed().split(',').size(), 5);
        QVERIFY(std::abs(lines[1].trimmed().split(',')[4].toFloat() - codes->z[0]) < 1e-6f);
        QVERIFY(coordinatesInSpace(*codes, 1).contains(decimal(codes->z[1], 0.02)));
    }
};

QTEST_MAIN(LatentSpaceTest)
#include "latent_space_test.moc"
