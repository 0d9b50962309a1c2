// The numbers of a map's axes, small and inside the map, with a halo, so that the map itself reaches the border.
#pragma once

#include <qcustomplot.h>

#include "ui/plots/halo_texts.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class MapTicks : public QCPLayerable {
    Q_OBJECT
public:
    MapTicks(QCustomPlot *plot, const QString &layer);

    void setTheme(const Theme &theme) { m_theme = theme; }
    /// Names of the axes; an axis without a name has no numbers either.
    void setNames(const QString &horizontal, const QString &vertical);
    /// How far above the lower edge the horizontal numbers stand.
    void setLift(int pixels) { m_lift = pixels; }

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter *painter) override;

private:
    void drawText(QCPPainter *painter, const QPointF &baseline, const QString &text, const QColor &colour);

    Theme m_theme = Theme::light();
    HaloTexts m_texts;
    QFont m_font;
    QString m_horizontal, m_vertical;
    int m_lift = 0;
};

} // namespace hourglass::ui
