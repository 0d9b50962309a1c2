#include "ui/factors/factors_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>

#include <cmath>
#include <numeric>
#include <utility>

#include "ui/factors/factor_figures.h"
#include "ui/factors/heat_map.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/scrolled.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr double leastAge = 0.05; ///< epochs
constexpr int leastBeside = 400;  ///< pixels; the maps stand one above the other where there are fewer

QString number(double value, int places = 2) {
    return QLocale().toString(value, 'f', places).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

FactorsView::FactorsView(QWidget *parent)
    : Panel(QStringLiteral("factors"), tr("Factors"), parent), m_message(new QLabel(this)), m_body(new QWidget(this)), m_figures(new FactorFigures),
      m_correlations(new HeatMap(QStringLiteral("unitCorrelations"), tr("Correlation of the units"))),
      m_information(new HeatMap(QStringLiteral("unitInformation"), tr("What each unit knows"))) {
    header()->setCaption(tr("Which units go together, and which know what is known of the samples."));
    m_ordered = header()->addChip(tr("Ordered"), tr("Units that go together stand beside each other; off: by their number"), true);
    m_ordered->setObjectName(QStringLiteral("factorsOrdered"));
    m_ordered->setChecked(true);
    header()->setDispensable({m_ordered});
    m_message->setObjectName(QStringLiteral("factorsMessage"));
    m_message->setProperty("dim", true);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_maps = new QBoxLayout(QBoxLayout::LeftToRight);
    m_maps->setSpacing(16);
    m_maps->addWidget(m_correlations, 1);
    m_maps->addWidget(m_information, 1);
    auto *inner = new QVBoxLayout(m_body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(8);
    inner->addWidget(m_figures);
    inner->addLayout(m_maps, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 8);
    layout->addWidget(m_message, 1);
    m_scroll = scrolled(m_body);
    layout->addWidget(m_scroll, 1);
    connect(m_ordered, &QToolButton::toggled, this, &FactorsView::refresh);
    for (HeatMap *map : {m_correlations, m_information}) {
        connect(map, &HeatMap::cellChosen, this,
                [this](const HeatMap::Cell &cell) { emit unitChosen(m_report->shown[static_cast<std::size_t>(order()[static_cast<std::size_t>(cell.row)])]); });
        connect(map->plotExport(), &PlotExport::failed, this, &FactorsView::exportFailed);
    }
    setFocusProxy(m_correlations);
    setMinimumSize(220, 200);
    followTextSize(this, [this] { arrange(); });
    refresh();
    FactorsView::setTheme(theme());
}

void FactorsView::clear() {
    m_report.reset();
    m_measured.reset();
    refresh();
}

void FactorsView::showReport(std::shared_ptr<const judging::FactorsReport> report, const analysis::Moment &moment) {
    m_report = std::move(report);
    m_measured = moment.epoch;
    refresh();
}

void FactorsView::showEpoch(double epoch) {
    if (std::exchange(m_epoch, epoch) != epoch)
        tellAge();
}

std::vector<Index> FactorsView::order() const {
    if (m_ordered->isChecked())
        return m_report->order;
    std::vector<Index> places(m_report->shown.size());
    std::iota(places.begin(), places.end(), Index{0});
    return places;
}

QString FactorsView::unitName(Index place) const {
    return QLocale().toString(static_cast<qlonglong>(m_report->shown[static_cast<std::size_t>(place)] + 1));
}

void FactorsView::refresh() {
    const bool hasFigures = m_report && !m_report->obstacle;
    m_scroll->setVisible(hasFigures);
    m_message->setVisible(!hasFigures);
    m_message->setText(!m_report            ? tr("What the units of the code share and know appears here once there are data and a stack.")
                       : m_report->obstacle ? QString::fromStdString(m_report->obstacle->sentence())
                                            : QString());
    tellAge();
    if (!hasFigures)
        return;
    showFigures();
    showCorrelations();
    showInformation();
}

void FactorsView::showFigures() {
    const judging::FactorsReport &report = *m_report;
    const QLocale locale;
    const auto count = [&locale](Index of) { return locale.toString(static_cast<qlonglong>(of)); };
    const bool isPart = static_cast<Index>(report.shown.size()) < report.units;
    const QString ofThese = isPart ? tr(" Of the %1 units that vary most.").arg(count(static_cast<Index>(report.shown.size()))) : QString();
    std::vector<NamedFigure> figures{
        {tr("%1 of %2").arg(count(report.active), count(report.units)), tr("active units"),
         tr("Units whose code varies by more than 0.01 over the samples (Burda, Grosse and Salakhutdinov 2016).")},
        {number(report.figures.participationRatio, 1), tr("effective dimension"),
         tr("Participation ratio (Σ λ)² / Σ λ² of the eigenvalues of the codes' covariance: in how many directions they spread, from 1 to the number of units "
            "(Gao et al. 2017).") +
             ofThese},
        {number(report.figures.meanCorrelation), tr("mean |r|"),
         tr("Mean of the absolute correlation over all pairs of units; 0: none goes with another.") + ofThese}};
    const auto add = [&figures](double value, const QString &name, const QString &help) { figures.push_back({number(value), name, help}); };
    const QString mig =
        tr("Mutual information gap (Chen et al. 2018): how much more the unit that knows a factor best knows of it than the next one, as a share of all "
           "that there is to know; the mean over the factors. 1: each factor is in one unit.");
    if (report.scores) {
        add(report.scores->mig, tr("MIG"), mig);
        add(report.scores->sap, tr("SAP"),
            tr("Separated attribute predictability (Kumar, Sattigeri and Balakrishnan 2018): the gap between the two largest squared correlations of a factor "
               "with a unit; the mean over the factors."));
        add(report.scores->disentanglement, tr("DCI disentangled"),
            tr("Eastwood and Williams 2018, with lasso (penalty 0.02) as the regressor: how far each unit serves one factor, weighted by its importance."));
        add(report.scores->completeness, tr("DCI complete"),
            tr("Eastwood and Williams 2018, with lasso (penalty 0.02) as the regressor: how far each factor is served by one unit."));
        add(report.scores->informativeness, tr("DCI informative"),
            tr("Eastwood and Williams 2018, with lasso (penalty 0.02) as the regressor: the share of the factors' variance that it explains on samples that it did "
               "not see; the mean over the factors."));
    } else if (report.classGap) {
        add(*report.classGap, tr("MIG by class"), mig + QLatin1Char(' ') + tr("Here the class is the one factor. SAP and DCI want factors that are numbers."));
    }
    m_figures->show(std::move(figures));
}

void FactorsView::showCorrelations() {
    const judging::FactorsReport &report = *m_report;
    HeatTable table{.isSigned = true};
    const std::vector<Index> places = order();
    const auto units = static_cast<Index>(report.shown.size());
    const auto correlation = [&report, units](Index a, Index b) { return report.figures.correlation[static_cast<std::size_t>(a * units + b)]; };
    double strongest = 0;
    std::pair<Index, Index> pair{0, 0};
    for (const Index a : places) {
        table.rows << unitName(a);
        for (const Index b : places) {
            table.values.push_back(correlation(a, b));
            if (a != b && std::abs(correlation(a, b)) > std::abs(strongest)) {
                strongest = correlation(a, b);
                pair = {a, b};
            }
        }
    }
    table.columns = table.rows;
    table.sentence =
        units < 2 ? tr("There is one unit.")
        : std::abs(strongest) < 0.005
            ? tr("No unit goes with another.")
            : tr("Red: two units rise together, blue: one falls. Most: %1 and %2, %3").arg(unitName(pair.first), unitName(pair.second), number(strongest));
    if (units < report.units)
        table.sentence = tr("The %1 units of %2 that vary most. ").arg(units).arg(report.units) + table.sentence;
    m_correlations->show(std::move(table), [this, places, correlation](const HeatMap::Cell &cell) {
        const Index a = places[static_cast<std::size_t>(cell.row)], b = places[static_cast<std::size_t>(cell.column)];
        const double variance = m_report->figures.variance[static_cast<std::size_t>(a)];
        return a == b ? tr("Unit %1: standard deviation %2").arg(unitName(a), number(std::sqrt(variance), 3))
                      : tr("Units %1 and %2: correlation %3").arg(unitName(a), unitName(b), number(correlation(a, b), 3));
    });
}

void FactorsView::showInformation() {
    const judging::FactorsReport &report = *m_report;
    HeatTable table;
    const std::vector<Index> places = order();
    for (const judging::FactorKnown &factor : report.factors)
        table.columns << QString::fromStdString(factor.name);
    for (const Index place : places) {
        table.rows << unitName(place);
        for (const judging::FactorKnown &factor : report.factors)
            table.values.push_back(factor.entropy > 0 ? factor.information[static_cast<std::size_t>(place)] / factor.entropy : 0);
    }
    if (report.factors.empty())
        table.sentence =
            tr("Nothing is known of these samples beside their numbers. Choose data with classes or factors: Sprites, Swiss roll, or a table with a "
               "column that is its class.");
    else
        table.sentence =
            tr("The darker, the more of a factor a unit knows by itself.") +
            (report.unknown > 0 ? QLatin1Char(' ') + tr("Left out: %1 that are not known of every sample or never differ.").arg(report.unknown) : QString());
    m_information->show(std::move(table), [this, places](const HeatMap::Cell &cell) {
        const Index place = places[static_cast<std::size_t>(cell.row)];
        const judging::FactorKnown &factor = m_report->factors[static_cast<std::size_t>(cell.column)];
        const double nats = factor.information[static_cast<std::size_t>(place)];
        return tr("Unit %1 knows %2 % of %3: %4 of %5 nats")
            .arg(unitName(place), number(factor.entropy > 0 ? 100 * nats / factor.entropy : 0, 0), QString::fromStdString(factor.name), number(nats, 3),
                 number(factor.entropy, 3));
    });
}

void FactorsView::tellAge() {
    if (!m_measured)
        return header()->setSubtitle({});
    const QString at = tr("at epoch %1").arg(number(*m_measured, 1));
    const double age = m_epoch - *m_measured;
    header()->setSubtitle(age < leastAge ? at : QStringLiteral("%1 · %2").arg(at, tr("%1 epochs ago").arg(number(age, 1))), at);
}

void FactorsView::resizeEvent(QResizeEvent *event) {
    Panel::resizeEvent(event);
    arrange();
}

void FactorsView::arrange() {
    m_maps->setDirection(width() >= scaled(leastBeside) ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void FactorsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_figures->setTheme(theme);
    m_correlations->setTheme(theme);
    m_information->setTheme(theme);
}

std::vector<InputSection> FactorsView::inputs() const {
    InputSection section = m_correlations->inputs();
    section.title = title();
    section.rows.insert(section.rows.begin(), {{tr("Click a cell")}, tr("Select the unit of its row in every view of the network")});
    return {section};
}

} // namespace hourglass::ui
