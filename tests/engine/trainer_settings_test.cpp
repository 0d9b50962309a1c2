// Settings that change while it trains, divergence and the way back, resume, and what must not change a bit.
#include <QTest>

#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::State;
using training::Status;
using training::Trainer;

namespace {

void setRate(spec::TrainingSpec &spec, double rate) {
    spec.optimiser.values["rate"] = rate;
}

} // namespace

class TrainerSettingsTest : public QObject {
    Q_OBJECT

private slots:
    void settingsActFromTheNextStep() {
        TrainerBench bench;
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment());
        const auto own = bench.stepper();
        const auto compareAfter = [&](int steps) {
            for (int step = 0; step < steps; ++step) {
                trainer.step();
                settled(trainer);
                own->step();
            }
            return sameBits(snapshotOf(trainer)->parameters, own->currentParameters());
        };
        QVERIFY(compareAfter(2));
        std::vector<std::function<void(spec::TrainingSpec &)>> changes{
            [](spec::TrainingSpec &spec) { setRate(spec, 0.02); },
            [](spec::TrainingSpec &spec) { spec.batch = 7; },
            [](spec::TrainingSpec &spec) {
                spec.corruption = {"gaussian", {{"strength", 0.4}}};
            },
            [](spec::TrainingSpec &spec) { spec.corruption.values["strength"] = 0.1; },
            [](spec::TrainingSpec &spec) {
                spec.corruption = {"masking", {{"fraction", 0.4}}};
            },
            [](spec::TrainingSpec &spec) { spec.corruption.values["fraction"] = 0.2; },
            [](spec::TrainingSpec &spec) {
                spec.corruption = {"block", {}};
            },
            [](spec::TrainingSpec &spec) {
                spec.corruption = {"salt_and_pepper", {}};
            },
            [](spec::TrainingSpec &spec) { spec.batch = 90; },
            [](spec::TrainingSpec &spec) {
                spec.optimiser = {"sgd", {}};
            },
            [](spec::TrainingSpec &spec) {
                spec.loss = {crossEntropy, {}};
            },
            [](spec::TrainingSpec &spec) { spec.loss.values["reduction"] = std::string("sum"); },
            [](spec::TrainingSpec &spec) {
                spec.corruption = {"none", {}};
            },
            [](spec::TrainingSpec &spec) {
                spec.optimiser = {"adam", {{"beta1", 0.5}}};
            },
            [](spec::TrainingSpec &spec) { spec.batch = 100'000; },
        };
        core::Floats before = own->currentParameters();
        for (const auto &change : changes) {
            change(bench.spec);
            spec::TrainingSpec wanted = bench.spec;
            wanted.seed = 99; // is not taken
            trainer.configure(wanted);
            QVERIFY(bool(own->configure(bench.spec)));
            QVERIFY2(compareAfter(3), qPrintable(QString("change %1").arg(&change - changes.data())));
            QVERIFY(!sameBits(before, own->currentParameters()));
            before = own->currentParameters();
            QCOMPARE(trainer.status().stepsPerEpoch, own->stepsPerEpoch());
        }
    }

