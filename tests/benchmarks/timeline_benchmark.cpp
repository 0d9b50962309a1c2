// The timeline of the real window on Map: how soon a moment that is dragged to is seen, with some of the samples and with all, and what keeping the
// moments costs the training, alternated with one that keeps none. Run it under Xvfb: tests/benchmarks/run.sh timeline. Arguments: [STEPS], 1500.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "app/background/map_feed.h"
#include "app/background/reconstruction_feed.h"
#include "app/import/embedded.h"
#include "app/session/timeline.h"
#include "app/wiring/program.h"
#include "engine/core/floating_point.h"
#include "engine/spec/presets.h"
#include "engine/training/demands.h"
#include "tests/benchmarks/timed_application.h"

using namespace hourglass;
using namespace hourglass::benchmarks;

namespace {

constexpr int waitMs = 20'000;

/// What the views have.
struct Seen {
    core::Index map = -1, lattice = -1, sheet = -1;
    std::size_t points = 0;

    bool has(core::Index step) const { return map == step && lattice == step && sheet == step; }
};

/// Until it is so, in the event loop; false where it takes too long.
template <class Condition>
bool comesAbout(Condition isSo, int longestMs = waitMs) {
    const double start = nowMs();
    while (!isSo()) {
        if (nowMs() - start > longestMs)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// Steps a second of the processor, over so many seconds of training: what is copied between the steps counts, and what others do does not.
double throughput(const char *preset, bool keepsMoments, double seconds) {
    const spec::Spec spec = spec::findPreset(preset)->spec;
    const auto dataset = *app::library().load(training::dataFor(spec), spec.training.seed, {});
    training::Trainer trainer({.threads = 1, .keyFrames = keepsMoments});
    spec::TrainingSpec longer = spec.training;
    longer.epochs = 100'000;
    trainer.assign({1, *plan::compile(spec.model, dataset->shape), dataset, longer, nullptr});
    trainer.train();
    std::vector<training::KeyFrame> kept;
    while (trainer.status().step == 0)
        QTest::qSleep(1);
    const core::Index first = trainer.status().step;
    const std::clock_t before = std::clock();
    const double start = nowMs();
    while (nowMs() - start < 1000 * seconds) {
        QTest::qSleep(30);
        trainer.drainKeyFrames(kept);
    }
    return static_cast<double>(trainer.status().step - first) / (static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
}

} // namespace

int main(int argc, char **argv) {
    TimedApplication application(argc, argv);
    core::setFloatingPointMode();
    const core::Index steps = argc > 1 ? std::atoll(argv[1]) : 1500;
    for (const char *preset : {"map", "tabular"}) {
        std::vector<double> ratios;
        for (int i = 0; i < 5; ++i) {
            const double without = throughput(preset, false, 2);
            ratios.push_back(throughput(preset, true, 2) / without);
        }
        std::printf("{\"benchmark\": \"timeline\", \"preset\": \"%s\", \"throughput_with_moments\": %.3f}\n", preset, quantile(ratios, 0.5));
        std::fflush(stdout);
    }

    QTemporaryDir folder;
    QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
    app::Program program(settings, 2, app::panelRows());
    app::Session &session = program.session();
    program.window().resize(1600, 1000);
    program.window().show();
    Seen seen;
    QObject::connect(session.findChild<app::MapFeed *>(), &app::MapFeed::latentArrived, &session, [&](const auto &picture) {
        seen.map = picture->moment.step;
        seen.points = picture->x.size();
    });
    QObject::connect(session.findChild<app::MapFeed *>(), &app::MapFeed::latticeArrived, &session,
                     [&](const auto &picture) { seen.lattice = picture->moment.step; });
    QObject::connect(session.findChild<app::ReconstructionFeed *>(), &app::ReconstructionFeed::reconstructionsArrived, &session,
                     [&](const auto &picture) { seen.sheet = picture->moment.step; });
    program.open(app::firstSpec(), QStringLiteral("map"));
    if (!comesAbout([&] { return session.plan() && session.status().stepsPerEpoch > 0; }, waitMs))
        return 1;
    session.toggleTraining();
    if (!comesAbout([&] { return session.status().step >= steps; }, 20 * waitMs))
        return 1;
    session.toggleTraining();
    QTest::qWait(500);

    auto *timeline = session.findChild<app::Timeline *>();
    const auto &frames = session.keyFrames().frames();
    std::vector<double> someMs, allMs;
    for (int drag = 0; drag < 10; ++drag) {
        timeline->show(frames.size() - 1);
        timeline->show(frames.size() - 2); // at once: a drag has begun
        const std::size_t last = frames.size() - std::min<std::size_t>(frames.size(), 18);
        for (std::size_t i = frames.size() - 2; i-- > last;) {
            const core::Index step = frames[i].step();
            const double start = nowMs();
            timeline->show(i);
            const bool isSeen = comesAbout([&] { return seen.has(step); }, waitMs);
            if (isSeen && seen.points <= 2000)
                someMs.push_back(nowMs() - start);
        }
        const double rest = nowMs();
        if (comesAbout([&] { return seen.points > 2000 && !session.snapshotFeed().isBusy(); }, waitMs))
            allMs.push_back(nowMs() - rest);
    }
    std::printf(
        "{\"benchmark\": \"timeline\", \"moments\": %zu, \"to_branch_from\": %zu, \"megabytes\": %.0f, \"some_ms\": %.1f, \"some_ms_95\": %.1f, \"all_ms_of_rest\": %.1f, \"times\": %zu}\n",
        frames.size(), session.keyFrames().states(), 1e-6 * static_cast<double>(session.memoryUsed()), quantile(someMs, 0.5), quantile(someMs, 0.95),
        quantile(allMs, 0.5), someMs.size());
    return 0;
}
