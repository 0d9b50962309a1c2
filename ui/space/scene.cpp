#include "ui/space/scene.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_style.h"
#include "ui/space/strokes.h"

namespace hourglass::ui {

namespace {

constexpr int levels = Scene::levels;
constexpr int steps = 4096;                     ///< of depth that are told apart in the order
constexpr double mostFade = 0.55;               ///< of the ground in what is farthest
constexpr double smallest = 0.8, largest = 1.2; ///< of the radius, from the farthest to the nearest

double shareOf(float near) {
    return std::clamp((static_cast<double>(near) + 1) / 2, 0.0, 1.0);
}

int levelOf(const Scene &scene, float near) {
    if (!std::isfinite(near))
        return 0;
    return scene.hasDepth ? std::min(static_cast<int>(shareOf(near) * levels), levels - 1) : levels - 1;
}

/// 0 … 1 for a level's middle.
double shareOfLevel(int level) {
    return (level + 0.5) / levels;
}

QColor faded(const QColor &colour, const QColor &ground, double share) {
    QColor result = blended(colour, ground, mostFade * (1 - share));
    result.setAlpha(colour.alpha());
    return result;
}

double scaleOfLevel(const Scene &scene, int level) {
    return scene.hasDepth ? smallest + (largest - smallest) * shareOfLevel(level) : 1;
}

QColor colourAtLevel(const Scene &scene, const QColor &colour, int level) {
    return scene.hasDepth ? faded(colour, scene.ground, shareOfLevel(level)) : colour;
}

} // namespace

std::vector<std::uint32_t> Scene::order() const {
    const std::size_t count = triangles.size() + lines.size() + dots.size();
    std::vector<std::uint32_t> sorted(count);
    if (!hasDepth) {
        for (std::size_t i = 0; i < count; ++i)
            sorted[i] = static_cast<std::uint32_t>(i);
        return sorted;
    }
    // Counted into steps, which keeps the order of equals and costs less than comparing.
    const auto stepOf = [this](std::size_t i) {
        const std::size_t line = i - triangles.size(), dot = line - lines.size(); // of that kind, where it is one
        const float near = i < triangles.size() ? triangles[i].near : line < lines.size() ? lines[line].near : dots[dot].near;
        return std::isfinite(near) ? static_cast<std::size_t>(shareOf(near) * (steps - 1)) : std::size_t(0);
    };
    std::vector<std::uint16_t> stepsOfAll(count);
    std::array<std::uint32_t, steps + 1> starts{};
    for (std::size_t i = 0; i < count; ++i) {
        stepsOfAll[i] = static_cast<std::uint16_t>(stepOf(i));
        ++starts[stepsOfAll[i] + 1u];
    }
    for (std::size_t step = 0; step < steps; ++step)
        starts[step + 1] += starts[step];
    for (std::size_t i = 0; i < count; ++i)
        sorted[starts[stepsOfAll[i]]++] = static_cast<std::uint32_t>(i);
    return sorted;
}

QColor Scene::dotColour(const Dot &dot) const {
    return colourAtLevel(*this, dotLooks[dot.look].colours[dot.colour], levelOf(*this, dot.near));
}

double Scene::dotRadius(const Dot &dot) const {
    return dotLooks[dot.look].radius * scaleOfLevel(*this, levelOf(*this, dot.near));
}

QColor Scene::lineColour(const Line &line) const {
    return colourAtLevel(*this, lineLooks[line.look].colour, levelOf(*this, line.near));
}

QColor Scene::triangleColour(const Triangle &triangle) const {
    return colourAtLevel(*this, triangleLooks[triangle.look], levelOf(*this, triangle.near));
}

void Scene::paintShapes(QPainter &painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const std::uint32_t i : order()) {
        if (i < triangles.size()) {
            const Triangle &triangle = triangles[i];
            QPolygonF corners;
            for (std::size_t corner = 0; corner < 3; ++corner)
                corners << QPointF(triangle.x[corner], triangle.y[corner]);
            if (!std::isfinite(corners.boundingRect().width() + corners.boundingRect().height()))
                continue;
            painter.setPen(Qt::NoPen);
            painter.setBrush(triangleColour(triangle));
            painter.drawPolygon(corners);
        } else if (i - triangles.size() < lines.size()) {
            const Line &line = lines[i - triangles.size()];
            if (!std::isfinite(line.fromX + line.fromY + line.toX + line.toY))
                continue;
            painter.setPen(QPen(lineColour(line), lineLooks[line.look].width));
            painter.drawLine(QPointF(line.fromX, line.fromY), QPointF(line.toX, line.toY));
        } else {
            const Dot &dot = dots[i - triangles.size() - lines.size()];
            if (!std::isfinite(dot.x + dot.y))
                continue;
            painter.setPen(Qt::NoPen);
            painter.setBrush(dotColour(dot));
            const double radius = dotRadius(dot);
            painter.drawEllipse(QPointF(dot.x, dot.y), radius, radius);
        }
    }
}

