#include "ui/sweep/sweep_panel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "ui/forms/loading_bar.h"
#include "ui/plots/plot_export.h"
#include "ui/sweep/parallel_plot.h"
#include "ui/sweep/sweep_form.h"
#include "ui/sweep/sweep_plot.h"
#include "ui/sweep/sweep_table.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

QString timeText(double seconds) {
    const auto whole = static_cast<qlonglong>(seconds + 0.5);
    const QString tail = QStringLiteral("%1:%2").arg(whole / 60 % 60, whole >= 3600 ? 2 : 1, 10, QLatin1Char('0')).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return whole >= 3600 ? QStringLiteral("%1:%2").arg(whole / 3600).arg(tail) : tail;
}

} // namespace

SweepPanel::SweepPanel(QWidget *parent)
    : Panel(QStringLiteral("sweep"), tr("Sweep"), parent), m_form(new SweepForm(this)), m_said(new QLabel(this)), m_bar(new LoadingBar(this)),
      m_view(new QTableView(this)), m_model(new SweepTable(this)), m_sorted(new SortedSweep(this)), m_plot(new SweepPlot(this)),
      m_parallel(new ParallelPlot(this)), m_plots(new QStackedWidget(this)), m_results(new QSplitter(Qt::Horizontal, this)) {
    header()->setCaption(tr("Trains the stack with other settings, beside the present training; chosen by the validation part."));
    m_showParallel = header()->addChip(tr("Parallel"), tr("Shows settings and results as parallel coordinates"), true);
    m_showKept = header()->addChip(tr("Sweeps"), tr("Shows another sweep of this work; all of them are kept in the project"), false);
    m_showKept->setObjectName(QStringLiteral("keptSweeps"));
    m_keptMenu = new QMenu(m_showKept);
    m_showKept->setMenu(m_keptMenu);
    m_showKept->setPopupMode(QToolButton::InstantPopup);
    m_open = header()->addChip(tr("Train here"), tr("Trains the selected combination in this window; Undo returns"), false);
    m_pause = header()->addChip(tr("Pause"), tr("Halts all trainings of the sweep; they go on with the same bits"), true);
    m_start = header()->addChip(tr("Start"), tr("Begins the sweep; the training in this window goes on, and keeps most of the processor"), false);
    m_start->setObjectName(QStringLiteral("startSweep"));
    m_pause->setObjectName(QStringLiteral("pauseSweep"));
    m_open->setObjectName(QStringLiteral("openTrial"));
    header()->setDispensable({m_showParallel});
    m_said->setWordWrap(true);
    m_said->setContentsMargins(10, 2, 10, 4);
    m_bar->setContentsMargins(10, 6, 0, 6);
    m_bar->findChild<QToolButton *>()->setToolTip(tr("Ends the sweep; what was trained stays in the table"));
    followTextSize(m_bar, [this] { // it says more than what a file does
        m_bar->setMinimumWidth(scaled(180));
        m_bar->setMaximumWidth(scaled(420));
    });
    m_bar->hide();
    makeTable();
    m_plots->addWidget(m_plot);
    m_plots->addWidget(m_parallel);
    m_results->addWidget(m_view);
    m_results->addWidget(m_plots);
    m_results->setStretchFactor(0, 5);
    m_results->setStretchFactor(1, 4);
    m_results->setChildrenCollapsible(false);
    m_results->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_form);
    layout->addWidget(m_bar);
    layout->addWidget(m_said);
    layout->addWidget(m_results, 1);
    layout->addStretch(0);
    connectAll();
    setFocusProxy(m_view);
    tell();
}

