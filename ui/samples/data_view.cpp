#include "ui/samples/data_view.h"

#include <QHeaderView>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/colouring/colouring_choice.h"
#include "ui/samples/sample_filters.h"
#include "ui/samples/sample_grid.h"
#include "ui/samples/sample_numbers.h"
#include "ui/samples/sample_table.h"
#include "ui/samples/statistics_column.h"

namespace hourglass::ui {

using core::Index;
using data::SampleId;

namespace {

constexpr int leastColumn = 82; ///< of the table: four digits, a sign and an exponent

/// How old errors are; an empty text where they are of now.
QString ageText(Index age) {
    const QString text = age < 0 ? DataView::tr("before the present training") : DataView::tr("%1 steps ago").arg(countText(age));
    return age == 0 ? QString() : QStringLiteral(" · %1").arg(text);
}

} // namespace

DataView::DataView(QWidget *parent)
    : Panel(QStringLiteral("dataView"), tr("Data"), parent), m_samples(new QStackedWidget), m_grid(new SampleGrid(m_list)), m_table(new QTableView),
      m_model(new SampleTable(m_list, this)), m_filters(new SampleFilters), m_column(new StatisticsColumn) {
    header()->setCaption(tr("All samples as they are trained on; click one to see it in every view."));
    m_colouringChoice = new ColouringChoice(header());
    header()->addControl(m_colouringChoice);
    connect(m_colouringChoice, &ColouringChoice::chosen, this, &DataView::colouringChosen);
    m_showStatistics = header()->addChip(tr("Statistics"), tr("What was measured of all samples, beside them"), true);
    m_showStatistics->setChecked(true);
    connect(m_showStatistics, &QToolButton::toggled, m_column, &QWidget::setVisible);
    makeTable();
    m_samples->addWidget(m_grid);
    m_samples->addWidget(m_table);
    auto *parts = new QSplitter;
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_samples);
    parts->addWidget(m_column);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 0);
    parts->setSizes({600, 226});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_filters);
    layout->addWidget(parts, 1);
    connect(m_grid, &SampleGrid::sampleSelected, this, &DataView::sampleSelected);
    connect(m_grid, &SampleGrid::sampleHovered, this, &DataView::sampleHovered);
    connect(m_column, &StatisticsColumn::exportFailed, this, &DataView::exportFailed);
    connect(m_filters, &SampleFilters::changed, this, [this] { choose(); });
    connect(m_filters, &SampleFilters::errorsWanted, this, &DataView::errorsWanted);
    connect(m_column, &StatisticsColumn::classChosen, m_filters, &SampleFilters::setLabel);
    connect(m_column, &StatisticsColumn::sampleChosen, this, [this](const SampleId &sample) {
        if (m_list.positionOf(sample) < 0) // what was asked for is to be seen
            m_filters->showEverything();
        emit sampleSelected(sample);
    });
    setFocusProxy(m_grid);
}

/// Grid and table read the list until they are gone, and a widget's children go after its members.
DataView::~DataView() {
    delete m_samples;
}

