// The classes as wholes: a line about each, and its name at the middle of its points.
#pragma once

#include <qcustomplot.h>

#include <optional>
#include <string>
#include <vector>

#include "ui/latent/centroid_trails.h"
#include "ui/latent/map_layers.h"
#include "ui/plots/halo_texts.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Scatter;

class ClassMarks : public QCPAbstractPlottable {
    Q_OBJECT
public:
    static constexpr double outlined = 0.8; ///< share of a class that lies within its contour
    static constexpr double hulled = 0.9;   ///< and within its hull

    struct Mark {
        int label = 0;
        QPointF centroid;               ///< mean of its points, in coordinates of the plane
        std::vector<QPolygonF> outline; ///< likewise; empty without one
    };

    /// Of the points that the scatter has and that are not pale or hidden there. The scatter outlives it.
    ClassMarks(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter);

    void setNames(const std::vector<std::string> &names) { m_names = names; }
    void setLayers(const MapLayers &layers);
    void setTheme(const Theme &theme) { m_theme = theme; }
    /// By label, as they stand now; for the first mostClasses classes that have points.
    const std::vector<Mark> &marks();
    static constexpr int mostClasses = 40;
    /// Edited by who brings the points, with each picture of them.
    CentroidTrails &trails() { return m_trails; }

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    void measure();
    void drawOutlines(QCPPainter &painter);
    void drawTrails(QCPPainter &painter);
    void drawNames(QCPPainter &painter);
    QColor colourOf(int label) const;

    const Scatter &m_scatter;
    std::vector<std::string> m_names;
    MapLayers::Outlines m_outlines = MapLayers::Outlines::None;
    bool m_hasNames = false, m_hasTrails = false, m_hasShapes = false;
    CentroidTrails m_trails;
    Theme m_theme = Theme::light();
    std::optional<std::uint64_t> m_measured; ///< the scatter's revision
    std::vector<Mark> m_marks;
    HaloTexts m_texts;
};

} // namespace hourglass::ui
