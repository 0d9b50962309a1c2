// One sample as large as the place allows: pictures beside each other, one wiped over the other, or both in turn; a series as curves over one another.
#pragma once

#include <QTimer>
#include <QWidget>

#include <memory>

#include "engine/core/result.h"
#include "ui/reconstructions/reconstruction_style.h"

class QMenu;

namespace hourglass::ui {

class PlotExport;

class SampleCanvas : public QWidget {
    Q_OBJECT
public:
    explicit SampleCanvas(QWidget *parent = nullptr);

    /// The column stays the picture's.
    void show(std::shared_ptr<const analysis::ReconstructionPicture> picture, int column, const ReconstructionStyle &style);
    using QWidget::show;
    void setWay(SampleWay way);
    SampleWay way() const { return m_way; }
    /// Where the handle stands, 0 at the left and 1 at the right.
    void setWipe(double share);
    double wipe() const { return m_wipe; }
    bool isOriginalShown() const { return m_isOriginalShown; } ///< of the two that blink
    const SamplePlace &place() const { return m_place; }
    /// "pixel 6, 4: original 0.53, reconstruction 0.61, error +0.08"; empty with the mouse elsewhere.
    QString placeSentence() const;
    /// Where the picture of a row stands; a null rectangle where it is not shown.
    QRectF placeOf(ReconstructionRow row) const;
    PlotExport *plotExport() const { return m_export; }

    static constexpr int blinkMs = 700;
    QSize minimumSizeHint() const override { return {160, 120}; }

signals:
    void placeChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Tile {
        ReconstructionRow row;
        QString caption;
        QRectF rect;
    };

    const analysis::ReconstructionColumn &column() const { return m_picture->columns[static_cast<std::size_t>(m_column)]; }
    bool isEmpty() const { return !m_picture || m_column < 0 || m_column >= static_cast<int>(m_picture->columns.size()); }
    bool isImage() const { return m_picture && m_picture->sample.isImage(); }
    std::vector<Tile> tiles() const;
    QString captionOf(ReconstructionRow row) const;
    void paintTiles(QPainter &painter) const;
    void paintWipe(QPainter &painter) const;
    void followMouse(const QPointF &point);
    void blinkIfNeeded();

    std::shared_ptr<const analysis::ReconstructionPicture> m_picture;
    int m_column = -1;
    ReconstructionStyle m_style;
    SampleWay m_way = SampleWay::Beside;
    double m_wipe = 0.5;
    bool m_isDragged = false, m_isOriginalShown = true;
    SamplePlace m_place;
    QTimer m_blink;
    PlotExport *m_export;
};

} // namespace hourglass::ui
