// The session without a window: what it keeps and what it begins anew. Edits, undo, data that come and data that do not.
#include <QtTest>

#include <sstream>

#include "app/commands/command_line.h"
#include "engine/spec/json.h"
#include "tests/support/session_bench.h"

using namespace hourglass;
using tests::SessionBench;
using tests::smallSpec;
using training::State;

namespace {

constexpr int patience = SessionBench::patience;

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &text) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        return file.fileName();
    }

private slots:
    void opensTrainsAndPauses() {
        SessionBench bench;
        QVERIFY(!bench.session.plan());
        bench.session.toggleTraining(); // with nothing there, nothing happens
        bench.session.step();
        bench.session.reset();
        bench.session.startWithNewSeed();
        bench.session.undo();
        bench.session.redo();
        bench.open();
        QCOMPARE(bench.runs, 1);
        QCOMPARE(bench.session.dataset()->train.samples, 2500);
        QCOMPARE(bench.session.status().state, State::Paused);
        QVERIFY(!bench.canUndo);
        bench.session.toggleTraining();
        bench.waitForSteps(5);
        bench.pause();
        QTRY_COMPARE_WITH_TIMEOUT(bench.steps, bench.session.status().step, patience);
        QVERIFY(bench.evaluations > 0); // at the start
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.baselines(), patience);
        QCOMPARE(bench.session.baselines()->components, 2);
        QVERIFY(bench.problems.empty());
    }

    void writesDownTheRunAndKeepsTheOneBefore() {
        SessionBench bench;
        bench.open();
        bench.step(12);
        const runs::RunPair first = bench.session.runs();
        QTRY_COMPARE_WITH_TIMEOUT(first.present->lastStep(), core::Index(12), patience);
        QVERIFY(!first.before);
        QCOMPARE(first.present->lossName(), std::string("binary cross-entropy"));
        QVERIFY(!first.present->evaluations().isEmpty() && first.present->marks().empty());
        bench.setRate(0.02, "Rate up");
        bench.session.finishEdit();
        QCOMPARE(first.present->marks().size(), std::size_t(1));
        QCOMPARE(first.present->marks()[0].text, std::string("Rate up"));
        bench.session.reset();
        QCOMPARE(bench.session.runs().before, first.present);
        QVERIFY(bench.session.runs().present->isEmpty());
        bench.editTraining([](spec::TrainingSpec &training) { training.loss = {"mean_squared_error", {}}; }, "Loss");
        QCOMPARE(bench.session.runs().present->lossName(), std::string("mean squared error"));
    }

    void twoTogglesAtOnceLeaveItPaused() {
        SessionBench bench;
        bench.open();
        bench.session.toggleTraining();
        bench.session.toggleTraining();
        bench.session.step(); // after both were obeyed
        bench.waitForSteps(1);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Paused, patience);
        const core::Index step = bench.session.status().step;
        bench.step(1);
        QCOMPARE(bench.session.status().step, step + 1);
    }

    void undoOfAStackEditBringsTheTrainingBackToTheBit() {
        SessionBench bench;
        bench.open();
        bench.step(5);
        const std::string before = bench.hash();
        bench.widen(20, "Wider");
        QCOMPARE(bench.session.status().step, 0);
        QCOMPARE(bench.undoText, QString("Wider"));
        bench.step(3);
        const std::string after = bench.hash();
        bench.session.undo();
        QVERIFY(bench.session.spec().model == smallSpec().model);
        QCOMPARE(bench.session.status().step, 5);
        QCOMPARE(bench.hash(), before);
        QCOMPARE(bench.redoText, QString("Wider"));
        QVERIFY(!bench.canUndo);
        bench.session.redo();
        QCOMPARE(bench.session.status().step, 3);
        QCOMPARE(bench.hash(), after);
        bench.session.undo();
        bench.step(4);
        const std::string further = bench.hash();
        SessionBench straight;
        straight.open();
        straight.step(9);
        QCOMPARE(straight.hash(), further); // moments, order of the samples and all
    }

    void undoAfterFurtherTrainingReturnsAndRedoToTheMomentOfTheUndo() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        bench.widen(20, "One");
        bench.step(3);
        const std::string one = bench.hash();
        bench.widen(24, "Two");
        bench.step(4);
        bench.session.undo();
        QCOMPARE(bench.hash(), one);
        bench.step(1); // goes on from there
        const std::string later = bench.hash();
        bench.session.undo();
        QCOMPARE(bench.session.status().step, 2);
        bench.session.redo();
        QCOMPARE(bench.session.status().step, 4);
        QCOMPARE(bench.hash(), later);
        bench.session.redo();
        QCOMPARE(bench.session.status().step, 4);
        QVERIFY(!bench.canRedo);
    }

    void undoWhileItTrainsTrainsOn() {
        SessionBench bench;
        bench.open();
        bench.session.toggleTraining();
        bench.waitForSteps(3);
        bench.widen(20, "Wider");
        bench.waitForSteps(3);
        QCOMPARE(bench.session.status().state, State::Running);
        bench.session.undo();
        QVERIFY(bench.session.status().step >= 3);
        bench.waitForSteps(3);
        QCOMPARE(bench.session.status().state, State::Running);
    }

    /// Keys faster than a step: nobody waits for the states that the trainings are left in, and none is lost.
    void undosAtOnceFindWhatTheTrainingsAreStillToLeave() {
        SessionBench bench;
        bench.open();
        bench.step(5);
        const std::string before = bench.hash();
        bench.setRate(0.002, "Rate");
        bench.widen(20, "One");
        bench.widen(24, "Two");
        for (int i = 0; i < 3; ++i)
            bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(!bench.canUndo);
        QCOMPARE(bench.redoText, QString("Rate"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, 5, patience);
        QCOMPARE(bench.hash(), before);
        for (int i = 0; i < 3; ++i)
            bench.session.redo();
        bench.session.undo();
        bench.widen(28, "Three"); // and an edit on top of what the undo gave
        QCOMPARE(bench.undoText, QString("Three"));
        QVERIFY(!bench.canRedo);
        bench.session.undo();
        QCOMPARE(bench.undoText, QString("One"));
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, 5, patience);
        QCOMPARE(bench.hash(), before);
        QCOMPARE(bench.rate(), 0.002);
        QVERIFY(bench.problems.empty());
    }

    void undosAtOnceWhileItTrainsLoseNoStep() {
        SessionBench bench;
        bench.open();
        bench.session.toggleTraining();
        bench.waitForSteps(3);
        const core::Index step = bench.session.status().step;
        bench.widen(20, "One");
        bench.session.undo();
        bench.session.redo();
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > step, patience);
        QCOMPARE(bench.session.status().state, State::Running);
    }

    void anUndoAtOnceOverANewSeedTakesThatOfItsTraining() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        bench.widen(20, "Wider");
        bench.session.startWithNewSeed();
        bench.step(3);
        const std::string after = bench.hash();
        bench.session.undo();
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(0));
        bench.session.redo(); // the training with the other seed has not let go of its state yet
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(1));
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, 3, patience);
        QCOMPARE(bench.hash(), after);
    }

    /// While the data of an undo are read, further ones wait for their turn.
    void undosOverOtherDataKeepTheirOrder() {
        SessionBench bench;
        bench.open(smallSpec(), "map");
        bench.setRate(0.002, "Rate");
        bench.session.finishEdit();
        bench.session.openPreset("tabular");
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        bench.session.undo();
        QVERIFY(bench.session.isLoading());
        bench.session.undo();
        bench.session.redo();
        bench.session.undo();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.spec() == smallSpec(), patience);
        QCOMPARE(bench.datasets, 3);
        QVERIFY(!bench.canUndo);
        bench.session.redo();
        bench.session.redo();
        bench.session.undo();
        bench.session.cancelLoading(); // with all that waits for it
        QCOMPARE(bench.rate(), 0.002);
        QCOMPARE(bench.undoText, QString("Rate"));
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
    }

    void settingsKeepWhatWasLearnedBothWays() {
        SessionBench bench;
        bench.open();
        bench.step(4);
        const std::string learned = bench.hash();
        bench.setRate(0.02, "Rate 0.02");
        bench.session.finishEdit();
        QCOMPARE(bench.runs, 1);
        bench.step(1);
        const std::string later = bench.hash();
        QVERIFY(later != learned);
        bench.session.undo();
        QVERIFY(bench.session.spec().training == smallSpec().training);
        QCOMPARE(bench.session.status().step, 5); // an edit of settings carries no state
        QCOMPARE(bench.hash(), later);
        QCOMPARE(bench.runs, 1);
        QCOMPARE(bench.marks, QStringList({"Rate 0.02", "Undo Rate 0.02"}));
        bench.session.redo();
        QCOMPARE(bench.rate(), 0.02);
        QCOMPARE(bench.session.status().step, 5);
    }

    void undoGoesThroughSettingsAndStacksInOrder() {
        SessionBench bench;
        bench.open();
        bench.setRate(0.002, "Rate");
        bench.step(2);
        const std::string first = bench.hash();
        bench.widen(20, "Wider");
        bench.editTraining([](spec::TrainingSpec &training) { training.batch = 64; }, "Batch");
        bench.step(2);
        bench.session.undo();
        QCOMPARE(bench.session.spec().training.batch, 128);
        QCOMPARE(bench.session.status().step, 2);
        bench.session.undo();
        QCOMPARE(bench.hash(), first);
        QCOMPARE(bench.rate(), 0.002);
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(!bench.canUndo);
        for (int i = 0; i < 3; ++i)
            bench.session.redo();
        QCOMPARE(bench.session.spec().training.batch, 64);
        QCOMPARE(bench.session.status().step, 2);
        QVERIFY(!bench.canRedo);
    }

    void anImpossibleStackKeepsTheTrainingGoing() {
        SessionBench bench;
        bench.open();
        bench.session.toggleTraining();
        bench.waitForSteps(2);
        bench.setUnits(3, core::Index(10), "Units 10");
        QCOMPARE(bench.impossible.size(), std::size_t(1));
        QCOMPARE(bench.impossible.front().layer, 3);
        QVERIFY(bench.problems.empty());
        bench.waitForSteps(2);
        QCOMPARE(bench.session.status().state, State::Running);
        QCOMPARE(bench.runs, 1);
        bench.session.finishEdit();
        QVERIFY2(bench.marks.isEmpty(), "nothing changed in the curve");
        bench.editTraining([](spec::TrainingSpec &training) { training.batch = 64; }, "Batch"); // acts on what trains
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().stepsPerEpoch, 40, patience);
        QCOMPARE(bench.impossible.size(), std::size_t(2)); // and is as impossible as before
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().stepsPerEpoch, 20, patience);
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        bench.waitForSteps(2);
        QCOMPARE(bench.runs, 1);
        bench.session.redo();
        QCOMPARE(bench.impossible.size(), std::size_t(4));
        bench.waitForSteps(2);
        bench.setUnits(3, std::string("data"), "Mended");
        QCOMPARE(bench.runs, 1); // the stack is the one that trains
    }

    void aNewSeedBesideAnImpossibleStack() {
        SessionBench bench;
        bench.open();
        const std::string start = bench.hash();
        bench.setUnits(3, core::Index(10), "Units 10");
        bench.session.startWithNewSeed();
        QVERIFY(bench.hash() != start);
        QCOMPARE(bench.session.plan()->outline().layers.back().output.size(), 784);
        bench.step(2);
        bench.session.undo(); // of the seed, beside the stack that is as impossible as before
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(0));
        QCOMPARE(bench.impossible.size(), std::size_t(3));
        QCOMPARE(bench.hash(), start);
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(bench.hash(), start);
    }

    void aDragIsOneStepBackAndOneRestart() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        const std::string before = bench.hash();
        for (core::Index units = 13; units <= 40; ++units)
            bench.setUnits(0, units, QString("Units %1").arg(units));
        bench.session.finishEdit();
        QCOMPARE(bench.runs, 1);
        QCOMPARE(bench.undoText, QString("Units 40"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.runs, 2, patience);
        QCOMPARE(bench.session.plan()->outline().layers[0].output.size(), 40);
        bench.step(1);
        QCOMPARE(bench.runs, 2);
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(!bench.canUndo);
        QCOMPARE(bench.hash(), before);
    }

    void aDragThatComesBackChangesNothing() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        for (const core::Index units : {20, 30, 20, 12})
            bench.setUnits(0, units);
        bench.session.finishEdit();
        QVERIFY(!bench.canUndo);
        bench.step(1);
        QCOMPARE(bench.session.status().step, 4);
        QCOMPARE(bench.runs, 1);
    }

    void aDragIntoTheImpossibleTrainsTheLastGoodStack() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        const std::string before = bench.hash();
        bench.setUnits(0, core::Index(16));
        bench.setUnits(0, core::Index(0)); // out of range
        QVERIFY(!bench.impossible.empty());
        QTRY_COMPARE_WITH_TIMEOUT(bench.runs, 2, patience);
        QCOMPARE(bench.session.plan()->outline().layers[0].output.size(), 16);
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(bench.hash(), before);
    }

    void trainingStartsOnTheStackThatIsSeen() {
        SessionBench bench;
        bench.open();
        bench.setUnits(0, core::Index(16));
        bench.session.toggleTraining(); // before the handle has rested
        QCOMPARE(bench.runs, 2);
        bench.waitForSteps(1);
        QCOMPARE(bench.runs, 2);
    }

    void marksAChangeOnceForADrag() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        for (const double rate : {0.002, 0.003, 0.004})
            bench.setRate(rate, QString("Rate %1").arg(rate));
        QVERIFY(bench.marks.isEmpty()); // its text is not known yet
        bench.session.finishEdit();
        QCOMPARE(bench.marks, QStringList("Rate 0.004"));
        bench.setRate(0.005, "Rate 0.005");
        bench.editTraining([](spec::TrainingSpec &training) { training.batch = 64; }, "Batch 64");
        QCOMPARE(bench.marks.last(), QString("Rate 0.005"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.marks.size(), 3, patience); // nobody said that it was over
        QCOMPARE(bench.marks.last(), QString("Batch 64"));
        bench.setRate(0.006, "Rate 0.006");
        bench.widen(20, "Wider"); // the curve of that mark ends, and undo may bring it back
        bench.session.finishEdit();
        QCOMPARE(bench.marks.size(), 4);
        QVERIFY(bench.session.runs().before->marks().back().text == "Rate 0.006" && bench.session.runs().present->marks().empty());
    }

    void refusedSettingsMarkNothingAndTrainOn() {
        SessionBench bench;
        bench.open();
        bench.setRate(-1);
        QCOMPARE(bench.problems.size(), std::size_t(1));
        bench.session.finishEdit();
        QVERIFY(bench.marks.isEmpty());
        bench.step(2);
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(bench.runs, 1);
    }

    void resetGivesTheSameBits() {
        SessionBench bench;
        bench.open();
        const std::string start = bench.hash();
        bench.step(5);
        const std::string five = bench.hash();
        QVERIFY(five != start);
        bench.session.toggleTraining();
        bench.waitForSteps(2);
        bench.session.reset();
        QCOMPARE(bench.session.status().step, 0);
        QCOMPARE(bench.hash(), start);
        QCOMPARE(bench.session.status().state, State::Paused);
        bench.step(5);
        QCOMPARE(bench.hash(), five);
    }

    void aNewSeedIsAnotherTraining() {
        SessionBench bench;
        bench.open();
        const std::string start = bench.hash();
        bench.setRate(0.01);
        bench.session.startWithNewSeed();
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(1));
        const std::string other = bench.hash();
        QVERIFY(other != start);
        bench.step(3);
        bench.session.reset();
        QCOMPARE(bench.hash(), other);
        bench.session.undo();
        QCOMPARE(bench.session.status().step, 3);
        bench.session.undo();
        QCOMPARE(bench.undoText, QString("Rate"));
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(0));
        QCOMPARE(bench.hash(), start);
    }

    void aNewSeedDrawsGeneratedDataAnew() {
        SessionBench bench;
        bench.open(spec::findPreset("tabular")->spec, "tabular");
        const float first = bench.session.dataset()->train.floats.front();
        bench.session.startWithNewSeed();
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        QVERIFY(bench.session.dataset()->train.floats.front() != first);
        QCOMPARE(bench.undoText, QString("New seed"));
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 3, patience);
        QCOMPARE(bench.session.dataset()->train.floats.front(), first);
    }

    void undoOverANewSeedTakesTheStateWithItsSeed() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        const std::string before = bench.hash();
        bench.widen(20, "Wider");
        bench.session.startWithNewSeed();
        bench.step(3);
        const std::string after = bench.hash();
        bench.session.undo();
        bench.session.undo();
        QCOMPARE(bench.hash(), before);
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(0));
        bench.session.redo();
        bench.session.redo();
        QCOMPARE(bench.hash(), after);
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(1));
    }

    void resetIsAStepOfUndoWithWeightsAndCurve() {
        SessionBench bench;
        bench.open();
        bench.step(25); // past the end of an epoch
        bench.setRate(0.002, "Rate");
        bench.session.finishEdit();
        bench.step(5);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.runs().present->lastStep(), core::Index(30), patience);
        const std::string learned = bench.hash();
        const runs::RunPair before = bench.session.runs();
        const std::size_t evaluations = before.present->evaluations().records().size();
        bench.session.reset();
        QCOMPARE(bench.undoText, QString("Reset"));
        QVERIFY(bench.session.runs().present != before.present && bench.session.runs().before == before.present);
        bench.session.undo();
        QCOMPARE(bench.hash(), learned);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().epoch > 1.4, patience);
        QVERIFY(bench.session.runs().present == before.present && bench.session.runs().before == before.before);
        QCOMPARE(before.present->lastStep(), core::Index(30));
        QCOMPARE(before.present->marks().size(), std::size_t(1));
        bench.step(3); // and goes on
        QTRY_COMPARE_WITH_TIMEOUT(before.present->lastStep(), core::Index(33), patience);
        QVERIFY(before.present->evaluations().records().size() >= evaluations);
        bench.session.redo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(0), patience);
        bench.session.undo();
        bench.session.undo();
        QCOMPARE(bench.session.spec().training.optimiser, smallSpec().training.optimiser);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(33), patience); // settings do not travel
    }

    void aMarkLeadsBackToBeforeIt() {
        SessionBench bench;
        bench.open();
        bench.step(4);
        const std::string before = bench.hash();
        bench.setRate(0.5, "Rate 0.5");
        bench.session.finishEdit();
        bench.step(3);
        const std::string after = bench.hash();
        const auto left = bench.session.runs().present;
        QTRY_VERIFY_WITH_TIMEOUT(left->marks().size() == 1 && left->marks()[0].before->state, patience);
        bench.session.goBackBefore(0);
        QCOMPARE(bench.undoText, QString("Back to before Rate 0.5"));
        QCOMPARE(bench.hash(), before);
        QCOMPARE(bench.session.spec().training, smallSpec().training);
        QCOMPARE(bench.session.status().step, core::Index(4));
        QCOMPARE(bench.session.runs().present->lastStep(), core::Index(4));
        QVERIFY(bench.session.runs().present->marks().empty() && bench.session.runs().before == left);
        bench.session.undo();
        QCOMPARE(bench.hash(), after);
        QVERIFY(bench.session.runs().present == left && left->marks().size() == 1);
        bench.session.goBackBefore(7); // there is none
        QCOMPARE(bench.hash(), after);
    }

    void aMarkWhoseStateIsOnItsWayIsGoneBackToWhenItIsHere() {
        SessionBench bench;
        bench.open();
        bench.session.toggleTraining();
        bench.waitForSteps(2);
        bench.setRate(0.5, "Rate 0.5");
        bench.session.finishEdit();
        bench.session.goBackBefore(0); // no event was handled since
        QTRY_COMPARE_WITH_TIMEOUT(bench.undoText, QString("Back to before Rate 0.5"), patience);
        QCOMPARE(bench.session.spec().training, smallSpec().training);
        bench.waitForSteps(2);
    }

    void theLossChangesLive() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        bench.editTraining([](spec::TrainingSpec &training) { training.loss = {"mean_squared_error", {}}; }, "Loss");
        QCOMPARE(bench.losses, QStringList("mean_squared_error"));
        bench.step(1);
        QCOMPARE(bench.session.status().step, 4);
        QCOMPARE(bench.runs, 1);
        bench.session.undo();
        QCOMPARE(bench.losses.last(), QString("binary_cross_entropy"));
    }

    void saysWhenTheBatchIsLargerThanTheData() {
        SessionBench bench;
        bench.open();
        QCOMPARE(bench.note, QString());
        bench.editTraining([](spec::TrainingSpec &training) { training.batch = 5000; }, "Batch");
        QVERIFY2(bench.note.contains("one batch"), qPrintable(bench.note));
        bench.step(1);
        QCOMPARE(bench.session.status().stepsPerEpoch, 1);
        bench.session.undo();
        QCOMPARE(bench.note, QString());
    }

    void aStopIsSaidAndBringsItsOwnValidationPart() {
        SessionBench bench;
        bench.open();
        const core::Index samples = bench.session.dataset()->train.samples, test = bench.session.dataset()->test.samples;
        bench.editTraining([](spec::TrainingSpec &training) { training.stop = {{"steps", {{"count", core::Index{3}}}}}; }, "Stop");
        QCOMPARE(bench.datasets, 1);
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().state == training::State::Finished, SessionBench::patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.note.contains("Stopped: 3 steps are done"), SessionBench::patience);
        QVERIFY(bench.marks.contains("Stopped: 3 steps are done"));
        bench.editTraining([](spec::TrainingSpec &training) { training.stop = {{"no_improvement", {}}}; }, "Stop");
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, SessionBench::patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isSettled() && bench.session.status().step == 0, SessionBench::patience);
        QCOMPARE(bench.session.dataset()->validation.samples, samples / 10);
        QCOMPARE(bench.session.dataset()->train.samples, samples - samples / 10);
        QCOMPARE(bench.session.dataset()->test.samples, test);
        QVERIFY2(bench.note.contains("kept for validation") && !bench.note.contains("Stopped"), qPrintable(bench.note));
        QCOMPARE(bench.session.spec().data.validation, 0.0);
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 3, SessionBench::patience);
        QCOMPARE(bench.session.dataset()->train.samples, samples);
        QVERIFY(bench.problems.empty());
    }

    void threadsChangeNoBit() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        bench.session.setThreads(3);
        QCOMPARE(bench.session.threads(), 3);
        bench.step(2);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().threads, 3, patience);
        SessionBench one(1);
        one.open();
        one.step(4);
        QCOMPARE(one.hash(), bench.hash());
    }

    void trainsToTheBitsOfTheCommandLine() {
        std::ostringstream out, err;
        app::Console console{out, err};
        app::runCommandLine({"train", "--preset", "deep", "--data", data::fashionMnistSampleKey, "--epochs", "1", "--seed", "7", "--json", "--threads", "1"},
                            console);
        spec::Spec spec = spec::findPreset("deep")->spec;
        spec.data.source = data::fashionMnistSampleKey;
        spec.training.epochs = 1;
        spec.training.seed = 7;
        SessionBench bench(3);
        bench.open(spec, "deep");
        bench.session.toggleTraining();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Finished, patience);
        const std::string hash = bench.hash();
        QVERIFY2(out.str().find(hash) != std::string::npos, hash.c_str());
    }

    void divergenceIsSaidOnceAndLeavesGoodWeights() {
        SessionBench bench;
        bench.open();
        const std::string start = bench.hash();
        bench.editTraining([](spec::TrainingSpec &training) { training.optimiser = {"sgd", {{"rate", 1e6}}}; }, "Rate");
        bench.session.toggleTraining();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Diverged, patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.problems.size(), std::size_t(1), patience);
        QVERIFY(!bench.problems.front().hint.empty());
        QVERIFY(bench.problems.front().what.find("step") != std::string::npos);
        QCOMPARE(bench.marks.last(), QString("Diverged"));
        bench.session.reset();
        QCOMPARE(bench.hash(), start);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Paused, patience);
        bench.setRate(0.01);
        bench.session.toggleTraining();
        bench.waitForSteps(5);
        QCOMPARE(bench.session.status().state, State::Running);
        QCOMPARE(bench.problems.size(), std::size_t(1));
    }

    void dataThatCannotBeReadLeaveAllAsItWas_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("not there") << "/nowhere/at/all";
        QTest::newRow("empty folder") << m_folder.path();
        QTest::newRow("no data") << write("text.gz", "no data at all");
        QTest::newRow("no spec there") << "/nowhere/at/all.json";
        QTest::newRow("no spec") << write("bad.json", QByteArray(10000, '['));
    }
    void dataThatCannotBeReadLeaveAllAsItWas() {
        QFETCH(QString, path);
        SessionBench bench;
        bench.open();
        bench.session.toggleTraining();
        bench.waitForSteps(2);
        const auto dataset = bench.session.dataset();
        bench.session.openPath(path);
        QTRY_COMPARE_WITH_TIMEOUT(bench.problems.size(), std::size_t(1), patience);
        QVERIFY(bench.problems.front().sentence().size() > 10);
        QCOMPARE(bench.session.dataset(), dataset);
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(!bench.canUndo);
        QVERIFY(!bench.session.isLoading());
        QCOMPARE(bench.runs, 1);
        bench.waitForSteps(2);
        QCOMPARE(bench.session.status().state, State::Running);
    }

    void dataThatDoNotFitLeaveAllAsItWas() {
        SessionBench bench;
        spec::Spec spec = smallSpec();
        spec.model.layers.back().values["units"] = core::Index(784);
        bench.open(spec);
        bench.session.openSource("tabular");
        QTRY_COMPARE_WITH_TIMEOUT(bench.failedLoads, 1, patience);
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY(bench.session.spec() == spec);
        QVERIFY(!bench.canUndo);
        bench.session.openSource("noise"); // 784 numbers, but not between 0 and 1
        QTRY_COMPARE_WITH_TIMEOUT(bench.failedLoads, 2, patience);
        QCOMPARE(bench.datasets, 1);
        bench.step(2);
    }

    void aFailedLoadForgetsNothingThatWasUndone() {
        SessionBench bench;
        bench.open();
        bench.setRate(0.01);
        bench.session.undo();
        QVERIFY(bench.canRedo);
        bench.session.openSource("/nowhere/at/all");
        QTRY_COMPARE_WITH_TIMEOUT(bench.failedLoads, 1, patience);
        QVERIFY(bench.canRedo);
        QVERIFY(!bench.canUndo);
    }

    void aCancelledLoadLeavesAllAsItWas() {
        SessionBench bench;
        bench.open();
        bench.step(2);
        bench.session.openSource("tabular");
        QVERIFY(bench.session.isLoading());
        bench.session.cancelLoading();
        QVERIFY(!bench.session.isLoading());
        QCOMPARE(bench.failedLoads, 1);
        QVERIFY(!bench.canUndo);
        bench.session.openSource("halves"); // behind it on the same thread: by then the first is over
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        QCOMPARE(bench.session.dataset()->key, std::string("halves"));
        QVERIFY(bench.problems.empty());
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 3, patience);
        QVERIFY(!bench.canUndo);
        QCOMPARE(bench.session.status().step, 2);
    }

    void anotherWishTakesThePlaceOfALoad() {
        SessionBench bench;
        bench.open();
        bench.session.openSource("tabular");
        bench.setRate(0.01);
        QVERIFY(!bench.session.isLoading());
        QVERIFY(bench.problems.empty());
        bench.session.undo();
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(!bench.canUndo);
    }

    void aPresetWithOtherDataAndBack() {
        SessionBench bench;
        bench.open(smallSpec(), "map");
        bench.step(4);
        const std::string before = bench.hash();
        bench.session.openPreset("tabular");
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        QCOMPARE(bench.session.presetKey(), QString("tabular"));
        QCOMPARE(bench.session.dataset()->features(), 10);
        bench.step(3);
        const std::string after = bench.hash();
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 3, patience);
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(bench.session.presetKey(), QString("map"));
        QCOMPARE(bench.hash(), before);
        bench.session.redo();
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 4, patience);
        QCOMPARE(bench.hash(), after);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.baselines(), patience);
        bench.session.openPreset("no such preset");
        QCOMPARE(bench.problems.size(), std::size_t(1));
    }

    void aPresetOnTheSampleStaysOnTheSample() {
        SessionBench bench;
        bench.open();
        bench.session.openPreset("narrow");
        QCOMPARE(bench.session.spec().data.source, std::string(data::fashionMnistSampleKey));
        QCOMPARE(bench.datasets, 1);
    }

    void aSpecFileIsOneEdit() {
        SessionBench bench;
        bench.open();
        bench.step(3);
        const std::string before = bench.hash();
        spec::Spec other = smallSpec();
        other.name = "From a file";
        other.model.layers[0] = tests::dense(30, "tanh");
        other.training.seed = 5;
        bench.session.openPath(write("other.json", QByteArray::fromStdString(spec::writeSpec(other))));
        QCOMPARE(bench.session.spec().name, std::string("From a file"));
        QCOMPARE(bench.session.spec().training.seed, std::uint64_t(5));
        bench.step(1);
        bench.session.undo();
        QCOMPARE(bench.hash(), before);
    }

    void baselinesFollowTheCode() {
        SessionBench bench;
        bench.open();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.baselines(), patience);
        const double two = bench.session.baselines()->pcaMse;
        bench.setUnits(1, core::Index(8));
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.baselines() && bench.session.baselines()->components == 8, patience);
        QVERIFY(bench.session.baselines()->pcaMse < two);
        bench.session.undo();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.baselines() && bench.session.baselines()->components == 2, patience);
        QCOMPARE(bench.session.baselines()->pcaMse, two);
    }

    void endsInTheMiddleOfEverything() {
        {
            SessionBench bench;
            bench.session.open(smallSpec(), {}); // reading
        }
        {
            SessionBench bench;
            bench.open();
            bench.session.toggleTraining(); // and fitting the PCA
            bench.waitForSteps(1);
        }
        {
            SessionBench bench;
            bench.open();
            bench.setUnits(0, core::Index(20)); // about to restart
            bench.session.openSource("halves");
        }
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
