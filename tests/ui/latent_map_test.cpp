#include <QtTest>

#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include <qcustomplot.h>

#include "ui/colouring/colour_bar.h"
#include "ui/colouring/colouring_choice.h"
#include "ui/latent/distribution.h"
#include "ui/latent/latent_map.h"
#include "ui/latent/latent_texts.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/map_legend.h"
#include "ui/latent/scatter.h"
#include "ui/latent/selection_tray.h"

using namespace hourglass;
using namespace hourglass::ui;
using Index = core::Index;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
const core::Shape imageShape(1, 28, 28);

std::shared_ptr<analysis::LatentPicture> cloud(int count, int units = 2, unsigned seed = 1) {
    auto picture = std::make_shared<analysis::LatentPicture>();
    picture->plane.emplace();
    picture->units = units;
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    for (int i = 0; i < count; ++i) {
        picture->x.push_back(normal(random));
        if (units > 1)
            picture->y.push_back(normal(random));
        picture->samples.push_back(1000 + i); // a sample's number is not its place
        picture->labels.push_back(i % 3);
    }
    return picture;
}

/// Four points, far from one another: at (±1, ±1).
std::shared_ptr<analysis::LatentPicture> corners() {
    auto picture = std::make_shared<analysis::LatentPicture>();
    picture->plane.emplace();
    picture->units = 2;
    picture->x = {-1, 1, 1, -1};
    picture->y = {-1, -1, 1, 1};
    picture->samples = {7, 3, 9, 5};
    picture->labels = {0, 1, 2, 0};
    return picture;
}

/// Of samples 0 … 9, an angle that is a tenth of the number.
SharedColouring angles() {
    Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Angle", .values = {}, .scale = ColourScale::of({}, 2 * M_PI)};
    for (int i = 0; i < 10; ++i)
        colouring.values[static_cast<std::size_t>(data::PartKind::Test)].push_back(static_cast<float>(i) / 10);
    return std::make_shared<const Colouring>(std::move(colouring));
}

analysis::DecodedPicture decoded() {
    return {imageShape, {}, std::vector<float>(784, 0.5f)};
}

analysis::ReconstructionColumn column(Index sample) {
    analysis::ReconstructionColumn result;
    result.sample = sample;
    result.label = 1;
    result.original.assign(784, 1.0f);
    result.reconstruction.assign(784, 0.5f);
    result.mse = 0.25;
    return result;
}

struct Window {
    explicit Window(const QSize &size = {800, 500}) {
        map.resize(size);
        map.setClasses({"Shirt", "Boot", "Bag"});
        QObject::connect(&map, &LatentMap::cursorMoved, &map, [this](double x, double y) { moves.push_back({x, y}); });
        QObject::connect(&map, &LatentMap::cursorPinned, &map, [this](double x, double y) { pins.push_back({x, y}); });
        QObject::connect(&map, &LatentMap::cursorReleased, &map, [this] { ++releases; });
        QObject::connect(&map, &LatentMap::cursorLeft, &map, [this] { ++leaves; });
        QObject::connect(&map, &LatentMap::sampleHovered, &map, [this](std::optional<Index> sample) { hovered.push_back(sample); });
        QObject::connect(&map, &LatentMap::sampleSelected, &map, [this](std::optional<Index> sample) {
            selected.push_back(sample);
            map.setSelectedSample(sample);
        });
        QObject::connect(&map, &LatentMap::samplesChosen, &map, [this](const std::vector<Index> &samples, const QString &name) {
            MapChoice choice;
            choice.name = name;
            choice.count = static_cast<Index>(samples.size());
            choice.samples = samples;
            map.setChoice(choice);
        });
        QObject::connect(&map, &LatentMap::axesEdited, &map, [this](const analysis::LatentAxes &axesNow) { axes.push_back(axesNow); });
        QObject::connect(&map, &LatentMap::latticeWanted, &map, [this](double left, double right, double bottom, double top, int columns, int rows) {
            lattices.push_back({left, right, bottom, top, columns, rows});
        });
        QObject::connect(&map, &LatentMap::thumbnailsWanted, &map, [this](const std::vector<Index> &samples, bool areReconstructions) {
            thumbnails.push_back(samples);
            wantsReconstructions = areReconstructions;
        });
        QObject::connect(&map, &LatentMap::layersEdited, &map, [this](const MapLayers &layers) { edited.push_back(layers); });
        glass = map.findChild<MapGlass *>(QStringLiteral("latentGlass"));
    }
    void open() {
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QCoreApplication::processEvents();
    }
    QPointF pixel(double x, double y) const { return {map.plot()->xAxis->coordToPixel(x), map.plot()->yAxis->coordToPixel(y)}; }
    void move(const QPointF &at, Qt::MouseButtons buttons = {}, Qt::KeyboardModifiers with = {}) {
        QMouseEvent event(QEvent::MouseMove, at, glass->mapToGlobal(at), Qt::NoButton, buttons, with);
        QCoreApplication::sendEvent(glass, &event);
    }
    void click(const QPointF &at) { QTest::mouseClick(glass, Qt::LeftButton, {}, at.toPoint()); }
    void drag(const QPoint &from, const QPoint &to) {
        QTest::mousePress(glass, Qt::LeftButton, {}, from);
        for (const QPoint &at : {(from + to) / 2, to})
            move(at, Qt::LeftButton);
        QTest::mouseRelease(glass, Qt::LeftButton, {}, to);
    }
    /// Along points of the plane, with keys held.
    void draw(const std::vector<QPointF> &points, Qt::KeyboardModifiers with, bool letsGo = true) {
        QTest::mousePress(glass, Qt::LeftButton, with, pixel(points[0].x(), points[0].y()).toPoint());
        for (const QPointF &at : points)
            move(pixel(at.x(), at.y()), Qt::LeftButton, with);
        if (letsGo)
            QTest::mouseRelease(glass, Qt::LeftButton, with, pixel(points.back().x(), points.back().y()).toPoint());
    }
    const std::vector<Index> &chosen() const { return map.choice().samples; }
    void wheel(const QPointF &at, int turn) {
        QWheelEvent event(at, glass->mapToGlobal(at), {}, {0, turn}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(glass, &event);
    }
    QToolButton *chip(const QString &text) {
        for (QToolButton *button : map.header()->findChildren<QToolButton *>())
            if (button->text() == text)
                return button;
        return nullptr;
    }
    /// What the control of the layers offers under an action's name, or null. The menu is open then.
    QAction *layer(const QString &name) {
        QTest::mouseClick(map.header()->findChild<QToolButton *>(QStringLiteral("layersChip")), Qt::LeftButton);
        auto *menu = map.header()->findChild<QMenu *>(QStringLiteral("layersMenu"));
        return menu ? menu->findChild<QAction *>(name) : nullptr;
    }
    void closeLayers() { delete map.header()->findChild<QMenu *>(QStringLiteral("layersMenu")); }
    bool offers(const QString &name) {
        const QAction *action = layer(name);
        const bool isOffered = action && action->isEnabled();
        closeLayers();
        return isOffered;
    }
    void choose(const QString &name) {
        QAction *action = layer(name);
        QVERIFY2(action && action->isEnabled(), qPrintable(name));
        action->trigger();
        closeLayers();
    }
    QImage image() {
        QTest::qWait(30); // the queued plot
        return map.grab().toImage();
    }

    LatentMap map;
    MapGlass *glass = nullptr;
    std::vector<QPointF> moves, pins;
    int releases = 0, leaves = 0;
    std::vector<std::optional<Index>> hovered, selected;
    std::vector<analysis::LatentAxes> axes;
    std::vector<LatticeRequest> lattices;
    std::vector<std::vector<Index>> thumbnails;
    bool wantsReconstructions = false;
    std::vector<MapLayers> edited;
};

bool isAbout(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

} // namespace

class LatentMapTest : public QObject {
    Q_OBJECT
private slots:
    void movingDecodesUnderTheCursor() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        QCOMPARE(window.map.header()->findChildren<QLabel *>().at(1)->text().contains(QStringLiteral("z₁ × z₂")), true);
        const QPointF at(300, 260);
        window.move(at);
        QVERIFY(!window.moves.empty());
        const QPointF back = window.pixel(window.moves.back().x(), window.moves.back().y());
        QVERIFY(isAbout(back.x(), at.x(), 0.01) && isAbout(back.y(), at.y(), 0.01));
        window.map.showDecoded(decoded(), window.moves.back().x(), window.moves.back().y());
        QVERIFY(window.glass->cardRect());
        QVERIFY(window.glass->cardRect()->width() >= 96 + 16);

        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(window.glass, &leave);
        QCOMPARE(window.leaves, 1);
        QVERIFY(!window.glass->cardRect());
        window.map.showDecoded(decoded(), 0, 0); // an answer that comes too late
        QVERIFY(!window.glass->cardRect());
    }

