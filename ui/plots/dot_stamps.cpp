#include "ui/plots/dot_stamps.h"

#include <QColor>

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

void DotStamps::prepare(double radius, const std::vector<QRgb> &colours) {
    if (radius == m_radius && colours == m_colours)
        return;
    m_radius = radius;
    m_colours = colours;
    // The outermost eighth of a pixel would be invisible, and without it the dots of 70 000 points fit four pixels.
    m_reach = static_cast<float>(radius + 0.375);
    m_rows = static_cast<int>(std::ceil(2.0 * m_reach + 1.0 - 1.0 / phases));
    m_side = (m_rows + 3) / 4 * 4;
    m_stamps.clear();
    m_stamps.reserve(colours.size() * phases * phases * static_cast<std::size_t>(m_rows * m_side));
    std::vector<float> coverages; // the same for all colours
    for (int phaseY = 0; phaseY < phases; ++phaseY)
        for (int phaseX = 0; phaseX < phases; ++phaseX)
            for (int row = 0; row < m_rows; ++row)
                for (int column = 0; column < m_side; ++column) {
                    // Distances run from the middle of the phase's quarter to the middle of the pixel.
                    const double dx = column + 0.5 - m_reach - (phaseX + 0.5) / phases;
                    const double dy = row + 0.5 - m_reach - (phaseY + 0.5) / phases;
                    coverages.push_back(static_cast<float>(std::clamp(radius + 0.5 - std::hypot(dx, dy), 0.0, 1.0)));
                }
    for (const QRgb colour : colours)
        for (const float coverage : coverages) {
            const int alpha = static_cast<int>(static_cast<float>(qAlpha(colour)) * coverage + 0.5f);
            m_stamps.push_back(qPremultiply(qRgba(qRed(colour), qGreen(colour), qBlue(colour), alpha)));
        }
}

} // namespace hourglass::ui
