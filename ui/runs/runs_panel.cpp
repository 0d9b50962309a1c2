#include "ui/runs/runs_panel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "ui/runs/run_table.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int leastNameWidth = 120;

}

RunsPanel::RunsPanel(QWidget *parent)
    : Panel(QStringLiteral("runs"), tr("Runs"), parent), m_model(new RunTable(this)), m_sorted(new SortedRuns(*m_model, this)), m_view(new QTableView),
      m_filter(new QLineEdit), m_removedStrip(new QWidget), m_removed(new QLabel), m_comparison(new QLabel), m_scroll(new QScrollArea),
      m_menu(new QMenu(this)) {
    header()->setCaption(tr("Select two to see what they differ in."));
    m_goOn = header()->addChip(tr("Go on"),
                               tr("Goes on from where the selected run was left, with its stack, settings and data; Undo returns to the present one"), false);
    m_showFilter = header()->addChip(tr("Filter"), tr("Shows the runs that have certain words in their name, changes, loss or data"), true);
    header()->setDispensable({m_showFilter});
    m_filter->setPlaceholderText(tr("Words in name, changes, loss or data"));
    m_filter->setAccessibleName(tr("Filter of the runs"));
    m_filter->setClearButtonEnabled(true);
    m_filter->hide();
    auto *strip = new QHBoxLayout(m_removedStrip);
    strip->setContentsMargins(10, 2, 6, 2);
    auto *undo = new QToolButton;
    undo->setText(tr("Bring back"));
    undo->setToolTip(tr("Brings the deleted runs back"));
    undo->setAccessibleName(tr("Bring the deleted runs back"));
    undo->setProperty("chip", true);
    strip->addWidget(m_removed, 1);
    strip->addWidget(undo);
    m_removedStrip->hide();
    m_comparison->setTextFormat(Qt::RichText);
    m_comparison->setWordWrap(true);
    m_comparison->setContentsMargins(10, 4, 10, 8);
    m_comparison->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(m_comparison);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->hide();
    makeTable();
    makeMenu();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_removedStrip);
    layout->addWidget(m_scroll);
    connect(m_showFilter, &QToolButton::toggled, this, [this](bool isShown) {
        m_filter->setVisible(isShown);
        isShown ? m_filter->setFocus() : m_filter->clear();
    });
    connect(m_filter, &QLineEdit::textChanged, m_sorted, &SortedRuns::setFilter);
    connect(undo, &QToolButton::clicked, this, &RunsPanel::restoreWanted);
    connect(m_goOn, &QToolButton::clicked, m_goOnAction, &QAction::trigger);
    connect(m_model, &RunTable::renamed, this, &RunsPanel::renamed);
    setFocusProxy(m_view);
    describeSelection();
}

void RunsPanel::makeTable() {
    m_view->setObjectName(QStringLiteral("runTable"));
    m_view->setAccessibleName(tr("Runs"));
    m_view->setModel(m_sorted);
    auto *names = new RunNameCell(*m_sorted, *m_model, m_view);
    m_view->setItemDelegateForColumn(RunTable::Name, names);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(RunTable::Name, Qt::AscendingOrder);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    followTextSize(m_view, [this, names] {
        m_view->verticalHeader()->setDefaultSectionSize(names->sizeHint({}, {}).height());
        m_widths = {168, 74, 62, 84, 84, 50, 50, 150, 130};
        for (int &width : m_widths)
            width = scaled(width);
        fitColumns();
    });
    connect(names, &RunNameCell::dotClicked, this, [this](const QModelIndex &index) {
        if (const RunRow &run = m_sorted->row(index); !run.isPresent)
            emit showEdited(run.id, !run.isShown);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPanel::describeSelection);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) { m_menu->popup(m_view->viewport()->mapToGlobal(place)); });
}

void RunsPanel::fitColumns() {
    const int room = m_view->viewport()->width();
    int used = scaled(leastNameWidth);
    bool hasRoom = true;
    for (int column = RunTable::Name + 1; column < RunTable::Columns; ++column) {
        const int width = m_widths[static_cast<std::size_t>(column)];
        hasRoom = hasRoom && used + width <= room;
        m_view->setColumnHidden(column, !hasRoom);
        if (!hasRoom)
            continue;
        m_view->setColumnWidth(column, width);
        used += width;
    }
    m_view->setColumnWidth(RunTable::Name, std::max(scaled(leastNameWidth), room - used + scaled(leastNameWidth)));
}

