#include "engine/data/generators/manifolds.h"

#include <cmath>

#include "engine/data/generators/embedding.h"
#include "engine/data/generators/portable_math.h"

namespace hourglass::data {

namespace {

using Point = std::array<double, 3>;

constexpr const char *surfaces = "Curves and surfaces", *clusters = "Clusters";

spec::Kind manifoldKind(const char *key, const char *label, const char *help, Index coordinates, std::vector<spec::Setting> own = {},
                        const char *group = surfaces) {
    spec::Kind kind{.key = key, .label = label, .help = help, .settings = {samplesKnob(2000, 100'000)}, .group = group};
    kind.settings.push_back(realKnob("noise", "Noise", "Deviation of the noise in every dimension; the whole set has radius 1.", 0.01, 0.0, 1.0));
    kind.settings.push_back(integerKnob("dimensions", "Dimensions", "Where there are more than the set has by itself, a random rotation embeds it.",
                                        coordinates, coordinates, 1000));
    for (spec::Setting &setting : own)
        kind.settings.push_back(std::move(setting));
    return kind;
}

/// Each factor is a coordinate on the curve or surface.
Description described(const Knobs &knobs, std::vector<std::string> factors, std::vector<std::string> classes = {}) {
    const auto coordinates = static_cast<Index>(factors.size());
    return {.shape = core::Shape(knobs.integer("dimensions")),
            .classNames = std::move(classes),
            .factorNames = std::move(factors),
            .intrinsicDimension = coordinates};
}

/// Of a closed curve or surface: every factor is an angle, and the one after the last is the first.
Description closed(Description description) {
    description.factorPeriods.assign(description.factorNames.size(), wholeTurn);
    return description;
}

/// pointOf(lots, factors, label) says where a sample lies.
template <class PointOf>
void drawEmbedded(const Draw &draw, Index coordinates, PointOf pointOf) {
    const Embedding embedding(draw, coordinates, draw.knobs.integer("dimensions"), draw.knobs.real("noise"));
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        Index label = 0;
        const Point point = pointOf(draws, draw.factors(sample), label);
        embedding.place(point, draws, draw.floats(sample));
        if (!draw.description.classNames.empty())
            draw.setLabel(sample, label);
    });
}

/// (t cos t, h, t sin t) with t from 1.5 π to 4.5 π and h from −10.5 to 10.5 (Tenenbaum, de Silva, Langford 2000).
void drawSwissRoll(const Draw &draw) {
    constexpr double radius = 17.62; // √((4.5 π)² + 10.5²), rounded up
    drawEmbedded(draw, 3, [](RandomDraws &draws, float *factors, Index &) {
        const double t = draws.uniform(1.5 * pi, 4.5 * pi), h = draws.uniform(-10.5, 10.5);
        factors[0] = static_cast<float>(t);
        factors[1] = static_cast<float>(h);
        return Point{t * cosine(t) / radius, h / radius, t * sine(t) / radius};
    });
}

/// (sin t, h, sign(t) (cos t − 1)) with t within ±1.5 π and h within ±1.
void drawSCurve(const Draw &draw) {
    constexpr double radius = 2.45; // √(1 + 1 + 2²), rounded up
    drawEmbedded(draw, 3, [](RandomDraws &draws, float *factors, Index &) {
        const double t = draws.uniform(-1.5 * pi, 1.5 * pi), h = draws.uniform(-1.0, 1.0);
        factors[0] = static_cast<float>(t);
        factors[1] = static_cast<float>(h);
        return Point{sine(t) / radius, h / radius, (t < 0.0 ? 1.0 - cosine(t) : cosine(t) - 1.0) / radius};
    });
}

/// (sin t + 2 sin 2t, cos t − 2 cos 2t, −sin 3t).
void drawTrefoil(const Draw &draw) {
    constexpr double radius = 3.17; // √(3² + 1), rounded up
    drawEmbedded(draw, 3, [](RandomDraws &draws, float *factors, Index &) {
        const double t = draws.uniform(0.0, 2.0 * pi);
        factors[0] = static_cast<float>(t);
        return Point{(sine(t) + 2.0 * sine(2.0 * t)) / radius, (cosine(t) - 2.0 * cosine(2.0 * t)) / radius, -sine(3.0 * t) / radius};
    });
}

/// ((1 + r cos v) cos u, (1 + r cos v) sin u, r sin v), the tube r thick. The angles are uniform, so the inside is denser.
void drawTorus(const Draw &draw) {
    const double tube = draw.knobs.real("tube"), radius = 1.0 + tube;
    drawEmbedded(draw, 3, [=](RandomDraws &draws, float *factors, Index &) {
        const double u = draws.uniform(0.0, 2.0 * pi), v = draws.uniform(0.0, 2.0 * pi), out = 1.0 + tube * cosine(v);
        factors[0] = static_cast<float>(u);
        factors[1] = static_cast<float>(v);
        return Point{out * cosine(u) / radius, out * sine(u) / radius, tube * sine(v) / radius};
    });
}

void drawCircles(const Draw &draw) {
    const double inner = draw.knobs.real("inner");
    drawEmbedded(draw, 2, [=](RandomDraws &draws, float *factors, Index &label) {
        label = draws.below(2);
        const double t = draws.uniform(0.0, 2.0 * pi), radius = label == 0 ? 1.0 : inner;
        factors[0] = static_cast<float>(t);
        return Point{radius * cosine(t), radius * sine(t), 0.0};
    });
}

/// Two half circles, each around the end of the other: (cos t, sin t) and (1 − cos t, ½ − sin t).
void drawMoons(const Draw &draw) {
    constexpr double radius = 1.53; // around (½, ¼): √(1.5² + 0.25²) at the outer ends, rounded up
    drawEmbedded(draw, 2, [](RandomDraws &draws, float *factors, Index &label) {
        label = draws.below(2);
        const double t = draws.uniform(0.0, pi), x = label == 0 ? cosine(t) : 1.0 - cosine(t), y = label == 0 ? sine(t) : 0.5 - sine(t);
        factors[0] = static_cast<float>(t);
        return Point{(x - 0.5) / radius, (y - 0.25) / radius, 0.0};
    });
}

} // namespace

Generator swissRoll() {
    return {[] { return manifoldKind("swiss-roll", "Swiss roll", "A rolled-up sheet in space: its two coordinates are the code to be found.", 3); },
            [](const Knobs &knobs) {
                return described(knobs, {"Angle", "Height"});
            },
            drawSwissRoll};
}

Generator sCurve() {
    return {[] { return manifoldKind("s-curve", "S-curve", "A sheet bent to an S in space, easier to unroll than the Swiss roll.", 3); },
            [](const Knobs &knobs) {
                return described(knobs, {"Angle", "Height"});
            },
            drawSCurve};
}

Generator trefoil() {
    return {[] { return manifoldKind("trefoil", "Trefoil knot", "A closed curve with a knot: one number says where on it, but no code without a tear.", 3); },
            [](const Knobs &knobs) { return closed(described(knobs, {"Angle"})); }, drawTrefoil};
}

Generator torus() {
    return {[] {
                return manifoldKind("torus", "Torus", "The surface of a ring: two angles, and no plane that holds them without a tear.", 3,
                                    {realKnob("tube", "Tube", "Radius of the tube; that of the ring is 1.", 0.4, 0.05, 1.0)});
            },
            [](const Knobs &knobs) {
                return closed(described(knobs, {"Around the ring", "Around the tube"}));
            },
            drawTorus};
}

Generator circles() {
    return {[] {
                return manifoldKind("circles", "Circles", "One circle within another, two classes that no straight line parts.", 2,
                                    {realKnob("inner", "Inner circle", "Its radius; that of the outer one is 1.", 0.5, 0.0, 1.0)}, clusters);
            },
            [](const Knobs &knobs) {
                return closed(described(knobs, {"Angle"}, {"Outer", "Inner"}));
            },
            drawCircles};
}

Generator moons() {
    return {[] { return manifoldKind("moons", "Moons", "Two half circles that reach into each other, two classes.", 2, {}, clusters); },
            [](const Knobs &knobs) {
                return described(knobs, {"Angle"}, {"Upper", "Lower"});
            },
            drawMoons};
}

} // namespace hourglass::data
