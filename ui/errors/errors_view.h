// How the errors of the samples are spread, class by class: the brush selects those of a range, for every view.
#pragma once

#include <memory>

#include "engine/analysis/sample_history_task.h"
#include "engine/data/dataset.h"
#include "ui/errors/error_bins.h"
#include "ui/theme/panel.h"

class QLabel;
class QToolButton;

namespace hourglass::ui {

class ClassHistogram;
class SampleErrorPlot;

/// What a person chose to see.
struct ErrorsOptions {
    analysis::Measure measure = analysis::Measure::Mse;
    bool isLogarithmic = false;
    bool isOverTime = false; ///< of one sample, in the place of all

    bool operator==(const ErrorsOptions &) const = default;
};

class ErrorsView : public Panel {
    Q_OBJECT
public:
    explicit ErrorsView(QWidget *parent = nullptr);

    using QWidget::show;
    void showDataset(std::shared_ptr<const data::Dataset> dataset);
    /// Of the shown part; null: they are being measured.
    void showErrors(std::shared_ptr<const analysis::PartErrors> errors, double epoch);
    /// Of one sample at the moments that were kept; null: none is pinned, or it is on its way. `name`: "no. 12, Boot".
    void showHistory(std::shared_ptr<const analysis::SampleHistory> history, const QString &name);
    /// Samples were selected elsewhere, or no longer are: what is brushed here is not what is selected.
    void dropBrush();
    /// Without telling of it.
    void setOptions(const ErrorsOptions &options);
    const ErrorsOptions &options() const { return m_options; }

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    ClassHistogram *histogram() const { return m_histogram; }
    SampleErrorPlot *history() const { return m_history; }

signals:
    void optionsEdited(const hourglass::ui::ErrorsOptions &options);
    /// Samples of the shown part; none: no longer.
    void samplesChosen(const std::vector<hourglass::core::Index> &samples, const QString &name);
    void exportFailed(const hourglass::core::Error &error);

private:
    void openMeasures();
    void edit(const ErrorsOptions &options);
    void refresh();
    void refreshHistory();
    std::vector<core::Index> brushedSamples() const;
    void showBrush(double from, double to);
    QString brushName() const;

    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const analysis::PartErrors> m_errors;
    double m_epoch = 0;
    ErrorsOptions m_options;
    ClassHistogram *m_histogram;
    SampleErrorPlot *m_history;
    QString m_sample; ///< that the history is of; empty: none
    QLabel *m_message;
    QToolButton *m_measure, *m_logarithmic, *m_overTime;
};

} // namespace hourglass::ui
