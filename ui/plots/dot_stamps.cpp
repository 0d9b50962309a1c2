#include "ui/plots/dot_stamps.h"

#include <QColor>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/plots/class_shapes.h"

namespace hourglass::ui {

namespace {

/// Row after row, what share of each pixel a shape about `centre` covers.
std::vector<float> coveragesOf(int shape, double radius, const QPointF &centre, const QSize &size) {
    std::vector<float> coverages;
    if (shape == roundShape) {
        for (int row = 0; row < size.height(); ++row)
            for (int column = 0; column < size.width(); ++column)
                coverages.push_back(static_cast<float>(std::clamp(radius + 0.5 - std::hypot(column + 0.5 - centre.x(), row + 0.5 - centre.y()), 0.0, 1.0)));
        return coverages;
    }
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(classShape(shape, centre, radius), Qt::black);
    painter.end();
    for (int row = 0; row < size.height(); ++row)
        for (int column = 0; column < size.width(); ++column)
            coverages.push_back(static_cast<float>(qAlpha(image.pixel(column, row))) / 255.0f);
    return coverages;
}

} // namespace

bool DotStamps::prepare(double radius, const std::vector<QRgb> &colours, const std::vector<int> &shapes) {
    if (radius == m_radius && colours == m_colours && shapes == m_shapes)
        return false;
    m_radius = radius;
    m_colours = colours;
    m_shapes = shapes;
    // The outermost eighth of a pixel would be invisible, and without it the dots of 70 000 points fit four pixels.
    m_reach = static_cast<float>(radius * (shapes.empty() ? 1.0 : widestShape) + 0.375);
    m_rows = static_cast<int>(std::ceil(2.0 * m_reach + 1.0 - 1.0 / phases));
    m_side = (m_rows + 3) / 4 * 4;
    m_stamps.clear();
    m_stamps.reserve(colours.size() * phases * phases * static_cast<std::size_t>(m_rows * m_side));
    std::vector<std::vector<float>> coverages; // by shape, of all phases; the same for all colours
    const auto coveragesFor = [&](int shape) -> const std::vector<float> & {
        coverages.resize(std::max(coverages.size(), static_cast<std::size_t>(shape) + 1));
        std::vector<float> &all = coverages[static_cast<std::size_t>(shape)];
        if (all.empty())
            for (int phaseY = 0; phaseY < phases; ++phaseY)
                for (int phaseX = 0; phaseX < phases; ++phaseX) {
                    // The middle of the phase's quarter.
                    const QPointF centre(m_reach + (phaseX + 0.5) / phases, m_reach + (phaseY + 0.5) / phases);
                    const std::vector<float> one = coveragesOf(shape, radius, centre, {m_side, m_rows});
                    all.insert(all.end(), one.begin(), one.end());
                }
        return all;
    };
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const QRgb colour = colours[i];
        for (const float coverage : coveragesFor(i < shapes.size() ? shapes[i] : roundShape)) {
            const int alpha = static_cast<int>(static_cast<float>(qAlpha(colour)) * coverage + 0.5f);
            m_stamps.push_back(qPremultiply(qRgba(qRed(colour), qGreen(colour), qBlue(colour), alpha)));
        }
    }
    return true;
}

} // namespace hourglass::ui
