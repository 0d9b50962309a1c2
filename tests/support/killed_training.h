// Trainings that are killed at a moment drawn by lot while they save into a project, and what is left of it then.
#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <cmath>
#include <csignal>
#include <random>

#include "engine/project/database.h"
#include "engine/project/run_record.h"
#include "tests/support/command_run.h"

namespace hourglass::tests {

struct KilledTraining {
    std::string problem;    ///< empty: all is well
    double secondsLost = 0; ///< between the last state in the file and the end of the program
    bool wasSaved = false;  ///< a state was there
    core::Index step = 0;
};

/// Starts the training, or lets it go on where `path` is there, and kills it after so many milliseconds.
inline KilledTraining killTraining(const QString &program, const QStringList &words, const std::string &path, int milliseconds) {
    KilledTraining result;
    QProcess process;
    process.setProgram(program);
    process.setArguments(words);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start();
    if (!process.waitForStarted(30'000)) {
        result.problem = "did not start";
        return result;
    }
    QThread::msleep(static_cast<unsigned long>(milliseconds));
    const bool wasRunning = process.state() == QProcess::Running;
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    const project::Moment end = project::now();
    process.waitForFinished(30'000);
    if (!wasRunning && process.exitStatus() == QProcess::NormalExit) {
        result.problem = "ended by itself: " + process.readAllStandardError().toStdString();
        return result;
    }
    if (!QFile::exists(QString::fromStdString(path)))
        return result; // it had not begun
    const Run runs = run({"runs", path, "--json"});
    if (runs.status != 0 || !runs.err.empty()) {
        result.problem = "does not open: " + runs.err;
        return result;
    }
    auto database = project::Database::open(path, project::Database::Access::Read);
    auto check = database ? database->prepare("PRAGMA integrity_check") : core::Result<project::Statement>(database.error());
    if (!check || !*check->next() || check->text(0) != "ok") {
        result.problem = "the integrity check fails";
        return result;
    }
    for (const nlohmann::json &line : objects(runs.out))
        if (line["present"].get<bool>() && line.contains("saved_ms")) {
            result.wasSaved = true;
            result.step = line["step"].get<core::Index>();
            result.secondsLost = static_cast<double>(end - line["saved_ms"].get<project::Moment>()) / 1000;
        }
    return result;
}

} // namespace hourglass::tests
