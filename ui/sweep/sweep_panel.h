// Trains many stacks beside the present one and shows which are best: what is varied, how far it is, a table, a plot and parallel coordinates.
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "ui/sweep/sweep_picture.h"
#include "ui/theme/panel.h"

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace hourglass::ui {

class LoadingBar;
class ParallelPlot;
class SortedSweep;
class SweepForm;
class SweepPlot;
class SweepTable;

class SweepPanel : public Panel {
    Q_OBJECT
public:
    explicit SweepPanel(QWidget *parent = nullptr);

    SweepForm *form() const { return m_form; }
    SweepPlot *plot() const { return m_plot; }
    ParallelPlot *parallel() const { return m_parallel; }
    QTableView *table() const { return m_view; }
    QToolButton *startButton() const { return m_start; }
    QToolButton *pauseButton() const { return m_pause; }
    QToolButton *openButton() const { return m_open; }
    LoadingBar *bar() const { return m_bar; }
    QString said() const;

    void showSweep(const SweepPicture &picture);
    /// All sweeps of the work, by age.
    void showKept(const std::vector<KeptSweep> &sweeps);
    /// Why it could not start; empty: all is well.
    void showProblem(const QString &sentence);
    /// Of the table and of both plots; −1: none.
    int selected() const { return m_selected; }
    void select(int row);

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

signals:
    void startWanted(const hourglass::ui::SweepOrder &order);
    void pauseWanted(bool isPaused);
    void cancelWanted();
    void openWanted(int combination); ///< its stack is to be trained here
    void listWanted(int combination); ///< its trainings are to stand among the runs; −1: those of all
    void keptChosen(qint64 id);       ///< is to be shown
    void tableWanted();               ///< all trainings as CSV
    void exportFailed(const hourglass::core::Error &error);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void makeTable();
    void connectAll();
    void activate(int row);
    void tell();
    void showContextMenu(const QPoint &place);

    SweepForm *m_form;
    QLabel *m_said;
    LoadingBar *m_bar;
    QTableView *m_view;
    SweepTable *m_model;
    SortedSweep *m_sorted;
    SweepPlot *m_plot;
    ParallelPlot *m_parallel;
    QStackedWidget *m_plots;
    QSplitter *m_results;
    QToolButton *m_start, *m_pause, *m_open, *m_showParallel, *m_showKept;
    QMenu *m_keptMenu;
    std::vector<KeptSweep> m_kept;
    SweepPicture m_picture;
    QString m_problem;
    int m_selected = -1;
};

} // namespace hourglass::ui
