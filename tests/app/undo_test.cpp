#include <QtTest>

#include "app/session/undo.h"

using namespace hourglass;
using app::Direction;
using app::UndoHistory;

namespace {

spec::Spec specOf(int units) {
    spec::Spec spec;
    spec.model.layers = {{"dense", {{"units", core::Index(units)}}}};
    return spec;
}

runs::State stateOf(core::Index floats) {
    auto state = std::make_shared<training::TrainingState>();
    state->parameters = core::Floats(floats);
    return state;
}

app::Edit edit(const char *what, int before, int after, bool restarts = true, const char *subject = "") {
    return {.what = what,
            .subject = subject,
            .before = specOf(before),
            .after = specOf(after),
            .presetBefore = {},
            .presetAfter = {},
            .restartsTraining = restarts};
}

/// As the session does: an edit of the stack retires the training and begins another.
struct Stack {
    runs::RunHistory runs;
    UndoHistory history;
    std::uint64_t run = 0;

    explicit Stack(core::Index budget = runs::RunHistory::defaultByteBudget) : runs(budget) { start(0); }
    void start(std::uint64_t seed) {
        runs.start(++run, seed, "loss", "test");
        history.setRun(runs.present());
    }
    void restart(const runs::State &left) {
        start(0);
        runs.keep(run - 1, left);
    }
};

} // namespace

class UndoTest : public QObject {
    Q_OBJECT

private slots:
    void beginsEmpty() {
        const UndoHistory history;
        QVERIFY(!history.canGo(Direction::Back));
        QVERIFY(!history.canGo(Direction::Forth));
        QVERIFY(history.text(Direction::Back).isEmpty());
    }

    void goesBackAndForthThroughTheSpecs() {
        UndoHistory history;
        history.push(edit("one", 1, 2));
        history.push(edit("two", 2, 3));
        QCOMPARE(history.text(Direction::Back), QString("two"));
        QCOMPARE(history.edit(Direction::Back).before, specOf(2));
        history.go(Direction::Back);
        QCOMPARE(history.text(Direction::Back), QString("one"));
        QCOMPARE(history.text(Direction::Forth), QString("two"));
        QCOMPARE(history.edit(Direction::Forth).after, specOf(3));
        history.go(Direction::Back);
        QVERIFY(!history.canGo(Direction::Back));
        history.go(Direction::Forth);
        history.push(edit("another", 2, 9)); // what was undone is gone
        QVERIFY(!history.canGo(Direction::Forth));
        QCOMPARE(history.text(Direction::Back), QString("another"));
        history.clear();
        QVERIFY(!history.canGo(Direction::Back));
    }

    void aStackEditCarriesTheStateFromBeforeItAndUndoThatOfItsMoment() {
        Stack stack;
        const runs::State before = stateOf(10), after = stateOf(20);
        stack.history.push(edit("insert", 1, 2));
        stack.restart(before);
        QCOMPARE(stack.history.run(Direction::Back)->end.state, before);
        stack.history.go(Direction::Back);
        stack.restart(after); // the training that the undo ended
        QCOMPARE(stack.history.run(Direction::Forth)->end.state, after);
    }

    void waitsForAStateOnlyWhileItsTrainingIsEnding() {
        Stack stack;
        stack.history.push(edit("impossible", 1, 2));
        QVERIFY(!stack.history.run(Direction::Back)); // the same training goes on
        stack.start(7);
        QVERIFY(stack.history.run(Direction::Back)->end.isAwaited());
        QCOMPARE(stack.history.run(Direction::Back)->id, std::uint64_t(1));
        stack.runs.keep(1, stateOf(1));
        QVERIFY(!stack.history.run(Direction::Back)->end.isAwaited());
    }

