// A large project in the real window: fifty runs and two thousand kept moments of a stack of 200 000 parameters. How soon it is open, its timeline
// there, and a moment that is dragged to seen. Run it under Xvfb: tests/benchmarks/run.sh window_project. Arguments: [RUNS] [MOMENTS of each], 50 40, and
// a projection (tsne): the code has eight units then, and each moment a layout of it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "app/background/kept_layouts.h"
#include "app/background/map_feed.h"
#include "app/background/reconstruction_feed.h"
#include "app/import/embedded.h"
#include "app/session/project_keeper.h"
#include "app/session/timeline.h"
#include "app/wiring/program.h"
#include "engine/analysis/codes_task.h"
#include "engine/core/floating_point.h"
#include "engine/training/demands.h"
#include "tests/benchmarks/timed_application.h"

using namespace hourglass;
using namespace hourglass::benchmarks;

namespace {

constexpr int waitMs = 30'000;
constexpr core::Index steps = 20'000, stateEvery = 8;

struct Seen {
    core::Index map = -1, lattice = -1, sheet = -1;
    std::size_t points = 0;

    bool hasLattice = true; ///< a layout has none

    bool has(core::Index step) const { return map == step && (lattice == step || !hasLattice) && sheet == step; }
};

template <class Condition>
bool comesAbout(Condition isSo) {
    const double start = nowMs();
    while (!isSo()) {
        if (nowMs() - start > waitMs)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

spec::Spec stackOf200000(core::Index codeUnits) {
    spec::Spec spec = app::firstSpec();
    const auto dense = [](spec::Value units, const char *activation) {
        return spec::LayerSpec{"dense", {{"units", std::move(units)}, {"activation", std::string(activation)}}};
    };
    const spec::LayerSpec output = spec.model.layers.back();
    spec.model.layers = {dense(std::int64_t{128}, "relu"), dense(codeUnits, "identity"), dense(std::int64_t{128}, "relu"), output};
    spec.model.code = 1;
    spec.model.mirror = false;
    return spec;
}

/// Evenly in the logarithm of the steps, each with other numbers.
std::vector<runs::KeyFrames::Frame> framesOf(const std::shared_ptr<const plan::Plan> &plan, const spec::TrainingSpec &training, std::int64_t run,
                                             core::Index count) {
    std::vector<runs::KeyFrames::Frame> frames;
    training::TrainingState state;
    state.plan = plan;
    state.spec = training;
    state.parameters = core::Floats(plan->parameterFloats());
    state.state = core::Floats(plan->stateFloats());
    state.moments = core::Floats(2 * plan->parameterFloats());
    plan::initialise(*plan, static_cast<std::uint64_t>(run), state.parameters.data(), state.state.data());
    for (core::Index i = 0; i < count; ++i) {
        const auto step =
            static_cast<core::Index>(std::exp(std::log(static_cast<double>(steps)) * static_cast<double>(i + 1) / static_cast<double>(count))) + i;
        for (core::Index at = i; at < state.parameters.size(); at += count)
            state.parameters[at] *= 1.02f;
        state.step = std::min(step, steps);
        const double epoch = static_cast<double>(state.step) / 235;
        runs::KeyFrames::Frame frame{.snapshot = runs::snapshotOf(state, 1, epoch)};
        if (i % stateEvery == 0)
            frame.state = std::make_shared<training::TrainingState>(state);
        if (frames.empty() || frames.back().step() < state.step)
            frames.push_back(std::move(frame));
    }
    return frames;
}

/// Places by lot: what is measured is how soon they are seen.
runs::KeptLayout someLayout(const std::string &method, const plan::Snapshot &moment, core::Index samples) {
    auto layout = std::make_shared<runs::MomentLayout>();
    layout->key = app::layoutKeyOf({.kind = analysis::LatentAxes::Kind::Layout, .method = method}, *moment.plan);
    layout->model = runs::fingerprintOf(moment);
    layout->trust = {15, 0.9, 0.9};
    std::vector<std::vector<float>> axes(2);
    unsigned lot = static_cast<unsigned>(moment.step);
    for (std::vector<float> &axis : axes)
        for (core::Index i = 0; i < samples; ++i)
            axis.push_back(static_cast<float>((lot = lot * 1664525u + 1013904223u) >> 8));
    return layout->setPlaces({axes[0], axes[1]}) ? layout : nullptr;
}

bool makeProject(const std::string &path, std::int64_t runs, core::Index moments, const std::string &method) {
    project::Saving saving;
    saving.run.spec = stackOf200000(method.empty() ? 2 : 8);
    if (!method.empty())
        saving.window = R"({"version":1,"view":{"map":{"kind":"layout","units":[0,1,-1],"method":")" + method + R"("}}})";
    const auto dataset = app::library().load(training::dataFor(saving.run.spec), saving.run.spec.training.seed, {});
    auto file = project::ProjectFile::open(path);
    if (!dataset || !file)
        return false;
    const auto plan = plan::compile(saving.run.spec.model, (*dataset)->shape);
    auto log = std::make_shared<runs::RunLog>("binary cross-entropy", "test");
    std::vector<training::StepRecord> records;
    for (core::Index step = 1; step <= steps; ++step)
        records.push_back({step, static_cast<double>(step) / 235, 1, 0.3f, 0.3f, 0.3f});
    log->append(records);
    saving.run.data = project::referenceTo(**dataset, saving.run.spec.data.source);
    for (saving.run.id = 1; saving.run.id <= runs; ++saving.run.id) {
        auto frames = framesOf(*plan, saving.run.spec.training, saving.run.id, moments);
        for (runs::KeyFrames::Frame &frame : frames)
            if (!method.empty())
                frame.layouts = {someLayout(method, *frame.snapshot, std::min<core::Index>((*dataset)->test.samples, analysis::CodesTask{}.most))};
        auto state = std::make_shared<training::TrainingState>(*frames.front().state);
        state->step = steps;
        state->epoch = steps / 235;
        state->moments = core::Floats(2 * (*plan)->parameterFloats());
        saving.run.name = "Run " + std::to_string(saving.run.id);
        saving.run.created = project::now();
        saving.log = project::LogFollower().changesOf(log);
        saving.state = state;
        saving.moment = {.step = steps, .epoch = static_cast<double>(steps) / 235, .taken = project::now()};
        saving.isPresent = saving.run.id == runs;
        const project::FrameKeeping keeping{
            .run = saving.run.id, .frames = frames, .startStep = 0, .byteBudget = 100'000'000'000, .number = 0, .mostBytes = 100'000'000'000};
        if (const auto error = file->save(saving)) {
            std::fprintf(stderr, "%s\n", error->sentence().c_str());
            return false;
        }
        if (const auto kept = file->keep(keeping); !kept) {
            std::fprintf(stderr, "%s\n", kept.error().sentence().c_str());
            return false;
        }
    }
    return true;
}

} // namespace

int main(int argc, char **argv) {
    TimedApplication application(argc, argv);
    core::setFloatingPointMode();
    const std::int64_t runs = argc > 1 ? std::atoll(argv[1]) : 50;
    const core::Index moments = argc > 2 ? std::atoll(argv[2]) : 40;
    const std::string method = argc > 3 ? argv[3] : "";
    QTemporaryDir folder;
    const QString path = folder.filePath("large.hourglass");
    if (!makeProject(path.toStdString(), runs, moments, method))
        return 1;
    QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
    settings.setValue("timeline/file", 4'096'000'000LL);
    app::Program program(settings, 2, app::panelRows(), folder.filePath("works"));
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
    QObject::connect(&session, &app::Session::problemMet, &session, [](const core::Error &error) { std::fprintf(stderr, "%s\n", error.sentence().c_str()); });
    program.open(stackOf200000(2), {});
    if (!comesAbout([&] { return session.plan() && session.status().stepsPerEpoch > 0 && seen.has(0); }))
        return 1;
    bool isOpen = false;
    QObject::connect(&session, &app::Session::projectOpened, &session, [&] { isOpen = true; });
    std::vector<double> turns;
    application.turns = &turns;
    const double start = nowMs();
    seen.hasLattice = method.empty();
    session.openPath(path);
    if (!comesAbout([&] { return isOpen; }))
        return 1;
    const double openMs = nowMs() - start;
    if (!comesAbout([&] { return seen.has(steps); }))
        return 1;
    const double seenMs = nowMs() - start;
    const auto &frames = session.keyFrames().frames();
    std::size_t before = 0; // until none has come for a while
    double allMs = 0;
    for (double since = nowMs(); nowMs() - since < 4000;) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        if (session.keyFrames().frames().size() != before) {
            before = session.keyFrames().frames().size();
            allMs = nowMs() - start;
            since = nowMs();
        }
    }
    std::printf("{\"benchmark\": \"window_project\", \"runs\": %zu, \"parameters\": %lld, \"file_mb\": %.0f, \"open_ms\": %.0f, \"seen_ms\": %.0f, "
                "\"moments\": %zu, \"to_branch_from\": %zu, \"moments_there_ms\": %.0f, \"longest_turn_ms\": %.1f, \"hardest\": \"%s %.1f ms\"}\n",
                session.runList().runs().size(), static_cast<long long>(session.plan()->parameterFloats()),
                1e-6 * static_cast<double>(std::filesystem::file_size(path.toStdString())), openMs, seenMs, frames.size(), session.keyFrames().states(), allMs,
                quantile(turns, 1), application.hardest.where.c_str(), application.hardest.ms);
    std::fflush(stdout);

    turns.clear();
    application.hardest = {};
    auto *timeline = session.findChild<app::Timeline *>();
    std::vector<double> someMs, layoutMs;
    for (int drag = 0; drag < 3 && frames.size() > 2; ++drag) {
        timeline->show(frames.size() - 1);
        timeline->show(frames.size() - 2); // at once: a drag has begun
        for (std::size_t i = frames.size() - 2; i-- > 0;) {
            const core::Index step = frames[i].step();
            const double began = nowMs();
            timeline->show(i);
            if (seen.map == step && !method.empty()) { // all of its points, which are painted in the next turn
                QCoreApplication::processEvents();
                layoutMs.push_back(nowMs() - began);
            }
            if (comesAbout([&] { return seen.has(step); }) && seen.points <= 2000)
                someMs.push_back(nowMs() - began);
        }
    }
    std::printf("{\"benchmark\": \"window_project\", \"dragged\": %zu, \"some_ms\": %.1f, \"some_ms_95\": %.1f, \"layouts\": %zu, \"layout_points\": %zu, "
                "\"layout_painted_ms\": %.1f, \"layout_painted_ms_95\": %.1f, \"turn_ms_99\": %.1f, \"longest_turn_ms\": %.1f, "
                "\"hardest\": \"%s %.1f ms\"}\n",
                someMs.size(), quantile(someMs, 0.5), quantile(someMs, 0.95), layoutMs.size(), layoutMs.empty() ? std::size_t(0) : seen.points,
                quantile(layoutMs, 0.5), quantile(layoutMs, 0.95), quantile(turns, 0.99), quantile(turns, 1), application.hardest.where.c_str(),
                application.hardest.ms);
    application.turns = nullptr; // the program, which goes after them, still has events
    return 0;
}
