// What is written over the curves: baselines with their labels, the moments at which something changed, present values.
// All is laid out when it is drawn, so that a drawing of another size is right as well.
#pragma once

#include <map>
#include <vector>

#include <qcustomplot.h>

#include "ui/loss/loss_run.h"
#include "ui/plots/halo_texts.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

struct PresentValue {
    QString text;
    QColor colour;
};

/// Another run, as the legend names it.
struct LegendEntry {
    QString name, value; ///< its lowest held-out loss
    QString note;        ///< what keeps it from being compared
    QColor colour;
};

class LossAnnotations : public QCPLayerable {
public:
    static constexpr int markStrip = 22; ///< height above the axis rectangle that the marks need

    explicit LossAnnotations(QCustomPlot *plot);

    Theme theme;
    std::vector<Baseline> baselines;
    std::vector<runs::Mark> marks;
    CurveAxis axis = CurveAxis::Epochs;
    int litMark = -1;
    std::vector<PresentValue> values; ///< at the upper right, where the header has no room for them
    QString unit;                     ///< beside the labels of the horizontal axis
    std::vector<LegendEntry> legend;  ///< where it hides least
    QString message;                  ///< in the middle of a plot without curves

    /// Places of the labels as last drawn, for tooltips and so that the read-out keeps clear of them.
    struct PlacedLabel {
        QRectF rect;
        QString help;
    };
    const std::vector<PlacedLabel> &labels() const { return m_labels; }
    int unitWidth() const;
    /// The mark whose line or number is under the pixel, or -1.
    int markAt(const QPointF &pixel) const;
    /// The mark whose number is under the pixel and that leads back to before it, or -1.
    int wayBackAt(const QPointF &pixel) const;

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter *painter) override;

private:
    struct Line {
        const Baseline *baseline;
        double y;
        int beyond; ///< −1 above the picture, 1 below, 0 in it
    };
    Line lineOf(const Baseline &baseline, const QRectF &area) const;
    void drawMessage(QCPPainter *painter);
    void drawUnit(QCPPainter *painter, const QRectF &area);
    void drawMarks(QCPPainter *painter, const QRectF &area);
    double drawValues(QCPPainter *painter, const QRectF &area);
    void drawLegend(QCPPainter *painter, const QRectF &area, double top);
    QRectF legendPlace(const QSizeF &size, const QRectF &area, double top);
    /// How much of curves and of `labels` a label here would hide; below 1: nothing that matters.
    double hidden(const QRectF &rect, const std::vector<QRectF> &labels) const;
    /// Where the label of a line hides no curve, as near to its right end as can be; `area` is the plot's.
    QRectF placeAlong(const Line &line, const QRectF &atRight, const QRectF &area, const std::vector<QRectF> &labels);
    void drawBaselineLines(QCPPainter *painter, const QRectF &area);
    void drawBaselineLabels(QCPPainter *painter, const QRectF &area, double top);
    void drawText(QCPPainter *painter, const QRectF &rect, const QString &text); ///< with a halo, over curves
    QFont smallFont(QFont::Weight weight = QFont::Normal) const;

    std::vector<PlacedLabel> m_labels;
    std::map<QString, int> m_places; ///< of labels that keep clear of the curves, so that they stay where they are while they can
    std::size_t m_legendPlace = 0;
    HaloTexts m_texts;
};

} // namespace hourglass::ui
