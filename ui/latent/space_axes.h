// The axes of a map in three dimensions: three lines from the middle of the codes, each with its name at its end.
#pragma once

#include <qcustomplot.h>

#include <array>

#include "ui/plots/halo_texts.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class SpaceAxes : public QCPAbstractPlottable {
    Q_OBJECT
public:
    SpaceAxes(QCPAxis *horizontal, QCPAxis *vertical);

    void setTheme(const Theme &theme) { m_theme = theme; }
    /// Where the ends of the axes are seen from the middle, in coordinates of the plot.
    void setEnds(const std::array<QPointF, 3> &ends) { m_ends = ends; }
    void setNames(const std::array<QString, 3> &names) { m_names = names; }

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    Theme m_theme = Theme::light();
    std::array<QPointF, 3> m_ends;
    std::array<QString, 3> m_names;
    HaloTexts m_texts;
};

} // namespace hourglass::ui
