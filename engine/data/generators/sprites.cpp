#include "engine/data/generators/sprites.h"

#include <algorithm>
#include <cmath>

#include "engine/data/generators/portable_math.h"

namespace hourglass::data {

namespace {

enum Form { Square, Ellipse, Heart };

/// A sprite in the picture, whose sides are 1: everything of it lies within `extent` · √2 of its middle.
struct Sprite {
    Index form;
    double extent, turn, x, y;
};

/// In the sprite's own coordinates, where it lies within ±1.
bool isInside(Index form, double x, double y) {
    if (form == Square)
        return std::max(std::abs(x), std::abs(y)) <= 0.9;
    if (form == Ellipse)
        return x * x + 4.0 * y * y <= 1.0;
    // (x² + y² − 1)³ − x² y³ ≤ 0 with y upwards, which reaches from −1.14 to 1.14 and from −1 to 1.24.
    const double u = 1.14 * x, v = 0.12 - 1.12 * y, w = u * u + v * v - 1.0;
    return w * w * w - u * u * v * v * v <= 0.0;
}

constexpr Index fine = 4; ///< points of a pixel of the edge, each way

/// A pixel whose corners agree is all ink or none; others have the share of 4 × 4 points that lie inside.
class Brush {
public:
    explicit Brush(Index side) : m_side(side), m_corners(static_cast<std::size_t>((side + 1) * (side + 1))) {}

    void paint(const Sprite &sprite, std::uint8_t *to) {
        m_sprite = sprite;
        m_sine = sine(sprite.turn);
        m_cosine = cosine(sprite.turn);
        for (Index row = 0; row <= m_side; ++row)
            for (Index column = 0; column <= m_side; ++column)
                m_corners[static_cast<std::size_t>(row * (m_side + 1) + column)] = covers(static_cast<double>(column), static_cast<double>(row));
        for (Index row = 0; row < m_side; ++row)
            for (Index column = 0; column < m_side; ++column)
                *to++ = toByte(shareOf(row, column));
    }

private:
    bool covers(double column, double row) const {
        const double x = column / static_cast<double>(m_side) - m_sprite.x, y = row / static_cast<double>(m_side) - m_sprite.y;
        return isInside(m_sprite.form, (m_cosine * x + m_sine * y) / m_sprite.extent, (m_cosine * y - m_sine * x) / m_sprite.extent);
    }

    double shareOf(Index row, Index column) const {
        const char *above = m_corners.data() + row * (m_side + 1) + column, *below = above + m_side + 1;
        const int corners = above[0] + above[1] + below[0] + below[1];
        if (corners % 4 == 0)
            return corners / 4;
        int inside = 0;
        for (Index i = 0; i < fine; ++i)
            for (Index j = 0; j < fine; ++j)
                inside += covers(static_cast<double>(column) + (static_cast<double>(j) + 0.5) / fine,
                                 static_cast<double>(row) + (static_cast<double>(i) + 0.5) / fine);
        return static_cast<double>(inside) / (fine * fine);
    }

    Index m_side;
    std::vector<char> m_corners;
    Sprite m_sprite{};
    double m_sine = 0.0, m_cosine = 1.0;
};

spec::Kind spritesKind() {
    return {.key = "sprites",
            .label = "Sprites",
            .help = "A square, an ellipse or a heart of some size, turned somehow, somewhere: what makes a picture is known to the last number.",
            .settings = {samplesKnob(10'000, 60'000), integerKnob("side", "Side", "Pixels along a side of the picture: 32, or 64 as in dSprites.", 32, 16, 64),
                         realKnob("turn", "Rotation", "How far shapes are turned, as a share of a whole turn.", 1.0, 0.0, 1.0)},
            .group = "Images"};
}

Description describeSprites(const Knobs &knobs) {
    return {.shape = core::Shape(1, knobs.integer("side"), knobs.integer("side")),
            .holdsBytes = true,
            .classNames = {"Square", "Ellipse", "Heart"},
            .factorNames = {"Shape", "Size", "Rotation", "x", "y"},
            .factorPeriods = {0, 0, wholeTurn, 0, 0}};
}

void drawSprites(const Draw &draw) {
    const double turn = draw.knobs.real("turn") * 2.0 * pi;
    Brush brush(draw.knobs.integer("side"));
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        Sprite sprite{};
        sprite.form = draws.below(3);
        sprite.extent = draws.uniform(0.1, 0.2);
        sprite.turn = draws.uniform(0.0, turn);
        sprite.x = draws.uniform(0.29, 0.71);
        sprite.y = draws.uniform(0.29, 0.71);
        brush.paint(sprite, draw.bytes(sample));
        draw.setLabel(sample, sprite.form);
        float *factors = draw.factors(sample);
        factors[0] = static_cast<float>(sprite.form);
        factors[1] = static_cast<float>(sprite.extent);
        factors[2] = static_cast<float>(sprite.turn);
        factors[3] = static_cast<float>(sprite.x);
        factors[4] = static_cast<float>(sprite.y);
    });
}

} // namespace

Generator sprites() {
    return {spritesKind, describeSprites, drawSprites};
}

} // namespace hourglass::data
