#include "ui/samples/statistics_column.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>

#include <algorithm>

#include "ui/plots/plot_export.h"
#include "ui/samples/sample_list.h"
#include "ui/samples/sample_numbers.h"
#include "ui/samples/statistics_charts.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr std::size_t mostNamed = 6;

QString trData(const char *text, int n = -1) {
    return QCoreApplication::translate("DataView", text, nullptr, n);
}

QString linkTo(const data::SampleId &place, Index number) {
    return QStringLiteral("<a href=\"%1:%2\">%3</a> (%4)").arg(static_cast<int>(place.part)).arg(place.sample).arg(countText(number), partName(place.part));
}

QString pairLines(const std::vector<analysis::DuplicatePair> &pairs) {
    QString text;
    for (std::size_t i = 0; i < std::min(mostNamed, pairs.size()); ++i) {
        text += QStringLiteral("<br>");
        text += QStringLiteral("%1 = %2").arg(linkTo(pairs[i].first, pairs[i].firstNumber), linkTo(pairs[i].second, pairs[i].secondNumber));
    }
    if (pairs.size() > mostNamed)
        text += QStringLiteral("<br>…");
    return text;
}

QString constantText(const data::Dataset &dataset, const std::vector<Index> &features) {
    QStringList names;
    for (std::size_t i = 0; i < std::min(mostNamed, features.size()); ++i) {
        const auto feature = static_cast<std::size_t>(features[i]);
        names << (feature < dataset.featureNames.size() ? QString::fromStdString(dataset.featureNames[feature]).toHtmlEscaped() : countText(features[i]));
    }
    QString list = names.join(QStringLiteral(", "));
    if (features.size() > mostNamed)
        list += QStringLiteral(" …");
    return trData("Constant: %1 of %2 features (%3).").arg(countText(static_cast<Index>(features.size())), countText(dataset.features()), list);
}

} // namespace

QString statisticsNotes(const data::Dataset &dataset, const analysis::DataStatistics &statistics) {
    QStringList notes;
    if (statistics.isDrawn())
        notes << trData("Measured on a seeded draw of %1 of %2 samples.").arg(countText(statistics.measured), countText(statistics.samples));
    const analysis::Duplicates &found = statistics.duplicates;
    const Index leaked = found.leakedTest + found.leakedValidation;
    if (leaked > 0)
        notes << trData("<b>Leak:</b> %1 held-out samples stand in the training part as well.").arg(countText(leaked)) + pairLines(found.leaks);
    if (found.samples == 0)
        notes << trData("No two samples are equal.");
    else
        notes << trData("Duplicates: %1 samples equal one before them.").arg(countText(found.samples)) +
                     (leaked == found.samples ? QString() : pairLines(found.pairs));
    notes << (statistics.constantFeatures.empty() ? trData("No feature is constant.") : constantText(dataset, statistics.constantFeatures));
    if (const Index without = statistics.unlabelled[0] + statistics.unlabelled[1] + statistics.unlabelled[2]; without > 0)
        notes << trData("Without a class: %1 samples.").arg(countText(without));
    return QStringLiteral("<p style=\"margin:0 0 6px 0\">%1</p>").arg(notes.join(QStringLiteral("</p><p style=\"margin:0 0 6px 0\">")));
}

