// The panel of the factors: what its maps and figures say, in which order, and what stands there where something is not known.
#include <QLabel>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "ui/factors/factor_figures.h"
#include "ui/factors/factors_view.h"
#include "ui/factors/heat_map.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"
#include "ui/theme/theme_switch.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

std::shared_ptr<judging::FactorsReport> report() {
    auto made = std::make_shared<judging::FactorsReport>();
    made->units = made->active = 3;
    made->shown = {0, 1, 2};
    made->order = {2, 0, 1};
    made->figures.variance = {1, 2, 4};
    made->figures.mean = {0, 0, 0};
    made->figures.correlation = {1, 0.1, -0.8, 0.1, 1, 0.3, -0.8, 0.3, 1};
    made->figures.meanCorrelation = 0.4;
    made->figures.participationRatio = 2.33;
    made->factors = {{"height", false, 2, {0.5, 1, 0}}, {"class", true, 1, {0.25, 0, 0.75}}};
    judging::Disentanglement scores;
    scores.mig = 0.123;
    scores.sap = 0.456;
    scores.disentanglement = 0.51;
    scores.completeness = 0.62;
    scores.informativeness = 0.73;
    made->scores = scores;
    return made;
}

QStringList namesOf(const FactorsView &view) {
    QStringList names;
    for (const NamedFigure &figure : view.figures()->figures())
        names << figure.name + '=' + figure.value;
    return names;
}

} // namespace

class FactorsViewTest : public QObject {
    Q_OBJECT
private slots:
    void bothMapsHaveTheSameUnitsInOneOrder() {
        FactorsView view;
        view.resize(700, 420);
        view.show();
        QVERIFY(view.findChild<QLabel *>("factorsMessage")->isVisible());
        view.showReport(report(), {});
        QVERIFY(!view.findChild<QLabel *>("factorsMessage")->isVisible());
        QCOMPARE(view.correlations()->table().rows, (QStringList{"3", "1", "2"}));
        QCOMPARE(view.information()->table().rows, (QStringList{"3", "1", "2"}));
        QCOMPARE(view.information()->table().columns, (QStringList{"height", "class"}));
        QCOMPARE(view.correlations()->table().at(0, 1), -0.8);
        QCOMPARE(view.information()->table().at(0, 1), 0.75); // of unit 3, 0.75 of 1 nat
        QCOMPARE(view.information()->table().at(2, 0), 0.5);  // of unit 2, 1 of 2
        QVERIFY(view.correlations()->sentence().contains("3 and 1"));
        view.header()->findChild<QToolButton *>("factorsOrdered")->click();
        QCOMPARE(view.correlations()->table().rows, (QStringList{"1", "2", "3"}));
        QCOMPARE(view.information()->table().at(1, 0), 0.5);
        QCOMPARE(namesOf(view), (QStringList{"active units=3 of 3", "effective dimension=2.3", "mean |r|=0.40", "MIG=0.12", "SAP=0.46", "DCI disentangled=0.51",
                                             "DCI complete=0.62", "DCI informative=0.73"}));
        for (const NamedFigure &figure : view.figures()->figures())
            QVERIFY(figure.name == "mean |r|" || figure.help.contains("20")); // the year of its source
    }

    void aCellIsReadOutAndSelectsItsUnit() {
        FactorsView view;
        view.resize(700, 420);
        view.show();
        view.showReport(report(), {});
        QCoreApplication::processEvents();
        QSignalSpy chosen(&view, &FactorsView::unitChosen);
        HeatMap *map = view.information();
        QTest::mouseMove(map, map->placeOf({2, 0}).center().toPoint());
        QTRY_VERIFY(map->hovered() == (HeatMap::Cell{2, 0}));
        QVERIFY2(map->sentence().contains("Unit 2 knows 50 % of height: 1.000 of 2.000 nats"), qPrintable(map->sentence()));
        QTest::mouseClick(map, Qt::LeftButton, {}, map->placeOf({2, 0}).center().toPoint());
        QCOMPARE(chosen.takeFirst().at(0).value<core::Index>(), core::Index{1});
        QTest::keyClick(map, Qt::Key_Up);
        QTest::keyClick(map, Qt::Key_Right);
        QVERIFY(map->hovered() == (HeatMap::Cell{1, 1}));
        QTest::keyClick(map, Qt::Key_Return);
        QCOMPARE(chosen.takeFirst().at(0).value<core::Index>(), core::Index{0});
        // No cell reaches out of the panel, and the names have their place.
        for (const QSize &size : {QSize(700, 420), QSize(320, 560), QSize(230, 260)}) {
            view.resize(size);
            QCoreApplication::processEvents();
            for (HeatMap *each : {view.correlations(), view.information()})
                QVERIFY(QRectF(each->rect()).contains(each->placeOf({0, 0})) && QRectF(each->rect()).contains(each->placeOf({2, 1})));
        }
    }

