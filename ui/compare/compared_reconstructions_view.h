// The same samples as several runs make them, row by row.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "ui/colouring/colouring.h"
#include "ui/compare/compared_row.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

class ComparedGrid;

class ComparedReconstructionsView : public Panel {
    Q_OBJECT
public:
    explicit ComparedReconstructionsView(QWidget *parent = nullptr);

    /// Fewer than two: what to do. `leftOut`: runs that are selected and for which there is no room.
    void showRows(std::vector<ComparedRow> rows, std::size_t leftOut = 0);
    void setClasses(const QStringList &names);
    void setFeatures(const QStringList &names);   ///< of a table's columns, or none
    void setColouring(SharedColouring colouring); ///< null: by class
    void setMeasure(analysis::Measure measure);
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);

    ComparedGrid *grid() const { return m_grid; }
    int columns() const; ///< how many fit
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

signals:
    void columnsWanted(int count);
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample); ///< the owner answers with setSelectedSample
    void exportFailed(const hourglass::core::Error &error);

private:
    void tell();

    ComparedGrid *m_grid;
    analysis::Measure m_measure = analysis::Measure::Mse;
    std::size_t m_leftOut = 0;
};

} // namespace hourglass::ui
