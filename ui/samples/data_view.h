// The data themselves: every sample as a thumbnail or a row, filtered and sorted, and beside them what was measured of them all.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/data_statistics.h"
#include "ui/colouring/colouring_entry.h"
#include "ui/samples/sample_list.h"
#include "ui/theme/panel.h"

class QStackedWidget;
class QTableView;
class QToolButton;

namespace hourglass::ui {

class ColouringChoice;
class SampleFilters;
class SampleGrid;
class SampleTable;
class StatisticsColumn;

class DataView : public Panel {
    Q_OBJECT
public:
    explicit DataView(QWidget *parent = nullptr);
    ~DataView() override;

    /// Hidden, the view keeps it and does nothing until it is shown. What was known of the data before is gone.
    void showDataset(std::shared_ptr<const data::Dataset> dataset);
    /// Null: not measured.
    void showStatistics(std::shared_ptr<const analysis::DataStatistics> statistics);
    void showProgress(double fraction);
    void showErrors(SampleErrors errors);
    /// What samples are coloured by; null: by class. Values are those of the data set that is shown.
    void setColouring(SharedColouring colouring);
    void setColourings(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen);
    /// How far the training is: errors of long before offer to be measured again. The order does not change by itself, under the mouse.
    void showStep(core::Index step);
    /// Nothing is shown where the sample is filtered away; else it is scrolled to and ringed.
    void setSelectedSample(const std::optional<data::SampleId> &sample);
    void setMarkedSample(const std::optional<data::SampleId> &sample);
    /// Those that a person works with, ascending: they can be shown alone. Null: none.
    void setChosen(ChosenSamples chosen);
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    const SampleList &list() const { return m_list; }

signals:
    void sampleSelected(std::optional<hourglass::data::SampleId> sample); ///< the owner answers with setSelectedSample
    void sampleHovered(std::optional<hourglass::data::SampleId> sample);
    void colouringChosen(const hourglass::ui::ColouringEntry &entry); ///< the owner answers with setColouring
    void exportFailed(const hourglass::core::Error &error);
    /// Sorted by error: errors of the model as it is now are asked for.
    void errorsWanted();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeTable();
    void takeDataset();
    void choose(bool isOtherData = false);
    void refreshColouring();
    void hideColumns();
    void widenColumns();
    void tellAge();
    void describeList();
    void selectRow(const std::optional<data::SampleId> &sample, bool scrolls);

    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const analysis::DataStatistics> m_statistics;
    SampleList m_list;
    SharedColouring m_colouring;
    std::optional<data::SampleId> m_selected;
    ChosenSamples m_chosen;
    core::Index m_step = 0, m_toldAge = 0; ///< of the training; of the errors shown, in steps, rounded; -1: of a training before this one
    bool m_isStale = false;                ///< the data set is not taken up yet
    ColouringChoice *m_colouringChoice;
    QToolButton *m_showStatistics;
    QStackedWidget *m_samples;
    SampleGrid *m_grid;
    QTableView *m_table;
    SampleTable *m_model;
    SampleFilters *m_filters;
    StatisticsColumn *m_column;
};

} // namespace hourglass::ui
