// A slider for each axis of the code, with the histogram of the samples' codes behind it. It keeps no mix: it says what a person wants, and shows the
// positions that it is then given. Positions are in standard deviations from the mean of the codes.
#pragma once

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/mix_task.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class MixSliders : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit MixSliders(QWidget *parent = nullptr);

    /// Null: nothing to show.
    void showMix(std::shared_ptr<const analysis::MixPicture> mix);
    /// Of the centre and of the present mix along each axis.
    void setPositions(std::vector<double> centre, std::vector<double> present);
    void setOrder(std::vector<int> order);
    void setSolo(std::optional<int> axis);
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    /// While somebody points at a slider or holds it: rows shall keep their places.
    bool isInUse() const { return m_dragged.has_value() || m_hovered.has_value() || hasFocus(); }
    std::optional<int> current() const { return m_current; }
    /// In coordinates of the viewport; a null rectangle where the axis is scrolled away.
    QRectF knobOf(int axis) const;
    QRectF soloOf(int axis) const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {270, 320}; }
    QSize minimumSizeHint() const override { return {150, 90}; }

signals:
    void moved(int axis, double position);
    void resetWanted(int axis);
    void soloToggled(int axis);
    void menuWanted(const QPoint &global);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    int rows() const { return static_cast<int>(m_order.size()); }
    int roomForRows() const;
    QRectF rowRect(int row) const;
    QRectF trackOf(int row) const;
    double xOf(const QRectF &track, double position) const;
    double positionAt(const QRectF &track, double x) const;
    std::optional<int> rowAt(const QPointF &point) const;
    std::optional<int> rowOf(int axis) const;
    void fitScrollBar();
    void makeKeys();
    bool choose(int row);
    bool step(double offset);
    void hover(std::optional<int> axis);
    void describe();
    void paintRow(QPainter &painter, int row);
    void paintHistogram(QPainter &painter, const QRectF &track, int axis);
    void paintScale(QPainter &painter);

    std::shared_ptr<const analysis::MixPicture> m_mix;
    std::vector<double> m_centre, m_present;
    std::vector<int> m_order;
    std::optional<int> m_solo, m_hovered, m_current, m_dragged; ///< axes
    double m_grip = 0;                                          ///< from the pointer to the middle of the knob that it holds
    Theme m_theme = Theme::light();
    QString m_emptyText;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