    void theCardNeverLeavesTheMapNorCoversTheCursor() {
        for (const QSize &size : {QSize(800, 500), QSize(420, 260), QSize(230, 170), QSize(180, 120)}) {
            Window window(size);
            window.open();
            window.map.showCodes(cloud(400));
            for (int x = 1; x < size.width(); x += 23)
                for (int y = 1; y < size.height(); y += 19) {
                    window.move({double(x), double(y)});
                    window.map.showDecoded(decoded(), window.moves.back().x(), window.moves.back().y());
                    if (window.hovered.size() > 0 && window.hovered.back())
                        window.map.showSample(column(*window.hovered.back()), imageShape);
                    if (const auto card = window.glass->cardRect()) {
                        QVERIFY(window.glass->rect().contains(*card));
                        QVERIFY(!card->contains(x, y));
                    } else {
                        QVERIFY(size.width() < 300 || size.height() < 300); // only where it does not fit
                    }
                }
        }
    }

    void hoveringAPointShowsItsSample() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.move(window.pixel(1, 1) + QPointF(3, 4));
        QCOMPARE(window.hovered.back(), std::optional<Index>(9));
        window.map.showDecoded(decoded(), 1, 1);
        const int alone = window.glass->cardRect()->width();
        window.map.showSample(column(3), imageShape); // of a sample hovered before
        QCOMPARE(window.glass->cardRect()->width(), alone);
        window.map.showSample(column(9), imageShape);
        QVERIFY(window.glass->cardRect()->width() > alone + 2 * 80);
        QVERIFY(window.glass->marks().hovered);
        window.move(window.pixel(0, 0));
        QCOMPARE(window.hovered.back(), std::nullopt);
        QCOMPARE(window.glass->cardRect()->width(), alone);
    }

    void itsNeighboursStandWhereThereIsRoom() {
        const auto near = [](Index sample) {
            auto neighbours = std::make_shared<analysis::SampleNeighbours>();
            neighbours->sample = sample;
            neighbours->label = 1;
            neighbours->shape = imageShape;
            for (int i = 0; i < 5; ++i) {
                neighbours->inCode.push_back({Index(i), i % 2, 1.0 + i, std::vector<float>(784, 0.5f)});
                neighbours->inData.push_back({Index(i), 1, 1.0 + i, std::vector<float>(784, 0.7f)});
            }
            neighbours->inCode.push_back({7, 1, 9.0, {}}); // beyond those in pictures
            return neighbours;
        };
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.move(window.pixel(1, 1) + QPointF(3, 4));
        window.map.showDecoded(decoded(), 1, 1);
        window.map.showSample(column(9), imageShape);
        const QRect alone = *window.glass->cardRect();
        window.map.showNeighbours(near(3)); // of another sample
        QCOMPARE(*window.glass->cardRect(), alone);
        window.map.showNeighbours(near(9));
        QVERIFY(window.glass->cardRect()->height() > alone.height() + 2 * 32);
        window.map.resize(800, 240); // too low for them below: beside
        window.move(window.pixel(1, 1) + QPointF(3, 4));
        const QRect beside = *window.glass->cardRect();
        QVERIFY(beside.width() > alone.width() + 5 * 28 && window.glass->rect().contains(beside));
        window.map.resize(420, 230); // nowhere, and the card is there
        window.move(window.pixel(1, 1) + QPointF(3, 4));
        if (window.glass->cardRect())
            QCOMPARE(window.glass->cardRect()->size(), alone.size());
        QTest::keyClick(window.glass, Qt::Key_B);
        QCOMPARE(window.chosen(), std::vector<Index>({0, 1, 2, 3, 4, 7, 9}));
        window.move(window.pixel(0, 0));
        QTest::keyClick(window.glass, Qt::Key_Escape);
        QTest::keyClick(window.glass, Qt::Key_B); // nothing is hovered
        QVERIFY(window.chosen().empty());
    }

    void clickingPinsAndLetsGo() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        const QPointF at = window.pixel(0.2, 0.3);
        window.move(at);
        window.click(at);
        QCOMPARE(window.pins.size(), std::size_t(1));
        QVERIFY(isAbout(window.pins[0].x(), 0.2, 0.01) && isAbout(window.pins[0].y(), 0.3, 0.01));
        const std::size_t moves = window.moves.size();
        window.move(at + QPointF(90, 40)); // the pin stays
        QCOMPARE(window.moves.size(), moves);
        window.map.showDecoded(decoded(), window.pins[0].x(), window.pins[0].y());
        QVERIFY(window.glass->cardRect());
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(window.glass, &leave);
        QVERIFY(window.glass->cardRect());
        QCOMPARE(window.leaves, 0);
        QTest::keyClick(window.glass, Qt::Key_Escape);
        QCOMPARE(window.releases, 1);
        QVERIFY(!window.glass->cardRect());

        window.click(at);
        window.click(at + QPointF(3, 0)); // on the pin: lets go
        QCOMPARE(window.pins.size(), std::size_t(2));
        QCOMPARE(window.releases, 2);
    }

    void clickingAPointSelectsIt() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.click(window.pixel(-1, 1));
        QCOMPARE(window.selected, std::vector<std::optional<Index>>{Index(5)});
        QVERIFY(window.pins.empty());
        QVERIFY(window.glass->marks().selected);
        window.click(window.pixel(-1, 1));
        QCOMPARE(window.selected.back(), std::nullopt);
        window.map.setMarkedSample(Index(3));
        QVERIFY(window.glass->marks().marked);
        QVERIFY(isAbout(window.glass->marks().marked->x(), window.pixel(1, -1).x(), 0.5));
        window.map.setMarkedSample(Index(12345)); // of no point
        QVERIFY(!window.glass->marks().marked);
    }

    void draggingPansAndIsNoClick() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        const QCPRange x = window.map.plot()->xAxis->range(), y = window.map.plot()->yAxis->range();
        window.drag({400, 250}, {480, 200});
        QVERIFY(window.pins.empty() && window.selected.empty());
        QVERIFY(isAbout(window.map.plot()->xAxis->range().lower, x.lower - 0.1 * x.size(), 1e-6));
        QVERIFY(isAbout(window.map.plot()->yAxis->range().lower, y.lower - 0.1 * y.size(), 1e-6));
        const QCPRange panned = window.map.plot()->xAxis->range();
        auto wider = std::make_shared<analysis::LatentPicture>(*corners());
        for (float &value : wider->x)
            value *= 3;
        window.map.showCodes(wider); // the view is the person's now
        QTest::qWait(60);
        QCOMPARE(window.map.plot()->xAxis->range().lower, panned.lower);

        QTest::mouseDClick(window.glass, Qt::LeftButton, {}, {300, 240});
        QTRY_VERIFY(window.map.plot()->xAxis->range().lower < -2.9);
        QCOMPARE(window.releases, static_cast<int>(window.pins.size())); // what the first of the two clicks pinned is free again
    }

    void doubleClickKeepsAnOlderPinAndSelection() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.click(window.pixel(0.2, 0.2));
        window.click(window.pixel(1, 1));
        QTest::mouseClick(window.glass, Qt::LeftButton, {}, {120, 240});
        QTest::mouseDClick(window.glass, Qt::LeftButton, {}, {120, 240});
        QVERIFY(isAbout(window.pins.back().x(), 0.2, 0.01));
        QVERIFY(window.glass->marks().isPinned);
        QCOMPARE(window.selected.back(), std::optional<Index>(9));
        const QPoint point = window.pixel(-1, -1).toPoint();
        QTest::mouseClick(window.glass, Qt::LeftButton, {}, point);
        QCOMPARE(window.selected.back(), std::optional<Index>(7));
        QTest::mouseDClick(window.glass, Qt::LeftButton, {}, point);
        QCOMPARE(window.selected.back(), std::optional<Index>(9));
    }

    void aLineAboutPointsSelectsThem() {
        using Samples = std::vector<Index>;
        Window window;
        window.open();
        window.map.showCodes(corners()); // 7 3 9 5 at (−1, −1) (1, −1) (1, 1) (−1, 1)
        const QCPRange x = window.map.plot()->xAxis->range();
        window.draw({{-1.2, -1.2}, {-0.5, -1.2}, {-0.5, 1.2}, {-1.2, 1.2}}, Qt::ShiftModifier);
        QCOMPARE(window.chosen(), Samples({5, 7}));
        QVERIFY(window.map.plot()->xAxis->range() == x && window.pins.empty() && window.selected.empty()); // neither panned nor clicked
        window.draw({{0.5, 0.5}, {1.2, 1.2}}, Qt::ControlModifier);                                        // a box by its corners
        QCOMPARE(window.chosen(), Samples({9}));
        window.draw({{0.5, -1.2}, {1.2, -1.2}, {1.2, -0.5}, {0.5, -0.5}}, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(window.chosen(), Samples({3, 9}));
        // A hollow line: what lies between its arms is outside.
        window.draw({{-1.2, -1.2}, {1.2, -1.2}, {1.2, -0.8}, {0, 0}, {-1.2, -0.8}}, Qt::ShiftModifier);
        QCOMPARE(window.chosen(), Samples({3, 7}));
        window.draw({{-1.2, 1.2}, {1.2, 1.2}}, Qt::ShiftModifier, false);
        QTest::keyClick(window.glass, Qt::Key_Escape); // given up while it is drawn
        QTest::mouseRelease(window.glass, Qt::LeftButton, Qt::ShiftModifier, {400, 100});
        QCOMPARE(window.chosen(), Samples({3, 7}));
        window.draw({{-0.3, -0.3}, {0.3, -0.3}, {0.3, 0.3}}, Qt::ShiftModifier); // about none
        QVERIFY(window.chosen().empty());
    }

    void shiftClicksAddAndTakeAway() {
        using Samples = std::vector<Index>;
        Window window;
        window.open();
        window.map.showCodes(corners());
        const auto shiftClick = [&](double x, double y) { QTest::mouseClick(window.glass, Qt::LeftButton, Qt::ShiftModifier, window.pixel(x, y).toPoint()); };
        shiftClick(1, 1);
        shiftClick(-1, -1);
        QCOMPARE(window.chosen(), Samples({7, 9}));
        shiftClick(1, 1);
        QCOMPARE(window.chosen(), Samples({7}));
        shiftClick(0, 0); // on none
        QCOMPARE(window.chosen(), Samples({7}));
        QVERIFY(window.pins.empty() && window.selected.empty());
        auto *shirt = window.map.findChildren<ClassButton *>().at(0);
        QTest::mouseClick(shirt, Qt::LeftButton, Qt::ShiftModifier);
        QCOMPARE(window.chosen(), Samples({5, 7}));
        QCOMPARE(window.map.choice().name, QStringLiteral("Shirt"));
        QVERIFY(shirt->isChecked()); // and it is no click that hides
        shirt->setFocus();
        QTest::keyClick(shirt, Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(window.chosen().empty());
        window.move(window.pixel(1, -1));
        QTest::keyClick(window.glass, Qt::Key_C);
        QCOMPARE(window.chosen(), Samples({3}));
    }

    void theSelectionIsShownAloneInvertedAndZoomedTo() {
        using Samples = std::vector<Index>;
        Window window;
        window.open();
        window.map.showCodes(corners());
        const QImage all = window.image();
        QVERIFY(!window.map.findChild<SelectionTray *>()->isVisible());
        emit window.map.samplesChosen({5, 7}, "Left");
        auto *tray = window.map.findChild<SelectionTray *>();
        QVERIFY(tray->isVisible() && window.map.rect().contains(tray->geometry()));
        const QImage pale = window.image();
        const QPoint other = window.pixel(1, 1).toPoint(), own = window.pixel(-1, -1).toPoint();
        QVERIFY(pale.pixel(other) != all.pixel(other));
        QCOMPARE(pale.pixel(own), all.pixel(own));
        QTest::keyClick(window.glass, Qt::Key_I);
        QVERIFY(!window.map.scatter()->nearest(window.pixel(1, 1), 5)); // not there for the mouse either
        QVERIFY(window.map.scatter()->nearest(window.pixel(-1, -1), 5));
        window.map.showCodes(corners()); // newer codes
        QVERIFY(!window.map.scatter()->nearest(window.pixel(1, 1), 5));
        QTest::keyClick(window.glass, Qt::Key_V);
        QCOMPARE(window.chosen(), Samples({3, 9}));
        QVERIFY(window.map.choice().name.contains("Left"));
        QTest::keyClick(window.glass, Qt::Key_I);
        QVERIFY(window.map.scatter()->nearest(window.pixel(-1, -1), 5));
        QTest::keyClick(window.glass, Qt::Key_Z);
        const QCPRange x = window.map.plot()->xAxis->range(), y = window.map.plot()->yAxis->range();
        QVERIFY2(x.size() < 0.1 && x.contains(1) && y.contains(1) && y.contains(-1) && y.size() < 2.5,
                 qPrintable(QStringLiteral("%1 … %2, %3 … %4").arg(x.lower).arg(x.upper).arg(y.lower).arg(y.upper)));
        QTest::keyClick(window.glass, Qt::Key_A);
        QCOMPARE(window.chosen(), Samples({3, 5, 7, 9}));
        QTest::keyClick(window.glass, Qt::Key_Escape);
        QVERIFY(window.chosen().empty() && !tray->isVisible());
    }

    void aSelectionIsNamed() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        emit window.map.samplesChosen({5, 7}, "Outlined");
        QSignalSpy named(&window.map, &LatentMap::choiceNamed), wanted(&window.map, &LatentMap::choiceExportWanted);
        QTest::keyClick(window.glass, Qt::Key_K);
        auto *field = window.map.findChild<SelectionTray *>()->findChild<QLineEdit *>();
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, "Odd ones");
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible() && named.count() == 1);
        QCOMPARE(named[0][0].toString(), QStringLiteral("Odd ones"));
        QTest::keyClick(window.glass, Qt::Key_K);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible() && named.count() == 1 && !window.chosen().empty());
        QTest::keyClick(window.glass, Qt::Key_E);
        QCOMPARE(wanted.count(), 1);
    }

    void ofOneUnitARangeIsSelected() {
        Window window;
        window.open();
        const auto line = cloud(60, 1);
        window.map.showCodes(line);
        const QCPRange range = window.map.plot()->xAxis->range();
        window.draw({{range.center(), 0}, {range.upper, 1}}, Qt::ControlModifier);
        std::size_t wanted = 0;
        for (const float x : line->x)
            wanted += x >= range.center() ? 1 : 0;
        QVERIFY(wanted > 5 && std::abs(static_cast<int>(window.chosen().size()) - static_cast<int>(wanted)) <= 1);
    }

    void ofOneUnitTheSelectionStandsOutInTheRidges() {
        Window window;
        window.open();
        auto line = cloud(900, 1);
        window.map.showCodes(line);
        const QImage all = window.image();
        MapChoice choice;
        choice.name = QStringLiteral("Few");
        for (std::size_t i = 0; i < 90; ++i)
            choice.samples.push_back(line->samples[i]);
        choice.count = 90;
        window.map.setChoice(choice);
        window.map.findChild<SelectionTray *>()->hide();
        const QImage few = window.image();
        QVERIFY(few != all);
        choice.samples = line->samples;
        choice.count = 900;
        window.map.setChoice(choice);
        window.map.findChild<SelectionTray *>()->hide();
        QVERIFY(window.image() != few);
        window.map.setChoice({});
        QCOMPARE(window.image(), all);
    }

    void wheelZoomsAtThePointer() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        const QPointF at(200, 150);
        const double x = window.map.plot()->xAxis->pixelToCoord(at.x()), y = window.map.plot()->yAxis->pixelToCoord(at.y());
        const double size = window.map.plot()->xAxis->range().size();
        window.wheel(at, 240);
        QVERIFY(window.map.plot()->xAxis->range().size() < 0.8 * size);
        QVERIFY(isAbout(window.map.plot()->xAxis->pixelToCoord(at.x()), x, 1e-9));
        QVERIFY(isAbout(window.map.plot()->yAxis->pixelToCoord(at.y()), y, 1e-9));
        for (int i = 0; i < 200; ++i)
            window.wheel(at, 1200);
        QVERIFY(window.map.plot()->xAxis->range().size() > 1e-5 * size);
        for (int i = 0; i < 200; ++i)
            window.wheel(at, -1200);
        QVERIFY(window.map.plot()->xAxis->range().size() < 100 * size);
    }

    void keysMoveTheCursor() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.glass->setFocus(Qt::TabFocusReason);
        QTest::keyClick(window.glass, Qt::Key_Right);
        QCOMPARE(window.moves.size(), std::size_t(1)); // begins in the middle
        QVERIFY(isAbout(window.moves[0].x(), 0, 0.05) && isAbout(window.moves[0].y(), 0, 0.05));
        QTest::keyClick(window.glass, Qt::Key_Right);
        QTest::keyClick(window.glass, Qt::Key_Up);
        QVERIFY(window.moves[2].x() > window.moves[0].x() && window.moves[2].y() > window.moves[0].y());
        QTest::keyClick(window.glass, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(window.moves[3].x() - window.moves[2].x() < 0.3 * (window.moves[1].x() - window.moves[0].x()));
        QVERIFY(!window.glass->accessibleDescription().isEmpty());
        QTest::keyClick(window.glass, Qt::Key_Return);
        QCOMPARE(window.pins.size(), std::size_t(1));
        QTest::keyClick(window.glass, Qt::Key_Left); // the pin goes with the cursor
        QCOMPARE(window.pins.size(), std::size_t(2));
        QTest::keyClick(window.glass, Qt::Key_Escape);
        QCOMPARE(window.releases, 1);
        QCOMPARE(window.leaves, 1);
        for (int i = 0; i < 200; ++i)
            QTest::keyClick(window.glass, Qt::Key_Left);
        const QPointF end = window.pixel(window.moves.back().x(), window.moves.back().y());
        QVERIFY(end.x() >= 0 && end.x() < 10);
    }

    void asksForALatticeThatFits() {
        Window window;
        window.map.showCodes(corners());
        QTest::qWait(60);
        QVERIFY(window.lattices.empty()); // hidden: nothing
        window.open();
        QTRY_COMPARE(window.lattices.size(), std::size_t(1));
        const LatticeRequest first = window.lattices[0];
        QVERIFY(first.columns * first.rows <= LatticeRequest::mostCells && first.columns > 8);
        window.map.showCodes(corners());
        QTRY_VERIFY(window.lattices.size() >= 2);
        QVERIFY(window.lattices.back() == first); // the same codes want the same, and say so
        window.drag({200, 250}, {400, 250});
        QTRY_VERIFY(!(window.lattices.back() == first));
        const std::size_t dragged = window.lattices.size();
        window.map.resize(500, 400);
        QTRY_VERIFY(window.lattices.size() > dragged);

        window.choose(QStringLiteral("noPictures"));
        QCOMPARE(window.lattices.back().columns, 0);
        window.choose(QStringLiteral("manifold"));
        QVERIFY(window.lattices.back().columns > 0);
    }

    void drawsTheLatticeOfItsAxesOnly() {
        Window window;
        window.open();
        auto picture = corners();
        picture->labels.clear();
        window.map.showCodes(picture);
        const QImage before = window.image();
        auto lattice = std::make_shared<analysis::LatticePicture>();
        lattice->left = -2, lattice->right = 2, lattice->bottom = -2, lattice->top = 2;
        lattice->columns = lattice->rows = 2;
        lattice->sample = imageShape;
        lattice->pixels.assign(4 * 784, 1.0f);
        lattice->axes.second = 5;
        window.map.showLattice(lattice);
        QCOMPARE(window.image(), before);
        auto right = std::make_shared<analysis::LatticePicture>(*lattice);
        right->axes = picture->axes;
        window.map.showLattice(right);
        QVERIFY(window.image() != before);
        window.choose(QStringLiteral("noPictures"));
        QCOMPARE(window.image(), before);
    }

    void samplesThatAreNoImagesHaveNoLattice() {
        Window window;
        window.open();
        window.map.setSampleShape(core::Shape(10));
        window.map.showCodes(corners());
        QTest::qWait(60);
        QVERIFY(std::all_of(window.lattices.begin(), window.lattices.end(), [](const auto &request) { return request.columns == 0; }));
        QVERIFY(!window.offers(QStringLiteral("manifold")) && window.offers(QStringLiteral("originals")));
        QVERIFY(window.offers(QStringLiteral("density")));
        window.move({300, 200});
        window.map.showDecoded({core::Shape(10), {}, std::vector<float>(10, 0.3f)}, 0, 0); // a curve in the card
        QVERIFY(window.glass->cardRect()->width() > 96);
    }

    void axesAreOfferedBeyondTwoUnits() {
        Window window;
        window.open();
        window.map.header()->resize(1000, window.map.header()->sizeHint().height());
        window.map.header()->show();
        window.map.showCodes(corners());
        auto *principal = window.chip(QStringLiteral("PCA")), *units = window.chip(QStringLiteral("Units"));
        auto *first = window.map.header()->findChild<QComboBox *>(QStringLiteral("firstUnit"));
        auto *second = window.map.header()->findChild<QComboBox *>(QStringLiteral("secondUnit"));
        QVERIFY(principal->isHidden() && units->isHidden() && first->isHidden());

        window.map.showCodes(cloud(100, 32));
        QVERIFY(!principal->isHidden() && units->isChecked() && !first->isHidden());
        QCOMPARE(first->count(), 32);
        QCOMPARE(first->itemText(11), QStringLiteral("z₁₂"));
        QVERIFY(window.axes.empty()); // showing is not editing
        first->setCurrentIndex(4);
        emit first->activated(4);
        QCOMPARE(window.axes.back(), (analysis::LatentAxes{analysis::LatentAxes::Kind::Units, 4, 1}));
        emit first->activated(1); // the same as the other: they change places
        QCOMPARE(window.axes.back(), (analysis::LatentAxes{analysis::LatentAxes::Kind::Units, 1, 4}));
        QTest::mouseClick(principal, Qt::LeftButton);
        QCOMPARE(window.axes.back().kind, analysis::LatentAxes::Kind::Principal);
        const std::size_t edits = window.axes.size();
        QTest::mouseClick(principal, Qt::LeftButton);
        QCOMPARE(window.axes.size(), edits);
        window.map.showCodes(cloud(100, 32)); // older axes on their way
        QVERIFY(principal->isChecked());

        auto projected = cloud(100, 32);
        projected->axes = window.axes.back();
        projected->explained = 0.61;
        window.map.showCodes(projected);
        QVERIFY(window.map.header()->findChildren<QLabel *>().at(1)->text().contains(QStringLiteral("61")));
        QVERIFY(first->isHidden() && second->isHidden());
    }

    void twoUnitsAreShownAndMoreByPca() {
        Window window;
        window.open();
        using Kind = analysis::LatentAxes::Kind;
        window.map.header()->show();
        window.map.setCodeUnits(2);
        QVERIFY(window.axes.empty());
        window.map.setCodeUnits(32);
        QCOMPARE(window.axes.back().kind, Kind::Principal);
        window.map.setCodeUnits(2);
        QCOMPARE(window.axes.back(), analysis::LatentAxes());
        window.map.setCodeUnits(8);
        QTest::mouseClick(window.chip(QStringLiteral("Units")), Qt::LeftButton);
        QCOMPARE(window.axes.back(), analysis::LatentAxes());
        const std::size_t edits = window.axes.size();
        window.map.setCodeUnits(2);
        window.map.setCodeUnits(16);
        QCOMPARE(window.axes.size(), edits); // the choice of a person stays
    }

    void aLayoutHasNoNumbersAndAnObstacleIsASentence() {
        Window window;
        window.open();
        window.map.header()->show();
        window.map.setSampleShape(imageShape);
        window.map.setCodeUnits(32);
        auto layout = cloud(100, 32);
        layout->plane.reset();
        layout->axes = {.kind = analysis::LatentAxes::Kind::Layout, .method = "umap"};
        layout->layout = analysis::LayoutReport{.done = 0.42, .warnings = {"A warning."}};
        window.map.showCodes(layout);
        auto *chip = window.map.header()->findChild<QToolButton *>(QStringLiteral("layoutChip"));
        const auto *subtitle = window.map.header()->findChildren<QLabel *>().at(1);
        QVERIFY(chip->isChecked() && chip->text().startsWith(QStringLiteral("UMAP")) && chip->toolTip().contains(QStringLiteral("A warning.")));
        QVERIFY2(subtitle->text().contains(QStringLiteral("42 %")), qPrintable(subtitle->text()));
        QTRY_VERIFY(!window.thumbnails.empty() && !window.thumbnails.back().empty()); // nothing leads back to codes: the samples themselves
        QCOMPARE(window.lattices.back().columns, 0);
        layout->layout = analysis::LayoutReport{.done = 1, .neighbours = 15, .trustworthiness = 0.9871, .continuity = 0.9723};
        window.map.showCodes(std::make_shared<analysis::LatentPicture>(*layout));
        QVERIFY2(subtitle->text().contains(QStringLiteral("0.987")) && subtitle->text().contains(QStringLiteral("0.972")), qPrintable(subtitle->text()));

        const QImage points = window.glass->grab().toImage();
        auto none = std::make_shared<analysis::LatentPicture>();
        none->units = 32;
        none->axes = layout->axes;
        none->obstacle = core::Error{"all 10 codes are equal", "", "Train it anew."};
        window.map.showCodes(none);
        QVERIFY(window.glass->grab().toImage() != points); // the sentence
        QVERIFY(window.map.findChild<MapLegend *>()->isHidden());
        window.map.showCodes(layout);
        QCOMPARE(window.glass->grab().toImage(), points);
    }

    void whatANarrowHeaderLacksIsInTheMenu() {
        Window window;
        window.open();
        PanelHeader *header = window.map.header();
        window.map.setCodeUnits(32);
        header->resize(1200, header->height());
        header->show();
        const auto chip = [&](const QString &text) {
            for (auto *button : header->findChildren<QToolButton *>())
                if (button->text() == text)
                    return button;
            return static_cast<QToolButton *>(nullptr);
        };
        for (const char *text : {"Units", "PCA", "3-D"})
            QTRY_VERIFY(chip(text) && !chip(text)->isHidden());
        const int narrow = header->minimumSizeHint().width();
        QVERIFY2(narrow < 400, qPrintable(QString::number(narrow)));
        header->resize(narrow, header->height());
        for (const char *text : {"Units", "PCA", "3-D"})
            QTRY_VERIFY(chip(text)->isHidden());
        for (QWidget *child : header->findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
            QVERIFY2(child->isHidden() || child->geometry().right() < narrow, child->metaObject()->className()); // nothing is cut
        const auto choose = [&](const QString &text) {
            header->findChild<QToolButton *>(QStringLiteral("layoutChip"))->click();
            auto *menu = header->findChild<QMenu *>(QStringLiteral("layoutMenu"));
            for (QAction *action : menu->actions())
                if (action->text() == text)
                    action->trigger();
            delete menu;
        };
        choose("Units");
        QCOMPARE(window.axes.back(), analysis::LatentAxes());
        choose("3-D");
        QVERIFY(window.axes.back().isSpatial());
        choose("PCA");
        QCOMPARE(window.axes.back(), (analysis::LatentAxes{.kind = analysis::LatentAxes::Kind::Principal, .third = 2}));
        choose("3-D");
        QVERIFY(!window.axes.back().isSpatial());
    }

    void theLegendCoversNoPoints() {
        for (const QSize &size : {QSize(800, 500), QSize(300, 200)}) {
            Window window(size);
            window.open();
            auto square = std::make_shared<analysis::LatentPicture>();
            square->units = 2;
            for (int i = 0; i < 900; ++i) {
                square->x.push_back(static_cast<float>(i % 30));
                square->y.push_back(static_cast<float>(i / 30));
                square->samples.push_back(i);
                square->labels.push_back(i % 3);
            }
            const auto coversNone = [&] {
                const QRect legend = window.map.findChild<MapLegend *>()->geometry();
                for (std::size_t point = 0; point < square->x.size(); ++point)
                    if (legend.contains(window.pixel(static_cast<double>(square->x[point]), static_cast<double>(square->y[point])).toPoint()))
                        return false;
                return true;
            };
            window.map.showCodes(square);
            QVERIFY(coversNone());
            window.map.resize(size * 1.5);
            QCoreApplication::processEvents();
            QVERIFY(coversNone());
            window.map.setClasses({"A class of a long name", "Boot", "Bag"});
            QVERIFY(coversNone());
            window.map.setColouring(angles()); // a bar of another width
            window.map.setColouring(nullptr);
            QVERIFY(coversNone());
        }
    }

    void theLegendHidesClasses() {
        Window window;
        window.open();
        window.map.showCodes(cloud(300));
        const QList<ClassButton *> buttons = window.map.findChildren<ClassButton *>();
        QCOMPARE(buttons.size(), 3);
        QVERIFY(buttons[0]->isVisible());
        Scatter *scatter = window.map.scatter();
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QVERIFY(!scatter->isHidden(0) && scatter->isHidden(1) && !scatter->isHidden(2));
        QTest::keyClick(buttons[1], Qt::Key_Space);
        QVERIFY(!scatter->isHidden(1));
        QTest::mouseClick(buttons[2], Qt::LeftButton); // the first of two
        QTest::mouseDClick(buttons[2], Qt::LeftButton);
        QVERIFY(scatter->isHidden(0) && scatter->isHidden(1) && !scatter->isHidden(2));
        QVERIFY(!buttons[0]->isChecked() && buttons[2]->isChecked());
        QTest::keyClick(buttons[2], Qt::Key_Return); // alone already: all again
        QVERIFY(!scatter->isHidden(0) && !scatter->isHidden(1) && !scatter->isHidden(2));

        auto plain = cloud(300);
        plain->labels.clear();
        window.map.showCodes(plain);
        QVERIFY(!buttons[0]->isVisible());
    }

    void theLegendShrinks() {
        std::vector<std::string> names;
        for (int i = 0; i < 30; ++i)
            names.push_back("Class number " + std::to_string(i));
        Window window({240, 170});
        window.map.setClasses(names);
        window.open();
        window.map.showCodes(cloud(50));
        auto *legend = window.map.findChild<MapLegend *>();
        QVERIFY(window.map.rect().contains(legend->geometry()));
        QCOMPARE(window.map.findChildren<ClassButton *>().size(), MapLegend::mostClasses);
        const int small = legend->width();
        window.map.resize(800, 600);
        QTRY_VERIFY(legend->width() > small);
        QVERIFY(window.map.rect().contains(legend->geometry()));
    }

    void hiddenPointsCannotBeHovered() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        QTest::mouseClick(window.map.findChildren<ClassButton *>()[2], Qt::LeftButton);
        window.move(window.pixel(1, 1));
        QVERIFY(window.hovered.empty() || !window.hovered.back());
    }

    void oneOutlierDoesNotShrinkTheMap() {
        Window window;
        window.open();
        auto picture = cloud(2000);
        picture->x[3] = 1e5f;
        picture->y[7] = notANumber;
        window.map.showCodes(picture);
        QVERIFY(window.map.plot()->xAxis->range().size() < 10);
        QVERIFY(window.map.plot()->yAxis->range().size() < 10);
    }

    void followsTheCodesWithoutJumping() {
        Window window;
        window.open();
        window.map.showCodes(cloud(500));
        const double before = window.map.plot()->xAxis->range().upper;
        auto wider = cloud(500);
        for (float &value : wider->x)
            value *= 4;
        window.map.showCodes(wider);
        QVERIFY(isAbout(window.map.plot()->xAxis->range().upper, before, 0.3 * before));
        QTRY_VERIFY(window.map.plot()->xAxis->range().upper > 3.5 * before);
    }

    void oneUnitIsADistribution() {
        Window window;
        window.open();
        auto picture = cloud(600, 1);
        picture->x[4] = notANumber;
        window.map.showCodes(picture);
        QTRY_VERIFY(!window.lattices.empty());
        QCOMPARE(window.lattices.back().rows, 1);
        QCOMPARE(window.lattices.back().bottom, window.lattices.back().top);
        window.move({400, 250});
        QVERIFY(isAbout(window.moves.back().x(), window.map.plot()->xAxis->pixelToCoord(400), 0.01));
        QCOMPARE(window.moves.back().y(), 0.0);
        window.map.showDecoded(decoded(), window.moves.back().x(), 0);
        QVERIFY(window.glass->cardRect()->height() > 112 + 20 + 17); // coordinates and counts below the picture
        window.map.setMarkedSample(Index(1000));
        QVERIFY(window.glass->marks().marked);
        const QImage all = window.image();
        QTest::mouseClick(window.map.findChildren<ClassButton *>()[0], Qt::LeftButton);
        QVERIFY(window.image() != all);
        QVERIFY(!window.glass->marks().marked); // sample 1000 has the hidden class
        const QCPRange y = window.map.plot()->yAxis->range();
        window.drag({300, 200}, {350, 300});
        window.wheel({300, 200}, 120);
        QCOMPARE(window.map.plot()->yAxis->range().lower, y.lower); // only along z
    }

    void bearsLittleAndBadData() {
        Window window;
        window.open();
        window.map.showCodes(nullptr);
        window.move({100, 100});
        window.click({100, 100});
        QTest::keyClick(window.glass, Qt::Key_Left);
        QVERIFY(window.moves.empty() && window.pins.empty());
        for (int units : {1, 2}) {
            auto one = cloud(1, units);
            window.map.showCodes(one);
            QVERIFY(window.map.plot()->xAxis->range().size() > 0);
            window.move({200, 200});
            auto lost = cloud(50, units);
            std::fill(lost->x.begin(), lost->x.end(), notANumber);
            window.map.showCodes(lost);
            window.move({210, 200});
            window.image();
            window.map.showCodes(std::make_shared<analysis::LatentPicture>(analysis::LatentPicture{.units = units}));
            window.image();
        }
        window.map.showLattice(nullptr);
        window.map.showDecoded({}, 0, 0);
        window.map.showSample({}, {});
        window.map.clear();
        QVERIFY(!window.glass->cardRect());
        window.image();
    }

    void hiddenItKeepsTheNewestForLater() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.map.hide();
        auto far = corners();
        for (float &value : far->x)
            value += 50;
        window.map.showCodes(far);
        QVERIFY(window.map.plot()->xAxis->range().upper < 10);
        window.map.show();
        QTRY_VERIFY(window.map.plot()->xAxis->range().upper > 40);
    }

    void theMenuOffersFiguresAndNumbers() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        QContextMenuEvent event(QContextMenuEvent::Mouse, {100, 100}, window.glass->mapToGlobal(QPoint(100, 100)));
        QCoreApplication::sendEvent(window.glass, &event);
        auto *menu = window.map.findChild<QMenu *>();
        QVERIFY(menu && menu->isVisible());
        QStringList endings;
        for (const QAction *action : menu->actions())
            endings << action->data().toString();
        for (const char *ending : {"svg", "pdf", "png", "csv"})
            QVERIFY(endings.contains(QLatin1String(ending)));
        menu->close();

        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        CsvWriter writer(buffer);
        auto picture = corners();
        picture->y[1] = notANumber;
        writeNumbers(*picture, nullptr, writer);
        const QList<QByteArray> lines = buffer.data().split('\n');
        QCOMPARE(lines[0].trimmed(), QByteArray("sample,label,z1,z2"));
        QCOMPARE(lines[1].trimmed(), QByteArray("7,0,-1,-1"));
        QCOMPARE(lines[2].trimmed(), QByteArray("3,1,1,"));

        buffer.buffer().clear(); // with what colours them
        buffer.seek(0);
        writeNumbers(*corners(), angles(), writer);
        const QList<QByteArray> coloured = buffer.data().split('\n');
        QCOMPARE(coloured[0].trimmed(), QByteArray("sample,label,Angle,z1,z2"));
        QCOMPARE(coloured[1].trimmed(), QByteArray("7,0,0.7,-1,-1"));
    }

    void writesNumbersForPeople() {
        auto picture = *corners();
        QCOMPARE(coordinates(picture, 0.424, -1.306, 0.01), QStringLiteral("z = (0.42, −1.31)"));
        QCOMPARE(decimal(-0.0001, 0.01), QStringLiteral("0.00"));
        picture.units = 8;
        picture.axes = {analysis::LatentAxes::Kind::Units, 2, 6};
        QCOMPARE(coordinates(picture, 1, 2, 0.01), QStringLiteral("z₃, z₇ = (1.00, 2.00)"));
        QCOMPARE(unitName(31), QStringLiteral("z₃₂"));
    }

    void aValueThatColoursHasABarAndStandsOnTheCard() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        auto *bar = window.map.findChild<ColourBar *>(QStringLiteral("colourBar"));
        auto *legend = window.map.findChild<MapLegend *>();
        QVERIFY(legend->isVisible() && !bar->isVisible());
        window.map.setColouring(angles());
        QVERIFY(!legend->isVisible() && bar->isVisible());
        QVERIFY(window.map.rect().contains(bar->geometry()));
        const auto heightOfCard = [&] {
            window.move(window.pixel(0, 0));
            window.move(window.pixel(1, 1) + QPointF(2, 2)); // sample 9
            window.map.showDecoded(decoded(), 1, 1);
            window.map.showSample(column(9), imageShape);
            return window.glass->cardRect()->height();
        };
        const int withLine = heightOfCard();
        window.map.setColouring(nullptr);
        QVERIFY(legend->isVisible() && !bar->isVisible());
        QVERIFY(heightOfCard() < withLine);
        window.map.setColouring(std::make_shared<const Colouring>(Colouring{.kind = ColouringKind::None, .name = {}, .values = {}, .scale = {}}));
        QVERIFY(!legend->isVisible() && !bar->isVisible());
    }

    void theChoiceInTheHeaderIsHandedOn() {
        Window window;
        window.open();
        auto *choice = window.map.header()->findChild<ColouringChoice *>();
        QVERIFY(choice && choice->isHidden());
        const std::vector<ColouringEntry> entries{{ColouringKind::Class, -1, "Class"}, {ColouringKind::Factor, 0, "Angle"}, {ColouringKind::None, -1, "None"}};
        window.map.setColourings(entries, entries[0]);
        QVERIFY(!choice->isHidden());
        QSignalSpy chosen(&window.map, &LatentMap::colouringChosen);
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<ColouringEntry>(), entries[1]);
    }

    void aNumberOfFewStepsHasARidgeForEach() {
        Window window;
        window.open();
        auto picture = cloud(400, 1);
        window.map.showCodes(picture);
        Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Shape", .values = {}, .scale = {}};
        std::vector<float> &values = colouring.values[static_cast<std::size_t>(data::PartKind::Test)];
        for (int i = 0; i < 1400; ++i)
            values.push_back(i % 4 == 3 ? notANumber : static_cast<float>(i % 4));
        colouring.scale = ColourScale::of(values);
        const auto shared = std::make_shared<const Colouring>(colouring);
        window.map.setColouring(shared);
        auto *ridges = window.map.findChild<Distribution *>();
        QCOMPARE(ridges->rows(), 4);   // three steps, and what is unknown
        std::array<int, 4> expected{}; // slowly
        for (std::size_t i = 0; i < picture->x.size(); ++i)
            if (picture->x[i] >= -0.5f && picture->x[i] <= 0.5f)
                ++expected[static_cast<std::size_t>(picture->samples[i] % 4)];
        for (const Distribution::Count &count : ridges->countsBetween(-0.5, 0.5)) {
            QCOMPARE(count.codes, expected[static_cast<std::size_t>(count.label < 0 ? 3 : count.label)]);
            QCOMPARE(count.colour, shared->colourOf(count.label < 0 ? notANumber : static_cast<float>(count.label), window.map.theme()));
        }
    }

    void oneUnitIsOneRidgeWhereAValueColours() {
        Window window;
        window.open();
        window.map.showCodes(cloud(3000, 1));
        auto *ridges = window.map.findChild<Distribution *>();
        QCOMPARE(ridges->rows(), 3);
        auto picture = cloud(3000, 1);
        Colouring colouring{.kind = ColouringKind::Factor, .column = 0, .name = "Place", .values = {}, .scale = ColourScale::of(picture->x)};
        std::vector<float> &values = colouring.values[static_cast<std::size_t>(data::PartKind::Test)];
        values.assign(4000, 0.0f);
        for (std::size_t i = 0; i < picture->x.size(); ++i)
            values[static_cast<std::size_t>(picture->samples[i])] = picture->x[i];
        const auto shared = std::make_shared<const Colouring>(colouring);
        window.map.setColouring(shared);
        QCOMPARE(ridges->rows(), 1);
        const QImage image = window.image();
        const QPoint middle = window.pixel(0, 0.3).toPoint(); // the code is the value, so its colour stands at its place
        const QColor found = image.pixelColor(middle), expected = shared->colourOf(0, window.map.theme());
        QVERIFY2(std::abs(found.red() - expected.red()) < 12 && std::abs(found.green() - expected.green()) < 12, qPrintable(found.name() + expected.name()));
    }

    void pointingAtTheBarLightsItsSamples() {
        Window window;
        window.open();
        window.map.showCodes(corners()); // samples 7, 3, 9, 5
        window.map.setColouring(angles());
        auto *bar = window.map.findChild<ColourBar *>(QStringLiteral("colourBar"));
        const QColor ground = window.map.theme().panel;
        const auto isFaint = [&](double x, double y) {
            const QColor found = window.image().pixelColor(window.pixel(x, y).toPoint());
            return std::abs(found.red() - ground.red()) + std::abs(found.green() - ground.green()) + std::abs(found.blue() - ground.blue()) < 60;
        };
        QVERIFY(!isFaint(1, -1) && !isFaint(-1, -1));
        int y = 0; // of the level of sample 3
        for (int at = bar->height() - 1; at > 0 && y == 0; --at)
            if (levelAt(bar->rect(), *angles(), QPointF(12, at)) == angles()->scale.levelOf(0.3f))
                y = at;
        QVERIFY(y > 0);
        QTest::mouseMove(bar, QPoint(12, y));
        QVERIFY(!isFaint(1, -1) && isFaint(-1, -1)); // 0.7 lies further away
        QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(12, y));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(bar, &leave);
        QVERIFY(isFaint(-1, -1)); // kept
        QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(12, y));
        QVERIFY(!isFaint(1, -1) && !isFaint(-1, -1));

        const int top = static_cast<int>(y - 0.2 * (bar->height())); // drag over a range
        QTest::mousePress(bar, Qt::LeftButton, {}, QPoint(12, y + 10));
        QMouseEvent move(QEvent::MouseMove, QPointF(12, top), bar->mapToGlobal(QPointF(12, top)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(bar, &move);
        QTest::mouseRelease(bar, Qt::LeftButton, {}, QPoint(12, top));
        QVERIFY(!isFaint(1, -1) && !isFaint(-1, -1));
        window.map.setColouring(nullptr);
        QVERIFY(!isFaint(1, -1));
    }

    void aSavedFigureHasTheBar() {
        Window window;
        window.open();
        window.map.showCodes(corners());
        window.map.setColouring(angles());
        window.image();
        auto *bar = window.map.findChild<ColourBar *>(QStringLiteral("colourBar"));
        const QImage figure = window.map.plot()->toPixmap(800, 500, 2).toImage();
        for (const double share : {0.25, 0.75}) {
            const QColor expected = angles()->colourOf(static_cast<float>(2 * M_PI * share), window.map.theme());
            bool isFound = false;
            const int x = 2 * (bar->x() + 12);
            for (int y = 2 * bar->y(); y < 2 * (bar->y() + bar->height()); ++y) {
                const QColor found = figure.pixelColor(x, y);
                isFound = isFound || (std::abs(found.red() - expected.red()) < 5 && std::abs(found.green() - expected.green()) < 5 &&
                                      std::abs(found.blue() - expected.blue()) < 5);
            }
            QVERIFY(isFound);
        }
    }

    void aNarrowHeaderLeavesTheLayersToTheMenu() {
        Window window;
        window.open();
        window.map.setSampleShape(imageShape);
        const std::vector<ColouringEntry> entries{{ColouringKind::Class, -1, "Class"}, {ColouringKind::None, -1, "None"}};
        window.map.setColourings(entries, entries[0]);
        PanelHeader *header = window.map.header();
        QToolButton *chip = window.chip(QStringLiteral("Show ▾"));
        QWidget dock; // a window of its own would keep the header as wide as its layout
        dock.resize(1200, 60);
        header->setParent(&dock);
        header->resize(1000, 38);
        header->show();
        dock.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dock));
        QVERIFY(!chip->isHidden());
        header->resize(header->minimumSizeHint().width() + 20, 38);
        QVERIFY(chip->isHidden());
        header->resize(1000, 38);
        QVERIFY(!chip->isHidden());
        header->resize(header->minimumSizeHint().width() + chip->sizeHint().width() + 40, 38);
        QVERIFY(!chip->isHidden());
        window.map.setCodeUnits(8); // more controls
        QVERIFY(chip->isHidden());

        window.map.showCodes(corners());
        QContextMenuEvent event(QContextMenuEvent::Mouse, {100, 100}, window.glass->mapToGlobal(QPoint(100, 100)));
        QCoreApplication::sendEvent(window.glass, &event);
        auto *menu = window.map.findChild<QMenu *>();
        auto *layers = menu->findChild<QMenu *>(QStringLiteral("layersMenu"));
        QVERIFY(layers);
        layers->findChild<QAction *>(QStringLiteral("density"))->trigger();
        QVERIFY(!window.map.layers().hasPoints());
        menu->close();
        header->setParent(&window.map);
    }

    void ofALayoutWhatIsDecodedAndMarkedIsAnEstimate() {
        Window window;
        window.open();
        auto layout = corners();
        layout->units = 3;
        layout->plane.reset();
        layout->axes = {.kind = analysis::LatentAxes::Kind::Layout, .method = "umap"};
        window.map.showCodes(layout);
        auto codes = std::make_shared<analysis::CodeTable>();
        codes->units = 3;
        codes->samples = layout->samples;
        codes->values = core::Floats(12);
        for (Index i = 0; i < 12; ++i)
            codes->values[i] = static_cast<float>(i * i);
        window.map.setDeskCode({9, 16, 25}); // the code of the second
        QVERIFY(!window.glass->marks().desk);
        window.map.setCodes(codes);
        QVERIFY(window.glass->marks().desk && window.glass->marks().areEstimates);
        QVERIFY(QLineF(*window.glass->marks().desk, window.pixel(1, -1)).length() < 0.01);
        const QImage marked = window.image();
        window.map.setDeskCode({9, 16});
        QVERIFY(!window.glass->marks().desk && window.image() != marked);

        window.move(window.pixel(0.3, 0.3));
        const int alone = window.glass->cardRect()->height();
        window.map.showDecoded(decoded(), window.moves.back().x(), window.moves.back().y());
        QVERIFY(window.glass->cardRect()->height() > alone + 90);
        window.move(window.pixel(0.4, 0.3)); // no answer: far from all codes
        QCOMPARE(window.glass->cardRect()->height(), alone);
        window.map.showCodes(corners());
        QVERIFY(!window.glass->marks().areEstimates);
    }

    void samplesStandWhereTheyLie() {
        Window window;
        window.open();
        window.map.setSampleShape(imageShape);
        window.map.showCodes(corners());
        QTRY_VERIFY(!window.lattices.empty());
        QVERIFY(window.thumbnails.back().empty()); // the manifold is there
        window.choose(QStringLiteral("originals"));
        QCOMPARE(window.thumbnails.back(), (std::vector<Index>{3, 5, 7, 9}));
        QVERIFY(!window.wantsReconstructions);
        const QImage without = window.image();
        auto pictures = std::make_shared<analysis::ThumbnailPictures>();
        pictures->shape = imageShape;
        pictures->samples = {3, 5, 7, 9};
        pictures->values.assign(4 * 784, 0.0f);
        for (std::size_t i = 0; i < 4 * 784; ++i) // a disc on black
            pictures->values[i] = std::hypot(static_cast<double>(i % 28) - 13.5, static_cast<double>(i % 784 / 28) - 13.5) < 11 ? 1.0f : 0.0f;
        auto others = std::make_shared<analysis::ThumbnailPictures>(*pictures);
        others->areReconstructions = true;
        window.map.showThumbnails(others); // that were asked for before
        QCOMPARE(window.image(), without);
        window.map.showThumbnails(pictures);
        const QImage with = window.image();
        const QPointF at = window.pixel(1, -1); // sample 3, of class 1
        QCOMPARE(QColor(with.pixel((at + QPointF(8, 0)).toPoint())), classColour(1));
        QCOMPARE(with.pixel((at + QPointF(13, 13)).toPoint()), without.pixel((at + QPointF(13, 13)).toPoint())); // black is no ink
        auto changed = std::make_shared<analysis::ThumbnailPictures>(*pictures);                                 // in another order, and sample 3 without ink
        changed->samples = {9, 7, 5, 3};
        std::fill(changed->values.begin() + 3 * 784, changed->values.end(), 0.0f);
        window.map.showThumbnails(changed);
        QCOMPARE(window.image().pixel((at + QPointF(8, 0)).toPoint()), without.pixel((at + QPointF(8, 0)).toPoint()));
        const QPoint besideAnother = (window.pixel(-1, 1) + QPointF(8, 0)).toPoint();
        QCOMPARE(window.image().pixel(besideAnother), with.pixel(besideAnother));
        window.map.showThumbnails(pictures);
        QCOMPARE(window.image(), with);
        window.move(at + QPointF(12, -12)); // beside the dot, on the picture
        QCOMPARE(window.hovered.back(), std::optional<Index>(3));

        window.choose(QStringLiteral("reconstructions"));
        QVERIFY(window.wantsReconstructions && window.thumbnails.back().size() == 4);
        window.map.showThumbnails(others);
        QVERIFY(window.image() != without);
        window.choose(QStringLiteral("noPictures"));
        QVERIFY(window.thumbnails.back().empty());
        QCOMPARE(window.image(), without);
        QTest::mouseClick(window.map.findChildren<ClassButton *>().at(1), Qt::LeftButton);
        window.choose(QStringLiteral("originals"));
        QCOMPARE(window.thumbnails.back(), (std::vector<Index>{5, 7, 9})); // none of a hidden class
    }

    void samplesThatAreNoImagesStandThereWhenAskedFor() {
        Window window;
        window.open();
        window.map.setSampleShape(core::Shape(4));
        window.map.showCodes(corners());
        QTRY_VERIFY(!window.thumbnails.empty());
        QVERIFY(window.thumbnails.back().empty() && !window.offers(QStringLiteral("manifold")));
        QVERIFY(window.layer(QStringLiteral("noPictures"))->isChecked());
        window.closeLayers();
        const QImage without = window.image();
        QTest::keyClick(window.glass, Qt::Key_T);
        QVERIFY(!window.wantsReconstructions && window.thumbnails.back() == (std::vector<Index>{3, 5, 7, 9}));
        auto pictures = std::make_shared<analysis::ThumbnailPictures>();
        pictures->kind = analysis::ThumbnailPictures::Kind::Table;
        pictures->shape = core::Shape(4);
        pictures->samples = {3, 5, 7, 9};
        pictures->values.assign(16, 0.8f);
        window.map.showThumbnails(pictures);
        const QImage with = window.image();
        const QPoint beside = (window.pixel(1, -1) + QPointF(-10, 5)).toPoint();
        QVERIFY(with.pixel(beside) != without.pixel(beside));
        QTest::keyClick(window.glass, Qt::Key_T);
        QVERIFY(window.wantsReconstructions);
        QTest::keyClick(window.glass, Qt::Key_T); // none, which images take for the manifold
        QVERIFY(window.thumbnails.back().empty() && window.map.layers().pictures == MapLayers::Pictures::Manifold);
        QCOMPARE(window.image().pixel(beside), without.pixel(beside));
        window.map.setLayers(MapLayers{.pictures = MapLayers::Pictures::None});
        QTest::keyClick(window.glass, Qt::Key_T);
        QVERIFY(window.map.layers().pictures == MapLayers::Pictures::Originals);
        window.choose(QStringLiteral("noPictures"));
        QVERIFY(window.map.layers().pictures == MapLayers::Pictures::Manifold);
    }

    void trailsOfSamplesFollowTheMouse() {
        Window window;
        window.open();
        window.map.setLayers(MapLayers{.pictures = MapLayers::Pictures::None});
        const auto show = [&window](float moved, Index step) {
            auto picture = corners();
            for (float &y : picture->y)
                y -= moved;
            picture->moment.step = step;
            picture->moment.epoch = static_cast<double>(step) / 10;
            window.map.showCodes(picture);
        };
        show(0.5f, 0);
        show(0, 10);
        window.move(window.pixel(1, 1));
        QCOMPARE(window.hovered.back(), std::optional<Index>(9));
        QVERIFY(window.glass->marks().trails[0].isEmpty());
        QTest::keyClick(window.glass, Qt::Key_W, Qt::ShiftModifier);
        QVERIFY(window.map.layers().hasSampleTrails && window.edited.back() == window.map.layers() &&
                MapLayers::of(window.map.layers().words()) == window.map.layers());
        QVERIFY(window.glass->marks().trails[0].isEmpty()); // it remembers from now on
        show(0.5f, 20);
        show(0, 30);
        window.image();
        window.move(window.pixel(1, 1));
        const TrailLine trail = window.glass->marks().trails[0];
        QCOMPARE(trail.line.size(), qsizetype(3));
        QVERIFY(QLineF(trail.line.front(), window.pixel(1, 1)).length() < 0.01 && QLineF(trail.line[1], window.pixel(1, 0.5)).length() < 0.01);
        window.map.setSelectedSample(3);
        QVERIFY(QLineF(window.glass->marks().trails[1].line.back(), window.pixel(1, -1)).length() < 0.01);
        window.map.setSelectedSample(std::nullopt);
        window.move(window.pixel(0, 0));
        QVERIFY(window.glass->marks().trails[0].isEmpty() && window.glass->marks().trails[1].isEmpty());
        const QImage with = window.image();
        window.choose(QStringLiteral("sampleTrails"));
        QVERIFY(!window.map.layers().hasSampleTrails && window.image() != with);
    }

    void theLayersAreChosenByMenuAndByKeys() {
        Window window;
        window.open();
        auto picture = cloud(600);
        auto earlier = cloud(600, 2, 5);
        earlier->moment.step = 1;
        picture->moment.step = 2;
        window.map.showCodes(earlier);
        window.map.showCodes(picture);
        QImage before = window.image();
        for (const char *name : {"both", "density", "names", "contours", "hulls", "trails", "shapes", "points"}) {
            window.choose(QString::fromLatin1(name));
            const QImage after = window.image();
            QVERIFY2(after != before, name);
            before = after;
        }
        QCOMPARE(window.edited.size(), std::size_t(8));
        QVERIFY(window.edited.back() == window.map.layers());
        const MapLayers layers = window.map.layers();
        QVERIFY(layers.hasNames && layers.hasTrails && layers.hasShapes && layers.hasPoints() && !layers.hasDensity() &&
                layers.outlines == MapLayers::Outlines::Hulls);
        QVERIFY(MapLayers::of(layers.words()) == layers);
        QVERIFY(MapLayers::of({QStringLiteral("of another version")}) == MapLayers());
        window.choose(QStringLiteral("hulls")); // once more
        QVERIFY(window.map.layers().outlines == MapLayers::Outlines::None);

        QTest::keyClick(window.glass, Qt::Key_L);
        QTest::keyClick(window.glass, Qt::Key_G);
        QVERIFY(!window.map.layers().hasNames && !window.map.layers().hasShapes);
        QTest::keyClick(window.glass, Qt::Key_D);
        QVERIFY(window.map.layers().hasDensity() && !window.map.layers().hasPoints());
        QTest::keyClick(window.glass, Qt::Key_O);
        QVERIFY(window.map.layers().outlines == MapLayers::Outlines::Contours);
        QTest::keyClick(window.glass, Qt::Key_T);
        QVERIFY(window.map.layers().pictures == MapLayers::Pictures::Originals);
        QVERIFY(window.edited.back() == window.map.layers());

        picture = std::make_shared<analysis::LatentPicture>(*picture);
        picture->labels.clear();
        window.map.showCodes(picture);
        QVERIFY(!window.offers(QStringLiteral("names")) && !window.offers(QStringLiteral("shapes")));
        window.image(); // without classes there is nothing to outline, and nothing fails
    }
};

QTEST_MAIN(LatentMapTest)
#include "latent_map_test.moc"
