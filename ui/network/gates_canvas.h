// The gates of a recurrent layer for one sample: a heat map units × steps for each, and below them as curves over the steps for the unit that is selected.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>
#include <utility>

#include "engine/analysis/gates_task.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class GatesCanvas : public QWidget {
    Q_OBJECT
public:
    struct Place {
        std::size_t gate = 0;
        core::Index unit = 0, step = 0;
        bool operator==(const Place &) const = default;
    };

    explicit GatesCanvas(QWidget *parent = nullptr);

    void show(std::shared_ptr<const analysis::GatesPicture> picture); ///< null, or one without a layer: the empty text
    using QWidget::show;
    /// Of a layer that walks both ways: 0 forwards, 1 backwards.
    void setDirection(int direction);
    void setUnit(core::Index unit);
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    const std::shared_ptr<const analysis::GatesPicture> &picture() const { return m_picture; }
    QRectF mapRect(std::size_t gate) const;
    QRectF chartRect() const;
    /// What stands under the mouse: "z, update: unit 5, step 12: 0.83".
    QString textOf(const Place &place) const;
    const std::optional<Place> &hovered() const { return m_hovered; }
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {420, 320}; }
    QSize minimumSizeHint() const override;

signals:
    void unitChosen(hourglass::core::Index unit);
    void menuWanted(const QPoint &global);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    const analysis::GatesDirection *direction() const;
    int mapsAcross() const;
    double chartHeight() const; ///< with what is written above and below it
    /// What the curves of the selected unit reach, with 0 and 1 at least.
    std::pair<double, double> chartRange() const;
    std::optional<Place> placeAt(const QPointF &point) const;
    bool step(core::Index units, core::Index steps);
    void hover(const std::optional<Place> &place);
    QColor colourOf(std::size_t gate) const;
    void paintMap(QPainter &painter, std::size_t gate) const;
    void paintChart(QPainter &painter) const;

    std::shared_ptr<const analysis::GatesPicture> m_picture;
    int m_direction = 0;
    core::Index m_unit = 0;
    std::optional<Place> m_hovered;
    Theme m_theme = Theme::light();
    QString m_emptyText;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
