// Weights of one layer: tiles in rows, of which those in sight are asked for and painted, or a matrix that fills the place.
#pragma once

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <utility>

#include "engine/analysis/weights_task.h"
#include "ui/network/signed_tiles.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;

class WeightCanvas : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit WeightCanvas(QWidget *parent = nullptr);

    void show(std::shared_ptr<const analysis::WeightsPicture> picture); ///< null: nothing to show
    using QWidget::show;
    void setOwnScale(bool isOwn);                      ///< full colour is each tile's own largest weight, instead of one for all
    void setSelected(std::optional<core::Index> unit); ///< of those that have tiles or rows
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    const std::shared_ptr<const analysis::WeightsPicture> &picture() const { return m_picture; }
    /// First and count of those in sight.
    std::pair<core::Index, core::Index> tilesInSight() const;
    /// In coordinates of the viewport, wherever it is scrolled to.
    QRectF tileRect(core::Index tile) const;
    QRectF matrixRect() const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {380, 240}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

signals:
    void tilesWanted(hourglass::core::Index first, hourglass::core::Index count);
    void unitChosen(hourglass::core::Index unit); ///< whose tile or row it is
    void menuWanted(const QPoint &global);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    bool isMatrix() const { return m_picture && m_picture->form == analysis::WeightsPicture::Form::Matrix; }
    QSizeF tileSize() const;
    int tilesInRow() const;
    double blockHeight() const; ///< of the tiles of one unit, where it has several
    double room() const;        ///< height for tiles
    void arrange();
    void wantTiles();
    void makeKeys();
    bool step(core::Index by);
    void paintTiles(QPainter &painter);
    void paintMatrix(QPainter &painter);
    void paintFoot(QPainter &painter);
    std::optional<core::Index> tileAt(const QPointF &point) const;
    std::optional<std::pair<core::Index, core::Index>> cellAt(const QPointF &point) const; ///< row, column of the matrix as it is shown
    QString helpAt(const QPointF &point) const;

    std::shared_ptr<const analysis::WeightsPicture> m_picture;
    Theme m_theme = Theme::light();
    bool m_isOwnScale = false;
    std::optional<core::Index> m_selected;
    std::pair<core::Index, core::Index> m_wanted{-1, 0};
    QString m_emptyText;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
