// Whether the error of a sample tells that it is anomalous: which classes are is chosen here, and the threshold is dragged.
#pragma once

#include <memory>
#include <optional>
#include <set>

#include <QWidget>

#include "engine/data/dataset.h"
#include "engine/data/sample_id.h"
#include "ui/judging/error_threshold.h"

class QLabel;
class QMenu;
class QToolButton;

namespace hourglass::ui {

class WorstSamples;

class AnomalyPage : public QWidget {
    Q_OBJECT
public:
    explicit AnomalyPage(QWidget *parent = nullptr);

    /// Classes that have held-out samples and were kept from the training count as anomalous at first; else those that say so by their names.
    void showDataset(std::shared_ptr<const data::Dataset> dataset);
    /// Mean squared errors of all samples, training, validation, test one behind the other, NaN where none was measured; empty: not measured.
    void showErrors(std::vector<float> byRow);
    void setTheme(const Theme &theme);

signals:
    void sampleSelected(std::optional<hourglass::data::SampleId> sample);
    void exportFailed(const hourglass::core::Error &error);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void rate();
    void refresh();
    void fillMenu();
    QString figures() const;
    QString chosenText() const;
    double threshold() const;

    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<float> m_byRow;
    RatedErrors m_rated;
    std::vector<data::SampleId> m_samples; ///< of m_rated
    std::set<std::int32_t> m_anomalous;
    std::optional<double> m_threshold; ///< a person's; else the best
    Theme m_theme = Theme::light();
    QToolButton *m_choice;
    QMenu *m_menu;
    QLabel *m_figures, *m_message;
    QWidget *m_body;
    ErrorHistogram *m_histogram;
    RocPicture *m_roc;
    WorstSamples *m_worst;
};

} // namespace hourglass::ui