void SweepPanel::connectAll() {
    connect(m_showParallel, &QToolButton::toggled, this,
            [this](bool isParallel) { m_plots->setCurrentWidget(isParallel ? static_cast<QWidget *>(m_parallel) : m_plot); });
    const auto start = [this] {
        if (m_start->isEnabled())
            emit startWanted(m_form->order());
    };
    connect(m_start, &QToolButton::clicked, this, start);
    connect(m_form, &SweepForm::startWanted, this, start);
    connect(m_form, &SweepForm::readyChosen, this, [this] { showProblem({}); });
    connect(m_pause, &QToolButton::clicked, this, &SweepPanel::pauseWanted);
    connect(m_bar, &LoadingBar::cancelRequested, this, &SweepPanel::cancelWanted);
    connect(m_open, &QToolButton::clicked, this, [this] { activate(m_selected); });
    connect(m_plot, &SweepPlot::rowClicked, this, &SweepPanel::select);
    connect(m_plot, &SweepPlot::rowActivated, this, &SweepPanel::activate);
    connect(m_parallel, &ParallelPlot::rowClicked, this, &SweepPanel::select);
    connect(m_parallel, &ParallelPlot::rowActivated, this, &SweepPanel::activate);
    connect(m_parallel, &ParallelPlot::brushEdited, this, [this] {
        m_model->setBrushed(m_parallel->brushed());
        m_plot->setBrushed(m_parallel->brushed());
    });
    connect(m_view, &QTableView::doubleClicked, this, [this](const QModelIndex &index) { activate(index.data(SweepTable::rowRole).toInt()); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { select(index.isValid() ? index.data(SweepTable::rowRole).toInt() : -1); });
    connect(m_plot->plotExport(), &PlotExport::failed, this, &SweepPanel::exportFailed);
    connect(m_parallel->plotExport(), &PlotExport::failed, this, &SweepPanel::exportFailed);
}

void SweepPanel::makeTable() {
    m_sorted->setSourceModel(m_model);
    m_view->setObjectName(QStringLiteral("sweepTable"));
    m_view->setAccessibleName(tr("Combinations of the sweep"));
    m_view->setModel(m_sorted);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setSortingEnabled(true);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->setMinimumWidth(160);
    m_view->installEventFilter(this);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &SweepPanel::showContextMenu);
    followTextSize(m_view, [this] { m_view->verticalHeader()->setDefaultSectionSize(QFontMetrics(interfaceFont()).height() + 8); });
}

void SweepPanel::showContextMenu(const QPoint &place) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Train it here"), this, [this] { activate(m_selected); })->setEnabled(m_open->isEnabled());
    const bool hasRows = !m_picture.rows.empty();
    const int combination = m_open->isEnabled() ? m_picture.rows[static_cast<std::size_t>(m_selected)].combination : -1;
    menu->addAction(tr("List its trainings among the runs"), this, [this, combination] { emit listWanted(combination); })->setEnabled(combination >= 0);
    menu->addAction(tr("List all trainings among the runs"), this, [this] { emit listWanted(-1); })->setEnabled(hasRows);
    menu->addSeparator();
    menu->addAction(tr("Save all trainings as CSV…"), this, &SweepPanel::tableWanted)->setEnabled(hasRows);
    menu->popup(m_view->viewport()->mapToGlobal(place));
}

void SweepPanel::showSweep(const SweepPicture &picture) {
    const bool isOther = picture.axes != m_picture.axes || picture.rows.size() != m_picture.rows.size();
    m_picture = picture;
    if (isOther)
        m_selected = -1;
    m_model->show(picture);
    m_plot->show(picture);
    m_parallel->show(picture);
    if (isOther) {
        m_view->sortByColumn(m_model->settings() + SweepTable::Result, Qt::AscendingOrder);
        m_view->resizeColumnsToContents();
        m_view->setColumnWidth(m_model->settings() + SweepTable::Result, scaled(134));
        m_view->setColumnWidth(m_model->settings() + SweepTable::Progress, scaled(76));
        m_view->setColumnWidth(m_model->settings() + SweepTable::Epochs, scaled(62));
        m_view->setColumnWidth(m_model->settings() + SweepTable::Time, scaled(70));
        m_model->setBrushed({});
        m_plot->setBrushed({});
    }
    tell();
}

void SweepPanel::showKept(const std::vector<KeptSweep> &sweeps) {
    if (sweeps == m_kept)
        return;
    m_kept = sweeps;
    m_keptMenu->clear();
    const QLocale locale;
    for (auto sweep = m_kept.rbegin(); sweep != m_kept.rend(); ++sweep) { // the newest first
        QAction *action = m_keptMenu->addAction(QStringLiteral("%1  (%2)").arg(sweep->title, locale.toString(sweep->begun, QLocale::ShortFormat)), this,
                                                [this, id = sweep->id] { emit keptChosen(id); });
        action->setCheckable(true);
        action->setChecked(sweep->isShown);
    }
    m_showKept->setEnabled(!m_kept.empty());
}

