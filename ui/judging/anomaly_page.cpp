#include "ui/judging/anomaly_page.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/judging/anomalous_names.h"
#include "engine/judging/task_samples.h"
#include "ui/judging/judging_texts.h"
#include "ui/judging/worst_samples.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr std::size_t mostListed = 60; ///< classes in the menu
constexpr double usualShare = 0.95;    ///< of the errors that lie below the threshold where no class is anomalous

QString figure(double value) {
    return QLocale().toString(value, 'f', 3);
}

QString coloured(const QString &word, const QColor &colour) {
    return QStringLiteral("<b style=\"color:%1\">%2</b>").arg(colour.name(), word);
}

QString percent(double share) {
    return QLocale().toString(100 * share, 'f', 1);
}

} // namespace

AnomalyPage::AnomalyPage(QWidget *parent)
    : QWidget(parent), m_choice(new QToolButton), m_menu(new QMenu(this)), m_figures(new QLabel), m_message(new QLabel), m_body(new QWidget),
      m_histogram(new ErrorHistogram), m_roc(new RocPicture), m_worst(new WorstSamples) {
    m_menu->setObjectName(QStringLiteral("anomalousMenu"));
    m_choice->setObjectName(QStringLiteral("anomalousChoice"));
    m_choice->setProperty("chip", true);
    m_choice->setToolTip(tr("Which classes count as anomalous: their samples are to have larger errors than the others"));
    connect(m_choice, &QToolButton::clicked, this, [this] { m_menu->popup(m_choice->mapToGlobal(QPoint(0, m_choice->height() + 2))); });
    m_figures->setObjectName(QStringLiteral("anomalyFigures"));
    m_figures->setWordWrap(true);
    m_message->setObjectName(QStringLiteral("anomalyMessage"));
    m_message->setProperty("dim", true);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    auto *charts = new QHBoxLayout;
    charts->setSpacing(16);
    charts->addWidget(m_histogram, 3);
    charts->addWidget(m_roc, 1);
    auto *title = new QLabel(tr("Largest errors"));
    title->setProperty("dim", true);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(6);
    body->addWidget(m_figures);
    body->addLayout(charts, 1);
    body->addWidget(title);
    body->addWidget(m_worst);
    auto *row = new QHBoxLayout;
    row->addWidget(m_choice);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_body, 1);
    connect(m_histogram, &ErrorHistogram::thresholdEdited, this, [this](double threshold) {
        m_threshold = threshold;
        refresh();
    });
    connect(m_histogram, &ErrorHistogram::thresholdReset, this, [this] {
        m_threshold.reset();
        refresh();
    });
    connect(m_worst, &WorstSamples::sampleSelected, this, &AnomalyPage::sampleSelected);
    refresh();
}

void AnomalyPage::showDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    m_byRow.clear();
    m_anomalous.clear();
    m_threshold.reset();
    if (m_dataset && !m_dataset->classNames.empty()) {
        std::vector<std::uint8_t> isTrained(m_dataset->classNames.size()), isJudged(isTrained.size());
        const auto mark = [](const data::Part &part, std::vector<std::uint8_t> &classes) {
            for (const std::int32_t label : part.labels)
                if (label >= 0)
                    classes[static_cast<std::size_t>(label)] = 1;
        };
        mark(m_dataset->train, isTrained);
        mark(partOf(*m_dataset, judging::judgedPart(*m_dataset)), isJudged);
        for (std::size_t label = 0; label < isTrained.size(); ++label)
            if (isTrained[label] == 0 && isJudged[label] != 0)
                m_anomalous.insert(static_cast<std::int32_t>(label));
        if (m_anomalous.empty())
            for (const std::int32_t label : judging::anomalousByName(m_dataset->classNames))
                m_anomalous.insert(label);
    }
    fillMenu();
    rate();
}

void AnomalyPage::showErrors(std::vector<float> byRow) {
    m_byRow = std::move(byRow);
    rate();
}

void AnomalyPage::setTheme(const Theme &theme) {
    m_theme = theme;
    m_histogram->setTheme(theme);
    m_roc->setTheme(theme);
    m_worst->setTheme(theme);
    refresh();
}

void AnomalyPage::fillMenu() {
    m_menu->clear();
    const std::size_t classes = m_dataset ? std::min(mostListed, m_dataset->classNames.size()) : 0;
    for (std::size_t label = 0; label < classes; ++label) {
        QAction *action = m_menu->addAction(QString::fromStdString(m_dataset->classNames[label]));
        action->setCheckable(true);
        action->setChecked(m_anomalous.count(static_cast<std::int32_t>(label)) > 0);
        connect(action, &QAction::toggled, this, [this, own = static_cast<std::int32_t>(label)](bool isChosen) {
            if (isChosen)
                m_anomalous.insert(own);
            else
                m_anomalous.erase(own);
            m_threshold.reset();
            rate();
        });
    }
    m_choice->setVisible(classes > 1);
}

void AnomalyPage::rate() {
    m_rated = {};
    m_samples.clear();
    if (m_dataset && static_cast<Index>(m_byRow.size()) == m_dataset->samples()) {
        const data::PartKind kind = judging::judgedPart(*m_dataset);
        const data::Part &part = partOf(*m_dataset, kind);
        const Index first = kind == data::PartKind::Train        ? 0
                            : kind == data::PartKind::Validation ? m_dataset->train.samples
                                                                 : m_dataset->train.samples + m_dataset->validation.samples;
        for (Index sample = 0; sample < part.samples; ++sample)
            if (const float error = m_byRow[static_cast<std::size_t>(first + sample)]; std::isfinite(error)) {
                m_rated.errors.push_back(static_cast<double>(error));
                m_samples.push_back({kind, sample});
                if (!part.labels.empty())
                    m_rated.isAnomalous.push_back(m_anomalous.count(part.labels[static_cast<std::size_t>(sample)]) > 0);
            }
        if (!m_rated.isAnomalous.empty() && !m_anomalous.empty())
            if (auto ranking = judging::rank(m_rated.errors, m_rated.isAnomalous))
                m_rated.ranking = std::move(*ranking);
    }
    refresh();
}

