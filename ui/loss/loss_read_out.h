// The hairline under the pointer and the box with the values there. It has a layer of its own, so that moving it draws nothing
// else anew.
#pragma once

#include <optional>

#include <qcustomplot.h>

#include "ui/loss/loss_reading.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class LossAnnotations;

class LossReadOut : public QCPLayerable {
public:
    LossReadOut(QCustomPlot *plot, const LossAnnotations *annotations);

    Theme theme;
    Reading reading;
    QRectF obstacle; ///< a control that lies over the plot
    bool hasFocusRing = false;
    std::optional<double> shownMoment;   ///< coordinate of the moment that the views show, where that is a past one
    QRectF box() const { return m_box; } ///< as last drawn

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter *painter) override;

private:
    void drawShownMoment(QCPPainter *painter, const QRectF &area);
    void drawBox(QCPPainter *painter, const QRectF &area);

    const LossAnnotations *m_annotations;
    QRectF m_box;
};

} // namespace hourglass::ui
