// The hairline under the pointer and the box with the values there. It has a layer of its own, so that moving it draws nothing
// else anew.
#pragma once

#include <vector>

#include <qcustomplot.h>

#include "ui/theme/theme.h"

namespace hourglass::ui {

class LossAnnotations;

/// The values at one place of the run.
struct Reading {
    struct Row {
        QColor colour;
        QString name, value, note;
        double level = 0.0; ///< where its dot stands; not finite: none
    };
    bool isShown = false;
    double x = 0.0;  ///< coordinate of the hairline
    QPointF pointer; ///< pixel that the box must not cover
    QString title;
    QString context; ///< which loss, where it is not the present one
    QString change;  ///< what changed here
    bool isBad = false;
    std::vector<Row> rows;

    QString text() const; ///< for assistive technology
};

class LossReadOut : public QCPLayerable {
public:
    LossReadOut(QCustomPlot *plot, const LossAnnotations *annotations);

    Theme theme;
    Reading reading;
    QRectF obstacle; ///< a control that lies over the plot
    bool hasFocusRing = false;
    QRectF box() const { return m_box; } ///< as last drawn

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter *painter) override;

private:
    void drawBox(QCPPainter *painter, const QRectF &area);

    const LossAnnotations *m_annotations;
    QRectF m_box;
};

} // namespace hourglass::ui
