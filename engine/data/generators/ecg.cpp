#include "engine/data/generators/ecg.h"

#include <algorithm>
#include <array>

#include "engine/data/generators/portable_math.h"

namespace hourglass::data {

namespace {

/// A wave of a beat: height, time from the peak of R, deviation; times in intervals between beats.
struct Wave {
    double height, at, width;
};
using Beat = std::array<Wave, 5>; // P Q R S T

/// McSharry, Clifford, Tarassenko, Smith 2003, table I: angles θ −60°, −15°, 0°, 15°, 90°, a = 1.2, −5, 30, −7.5, 0.75 and b = 0.25,
/// 0.1, 0.1, 0.1, 0.4. Integrated over a turn, each term of their equation (1) is a Gaussian a b² high; here R is 1, and time is θ / 2π.
constexpr Beat normalBeat{{{0.25, -1.0 / 6, 0.0398}, {-0.1667, -1.0 / 24, 0.0159}, {1.0, 0.0, 0.0159}, {-0.25, 1.0 / 24, 0.0159}, {0.4, 0.25, 0.0637}}};

enum Abnormality { None, EarlyVentricular, InvertedT, DroppedBeat };
constexpr const char *abnormalityHelp =
    "Share of the samples with an abnormal beat: early and broad from the ventricle, with its T wave upside down, or dropped.";

/// `at` is where its R would be. What is early comes so much too early.
void makeAbnormal(Beat &beat, Abnormality kind, double &at) {
    if (kind == EarlyVentricular) { // no P, a broad QRS, T against it
        beat = {{{0.0, -1.0 / 6, 0.04}, {0.0, -1.0 / 24, 0.0159}, {1.1, 0.0, 0.045}, {-0.45, 0.11, 0.04}, {-0.3, 0.27, 0.07}}};
        at -= 0.2;
    } else if (kind == InvertedT) {
        beat[4].height = -0.75 * beat[4].height;
    } else if (kind == DroppedBeat) { // P alone
        for (std::size_t wave = 1; wave < beat.size(); ++wave)
            beat[wave].height = 0.0;
    }
}

spec::Kind ecgKind() {
    return {
        .key = "ecg",
        .label = "Heartbeats",
        .help = "Series like an electrocardiogram's, P Q R S T as sums of Gaussians, a few of them with an abnormal beat: to find by their error.",
        .settings = {samplesKnob(5000, 100'000), integerKnob("length", "Length", "Steps of a series.", 128, 32, 1024),
                     integerKnob("beats", "Beats", "How many a series shows.", 2, 1, 8), realKnob("abnormal", "Abnormal", abnormalityHelp, 0.05, 0.0, 1.0),
                     realKnob("variation", "Variation", "From beat to beat, of heights, widths and intervals: 0 none, 1 as in a body at rest.", 1.0, 0.0, 2.0),
                     realKnob("noise", "Noise", "Its deviation; an R wave is 1 high.", 0.02, 0.0, 0.5)},
        .group = "Series"};
}

Description describeEcg(const Knobs &knobs) {
    return {.shape = core::Shape(knobs.integer("length"), 1), .classNames = {"Normal", "Abnormal"}, .factorNames = {"Interval", "Height", "Abnormality"}};
}

/// Adds to `series` its deviations from the base line. Times run from 0 to `beats` over it.
void addBeat(const Beat &beat, double at, double beats, std::vector<double> &series) {
    const double step = beats / static_cast<double>(series.size());
    for (const Wave &wave : beat)
        for (std::size_t i = 0; i < series.size(); ++i) {
            const double away = (static_cast<double>(i) * step - at - wave.at) / wave.width;
            if (wave.height != 0.0 && away * away < 50.0)
                series[i] += wave.height * exponential(-0.5 * away * away);
        }
}

/// The series of one sample; `abnormal` is what its middle beat has.
void drawSeries(const Knobs &knobs, Abnormality abnormal, RandomDraws &draws, float *factors, std::vector<double> &series) {
    const double variation = knobs.real("variation"), beats = static_cast<double>(knobs.integer("beats"));
    const double interval = 1.0 + 0.06 * variation * draws.uniform(-1.0, 1.0), height = 1.0 + 0.15 * variation * draws.uniform(-1.0, 1.0);
    const double wander = 0.06 * variation * draws.uniform(), phase = draws.uniform(0.0, 2.0 * pi), pace = draws.uniform(0.2, 0.4);
    for (std::size_t i = 0; i < series.size(); ++i) // breathing moves the base line
        series[i] = wander * sine(phase + 2.0 * pi * pace * beats * static_cast<double>(i) / static_cast<double>(series.size()));
    // The first R stands near the middle of its interval, so that series are nearly in step; beats beside both ends reach into them.
    const Index middle = knobs.integer("beats") / 2;
    double next = 0.5 - interval + 0.04 * variation * draws.uniform(-1.0, 1.0);
    for (Index number = -1; number <= knobs.integer("beats"); ++number) {
        Beat beat = normalBeat;
        for (Wave &wave : beat) {
            wave.height *= height * (1.0 + 0.06 * variation * draws.uniform(-1.0, 1.0));
            wave.width *= 1.0 + 0.08 * variation * draws.uniform(-1.0, 1.0);
        }
        double at = next;
        if (number == middle)
            makeAbnormal(beat, abnormal, at);
        addBeat(beat, at, beats, series);
        next += interval * (1.0 + 0.03 * variation * draws.uniform(-1.0, 1.0));
    }
    factors[0] = static_cast<float>(interval);
    factors[1] = static_cast<float>(height);
    factors[2] = static_cast<float>(abnormal);
}

/// From −0.8 … 1.6, in heights of R, to 0 … 1; noise that goes beyond is cut off.
void drawEcg(const Draw &draw) {
    const double share = draw.knobs.real("abnormal"), noise = draw.knobs.real("noise");
    std::vector<double> series(static_cast<std::size_t>(draw.to.features));
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        const bool isAbnormal = draws.uniform() < share;
        const Index kind = 1 + draws.below(3);
        drawSeries(draw.knobs, isAbnormal ? static_cast<Abnormality>(kind) : None, draws, draw.factors(sample), series);
        draw.setLabel(sample, isAbnormal ? 1 : 0);
        for (std::size_t i = 0; i < series.size(); ++i)
            draw.floats(sample)[i] = static_cast<float>(std::clamp((series[i] + noise * draws.normal() + 0.8) / 2.4, 0.0, 1.0));
    });
}

} // namespace

Generator ecg() {
    return {ecgKind, describeEcg, drawEcg};
}

} // namespace hourglass::data
