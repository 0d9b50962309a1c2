// Runs, what they were left in, and the budget for it.
#include <QtTest>

#include "engine/runs/run_history.h"
#include "tests/support/loss_data.h"

using namespace hourglass;
using core::Index;
using runs::RunHistory;
using tests::heldOut;
using tests::lossSteps;

namespace {

runs::State stateOf(Index floats, Index step = 0) {
    auto state = std::make_shared<training::TrainingState>();
    state->parameters = core::Floats(floats);
    state->step = step;
    return state;
}

} // namespace

class RunHistoryTest : public QObject {
    Q_OBJECT

private slots:
    void theRunBeforeIsTheLastThatMeasured() {
        RunHistory history;
        QVERIFY(history.runs().present && !history.runs().before);
        history.start(1, 0, "a", "test");
        QVERIFY(!history.runs().before); // nothing came before
        history.log().append(lossSteps(1, 20));
        const auto first = history.runs().present;
        history.start(2, 0, "b", "validation");
        QCOMPARE(history.runs().before, first);
        QCOMPARE(history.runs().present->heldOutName(), std::string("validation"));
        history.start(3, 0, "b", "test");
        QCOMPARE(history.runs().before, first); // a run that never made a step pushes nothing out
        history.log().append(heldOut(0));
        history.start(4, 0, "b", "test");
        QVERIFY(history.runs().before != first);
        QCOMPARE(history.runs().before->evaluations().records().size(), std::size_t(1));
    }

    void aResumedRunHasItsCurveAndWhatThatWasComparedWith() {
        RunHistory history;
        history.start(1, 7, "a", "test");
        history.log().append(lossSteps(1, 20));
        const auto first = history.present();
        history.start(2, 8, "b", "test");
        QVERIFY(first->end.isAwaited());
        history.keep(1, stateOf(3, 20));
        QCOMPARE(first->end.state->step, Index(20));
        history.log().append(lossSteps(1, 5));
        const auto second = history.present();
        history.resume(3, first);
        QVERIFY(history.runs().present == first->log && !history.runs().before);
        QCOMPARE(history.present()->seed, std::uint64_t(7));
        history.keep(2, stateOf(3, 5));
        history.resume(4, second);
        QVERIFY(history.runs().present == second->log && history.runs().before == first->log);
    }

    void aBranchHasTheCurveUpToTheMark() {
        RunHistory history;
        history.start(1, 7, "a", "test");
        history.log().append(lossSteps(1, 20));
        const auto before = history.mark({});
        history.log().mark({.step = 20, .epoch = 0.1, .text = "rate", .before = before});
        history.log().append(lossSteps(21, 40));
        const auto left = history.runs().present;
        history.branch(2, 0);
        QCOMPARE(history.log().lastStep(), Index(20));
        QVERIFY(history.log().marks().empty() && history.runs().before == left);
        QVERIFY(left->lastStep() == 40 && left->marks().size() == 1);
    }

    void marksGoFirstThenTheOldestRuns() {
        const Index large = 1'000'000 * static_cast<Index>(sizeof(float));
        RunHistory history(2 * large + 500'000); // and the logs
        std::vector<std::shared_ptr<const runs::Run>> kept;
        history.start(1, 0, "a", "test");
        const auto mark = history.mark({});
        QVERIFY(mark->isAwaited());
        history.keep(mark, stateOf(1'000'000));
        QVERIFY(mark->state && history.bytes() >= large);
        for (std::uint64_t run = 2; run < 5; ++run) {
            kept.push_back(history.present());
            history.start(run, 0, "a", "test");
            history.keep(run - 1, stateOf(1'000'000));
        }
        QVERIFY(mark->isGone && !mark->state);
        QVERIFY(kept[0]->end.isGone && !kept[0]->end.state && !kept[0]->log);
        QVERIFY(kept[1]->end.state && kept[2]->end.state);
        kept.clear();
        QVERIFY(history.bytes() < large); // nobody holds them
    }

    void momentsToLookAtShareTheBudgetAndGiveWayToWhatUndoNeeds() {
        const auto moment = [](Index step) {
            auto snapshot = std::make_shared<plan::Snapshot>();
            snapshot->run = 1;
            snapshot->step = step;
            snapshot->parameters = core::Floats(1000);
            return training::KeyFrame{.snapshot = snapshot};
        };
        constexpr Index bytes = 4000, budget = 40 * bytes;
        RunHistory history(budget);
        history.start(1, 0, "a", "test");
        for (Index step = 0; step < 100; ++step)
            history.addFrame(moment(step * step));
        QVERIFY(history.bytes() <= budget && history.frames().frames().size() >= 7);
        const auto first = history.present();
        history.start(2, 0, "a", "test");
        history.keep(1, stateOf(28 * 1000));
        QVERIFY(first->end.state && !first->frames->isEmpty() && history.bytes() <= budget);
        for (Index step = 0; step < 100; ++step)
            history.addFrame(moment(step * step));
        QVERIFY(first->end.state && first->frames->isEmpty() && history.bytes() <= budget); // what can be gone on from stays
        QVERIFY(history.frames().frames().size() >= 7);                                     // three sixteenths
        const auto mark = history.mark({});
        const auto state = stateOf(1000, 2500);
        history.keep(mark, state);
        history.addFrameBeforeEdit(2, state, 1.5);
        const auto nearest = history.frames().nearestState(0);
        QVERIFY(nearest && history.frames().frames()[*nearest].state == state);
        history.addFrameBeforeEdit(1, stateOf(1000, 7), 0.5); // of a run that is left
        QVERIFY(history.frames().frames()[*history.frames().nearestState(7)].step() == 2500);
        history.setByteBudget(25 * bytes);
        QVERIFY(history.bytes() <= 25 * bytes);
    }

    void aBranchHasTheCurveAndTheMomentsUpToThere() {
        RunHistory history;
        history.start(1, 9, "a", "test");
        history.log().append(lossSteps(1, 30));
        history.log().note(10, 0.1, "early");
        history.log().note(25, 0.25, "late");
        history.log().note(12, 0.12, "between");
        QCOMPARE(history.log().marks()[1].text, std::string("between"));
        const auto left = history.present();
        history.branchAt(2, 20, 0.2);
        QCOMPARE(history.log().lastStep(), Index(20));
        QCOMPARE(history.log().marks().size(), std::size_t(2));
        QCOMPARE(history.present()->seed, std::uint64_t(9));
        QVERIFY(history.runs().before == left->log && left->log->lastStep() == 30 && left->log->marks().size() == 3);
    }

    void keepsNoStateLargerThanTheBudget() {
        RunHistory history(10);
        history.start(1, 0, "a", "test");
        const auto run = history.present();
        history.start(2, 0, "a", "test");
        history.keep(1, stateOf(100));
        QVERIFY(run->end.isGone && !run->end.state);
        const auto lost = history.mark({});
        history.keep(lost, nullptr); // there was no memory for it
        QVERIFY(lost->isGone && !lost->isAwaited());
    }
};

QTEST_APPLESS_MAIN(RunHistoryTest)
#include "run_history_test.moc"
