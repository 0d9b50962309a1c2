// Codes as coloured dots, painted straight into an image: tens of thousands follow the mouse. The axes are QCustomPlot's.
#pragma once

#include <QImage>
#include <qcustomplot.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/latent/plane_mapping.h"
#include "ui/latent/point_grid.h"
#include "ui/plots/dot_stamps.h"

namespace hourglass::ui {

class Scatter : public QCPAbstractPlottable {
    Q_OBJECT
public:
    Scatter(QCPAxis *horizontal, QCPAxis *vertical);

    /// Shows these points (null: none). `spread` is the box that most of them fill, in coordinates of the plane: the dots' size
    /// follows it.
    void setPoints(std::shared_ptr<const analysis::LatentPicture> points, const QRectF &spread);
    /// Null: by class. Points of another colouring are shown whatever their class.
    void setColouring(SharedColouring colouring, const Theme &theme);
    /// Of a colouring by a number: points of other levels are pale and lie below. Empty: all are lit.
    void setLitLevels(std::vector<bool> levels);
    /// Whether each class is hidden; classes beyond the list are shown.
    void setHiddenClasses(std::vector<bool> hidden);
    /// Whether each point is one of those that are worked with; the others are pale and lie below, or hidden. Empty: nothing is chosen.
    void setChosen(std::vector<bool> chosen, bool isIsolated);
    /// The colour of points where there are no labels, or nothing colours them.
    void setPlainColour(const QColor &colour);

    /// Without dots the points are there all the same: to be pointed at, and for what is drawn of them otherwise.
    void setDrawsDots(bool isDrawn) { m_drawsDots = isDrawn; }
    /// A shape for each class instead of dots; larger, so that it is seen.
    void setShapes(bool areShown);

    const analysis::LatentPicture *points() const { return m_points.get(); }
    /// Changes with all that says which points are shown and how, but for the axes.
    std::uint64_t revision() const { return m_revision; }
    bool isHidden(std::size_t point) const;
    /// Shown, and not pale beside others that were asked for.
    bool isProminent(std::size_t point) const;
    /// Where all of those lie on the plane, in no order to rely on.
    std::pair<std::span<const float>, std::span<const float>> prominentPlaces() const;
    QColor colourOf(std::size_t point) const;
    bool areClassesColoured() const { return isByClass(m_colouring); }
    /// The box that most points fill, in coordinates of the plane.
    const QRectF &spread() const { return m_spread; }
    PlaneMapping mapping() const { return PlaneMapping::of(keyAxis(), valueAxis()); }
    /// Of points in space, whose z says how near they are: so many looks, from far and pale to near.
    static constexpr int depths = 4;
    /// How points are gone through: see fairStride().
    static std::size_t fairStride(std::size_t count);
    /// The visible point nearest to a pixel of the plot, within `radius` pixels.
    std::optional<std::size_t> nearest(const QPointF &pixel, double radius) const;
    /// Where a point lies in the plot, in pixels; nothing where it is not finite.
    std::optional<QPointF> pixelOf(std::size_t point) const;
    double dotRadius() const; ///< in logical pixels, at the present zoom

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    struct Look { ///< all that the image depends on, besides the data and the colours
        PlaneMapping mapping;
        QRect area;
        double ratio;
        bool operator==(const Look &) const = default;
    };
    struct DrawnPoints { ///< that are shown, in the order in which they are drawn
        std::vector<float> x, y;
        std::vector<std::uint16_t> looks;  ///< their colours' places in the palette
        std::size_t prominent = 0;         ///< from here on they are
        std::optional<std::uint64_t> made; ///< of which revision
    };
    std::vector<QRgb> palette() const;
    std::vector<int> shapes() const; ///< of each colour of the palette; empty: all are dots
    bool hasShapes() const { return m_hasShapes && isByClass(m_colouring); }
    void assignColours();
    void outdate();
    bool isBelow(int colour) const;
    bool isChosen(std::size_t point) const { return point >= m_chosen.size() || m_chosen[point]; }
    // Into an image (scatter_painting.cpp)
    void paintImage(const Look &look);
    bool scrollImage(const Look &look);
    void paintPart(const Look &look, const QRect &part);
    void paintDots(const Look &look, QImage &image, const QPoint &corner);
    void paintShapes(QCPPainter *painter) const;
    bool isSpatial() const { return m_points && !m_points->z.empty() && m_points->z.size() == m_points->x.size(); }
    const DrawnPoints &drawn() const;
    /// In which order points are drawn: fairly mixed in strips from below to above, so that those drawn after one another share the processor's cache; in space
    /// the farthest first.
    std::vector<std::uint32_t> order() const;
    /// Of each point in space, 0 … depths − 1.
    std::vector<std::uint8_t> depthsOfPoints() const;

    std::shared_ptr<const analysis::LatentPicture> m_points;
    QRectF m_spread;
    std::vector<bool> m_hidden, m_lit, m_chosen;
    bool m_isIsolated = false, m_drawsDots = true, m_hasShapes = false;
    std::uint64_t m_revision = 0;
    QColor m_plainColour;
    SharedColouring m_colouring;
    Theme m_theme = Theme::light();
    std::vector<std::uint8_t> m_colours; ///< of each point, in the palette

    mutable DrawnPoints m_drawn;
    DotStamps m_stamps;
    QImage m_image; ///< with a margin as wide as a stamp, so that no dot needs clipping
    std::optional<Look> m_painted;
    mutable PointGrid m_grid;
    mutable bool m_isGridCurrent = false;
};

} // namespace hourglass::ui
