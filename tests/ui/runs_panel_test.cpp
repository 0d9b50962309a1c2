// The table of runs as a person uses it: sorted, filtered, renamed, shown and hidden, two of them compared.
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <memory>

#include "ui/runs/run_table.h"
#include "ui/runs/runs_panel.h"

using namespace hourglass;
using ui::RunRow;
using ui::RunTable;

namespace {

RunRow rowOf(quint64 id, const char *name, double best, const char *change = "", const char *loss = "mean squared error") {
    RunRow row;
    row.id = id;
    row.name = name;
    row.change = row.allChanges = QString::fromUtf8(change);
    row.lossName = loss;
    row.heldOutName = "test";
    row.dataName = "Digits";
    row.best = best;
    row.parameters = static_cast<long long>(1000 * id);
    row.colour = static_cast<int>(id);
    return row;
}

} // namespace

class RunsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_window = std::make_unique<QWidget>();
        m_panel = new ui::RunsPanel;
        auto *layout = new QVBoxLayout(m_window.get());
        layout->addWidget(m_panel->header());
        layout->addWidget(m_panel);
        m_window->resize(900, 500);
        m_rows = {rowOf(1, "Map", 0.031), rowOf(2, "Map 2", 0.026, "Code · Units 2 → 3"), rowOf(3, "Deep", 0.29, "Loss", "binary cross-entropy"),
                  rowOf(4, "Map 3", 0.028, "Batch size 256 → 64")};
        m_rows[3].isPresent = true;
        m_panel->showRuns(m_rows, false);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void tellsWhatIsSelectedAndWhoseCurvesAreWanted() {
        QSignalSpy selections(m_panel, &ui::RunsPanel::selectionChanged), wanted(m_panel, &ui::RunsPanel::curvesWanted);
        const auto actionOf = [this](const char *text) {
            for (QAction *action : m_panel->contextMenu()->actions())
                if (action->text().startsWith(text))
                    return action;
            return static_cast<QAction *>(nullptr);
        };
        QAction *csv = actionOf("Save curves as CSV"), *board = actionOf("Save curves for TensorBoard");
        QVERIFY(csv && board && !csv->isEnabled() && !board->isEnabled()); // nothing is selected
        m_panel->table()->selectRow(2);
        m_panel->table()->selectionModel()->select(m_panel->table()->model()->index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QCOMPARE(selections.last().at(0).value<std::vector<quint64>>(), (std::vector<quint64>{1, 3})); // by age
        const auto told = selections.size();
        m_panel->showRuns(m_rows, false); // nothing new
        QCOMPARE(selections.size(), told);
        csv->trigger();
        board->trigger();
        QCOMPARE(wanted.size(), 2);
        QCOMPARE(wanted[0].at(0).value<std::vector<quint64>>(), (std::vector<quint64>{1, 3}));
        QCOMPARE(wanted[0].at(1).toBool(), false);
        QCOMPARE(wanted[1].at(1).toBool(), true);
        m_panel->table()->clearSelection();
        QVERIFY(selections.last().at(0).value<std::vector<quint64>>().empty());
    }

    void sortsAndPinsStandFirstBothWays() {
        QCOMPARE(names(), QStringList({"Map", "Map 2", "Deep", "Map 3"}));
        m_panel->table()->sortByColumn(RunTable::Best, Qt::AscendingOrder); // each loss by itself
        QCOMPARE(names(), QStringList({"Deep", "Map 2", "Map 3", "Map"}));
        m_rows[0].isPinned = true;
        m_panel->showRuns(m_rows, false);
        QCOMPARE(names().first(), QString("Map"));
        m_panel->table()->sortByColumn(RunTable::Parameters, Qt::DescendingOrder);
        QCOMPARE(names(), QStringList({"Map", "Map 3", "Deep", "Map 2"}));
    }

    void theBestOfEachLossIsMarked() {
        auto *table = m_panel->findChild<RunTable *>();
        QVERIFY(table->isBest(m_rows[1]));
        QVERIFY(!table->isBest(m_rows[0]));
        QVERIFY(!table->isBest(m_rows[2])); // alone with its loss
    }

    void filtersByWords() {
        auto *filter = m_panel->findChild<QLineEdit *>();
        filter->setText("map units");
        QCOMPARE(names(), QStringList({"Map 2"}));
        filter->setText("cross-entropy");
        QCOMPARE(names(), QStringList({"Deep"}));
        filter->clear();
        QCOMPARE(names().size(), 4);
    }

    void aClickOnTheDotShowsOrHidesTheCurve() {
        QSignalSpy shown(m_panel, &ui::RunsPanel::showEdited);
        clickDot(0);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0][0].toULongLong(), 1ULL);
        QCOMPARE(shown[0][1].toBool(), false);
        clickDot(3); // the present one is always seen
        QCOMPARE(shown.size(), 1);
    }

    void renamingTellsTheName() {
        QSignalSpy renamed(m_panel, &ui::RunsPanel::renamed);
        const QModelIndex index = m_panel->table()->model()->index(1, 0);
        QVERIFY(m_panel->table()->model()->setData(index, " wide code "));
        QVERIFY(!m_panel->table()->model()->setData(index, "  "));
        QCOMPARE(renamed.size(), 1);
        QCOMPARE(renamed[0][0].toULongLong(), 2ULL);
        QCOMPARE(renamed[0][1].toString(), QString("wide code"));
    }

    void whatCanBeDoneDependsOnTheSelection() {
        QSignalSpy goOn(m_panel, &ui::RunsPanel::goOnWanted), removed(m_panel, &ui::RunsPanel::removeWanted), restored(m_panel, &ui::RunsPanel::restoreWanted);
        QVERIFY(!chip("Go on")->isEnabled());
        m_panel->table()->selectRow(3); // goes on already
        QVERIFY(!chip("Go on")->isEnabled());
        QTest::keyClick(m_panel->table(), Qt::Key_Delete);
        QCOMPARE(removed.size(), 0);
        m_panel->table()->selectRow(0);
        chip("Go on")->click();
        QCOMPARE(goOn.size(), 1);
        QTest::keyClick(m_panel->table(), Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
        m_rows.erase(m_rows.begin());
        m_rows[0].canGoOn = false;
        m_panel->showRuns(m_rows, true);
        m_panel->table()->selectRow(0);
        QVERIFY(!chip("Go on")->isEnabled()); // its weights are gone
        chip("Bring back")->click();
        QCOMPARE(restored.size(), 1);
    }

    void twoSelectedAreComparedAndStaySoWhileRowsChange() {
        QSignalSpy pairs(m_panel, &ui::RunsPanel::pairSelected);
        m_panel->table()->selectRow(1);
        QVERIFY(!m_panel->comparison()->isVisible());
        const QModelIndex other = m_panel->table()->model()->index(0, 0);
        m_panel->table()->selectionModel()->select(other, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QCOMPARE(pairs.last()[0].toULongLong(), 1ULL); // the older first
        QCOMPARE(pairs.last()[1].toULongLong(), 2ULL);
        m_panel->showDifferences("Map", "Map <2>", {{"Best test loss", "0.031", "0.026", false, true}, {"Encoder 2", "", "Dense 32", false, false}});
        QVERIFY(m_panel->comparison()->isVisible());
        QVERIFY(m_panel->comparison()->text().contains("Map &lt;2&gt;"));
        QVERIFY(m_panel->comparison()->text().contains("Dense 32"));
        m_rows.push_back(rowOf(5, "Map 4", 0.02));
        m_panel->showRuns(m_rows, false);
        QCOMPARE(m_panel->selected(), (std::vector<quint64>{1, 2}));
        m_panel->table()->clearSelection();
        QCOMPARE(pairs.last()[0].toULongLong(), 0ULL);
        QVERIFY(!m_panel->comparison()->isVisible());
    }

    void everyControlHasNameAndToolTip() {
        for (const QToolButton *button : m_window->findChildren<QToolButton *>())
            if (button->isVisible())
                QVERIFY2(!button->toolTip().isEmpty() && !button->text().isEmpty(), qPrintable(button->text()));
        QVERIFY(!m_panel->table()->accessibleName().isEmpty());
    }

private:
    QStringList names() const {
        QStringList names;
        const QAbstractItemModel *model = m_panel->table()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            names << model->index(row, RunTable::Name).data().toString();
        return names;
    }
    QToolButton *chip(const QString &text) const {
        for (QToolButton *button : m_window->findChildren<QToolButton *>())
            if (button->text() == text)
                return button;
        return nullptr;
    }
    void clickDot(int row) {
        const QRect cell = m_panel->table()->visualRect(m_panel->table()->model()->index(row, 0));
        QTest::mouseClick(m_panel->table()->viewport(), Qt::LeftButton, {}, ui::RunNameCell::dotIn(cell).center());
    }

    std::unique_ptr<QWidget> m_window;
    ui::RunsPanel *m_panel = nullptr;
    std::vector<RunRow> m_rows;
};

QTEST_MAIN(RunsPanelTest)
#include "runs_panel_test.moc"
