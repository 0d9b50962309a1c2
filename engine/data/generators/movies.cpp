#include "engine/data/generators/movies.h"

#include "engine/data/generators/canvas.h"
#include "engine/data/generators/portable_math.h"

namespace hourglass::data {

namespace {

constexpr int stepsOfAFrame = 16;

spec::Kind movieKind(const char *key, const char *label, const char *help, std::vector<spec::Setting> own = {}) {
    spec::Setting layout{.key = "layout",
                         .label = "Layout",
                         .help = "What a sample is to the layers; the numbers and their order are the same.",
                         .kind = spec::SettingKind::Choice,
                         .fallback = std::string("sequence"),
                         .choices = {{"sequence", "Sequence", "Frames are steps, pixels are features: for recurrent layers."},
                                     {"channels", "Channels", "Frames are the channels of one picture: for convolutions."}}};
    spec::Kind kind{.key = key, .label = label, .help = help, .settings = {samplesKnob(2000, 20'000)}, .group = "Series"};
    kind.settings.push_back(integerKnob("frames", "Frames", "Pictures of a film.", 8, 2, 32));
    kind.settings.push_back(integerKnob("side", "Side", "Pixels along a side; the preset Convolutional wants 28.", 28, 8, 64));
    kind.settings.push_back(realKnob("radius", "Radius", "Of what moves, as a share of the side.", 0.1, 0.03, 0.25));
    kind.settings.push_back(std::move(layout));
    for (spec::Setting &setting : own)
        kind.settings.push_back(std::move(setting));
    return kind;
}

Description describeMovie(const Knobs &knobs) {
    const Index frames = knobs.integer("frames"), side = knobs.integer("side");
    return {.shape = knobs.choice("layout") == "channels" ? core::Shape(frames, side, side) : core::Shape(frames, side * side),
            .holdsBytes = true,
            .factorNames = {"x", "y", "Speed right", "Speed down"}};
}

/// Where something is and how fast it moves, in sides and sides a frame.
struct Motion {
    double x, y, right, down;
};

/// motionOf(lots, radius) is the first frame, advance(motion, radius) leads to the next.
template <class MotionOf, class Advance>
void drawMovie(const Draw &draw, MotionOf motionOf, Advance advance) {
    const Index frames = draw.knobs.integer("frames"), side = draw.knobs.integer("side");
    const double radius = draw.knobs.real("radius"), scale = static_cast<double>(side);
    Canvas canvas(side, side);
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        Motion motion = motionOf(draws, radius);
        float *factors = draw.factors(sample);
        factors[0] = static_cast<float>(motion.x);
        factors[1] = static_cast<float>(motion.y);
        factors[2] = static_cast<float>(motion.right);
        factors[3] = static_cast<float>(motion.down);
        for (Index frame = 0; frame < frames; ++frame) {
            canvas.clear();
            canvas.disc({scale * motion.x, scale * motion.y, scale * radius});
            canvas.copyTo(draw.bytes(sample) + frame * side * side);
            advance(motion, radius);
        }
    });
}

/// Evenly from one place to another, both within the picture.
void drawMovingDot(const Draw &draw) {
    const double way = static_cast<double>(draw.knobs.integer("frames") - 1);
    const auto motionOf = [way](RandomDraws &draws, double radius) {
        const double x = draws.uniform(radius, 1.0 - radius), y = draws.uniform(radius, 1.0 - radius);
        const double toX = draws.uniform(radius, 1.0 - radius), toY = draws.uniform(radius, 1.0 - radius);
        return Motion{x, y, (toX - x) / way, (toY - y) / way};
    };
    drawMovie(draw, motionOf, [](Motion &motion, double) {
        motion.x += motion.right;
        motion.y += motion.down;
    });
}

/// Back into [least, most], as a wall throws it back.
void reflect(double &place, double &speed, double least, double most) {
    if (place < least) {
        place = 2.0 * least - place;
        speed = -speed;
    } else if (place > most) {
        place = 2.0 * most - place;
        speed = -speed;
    }
}

/// Falls and bounces off all four walls without loss.
void drawBouncingBall(const Draw &draw) {
    const double gravity = draw.knobs.real("gravity"), fastest = draw.knobs.real("speed");
    const auto motionOf = [fastest](RandomDraws &draws, double radius) {
        const double x = draws.uniform(radius, 1.0 - radius), y = draws.uniform(radius, 1.0 - radius);
        const double direction = draws.uniform(0.0, 2.0 * pi), speed = draws.uniform(0.3, 1.0) * fastest;
        return Motion{x, y, speed * cosine(direction), speed * sine(direction)};
    };
    drawMovie(draw, motionOf, [gravity](Motion &motion, double radius) {
        for (int step = 0; step < stepsOfAFrame; ++step) {
            motion.down += gravity / stepsOfAFrame;
            motion.x += motion.right / stepsOfAFrame;
            motion.y += motion.down / stepsOfAFrame;
            reflect(motion.x, motion.right, radius, 1.0 - radius);
            reflect(motion.y, motion.down, radius, 1.0 - radius);
        }
    });
}

} // namespace

Generator movingDot() {
    return {[] { return movieKind("moving-dot", "Moving dot", "A dot that moves evenly from one place to another: four numbers tell the whole film."); },
            describeMovie, drawMovingDot};
}

Generator bouncingBall() {
    return {[] {
                return movieKind("bouncing-ball", "Bouncing ball", "A ball that falls and is thrown back by floor, ceiling and walls.",
                                 {realKnob("speed", "Speed", "The largest at the beginning, in sides a frame.", 0.15, 0.0, 0.5),
                                  realKnob("gravity", "Gravity", "By how much it falls faster with each frame, in sides a frame.", 0.02, 0.0, 0.2)});
            },
            describeMovie, drawBouncingBall};
}

} // namespace hourglass::data
