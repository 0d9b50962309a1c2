// Codes that are distributions, on a plane of the code: the prior's circles, and the clouds of some samples.
#pragma once

#include <qcustomplot.h>

#include <memory>
#include <optional>

#include "engine/analysis/pictures.h"
#include "engine/analysis/posterior_task.h"
#include "ui/latent/map_layers.h"
#include "ui/latent/plane_mapping.h"
#include "ui/plots/halo_texts.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Scatter;

/// The ellipse at one σ about a place of the plane: centre + first · cos t + second · sin t.
struct Cloud {
    QPointF centre, first, second;

    QPolygonF outline(const PlaneMapping &mapping, double deviations = 1) const; ///< closed, in pixels
};

/// N(0, diag σ²) as the plane shows it: its covariance is that of the two axes, Σ axis² σ². `deviations`: σ of each unit.
Cloud cloudOn(const analysis::CodePlane &plane, const QPointF &at, const float *deviations);
/// The prior N(0, I), which is as wide along all directions.
Cloud priorOn(const analysis::CodePlane &plane);

class PosteriorMarks : public QCPAbstractPlottable {
    Q_OBJECT
public:
    static constexpr std::size_t mostClouds = 80; ///< in a view
    static constexpr int circles = 3;             ///< at 1, 2 and 3 σ

    /// Of the points that the scatter has and that are not pale or hidden there. The scatter outlives it.
    PosteriorMarks(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter);

    /// Null: nothing is known of the code. Its samples' σ stand about where the scatter has them now.
    void setPicture(std::shared_ptr<const analysis::PosteriorPicture> picture);
    void setLayers(const MapLayers &layers);
    void setTheme(const Theme &theme) { m_theme = theme; }

    /// What there is to be drawn on the scatter's plane.
    bool hasPrior() const { return planeOf(true) != nullptr; }
    bool hasClouds() const { return planeOf(false) != nullptr; }
    /// Nothing where the sample's code is no distribution, or was not measured.
    std::optional<Cloud> cloudOf(std::size_t point) const;
    /// Points in the view whose clouds are drawn: of more than mostClouds such, those that come first in the scatter's order.
    std::vector<std::size_t> pointsInView() const;

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    const analysis::CodePlane *planeOf(bool ofPrior) const;
    void drawClouds(QCPPainter &painter) const;
    void drawPrior(QCPPainter &painter);

    const Scatter &m_scatter;
    std::shared_ptr<const analysis::PosteriorPicture> m_picture;
    bool m_drawsPrior = false, m_drawsClouds = false;
    Theme m_theme = Theme::light();
    HaloTexts m_texts;
};

} // namespace hourglass::ui
