// A sample of the person's own: drawn, pasted, or a sample of the data that is drawn or scattered on; and what the model makes of it, while the hand moves.
// Passive: it says what was drawn, and shows what it is then given.
#pragma once

#include "engine/analysis/nearest_task.h"
#include "engine/analysis/pictures.h"
#include "ui/code/decoded_look.h"
#include "ui/drawing/paper.h"
#include "ui/theme/panel.h"

class QMenu;
class QSlider;
class QToolButton;

namespace hourglass::ui {

class DecodedTiles;
class DrawCanvas;
class ElidedLabel;

class DrawView : public Panel {
    Q_OBJECT
public:
    explicit DrawView(QWidget *parent = nullptr);

    /// Other data: a blank paper, unless they are like those before. `range`: of their pictures, black to white; `ground`: 0 where those are light on dark, 1
    /// where they are dark on light.
    void setData(const core::Shape &shape, const core::Range &range, float ground);
    void setClasses(const QStringList &names);
    /// Lies on the paper from now on, in the numbers of the source. `name`: of what it is.
    void putPicture(const std::vector<float> &values, const QString &name);
    /// What the model makes of what was drawn; null: nothing to show.
    void showAnswer(std::shared_ptr<const analysis::ReconstructionColumn> answer);
    void showNearest(std::shared_ptr<const analysis::NearestPicture> nearest);
    /// A sample is selected elsewhere, and can be put on the paper.
    void setHasSample(bool hasSample);

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    DrawCanvas *canvas() const { return m_canvas; }
    const DecodedTiles *result() const { return m_result; }
    const DecodedTiles *neighbours() const { return m_neighbours; }
    QString figures() const;

signals:
    void drawn(const std::vector<float> &values); ///< in the numbers of the source; empty: the paper is blank
    void sampleWanted();                          ///< the selected one, or any
    void pasteWanted();
    void imageDropped(const QImage &image);
    void fileDropped(const QString &path);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *addTool(const QString &text, const QString &toolTip, DrawTool tool);
    void takeTool(DrawTool tool);
    void takeColour(const QColor &colour);
    void fillColours();
    void openMenu(const QPoint &global);
    void tellDrawn();
    void refresh();
    void placeParts();
    void offerTools();

    DrawCanvas *m_canvas;
    DecodedTiles *m_result, *m_neighbours;
    ElidedLabel *m_figures, *m_near;
    QWidget *m_tools, *m_side;
    QToolButton *m_centre, *m_sample, *m_undo, *m_clear, *m_brush, *m_eraser, *m_noise, *m_colour;
    QSlider *m_size;
    QStringList m_classes;
    QString m_pictureName;
    core::Range m_range;
    DecodedLook m_look;
    SteadyLimit m_limit;
    std::shared_ptr<const analysis::ReconstructionColumn> m_answer;
    std::shared_ptr<const analysis::NearestPicture> m_nearest;
};

} // namespace hourglass::ui
