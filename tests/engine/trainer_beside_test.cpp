// Two trainings in lock step: the same batches in the same order for both, each the bits that it would have alone, and never one ahead of the other.
#include <QTest>

#include <cstring>
#include <random>
#include <set>

#include "engine/training/beside.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::State;
using training::Trainer;

namespace {

bool isSame(const core::Floats &a, const core::Floats &b) {
    return a.size() == b.size() &&
           std::equal(a.data(), a.data() + a.size(), b.data(), [](float x, float y) { return std::memcmp(&x, &y, sizeof(float)) == 0; });
}

/// The leader, and a stack that is to train beside it.
struct PairBench {
    TrainerBench leader, rival;

    explicit PairBench(std::vector<spec::LayerSpec> rivals = {dense(5, "tanh"), output()}, DataSizes sizes = {100, 9, 0, 40})
        : leader(sizes), rival(sizes, std::move(rivals)) {
        leader.spec.corruption = rival.spec.corruption = {"gaussian", {{"deviation", 0.2}}};
    }

    training::BesideSettings beside() const {
        const auto made = training::besideOf(rival.spec, *rival.plan, leader.spec, *leader.plan, *leader.dataset);
        return made ? *made : training::BesideSettings{};
    }
    training::Assignment besideAssignment(std::uint64_t run = 2) const {
        const training::BesideSettings settings = beside();
        training::Assignment assignment{.run = run, .plan = rival.plan, .dataset = leader.dataset, .spec = settings.training};
        assignment.weightsSeed = settings.weightsSeed;
        assignment.cutAs = leader.plan;
        return assignment;
    }
    void assignTo(Trainer &trainer) const {
        trainer.assign(leader.assignment());
        trainer.assignBeside(besideAssignment());
    }
    /// The rival by hand, alone.
    std::unique_ptr<training::Stepper> rivalAlone() const {
        auto made = std::make_unique<training::Stepper>(rival.plan, leader.dataset);
        made->setWeightsSeed(beside().weightsSeed);
        made->cutAs(leader.plan);
        [[maybe_unused]] const auto taken = made->configure(beside().training);
        assert(taken);
        made->start();
        return made;
    }
};

struct States {
    Trainer::SharedState first, second;
};

States statesOf(Trainer &trainer) {
    const auto both = std::make_shared<std::promise<States>>();
    auto arrived = both->get_future();
    trainer.requestStates([both](Trainer::SharedState a, Trainer::SharedState b) { both->set_value({std::move(a), std::move(b)}); });
    return arrived.get();
}

/// Losses of single steps, of both.
std::pair<std::vector<training::StepRecord>, std::vector<training::StepRecord>> recordsOf(Trainer &trainer) {
    std::vector<training::StepRecord> first, second;
    std::vector<training::EvaluationRecord> evaluations;
    std::vector<training::KeyFrame> frames;
    trainer.drainSteps(first);
    trainer.drainBeside(second, evaluations, frames);
    return {first, second};
}

/// The samples of each step, and what the first layer made of them.
struct Seen : training::LayerProbe {
    std::vector<std::vector<float>> targets, first;

    void look(const training::ProbedStep &step) override {
        targets.push_back(numbersOf(step.target));
        first.push_back(numbersOf(step.layers.front().output));
    }
    static std::vector<float> numbersOf(core::ConstView view) {
        std::vector<float> numbers;
        for (Index column = 0; column < view.columns; ++column)
            numbers.insert(numbers.end(), view.column(column), view.column(column) + view.rows);
        return numbers;
    }
};

} // namespace