void ScenePicture::prepareStamps(const Scene &scene, double ratio) {
    m_stamps.resize(scene.dotLooks.size() * levels);
    for (std::size_t look = 0; look < scene.dotLooks.size(); ++look)
        for (int level = 0; level < levels; ++level) {
            std::vector<QRgb> colours;
            for (const QColor &colour : scene.dotLooks[look].colours)
                colours.push_back(colourAtLevel(scene, colour, level).rgba());
            const double radius = scene.dotLooks[look].radius * scaleOfLevel(scene, level);
            m_stamps[look * levels + static_cast<std::size_t>(level)].prepare(std::round(radius * ratio * 8) / 8, colours);
        }
}

void ScenePicture::prepareInks(const Scene &scene) {
    const auto inksOf = [&scene](const QColor &colour) {
        std::array<QRgb, levels> inks;
        for (int level = 0; level < levels; ++level)
            inks[static_cast<std::size_t>(level)] = colourAtLevel(scene, colour, level).rgba();
        return inks;
    };
    m_lineInks.clear();
    m_triangleInks.clear();
    for (const Scene::LineLook &look : scene.lineLooks)
        m_lineInks.push_back(inksOf(look.colour));
    for (const QColor &look : scene.triangleLooks)
        m_triangleInks.push_back(inksOf(look));
}

void ScenePicture::draw(const Scene &scene, std::uint32_t number, double ratio, float origin) {
    const auto scale = static_cast<float>(ratio);
    const auto placed = [origin, scale](float x, float y) { return QPointF(origin + x * scale, origin + y * scale); };
    const auto levelAt = [&scene](float near) { return static_cast<std::size_t>(levelOf(scene, near)); };
    const std::size_t line = number - scene.triangles.size(), dot = line - scene.lines.size(); // of that kind, where it is one
    if (number < scene.triangles.size()) {
        const Scene::Triangle &each = scene.triangles[number];
        fillTriangle(m_image, {placed(each.x[0], each.y[0]), placed(each.x[1], each.y[1]), placed(each.x[2], each.y[2])},
                     m_triangleInks[each.look][levelAt(each.near)]);
    } else if (line < scene.lines.size()) {
        const Scene::Line &each = scene.lines[line];
        strokeLine(m_image, placed(each.fromX, each.fromY), placed(each.toX, each.toY), m_lineInks[each.look][levelAt(each.near)],
                   scene.lineLooks[each.look].width * ratio);
    } else {
        const Scene::Dot &each = scene.dots[dot];
        const DotStamps &stamps = m_stamps[each.look * levels + levelAt(each.near)];
        // Drawn if some of it can be seen; its stamp then lies inside the image.
        const float x = origin + each.x * scale, y = origin + each.y * scale, low = origin - stamps.reach();
        const float right = static_cast<float>(m_image.width()) - low - 1, bottom = static_cast<float>(m_image.height()) - low - 1;
        if (x > low && y > low && x < right && y < bottom) // false for what is not a number, too
            stamps.stamp(reinterpret_cast<quint32 *>(m_image.bits()), static_cast<int>(m_image.bytesPerLine() / 4), x, y, each.colour);
    }
}

void ScenePicture::render(const Scene &scene, const QSize &size, double ratio) {
    prepareStamps(scene, ratio);
    prepareInks(scene);
    int margin = 0;
    for (const DotStamps &stamps : m_stamps)
        margin = std::max(margin, stamps.side());
    const QSize whole(qCeil(size.width() * ratio) + 2 * margin, qCeil(size.height() * ratio) + 2 * margin);
    if (m_image.size() != whole)
        m_image = QImage(whole, QImage::Format_ARGB32_Premultiplied);
    m_image.setDevicePixelRatio(ratio);
    m_image.fill(Qt::transparent);
    m_margin = margin / ratio;
    for (const std::uint32_t number : scene.order())
        draw(scene, number, ratio, static_cast<float>(margin));
}

} // namespace hourglass::ui
