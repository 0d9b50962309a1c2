// What the units of the code share with each other, and what each knows of what is known of the samples.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/moment.h"
#include "engine/judging/factors_task.h"
#include "ui/theme/panel.h"

class QBoxLayout;
class QLabel;
class QScrollArea;
class QToolButton;

namespace hourglass::ui {

class FactorFigures;
class HeatMap;

class FactorsView : public Panel {
    Q_OBJECT
public:
    explicit FactorsView(QWidget *parent = nullptr);

    void showReport(std::shared_ptr<const judging::FactorsReport> report, const analysis::Moment &moment);
    /// How far the training is: how old the figures are stands in the header.
    void showEpoch(double epoch);
    /// Other data or another training: what is shown is of the one before.
    void clear();
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    HeatMap *correlations() const { return m_correlations; }
    HeatMap *information() const { return m_information; }
    FactorFigures *figures() const { return m_figures; }
    const std::shared_ptr<const judging::FactorsReport> &report() const { return m_report; }

signals:
    void unitChosen(hourglass::core::Index unit); ///< of the code
    void exportFailed(const hourglass::core::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void refresh();
    void showFigures();
    void showCorrelations();
    void showInformation();
    void tellAge();
    std::vector<core::Index> order() const;
    QString unitName(core::Index place) const;

    std::shared_ptr<const judging::FactorsReport> m_report;
    std::optional<double> m_measured;
    double m_epoch = 0;
    QToolButton *m_ordered;
    QLabel *m_message;
    QWidget *m_body;
    QScrollArea *m_scroll;
    FactorFigures *m_figures;
    QBoxLayout *m_maps;
    HeatMap *m_correlations, *m_information;
};

} // namespace hourglass::ui
