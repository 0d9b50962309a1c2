// Weights of the layer that is selected, as pictures.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/weights_task.h"
#include "engine/plan/outline.h"
#include "ui/theme/panel.h"

class QToolButton;
class QMenu;

namespace hourglass::ui {

class WeightCanvas;

class WeightsView : public Panel {
    Q_OBJECT
public:
    explicit WeightsView(QWidget *parent = nullptr);

    void clear();
    void setOutline(const plan::Outline &outline);
    /// What is selected; a layer of −1: nothing.
    void setUnit(int layer, core::Index unit);
    void show(std::shared_ptr<const analysis::WeightsPicture> picture);
    using Panel::show;
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    WeightCanvas *canvas() const { return m_canvas; }

signals:
    void weightsWanted(const hourglass::analysis::WeightsTask &task);
    void unitChosen(int layer, hourglass::core::Index unit);
    void exportFailed(const hourglass::core::Error &error);

private:
    void want();
    void chooseTensor(std::size_t tensor);
    void openMenu(const QPoint &global);
    void fillTensorMenu(QMenu *menu);
    void refresh();
    /// Of the layer that the unit of a tile belongs to: of outgoing weights the one below.
    int layerOfTiles() const;
    core::Index unitOfRow(core::Index row) const;

    WeightCanvas *m_canvas;
    QToolButton *m_scaleChip, *m_tensorChip;
    plan::Outline m_outline;
    std::shared_ptr<const analysis::WeightsPicture> m_picture;
    analysis::WeightsTask m_task;
    int m_layer = -1;         ///< whose weights are shown
    int m_selectedLayer = -1; ///< that, or of outgoing weights the one below
    core::Index m_unit = 0;
};

} // namespace hourglass::ui
