#include "tests/benchmarks/window_answers.h"

#include <cstdio>
#include <functional>
#include <utility>
#include <vector>

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>

namespace hourglass::benchmarks {

namespace {

constexpr int rounds = 8;
constexpr double restSeconds = 0.6; ///< after each: what it sets off, answers and paints, is measured, too

/// 784-1024-512-64 and back, with steps that take longer than a turn may.
spec::Spec largeSpec(const app::Session &session) {
    const auto dense = [](spec::Value units, const char *activation) {
        return spec::LayerSpec{"dense", {{"units", std::move(units)}, {"activation", std::string(activation)}}};
    };
    spec::Spec spec;
    spec.name = "Large";
    spec.data = session.spec().data;
    const auto units = [](core::Index count) { return spec::Value(count); };
    spec.model.layers = {dense(units(1024), "relu"), dense(units(512), "relu"),  dense(units(64), "identity"),
                         dense(units(512), "relu"),  dense(units(1024), "relu"), dense(std::string("data"), "sigmoid")};
    spec.model.code = 2;
    spec.training = session.spec().training;
    spec.training.optimiser = {"adam", {}};
    spec.training.batch = 1024;
    return spec;
}

spec::ModelSpec widened(spec::ModelSpec model, core::Index units) {
    model.layers[0].values["units"] = model.layers[4].values["units"] = units;
    return model;
}

struct Turns {
    double longestMs = 0, busyMs = 0;
    std::string where;
};

class Stopwatch {
public:
    explicit Stopwatch(TimedApplication &application) : m_application(application) {}
    /// Does it as an event of its own, and keeps the longest turn from there until all is at rest.
    void time(Turns &turns, const std::function<void()> &act) {
        std::vector<double> times;
        m_application.hardest = {};
        m_application.turns = &times;
        QTimer::singleShot(0, &m_application, act);
        run(restSeconds);
        m_application.turns = nullptr;
        turns.longestMs = std::max(turns.longestMs, quantile(times, 1.0));
        if (m_application.hardest.ms > turns.busyMs) {
            turns.busyMs = m_application.hardest.ms;
            turns.where = m_application.hardest.where;
        }
    }

private:
    TimedApplication &m_application;
};

void print(const char *name, const Turns &turns) {
    std::printf(",\"%s_turn_ms_max\":%.1f,\"%s_busy_ms_max\":%.1f,\"%s_busy_in\":\"%s\"", name, turns.longestMs, name, turns.busyMs, name, turns.where.c_str());
}

} // namespace

void measureAnswers(app::Program &program, TimedApplication &application) {
    app::Session &session = program.session();
    const ui::Actions &actions = program.window().commands();
    const QTemporaryDir folder;
    program.open(largeSpec(session), {});
    while (session.spec().name != "Large" || session.isFittingPca())
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    if (session.status().state != training::State::Running)
        session.toggleTraining();
    run(2.0);
    Stopwatch watch(application);
    Turns rest, edit, undo, twice, redo, save;
    for (int round = 0; round < rounds; ++round) {
        watch.time(rest, [] {});
        watch.time(edit, [&] { session.editModel(widened(session.spec().model, 1000), "Wider"); });
        watch.time(undo, [&] { actions.undo->trigger(); });
        watch.time(redo, [&] { actions.redo->trigger(); });
        watch.time(undo, [&] { // before the training has let go of what it was to leave
            session.editModel(widened(session.spec().model, 1010), "Wider still");
            actions.undo->trigger();
        });
        watch.time(twice, [&] {
            session.editModel(widened(session.spec().model, 990), "Narrower");
            session.editModel(widened(session.spec().model, 980), "Narrower still");
            actions.undo->trigger();
            actions.undo->trigger();
        });
        watch.time(undo, [&] { actions.undo->trigger(); });
        watch.time(save, [&] { session.saveTo(folder.filePath("large.json")); });
        while (!QFileInfo::exists(folder.filePath("large.json")))
            run(0.02);
    }
    session.toggleTraining();
    std::printf("{\"benchmark\":\"window_answers\",\"stack\":\"784-1024-512-64\",\"optimiser\":\"adam\",\"batch\":1024,\"threads\":%d,\"rounds\":%d",
                session.threads(), rounds);
    print("rest", rest);
    print("edit", edit);
    print("undo", undo);
    print("edits_and_undos", twice);
    print("redo", redo);
    print("save", save);
    std::printf("}\n");
}

} // namespace hourglass::benchmarks