    void aNarrowTableOfManyUnitsIsSeen() {
        FactorsView view;
        view.resize(520, 230); // as it is docked in a small window
        view.show();
        auto many = report();
        constexpr core::Index units = 32;
        many->units = many->active = units;
        many->scores.reset();
        many->classGap = 0.1;
        many->shown.clear();
        many->figures.correlation.assign(units * units, 0.2);
        many->figures.variance.assign(units, 1);
        for (core::Index unit = 0; unit < units; ++unit)
            many->shown.push_back(unit);
        many->order = many->shown;
        many->factors = {{"class", true, 1, std::vector<double>(units, 0.5)}};
        view.showReport(many, {});
        QCoreApplication::processEvents();
        const HeatMap *information = view.information(), *correlations = view.correlations();
        const QRectF cell = information->placeOf({31, 0});
        QVERIFY2(cell.width() >= 20 && cell.height() >= 2, qPrintable(QString("%1 x %2").arg(cell.width()).arg(cell.height())));
        QVERIFY(QRectF(information->rect()).contains(cell));
        const QRectF pair = correlations->placeOf({31, 31});
        QVERIFY2(pair.width() == pair.height() && pair.bottom() > 0.75 * correlations->height(),
                 qPrintable(QString::number(pair.bottom()))); // words stand beside
        QVERIFY(QRectF(correlations->rect()).contains(pair));
    }

    void largeLettersAreScrolled() {
        FactorsView view;
        view.resize(420, 300);
        view.show();
        view.showReport(report(), {});
        ThemeSwitch themes(*qApp, ThemeChoice::Light);
        themes.chooseTextSize(200);
        QCoreApplication::processEvents();
        QTRY_VERIFY(view.figures()->height() >= view.figures()->heightForWidth(view.figures()->width()));
        for (const HeatMap *map : {view.correlations(), view.information()}) {
            QTRY_VERIFY(map->height() >= map->minimumSizeHint().height() && map->width() > 300);
            QVERIFY(map->placeOf({2, 0}).height() >= 6);
        }
        themes.chooseTextSize(usualTextSize);
        QTRY_VERIFY(view.figures()->height() < 120);
    }

    void whatIsNotKnownIsSaid() {
        FactorsView view;
        view.resize(700, 420);
        view.show();
        auto unknown = report();
        unknown->factors.clear();
        unknown->scores.reset();
        view.showReport(unknown, {});
        QVERIFY(view.information()->table().isEmpty());
        QVERIFY(view.information()->sentence().contains("Sprites"));
        QCOMPARE(namesOf(view).size(), 3);
        QTest::mouseClick(view.information(), Qt::LeftButton, {}, {60, 60}); // nothing there
        auto byClass = report();
        byClass->scores.reset();
        byClass->classGap = 0.5;
        view.showReport(byClass, {});
        QCOMPARE(namesOf(view).back(), QString("MIG by class=0.50"));
        auto broken = report();
        broken->obstacle = core::Error{"The codes are not finite", "", "Go back."};
        view.showReport(broken, {});
        QVERIFY(view.findChild<QLabel *>("factorsMessage")->text().contains("not finite"));
        view.clear();
        QVERIFY(view.findChild<QLabel *>("factorsMessage")->text().contains("once there are data"));
    }

    void itsNumbersAreSaved() {
        FactorsView view;
        view.resize(700, 420);
        view.showReport(report(), {});
        QTemporaryDir folder;
        const auto saved = view.information()->plotExport()->save(folder.filePath("known.csv"));
        QVERIFY(saved);
        QFile file(*saved);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().simplified(), QByteArray(",height,class 3,0,0.75 1,0.25,0.25 2,0.5,0"));
        for (const char *ending : {"svg", "pdf", "png"})
            QVERIFY(view.correlations()->plotExport()->save(folder.filePath(QString("map.") + ending)));
    }
};

QTEST_MAIN(FactorsViewTest)
#include "factors_view_test.moc"
