// One unit of the layer that is selected: what excites it.
#pragma once

#include <memory>

#include <QStringList>

#include "engine/analysis/exciting_input_task.h"
#include "engine/analysis/favourites_task.h"
#include "engine/plan/outline.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class UnitCanvas;

class UnitView : public Panel {
    Q_OBJECT
public:
    explicit UnitView(QWidget *parent = nullptr);

    void clear();
    void setClasses(const QStringList &names);
    void setFeatures(const QStringList &names);
    void setOutline(const plan::Outline &outline);
    void setUnit(int layer, core::Index unit);
    void showFavourites(std::shared_ptr<const analysis::FavouritesPicture> picture);
    void showInput(std::shared_ptr<const analysis::ExcitingInputPicture> picture);
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    UnitCanvas *canvas() const { return m_canvas; }

signals:
    void unitChosen(int layer, hourglass::core::Index unit);
    void sampleSelected(hourglass::core::Index sample);
    void smoothnessEdited(double smoothness);
    void exportFailed(const hourglass::core::Error &error);

private:
    void step(int by);
    void refresh();
    core::Index units() const;

    UnitCanvas *m_canvas;
    QToolButton *m_before, *m_after, *m_smooth;
    plan::Outline m_outline;
    int m_layer = -1;
    core::Index m_unit = 0;
};

} // namespace hourglass::ui
