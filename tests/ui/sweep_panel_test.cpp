// The panel of sweeps as a person uses it: what is varied, its progress, the table, both plots, brushes.
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <memory>

#include "ui/forms/loading_bar.h"
#include "ui/sweep/parallel_plot.h"
#include "ui/sweep/sweep_form.h"
#include "ui/sweep/sweep_panel.h"
#include "ui/sweep/sweep_plot.h"
#include "ui/sweep/sweep_table.h"

using namespace hourglass;
using ui::SweepPicture;
using ui::SweepRow;

Q_DECLARE_METATYPE(hourglass::ui::SweepOrder)

namespace {

SweepRow rowOf(int combination, const QStringList &values, double mean) {
    SweepRow row;
    row.combination = combination;
    row.values = values;
    row.mean = mean;
    row.isOver = row.isWhole = true;
    row.state = "done";
    row.epochs = 5;
    return row;
}

SweepPicture someSweep() {
    SweepPicture picture;
    picture.axes = {"Units", "Activation"};
    picture.measure = "Validation loss";
    picture.rows = {rowOf(0, {"2", "relu"}, 0.5), rowOf(1, {"2", "tanh"}, 0.4), rowOf(2, {"20", "relu"}, 0.1), rowOf(3, {"20", "tanh"}, 0.2)};
    picture.trainings = picture.over = 4;
    picture.fraction = 1;
    return picture;
}

} // namespace

class SweepPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qRegisterMetaType<ui::SweepOrder>(); }
    void init() {
        m_window = std::make_unique<QWidget>();
        m_panel = new ui::SweepPanel;
        auto *layout = new QVBoxLayout(m_window.get());
        layout->addWidget(m_panel->header());
        layout->addWidget(m_panel);
        m_window->resize(1000, 500);
        m_panel->form()->setReady({{"bottleneck", "Error against bottleneck size", "How much a wider code is worth"}});
        m_panel->form()->setSettings({{"layers.code.units", "Code · Units", "1, 2, 4"}, {"training.batch", "Batch", "32, 64"}});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void asksForWhatIsWritten() {
        QSignalSpy spy(m_panel, &ui::SweepPanel::startWanted);
        m_panel->form()->showAxes({{"layers.code.units", "1, 2, 4"}});
        QCOMPARE(m_panel->form()->valueEdits().size(), std::size_t(1));
        QLineEdit *edit = m_panel->form()->valueEdits().front();
        edit->selectAll();
        QTest::keyClicks(edit, "3, 5");
        QTest::keyClick(edit, Qt::Key_Return); // as Start
        QCOMPARE(spy.size(), 1);
        const auto order = spy[0][0].value<ui::SweepOrder>();
        QCOMPARE(order.ready, QString("bottleneck"));
        QVERIFY(order.axes == (std::vector<ui::SweepAxis>{{"layers.code.units", "3, 5"}}));
        QVERIFY(order.seeds == 1 && order.epochs == 5 && order.halving == 0 && order.draws == 0);
        for (QToolButton *button : m_panel->form()->findChildren<QToolButton *>())
            if (button->text() == "Vary another setting")
                QTest::mouseClick(button, Qt::LeftButton);
        QTest::mouseClick(m_panel->startButton(), Qt::LeftButton);
        QVERIFY(spy[1][0].value<ui::SweepOrder>().axes == (std::vector<ui::SweepAxis>{{"layers.code.units", "3, 5"}, {"training.batch", "32, 64"}}));
    }

    void saysHowFarItIs() {
        SweepPicture picture = someSweep();
        picture.isRunning = true;
        picture.over = 1;
        picture.fraction = 0.3;
        picture.secondsLeft = 65;
        m_panel->showSweep(picture);
        QVERIFY(!m_panel->form()->isVisible() && m_panel->bar()->isVisible());
        QVERIFY(!m_panel->startButton()->isEnabled());
        QSignalSpy pause(m_panel, &ui::SweepPanel::pauseWanted), cancel(m_panel, &ui::SweepPanel::cancelWanted);
        QTest::mouseClick(m_panel->pauseButton(), Qt::LeftButton);
        QCOMPARE(pause.value(0).value(0).toBool(), true);
        QTest::mouseClick(m_panel->bar()->findChild<QToolButton *>(), Qt::LeftButton);
        QCOMPARE(cancel.size(), 1);
        picture.isRunning = false;
        m_panel->showSweep(picture);
        QVERIFY(m_panel->form()->isVisible() && !m_panel->bar()->isVisible());
        QVERIFY2(m_panel->said().contains("Best: Units 20, Activation relu"), qPrintable(m_panel->said()));
        m_panel->showProblem("There are no values to try.");
        QCOMPARE(m_panel->said(), QString("There are no values to try."));
    }

    void sortsWithTheBestFirst() {
        SweepPicture picture = someSweep();
        picture.rows.push_back(rowOf(4, {"7", "relu"}, std::nan("")));
        picture.rows.back().isFailed = true;
        m_panel->showSweep(picture);
        QCOMPARE(order(), (std::vector<int>{2, 3, 1, 0, 4}));
        m_panel->table()->sortByColumn(2, Qt::DescendingOrder);
        QCOMPARE(order(), (std::vector<int>{0, 1, 3, 2, 4})); // what failed stands last either way
        m_panel->table()->sortByColumn(0, Qt::AscendingOrder);
        QCOMPARE(m_panel->table()->model()->index(2, 0).data().toString(), QString("7")); // by size, not by letters
        QSignalSpy open(m_panel, &ui::SweepPanel::openWanted);
        m_panel->select(4);
        QVERIFY(!m_panel->openButton()->isEnabled()); // it failed
        m_panel->table()->setFocus();
        QTest::keyClick(m_panel->table(), Qt::Key_Return);
        QVERIFY(open.isEmpty());
        m_panel->select(1);
        QTest::keyClick(m_panel->table(), Qt::Key_Return);
        QTest::mouseClick(m_panel->openButton(), Qt::LeftButton);
        QCOMPARE(open.size(), 2);
        QCOMPARE(open[0][0].toInt(), 1);
    }

    void placesValuesOnTheirAxes() {
        const std::vector<SweepRow> rows{rowOf(0, {"1", "relu", "3"}, 4), rowOf(1, {"10", "tanh", "4"}, 2), rowOf(2, {"100", "relu", "5"}, 3)};
        const ui::SweepScale logarithmic = ui::scaleOf(rows, 0), words = ui::scaleOf(rows, 1), even = ui::scaleOf(rows, 2), means = ui::scaleOfMeans(rows);
        QCOMPARE(logarithmic.places[1], 0.5);
        QVERIFY(logarithmic.isLogarithmic && !even.isLogarithmic);
        QCOMPARE(words.places, (std::vector<double>{0, 1, 0}));
        QCOMPARE(even.places, (std::vector<double>{0, 0.5, 1}));
        QCOMPARE(means.places, (std::vector<double>{1, 0, 0.5}));
        QCOMPARE(means.ticks.front().second, QString("2"));
    }

    void brushesPickLines() {
        m_panel->showSweep(someSweep());
        ui::ParallelPlot *plot = m_panel->parallel();
        for (QToolButton *chip : m_panel->header()->findChildren<QToolButton *>())
            if (chip->text() == "Parallel")
                QTest::mouseClick(chip, Qt::LeftButton);
        QTRY_VERIFY(plot->isVisible());
        QVERIFY(plot->brushed().empty());
        // Over the upper end of the first axis: 20 units.
        const QPointF top = *plot->pointOf(2, 0), bottom = *plot->pointOf(0, 0);
        QVERIFY(top.y() < bottom.y());
        QTest::mousePress(plot, Qt::LeftButton, {}, (top - QPointF(0, 4)).toPoint());
        QTest::mouseMove(plot, (top + QPointF(0, 12)).toPoint());
        QTest::mouseRelease(plot, Qt::LeftButton, {}, (top + QPointF(0, 20)).toPoint());
        QCOMPARE(plot->brushed(), (std::vector<bool>{false, false, true, true}));
        const QModelIndex pale = m_panel->table()->model()->index(3, 0), bright = m_panel->table()->model()->index(0, 0);
        QVERIFY(pale.data(Qt::ForegroundRole) != bright.data(Qt::ForegroundRole));
        // A line is found between axes, and only where it is bright.
        QSignalSpy clicked(plot, &ui::ParallelPlot::rowClicked);
        const auto middle = [&](int row) { return ((*plot->pointOf(row, 1) + *plot->pointOf(row, 2)) / 2).toPoint(); };
        QTest::mouseClick(plot, Qt::LeftButton, {}, middle(2));
        QCOMPARE(clicked.value(0).value(0).toInt(), 2);
        QCOMPARE(m_panel->selected(), 2);
        QTest::keyClick(plot, Qt::Key_Escape);
        QVERIFY(plot->brushed().empty());
    }

    void drawsTheElbow() {
        SweepPicture picture = someSweep();
        picture.axes = {"Units"};
        for (SweepRow &row : picture.rows)
            row.values = {QString::number(1 << (2 * row.combination))};
        picture.rows[0].spread = 0.05;
        picture.pca = {{1, 0.6}, {4, 0.5}, {16, 0.4}, {64, 0.3}};
        m_panel->showSweep(picture);
        ui::SweepPlot *plot = m_panel->plot();
        plot->replot(QCustomPlot::rpImmediateRefresh);
        for (int row = 1; row < 4; ++row) { // evenly in the logarithm
            const QPointF a = *plot->pixelOf(row - 1), b = *plot->pixelOf(row);
            QVERIFY(std::abs((b.x() - a.x()) - (plot->pixelOf(1)->x() - plot->pixelOf(0)->x())) < 1);
            QVERIFY(plot->rect().contains(b.toPoint()));
        }
        QTest::mouseMove(plot, plot->pixelOf(0)->toPoint());
        QTRY_VERIFY2(plot->readOut().contains("Units 1: 0.5 ± 0.05"), qPrintable(plot->readOut()));
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->pixelOf(2)->toPoint());
        QCOMPARE(m_panel->selected(), 2);
        QCOMPARE(m_panel->table()->currentIndex().data(ui::SweepTable::rowRole).toInt(), 2);
    }

private:
    std::vector<int> order() const {
        std::vector<int> rows;
        for (int row = 0; row < m_panel->table()->model()->rowCount(); ++row)
            rows.push_back(m_panel->table()->model()->index(row, 0).data(ui::SweepTable::rowRole).toInt());
        return rows;
    }

    std::unique_ptr<QWidget> m_window;
    ui::SweepPanel *m_panel = nullptr;
};

QTEST_MAIN(SweepPanelTest)
#include "sweep_panel_test.moc"
