#include "ui/errors/errors_view.h"

#include <QActionGroup>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/analysis/similarity.h"
#include "engine/data/shown_part.h"
#include "ui/errors/class_histogram.h"
#include "ui/errors/sample_error_plot.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

ErrorsView::ErrorsView(QWidget *parent)
    : Panel(QStringLiteral("errors"), tr("Errors"), parent), m_histogram(new ClassHistogram), m_history(new SampleErrorPlot), m_message(new QLabel) {
    m_measure = header()->addChip({}, tr("By which number a reconstruction is compared with its original"), false);
    m_measure->setObjectName(QStringLiteral("errorsMeasure"));
    connect(m_measure, &QToolButton::clicked, this, &ErrorsView::openMeasures);
    m_logarithmic = header()->addChip(tr("Log"), tr("A logarithmic axis: single samples are seen beside thousands, small errors beside large ones"), true);
    m_logarithmic->setAccessibleName(tr("Logarithmic axis"));
    connect(m_logarithmic, &QToolButton::clicked, this, [this](bool isLogarithmic) {
        ErrorsOptions options = m_options;
        options.isLogarithmic = isLogarithmic;
        edit(options);
    });
    m_overTime = header()->addChip(tr("Over time"), tr("How the error of the pinned sample fell while the model learned, at each moment that was kept"), true);
    m_overTime->setObjectName(QStringLiteral("errorsOverTime"));
    connect(m_overTime, &QToolButton::clicked, this, [this](bool isOverTime) {
        ErrorsOptions options = m_options;
        options.isOverTime = isOverTime;
        edit(options);
    });
    m_message->setObjectName(QStringLiteral("errorsMessage"));
    m_message->setProperty("dim", true);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_histogram, 1);
    layout->addWidget(m_history, 1);
    layout->addWidget(m_message, 1);
    setFocusProxy(m_histogram);
    connect(m_histogram, &ClassHistogram::brushed, this, [this](double from, double to) { showBrush(from, to); });
    connect(m_histogram, &ClassHistogram::brushReleased, this, [this] { emit samplesChosen(brushedSamples(), brushName()); });
    connect(m_histogram, &ClassHistogram::brushCleared, this, [this] {
        dropBrush();
        emit samplesChosen({}, {});
    });
    connect(m_histogram->plotExport(), &PlotExport::failed, this, &ErrorsView::exportFailed);
    connect(m_history->plotExport(), &PlotExport::failed, this, &ErrorsView::exportFailed);
    setOptions({});
}

void ErrorsView::showDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    m_errors.reset();
    showHistory(nullptr, {});
    QStringList names;
    if (m_dataset)
        for (const std::string &name : m_dataset->classNames)
            names << QString::fromStdString(name);
    m_histogram->setClasses(names);
    dropBrush();
    refresh();
}

void ErrorsView::showErrors(std::shared_ptr<const analysis::PartErrors> errors, double epoch) {
    m_errors = std::move(errors);
    m_epoch = epoch;
    refresh();
}

void ErrorsView::dropBrush() {
    m_histogram->setBrush({}, {});
}

void ErrorsView::setOptions(const ErrorsOptions &options) {
    if (options.measure != m_options.measure) {
        dropBrush(); // which was in other units
        m_errors.reset();
    }
    m_options = options;
    m_histogram->setLogarithmic(options.isLogarithmic);
    m_history->setLogarithmic(options.isLogarithmic);
    refresh();
}

void ErrorsView::edit(const ErrorsOptions &options) {
    setOptions(options);
    emit optionsEdited(options);
}

void ErrorsView::openMeasures() {
    auto *menu = new QMenu(m_measure);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *group = new QActionGroup(menu);
    for (const analysis::MeasureFacts &facts : analysis::measures) {
        QAction *action = menu->addAction(QLatin1String(facts.name), this, [this, own = facts.measure] {
            ErrorsOptions options = m_options;
            options.measure = own;
            edit(options);
        });
        action->setCheckable(true);
        action->setChecked(facts.measure == m_options.measure);
        action->setEnabled(!facts.isForImages || !m_dataset || m_dataset->shape.isImage());
        group->addAction(action);
    }
    menu->popup(m_measure->mapToGlobal(QPoint(0, m_measure->height() + 2)));
}

std::vector<core::Index> ErrorsView::brushedSamples() const {
    const auto &brush = m_histogram->brush();
    return brush && m_errors ? samplesWithin(*m_errors, m_histogram->bins(), brush->first, brush->second) : std::vector<core::Index>();
}

