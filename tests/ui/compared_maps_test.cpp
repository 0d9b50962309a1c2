// Maps of several runs: brought onto one another, the same sample found in all of them, side by side and overlaid.
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <memory>

#include "ui/compare/compared_maps_canvas.h"
#include "ui/compare/compared_maps_view.h"

using namespace hourglass;
using namespace hourglass::ui;
using analysis::LatentPicture;
using Sample = std::optional<core::Index>;

namespace {

/// A spiral of samples 0, 2, 4 …, so that no turn or mirror image is like another.
std::shared_ptr<LatentPicture> spiral(std::size_t points) {
    auto map = std::make_shared<LatentPicture>();
    map->units = 2;
    for (std::size_t i = 0; i < points; ++i) {
        const double t = 0.1 * static_cast<double>(i);
        map->x.push_back(static_cast<float>(t * std::cos(t)));
        map->y.push_back(static_cast<float>(0.6 * t * std::sin(t)));
        map->samples.push_back(static_cast<core::Index>(2 * i));
        map->labels.push_back(static_cast<std::int32_t>(i % 3));
    }
    return map;
}

/// The same, mirrored, turned by a right angle, three times as large, elsewhere.
std::shared_ptr<LatentPicture> moved(const LatentPicture &map) {
    auto made = std::make_shared<LatentPicture>(map);
    for (std::size_t i = 0; i < map.x.size(); ++i) {
        made->x[i] = 3 * map.y[i] + 40;
        made->y[i] = 3 * map.x[i] - 7;
    }
    return made;
}

ComparedMap mapOf(const char *name, std::shared_ptr<const LatentPicture> picture, const char *obstacle = "") {
    return {name, {0, false}, obstacle, std::move(picture)};
}

} // namespace

class ComparedMapsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> m_window;
    ComparedMapsView *m_view = nullptr;
    ComparedMapsCanvas *m_canvas = nullptr;

    void moveTo(const QPointF &point) {
        const QPoint at = m_canvas->mapTo(m_window.get(), point.toPoint());
        QTest::mouseMove(m_window->windowHandle(), at + QPoint(1, 1)); // a move to where it is would be none
        QTest::mouseMove(m_window->windowHandle(), at);
    }
    QToolButton *chip(const QString &text) const {
        for (auto *button : m_window->findChildren<QToolButton *>())
            if (button->text() == text)
                return button;
        return nullptr;
    }

    void wheel(const QPointF &at, int notches) {
        QWheelEvent event(at, m_canvas->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_canvas, &event);
    }

