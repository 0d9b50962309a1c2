#include "engine/data/generators/strokes.h"

#include <algorithm>
#include <utility>

#include "engine/data/generators/canvas.h"
#include "engine/data/generators/portable_math.h"
#include "engine/data/generators/stroke_digits.h"

namespace hourglass::data {

namespace {

constexpr Index side = 28;
constexpr int steps = 8; ///< points of a piece of the curve

/// How one sample is written: the factors, in their order.
struct Hand {
    double way, slant, turn, width, height, pen, right, down;
};

spec::Kind strokesKind() {
    return {.key = "strokes",
            .label = "Strokes",
            .help = "Digits of 28 × 28 pixels as if written by hand: strokes of a pen, in several ways for each, slanted, bent and shifted at random.",
            .settings = {samplesKnob(10'000, 60'000), realKnob("slant", "Slant", "How differently they lean: 0 not at all, 1 as people's do.", 1.0, 0.0, 2.0),
                         realKnob("warp", "Warp", "How much strokes are bent: 0 like print, 1 like a steady hand.", 1.0, 0.0, 2.0),
                         realKnob("pen", "Pen", "Half the width of a line in pixels, in the middle of what is drawn.", 1.15, 0.5, 3.0),
                         realKnob("shift", "Shift", "Deviation from the middle, in pixels.", 0.7, 0.0, 3.0)},
            .group = "Images"};
}

Description describeStrokes(const Knobs &) {
    return {.shape = core::Shape(1, side, side),
            .holdsBytes = true,
            .classNames = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
            .factorNames = {"Way of writing", "Slant", "Rotation", "Width", "Height", "Pen", "Shift right", "Shift down"}};
}

Hand handOf(const Knobs &knobs, Index digit, RandomDraws &draws) {
    const double slant = knobs.real("slant"), pen = knobs.real("pen"), shift = knobs.real("shift");
    Hand hand{};
    hand.way = static_cast<double>(draws.below(static_cast<Index>(digitGlyphs()[static_cast<std::size_t>(digit)].size())));
    hand.slant = slant * draws.uniform(-0.12, 0.38);
    hand.turn = slant * draws.uniform(-0.12, 0.12);
    hand.width = draws.uniform(12.5, 17.5) * (digit == 1 ? 0.8 : 1.0);
    hand.height = draws.uniform(18.0, 20.5);
    hand.pen = pen * draws.uniform(0.7, 1.3);
    hand.right = shift * draws.normal();
    hand.down = shift * draws.normal();
    return hand;
}

/// Each point a little beside where it belongs. One that stands twice, at a corner or where a loop closes, stays one.
Stroke unsteady(const Stroke &points, double warp, RandomDraws &draws) {
    Stroke moved;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto same = static_cast<std::size_t>(std::find(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(i), points[i]) - points.begin());
        const double x = 0.018 * warp * draws.normal(), y = 0.018 * warp * draws.normal();
        moved.push_back(same < i ? moved[same] : StrokePoint{points[i].x + x, points[i].y + y});
    }
    return moved;
}

/// From the box to pixels: bent along slow waves, stretched, leaned, turned, shifted.
struct Bend {
    double size, phaseX, phaseY, sineOfTurn, cosineOfTurn;

    PenPoint operator()(const StrokePoint &point, const Hand &hand, double pressure) const {
        const double u = point.x - 0.5, v = point.y - 0.5;
        const double y = hand.height * (v + 0.7 * size * sine(4.0 * u + phaseY));
        const double x = hand.width * (u + size * sine(3.5 * v + phaseX)) - hand.slant * y;
        constexpr double middle = 0.5 * side;
        return {middle + hand.right + cosineOfTurn * x - sineOfTurn * y, middle + hand.down + sineOfTurn * x + cosineOfTurn * y, hand.pen * pressure};
    }
};

void write(Index digit, const Hand &hand, double warp, RandomDraws &draws, Canvas &canvas) {
    const double phaseX = draws.uniform(0.0, 2.0 * pi), phaseY = draws.uniform(0.0, 2.0 * pi);
    const Bend bend{0.05 * warp, phaseX, phaseY, sine(hand.turn), cosine(hand.turn)};
    for (const Stroke &stroke : digitGlyphs()[static_cast<std::size_t>(digit)][static_cast<std::size_t>(hand.way)]) {
        const Stroke curve = curveThrough(unsteady(stroke, warp, draws), steps);
        const double phase = draws.uniform(0.0, 2.0 * pi);
        const auto pressure = [&](std::size_t i) { return 1.0 + 0.18 * warp * sine(phase + 3.0 * static_cast<double>(i) / static_cast<double>(curve.size())); };
        for (std::size_t i = 1; i < curve.size(); ++i)
            canvas.line(bend(curve[i - 1], hand, pressure(i - 1)), bend(curve[i], hand, pressure(i)));
    }
}

void drawStrokes(const Draw &draw) {
    const double warp = draw.knobs.real("warp");
    Canvas canvas(side, side);
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        const Index digit = draws.below(10);
        const Hand hand = handOf(draw.knobs, digit, draws);
        canvas.clear();
        write(digit, hand, warp, draws, canvas);
        canvas.copyTo(draw.bytes(sample));
        draw.setLabel(sample, digit);
        const double factors[] = {hand.way, hand.slant, hand.turn, hand.width, hand.height, hand.pen, hand.right, hand.down};
        std::transform(std::begin(factors), std::end(factors), draw.factors(sample), [](double factor) { return static_cast<float>(factor); });
    });
}

} // namespace

Generator strokes() {
    return {strokesKind, describeStrokes, drawStrokes};
}

} // namespace hourglass::data
