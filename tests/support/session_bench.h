// A session without a window, and what it says.
#pragma once

#include <QtTest>

#include "app/background/reconstruction_feed.h"
#include "app/commands/parameter_hash.h"
#include "app/import/embedded.h"
#include "app/session/session.h"
#include "engine/data/fashion_mnist.h"
#include "engine/spec/presets.h"
#include "tests/support/stacks.h"

namespace hourglass::tests {

/// 784-12-2-12-784 on the embedded sample: quick in every build.
inline spec::Spec smallSpec() {
    spec::Spec spec;
    spec.name = "Small";
    spec.data.source = data::fashionMnistSampleKey;
    spec.model.layers = {dense(12, "relu"), dense(2, "identity"), dense(12, "relu"), output()};
    spec.model.code = 1;
    spec.training = settings(crossEntropy, "adam", 128, 1000);
    return spec;
}

/// Saves, and waits for the answer: false where it was a problem.
inline bool save(app::Session &session, const QString &path, int patience = 30'000) {
    int answers = 0, files = 0;
    QObject context;
    QObject::connect(&session, &app::Session::saved, &context, [&] { ++answers, ++files; });
    QObject::connect(&session, &app::Session::problemMet, &context, [&] { ++answers; });
    session.saveTo(path);
    return QTest::qWaitFor([&] { return answers > 0; }, patience) && files > 0;
}

struct SessionBench {
    app::Session session;
    app::ReconstructionFeed view{session.snapshotFeed()}; ///< somebody who looks, so that there are snapshots
    std::vector<core::Error> problems, impossible;
    QStringList marks, losses;
    QString undoText, redoText, note;
    bool canUndo = false, canRedo = false;
    int runs = 0, failedLoads = 0, datasets = 0;
    core::Index steps = 0, evaluations = 0;

    explicit SessionBench(int threads = 2) : session(app::library(), threads) {
        view.setVisible(true);
        const auto hear = [this](auto signal, auto slot) { QObject::connect(&session, signal, &session, slot); };
        hear(&app::Session::problemMet, [this](const core::Error &error) { problems.push_back(error); });
        hear(&app::Session::stackImpossible, [this](const spec::ModelSpec &, const core::Error &error) { impossible.push_back(error); });
        hear(&app::Session::changeMarked, [this](const QString &what) { marks << what; });
        hear(&app::Session::lossChanged, [this](const spec::LossSpec &loss) { losses << QString::fromStdString(loss.kind); });
        hear(&app::Session::runStarted, [this] { ++runs; });
        hear(&app::Session::loadingFailed, [this] { ++failedLoads; });
        hear(&app::Session::datasetChanged, [this] { ++datasets; });
        hear(&app::Session::trainingChanged, [this](const spec::TrainingSpec &, int, const QString &text) { note = text; });
        hear(&app::Session::stepsArrived, [this](const std::vector<training::StepRecord> &records) {
            for (const training::StepRecord &record : records)
                steps += record.steps;
        });
        hear(&app::Session::evaluationArrived, [this] { ++evaluations; });
        hear(&app::Session::undoChanged, [this](bool back, const QString &backText, bool forth, const QString &forthText) {
            canUndo = back;
            undoText = backText;
            canRedo = forth;
            redoText = forthText;
        });
    }

    void open(const spec::Spec &spec = smallSpec(), const QString &preset = {}) {
        session.open(spec, preset);
        const bool isOpen = QTest::qWaitFor([this] { return !problems.empty() || (session.dataset() && !session.isLoading() && isSettled()); }, patience);
        QVERIFY2(isOpen && problems.empty(), problems.empty() ? "nothing came" : problems.front().sentence().c_str());
    }
    /// The trainer has taken up what the session gave it.
    bool isSettled() const { return session.status().run > 0 && session.status().stepsPerEpoch > 0; }

    /// Takes so many steps, no more.
    void step(int count) {
        const core::Index goal = session.status().step + count;
        for (int i = 0; i < count; ++i)
            session.step();
        QVERIFY(QTest::qWaitFor([&] { return session.status().step == goal && session.status().state != training::State::Running; }, patience));
    }
    void waitForSteps(core::Index more) {
        const core::Index goal = session.status().step + more;
        QVERIFY(QTest::qWaitFor([&] { return session.status().step >= goal; }, patience));
    }
    void pause() {
        session.toggleTraining();
        bool hasHeard = false; // from the trainer itself
        QObject context;
        QObject::connect(&session, &app::Session::ticked, &context, [&] { hasHeard = session.status().state == training::State::Paused; });
        QVERIFY(QTest::qWaitFor([&] { return hasHeard; }, patience));
    }
    /// The parameters as they are while the training rests.
    std::string hash() {
        const auto isHere = [this] {
            const auto &snapshot = session.snapshotFeed().snapshot();
            return snapshot && snapshot->run == session.status().run && snapshot->step == session.status().step;
        };
        if (!QTest::qWaitFor(isHere, patience))
            qFatal("no snapshot came");
        return app::parameterHash(*session.snapshotFeed().snapshot());
    }

    void setUnits(std::size_t layer, spec::Value units, const QString &what = "Units") {
        spec::ModelSpec model = session.spec().model;
        model.layers[layer].values["units"] = units;
        session.editModel(model, what);
    }
    /// Another stack, at once: two settings differ, so that it is no drag.
    void widen(core::Index units, const QString &what) {
        spec::ModelSpec model = session.spec().model;
        const char *other = std::get<std::string>(model.layers[0].values.at("activation")) == "relu" ? "tanh" : "relu";
        model.layers[0] = dense(units, other);
        model.layers[2] = dense(units, other);
        session.editModel(model, what);
    }
    template <class Change>
    void editTraining(Change change, const QString &what) {
        spec::TrainingSpec training = session.spec().training;
        change(training);
        session.editTraining(training, what);
    }
    void setRate(double rate, const QString &what = "Rate") {
        editTraining([rate](spec::TrainingSpec &training) { training.optimiser.values["rate"] = rate; }, what);
    }
    double rate() const { return std::get<double>(session.spec().training.optimiser.values.at("rate")); }

    static constexpr int patience = 30'000; ///< the sanitizers take their time
};

} // namespace hourglass::tests