StatisticsColumn::StatisticsColumn(QWidget *parent)
    : QScrollArea(parent), m_body(new QWidget), m_waiting(new QLabel), m_figures(new QLabel), m_classesTitle(new QLabel(trData("Classes"))),
      m_notes(new QLabel), m_classes(new ClassBars), m_histogram(new HistogramChart), m_mean(new FeatureChart(trData("Mean"))),
      m_deviation(new FeatureChart(trData("Deviation"))) {
    setObjectName(QStringLiteral("dataStatistics"));
    setAccessibleName(trData("What the data hold"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_waiting->setProperty("dim", true);
    m_waiting->setWordWrap(true);
    m_waiting->setObjectName(QStringLiteral("dataMeasuring"));
    m_figures->setWordWrap(true);
    m_figures->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_classesTitle->setProperty("strong", true);
    m_notes->setWordWrap(true);
    m_notes->setObjectName(QStringLiteral("dataNotes"));
    m_notes->setTextFormat(Qt::RichText);
    m_notes->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_notes->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *values = new QLabel(trData("Values"));
    values->setProperty("strong", true);
    auto *features = new QHBoxLayout;
    features->setSpacing(12);
    features->addWidget(m_mean);
    features->addWidget(m_deviation);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    body->addWidget(m_notes);
    body->addWidget(m_classesTitle);
    body->addWidget(m_classes);
    body->addWidget(values);
    body->addWidget(m_figures);
    body->addWidget(m_histogram);
    body->addLayout(features);
    auto *whole = new QWidget;
    auto *layout = new QVBoxLayout(whole);
    layout->setContentsMargins(12, 8, 10, 12);
    layout->setSpacing(0);
    layout->addWidget(m_waiting);
    layout->addWidget(m_body);
    layout->addStretch(1);
    setWidget(whole);
    whole->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    offerExport(m_classes, QStringLiteral("classes"));
    offerExport(m_histogram, QStringLiteral("values"));
    offerExport(m_mean, QStringLiteral("mean"));
    offerExport(m_deviation, QStringLiteral("deviation"));
    connect(m_classes, &ClassBars::classChosen, this, &StatisticsColumn::classChosen);
    connect(m_notes, &QLabel::linkActivated, this, [this](const QString &link) {
        const QStringList words = link.split(QLatin1Char(':'));
        emit sampleChosen({static_cast<data::PartKind>(words.value(0).toInt()), words.value(1).toLongLong()});
    });
    show(nullptr, nullptr);
}

/// The context menu that every plot has.
template <class Chart>
void StatisticsColumn::offerExport(Chart *chart, const QString &name) {
    auto *saving = new PlotExport(chart, name, [chart](CsvWriter &writer) { chart->writeNumbers(writer); });
    connect(saving, &PlotExport::failed, this, &StatisticsColumn::exportFailed);
    chart->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(chart, &QWidget::customContextMenuRequested, chart, [chart, saving](const QPoint &at) {
        auto *menu = new QMenu(chart);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        saving->addTo(menu);
        menu->popup(chart->mapToGlobal(at));
    });
}

void StatisticsColumn::show(const data::Dataset *dataset, const analysis::DataStatistics *statistics) {
    const bool isMeasured = dataset && statistics && statistics->measured > 0;
    m_body->setVisible(isMeasured);
    m_waiting->setVisible(!isMeasured);
    m_waiting->setText(statistics ? trData("There are no samples.") : dataset ? trData("Measuring the data …") : QString());
    if (!isMeasured)
        return;
    m_figures->setText(
        trData("%1 … %2 · mean %3 · standard deviation %4")
            .arg(brief(statistics->valueMinimum), brief(statistics->valueMaximum), brief(statistics->valueMean), brief(statistics->valueDeviation)));
    m_classesTitle->setVisible(!statistics->classes.empty());
    m_classes->setVisible(!statistics->classes.empty());
    m_classes->show(dataset->classNames, statistics->classes);
    m_histogram->show(statistics->histogram);
    const auto [lowest, highest] = std::minmax_element(statistics->mean.begin(), statistics->mean.end());
    const bool isPicture = dataset->shape.isImage();
    const double from = isPicture ? statistics->histogram.from : std::min(0.0, *lowest), to = isPicture ? statistics->histogram.to : std::max(0.0, *highest);
    m_mean->show(statistics->mean, dataset->shape, dataset->featureNames, from, to);
    m_deviation->show(statistics->deviation, dataset->shape, dataset->featureNames, 0,
                      *std::max_element(statistics->deviation.begin(), statistics->deviation.end()));
    writeNotes(*dataset, *statistics);
}

void StatisticsColumn::writeNotes(const data::Dataset &dataset, const analysis::DataStatistics &statistics) {
    QPalette palette = m_notes->palette();
    palette.setColor(QPalette::Link, m_theme.readable(m_theme.accent()));
    m_notes->setPalette(palette);
    const QString style = QStringLiteral("<style>a { color: %1; text-decoration: none; } b { color: %2; }</style>")
                              .arg(m_theme.readable(m_theme.accent()).name(), m_theme.readable(m_theme.bad).name());
    m_notes->setText(style + statisticsNotes(dataset, statistics));
}

void StatisticsColumn::showProgress(double fraction) {
    m_waiting->setText(trData("Measuring the data: %1 %").arg(QLocale().toString(static_cast<int>(fraction * 100))));
}

void StatisticsColumn::setTheme(const Theme &theme) {
    m_theme = theme;
    m_classes->setTheme(theme);
    m_histogram->setTheme(theme);
    m_mean->setTheme(theme);
    m_deviation->setTheme(theme);
}

void StatisticsColumn::setChosenClass(int label) {
    m_classes->setChosen(label);
}

} // namespace hourglass::ui
