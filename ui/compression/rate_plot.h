// Bytes an image against decibels: the quantised code, JPEG, and the bits a unit that are looked at.
#pragma once

#include <qcustomplot.h>

#include <memory>

#include "engine/analysis/compression_task.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

class RatePlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit RatePlot(QWidget *parent = nullptr);

    /// Either may be null.
    void show(std::shared_ptr<const analysis::CompressionPicture> code, std::shared_ptr<const analysis::JpegCurve> jpeg, int bits);
    using QWidget::show;
    void setTheme(const Theme &theme);
    /// The whole of both curves, and again whenever they change.
    void fit();
    PlotExport *plotExport() const { return m_export; }
    QPointF pixelOf(const analysis::RatePoint &point) const;
    QString readOut() const { return m_readOut->text(); }

    QSize sizeHint() const override { return {360, 220}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

signals:
    void bitsChosen(int bits);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// The one under the mouse, and whether it is the code's; null: none is.
    const analysis::RatePoint *pointAt(const QPointF &pixel, bool &isCode) const;
    void say(const QString &text);

    std::shared_ptr<const analysis::CompressionPicture> m_code;
    std::shared_ptr<const analysis::JpegCurve> m_jpeg;
    QCPGraph *m_codeGraph, *m_jpegGraph, *m_chosen;
    QCPItemStraightLine *m_smallest;
    QCPItemText *m_smallestText, *m_readOut, *m_codeName, *m_jpegName;
    PlotExport *m_export;
    QPoint m_pressed;
    bool m_isFitted = true;
};

} // namespace hourglass::ui