private slots:
    void init() {
        m_window = std::make_unique<QWidget>();
        m_view = new ComparedMapsView;
        m_canvas = m_view->canvas();
        auto *layout = new QVBoxLayout(m_window.get());
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_view->header());
        layout->addWidget(m_view);
        connect(m_view, &ComparedMapsView::sampleSelected, m_view, &ComparedMapsView::setSelectedSample); // the owner's answer
        m_window->resize(900, 420);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void alignmentUndoesAnySimilarity() {
        const auto first = spiral(120);
        const auto aligned = alignedMaps({mapOf("A", first), mapOf("lost", nullptr), mapOf("B", moved(*first))}, true);
        QVERIFY(!aligned[0].misfit && !aligned[1].picture);
        QVERIFY(aligned[2].misfit && *aligned[2].misfit < 1e-6);
        for (std::size_t i = 0; i < first->x.size(); ++i)
            QVERIFY(std::abs(aligned[2].picture->x[i] - first->x[i]) < 1e-4f && std::abs(aligned[2].picture->y[i] - first->y[i]) < 1e-4f);
        const auto plain = alignedMaps({mapOf("A", first), mapOf("B", moved(*first))}, false);
        QVERIFY(!plain[1].misfit && plain[1].picture->x[0] == 40.0f);
    }

    void samplesAreFoundByTheirNumbers() {
        const auto all = spiral(120);
        auto some = moved(*all); // of which every second is shown, with one that the other has not
        LatentPicture half = *some;
        half.x.clear(), half.y.clear(), half.samples.clear(), half.labels.clear();
        for (std::size_t i = 0; i < all->x.size(); i += 2) {
            half.x.push_back(some->x[i]);
            half.y.push_back(some->y[i]);
            half.samples.push_back(some->samples[i]);
        }
        half.x.push_back(1e6f), half.y.push_back(NAN), half.samples.push_back(9999);
        const auto aligned = alignedMaps({mapOf("A", all), mapOf("B", std::make_shared<const LatentPicture>(half))}, true);
        QVERIFY(aligned[1].misfit && *aligned[1].misfit < 1e-6);
        QVERIFY(std::abs(aligned[1].picture->x[5] - all->x[10]) < 1e-4f);
        QCOMPARE(pointOf(half, 20), std::optional<std::size_t>(5));
        QVERIFY(!pointOf(half, 22) && !pointOf(half, 100000));
    }

    void allMapsAreZoomedAndMovedTogether() {
        const auto first = spiral(120);
        m_view->showMaps({mapOf("A", first), mapOf("B", moved(*first))});
        const core::Index sample = first->samples[40];
        const QPointF before = *m_canvas->placeOf(0, sample), other = *m_canvas->placeOf(1, sample), far = *m_canvas->placeOf(0, first->samples[80]);
        const QPointF between = other - before;
        wheel(before, 2);
        QVERIFY(m_canvas->hasOwnView());
        QVERIFY((*m_canvas->placeOf(0, sample) - before).manhattanLength() < 1.5); // what is under the pointer stays there
        QVERIFY((*m_canvas->placeOf(1, sample) - other).manhattanLength() < 1.5);  // in both maps
        const QPointF grown = *m_canvas->placeOf(0, first->samples[80]);
        QVERIFY(std::abs(std::hypot(grown.x() - before.x(), grown.y() - before.y()) / std::hypot(far.x() - before.x(), far.y() - before.y()) - 1 / 0.64) <
                0.05);
        QSignalSpy selections(m_view, &ComparedMapsView::sampleSelected);
        QTest::mousePress(m_canvas, Qt::LeftButton, {}, before.toPoint());
        for (const QPoint &way : {QPoint(20, 5), QPoint(40, -10)}) {
            const QPointF at = before + way;
            QMouseEvent move(QEvent::MouseMove, at, m_canvas->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_canvas, &move);
        }
        QTest::mouseRelease(m_canvas, Qt::LeftButton, {}, before.toPoint() + QPoint(40, -10));
        QVERIFY(selections.isEmpty()); // a drag is no click
        QVERIFY((*m_canvas->placeOf(0, sample) - before - QPointF(40, -10)).manhattanLength() < 2.5);
        QVERIFY((*m_canvas->placeOf(1, sample) - *m_canvas->placeOf(0, sample) - between).manhattanLength() < 1.5);
        const QPointF own = *m_canvas->placeOf(0, sample);
        m_view->showMaps({mapOf("A", first), mapOf("B", moved(*first))}); // newer codes do not take it away
        QVERIFY((*m_canvas->placeOf(0, sample) - own).manhattanLength() < 0.5);
        QTest::mouseDClick(m_canvas, Qt::LeftButton, {}, {20, 200});
        QVERIFY(!m_canvas->hasOwnView());
        QVERIFY((*m_canvas->placeOf(0, sample) - before).manhattanLength() < 0.5);
        QTest::keyClick(m_canvas, Qt::Key_Plus);
        QVERIFY(m_canvas->hasOwnView());
        QTest::keyClick(m_canvas, Qt::Key_0);
        QVERIFY(!m_canvas->hasOwnView());
    }

    void neighboursAreThoseOfASlowLoop() {
        const auto map = spiral(60);
        const std::vector<std::size_t> nearest = nearestPoints(*map, 30, 10);
        QCOMPARE(nearest.size(), std::size_t(10));
        const auto distance = [&](std::size_t i) { return std::hypot(map->x[i] - map->x[30], map->y[i] - map->y[30]); };
        for (std::size_t i = 0; i < 60; ++i)
            if (i != 30 && std::find(nearest.begin(), nearest.end(), i) == nearest.end())
                QVERIFY(distance(i) >= distance(nearest.back()));
        QCOMPARE(commonNeighbours(*map, *moved(*map), 60, 10), std::optional<int>(10));
        auto shuffled = std::make_shared<LatentPicture>(*map);
        std::reverse(shuffled->x.begin(), shuffled->x.begin() + 30); // the first half elsewhere
        QVERIFY(*commonNeighbours(*map, *shuffled, 20, 10) < 10);
        QVERIFY(!commonNeighbours(*map, *shuffled, 61, 10));
    }

    void aCodeOfOneUnitLiesOnALine() {
        auto line = spiral(30);
        line->units = 1;
        line->y.clear();
        m_view->showMaps({mapOf("Two", spiral(30)), mapOf("One", line)});
        QCOMPARE(m_canvas->aligned()[1].picture->y.size(), std::size_t(30));
        QVERIFY(m_canvas->aligned()[1].misfit && *m_canvas->aligned()[1].misfit > 0.05);
        QVERIFY(m_canvas->placeOf(1, 20));
    }

    void theSameSampleIsMarkedInAllMaps() {
        const auto first = spiral(120);
        m_view->showMaps({mapOf("A", first), mapOf("B", moved(*first))});
        std::vector<Sample> hovered, selected;
        connect(m_view, &ComparedMapsView::sampleHovered, this, [&](Sample sample) { hovered.push_back(sample); });
        connect(m_view, &ComparedMapsView::sampleSelected, this, [&](Sample sample) { selected.push_back(sample); });
        const auto inA = m_canvas->placeOf(0, 150), inB = m_canvas->placeOf(1, 150);
        QVERIFY(inA && inB && m_canvas->placeOf(0).contains(inA->toPoint()) && m_canvas->placeOf(1).contains(inB->toPoint()));
        // Brought onto one another, they lie at the same place of both rectangles.
        QVERIFY(QPointF(*inA - m_canvas->placeOf(0).topLeft() - *inB + m_canvas->placeOf(1).topLeft()).manhattanLength() < 1);
        const QImage before = m_canvas->grab().toImage();
        moveTo(*inB);
        QVERIFY(!hovered.empty() && hovered.back() == Sample(150));
        const QImage with = m_canvas->grab().toImage();
        const auto changed = [&](const QPointF &around) {
            int count = 0;
            for (int y = -8; y <= 8; ++y)
                for (int x = -8; x <= 8; ++x)
                    count += before.pixel(around.toPoint() + QPoint(x, y)) != with.pixel(around.toPoint() + QPoint(x, y));
            return count;
        };
        QVERIFY2(changed(*inA) > 30 && changed(*inB) > 30, qPrintable(QString("%1 %2").arg(changed(*inA)).arg(changed(*inB)))); // ringed in both
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, inB->toPoint());
        QVERIFY(selected.back() == Sample(150));
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(!selected.back());
        m_window->hide();
        QVERIFY(!hovered.back());
        disconnect(m_view, nullptr, this, nullptr);
    }

    void overlaidMapsShareOnePlace() {
        const auto first = spiral(120);
        m_view->showMaps({mapOf("A", first), mapOf("B", moved(*first)), mapOf("C", spiral(60))});
        QVERIFY(m_canvas->placeOf(0) != m_canvas->placeOf(1) && m_canvas->placeOf(1).left() < m_canvas->placeOf(2).left());
        QSignalSpy edited(m_view, &ComparedMapsView::wayEdited);
        QTest::keyClick(m_canvas, Qt::Key_O);
        QCOMPARE(edited.size(), 1);
        QVERIFY(edited[0].at(0).toBool() && edited[0].at(1).toBool() && chip("Overlay")->isChecked());
        QCOMPARE(m_canvas->placeOf(0), m_canvas->placeOf(1));
        QVERIFY(QLineF(*m_canvas->placeOf(0, 100), *m_canvas->placeOf(1, 100)).length() < 1);
        chip("Aligned")->click(); // lines between where a sample is in one and in the other
        QVERIFY(QLineF(*m_canvas->placeOf(0, 100), *m_canvas->placeOf(1, 100)).length() > 20);
        const QPointF middle = (*m_canvas->placeOf(0, 100) + *m_canvas->placeOf(1, 100)) / 2;
        const QImage with = m_canvas->grab().toImage();
        m_view->setChosen({0}); // and of those chosen alone
        QVERIFY(m_canvas->grab().toImage() != with);
        QVERIFY(m_canvas->rect().contains(middle.toPoint()));
        chip("Overlay")->click();
        QVERIFY(m_canvas->placeOf(0) != m_canvas->placeOf(1));
    }

    void whatCannotBeShownIsSaid() {
        const QImage empty = m_canvas->grab().toImage();
        m_view->showMaps({mapOf("A", spiral(50))});
        QCOMPARE(m_canvas->grab().toImage(), empty);
        m_view->showMaps({mapOf("A", spiral(50)), mapOf("B", nullptr, "Trained on other data.")});
        const QImage said = m_canvas->grab().toImage();
        QVERIFY(said != empty && !m_canvas->placeOf(1, 10));
        m_view->showMaps({mapOf("A", spiral(50)), mapOf("B", nullptr)});
        QVERIFY(m_canvas->grab().toImage() != said);
        m_view->showMaps({});
        QCOMPARE(m_canvas->grab().toImage(), empty);
    }
};

QTEST_MAIN(ComparedMapsTest)
#include "compared_maps_test.moc"
