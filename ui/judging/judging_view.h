// How good the code is, by numbers, on samples that were held out: what classifiers read from it, how it divides, and whether errors find what is anomalous.
#pragma once

#include <array>
#include <optional>

#include "engine/analysis/moment.h"
#include "engine/judging/clusters_task.h"
#include "engine/judging/probes_task.h"
#include "ui/colouring/colouring.h"
#include "ui/theme/panel.h"

class QStackedWidget;
class QToolButton;

namespace hourglass::ui {

class AnomalyPage;
class ClustersPage;
class ProbesPage;

/// What is measured depends on the page in sight.
enum class JudgingPage { Probes, Clusters, Anomalies };

class JudgingView : public Panel {
    Q_OBJECT
public:
    explicit JudgingView(QWidget *parent = nullptr);

    /// What was known of the data before is gone.
    void showDataset(std::shared_ptr<const data::Dataset> dataset);
    void showProbes(std::shared_ptr<const judging::ProbeReport> report, const analysis::Moment &moment);
    void showBaselines(std::shared_ptr<const judging::BaselineProbes> baselines);
    void showClusters(std::shared_ptr<const judging::ClusterReport> report, const analysis::Moment &moment);
    /// By row of the data, as analysis::SampleErrors has them.
    void showErrors(const std::vector<float> &byRow, const analysis::Moment &moment);
    /// How far the training is: how old the figures are stands in the header.
    void showEpoch(double epoch);
    /// Another training: what is shown is of the one before.
    void clear();
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    void choosePage(JudgingPage page);
    JudgingPage page() const { return m_page; }
    const judging::ClustersTask &clusters() const;

signals:
    void pageChosen(hourglass::ui::JudgingPage page);
    void clusterColoursChanged(const hourglass::ui::MeasuredValues &colours); ///< of clusters whose task asked for it, after each report and naming
    void clustersEdited(const hourglass::judging::ClustersTask &task);
    void sampleSelected(std::optional<hourglass::data::SampleId> sample);
    void exportFailed(const hourglass::core::Error &error);

private:
    void tellAge();
    void take(JudgingPage page, const analysis::Moment &moment);

    JudgingPage m_page = JudgingPage::Probes;
    std::array<QToolButton *, 3> m_chips{};
    QStackedWidget *m_stack;
    ProbesPage *m_probes;
    ClustersPage *m_clusters;
    AnomalyPage *m_anomalies;
    std::array<std::optional<double>, 3> m_measured; ///< epoch of what each page shows
    double m_epoch = 0;
};

} // namespace hourglass::ui
