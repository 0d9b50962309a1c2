// A code that is the same for all samples is noticed; one that tells them apart is not.
#include <QTest>

#include "engine/training/constancy.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using namespace hourglass::training;

namespace {

/// A trained snapshot whose first layer's biases are so low that ReLU lets nothing through.
std::shared_ptr<const TrainingState> deadState(const TrainerBench &bench) {
    auto state = std::make_shared<TrainingState>(bench.stepper()->state());
    const auto &placed = bench.plan->layers()[0];
    const Index bias = placed.parameters + core::padded(placed.traits().parameters[0].size());
    for (Index unit = 0; unit < placed.traits().output.size(); ++unit)
        state->parameters[bias + unit] = -1000;
    return state;
}

plan::Snapshot snapshotOf(const TrainingState &state) {
    plan::Snapshot snapshot;
    snapshot.plan = state.plan;
    snapshot.parameters = state.parameters;
    snapshot.state = state.state;
    return snapshot;
}

} // namespace

class ConstancyTest : public QObject {
    Q_OBJECT

private slots:
    void isNoticedInAFrame() {
        const TrainerBench bench({100, 9, 0, 40}, {dense(5, "relu"), output()});
        QVERIFY(constantPart(snapshotOf(*deadState(bench)), bench.dataset->train) == Constant::Code);
        QVERIFY(constantPart(snapshotOf(bench.stepper()->state()), bench.dataset->train) == Constant::Nothing);
    }

    void isSaidAtTheEndOfAnEpoch() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "relu"), output()});
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment(1, deadState(bench)));
        trainer.train();
        QVERIFY(settled(trainer).constant == Constant::Code);
        trainer.assign(bench.assignment(2));
        trainer.train();
        QVERIFY(settled(trainer).constant == Constant::Nothing);
    }

    void averagedParametersAreThoseLookedAt() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "relu"), output()});
        bench.spec.average = {"exponential", {}};
        const auto alive = bench.stepper();
        QVERIFY(alive->constantPart() == Constant::Nothing);
        auto state = std::make_shared<TrainingState>(*deadState(bench));
        const auto dead = bench.stepper();
        dead->restore(*state);
        QVERIFY(dead->constantPart() == Constant::Nothing); // the average is alive
        state->averaged = state->parameters;
        dead->restore(*state);
        QVERIFY(dead->constantPart() == Constant::Code);
    }

    void lookingChangesNothing() {
        const TrainerBench bench({100, 9, 0, 40}, {dense(5, "relu"), output()});
        const auto one = bench.stepper(), other = bench.stepper();
        for (int step = 0; step < 6; ++step) {
            QCOMPARE(one->step().loss, other->step().loss);
            QVERIFY(one->constantPart() == Constant::Nothing);
        }
        QVERIFY(one->currentParameters().size() == other->currentParameters().size());
        QVERIFY(
            std::equal(one->currentParameters().data(), one->currentParameters().data() + one->currentParameters().size(), other->currentParameters().data()));
    }

    void onlySamplesThatDifferTell() {
        std::vector<float> same{1, 2, 1, 2}, other{1, 2, 1, 3}, tiny{1e-12f, 3e-12f};
        const core::ConstView alike{same.data(), 2, 2, 2}, apart{other.data(), 2, 2, 2}, small{tiny.data(), 1, 2, 1};
        QVERIFY(constantPart(apart, alike, alike) == Constant::Code);
        QVERIFY(constantPart(apart, apart, alike) == Constant::Output);
        QVERIFY(constantPart(alike, alike, alike) == Constant::Nothing); // nothing to tell apart
        QVERIFY(constantPart(apart, apart, apart) == Constant::Nothing);
        QVERIFY(constantPart(apart, small, small) == Constant::Nothing); // small is not dead
        std::vector<float> nearly{1000, 1000.0001f};
        QVERIFY(constantPart(apart, {nearly.data(), 1, 2, 1}, apart) == Constant::Code);
        QVERIFY(constantPart({same.data(), 4, 1, 4}, {same.data(), 4, 1, 4}, {same.data(), 4, 1, 4}) == Constant::Nothing); // one sample
    }

    void aDecoderMayDieAlone() {
        const TrainerBench bench({100, 9, 0, 40}, {dense(5, "identity"), dense(6, "relu"), output()});
        auto stepper = bench.stepper();
        auto state = std::make_shared<TrainingState>(stepper->state());
        const auto &layers = state->plan->layers();
        const core::Index hidden = layers[1].parameters + core::padded(layers[1].traits().parameters[0].size());
        std::fill_n(state->parameters.data() + hidden, 6, -1000.0f);
        QVERIFY(constantPart(snapshotOf(*state), bench.dataset->train) == Constant::Output);
        stepper->restore(*state);
        QVERIFY(stepper->constantPart() == Constant::Output);
    }

    void constantDataAreNotBlamedOnTheCode() {
        TrainerBench bench({100, 9, 0, 40}, {dense(5, "relu"), output()});
        auto constant = std::make_shared<data::Dataset>(*bench.dataset);
        std::fill(constant->train.floats.begin(), constant->train.floats.end(), 0.5f);
        QVERIFY(constantPart(snapshotOf(*deadState(bench)), constant->train) == Constant::Nothing);
    }
};

QTEST_APPLESS_MAIN(ConstancyTest)
#include "constancy_test.moc"
