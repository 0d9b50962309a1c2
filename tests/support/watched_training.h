// A training in the window, with every view visible and a hand on the mouse.
#pragma once

#include <sstream>

#include "app/commands/command_line.h"
#include "tests/support/window_bench.h"

namespace hourglass::tests {

struct TrainingOrder {
    const char *source;
    int epochs;
};

inline spec::Spec specOf(const TrainingOrder &order) {
    spec::Spec spec = spec::findPreset("deep")->spec;
    spec.data.source = order.source;
    spec.training.epochs = order.epochs;
    spec.training.seed = 7;
    return spec;
}

/// All that `train` prints as JSON, or what went wrong.
inline std::string printedBy(const TrainingOrder &order, int threads) {
    std::ostringstream out, err;
    app::Console console{out, err};
    app::runCommandLine({"train", "--preset", "deep", "--data", order.source, "--epochs", std::to_string(order.epochs), "--seed", "7", "--threads",
                         std::to_string(threads), "--json"},
                        console);
    return out.str() + err.str();
}

/// Trains in an opened window to the end, disturbed in every way that may not matter, and gives the hash of the parameters.
inline std::string watchedHash(WindowBench &bench, int longest) {
    bench.key(Qt::Key_Space);
    int ticks = 0;
    QObject hand;
    QObject::connect(&bench.session, &app::Session::ticked, &hand, [&] {
        ++ticks;
        const QRect area = bench.glass->rect();
        bench.moveMouse(bench.glass, QPoint(20 + ticks * 7 % (area.width() - 40), 20 + ticks * 3 % (area.height() - 40)));
        if (ticks % 10 == 3)
            bench.window.commands().newDraw->trigger();
        if (ticks % 40 == 20)
            bench.window.setThemeChoice(ticks % 80 == 20 ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        if (ticks % 60 == 30) { // pauses, and goes on
            bench.session.toggleTraining();
            bench.session.toggleTraining();
        }
    });
    const bool isFinished = QTest::qWaitFor([&bench] { return bench.session.status().state == training::State::Finished; }, longest);
    QObject::disconnect(&bench.session, &app::Session::ticked, &hand, nullptr);
    if (!isFinished)
        return "not finished";
    bench.rest();
    return app::parameterHash(*bench.session.snapshotFeed().snapshot());
}

} // namespace hourglass::tests