    void settingsActWhileItRuns() {
        TrainerBench bench;
        bench.spec.epochs = 1'000'000;
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment());
        trainer.train();
        for (int i = 0; i < 60; ++i) {
            const Index before = trainer.status().step;
            setRate(bench.spec, i % 2 ? 1e-3 : 1e-4);
            bench.spec.batch = 1 + i * 3;
            bench.spec.corruption = i % 3 ? spec::Component{"none", {}} : spec::Component{"gaussian", {}};
            bench.spec.optimiser.kind = i % 4 ? "adam" : "sgd";
            bench.spec.optimiser.values.erase("beta1");
            bench.spec.loss.kind = i % 5 ? squaredError : crossEntropy;
            trainer.configure(bench.spec);
            trainer.setThreads(1 + i % 3);
            QVERIFY(comesAbout([&] { return trainer.status().step > before + 3; }));
            QVERIFY(trainer.status().state == State::Running);
        }
        bench.spec.epochs = 1;
        trainer.configure(bench.spec);
        const Status status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QCOMPARE(status.epoch, static_cast<double>(status.epochs)); // the epoch under way was the last
        bench.spec.epochs = static_cast<Index>(status.epochs) + 2;
        trainer.configure(bench.spec);
        QVERIFY(settled(trainer).state == State::Paused); // more is asked for than was done
        trainer.train();
        QCOMPARE(settled(trainer).epoch, static_cast<double>(bench.spec.epochs));
    }

    void anotherRateEndsNoTrainingThatGoesOnBeyondItsEpochs() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "tanh"), output("identity")});
        bench.spec.epochs = 40;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.train();
        QVERIFY(settled(trainer).state == State::Finished);
        trainer.train(); // for as many again
        bench.spec.optimiser.values["rate"] = 0.0005;
        trainer.configure(bench.spec);
        const Status status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QVERIFY2(status.epoch >= 79, qPrintable(QString::number(status.epoch)));
    }

    void badSettingsAreToldAndTheOldOnesStay() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "tanh"), output("identity")});
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.step();
        settled(trainer);
        spec::TrainingSpec bad = bench.spec;
        bad.loss.kind = crossEntropy;
        trainer.configure(bad);
        Status status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QVERIFY(!status.error.what.empty());
        QCOMPARE(status.error.layer, 1);
        trainer.step();
        status = settled(trainer);
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(2)));
        trainer.configure(bench.spec);
        QVERIFY(settled(trainer).error.what.empty());
    }

    void aLossThatDoesNotFitFails() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "tanh"), output("identity")});
        bench.spec.loss.kind = crossEntropy;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(5));
        Status status = settled(trainer);
        QVERIFY(status.state == State::Failed);
        QCOMPARE(status.run, std::uint64_t{5});
        QVERIFY(!status.error.what.empty() && !status.error.hint.empty());
        trainer.train();
        trainer.step();
        trainer.requestSnapshot();
        QVERIFY(settled(trainer).state == State::Failed);
        QVERIFY(!trainer.takeSnapshot());
        bench.spec.loss.kind = squaredError;
        trainer.assign(bench.assignment(6));
        trainer.train();
        status = settled(trainer);
        QVERIFY(status.state == State::Finished);
    }

    void aFailedAssignmentLeavesNothingOfTheOneBefore() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "tanh"), output("identity")});
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(1));
        trainer.train();
        settled(trainer);
        bench.spec.loss.kind = crossEntropy;
        trainer.assign(bench.assignment(2));
        QVERIFY(settled(trainer).state == State::Failed);
        std::vector<training::StepRecord> steps;
        std::vector<training::EvaluationRecord> evaluations;
        trainer.drainSteps(steps);
        trainer.drainEvaluations(evaluations);
        QVERIFY(steps.empty() && evaluations.empty());
        QVERIFY(!trainer.takeSnapshot());
    }

    void divergenceIsToldAndLeftBehind_data() {
        QTest::addColumn<QByteArray>("loss");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("optimiser");
        QTest::newRow("squared error, sgd") << QByteArray(squaredError) << QByteArray("identity") << QByteArray("sgd");
        QTest::newRow("squared error, adam") << QByteArray(squaredError) << QByteArray("identity") << QByteArray("adam");
        QTest::newRow("cross-entropy, sgd") << QByteArray(crossEntropy) << QByteArray("sigmoid") << QByteArray("sgd");
    }
    void divergenceIsToldAndLeftBehind() {
        QFETCH(QByteArray, loss);
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, optimiser);
        std::vector<spec::LayerSpec> layers;
        for (int i = 0; i < 9; ++i)
            layers.push_back(dense(12, "relu"));
        layers[0] = dense(12, "identity");
        layers.push_back(tests::output(output.constData()));
        TrainerBench bench({100, 9, 0, 40}, layers);
        bench.spec.loss.kind = loss.toStdString();
        bench.spec.optimiser.kind = optimiser.toStdString();
        bench.spec.epochs = 500;
        setRate(bench.spec, 1e6);
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(3));
        trainer.train();
        Status status = settled(trainer);
        QVERIFY(status.state == State::Diverged);
        QCOMPARE(status.divergedStep, status.step);
        QVERIFY(status.divergedStep > 1);
        QVERIFY(status.divergedLayer >= 0 && status.divergedLayer < 10);
        QCOMPARE(status.error.layer, status.divergedLayer);
        QVERIFY(status.error.sentence().find("step " + std::to_string(status.divergedStep)) != std::string::npos);
        QVERIFY(status.error.sentence().find("layer " + std::to_string(status.divergedLayer + 1)) != std::string::npos);
        const auto snapshot = snapshotOf(trainer);
        QVERIFY(kernels::areFinite(snapshot->parameters.size(), snapshot->parameters.data()));
        QCOMPARE(snapshot->run, std::uint64_t{3});
        std::vector<training::StepRecord> steps;
        trainer.drainSteps(steps);
        for (const training::StepRecord &record : steps)
            QVERIFY(std::isfinite(record.mean));

        // Less is more.
        setRate(bench.spec, 1e-3);
        bench.spec.epochs = static_cast<Index>(status.epoch) + 2;
        trainer.configure(bench.spec);
        trainer.train();
        status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QVERIFY(status.error.what.empty());
        QCOMPARE(status.divergedLayer, -1);
        steps.clear();
        trainer.drainSteps(steps);
        QVERIFY(!steps.empty() && std::isfinite(steps.back().mean));

        // Again, and back to the start.
        setRate(bench.spec, 1e6);
        bench.spec.epochs = 500;
        trainer.configure(bench.spec);
        trainer.train();
        QVERIFY(settled(trainer).state == State::Diverged);
        trainer.reset(5);
        status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QCOMPARE(status.step, Index{0});
        QVERIFY(status.error.what.empty());
        bench.spec.seed = 5;
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(0)));
    }

    void aLastStepThatRuinsTheParametersIsNoSuccess() {
        // One step an epoch: its loss is that before it, and nobody would look at what it left behind.
        TrainerBench bench({32, 9, 0, 40}, {dense(5, "identity"), output("identity")});
        bench.spec.epochs = 1;
        bench.spec.optimiser = {"sgd", {{"rate", 1e6}}};
        auto state = std::make_shared<training::TrainingState>(bench.stepper()->state());
        for (Index i = 0; i < state->parameters.size(); ++i)
            state->parameters[i] *= 3e13f;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(1, state));
        trainer.train();
        QVERIFY(settled(trainer).state == State::Diverged);
        const auto snapshot = snapshotOf(trainer);
        QVERIFY(kernels::areFinite(snapshot->parameters.size(), snapshot->parameters.data()));
    }

    void resumedIsTheSameAsNeverStopped_data() {
        QTest::addColumn<int>("steps");
        QTest::addColumn<QByteArray>("optimiser");
        for (const int steps : {1, 4, 6, 11})
            for (const char *optimiser : {"adam", "sgd"})
                QTest::addRow("%s, after %d", optimiser, steps) << steps << QByteArray(optimiser);
    }
    void resumedIsTheSameAsNeverStopped() {
        QFETCH(int, steps);
        QFETCH(QByteArray, optimiser);
        TrainerBench bench;
        bench.spec.optimiser.kind = optimiser.toStdString();
        bench.spec.corruption = {"gaussian", {}};
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(1));
        for (int step = 0; step < steps; ++step)
            trainer.step();
        settled(trainer);
        trainer.assign(bench.assignment(2));
        settled(trainer);
        const auto retired = trainer.takeRetired();
        QCOMPARE(retired.size(), std::size_t{1});
        bench.spec.seed = 0; // the state has its own
        trainer.assign(bench.assignment(3, retired[0].state));
        Status status = settled(trainer);
        QCOMPARE(status.step, Index{steps});
        QVERIFY(status.secondsTrained > 0);
        trainer.train();
        std::vector<training::EvaluationRecord> records;
        status = settled(trainer, &records);
        QVERIFY(status.state == State::Finished);
        QCOMPARE(status.step, Index{12});
        bench.spec.seed = 5;
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(12)));
        // The mean over the epoch under way knows the samples from before.
        const auto own = bench.stepper();
        std::vector<double> losses;
        for (int step = 0; step < 12; ++step)
            if (const training::StepOutcome outcome = own->step(); outcome.endsEpoch)
                losses.push_back(outcome.epochLoss);
        QVERIFY(!records.empty());
        for (const training::EvaluationRecord &record : records)
            QCOMPARE(record.trainLoss, losses[static_cast<std::size_t>(record.step / 4 - 1)]);
    }

    void aTrainingResumedAtItsEndIsFinished() {
        const TrainerBench bench;
        const auto own = bench.stepper();
        for (int step = 0; step < 12; ++step)
            own->step();
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(1, std::make_shared<training::TrainingState>(own->state())));
        Status status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QCOMPARE(status.epoch, 3.0);
        trainer.train();
        status = settled(trainer);
        QCOMPARE(status.step, Index{24});
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(24)));
    }

    void takesAsManyStepsAsItIsAsked() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.step(6); // of four an epoch
        Status status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QCOMPARE(status.step, Index{6});
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(6)));
        trainer.step(100);
        status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QCOMPARE(status.step, Index{12});
    }

    void keepsTheOrderOfTheSamplesWhereItIsToldTo() {
        const TrainerBench bench;
        training::Assignment assignment = bench.assignment();
        assignment.shuffles = false;
        Trainer trainer({.threads = 1});
        trainer.assign(assignment);
        trainer.step(6);
        settled(trainer);
        const auto own = bench.stepper();
        own->setShuffling(false);
        own->start();
        for (int step = 0; step < 6; ++step)
            own->step();
        const core::Floats inOrder = snapshotOf(trainer)->parameters;
        QVERIFY(sameBits(inOrder, own->currentParameters()));
        QVERIFY(!sameBits(inOrder, bench.parametersAfter(6)));
        trainer.assign(bench.assignment(2)); // the next training shuffles again
        trainer.step(6);
        settled(trainer);
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(6)));
    }

    void watchingAndThreadsChangeNothing() {
        TrainerBench bench({600, 90, 0, 70}, {dense(70, "tanh"), dense(9, "tanh"), output()});
        bench.spec.batch = 100;
        bench.spec.epochs = 30;
        const core::Floats expected = bench.parametersAfter(180);
        Trainer trainer({.threads = 2, .partialEvaluations = true});
        trainer.assign(bench.assignment());
        trainer.train();
        std::vector<training::StepRecord> steps;
        std::vector<training::EvaluationRecord> evaluations;
        int threads = 0;
        Index changed = 0;
        QVERIFY(comesAbout([&] {
            trainer.requestSnapshot();
            trainer.takeSnapshot();
            trainer.drainSteps(steps);
            trainer.drainEvaluations(evaluations);
            if (const Index step = trainer.status().step; step > changed + 3) {
                trainer.setThreads(1 + threads++ % 5);
                changed = step;
            }
            return trainer.status().state == State::Finished;
        }));
        trainer.drainSteps(steps);
        QCOMPARE(steps.size(), std::size_t{180});
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, expected));
    }
};

QTEST_APPLESS_MAIN(TrainerSettingsTest)
#include "trainer_settings_test.moc"