void RunsPanel::makeMenu() {
    const auto add = [this](const QString &text, const QString &toolTip, auto act) {
        QAction *action = m_menu->addAction(text, this, act);
        action->setToolTip(toolTip);
        return action;
    };
    const auto withOne = [this](auto act) {
        return [this, act] {
            if (const std::vector<quint64> runs = selected(); !runs.empty())
                act(runs.front());
        };
    };
    m_menu->setToolTipsVisible(true);
    m_goOnAction = add(tr("Go on from its end"), m_goOn->toolTip(), withOne([this](quint64 run) { emit goOnWanted(run); }));
    m_startAction = add(tr("Start it again"), tr("Trains its stack from the beginning, with its settings and data"),
                        withOne([this](quint64 run) { emit startWanted(run); }));
    m_besideAction = add(tr("Train beside (lock step)"),
                         tr("Trains its stack beside the present one, step for step on the same batches: both start anew; Undo returns to where you were"),
                         withOne([this](quint64 run) { emit besideWanted(run); }));
    m_menu->addSeparator();
    m_renameAction =
        add(tr("Rename") + QStringLiteral("\tF2"), tr("Gives it another name"), [this] { m_view->edit(m_view->selectionModel()->selectedRows().value(0)); });
    m_pinAction =
        add(tr("Pin"), tr("Stands first, and its curve stays in sight"), withOne([this](quint64 run) { emit pinEdited(run, m_pinAction->isChecked()); }));
    m_showAction = add(tr("Show its curve"), tr("Lays its curve over the present one in the plot of the loss"), [this] {
        for (const quint64 run : selected())
            emit showEdited(run, m_showAction->isChecked());
    });
    m_pinAction->setCheckable(true);
    m_showAction->setCheckable(true);
    m_menu->addSeparator();
    m_csvAction = add(tr("Save curves as CSV …"), tr("Writes the losses of the selected runs as one table: a row a step or an evaluation"),
                      [this] { emit curvesWanted(selected(), false); });
    m_boardAction = add(tr("Save curves for TensorBoard …"), tr("Writes the losses of the selected runs into a folder as event files, which TensorBoard shows"),
                        [this] { emit curvesWanted(selected(), true); });
    m_menu->addSeparator();
    m_removeAction = add(tr("Delete") + QStringLiteral("\tDel"), tr("Takes the selected runs away; the one that goes on stays"), [this] { removeSelected(); });
    m_restoreAction = add(tr("Bring back what was deleted"), tr("Brings the runs back that were deleted last"), [this] { emit restoreWanted(); });
}

const RunRow *RunsPanel::row(quint64 run) const {
    const auto found = std::find_if(m_model->rows().begin(), m_model->rows().end(), [run](const RunRow &each) { return each.id == run; });
    return found == m_model->rows().end() ? nullptr : &*found;
}

std::vector<quint64> RunsPanel::selected() const {
    std::vector<quint64> runs;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        runs.push_back(m_sorted->row(index).id);
    std::sort(runs.begin(), runs.end());
    return runs;
}

