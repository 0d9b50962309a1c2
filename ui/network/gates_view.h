// What the gates of a recurrent layer do with the sample under the mouse, step by step.
#pragma once

#include <memory>

#include "engine/analysis/gates_task.h"
#include "engine/plan/outline.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class GatesCanvas;

class GatesView : public Panel {
    Q_OBJECT
public:
    explicit GatesView(QWidget *parent = nullptr);

    void clear();
    void setOutline(const plan::Outline &outline) { m_outline = outline; }
    /// The one that is selected in the stack, and its unit.
    void setUnit(int layer, core::Index unit);
    /// `sample`: "no. 12, Boot".
    void show(std::shared_ptr<const analysis::GatesPicture> picture, const QString &sample);
    using Panel::show;
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    GatesCanvas *canvas() const { return m_canvas; }

signals:
    void unitChosen(int layer, hourglass::core::Index unit);
    void exportFailed(const hourglass::core::Error &error);

private:
    void refresh();

    GatesCanvas *m_canvas;
    QToolButton *m_backwards;
    plan::Outline m_outline;
    int m_layer = -1;
    core::Index m_unit = 0;
    QString m_sample;
};

} // namespace hourglass::ui
