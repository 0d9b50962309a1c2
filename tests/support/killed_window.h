// A window that trains, is edited and is saved by itself until it is killed: what a test of that starts itself as.
#pragma once

#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QTimer>

#include "app/wiring/program.h"
#include "engine/spec/presets.h"

namespace hourglass::tests {

constexpr const char *windowWord = "--window";

/// `arguments`: the word, the project, which is made where there is none, and a folder for all else.
inline int runWindowToBeKilled(int &argc, char **argv) {
    QApplication application(argc, argv);
    const QString path = QString::fromLocal8Bit(argv[2]), folder = QString::fromLocal8Bit(argv[3]);
    QSettings settings(folder + QStringLiteral("/settings.ini"), QSettings::IniFormat);
    app::Program program(settings, 1, app::panelRows(), folder + QStringLiteral("/works"));
    app::Session &session = program.session();
    program.window().show();
    const bool isThere = QFile::exists(path);
    const spec::Preset preset = *spec::findPreset("tabular");
    program.open(preset.spec, QStringLiteral("tabular"), isThere ? path : QString());
    QTimer hand;
    int turns = 0;
    QObject::connect(&hand, &QTimer::timeout, &hand, [&] {
        if (!session.plan())
            return;
        ++turns;
        if (!isThere && turns == 1)
            program.keeper()->saveAs(path);
        if (session.status().state != training::State::Running)
            session.toggleTraining();
        spec::TrainingSpec training = session.spec().training;
        training.optimiser.values["rate"] = 0.0005 + 0.0001 * (turns % 7);
        training.epochs = 1'000'000;
        session.editTraining(training, QStringLiteral("Rate"));
        session.finishEdit();
        if (turns % 9 == 8) // a run of its own
            session.reset();
        session.runList().rename(session.runList().present(), "turn " + std::to_string(turns));
    });
    hand.start(120);
    return QApplication::exec();
}

} // namespace hourglass::tests
