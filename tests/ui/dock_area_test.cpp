// Docks that are tabs, hidden at first, and arrangements from before there were any.
#include <QTest>

#include "ui/window/dock_area.h"

using namespace hourglass::ui;

namespace {

struct Area : DockArea {
    Panel *left = new Panel("left", "Left"), *centre = new Panel("centre", "Centre"), *tab = nullptr;
    Dock *tabDock = nullptr;

    explicit Area(bool hasTab) {
        add(left, DockColumn::Left, 1);
        add(centre, DockColumn::Centre, 1);
        if (hasTab) {
            tab = new Panel("tab", "Tab");
            tabDock = addTab(tab, centre);
        }
        resize(900, 600);
        arrange();
    }
    void show() {
        DockArea::show();
        QVERIFY(QTest::qWaitForWindowExposed(this));
    }
};

} // namespace

class DockAreaTest : public QObject {
    Q_OBJECT
private slots:
    void aTabIsHiddenAtFirst() {
        Area plain(false), area(true);
        plain.show();
        area.show();
        QTest::qWait(50);
        QVERIFY(!area.tab->isVisible());
        QCOMPARE(area.centre->size(), plain.centre->size());
        area.tabDock->toggleViewAction()->trigger();
        QTRY_VERIFY(!area.tab->visibleRegion().isEmpty() && area.centre->visibleRegion().isEmpty());
        area.tabDock->toggleViewAction()->trigger();
        QTRY_VERIFY(!area.tab->isVisible() && !area.centre->visibleRegion().isEmpty());
    }

    void anArrangementFromBeforeItLeavesItHidden() {
        Area before(false);
        before.show();
        before.resizeDocks({before.docks().front()}, {333}, Qt::Horizontal);
        QTest::qWait(20);
        Area area(true);
        QVERIFY(area.restore(before.arrangement()));
        area.show();
        QTRY_COMPARE(area.left->width(), before.left->width());
        QVERIFY(!area.tab->isVisible());
        area.tabDock->toggleViewAction()->trigger();
        QTRY_VERIFY(!area.tab->visibleRegion().isEmpty());
        QTRY_VERIFY(std::abs(area.tab->width() - area.centre->width()) < 2 && area.centre->visibleRegion().isEmpty()); // in the same place
    }

    void aPanelThatTheBytesDoNotKnowIsHidden() {
        Area before(false);
        before.show();
        struct Larger : Area {
            Dock *further;
            Larger() : Area(false), further(add(new Panel("further", "Further"), DockColumn::Right, 1)) {}
        } area;
        area.change(0, before.arrangement());
        area.show();
        QVERIFY(!area.further->isVisible());
        area.further->toggleViewAction()->trigger();
        QTRY_VERIFY(!area.further->visibleRegion().isEmpty());
    }

    void theSidesRegainTheirWidthWhenTheWindowGrows() {
        Area area(true);
        area.show();
        area.left->setMinimumWidth(60);
        area.centre->setMinimumWidth(200);
        area.resizeDocks({area.docks().front()}, {333}, Qt::Horizontal);
        QTRY_COMPARE(area.left->width(), 333);
        // As a hand does on the border between them: what it leaves is what is meant.
        QMouseEvent release(QEvent::MouseButtonRelease, QPointF(345, 300), area.mapToGlobal(QPointF(345, 300)), Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&area, &release);
        area.resize(400, 600);
        QTRY_VERIFY(area.left->width() < 200);
        area.resize(620, 600);
        QTRY_VERIFY(area.left->width() > 300);
        area.resize(1100, 600);
        QTRY_COMPARE(area.left->width(), 333);
        QTest::qWait(30);
        QCOMPARE(area.left->width(), 333);
    }

    void aPanelThatWasTakenOutComesBackAtItsHeight() {
        struct Tall : Area {
            Panel *below = new Panel("below", "Below");
            Dock *belowDock;
            Tall() : Area(false), belowDock(add(below, DockColumn::Left, 1)) { arrange(); }
        } area;
        area.show();
        area.resizeDocks({area.docks().front(), area.belowDock}, {170, 390}, Qt::Vertical);
        QTRY_VERIFY(std::abs(area.belowDock->height() - 390) < 30);
        const int height = area.belowDock->height();
        area.belowDock->setFloating(true);
        QTRY_VERIFY(area.belowDock->isFloating());
        area.belowDock->resize(300, 90);
        QTest::qWait(30);
        area.belowDock->setFloating(false);
        QTRY_VERIFY(std::abs(area.belowDock->height() - height) <= 2);
        QTest::qWait(50);
        QVERIFY(std::abs(area.belowDock->height() - height) <= 2);
    }

    void anArrangementKeepsATab() {
        Area first(true);
        first.show();
        first.tabDock->toggleViewAction()->trigger();
        QTRY_VERIFY(first.centre->visibleRegion().isEmpty());
        Area second(true);
        QVERIFY(second.restore(first.arrangement()));
        second.show();
        QTRY_VERIFY(!second.tab->visibleRegion().isEmpty() && second.centre->visibleRegion().isEmpty());
        second.arrange();
        QTRY_VERIFY(!second.tab->isVisible() && !second.centre->visibleRegion().isEmpty());
    }
};

QTEST_MAIN(DockAreaTest)
#include "dock_area_test.moc"
