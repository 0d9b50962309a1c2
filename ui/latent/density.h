// How densely the points lie, by colour: counted in the pixels of the plot and smoothed, so that a closer look shows more of it.
#pragma once

#include <QImage>
#include <qcustomplot.h>

#include <array>
#include <optional>

#include "ui/latent/plane_mapping.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Scatter;

class Density : public QCPAbstractPlottable {
    Q_OBJECT
public:
    /// Of the points that the scatter has and that are not pale or hidden there. The scatter outlives it.
    Density(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter);

    void setTheme(const Theme &theme);

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    struct Look {
        PlaneMapping mapping;
        QRect area;
        std::uint64_t revision;
    };
    static std::optional<QPointF> movedSince(const Look &composed, const Look &look);
    void compose(const Look &look);

    const Scatter &m_scatter;
    std::array<QRgb, 256> m_ramp{}; ///< premultiplied, from nothing to the densest place
    std::optional<Look> m_composed;
    QImage m_image; ///< a pixel a cell
};

} // namespace hourglass::ui
