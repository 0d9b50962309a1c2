// The training thread: its states, its commands, and what it lets out.
#include <QTest>

#include "tests/support/small_layers.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::State;
using training::Status;
using training::Trainer;

namespace {

/// Meets an error in its third step, on the thread that trains.
class Throwing : public SmallLayer {
public:
    using SmallLayer::SmallLayer;
    void forward(layers::ForwardPass &pass) const override {
        if (pass.mode == layers::Mode::Training && pass.step == 2)
            throw std::bad_alloc();
        for (Index s = 0; s < pass.x.columns; ++s)
            std::copy_n(pass.x.column(s), pass.x.rows, pass.y.column(s));
    }
    void backward(layers::BackwardPass &) const override {}
};

/// Takes its time where a part is evaluated.
class Slow : public SmallLayer {
public:
    using SmallLayer::SmallLayer;
    void forward(layers::ForwardPass &pass) const override {
        if (pass.mode == layers::Mode::Evaluation)
            std::this_thread::sleep_for(20ms);
        for (Index s = 0; s < pass.x.columns; ++s)
            std::copy_n(pass.x.column(s), pass.x.rows, pass.y.column(s));
    }
    void backward(layers::BackwardPass &) const override {}
};

} // namespace

class TrainerTest : public QObject {
    Q_OBJECT

private slots:
    void beginsIdleAndNeedsSomethingToTrain() {
        Trainer trainer({.threads = 1});
        trainer.train();
        trainer.step();
        trainer.pause();
        trainer.reset(3);
        trainer.configure(TrainerBench().spec);
        trainer.requestSnapshot();
        const Status status = settled(trainer);
        QVERIFY(status.state == State::Idle);
        QCOMPARE(status.step, Index{0});
        QVERIFY(!trainer.takeSnapshot());
        QVERIFY(trainer.takeRetired().empty());
    }

    void goesThroughItsStates() {
        const TrainerBench bench;
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment(7));
        Status status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QCOMPARE(status.run, std::uint64_t{7});
        QCOMPARE(status.step, Index{0});
        QCOMPARE(status.stepsPerEpoch, Index{4});
        QCOMPARE(status.epochs, Index{3});
        QCOMPARE(status.epoch, 0.0);
        QCOMPARE(status.threads, 2);

        trainer.step();
        status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QCOMPARE(status.step, Index{1});
        QCOMPARE(status.epoch, 0.32);

