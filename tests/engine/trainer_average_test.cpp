// The moving average of the parameters: against a slow loop, and that it alone is shown, evaluated and kept.
#include <QTest>

#include <cmath>

#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::State;
using training::Trainer;

namespace {

constexpr double decay = 0.9;

struct AverageBench : TrainerBench {
    AverageBench() : TrainerBench({100, 9, 30, 40}) { spec.average = {"exponential", {{"decay", decay}}}; }
    TrainerBench plain() const {
        TrainerBench bench = *this;
        bench.spec.average = {"none", {}};
        return bench;
    }
};

/// The average after so many steps, from the parameters of a training without one.
std::vector<double> slowAverage(const TrainerBench &plain, Index first, Index steps) {
    const auto stepper = plain.stepper();
    for (Index step = 0; step < first; ++step)
        stepper->step();
    std::vector<double> average;
    for (const float number : stepper->currentParameters().span())
        average.push_back(static_cast<double>(number));
    for (Index step = 0; step < steps; ++step) {
        stepper->step();
        const double kept = std::min(decay, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
        for (std::size_t i = 0; i < average.size(); ++i)
            average[i] = kept * average[i] + (1 - kept) * static_cast<double>(stepper->currentParameters()[static_cast<Index>(i)]);
    }
    return average;
}

bool isNear(const core::Floats &is, const std::vector<double> &shouldBe) {
    double worst = is.size() == static_cast<Index>(shouldBe.size()) ? 0 : INFINITY;
    for (std::size_t i = 0; i < shouldBe.size() && std::isfinite(worst); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(is[static_cast<Index>(i)]) - shouldBe[i]));
    return worst < 1e-6;
}

} // namespace

class TrainerAverageTest : public QObject {
    Q_OBJECT

private slots:
    void isThatOfASlowLoop() {
        const AverageBench bench;
        for (const Index steps : {0, 1, 2, 5, 100}) {
            const auto stepper = bench.stepper();
            for (Index step = 0; step < steps; ++step)
                stepper->step();
            QVERIFY(isNear(stepper->shownParameters(), slowAverage(bench.plain(), 0, steps)));
            QVERIFY(sameBits(stepper->currentParameters(), bench.plain().parametersAfter(steps)));
            QCOMPARE(sameBits(stepper->currentParameters(), stepper->shownParameters()), steps == 0);
        }
    }

    void offItTakesNoMemory() {
        const auto stepper = AverageBench().plain().stepper();
        stepper->step();
        QCOMPARE(&stepper->shownParameters(), &stepper->currentParameters());
        QVERIFY(stepper->state().averaged.isEmpty());
    }

    void itIsWhatIsEvaluated() {
        const AverageBench bench;
        const auto stepper = bench.stepper();
        for (int step = 0; step < 20; ++step)
            stepper->step();
        const core::Floats before = stepper->currentParameters();
        const double loss = stepper->evaluate(bench.dataset->validation);
        QVERIFY(sameBits(stepper->currentParameters(), before)); // evaluation leaves no trace
        const auto other = bench.plain().stepper();
        QVERIFY(other->evaluate(bench.dataset->validation) != loss);
        other->replaceParameters(stepper->shownParameters(), stepper->currentState());
        QCOMPARE(other->evaluate(bench.dataset->validation), loss);
        stepper->step();
        QVERIFY(sameBits(stepper->currentParameters(), bench.plain().parametersAfter(21)));
    }

    void itIsWhatIsShownAndTheBest() {
        AverageBench bench;
        Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment());
        trainer.train();
        QVERIFY(settled(trainer).state == State::Finished);
        const core::Floats shown = snapshotOf(trainer)->parameters;
        QVERIFY(isNear(shown, slowAverage(bench.plain(), 0, 12)));
        bench.spec.stop = {{"no_improvement", {{"patience", Index{1}}}}};
        bench.spec.optimiser.values["rate"] = 1.0; // soon makes it worse
        bench.spec.epochs = 300;
        trainer.assign(bench.assignment(2));
        trainer.train();
        const training::Status status = settled(trainer);
        const std::size_t at = status.endWords.find("epoch ");
        QVERIFY2(at != std::string::npos, status.endWords.c_str());
        const int best = std::stoi(status.endWords.substr(at + 6));
        const auto stepper = bench.stepper();
        for (int step = 0; step < 4 * best; ++step)
            stepper->step();
        QVERIFY(sameBits(snapshotOf(trainer)->parameters, stepper->shownParameters()));
    }

    void resumedItIsTheSameAsNeverStopped() {
        const AverageBench bench;
        const auto whole = bench.stepper(), before = bench.stepper();
        for (int step = 0; step < 11; ++step)
            whole->step();
        for (int step = 0; step < 5; ++step)
            before->step();
        training::Stepper after(bench.plan, bench.dataset);
        QVERIFY(bool(after.configure(bench.spec)));
        after.restore(before->state());
        for (int step = 0; step < 6; ++step)
            after.step();
        QVERIFY(sameBits(after.shownParameters(), whole->shownParameters()));
        QVERIFY(sameBits(after.currentParameters(), whole->currentParameters()));
    }

    void itBeginsWhereItIsAskedForAndEndsThere() {
        AverageBench bench;
        const auto stepper = bench.plain().stepper();
        for (int step = 0; step < 5; ++step)
            stepper->step();
        QVERIFY(bool(stepper->configure(bench.spec)));
        for (int step = 0; step < 7; ++step)
            stepper->step();
        QVERIFY(isNear(stepper->shownParameters(), slowAverage(bench.plain(), 5, 7)));
        bench.spec.optimiser.values["rate"] = 0.002; // another setting: it goes on
        const core::Floats before = stepper->shownParameters();
        QVERIFY(bool(stepper->configure(bench.spec)));
        QVERIFY(sameBits(stepper->shownParameters(), before));
        bench.spec.average = {"none", {}};
        QVERIFY(bool(stepper->configure(bench.spec)));
        QCOMPARE(&stepper->shownParameters(), &stepper->currentParameters());
    }

    void anyNumberOfThreadsGivesTheSameBits() {
        TrainerBench bench({600, 90, 0, 70}, {dense(70, "tanh"), dense(9, "tanh"), output()});
        bench.spec.average = {"exponential", {}};
        std::vector<core::Floats> reached;
        for (const int threads : {1, 2, 5}) {
            core::ThreadPool pool(threads);
            const auto stepper = bench.stepper();
            stepper->setThreadPool(&pool);
            for (int step = 0; step < 30; ++step)
                stepper->step();
            reached.push_back(stepper->shownParameters());
        }
        QVERIFY(sameBits(reached[0], reached[1]) && sameBits(reached[0], reached[2]));
    }
};

QTEST_APPLESS_MAIN(TrainerAverageTest)
#include "trainer_average_test.moc"
