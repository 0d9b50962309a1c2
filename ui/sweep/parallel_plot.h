// Parallel coordinates (Inselberg 1985): an upright axis for each setting that is varied and one for what came of it; a line for each combination.
// Dragging along an axis brushes a range of it: lines that miss a brush are pale.
#pragma once

#include <QWidget>

#include <optional>
#include <vector>

#include "ui/sweep/sweep_picture.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class ParallelPlot : public QWidget {
    Q_OBJECT
public:
    explicit ParallelPlot(QWidget *parent = nullptr);

    void show(const SweepPicture &picture);
    using QWidget::show;
    void setSelected(int row); ///< −1: none
    void setTheme(const Theme &theme);
    /// Of which rows no brush takes anything away; empty where nothing is brushed.
    std::vector<bool> brushed() const;
    void clearBrushes();
    /// Where the line of a row crosses an axis; the last axis is the result. Nothing where it has no place there.
    std::optional<QPointF> pointOf(int row, int axis) const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {360, 200}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

signals:
    void brushEdited();
    void rowClicked(int row);
    void rowActivated(int row); ///< double-clicked

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Axis {
        QString label;
        SweepScale scale;
        std::optional<std::pair<double, double>> brush; ///< places, the lower first
    };
    QRectF plot() const;
    double columnOf(int axis) const;
    int axisAt(double x) const;     ///< within reach of the mouse, or −1
    double placeAt(double y) const; ///< 0 … 1
    int rowAt(const QPointF &pixel) const;
    bool isBrushed(std::size_t row) const;
    QColor colourOf(std::size_t row) const;
    void paintLine(QPainter &painter, std::size_t row) const;
    void paintAxis(QPainter &painter, int axis) const;

    std::vector<SweepRow> m_rows;
    std::vector<Axis> m_axes; ///< the last is the result
    int m_best = -1, m_selected = -1, m_hovered = -1;
    int m_dragged = -1; ///< axis
    double m_draggedFrom = 0;
    QPointF m_pressed;
    bool m_hasMoved = false;
    Theme m_theme = Theme::light();
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
