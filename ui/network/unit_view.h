// One unit of the layer that is selected: what excites it.
#pragma once

#include <memory>
#include <optional>

#include <QStringList>

#include "engine/analysis/exciting_input_task.h"
#include "engine/analysis/favourites_task.h"
#include "engine/plan/outline.h"
#include "engine/plan/unit_change.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class UnitCanvas;
class UnitChangeRow;

class UnitView : public Panel {
    Q_OBJECT
public:
    explicit UnitView(QWidget *parent = nullptr);

    void clear();
    void setClasses(const QStringList &names);
    void setFeatures(const QStringList &names);
    void setOutline(const plan::Outline &outline);
    void setUnit(int layer, core::Index unit);
    /// Of all layers. What the view shows is what the unit itself says, whatever it is changed to.
    void showChanges(const plan::UnitChanges &changes);
    void showFavourites(std::shared_ptr<const analysis::FavouritesPicture> picture);
    void showInput(std::shared_ptr<const analysis::ExcitingInputPicture> picture);
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    UnitCanvas *canvas() const { return m_canvas; }

signals:
    void unitChosen(int layer, hourglass::core::Index unit);
    /// None: as computed.
    void changeEdited(int layer, hourglass::core::Index unit, const std::optional<hourglass::plan::UnitChange> &change);
    void muteToggled(int layer, hourglass::core::Index unit);
    void changesCleared();
    void sampleSelected(hourglass::core::Index sample);
    void smoothnessEdited(double smoothness);
    void exportFailed(const hourglass::core::Error &error);

private:
    void step(int by);
    void refresh();
    core::Index units() const;
    std::optional<plan::UnitChange> change() const;

    UnitChangeRow *m_row;
    UnitCanvas *m_canvas;
    QToolButton *m_before, *m_after, *m_smooth;
    plan::Outline m_outline;
    plan::UnitChanges m_changes;
    int m_layer = -1;
    core::Index m_unit = 0;
};

} // namespace hourglass::ui
