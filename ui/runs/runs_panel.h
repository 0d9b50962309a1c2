// The runs of a session: a table to sort, filter and name them, to choose whose curves are seen, and to go on from one. Two that are selected are compared
// below it.
#pragma once

#include <vector>

#include "ui/runs/run_row.h"
#include "ui/theme/panel.h"

class QLabel;
class QLineEdit;
class QMenu;
class QScrollArea;
class QTableView;
class QToolButton;

namespace hourglass::ui {

class RunTable;
class SortedRuns;

/// What two runs differ in, a line each.
struct RunDifference {
    QString where, a, b;
    bool isBetterInA = false, isBetterInB = false; ///< of results
};

class RunsPanel : public Panel {
    Q_OBJECT
public:
    explicit RunsPanel(QWidget *parent = nullptr);

    void showRuns(std::vector<RunRow> rows, bool canRestore);
    /// Of the two runs that are selected, the older first; empty: they are alike.
    void showDifferences(const QString &a, const QString &b, const std::vector<RunDifference> &differences);

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    QTableView *table() const { return m_view; }
    QMenu *contextMenu() const { return m_menu; }
    const QLabel *comparison() const { return m_comparison; }
    std::vector<quint64> selected() const; ///< by age

signals:
    void goOnWanted(quint64 run);
    void startWanted(quint64 run);
    void besideWanted(quint64 run); ///< in lock step with the present one
    void renamed(quint64 run, const QString &name);
    void pinEdited(quint64 run, bool isPinned);
    void showEdited(quint64 run, bool isShown);
    void removeWanted(const std::vector<quint64> &runs);
    void restoreWanted();
    void pairSelected(quint64 a, quint64 b);                                  ///< both 0: no pair
    void curvesWanted(const std::vector<quint64> &runs, bool forTensorBoard); ///< in files; as a table else
    void selectionChanged(const std::vector<quint64> &runs);                  ///< by age

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeTable();
    void makeMenu();
    void describeSelection();
    void select(const std::vector<quint64> &runs);
    void tellComparison();
    void fitColumns();      ///< those that have no room give way, the least telling first, and stand in the tool tip
    void placeComparison(); ///< as high as it needs, within half of the panel
    const RunRow *row(quint64 run) const;
    void removeSelected();

    RunTable *m_model;
    SortedRuns *m_sorted;
    QTableView *m_view;
    QLineEdit *m_filter;
    QWidget *m_removedStrip;
    QLabel *m_removed, *m_comparison;
    QScrollArea *m_scroll;
    QToolButton *m_goOn, *m_showFilter;
    QMenu *m_menu;
    QAction *m_goOnAction, *m_startAction, *m_besideAction, *m_renameAction, *m_pinAction, *m_showAction, *m_csvAction, *m_boardAction, *m_removeAction,
        *m_restoreAction;
    QString m_nameA, m_nameB;
    std::vector<RunDifference> m_differences;
    std::vector<quint64> m_selected; ///< as it was told last
    bool m_hasPair = false;
    std::vector<int> m_widths; ///< of the columns, as they ought to be
};

} // namespace hourglass::ui
