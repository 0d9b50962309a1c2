// The moments of a run that are kept: log-even, bounded, the first, last, best and those before edits always there; and what the trainer hands out.
#include <QTest>

#include <random>
#include <set>

#include "engine/runs/key_frames.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using core::Index;
using runs::KeyFrames;
using training::KeyFrame;

namespace {

std::shared_ptr<plan::Snapshot> snapshotAt(Index step, Index floats = 100, std::uint64_t run = 1) {
    auto snapshot = std::make_shared<plan::Snapshot>();
    snapshot->step = step;
    snapshot->run = run;
    snapshot->epoch = static_cast<double>(step) / 100;
    snapshot->parameters = core::Floats(floats);
    return snapshot;
}

runs::State stateAt(Index step, Index floats = 300) {
    auto state = std::make_shared<training::TrainingState>();
    state->step = step;
    state->parameters = core::Floats(floats);
    return state;
}

bool has(const KeyFrames &kept, Index step) {
    return std::any_of(kept.frames().begin(), kept.frames().end(), [step](const KeyFrames::Frame &frame) { return frame.step() == step; });
}

std::vector<Index> stepsOf(const KeyFrames &kept) {
    std::vector<Index> steps;
    for (const KeyFrames::Frame &frame : kept.frames())
        steps.push_back(frame.step());
    return steps;
}

double gapBehind(const KeyFrames &kept, std::size_t i) {
    return std::log1p(static_cast<double>(kept.frames()[i].step())) - std::log1p(static_cast<double>(kept.frames()[i - 1].step()));
}

std::vector<KeyFrame> handedOut(training::Trainer &trainer) {
    std::vector<KeyFrame> frames;
    trainer.drainKeyFrames(frames);
    return frames;
}

} // namespace