void DataView::makeTable() {
    m_table->setObjectName(QStringLiteral("sampleTable"));
    m_table->setAccessibleName(tr("Samples as rows"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ColouredCells(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // else each row is asked for its height
    m_table->verticalHeader()->setDefaultSectionSize(QFontMetrics(m_table->font()).height() + 10);
    m_table->horizontalHeader()->setDefaultSectionSize(leastColumn);
    m_table->horizontalHeader()->setTextElideMode(Qt::ElideRight);
    m_table->horizontalHeader()->setHighlightSections(false);
    const auto select = [this](const QModelIndex &index) {
        if (index.isValid())
            emit sampleSelected(m_list[index.row()]);
    };
    connect(m_table, &QAbstractItemView::clicked, this, select);
    connect(m_table, &QAbstractItemView::activated, this, select);
}

void DataView::showDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    m_statistics.reset();
    m_selected.reset();
    m_isStale = true;
    if (isVisible())
        takeDataset();
}

void DataView::showEvent(QShowEvent *event) {
    Panel::showEvent(event);
    if (m_isStale)
        takeDataset();
}

void DataView::takeDataset() {
    m_isStale = false;
    m_list.setDataset(m_dataset);
    m_filters->setDataset(m_dataset.get());
    m_filters->setChosen(m_chosen);
    refreshColouring();
    m_column->show(m_dataset.get(), m_statistics.get());
    const bool isTable = m_dataset && m_dataset->shape.rank == 1;
    m_samples->setCurrentWidget(isTable ? static_cast<QWidget *>(m_table) : m_grid);
    setFocusProxy(m_samples->currentWidget());
    choose(true);
    if (isTable)
        widenColumns();
}

/// For the names of the first of them, and for numbers of any size.
void DataView::widenColumns() {
    constexpr int mostNamed = 200, mostWide = 220, rim = 22;
    const QFontMetrics metrics(m_table->horizontalHeader()->font());
    const int least = std::max(leastColumn, QFontMetrics(m_table->font()).horizontalAdvance(QLocale().toString(-0.0001234, 'g', 4)) + rim);
    for (int column = SampleTable::FirstFeature; column < std::min(m_model->columnCount(), SampleTable::FirstFeature + mostNamed); ++column) {
        const QString name = m_model->headerData(column, Qt::Horizontal).toString();
        m_table->setColumnWidth(column, std::clamp(metrics.horizontalAdvance(name) + rim, least, std::max(least, mostWide)));
    }
}

void DataView::showStatistics(std::shared_ptr<const analysis::DataStatistics> statistics) {
    m_statistics = std::move(statistics);
    m_column->show(m_dataset.get(), m_statistics.get());
}

void DataView::showProgress(double fraction) {
    m_column->showProgress(fraction);
}

void DataView::showErrors(SampleErrors errors) {
    if (m_isStale)
        return;
    const bool isRenewed = m_filters->isByError() && !m_list.errors().byRow.empty(); // who scrolls is not thrown back
    QScrollBar *bars[] = {m_grid->verticalScrollBar(), m_table->verticalScrollBar()};
    const int values[] = {bars[0]->value(), bars[1]->value()};
    m_list.setErrors(std::move(errors));
    tellAge();
    choose();
    for (int i = 0; isRenewed && i < 2; ++i)
        bars[i]->setValue(values[i]);
}

void DataView::showStep(Index step) {
    m_step = step;
    if (m_filters->isByError() && isVisible() && m_list.errors().measured > 0)
        tellAge();
}

void DataView::tellAge() {
    constexpr Index round = 100; // fewer steps are no news
    const Index since = m_step - m_list.errors().step, age = m_list.errors().measured == 0 ? 0 : since < 0 ? -1 : since / round * round;
    if (age == m_toldAge)
        return;
    const bool wasOld = m_toldAge != 0;
    m_toldAge = age;
    describeList();
    if (wasOld == (age != 0))
        return;
    m_filters->setErrorsAreOld(age != 0);
}

void DataView::choose(bool isOtherData) {
    const SampleFilter filter = m_filters->filter();
    const bool isWaiting = m_filters->isByError() && m_list.errors().byRow.empty(); // until then they stay as they were
    m_list.choose(filter, isWaiting ? SampleOrder::Source : m_filters->order());
    m_column->setChosenClass(filter.label);
    m_grid->listChanged(isOtherData);
    m_model->listChanged();
    m_table->verticalScrollBar()->setValue(0);
    hideColumns();
    selectRow(m_selected, false); // the beginning of the new order is what was asked for
    describeList();
}

void DataView::describeList() {
    if (!m_dataset)
        return header()->setSubtitle(QString());
    const QString all = countText(m_dataset->samples()), shown = countText(m_list.size());
    if (m_filters->isByError() && m_list.errors().byRow.empty())
        header()->setSubtitle(tr("%1 samples · their errors are being measured …").arg(shown), tr("measuring errors …"));
    else if (m_filters->isByError())
        header()->setSubtitle(tr("%1 shown · errors of %2 of %3 samples, %4").arg(shown, countText(m_list.errors().measured), all, m_list.errors().moment) +
                                  ageText(m_toldAge),
                              tr("%1 of %2").arg(shown, all) + ageText(m_toldAge));
    else if (m_list.size() == m_dataset->samples())
        header()->setSubtitle(m_dataset->shape.rank == 1 ? tr("%1 samples of %2 features").arg(all, countText(m_dataset->features()))
                                                         : tr("%1 samples · %2").arg(all, QString::fromStdString(toText(m_dataset->shape))),
                              all);
    else
        header()->setSubtitle(tr("%1 of %2 samples").arg(shown, all), shown);
}

void DataView::setColourings(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen) {
    m_colouringChoice->showEntries(entries, chosen);
}

void DataView::setColouring(SharedColouring colouring) {
    // What is measured again as the model learns moves nothing under the mouse: the order stays until it is asked for.
    const bool isMeasuredAgain =
        isByValue(m_colouring) && isByValue(colouring) && isMeasured(colouring->kind) && m_colouring->kind == colouring->kind && m_colouring->isKnown();
    m_colouring = std::move(colouring);
    if (m_isStale)
        return; // taken with the data set
    const bool isOrder = m_filters->order() == SampleOrder::Colouring;
    refreshColouring();
    if (isOrder && !isMeasuredAgain)
        choose();
}

void DataView::refreshColouring() {
    m_list.setColouring(m_colouring);
    m_filters->setColouring(m_colouring);
    m_grid->coloursChanged();
    m_model->coloursChanged();
    hideColumns();
}

/// Those that say nothing of these data.
void DataView::hideColumns() {
    m_table->setColumnHidden(SampleTable::Class, !m_filters->hasClasses());
    m_table->setColumnHidden(SampleTable::Error, m_list.errors().measured == 0);
    m_table->setColumnHidden(SampleTable::Factor, m_model->colouredColumn() != SampleTable::Factor);
}

void DataView::setSelectedSample(const std::optional<SampleId> &sample) {
    m_selected = sample;
    if (m_isStale)
        return;
    m_grid->setSelectedSample(sample);
    selectRow(sample, true);
}

void DataView::selectRow(const std::optional<SampleId> &sample, bool scrolls) {
    if (m_samples->currentWidget() != m_table)
        return;
    const Index position = sample ? m_list.positionOf(*sample) : -1;
    if (position < 0)
        return m_table->clearSelection();
    const QModelIndex row = m_model->index(static_cast<int>(position), SampleTable::Number);
    if (scrolls)
        m_table->setCurrentIndex(row);
    m_table->selectionModel()->select(row, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void DataView::setMarkedSample(const std::optional<SampleId> &sample) {
    if (!m_isStale)
        m_grid->setMarkedSample(sample);
}

void DataView::setChosen(ChosenSamples chosen) {
    m_chosen = std::move(chosen);
    if (!m_isStale)
        m_filters->setChosen(m_chosen);
}

std::vector<InputSection> DataView::inputs() const {
    return {m_grid->inputs()};
}

void DataView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_grid->setTheme(theme);
    m_model->setTheme(theme);
    m_column->setTheme(theme);
    m_column->show(m_dataset.get(), m_statistics.get()); // its sentences carry colours
}

} // namespace hourglass::ui