    void knowsTheSeedOfTheTrainingToReturnTo() {
        Stack stack;
        stack.history.push(edit("insert", 1, 2));
        stack.start(7);
        QCOMPARE(stack.history.run(Direction::Back)->seed, std::uint64_t(0));
        stack.history.go(Direction::Back);
        stack.start(0);
        QCOMPARE(stack.history.run(Direction::Forth)->seed, std::uint64_t(7));
    }

    void aStateThatIsLostIsWaitedForNoLonger() {
        Stack stack;
        stack.history.push(edit("insert", 1, 2));
        stack.restart(nullptr);
        QVERIFY(!stack.history.run(Direction::Back));
        QCOMPARE(stack.history.text(Direction::Back), QString("insert (starts fresh)"));
    }

    void joinsQuickEditsOfOneSubject() {
        UndoHistory history;
        history.push(edit("Units: 2", 1, 2, true, "units"));
        history.push(edit("Units: 3", 2, 3, true, "units"));
        QCOMPARE(history.text(Direction::Back), QString("Units: 3"));
        QCOMPARE(history.edit(Direction::Back).before, specOf(1));
        history.push(edit("Other", 3, 4, true, "other"));
        history.push(edit("Alone", 4, 5));
        history.push(edit("Alone", 5, 6));
        int steps = 0;
        for (; history.canGo(Direction::Back); ++steps)
            history.go(Direction::Back);
        QCOMPARE(steps, 4);
    }

    void doesNotJoinAfterAHandleWasLetGoOrAfterAnUndo() {
        UndoHistory history;
        history.push(edit("a", 1, 2, true, "units"));
        history.closeEdit();
        history.push(edit("b", 2, 3, true, "units"));
        QCOMPARE(history.edit(Direction::Back).before, specOf(2));
        history.push(edit("c", 3, 4, true, "units"));
        history.go(Direction::Back);
        history.push(edit("d", 2, 5, true, "units"));
        QCOMPARE(history.edit(Direction::Back).before, specOf(2));
    }

    void forgetsADragThatCameBackUnlessTheTrainingBeganAnew() {
        Stack stack;
        stack.history.push(edit("Units: 2", 1, 2, true, "units"));
        stack.history.push(edit("Units: 1", 2, 1, true, "units"));
        QVERIFY(!stack.history.canGo(Direction::Back));
        stack.history.push(edit("Units: 3", 1, 3, true, "units"));
        stack.restart(stateOf(4));
        stack.history.push(edit("Units: 1", 3, 1, true, "units"));
        QVERIFY(stack.history.canGo(Direction::Back)); // the way back to the weights
    }

    void settingsShareTheTrainingAroundThem() {
        Stack stack;
        const runs::State left = stateOf(5);
        stack.history.push(edit("rate", 1, 1, false));
        stack.history.push(edit("insert", 1, 2));
        stack.restart(left);
        const UndoHistory::Run run = stack.history.run(Direction::Back);
        QCOMPARE(run->end.state, left);
        stack.history.go(Direction::Back);
        QVERIFY(!stack.history.run(Direction::Back)); // one run for both moments
    }

    void saysWhereTheOldestWeightsWereGivenUp() {
        Stack stack(2 * 100 * sizeof(float) + 2'000'000); // and the logs
        for (int i = 1; i < 4; ++i) {
            stack.history.push(edit(i == 1 ? "one" : i == 2 ? "two" : "three", i, i + 1));
            stack.restart(stateOf(i == 1 ? 1'000'000 : 100));
        }
        QCOMPARE(stack.history.text(Direction::Back), QString("three"));
        stack.history.go(Direction::Back);
        QCOMPARE(stack.history.text(Direction::Back), QString("two"));
        stack.history.go(Direction::Back);
        QCOMPARE(stack.history.text(Direction::Back), QString("one (starts fresh)"));
        QVERIFY(!stack.history.run(Direction::Back));
        QCOMPARE(stack.history.edit(Direction::Back).before, specOf(1)); // the stack itself is never lost
    }
};

QTEST_APPLESS_MAIN(UndoTest)
#include "undo_test.moc"