void RunsPanel::select(const std::vector<quint64> &runs) {
    QItemSelection selection;
    for (int i = 0; i < m_sorted->rowCount(); ++i) {
        const QModelIndex index = m_sorted->index(i, 0);
        if (std::find(runs.begin(), runs.end(), m_sorted->row(index).id) != runs.end())
            selection.select(index, index);
    }
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void RunsPanel::showRuns(std::vector<RunRow> rows, bool canRestore) {
    const std::vector<quint64> before = selected();
    const std::size_t count = rows.size();
    m_model->show(std::move(rows));
    if (selected() != before)
        select(before);
    header()->setSubtitle(QLocale().toString(static_cast<qulonglong>(count)));
    m_removedStrip->setVisible(canRestore);
    m_removed->setText(tr("Runs were deleted."));
    m_restoreAction->setEnabled(canRestore);
    describeSelection();
}

void RunsPanel::describeSelection() {
    const std::vector<quint64> runs = selected();
    const RunRow *one = runs.size() == 1 ? row(runs.front()) : nullptr;
    const bool canGoOn = one && !one->isPresent && one->canGoOn;
    m_goOn->setEnabled(canGoOn);
    m_goOnAction->setEnabled(canGoOn);
    m_startAction->setEnabled(one);
    m_besideAction->setEnabled(one && !one->isBeside);
    m_renameAction->setEnabled(one);
    m_pinAction->setEnabled(one);
    m_pinAction->setChecked(one && one->isPinned);
    for (QAction *action : {m_showAction, m_csvAction, m_boardAction})
        action->setEnabled(!runs.empty());
    m_showAction->setChecked(!runs.empty() && std::all_of(runs.begin(), runs.end(), [this](quint64 run) { return row(run) && row(run)->isShown; }));
    m_removeAction->setEnabled(std::any_of(runs.begin(), runs.end(), [this](quint64 run) { return row(run) && !row(run)->isPresent && !row(run)->isBeside; }));
    if (std::exchange(m_selected, runs) != runs)
        emit selectionChanged(runs);
    const bool isPair = runs.size() == 2;
    if (isPair || m_hasPair)
        emit pairSelected(isPair ? runs[0] : 0, isPair ? runs[1] : 0);
    m_hasPair = isPair;
    m_scroll->setVisible(isPair);
}

void RunsPanel::showDifferences(const QString &a, const QString &b, const std::vector<RunDifference> &differences) {
    m_nameA = a;
    m_nameB = b;
    m_differences = differences;
    tellComparison();
}

void RunsPanel::tellComparison() {
    if (m_nameA.isEmpty())
        return m_comparison->clear();
    const QString good = theme().readable(theme().good).name(), dim = theme().dim.name();
    const auto cell = [&good](const QString &text, bool isBetter) {
        const QString shown = text.isEmpty() ? QStringLiteral("–") : text.toHtmlEscaped();
        return QStringLiteral("<td align=\"right\">&nbsp;&nbsp;%1</td>")
            .arg(isBetter ? QStringLiteral("<b><font color=\"%1\">%2</font></b>").arg(good, shown) : shown);
    };
    QString text =
        QStringLiteral(
            "<table width=\"100%\"><tr><td><font color=\"%1\">%2</font></td><td align=\"right\"><b>%3</b></td><td align=\"right\"><b>&nbsp;&nbsp;%4</b></td></tr>")
            .arg(dim, tr("What differs"), m_nameA.toHtmlEscaped(), m_nameB.toHtmlEscaped());
    for (const RunDifference &difference : m_differences)
        text += QStringLiteral("<tr><td>%1</td>%2%3</tr>")
                    .arg(difference.where.toHtmlEscaped(), cell(difference.a, difference.isBetterInA), cell(difference.b, difference.isBetterInB));
    text += QStringLiteral("</table>");
    if (text != m_comparison->text()) // it would forget what is marked in it
        m_comparison->setText(text);
    placeComparison();
}

void RunsPanel::placeComparison() {
    m_scroll->setFixedHeight(std::clamp(m_comparison->heightForWidth(std::max(width() - 2, 100)), 0, std::max(height() / 2, 60)));
}

void RunsPanel::resizeEvent(QResizeEvent *event) {
    Panel::resizeEvent(event);
    placeComparison();
}

void RunsPanel::removeSelected() {
    if (m_removeAction->isEnabled())
        emit removeWanted(selected());
}

bool RunsPanel::eventFilter(QObject *object, QEvent *event) {
    if (object == m_view->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    if (object == m_view && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Delete && m_removeAction->isEnabled()) {
            if (event->type() == QEvent::KeyPress)
                removeSelected();
            event->accept();
            return true;
        }
    }
    return Panel::eventFilter(object, event);
}

void RunsPanel::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_model->setTheme(theme);
    tellComparison();
}

std::vector<InputSection> RunsPanel::inputs() const {
    return {{title(),
             {{{tr("Click a run's dot")}, tr("Shows its curve, or hides it")},
              {{tr("Double-click a name"), keyText(Qt::Key_F2)}, tr("Renames the run")},
              {{tr("Ctrl + click a second run")}, tr("Lists what the two differ in")},
              {{tr("Click a column's title")}, tr("Sorts by it; pinned runs stand first")},
              {{keyText(Qt::Key_Delete)}, tr("Deletes the selected runs; they can be brought back")}}}};
}

} // namespace hourglass::ui
