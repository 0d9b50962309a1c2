// Something to save, and files that a disk or a cable spoilt: seeded cuts and flipped bits.
#pragma once

#include <QByteArray>
#include <QFile>

#include <random>

#include "engine/project/project_file.h"
#include "tests/support/loss_data.h"
#include "tests/support/trainer_bench.h"

namespace hourglass::tests {

inline TrainerBench projectBench() {
    return TrainerBench({100, 9, 20, 40}, {dense(5, "relu"), {"batch_norm", {}}, output()});
}

/// Run 1 after so many steps.
inline project::Saving someSaving(const TrainerBench &bench, core::Index steps) {
    const auto stepper = bench.stepper();
    for (core::Index step = 0; step < steps; ++step)
        stepper->step();
    auto log = std::make_shared<runs::RunLog>("mean squared error", "test");
    log->setDataName("Smooth");
    log->append(lossSteps(1, 900));
    training::EvaluationRecord evaluation = heldOut(235);
    evaluation.terms = {{"data", 0.2, "reconstruction"}, {"l1", 0.05, "L1"}};
    log->append(evaluation);
    log->mark({.step = 100, .epoch = 0.4, .text = "Rate 0.01"});
    project::Saving saving;
    saving.run = {.id = 1,
                  .name = "Small",
                  .colour = "#3b7dd8",
                  .preset = "",
                  .seed = 5,
                  .created = 1'700'000'000'123,
                  .spec = {},
                  .shuffles = true,
                  .data = project::referenceTo(*bench.dataset, "smooth")};
    saving.run.spec.model = {{dense(5, "relu"), {"batch_norm", {}}, output()}, 0, false};
    saving.run.spec.training = bench.spec;
    saving.run.spec.data.source = "smooth";
    saving.log = project::LogFollower().changesOf(log);
    saving.state = std::make_shared<training::TrainingState>(stepper->state());
    saving.moment = {.step = steps, .epoch = stepper->epochsDone(), .taken = 1'700'000'001'456 + steps};
    saving.window = "the window's own";
    return saving;
}

inline bool hasSameBits(const training::TrainingState &a, const training::TrainingState &b) {
    const auto isSame = [](const core::Floats &one, const core::Floats &other) {
        return one.size() == other.size() && std::equal(one.data(), one.data() + one.size(), other.data());
    };
    return isSame(a.parameters, b.parameters) && isSame(a.state, b.state) && isSame(a.moments, b.moments) && isSame(a.averaged, b.averaged) &&
           a.step == b.step && a.updates == b.updates && a.epoch == b.epoch && a.position == b.position && a.epochLoss == b.epochLoss &&
           a.epochTerms == b.epochTerms && a.spec == b.spec;
}

inline QByteArray bytesOf(const std::string &path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of three, one is cut off and two have flipped bits, one to some dozen of them.
inline QByteArray damaged(QByteArray bytes, unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t end) { return static_cast<qsizetype>(random() % end); };
    if (seed % 3 == 0) {
        bytes.truncate(below(static_cast<std::size_t>(bytes.size())));
        return bytes;
    }
    const qsizetype flips = seed % 3 == 1 ? 1 : 1 + below(40);
    for (qsizetype flip = 0; flip < flips; ++flip) {
        const qsizetype place = seed % 5 == 0 ? below(2000) : below(static_cast<std::size_t>(bytes.size()));
        const int bit = static_cast<int>(random() % 8);
        bytes[place] = static_cast<char>(bytes[place] ^ (1 << bit));
    }
    return bytes;
}

struct DamageTally {
    int opened = 0, refused = 0;
};

/// Opens a damaged file in every way. False where a state or run was read that is not the one that was saved, with nothing said.
inline bool isToldOf(const QByteArray &bytes, const std::string &path, const TrainerBench &bench, DamageTally &tally) {
    {
        QFile file(QString::fromStdString(path));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return false;
    }
    const project::Saving saved = someSaving(bench, 5);
    auto look = project::ProjectFile::openToRead(path);
    if (!look) {
        ++tally.refused;
        return !look.error().what.empty() && look.error().where == path;
    }
    ++tally.opened;
    const auto runs = look->runs();
    for (const project::StoredRun &run : runs) {
        if (!(run.record.spec == saved.run.spec) || run.record.seed != saved.run.seed || run.record.name != saved.run.name)
            return false;
        if (const auto state = look->state(run, project::StateKind::Running, bench.plan, bench.dataset->train.samples);
            state && !hasSameBits(**state, *saved.state))
            return false;
        static_cast<void>(look->log(run.record.id));
    }
    static_cast<void>(look->notes());
    if (runs.empty() && look->missing().empty() && !bytes.isEmpty())
        return false;
    // Written on, or not with a sentence: what it then has is whole.
    auto file = project::ProjectFile::open(path);
    if (!file)
        return !file.error().what.empty();
    if (!file->obstacle() && !file->save(saved))
        return !file->runs().empty();
    return true;
}

} // namespace hourglass::tests
