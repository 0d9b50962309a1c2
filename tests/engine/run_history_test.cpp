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
