// The sheet that one draws on, with mouse or pen.
#pragma once

#include <QWidget>

#include <optional>

#include "ui/drawing/paper.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class DrawCanvas : public QWidget {
    Q_OBJECT
public:
    explicit DrawCanvas(QWidget *parent = nullptr);

    /// For others than the canvas call changed() after a change.
    Paper &paper() { return m_paper; }
    const Paper &paper() const { return m_paper; }
    void reset(const core::Shape &shape, float ground);
    /// Nothing can be drawn for the present data: why not. Empty: it can.
    void setObstacle(const QString &sentence);

    void setTool(DrawTool tool);
    void setDiameter(double pixels); ///< of the brush, in pixels of a sample
    double diameter() const { return m_diameter; }
    void setColour(const QColor &colour);
    void setTheme(const Theme &theme);

    void undo();
    void clear();
    void put(Paper::Values picture);

    QRectF place() const; ///< of the paper; empty where there is no room
    InputSection inputs() const;
    QSize sizeHint() const override { return {240, 240}; }

signals:
    void changed();               ///< the paper
    void diameterStepped(int by); ///< a step larger or smaller is wanted
    void pasteWanted();
    void imageDropped(const QImage &image);
    void fileDropped(const QString &path);
    void menuWanted(const QPoint &global);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void tabletEvent(QTabletEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void begin(const QPointF &point, double pressure);
    void follow(const QPointF &point);
    QPointF onPaper(const QPointF &point) const;
    void tell();

    Paper m_paper;
    QImage m_image; ///< of the paper; null: to be made
    DrawTool m_tool = DrawTool::Brush;
    double m_diameter = 2.5;
    std::array<float, 3> m_colour{1, 1, 1};
    Theme m_theme = Theme::light();
    QString m_obstacle;
    KeyTable m_keys;
    std::optional<QPointF> m_pointer;
    bool m_isDrawing = false;
};

} // namespace hourglass::ui
