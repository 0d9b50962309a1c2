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