double AnomalyPage::threshold() const {
    if (m_threshold)
        return *m_threshold;
    if (m_rated.ranking)
        return m_rated.ranking->best().threshold;
    if (m_rated.errors.empty())
        return 0;
    std::vector<double> sorted = m_rated.errors;
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(usualShare * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
}

QString AnomalyPage::chosenText() const {
    QStringList names;
    for (const std::int32_t label : m_anomalous)
        names << QString::fromStdString(m_dataset->classNames[static_cast<std::size_t>(label)]);
    return names.isEmpty()    ? tr("Anomalous: none ▾")
           : names.size() > 3 ? tr("Anomalous: %1 classes ▾").arg(names.size())
                              : tr("Anomalous: %1 ▾").arg(names.join(QStringLiteral(", ")));
}

QString AnomalyPage::figures() const {
    const QString at = QLocale().toString(threshold(), 'g', 3), part = partText(judging::judgedPart(*m_dataset));
    if (!m_rated.ranking) {
        const auto above = std::count_if(m_rated.errors.begin(), m_rated.errors.end(), [own = threshold()](double error) { return error >= own; });
        const QString said = tr("<b>%1 %</b> of %2 samples of the %3 part have an error of %4 or more")
                                 .arg(percent(static_cast<double>(above) / static_cast<double>(m_rated.errors.size())),
                                      QLocale().toString(static_cast<qlonglong>(m_rated.errors.size())), part, at);
        return m_choice->isHidden() ? said : said + QStringLiteral(". ") + tr("Choose which classes are anomalous, to see how well errors find them.");
    }
    const judging::Ranking &ranking = *m_rated.ranking;
    const judging::Cut &cut = ranking.at(threshold());
    return tr("AUC <b>%1</b> · average precision <b>%2</b> (%3 by chance) · above %4: <b>%5 %</b> of the %9 are found, %6 % of the %10 are false alarms, precision %7, F1 %8")
        .arg(figure(ranking.area()), figure(ranking.averagePrecision()),
             figure(static_cast<double>(ranking.positives) / static_cast<double>(ranking.positives + ranking.negatives)), at,
             percent(ranking.truePositiveRate(cut)), percent(ranking.falsePositiveRate(cut)), figure(ranking.precision(cut)), figure(ranking.f1(cut)))
        .arg(coloured(tr("anomalous"), m_theme.readable(m_theme.bad)), coloured(tr("normal"), m_theme.readable(m_theme.encoder)));
}

void AnomalyPage::refresh() {
    const bool hasErrors = !m_rated.errors.empty();
    m_body->setVisible(hasErrors);
    m_message->setVisible(!hasErrors);
    m_message->setText(!m_dataset ? tr("Open data to see whether errors find what is anomalous.")
                       : m_byRow.empty()
                           ? tr("Measuring …")
                           : tr("No error is a finite number: the model has diverged. Go back to an earlier moment, or train anew with a lower rate."));
    m_choice->setText(chosenText());
    m_choice->setAccessibleName(m_choice->text());
    m_figures->setText(hasErrors ? figures() : QString());
    m_histogram->show(hasErrors ? &m_rated : nullptr, threshold());
    m_roc->setVisible(m_rated.ranking.has_value());
    m_roc->show(m_rated.ranking ? &*m_rated.ranking : nullptr, m_rated.ranking ? m_rated.ranking->at(threshold()) : judging::Cut());
    std::vector<std::size_t> order(m_rated.errors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto shown = static_cast<std::ptrdiff_t>(std::min(WorstSamples::most, order.size()));
    std::partial_sort(order.begin(), order.begin() + shown, order.end(),
                      [this](std::size_t a, std::size_t b) { return m_rated.errors[a] > m_rated.errors[b]; });
    std::vector<WorstSamples::Sample> worst;
    for (std::ptrdiff_t i = 0; i < shown; ++i) {
        const std::size_t at = order[static_cast<std::size_t>(i)];
        worst.push_back({m_samples[at], m_rated.errors[at], !m_rated.isAnomalous.empty() && m_rated.isAnomalous[at] != 0});
    }
    m_worst->show(m_dataset, std::move(worst));
}

void AnomalyPage::contextMenuEvent(QContextMenuEvent *event) {
    if (m_rated.errors.empty())
        return;
    const bool isRoc = m_roc->isVisible() && m_roc->geometry().contains(m_body->mapFrom(this, event->pos()));
    QWidget *chart = isRoc ? static_cast<QWidget *>(m_roc) : m_histogram;
    auto *exported = chart->findChild<PlotExport *>({}, Qt::FindDirectChildrenOnly);
    if (!exported) {
        exported = new PlotExport(chart, isRoc ? tr("roc") : tr("errors"), [this, isRoc](CsvWriter &writer) {
            if (isRoc)
                m_roc->writeNumbers(writer);
            else
                m_histogram->writeNumbers(writer);
        });
        connect(exported, &PlotExport::failed, this, &AnomalyPage::exportFailed);
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    exported->addTo(menu);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