class KeyFramesTest : public QObject {
    Q_OBJECT

private slots:
    void isEvenAndBoundedAndKeepsWhatIsAlwaysKept_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 0; seed < 40; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void isEvenAndBoundedAndKeepsWhatIsAlwaysKept() {
        QFETCH(unsigned, seed);
        std::mt19937 lot(seed);
        const auto draw = [&lot](int from, int to) { return std::uniform_int_distribution(from, to)(lot); };
        const Index last = static_cast<Index>(std::pow(10.0, 0.1 * draw(10, 60)));
        const Index floats = draw(10, 200), frameBytes = 4 * floats;
        const Index budget = frameBytes * draw(30, 900);
        KeyFrames kept;
        kept.setByteBudget(budget);
        training::KeySnapshots spread(1'000'000'000); // what a trainer wants
        double bestLoss = INFINITY;
        Index bestStep = -1;
        std::set<Index> edits;
        Index next = 0;
        while (next <= last) {
            const Index step = next;
            next += std::max<Index>(1, step / 37);
            if (spread.wants(step)) {
                spread.add(snapshotAt(step, 1));
                KeyFrame frame{.snapshot = snapshotAt(step, floats)};
                if (draw(0, 3) == 0)
                    frame.state = stateAt(step, 3 * floats);
                kept.add(frame);
            }
            if (const double loss = 1.0 / (1 + draw(0, 1000)); draw(0, 4) == 0 && loss < bestLoss) {
                kept.add({.snapshot = snapshotAt(step, floats), .heldOutLoss = loss, .isOfSpread = false});
                bestLoss = loss;
                bestStep = step;
            }
            if (edits.size() < 5 && draw(0, 40) == 0) {
                kept.addBeforeEdit(snapshotAt(step, floats), stateAt(step, floats));
                edits.insert(step);
            }
            QVERIFY(kept.frames().size() <= KeyFrames::mostFrames);
            QVERIFY(kept.states() <= KeyFrames::mostStates);
            QVERIFY(kept.bytes() <= budget);
            QVERIFY(has(kept, 0));
            QVERIFY(bestStep < 0 || (kept.best() && kept.frames()[*kept.best()].step() == bestStep));
        }
        for (const Index edit : edits)
            QVERIFY2(has(kept, edit), qPrintable(QString::number(edit)));
        const double span = std::log1p(static_cast<double>(kept.frames().back().step()));
        const double even = span / static_cast<double>(kept.frames().size() - 1);
        for (std::size_t i = 1; i < kept.frames().size(); ++i) {
            QVERIFY(kept.frames()[i - 1].step() < kept.frames()[i].step());
            const bool isNextStep = kept.frames()[i].step() <= kept.frames()[i - 1].step() + std::max<Index>(1, kept.frames()[i - 1].step() / 10);
            QVERIFY2(isNextStep || gapBehind(kept, i) < 3.2 * even,
                     qPrintable(QString("%1 of an even gap before %2").arg(gapBehind(kept, i) / even).arg(kept.frames()[i].step())));
        }
    }

    void theBestGivesWayToABetterOneAndToAnotherLoss() {
        KeyFrames kept;
        for (const Index step : {0, 100, 1000})
            kept.add({.snapshot = snapshotAt(step)});
        kept.add({.snapshot = snapshotAt(1100), .heldOutLoss = 0.5, .isOfSpread = false});
        QCOMPARE(kept.frames()[*kept.best()].step(), Index(1100));
        kept.add({.snapshot = snapshotAt(1200), .heldOutLoss = 0.4, .isOfSpread = false});
        kept.add({.snapshot = snapshotAt(2000)});
        QCOMPARE(stepsOf(kept), (std::vector<Index>{0, 100, 1000, 1200, 2000}));
        kept.add({.snapshot = snapshotAt(2100), .heldOutLoss = 0.45, .isOfSpread = false}); // no better
        QVERIFY(!has(kept, 2100));
        QCOMPARE(kept.frames()[*kept.best()].step(), Index(1200));
        kept.add({.snapshot = snapshotAt(2200), .heldOutLoss = 7, .isOfSpread = false}, 2); // by another loss
        QCOMPARE(kept.frames()[*kept.best()].step(), Index(2200));
        QVERIFY(!has(kept, 1200));
        QVERIFY(has(kept, 100));
    }

    void oneStepIsOneFrameWithAllThatCameForIt() {
        KeyFrames kept;
        kept.add({.snapshot = snapshotAt(0)});
        kept.add({.snapshot = snapshotAt(50)});
        const auto state = stateAt(50);
        kept.add({.snapshot = snapshotAt(50), .state = state, .heldOutLoss = 0.1, .isOfSpread = false});
        kept.addBeforeEdit(snapshotAt(50), nullptr);
        QCOMPARE(kept.frames().size(), std::size_t(2));
        const KeyFrames::Frame &frame = kept.frames().back();
        QVERIFY(frame.state == state && frame.isBeforeEdit && frame.isOfSpread);
        QCOMPARE(frame.heldOutLoss, 0.1);
        QCOMPARE(*kept.nearest(30), std::size_t(1));
        QCOMPARE(*kept.nearestState(0), std::size_t(1));
        QVERIFY(!KeyFrames().nearest(3) && !KeyFrames().best());
    }

    void aBranchSharesTheFramesUpToThereAndReplacesWhatFollowed() {
        KeyFrames kept;
        for (const Index step : {0, 10, 20, 40})
            kept.add({.snapshot = snapshotAt(step)});
        const auto branch = kept.copyUpTo(20);
        QCOMPARE(stepsOf(*branch), (std::vector<Index>{0, 10, 20}));
        QVERIFY(branch->frames()[1].snapshot == kept.frames()[1].snapshot);
        kept.add({.snapshot = snapshotAt(15, 100, 2)}); // the run itself was gone on with from before its end
        QCOMPARE(stepsOf(kept), (std::vector<Index>{0, 10, 15}));
        kept.add({.snapshot = snapshotAt(18, 100, 2)});
        QCOMPARE(kept.frames().size(), std::size_t(4));
        QCOMPARE(branch->frames().size(), std::size_t(3));
    }

    void theTrainerHandsOutEachStepAtFirstTheBestAndTheEnd() {
        tests::TrainerBench bench;
        bench.spec.epochs = 20;
        training::Trainer trainer({.threads = 1, .keyFrames = true});
        trainer.assign(bench.assignment());
        trainer.train();
        QCOMPARE(tests::settled(trainer).state, training::State::Finished);
        const std::vector<KeyFrame> frames = handedOut(trainer);
        std::set<Index> steps;
        bool hasBest = false;
        std::size_t states = 0;
        for (const KeyFrame &frame : frames) {
            steps.insert(frame.snapshot->step);
            QCOMPARE(frame.snapshot->run, std::uint64_t(1));
            QVERIFY(!frame.state || frame.state->step == frame.snapshot->step);
            states += frame.state ? 1 : 0;
            if (std::isfinite(frame.heldOutLoss)) {
                hasBest = true;
                QVERIFY(frame.state); // to go on from
            }
        }
        for (Index step = 0; step <= 20; ++step)
            QVERIFY2(steps.count(step) == 1, qPrintable(QString::number(step)));
        QCOMPARE(*steps.rbegin(), Index(80));
        QVERIFY(states >= 5 && states < 30);
        QVERIFY(hasBest || trainer.status().secondsTrained < 0.05); // a training of a moment has none
        const core::Floats expected = bench.parametersAfter(7);
        const auto seventh = std::find_if(frames.begin(), frames.end(), [](const KeyFrame &frame) { return frame.snapshot->step == 7; });
        QVERIFY(std::equal(expected.span().begin(), expected.span().end(), seventh->snapshot->parameters.span().begin(),
                           seventh->snapshot->parameters.span().end()));
        QVERIFY(handedOut(trainer).empty());
    }

    void nobodyWhoDoesNotAskGetsAny() {
        tests::TrainerBench bench;
        training::Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.train();
        tests::settled(trainer);
        QVERIFY(handedOut(trainer).empty());
    }

    void statesThatAreTooLargeAreLeftOut() {
        tests::TrainerBench bench;
        training::Trainer trainer({.threads = 1, .keyFrames = true, .keyStateBytes = 100});
        trainer.assign(bench.assignment());
        trainer.train();
        tests::settled(trainer);
        const std::vector<KeyFrame> frames = handedOut(trainer);
        QVERIFY(!frames.empty());
        for (const KeyFrame &frame : frames)
            QVERIFY(!frame.state);
    }

    void aTrainingThatGoesOnFromAHandedOutStateGivesTheSameBits() {
        tests::TrainerBench bench;
        bench.spec.epochs = 6;
        training::Trainer trainer({.threads = 1, .keyFrames = true});
        trainer.assign(bench.assignment());
        trainer.train();
        tests::settled(trainer);
        const core::Floats whole = tests::snapshotOf(trainer)->parameters;
        runs::State state;
        for (const KeyFrame &frame : handedOut(trainer))
            if (frame.state && frame.snapshot->step > 5 && frame.snapshot->step < 20)
                state = frame.state;
        QVERIFY(state);
        trainer.assign(bench.assignment(2, state));
        trainer.train();
        tests::settled(trainer);
        const core::Floats again = tests::snapshotOf(trainer)->parameters;
        QVERIFY(std::equal(whole.span().begin(), whole.span().end(), again.span().begin(), again.span().end()));
    }
};

QTEST_APPLESS_MAIN(KeyFramesTest)
#include "key_frames_test.moc"