void SweepPanel::showProblem(const QString &sentence) {
    m_problem = sentence;
    tell();
}

QString SweepPanel::said() const {
    return m_said->isHidden() ? QString() : m_said->text();
}

void SweepPanel::tell() {
    const QLocale locale;
    const bool hasRows = !m_picture.rows.empty();
    m_form->setVisible(!m_picture.isRunning);
    m_results->setVisible(hasRows);
    m_bar->setVisible(m_picture.isRunning);
    m_start->setEnabled(!m_picture.isRunning);
    m_pause->setEnabled(m_picture.isRunning);
    m_pause->setChecked(m_picture.isRunning && m_picture.isPaused);
    m_showParallel->setEnabled(hasRows);
    m_showKept->setEnabled(!m_kept.empty());
    const bool canOpen =
        m_selected >= 0 && m_selected < static_cast<int>(m_picture.rows.size()) && !m_picture.rows[static_cast<std::size_t>(m_selected)].isFailed;
    m_open->setEnabled(canOpen);
    if (m_picture.isRunning) {
        QString text = tr("%1 of %2 trainings").arg(locale.toString(m_picture.over), locale.toString(m_picture.trainings));
        if (m_picture.isPaused)
            text += tr(", paused");
        else if (std::isfinite(m_picture.secondsLeft))
            text += tr(", %1 left").arg(timeText(m_picture.secondsLeft));
        m_bar->showProgress(m_picture.fraction, text);
    }
    QString said = m_problem;
    if (const int best = bestOf(m_picture.rows); said.isEmpty() && !m_picture.isRunning && best >= 0) {
        QStringList settings;
        for (qsizetype axis = 0; axis < m_picture.axes.size(); ++axis)
            settings << m_picture.axes[axis] + QLatin1Char(' ') + m_picture.rows[static_cast<std::size_t>(best)].values.value(axis);
        said = tr("Best: %1. %2 of %3 trainings are done%4")
                   .arg(settings.join(QStringLiteral(", ")), locale.toString(m_picture.over), locale.toString(m_picture.trainings),
                        m_picture.isCancelled ? tr("; the others were cancelled.") : QStringLiteral("."));
    }
    m_said->setText(said);
    m_said->setVisible(!said.isEmpty());
    QPalette palette = m_said->palette();
    palette.setColor(QPalette::WindowText, m_problem.isEmpty() ? theme().dim : theme().readable(theme().bad));
    m_said->setPalette(palette);
    header()->setSubtitle(hasRows ? locale.toString(static_cast<qulonglong>(m_picture.rows.size())) : QString());
}

void SweepPanel::select(int row) {
    if (row == m_selected)
        return;
    m_selected = row;
    m_plot->setSelected(row);
    m_parallel->setSelected(row);
    if (row >= 0 && row < m_model->rowCount()) {
        const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index);
    }
    tell();
}

void SweepPanel::activate(int row) {
    if (row >= 0 && row < static_cast<int>(m_picture.rows.size()) && !m_picture.rows[static_cast<std::size_t>(row)].isFailed)
        emit openWanted(m_picture.rows[static_cast<std::size_t>(row)].combination);
}

bool SweepPanel::eventFilter(QObject *object, QEvent *event) {
    if (object == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            activate(m_selected);
            return true;
        }
    }
    return Panel::eventFilter(object, event);
}

void SweepPanel::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_model->setTheme(theme);
    m_plot->setTheme(theme);
    m_parallel->setTheme(theme);
    m_bar->setTheme(theme);
    tell();
}

std::vector<InputSection> SweepPanel::inputs() const {
    return {{title(),
             {{{tr("Click a row or a point")}, tr("Selects a combination in all of the panel")},
              {{tr("Double-click a row or a point"), keyText(Qt::Key_Return)}, tr("Trains this combination here; Undo returns")},
              {{tr("Click a column's title")}, tr("Sorts by it")}}},
            m_parallel->inputs()};
}

} // namespace hourglass::ui
