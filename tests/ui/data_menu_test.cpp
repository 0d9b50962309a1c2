// The menu of the data: headings in the order in which they come, submenus for a long list, the present one ticked.
#include <QLabel>
#include <QSignalSpy>
#include <QWidgetAction>
#include <QtTest>

#include "ui/window/data_menu.h"

using namespace hourglass::ui;

namespace {

std::vector<SourceEntry> entries(int count) {
    std::vector<SourceEntry> all{{"clothes", "Clothes", "70,000 × 28 × 28", "Images", "Pictures of clothes."},
                                 {"moons", "Moons & suns", "2,000 × 2", "Clusters", "Two half circles."},
                                 {"digits", "Digits", "", "Images", "Digits as if written."}}; // a heading that comes again
    for (int i = 3; i < count; ++i)
        all.push_back({QString("row%1").arg(i), QString("Row %1").arg(i), "10 × 4", i % 2 == 0 ? "Tables" : "Series"});
    return all;
}

QString titleOf(const QAction *action) {
    return action->text().section('\t', 0, 0).trimmed();
}

QAction *find(const QMenu *menu, const QString &title) {
    for (QAction *action : menu->actions()) {
        if (titleOf(action) == title)
            return action;
        if (action->menu())
            if (QAction *below = find(action->menu(), title))
                return below;
    }
    return nullptr;
}

} // namespace

class DataMenuTest : public QObject {
    Q_OBJECT
private slots:
    void aShortListStandsUnderHeadings() {
        DataMenu menu;
        menu.setSources(entries(3));
        QStringList lines;
        for (QAction *action : menu.actions())
            if (auto *heading = qobject_cast<QWidgetAction *>(action))
                lines << "# " + qobject_cast<QLabel *>(heading->defaultWidget())->text();
            else if (!action->isSeparator())
                lines << titleOf(action);
        QCOMPARE(lines, QStringList({"# Images", "Clothes", "Digits", "# Clusters", "Moons && suns"}));
    }

    void aLongListHasSubmenus() {
        DataMenu menu;
        menu.setSources(entries(14));
        QStringList groups;
        for (QAction *action : menu.actions())
            if (action->menu())
                groups << titleOf(action);
        QCOMPARE(groups, QStringList({"Images", "Clusters", "Series", "Tables"}));
        QVERIFY(find(&menu, "Images")->text().endsWith("\tClothes, Digits")); // it says what stands in it
        QVERIFY(find(&menu, "Tables")->text().endsWith("\tRow 4, Row 6, Row 8 …"));
        QCOMPARE(find(&menu, "Tables")->menu()->actions().size(), 5);
        QCOMPARE(find(&menu, "Clothes")->toolTip(), QString("Pictures of clothes."));
        QVERIFY(find(&menu, "Clothes")->text().endsWith("\t70,000 × 28 × 28"));
        QVERIFY(menu.sizeHint().height() < 500);
    }

    void thePresentOneIsTickedWithItsHeading() {
        DataMenu menu;
        menu.setSources(entries(14));
        QSignalSpy chosen(&menu, &DataMenu::chosen);
        menu.setPresent("moons");
        QVERIFY(find(&menu, "Moons && suns")->isChecked() && find(&menu, "Clusters")->isChecked());
        QVERIFY(!find(&menu, "Clothes")->isChecked() && !find(&menu, "Images")->isChecked());
        find(&menu, "Clothes")->trigger();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QString("clothes"));
        QVERIFY(find(&menu, "Moons && suns")->isChecked() && !find(&menu, "Clothes")->isChecked()); // until it is shown
        menu.setPresent("clothes");
        QVERIFY(find(&menu, "Clothes")->isChecked() && find(&menu, "Images")->isChecked() && !find(&menu, "Clusters")->isChecked());
        menu.setPresent(""); // a file
        QVERIFY(!find(&menu, "Clothes")->isChecked() && !find(&menu, "Images")->isChecked());
    }

    void recentDataAndTheWaysInStandBelow() {
        DataMenu menu;
        QMenu recent("Recent data");
        QAction open("Open data…"), shape("Shape these data…");
        open.setShortcut(QKeySequence("Ctrl+Shift+O"));
        menu.setOthers(&recent, {&open, &shape});
        menu.setSources(entries(14));
        const QList<QAction *> all = menu.actions();
        QCOMPARE(all.mid(all.size() - 3), QList<QAction *>({recent.menuAction(), &open, &shape}));
        QVERIFY(all.at(all.size() - 4)->isSeparator());
        menu.setSources(entries(2)); // again: nothing twice, and nothing of others is deleted
        QCOMPARE(menu.actions().count(&open), 1);
        QCOMPARE(menu.actions().count(recent.menuAction()), 1);
    }

    void detailsFitBesideTheTitles() {
        for (const Theme &theme : {Theme::light(), Theme::dark()}) {
            DataMenu menu;
            menu.setTheme(theme);
            menu.setSources(entries(14));
            menu.popup(QPoint(10, 10));
            QVERIFY(!menu.grab().isNull());
            const QMenu *images = find(&menu, "Images")->menu();
            const QFontMetrics metrics(images->font());
            QVERIFY(images->sizeHint().width() > metrics.horizontalAdvance("Clothes") + metrics.horizontalAdvance("70,000 × 28 × 28") + 30);
        }
    }
};

QTEST_MAIN(DataMenuTest)
#include "data_menu_test.moc"
