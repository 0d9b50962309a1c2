// The data space: samples of two or three features where they lie, their reconstructions, and the curve or sheet that the decoder has learned. Passive: it
// shows the pictures that it is given. Hidden, it does nothing.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/data_space_task.h"
#include "engine/core/result.h"
#include "ui/colouring/colouring_entry.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class ColouringChoice;
class CsvWriter;
class DataSpaceCanvas;
class PlotExport;

class DataSpaceView : public Panel {
    Q_OBJECT
public:
    explicit DataSpaceView(QWidget *parent = nullptr);

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    /// Of other than two or three features, a sentence says for which data it is.
    void showDataset(const data::Dataset &dataset);
    /// Dropped where it is of other data.
    void showPicture(std::shared_ptr<const analysis::DataSpacePicture> picture);
    void setColourings(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen);
    void setColouring(SharedColouring colouring);
    /// A sample of the shown part, hovered in another view: ringed.
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);
    /// Those that are worked with, ascending: the others are pale. Empty: none.
    void setChosen(std::vector<core::Index> samples);

    DataSpaceCanvas *canvas() const { return m_canvas; }

signals:
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void colouringChosen(const hourglass::ui::ColouringEntry &entry); ///< the owner answers with setColouring
    void exportFailed(const hourglass::core::Error &error);

private:
    void refreshLook();
    void refreshHeader();
    void openMenu(const QPoint &global);
    void writeNumbers(CsvWriter &writer) const;

    std::shared_ptr<const analysis::DataSpacePicture> m_picture;
    std::vector<double> m_offsets; ///< by feature
    QStringList m_features;
    QString m_part; ///< "test samples"
    SharedColouring m_colouring;
    ColouringChoice *m_colouringChoice;
    QToolButton *m_sheetChip, *m_reconstructionsChip, *m_pairsChip;
    DataSpaceCanvas *m_canvas;
    PlotExport *m_export;
};

} // namespace hourglass::ui