void ErrorsView::showBrush(double from, double to) {
    m_histogram->setBrush(std::pair(from, to), {});
    const std::size_t classes = m_dataset->classNames.size();
    std::vector<core::Index> counts(classes + 1);
    const std::vector<std::int32_t> &labels = data::shownSamples(*m_dataset).labels;
    for (const core::Index sample : brushedSamples()) {
        const auto at = static_cast<std::size_t>(sample);
        const std::int32_t label = at < labels.size() ? labels[at] : -1;
        ++counts[label >= 0 && static_cast<std::size_t>(label) < classes ? static_cast<std::size_t>(label) : classes];
    }
    m_histogram->setBrush(std::pair(from, to), std::move(counts));
}

QString ErrorsView::brushName() const {
    const auto &brush = m_histogram->brush();
    if (!brush)
        return {};
    const ErrorBins &bins = m_histogram->bins();
    const QString name = QLatin1String(analysis::factsOf(bins.measure).name);
    return brush->second >= bins.to    ? tr("%1 above %2").arg(name, errorFigure(brush->first))
           : brush->first <= bins.from ? tr("%1 below %2").arg(name, errorFigure(brush->second))
                                       : tr("%1 %2 to %3").arg(name, errorFigure(brush->first), errorFigure(brush->second));
}

void ErrorsView::refresh() {
    const analysis::Measure measure = m_dataset ? analysis::measureFor(m_dataset->shape, m_options.measure) : m_options.measure;
    const QString name = QLatin1String(analysis::factsOf(measure).name);
    m_measure->setText(name + QStringLiteral(" ▾"));
    m_measure->setAccessibleName(tr("Measure: %1").arg(name));
    m_logarithmic->setChecked(m_options.isLogarithmic);
    m_overTime->setChecked(m_options.isOverTime);
    header()->setCaption(m_options.isOverTime ? tr("How well one sample was reconstructed at each moment that was kept. Point at one to read it.")
                                              : tr("How many samples are reconstructed how well, by class. Drag over some to select them in every view."));
    m_history->setVisible(m_options.isOverTime && m_history->history());
    setFocusProxy(m_options.isOverTime ? static_cast<QWidget *>(m_history) : m_histogram);
    if (m_options.isOverTime)
        return refreshHistory();
    const bool hasErrors = m_dataset && m_errors && m_errors->measure == measure;
    m_histogram->show(hasErrors ? countErrors(*m_errors, data::shownSamples(*m_dataset).labels, m_dataset->classNames.size()) : ErrorBins());
    const bool isThere = !m_histogram->bins().isEmpty();
    m_histogram->setVisible(isThere);
    m_message->setVisible(!isThere);
    m_message->setText(!m_dataset ? tr("Open data to see how errors are spread.")
                       : !hasErrors
                           ? tr("Measuring …")
                           : tr("No error is a finite number: the model has diverged. Go back to an earlier moment, or train anew with a lower rate."));
    if (!isThere)
        return header()->setSubtitle({});
    const QString count = QLocale().toString(static_cast<qlonglong>(m_histogram->bins().samples));
    const QString samples = data::shownPart(*m_dataset) == data::PartKind::Test ? tr("%1 test samples").arg(count) : tr("%1 training samples").arg(count);
    header()->setSubtitle(tr("%1 · epoch %2").arg(samples, QLocale().toString(m_epoch, 'f', 1)), samples);
    if (const auto brush = m_histogram->brush())
        showBrush(brush->first, brush->second);
}

void ErrorsView::showHistory(std::shared_ptr<const analysis::SampleHistory> history, const QString &name) {
    m_sample = name;
    m_history->show(std::move(history));
    if (m_options.isOverTime)
        refresh();
}

void ErrorsView::refreshHistory() {
    m_histogram->hide();
    const auto &history = m_history->history();
    m_message->setVisible(!history);
    m_message->setText(!m_dataset           ? tr("Open data to see how errors fall.")
                       : m_sample.isEmpty() ? tr("Click a sample on the map or among the reconstructions: how its error falls stands here.")
                                            : tr("Measuring …"));
    header()->setSubtitle(history ? tr("%1 · %2 moments").arg(m_sample, QLocale().toString(static_cast<qlonglong>(history->points.size()))) : QString(),
                          m_sample);
}

void ErrorsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_histogram->setTheme(theme);
    m_history->setTheme(theme);
}

std::vector<InputSection> ErrorsView::inputs() const {
    return {m_histogram->inputs(), m_history->inputs()};
}

} // namespace hourglass::ui
