#include "ui/latent/density.h"

#include <algorithm>
#include <cmath>

#include "ui/colouring/colour_map.h"
#include "ui/latent/density_grid.h"
#include "ui/latent/scatter.h"

namespace hourglass::ui {

namespace {

constexpr int cell = 4;   // pixels
constexpr int beyond = 8; // cells around the view, so that what lies outside shines in
constexpr int slack = 16; // cells beyond those, so that a pan finds what is composed already
constexpr int rim = (beyond + slack) * cell;
constexpr double deviation = 2.2; // of the smoothing, in cells

} // namespace

Density::Density(QCPAxis *horizontal, QCPAxis *vertical, const Scatter &scatter) : QCPAbstractPlottable(horizontal, vertical), m_scatter(scatter) {
    setSelectable(QCP::stNone);
    setVisible(false);
    setTheme(Theme::light());
}

void Density::setTheme(const Theme &theme) {
    for (std::size_t i = 0; i < m_ramp.size(); ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(m_ramp.size() - 1);
        // The densest stands out most from its ground: bright on dark, dark on bright. What is thin lets the ground through.
        QColor colour = lineColour(theme.isDark ? share : 1 - share, theme);
        colour.setAlphaF(static_cast<float>(std::min(0.92, share * 5)));
        m_ramp[i] = qPremultiply(colour.rgba());
    }
    m_composed.reset();
}

QRect Density::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // as the scatter's
}

void Density::draw(QCPPainter *painter) {
    const analysis::LatentPicture *points = m_scatter.points();
    if (!points || points->x.empty() || points->x.size() != points->y.size())
        return;
    const Look look{m_scatter.mapping(), keyAxis()->axisRect()->rect(), m_scatter.revision()};
    std::optional<QPointF> moved = m_composed ? movedSince(*m_composed, look) : std::nullopt;
    if (!moved) {
        compose(look);
        moved = QPointF();
    }
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->drawImage(QRectF(QPointF(look.area.topLeft()) + *moved - QPointF(rim, rim), QSizeF(m_image.width() * cell, m_image.height() * cell)), m_image);
}

/// By how many pixels the map was moved since, where nothing else changed and what is composed still covers the view.
std::optional<QPointF> Density::movedSince(const Look &composed, const Look &look) {
    const PlaneMapping &from = composed.mapping, &to = look.mapping;
    const auto differ = [](double a, double b) { return std::abs(a - b) > 1e-9 * std::abs(a); };
    if (composed.area != look.area || composed.revision != look.revision || differ(from.scaleX, to.scaleX) || differ(from.scaleY, to.scaleY))
        return std::nullopt;
    const QPointF moved(to.originX - from.originX, to.originY - from.originY);
    return std::max(std::abs(moved.x()), std::abs(moved.y())) <= slack * cell ? std::optional(moved) : std::nullopt;
}

void Density::compose(const Look &look) {
    m_composed = look;
    const int columns = look.area.width() / cell + 1 + 2 * (beyond + slack), rows = look.area.height() / cell + 1 + 2 * (beyond + slack);
    DensityGrid grid(columns, rows, look.area.left() - rim, look.area.top() - rim, cell, cell); // row 0 is the uppermost
    const auto [x, y] = m_scatter.prominentPlaces();
    for (std::size_t i = 0; i < x.size(); ++i)
        grid.add(look.mapping.originX + look.mapping.scaleX * static_cast<double>(x[i]),
                 look.mapping.originY + look.mapping.scaleY * static_cast<double>(y[i]));
    grid.smooth(deviation, deviation);
    const float largest = grid.largest();
    if (m_image.size() != QSize(columns, rows))
        m_image = QImage(columns, rows, QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < rows; ++row) {
        auto *line = reinterpret_cast<QRgb *>(m_image.scanLine(row));
        const float *values = grid.values.data() + static_cast<std::ptrdiff_t>(row) * columns;
        for (int column = 0; column < columns; ++column) {
            // The root, so that thin places are seen beside the densest.
            const float share = largest > 0 ? std::sqrt(values[column] / largest) : 0.0f;
            line[column] = m_ramp[static_cast<std::size_t>(std::clamp(share, 0.0f, 1.0f) * 255.0f + 0.5f)];
        }
    }
}

QCPRange Density::getKeyRange(bool &found, QCP::SignDomain) const {
    found = false;
    return {};
}

QCPRange Density::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = false;
    return {};
}

} // namespace hourglass::ui
