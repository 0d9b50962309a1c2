// Dots, lines and triangles of space as they are seen: the nearest are drawn last, the farthest are paler and smaller.
#pragma once

#include <QColor>
#include <QImage>

#include <array>
#include <cstdint>
#include <vector>

#include "ui/plots/dot_stamps.h"

class QPainter;

namespace hourglass::ui {

/// In logical pixels. Places need not be finite: what is not is left out.
struct Scene {
    static constexpr int levels = 8; ///< of depth that things are drawn in

    struct DotLook {
        std::vector<QColor> colours; ///< by Dot::colour; their alpha counts
        double radius = 2;
    };
    struct LineLook {
        QColor colour;
        double width = 1;
    };
    struct Dot {
        float x, y, near; ///< near: −1 … 1, from the farthest to the nearest
        std::uint8_t look, colour;
    };
    struct Triangle {
        std::array<float, 3> x, y;
        float near;
        std::uint8_t look; ///< of triangleLooks
    };
    struct Line {
        float fromX, fromY, toX, toY, near;
        std::uint8_t look;
    };

    bool hasDepth = true; ///< else triangles lie below lines, and these below dots, each in their order, all alike
    QColor ground;        ///< towards which the farthest fade
    std::vector<DotLook> dotLooks;
    std::vector<LineLook> lineLooks;
    std::vector<QColor> triangleLooks; ///< their alpha counts
    std::vector<Dot> dots;
    std::vector<Line> lines;
    std::vector<Triangle> triangles;

    /// Numbers of triangles, then lines, then dots, counted through: as they are to be drawn.
    std::vector<std::uint32_t> order() const;
    QColor dotColour(const Dot &dot) const;
    double dotRadius(const Dot &dot) const;
    QColor lineColour(const Line &line) const;
    QColor triangleColour(const Triangle &triangle) const;
    /// With a painter's own shapes, for drawings that stay sharp.
    void paintShapes(QPainter &painter) const;
};

/// Scenes as pictures: ten thousand dots in a few milliseconds. Keeps what the next one can use.
class ScenePicture {
public:
    /// `size` in logical pixels.
    void render(const Scene &scene, const QSize &size, double ratio);
    /// Wider and higher than the scene by margin() on each side.
    const QImage &image() const { return m_image; }
    double margin() const { return m_margin; } ///< logical pixels

private:
    void prepareStamps(const Scene &scene, double ratio);
    void prepareInks(const Scene &scene);
    void draw(const Scene &scene, std::uint32_t number, double ratio, float origin);

    std::vector<DotStamps> m_stamps;                                         ///< [look][level of depth]
    std::vector<std::array<QRgb, Scene::levels>> m_lineInks, m_triangleInks; ///< by look
    QImage m_image;
    double m_margin = 0;
};

} // namespace hourglass::ui
