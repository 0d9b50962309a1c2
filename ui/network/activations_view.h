// The path of one sample through all layers, as pictures.
#pragma once

#include <memory>

#include <QStringList>

#include "engine/analysis/activations_task.h"
#include "engine/plan/unit_change.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

class ActivationCanvas;
struct UnitOfLayer;

class ActivationsView : public Panel {
    Q_OBJECT
public:
    explicit ActivationsView(QWidget *parent = nullptr);

    void clear();
    void setClasses(const QStringList &names) { m_classes = names; }
    void setUnit(int layer, core::Index unit);
    void showChanges(const plan::UnitChanges &changes);
    /// `number` is the sample's in its source.
    void show(std::shared_ptr<const analysis::ActivationsPicture> picture, core::Index number);
    using Panel::show;
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    ActivationCanvas *canvas() const { return m_canvas; }

signals:
    void unitChosen(int layer, hourglass::core::Index unit);
    void muteToggled(int layer, hourglass::core::Index unit);
    void changesCleared();
    void exportFailed(const hourglass::core::Error &error);

private:
    ActivationCanvas *m_canvas;
    plan::UnitChanges m_changes;
    QStringList m_classes;
};

} // namespace hourglass::ui
