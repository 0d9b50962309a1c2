// The data view in the window: shown, it is told of the data, and what is selected in it is selected everywhere.
#include <QAction>
#include <QComboBox>

#include "tests/support/window_bench.h"
#include "ui/samples/data_view.h"
#include "ui/samples/sample_grid.h"

using namespace hourglass;
using data::PartKind;
using data::SampleId;
using tests::WindowBench;

class DataFeedTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

    static QWidget *notes(const WindowBench &bench) { return bench.views.data->findChild<QWidget *>("dataNotes"); }
    static void showData(WindowBench &bench) {
        bench.dock("dataView")->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.views.data->isVisible(), WindowBench::patience);
    }

private slots:
    void isHiddenAtFirstAndThenATab() {
        WindowBench bench(*settings());
        bench.open();
        QVERIFY(!bench.views.data->isVisible());
        QCOMPARE(bench.views.data->list().size(), 0);
        const QSize map = bench.views.latent->size();
        showData(bench);
        QTRY_VERIFY(bench.views.latent->visibleRegion().isEmpty()); // in front of the map
        QTRY_COMPARE(bench.views.data->visibleRegion().boundingRect().width(), bench.views.data->width());
        QCOMPARE(bench.views.data->width(), map.width());
        QCOMPARE(bench.views.data->list().size(), bench.session.dataset()->samples());
        QTRY_VERIFY_WITH_TIMEOUT(notes(bench)->isVisible(), WindowBench::patience);
        bench.window.commands().resetLayout->trigger();
        QTRY_VERIFY(!bench.views.data->isVisible() && bench.views.latent->isVisible());
        QTRY_VERIFY(std::abs(bench.views.latent->height() - map.height()) <= 2 && bench.views.latent->width() == map.width()); // rounding of shares
    }

    void behindItTheMapCostsNothing() {
        WindowBench bench(*settings());
        bench.open();
        showData(bench);
        QTRY_VERIFY(bench.views.latent->visibleRegion().isEmpty());
        QTest::qWait(200);
        const int maps = bench.maps, sheets = bench.sheets;
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.sheets > sheets, WindowBench::patience);
        QCOMPARE(bench.maps, maps);
        bench.dock("latent")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(bench.maps > maps, WindowBench::patience);
    }

    void theArrangementKeepsIt() {
        QSettings *kept = settings();
        {
            WindowBench bench(*kept);
            bench.open();
            showData(bench);
            bench.window.close();
        }
        WindowBench bench(*kept);
        bench.show();
        QTRY_VERIFY(bench.views.data->isVisible());
    }

    void otherDataAreMeasuredAnew() {
        WindowBench bench(*settings());
        bench.open();
        showData(bench);
        QTRY_VERIFY_WITH_TIMEOUT(notes(bench)->isVisible(), WindowBench::patience);
        bench.session.openSource("tabular");
        QTRY_COMPARE_WITH_TIMEOUT(bench.views.data->list().size(), 2000, WindowBench::patience);
        QVERIFY(bench.views.data->findChild<QWidget *>("sampleTable")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(notes(bench)->isVisible(), WindowBench::patience);
    }

    void aSampleIsTheSameEverywhere() {
        WindowBench bench(*settings());
        bench.open();
        showData(bench);
        const core::Index sample = bench.reconstructions->columns[2].sample;
        emit bench.views.data->sampleSelected(SampleId{PartKind::Test, sample});
        const QImage selected = bench.grid->grab().toImage();
        QSignalSpy told(&bench.session, &app::Session::told);
        emit bench.views.data->sampleSelected(SampleId{PartKind::Train, sample}); // another sample: nothing there
        QVERIFY(bench.grid->grab().toImage() != selected);
        QCOMPARE(told.count(), 1); // and it is said why
        QCOMPARE(told[0][0].toString(), QString("A sample of the training part: latent space and reconstructions show the test part"));
        emit bench.views.reconstructions->sampleSelected(sample);
        auto *grid = bench.views.data->findChild<ui::SampleGrid *>();
        const core::Index position = bench.views.data->list().positionOf({PartKind::Test, sample});
        QCOMPARE(grid->current(), position);
        QVERIFY(grid->viewport()->rect().contains(grid->cell(position)));
    }

    void sortsByTheErrorsOfTheModel() {
        WindowBench bench(*settings());
        bench.open();
        showData(bench);
        auto *order = bench.views.data->findChild<QComboBox *>("sampleOrder");
        order->setCurrentIndex(2);
        const ui::SampleList &list = bench.views.data->list();
        QTRY_COMPARE_WITH_TIMEOUT(list.errors().measured, list.dataset()->samples(), WindowBench::patience);
        QCOMPARE(list.size(), list.dataset()->samples());
        for (core::Index i = 1; i < list.size(); ++i)
            QVERIFY(list.errorOf(list[i]) <= list.errorOf(list[i - 1]));
        const analysis::ReconstructionColumn &column = bench.reconstructions->columns.front();
        QVERIFY(std::abs(list.errorOf({PartKind::Test, column.sample}) - column.mse) < 1e-5);
    }

    void sortsByThePresentErrorsWhereNothingElseIsInSight() {
        WindowBench bench(*settings());
        bench.open();
        showData(bench);
        bench.dock("latent")->close();
        bench.dock("reconstructions")->close();
        for (int i = 0; i < 3; ++i)
            bench.session.step();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(3), WindowBench::patience);
        bench.views.data->findChild<QComboBox *>("sampleOrder")->setCurrentIndex(2);
        const ui::SampleList &list = bench.views.data->list();
        QTRY_COMPARE_WITH_TIMEOUT(list.errors().measured, list.dataset()->samples(), WindowBench::patience);
        QCOMPARE(list.errors().step, core::Index(3));
    }
};

QTEST_MAIN(DataFeedTest)
#include "data_feed_test.moc"
