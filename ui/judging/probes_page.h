// What classifiers read from the code: bars beside PCA and the raw input, and the confusion matrix of the linear probe.
#pragma once

#include <memory>

#include <QWidget>

#include "engine/data/dataset.h"
#include "engine/judging/probes_task.h"
#include "ui/theme/theme.h"

class QBoxLayout;
class QLabel;

namespace hourglass::ui {

class ConfusionPicture;
class ScoreBars;

class ProbesPage : public QWidget {
    Q_OBJECT
public:
    explicit ProbesPage(QWidget *parent = nullptr);

    /// Of these data nothing is known yet.
    void showDataset(std::shared_ptr<const data::Dataset> dataset);
    /// Null: not measured.
    void showReport(std::shared_ptr<const judging::ProbeReport> report);
    void showBaselines(std::shared_ptr<const judging::BaselineProbes> baselines);
    void setTheme(const Theme &theme);

signals:
    void sampleSelected(std::optional<hourglass::data::SampleId> sample);
    void exportFailed(const hourglass::core::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void refresh();
    void chooseNext(core::Index truth, core::Index predicted);

    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const judging::ProbeReport> m_report;
    std::shared_ptr<const judging::BaselineProbes> m_baselines;
    QBoxLayout *m_layout;
    QLabel *m_message;
    QWidget *m_body;
    ScoreBars *m_bars;
    ConfusionPicture *m_confusion;
    std::size_t m_last = 0; ///< where the latest chosen sample stands in the report
};

} // namespace hourglass::ui
