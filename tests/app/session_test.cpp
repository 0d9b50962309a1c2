// The session without a window: edits, undo, errors, and the same bits as the command line.
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include "app/embedded.h"
#include "app/session.h"
#include "engine/spec/edits.h"
#include "engine/spec/presets.h"

using namespace hourglass;
using app::Session;

namespace {

spec::Spec tabular() {
    return spec::findPreset("tabular")->spec;
}

bool sameNumbers(const core::Floats &a, const core::Floats &b) {
    return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

/// A session on a small preset, ready to train.
struct Bench {
    Session session{app::library(), 2};
    QList<core::Error> problems;

    Bench() {
        QObject::connect(&session, &Session::problemMet, &session, [this](const core::Error &error) { problems << error; });
        session.open(tabular(), "tabular");
    }
    bool isReady() { return QTest::qWaitFor([this] { return session.dataset() && session.status().state == training::State::Paused && isFresh(); }, 20000); }
    bool trainedTo(core::Index step) {
        return QTest::qWaitFor([&] { return session.status().step >= step; }, 20000);
    }
    /// The observer has the parameters of the present step.
    bool isFresh() {
        const auto &frame = session.observer().frame();
        return frame && frame->step == session.status().step && frame->plan == session.plan();
    }
    bool comesToRest() {
        return QTest::qWaitFor([this] { return session.status().state != training::State::Running && isFresh(); }, 20000);
    }
    spec::ModelSpec withUnits(core::Index units) { return spec::withValue(session.spec().model, 1, "units", units); }
};

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void trainsAndPauses() {
        Bench bench;
        QVERIFY(bench.isReady());
        bench.session.toggleTraining();
        QVERIFY(bench.trainedTo(100));
        bench.session.toggleTraining();
        QVERIFY(bench.comesToRest());
        QVERIFY(bench.problems.isEmpty());
    }

    void aStepIsAStep() {
        Bench bench;
        QVERIFY(bench.isReady());
        bench.session.step();
        QVERIFY(bench.trainedTo(1));
        QVERIFY(bench.comesToRest());
        QCOMPARE(bench.session.status().step, core::Index{1});
    }

    void resetGivesTheSameBits() {
        Bench bench;
        QVERIFY(bench.isReady());
        const core::Floats first = bench.session.observer().frame()->parameters;
        bench.session.step();
        QVERIFY(bench.trainedTo(1) && bench.comesToRest());
        QVERIFY(!sameNumbers(bench.session.observer().frame()->parameters, first));
        bench.session.reset();
        QTRY_VERIFY(bench.session.status().step == 0 && bench.isFresh());
        QVERIFY(sameNumbers(bench.session.observer().frame()->parameters, first));
    }

    void undoOfAStackEditGoesBackToItsWeights() {
        Bench bench;
        QVERIFY(bench.isReady());
        bench.session.toggleTraining();
        QVERIFY(bench.trainedTo(50));
        bench.session.toggleTraining();
        QVERIFY(bench.comesToRest());
        const core::Index step = bench.session.status().step;
        const core::Floats learned = bench.session.observer().frame()->parameters;
        bench.session.editModel(bench.withUnits(4), "Units of Dense 32: 4");
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan()->codeSize() == 4 && bench.session.status().step == 0 && bench.isFresh(), 10000);
        QTest::qWait(300); // the drag's pause is over
        bench.session.undo();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan()->codeSize() == 32 && bench.session.status().step == step && bench.isFresh(), 10000);
        QVERIFY(sameNumbers(bench.session.observer().frame()->parameters, learned));
        bench.session.redo();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan()->codeSize() == 4 && bench.session.status().step == 0, 10000);
    }

    void anImpossibleStackLetsTheLastGoodOneGoOn() {
        Bench bench;
        QVERIFY(bench.isReady());
        const QSignalSpy impossible(&bench.session, &Session::stackImpossible);
        const auto plan = bench.session.plan();
        bench.session.toggleTraining();
        bench.session.editModel(spec::withValue(bench.session.spec().model, 3, "units", core::Index{9}), "wrong");
        QCOMPARE(impossible.size(), 1);
        QCOMPARE(bench.session.plan(), plan);
        QVERIFY(bench.trainedTo(20));
        bench.session.undo();
        QCOMPARE(bench.session.spec().model, tabular().model);
    }

    void dataThatCannotBeReadLeaveEverything() {
        Bench bench;
        QVERIFY(bench.isReady());
        const auto dataset = bench.session.dataset();
        bench.session.openSource("/nowhere/at/all");
        QTRY_VERIFY(!bench.problems.isEmpty());
        QCOMPARE(bench.session.dataset(), dataset);
        QCOMPARE(bench.session.spec(), tabular());
        QSignalSpy undo(&bench.session, &Session::undoChanged);
        bench.session.undo();
        QCOMPARE(bench.session.spec(), tabular());
    }

    void divergenceIsSaidAndResetWorks() {
        Bench bench;
        QVERIFY(bench.isReady());
        spec::Spec deep = spec::findPreset("deep")->spec;
        deep.data.source = "fashion-mnist-sample";
        bench.session.open(deep, "deep");
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.dataset() && bench.session.dataset()->features() == 784 && !bench.session.isLoading(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step == 0 && bench.isFresh(), 20000);
        spec::TrainingSpec wild = bench.session.spec().training;
        wild.optimiser.values["rate"] = 1e6;
        bench.session.editTraining(wild, "Learning rate");
        bench.problems.clear();
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().state == training::State::Diverged, 20000);
        QTRY_VERIFY(!bench.problems.isEmpty());
        QVERIFY(bench.problems.first().what.find("step") != std::string::npos);
        bench.session.reset();
        QTRY_VERIFY(bench.session.status().state == training::State::Paused && bench.session.status().step == 0);
    }

    void settingsActOnTheRunningTraining() {
        Bench bench;
        QVERIFY(bench.isReady());
        bench.session.toggleTraining();
        QVERIFY(bench.trainedTo(10));
        const QSignalSpy marks(&bench.session, &Session::changeMarked);
        for (const double rate : {0.002, 0.003, 0.004}) { // a drag
            spec::TrainingSpec training = bench.session.spec().training;
            training.optimiser.values["rate"] = rate;
            bench.session.editTraining(training, "Learning rate");
        }
        bench.session.finishEdit();
        QTRY_COMPARE(marks.size(), 1);
        QVERIFY(bench.session.status().step >= 10);
        bench.session.undo();
        QCOMPARE(bench.session.spec().training.optimiser, tabular().training.optimiser);
    }
};

QTEST_MAIN(SessionTest)
#include "session_test.moc"
