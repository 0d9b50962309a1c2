// Where single samples moved during the last epochs: a line for each, which fades with age.
#pragma once

#include <qcustomplot.h>

#include <functional>
#include <vector>

#include "ui/latent/sample_trails.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Scatter;

/// A trail in pixels, oldest first. A value.
struct TrailLine {
    QPolygonF line;
    std::vector<double> ages; ///< of each of its points: 0 now, 1 as old as any
    QColor colour;

    bool isEmpty() const { return line.isEmpty(); }
    /// What paint() touches.
    QRectF place() const;
    /// Two pixels wide; below it lies what sets it off from what is drawn already, in the theme's colour of panels.
    void paint(QPainter &painter, const Theme &theme) const;
    /// One pixel wide: for many of them.
    void paintThin(QPainter &painter) const;
    bool operator==(const TrailLine &) const = default;

private:
    template <class Draw>
    void eachLook(Draw draw) const;
};

class TrailMarks : public QCPAbstractPlottable {
    Q_OBJECT
public:
    static constexpr std::size_t mostTrails = 300;

    /// Of the points that the scatter has and that are not pale or hidden there. The scatter outlives it.
    TrailMarks(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter);

    /// Off, nothing is kept and nothing is drawn.
    void setShown(bool isShown);
    void setTheme(const Theme &theme) { m_theme = theme; }
    /// Where a place in space is seen, in coordinates of the axes; on a plane it is the place itself.
    void setEye(std::function<QPointF(const SampleTrails::Place &)> eye) { m_eye = std::move(eye); }
    /// One more picture of the same codes, as they are before they are looked at from an angle. Nothing happens while it is not shown.
    void add(const analysis::LatentPicture &picture);
    void forget() { m_trails.forget(); }
    /// The points that have a trail, in the order in which they are drawn: all that stand out, or mostTrails of them drawn fairly and always the same.
    std::vector<std::size_t> points() const;
    /// Of one point, be it among these or not; empty where it did not move yet, or is hidden.
    TrailLine lineOf(std::size_t point) const;

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    const Scatter &m_scatter;
    Theme m_theme = Theme::light();
    std::function<QPointF(const SampleTrails::Place &)> m_eye;
    SampleTrails m_trails;
};

} // namespace hourglass::ui