        trainer.train();
        status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QCOMPARE(status.step, Index{12});
        QCOMPARE(status.epoch, 3.0);
        QCOMPARE(status.secondsLeft, 0.0);
        QVERIFY(status.samplesPerSecond > 0 && status.secondsTrained > 0);
        QVERIFY(status.error.what.empty());
    }

    void anEvaluationGivesWayToAnotherTraining() {
        // At least 10 s, of 500 blocks or more.
        const TrainerBench slow({100, 9, 0, 64'000}, {dense(5, "tanh"), {"slow", {}}, output()}, {layers::registry()[0], smallRow<Slow>("slow")}), quick;
        const auto start = std::chrono::steady_clock::now();
        {
            Trainer trainer({.threads = 2, .partialEvaluations = true});
            trainer.assign(slow.assignment(1)); // evaluated before the first step
            trainer.assign(slow.assignment(2));
            std::this_thread::sleep_for(100ms);
            trainer.assign(slow.assignment(2));
            trainer.train();
            std::this_thread::sleep_for(100ms);
            trainer.assign(quick.assignment(3));
            trainer.train();
            const Status status = settled(trainer);
            QCOMPARE(status.run, std::uint64_t{3});
            QVERIFY(status.state == State::Finished);
            trainer.assign(slow.assignment(4)); // and to the end
            std::this_thread::sleep_for(50ms);
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        QVERIFY2(seconds < 5, qPrintable(QString::number(seconds)));
    }

    void waitReturnsWhenTheCommandIsObeyed() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        settled(trainer);
        for (Index step = 1; step <= 500; ++step) {
            trainer.step();
            QCOMPARE(settled(trainer).step, step);
        }
    }

    void whatItTrainsIsWhatAStepperTrains() {
        TrainerBench bench({100, 9, 30, 40});
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment());
        trainer.train();
        std::vector<training::StepRecord> steps;
        std::vector<training::EvaluationRecord> evaluations;
        comesAbout([&] {
            trainer.drainSteps(steps);
            trainer.drainEvaluations(evaluations);
            return trainer.status().state == State::Finished;
        });
        trainer.drainSteps(steps);
        trainer.drainEvaluations(evaluations);

        const auto own = bench.stepper();
        QCOMPARE(steps.size(), std::size_t{12});
        QCOMPARE(evaluations.size(), std::size_t{3});
        std::size_t epoch = 0;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const training::StepOutcome outcome = own->step();
            QCOMPARE(steps[i].step, static_cast<Index>(i) + 1);
            QCOMPARE(steps[i].steps, Index{1});
            QCOMPARE(steps[i].mean, static_cast<float>(outcome.loss));
            QCOMPARE(steps[i].minimum, steps[i].maximum);
            QCOMPARE(steps[i].epoch, own->epochsDone());
            if (!outcome.endsEpoch)
                continue;
            const training::EvaluationRecord &record = evaluations[epoch++];
            QVERIFY(record.endsEpoch);
            QCOMPARE(record.step, static_cast<Index>(i) + 1);
            QCOMPARE(record.epoch, static_cast<double>(epoch));
            QCOMPARE(record.trainLoss, outcome.epochLoss);
            QCOMPARE(record.validationLoss, own->evaluate(bench.dataset->validation));
            QCOMPARE(record.testLoss, own->evaluate(bench.dataset->test));
            QCOMPARE(record.heldOutLoss, record.validationLoss);
            QVERIFY(record.seconds > 0 && record.samplesPerSecond > 0);
        }
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, own->currentParameters()));
    }

    void withoutAValidationPartTheTestPartIsHeldOut() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1, .partialEvaluations = true});
        trainer.assign(bench.assignment());
        trainer.train();
        comesAbout([&] { return trainer.status().state == State::Finished; });
        std::vector<training::EvaluationRecord> records;
        trainer.drainEvaluations(records);
        QCOMPARE(records.size(), std::size_t{4});
        QVERIFY(!records[0].endsEpoch); // before anything was learned
        QCOMPARE(records[0].step, Index{0});
        QCOMPARE(records[0].heldOutLoss, bench.stepper()->evaluate(bench.dataset->test));
        QVERIFY(std::isnan(records[0].testLoss) && std::isnan(records[0].trainLoss));
        QVERIFY(std::isnan(records[1].validationLoss));
        QCOMPARE(records[1].heldOutLoss, records[1].testLoss);
    }

    void pauseActsWithinOneStep() {
        TrainerBench bench({4000, 200, 0, 10}, {dense(500, "tanh"), output()});
        bench.spec.batch = 1000;
        bench.spec.epochs = 1000;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.train();
        QVERIFY(comesAbout([&] { return trainer.status().step > 2; }));
        const Index before = trainer.status().step;
        trainer.pause();
        const Status status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QVERIFY(status.step <= before + 2); // the one that ran, and one that may have ended between the two calls
        std::this_thread::sleep_for(50ms);
        QCOMPARE(trainer.status().step, status.step);
    }

    void pausesLeaveNoTrace() {
        TrainerBench bench;
        bench.spec.epochs = 100'000;
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment());
        for (int pause = 0; pause < 40; ++pause) {
            trainer.train();
            std::this_thread::sleep_for(200us);
            trainer.pause();
            const Index before = settled(trainer).step;
            trainer.step();
            trainer.step();
            QCOMPARE(settled(trainer).step, before + 2);
        }
        const auto snapshot = snapshotOf(trainer);
        QCOMPARE(snapshot->step, trainer.status().step);
        QVERIFY(sameBits(snapshot->parameters, bench.parametersAfter(snapshot->step)));
    }

    void resetStartsAgainFromASeed() {
        TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(3));
        trainer.train();
        settled(trainer);
        trainer.reset(8);
        Status status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QCOMPARE(status.step, Index{0});
        QCOMPARE(status.run, std::uint64_t{3});
        QCOMPARE(status.secondsTrained, 0.0);
        std::vector<training::StepRecord> steps;
        trainer.drainSteps(steps);
        QVERIFY(steps.empty());
        bench.spec.seed = 8;
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(0)));
        trainer.train();
        settled(trainer);
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(12)));
    }

    void anotherAssignmentRetiresTheOneBefore() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(1));
        trainer.assign(bench.assignment(2)); // what it leaves is kept, though nothing was trained: undo goes back to it
        trainer.step();
        trainer.step();
        settled(trainer);
        trainer.assign(bench.assignment(3));
        const Status status = settled(trainer);
        QCOMPARE(status.run, std::uint64_t{3});
        QCOMPARE(status.step, Index{0});
        const auto retired = trainer.takeRetired();
        QCOMPARE(retired.size(), std::size_t{2});
        QCOMPARE(retired[0].run, std::uint64_t{1});
        QCOMPARE(retired[0].state->step, Index{0});
        QCOMPARE(retired[1].run, std::uint64_t{2});
        QCOMPARE(retired[1].state->step, Index{2});
        QVERIFY(sameBits(retired[1].state->parameters, bench.parametersAfter(2)));
        QVERIFY(retired[1].state->secondsTrained > 0);
        QVERIFY(trainer.takeRetired().empty());
        QCOMPARE(snapshotOf(trainer)->run, std::uint64_t{3});
    }

    /// Whoever undoes at once names the training to return to before that has handed out its state.
    void goesOnFromATrainingThatIsStillEnding() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        const auto from = [&](std::uint64_t run, std::uint64_t other) {
            training::Assignment assignment = bench.assignment(run);
            assignment.fromRun = other;
            return assignment;
        };
        trainer.assign(bench.assignment(1));
        for (int i = 0; i < 5; ++i)
            trainer.step();
        QCOMPARE(settled(trainer).step, Index{5}); // an edit drops steps that are not taken yet
        trainer.assign(bench.assignment(2));       // an edit,
        trainer.assign(bench.assignment(3));       // another,
        trainer.assign(from(4, 2));                // and both undone
        trainer.assign(from(5, 1));
        Status status = settled(trainer);
        QCOMPARE(status.run, std::uint64_t{5});
        QCOMPARE(status.step, Index{5});
        QVERIFY(status.secondsTrained > 0);
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(5)));
        trainer.assign(from(6, 1)); // that has ended long ago, but nobody took its state
        QCOMPARE(settled(trainer).step, Index{5});
        QCOMPARE(trainer.takeRetired().size(), std::size_t{5});
        trainer.assign(from(7, 99)); // that never was
        status = settled(trainer);
        QCOMPARE(status.run, std::uint64_t{7});
        QCOMPARE(status.step, Index{0});
        QVERIFY(status.state == State::Paused);
    }

    void handsOutItsStateInTheOrderOfTheCommands() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        QVERIFY(!stateOf(trainer)); // there is none yet
        trainer.assign(bench.assignment(1));
        trainer.step(3);
        settled(trainer);
        std::vector<Index> steps;
        const auto note = [&steps](const training::Trainer::SharedState &state) { steps.push_back(state->step); };
        trainer.requestState(note);
        trainer.assign(bench.assignment(2));
        trainer.requestState(note);
        settled(trainer);
        QCOMPARE(steps, (std::vector<Index>{3, 0}));
    }

    void theLatestFrameWins() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment(4));
        for (Index step = 1; step <= 5; ++step) {
            trainer.step();
            settled(trainer);
            trainer.requestSnapshot();
            QVERIFY(step < 5 || comesAbout([&] { return trainer.status().step == 5; }));
        }
        // Nobody took the snapshots between: one is left, the last.
        std::shared_ptr<const plan::Snapshot> snapshot;
        QVERIFY(comesAbout([&] {
            if (auto taken = trainer.takeSnapshot())
                snapshot = std::move(taken);
            return snapshot && snapshot->step == 5;
        }));
        QVERIFY(!trainer.takeSnapshot());
        QVERIFY(snapshot->plan == bench.plan);
        QCOMPARE(snapshot->run, std::uint64_t{4});
        QCOMPARE(snapshot->epoch, 1.32);
        QVERIFY(snapshot->published > 0);
        QVERIFY(sameBits(snapshot->parameters, bench.parametersAfter(5)));
    }

    void aFrameThatAnotherTrainingOvertookIsMadeOfThatOne() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        for (const bool isReset : {false, true}) {
            trainer.assign(bench.assignment(1));
            trainer.step();
            trainer.requestSnapshot();
            for (int i = 0; i < 2; ++i) // what is obeyed after the snapshot was asked for and made
                QVERIFY(stateOf(trainer));
            if (isReset)
                trainer.reset(5);
            else
                trainer.assign(bench.assignment(2));
            settled(trainer);
            std::shared_ptr<const plan::Snapshot> snapshot;
            QVERIFY(comesAbout([&] { return static_cast<bool>(snapshot = trainer.takeSnapshot()); }));
            QCOMPARE(snapshot->run, std::uint64_t{isReset ? 1u : 2u}); // a reset is the same training from its start
            QCOMPARE(snapshot->step, Index{0});
        }
    }

    void recordsOfStepsAreCompleteThoughNobodyAsks() {
        TrainerBench bench({64, 3, 0, 5}, {dense(2, "tanh"), output()});
        bench.spec.batch = 1;
        bench.spec.epochs = 200;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.train();
        QVERIFY(comesAbout([&] { return trainer.status().state == State::Finished; }));
        std::vector<training::StepRecord> steps;
        trainer.drainSteps(steps);
        Index sum = 0;
        for (const training::StepRecord &record : steps) {
            sum += record.steps;
            QCOMPARE(record.step, sum);
            QVERIFY(record.minimum <= record.mean && record.mean <= record.maximum);
        }
        QCOMPARE(sum, trainer.status().step);
        QCOMPARE(sum, Index{12'800});
        QVERIFY(steps.size() <= 4096 && steps.size() > 1000);
    }

    void finishedTrainsOn() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.train();
        QCOMPARE(settled(trainer).step, Index{12});
        trainer.train();
        Status status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QCOMPARE(status.epochs, Index{6});
        QCOMPARE(status.step, Index{24});
        trainer.step();
        status = settled(trainer);
        QVERIFY(status.state == State::Paused);
        QCOMPARE(status.step, Index{25});
        QCOMPARE(status.epochs, Index{9});
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, bench.parametersAfter(25)));
    }

    void endsWhereverItIs() {
        { const Trainer trainer({.threads = 3}); }
        TrainerBench bench;
        bench.spec.epochs = 100'000;
        for (int attempt = 0; attempt < 20; ++attempt) {
            Trainer trainer({.threads = 1 + attempt % 3});
            trainer.assign(bench.assignment());
            if (attempt % 4 > 0)
                trainer.train();
            if (attempt % 4 > 1)
                std::this_thread::sleep_for(1ms);
            trainer.requestSnapshot();
        }
    }

    void anErrorWhileTrainingIsToldAndTheThreadLives() {
        const TrainerBench throwing({100, 9, 0, 40}, {dense(5, "tanh"), {"throwing", {}}, output()}, {layers::registry()[0], smallRow<Throwing>("throwing")});
        Trainer trainer({.threads = 1});
        trainer.assign(throwing.assignment(1));
        trainer.train();
        Status status = settled(trainer);
        QVERIFY(status.state == State::Failed);
        QCOMPARE(status.step, Index{2});
        QVERIFY2(status.error.sentence().find("memory") != std::string::npos, status.error.sentence().c_str());
        trainer.train();
        QVERIFY(settled(trainer).state == State::Failed);
        trainer.reset(1);
        QVERIFY(settled(trainer).state == State::Paused);
        const TrainerBench good;
        trainer.assign(good.assignment(2));
        trainer.train();
        status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        QVERIFY(status.error.what.empty());
    }
};

QTEST_APPLESS_MAIN(TrainerTest)
#include "trainer_test.moc"
