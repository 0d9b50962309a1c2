// Codes as coloured dots, painted straight into an image: tens of thousands follow the mouse. The axes are QCustomPlot's.
#pragma once

#include <QImage>
#include <qcustomplot.h>

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/plots/dot_stamps.h"
#include "ui/latent/point_grid.h"

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

    bool isHidden(std::size_t point) const;
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
    /// Pixel = origin + scale · coordinate, along both axes.
    struct Mapping {
        double originX, scaleX, originY, scaleY;
        bool operator==(const Mapping &) const = default;
    };
    struct Look { ///< all that the image depends on, besides the data and the colours
        Mapping mapping;
        QRect area;
        double ratio;
        bool operator==(const Look &) const = default;
    };
    Mapping mapping() const;
    std::vector<QRgb> palette() const;
    void assignColours();
    bool isBelow(int colour) const;
    bool isChosen(std::size_t point) const { return point >= m_chosen.size() || m_chosen[point]; }
    void paintImage(const Look &look);
    void paintShapes(QCPPainter *painter) const;

    std::shared_ptr<const analysis::LatentPicture> m_points;
    QRectF m_spread;
    std::vector<bool> m_hidden, m_lit, m_chosen;
    bool m_isIsolated = false;
    QColor m_plainColour;
    SharedColouring m_colouring;
    Theme m_theme = Theme::light();
    std::vector<std::uint8_t> m_colours; ///< of each point, in the palette

    DotStamps m_stamps;
    QImage m_image; ///< with a margin as wide as a stamp, so that no dot needs clipping
    std::optional<Look> m_painted;
    mutable PointGrid m_grid;
    mutable bool m_isGridCurrent = false;
};

} // namespace hourglass::ui