class TrainerBesideTest : public QObject {
    Q_OBJECT

private slots:
    void aCopyHasTheSameBitsAtEachStep_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("three threads") << 3;
    }
    void aCopyHasTheSameBitsAtEachStep() {
        QFETCH(int, threads);
        const PairBench pair;
        Trainer trainer({.threads = threads, .partialEvaluations = true});
        pair.assignTo(trainer);
        const auto alone = pair.leader.stepper();
        for (int step = 1; step <= 12; ++step) {
            trainer.step();
            settled(trainer);
            const double loss = alone->step().loss;
            const auto [first, second] = recordsOf(trainer);
            QCOMPARE(first.size(), std::size_t(1));
            QCOMPARE(second.size(), std::size_t(1));
            QCOMPARE(second[0].step, static_cast<Index>(step));
            QCOMPARE(first[0].mean, static_cast<float>(loss)); // as without one beside
            QCOMPARE(std::memcmp(&first[0].mean, &second[0].mean, sizeof(float)), 0);
            const States states = statesOf(trainer);
            QVERIFY(states.first && states.second);
            QVERIFY(isSame(states.first->parameters, states.second->parameters));
            QVERIFY(isSame(states.first->moments, states.second->moments));
            QVERIFY(isSame(states.first->parameters, alone->currentParameters()));
        }
    }

    /// Batch norm would have cut the batches otherwise.
    void anotherStackSeesTheSameBatches() {
        const std::vector<spec::LayerSpec> others{dense(5, "tanh"), {"batch_norm", {}}, dense(3, "relu"), output()};
        const PairBench pair(others, {100, 9, 0, 40}); // 32, 32, 32, 4: its own cut would be 32, 32, 36
        Seen leads, follows, own;
        const auto leader = pair.leader.stepper(), rival = pair.rivalAlone(), uncut = pair.rival.stepper();
        leader->setProbe(&leads);
        rival->setProbe(&follows);
        uncut->setProbe(&own);
        for (int step = 0; step < 9; ++step) {
            leader->step();
            rival->step();
            uncut->step();
        }
        QVERIFY(pair.beside().isCutOtherwise);
        QCOMPARE(follows.targets, leads.targets);
        QVERIFY(own.targets != leads.targets);
        QCOMPARE(std::set<std::size_t>({leads.targets[0].size() / 9, leads.targets[3].size() / 9}), std::set<std::size_t>({32, 4}));
        QCOMPARE(follows.first[0], leads.first[0]); // weights of the same seed, and the same noise laid over the samples
        Trainer trainer({.threads = 2});
        pair.assignTo(trainer);
        trainer.step(9);
        settled(trainer);
        const States states = statesOf(trainer);
        QVERIFY(isSame(states.first->parameters, leader->currentParameters()));
        QVERIFY(isSame(states.second->parameters, rival->currentParameters()));
        QCOMPARE(states.second->step, Index(9));
    }

    void otherFirstWeightsOfAnotherSeed() {
        PairBench pair;
        pair.rival.spec.seed = 77;
        core::Floats parameters(pair.rival.plan->parameterFloats()), state(pair.rival.plan->stateFloats());
        plan::initialise(*pair.rival.plan, 77, parameters.data(), state.data());
        Trainer trainer({.threads = 1});
        pair.assignTo(trainer);
        settled(trainer);
        const States before = statesOf(trainer);
        QVERIFY(isSame(before.second->parameters, parameters));
        QVERIFY(!isSame(before.first->parameters, before.second->parameters));
        QCOMPARE(before.second->spec.seed, pair.leader.spec.seed); // of the batches
        trainer.step(7);
        settled(trainer);
        const auto alone = pair.rivalAlone();
        for (int step = 0; step < 7; ++step)
            alone->step();
        QVERIFY(isSame(statesOf(trainer).second->parameters, alone->currentParameters()));
    }

    /// Whenever it is asked, be it in full run, held back, or paused.
    void theyAreEven() {
        PairBench pair({dense(40, "tanh"), dense(20, "tanh"), output()});
        pair.leader.spec.epochs = 100'000;
        Trainer trainer({.threads = 2});
        pair.assignTo(trainer);
        std::mt19937 lots(5);
        for (int turn = 0; turn < 40; ++turn) {
            trainer.setPace(turn % 3 == 0 ? 500 : 0);
            trainer.train();
            std::this_thread::sleep_for(std::chrono::microseconds(lots() % 3000));
            const States running = statesOf(trainer);
            QCOMPARE(running.first->step, running.second->step);
            trainer.pause();
            const training::Status first = settled(trainer), second = trainer.besideStatus();
            QCOMPARE(first.state, State::Paused);
            QCOMPARE(second.state, State::Paused);
            QCOMPARE(second.step, first.step);
            QCOMPARE(second.epoch, first.epoch);
            if (turn % 10 == 5) {
                trainer.reset(pair.leader.spec.seed);
                settled(trainer);
                QCOMPARE(trainer.besideStatus().step, Index(0));
            }
        }
        QVERIFY(trainer.status().step > 0);
    }

    void itEndsAndGoesOnWithTheFirst() {
        PairBench pair;
        pair.rival.spec.epochs = 1; // taken from the first
        pair.rival.spec.stop = {{"steps", {{"count", Index(2)}}}};
        Trainer trainer({.threads = 2});
        pair.assignTo(trainer);
        trainer.train();
        const training::Status end = settled(trainer);
        QCOMPARE(end.state, State::Finished);
        QCOMPARE(end.step, Index(12)); // 3 epochs
        QCOMPARE(trainer.besideStatus().state, State::Finished);
        QCOMPARE(trainer.besideStatus().step, Index(12));
        trainer.train();
        settled(trainer);
        QCOMPARE(trainer.status().step, Index(24));
        QCOMPARE(trainer.besideStatus().step, Index(24));
    }

    void theFirstGoesOnWhereTheOtherDiverges() {
        PairBench pair;
        pair.rival.spec.optimiser = {"sgd", {{"rate", 1e30}}};
        pair.rival.spec.loss = {squaredError, {}};
        pair.rival.plan = *plan::compile({{dense(5, "linear"), output("linear")}, 0, false}, pair.leader.dataset->shape);
        Trainer trainer({.threads = 2});
        pair.assignTo(trainer);
        trainer.step(12);
        settled(trainer);
        const training::Status beside = trainer.besideStatus();
        QCOMPARE(beside.state, State::Diverged);
        QVERIFY2(!beside.error.what.empty(), beside.error.what.c_str());
        QVERIFY(beside.step < 12);
        QCOMPARE(trainer.status().step, Index(12));
        QVERIFY(isSame(statesOf(trainer).first->parameters, pair.leader.parametersAfter(12)));
        trainer.train(); // and it stays where it is
        settled(trainer);
        QCOMPARE(trainer.besideStatus().step, beside.step);
    }

    void bothGoOnFromWhereTheyWereLeft() {
        const PairBench pair;
        Trainer trainer({.threads = 2});
        pair.assignTo(trainer);
        trainer.step(5);
        settled(trainer);
        trainer.assign(pair.leader.assignment(3)); // alone, from the start
        trainer.step(2);
        settled(trainer);
        training::Assignment again = pair.leader.assignment(4), beside = pair.besideAssignment(5);
        again.fromRun = 1;
        beside.fromRun = 2;
        trainer.assign(again);
        trainer.assignBeside(beside);
        trainer.step(3);
        settled(trainer);
        const States states = statesOf(trainer);
        QCOMPARE(states.first->step, Index(8));
        QVERIFY(isSame(states.first->parameters, pair.leader.parametersAfter(8)));
        QVERIFY(isSame(states.second->parameters, states.first->parameters));
        std::set<std::uint64_t> retired;
        for (const Trainer::Retired &each : trainer.takeRetired())
            retired.insert(each.run);
        QCOMPARE(retired, std::set<std::uint64_t>({1, 2, 3}));
        trainer.endBeside();
        trainer.step();
        settled(trainer);
        QCOMPARE(trainer.besideStatus().state, State::Idle);
        QCOMPARE(trainer.status().step, Index(9));
        const auto left = trainer.takeRetired();
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left[0].run, std::uint64_t(5));
        QCOMPARE(left[0].state->step, Index(8));
    }

    /// It would train beside the first a step behind.
    void aStateOfAnotherStepIsRefused() {
        const PairBench pair;
        Trainer trainer({.threads = 1});
        trainer.assign(pair.leader.assignment());
        trainer.step(3);
        settled(trainer);
        trainer.assignBeside(pair.besideAssignment());
        trainer.step(2);
        settled(trainer);
        QCOMPARE(trainer.besideStatus().state, State::Failed);
        QCOMPARE(trainer.status().step, Index(5));
    }

    void settingsOfTheLeaderAreTaken() {
        PairBench pair;
        pair.rival.spec.batch = 64;
        pair.rival.spec.epochs = 7;
        pair.rival.spec.seed = 9;
        pair.rival.spec.gradient.accumulate = 2;
        pair.rival.spec.optimiser = {"sgd", {{"rate", 0.5}}};
        const training::BesideSettings made = pair.beside();
        QCOMPARE(made.training.batch, Index(32));
        QCOMPARE(made.training.epochs, Index(3));
        QCOMPARE(made.training.gradient.accumulate, Index(1));
        QCOMPARE(made.training.seed, pair.leader.spec.seed);
        QCOMPARE(made.weightsSeed, std::uint64_t(9));
        QVERIFY(made.training.optimiser == pair.rival.spec.optimiser);
        QCOMPARE(made.taken, std::vector<std::string>({"the batch size (32)", "the batches of a step (1)", "the epochs (3)"}));
        pair.rival.spec = pair.leader.spec;
        QVERIFY(pair.beside().taken.empty());
        QVERIFY(pair.beside().training == pair.leader.spec);
    }

    void whatCannotTakeTheSameBatchesIsRefused() {
        PairBench pair({{"batch_norm", {}}, dense(3, "tanh"), output()}, {99, 9, 0, 40}); // 32, 32, 32, 3
        const auto refused = [&pair] {
            return training::besideOf(pair.rival.spec, *pair.rival.plan, pair.leader.spec, *pair.leader.plan, *pair.leader.dataset);
        };
        QVERIFY(!refused());
        QVERIFY2(refused().error().what.find("needs batches of at least 4 samples, and one of them has 3") != std::string::npos,
                 refused().error().what.c_str());
        pair.leader.spec.batch = 33;
        QVERIFY(refused());
        pair.rival.spec.optimiser = {"lbfgs", {}};
        QVERIFY(!refused());
        pair.leader.spec.optimiser = {"lbfgs", {}};
        QVERIFY(refused());
        pair.rival.spec.schedule = {"plateau", {}}; // there is no validation part
        QVERIFY(!refused());
    }
};

QTEST_APPLESS_MAIN(TrainerBesideTest)
#include "trainer_beside_test.moc"
