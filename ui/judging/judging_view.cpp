#include "ui/judging/judging_view.h"

#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/judging/anomaly_page.h"
#include "ui/judging/clusters_page.h"
#include "ui/judging/probes_page.h"
#include "ui/theme/scrolled.h"

namespace hourglass::ui {

namespace {

constexpr double leastAge = 0.05; ///< epochs

QString epochText(double epoch) {
    return QLocale().toString(epoch, 'f', 1);
}

} // namespace

JudgingView::JudgingView(QWidget *parent)
    : Panel(QStringLiteral("judging"), tr("Judging"), parent), m_stack(new QStackedWidget), m_probes(new ProbesPage), m_clusters(new ClustersPage),
      m_anomalies(new AnomalyPage) {
    header()->setCaption(tr("What can be read from the code of held-out samples, how it divides, and what errors find."));
    const QString titles[] = {tr("Probes"), tr("Clusters"), tr("Anomalies")};
    const QString helps[] = {tr("How well classifiers read the classes from the code, beside PCA of the same size and the input itself"),
                             tr("How the code divides without its classes"), tr("Whether samples of some classes have larger errors than the others")};
    const char *names[] = {"judgingProbes", "judgingClusters", "judgingAnomalies"};
    QWidget *pages[] = {m_probes, m_clusters, m_anomalies};
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        m_chips[i] = header()->addChip(titles[i], helps[i], true);
        m_chips[i]->setObjectName(QString::fromUtf8(names[i]));
        m_stack->addWidget(scrolled(pages[i]));
        connect(m_chips[i], &QToolButton::clicked, this, [this, i] { choosePage(static_cast<JudgingPage>(i)); });
    }
    m_chips[0]->setChecked(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    connect(m_probes, &ProbesPage::sampleSelected, this, &JudgingView::sampleSelected);
    connect(m_probes, &ProbesPage::exportFailed, this, &JudgingView::exportFailed);
    connect(m_clusters, &ClustersPage::exportFailed, this, &JudgingView::exportFailed);
    connect(m_clusters, &ClustersPage::coloursChanged, this, &JudgingView::clusterColoursChanged);
    connect(m_clusters, &ClustersPage::edited, this, &JudgingView::clustersEdited);
    connect(m_anomalies, &AnomalyPage::sampleSelected, this, &JudgingView::sampleSelected);
    connect(m_anomalies, &AnomalyPage::exportFailed, this, &JudgingView::exportFailed);
}

void JudgingView::choosePage(JudgingPage page) {
    const bool isOther = page != m_page;
    m_page = page;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        m_chips[i]->setChecked(i == static_cast<std::size_t>(page));
    m_stack->setCurrentIndex(static_cast<int>(page));
    tellAge();
    if (isOther)
        emit pageChosen(page);
}

const judging::ClustersTask &JudgingView::clusters() const {
    return m_clusters->task();
}

void JudgingView::showDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_probes->showDataset(dataset);
    m_clusters->showDataset(dataset);
    m_anomalies->showDataset(std::move(dataset));
    m_measured = {};
    tellAge();
}

void JudgingView::take(JudgingPage page, const analysis::Moment &moment) {
    m_measured[static_cast<std::size_t>(page)] = moment.epoch;
    tellAge();
}

void JudgingView::showProbes(std::shared_ptr<const judging::ProbeReport> report, const analysis::Moment &moment) {
    m_probes->showReport(std::move(report));
    take(JudgingPage::Probes, moment);
}

void JudgingView::showBaselines(std::shared_ptr<const judging::BaselineProbes> baselines) {
    m_probes->showBaselines(std::move(baselines));
}

void JudgingView::showClusters(std::shared_ptr<const judging::ClusterReport> report, const analysis::Moment &moment) {
    if (report->method != clusters().method) // of a wish before the present one
        return;
    m_clusters->showReport(std::move(report));
    take(JudgingPage::Clusters, moment);
}

void JudgingView::showErrors(const std::vector<float> &byRow, const analysis::Moment &moment) {
    m_anomalies->showErrors(byRow);
    take(JudgingPage::Anomalies, moment);
}

void JudgingView::showEpoch(double epoch) {
    if (m_epoch == epoch)
        return;
    m_epoch = epoch;
    tellAge();
}

void JudgingView::clear() {
    m_probes->showReport(nullptr);
    m_clusters->showReport(nullptr);
    m_anomalies->showErrors({});
    m_measured = {};
    tellAge();
}

void JudgingView::tellAge() {
    const auto &measured = m_measured[static_cast<std::size_t>(m_page)];
    if (!measured)
        return header()->setSubtitle({});
    const double age = m_epoch - *measured;
    const QString at = tr("at epoch %1").arg(epochText(*measured));
    header()->setSubtitle(age < leastAge ? at : QStringLiteral("%1 · %2").arg(at, tr("%1 epochs ago").arg(epochText(age))), at);
}

void JudgingView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_probes->setTheme(theme);
    m_clusters->setTheme(theme);
    m_anomalies->setTheme(theme);
}

std::vector<InputSection> JudgingView::inputs() const {
    return {{title(),
             {{{tr("Hover a cell")}, tr("How often one class is taken for another")},
              {{tr("Click a cell"), keyText(Qt::Key_Return)}, tr("Shows a sample of it in every view; again: the next")},
              {{tr("Click a cluster"), keyText(Qt::Key_Return)}, tr("Gives it the name of a class")},
              {{tr("Drag over the errors"), QStringLiteral("← →")}, tr("Moves the threshold")},
              {{tr("Double-click the errors")}, tr("Back to the best threshold")},
              {{QStringLiteral("← → ↑ ↓")}, tr("From cell to cell, from cluster to cluster")}}}};
}

} // namespace hourglass::ui
