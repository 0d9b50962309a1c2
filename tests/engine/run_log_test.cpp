// What a run remembers: bounded however long it goes on, in order, and gone where the run goes back before it.
#include <QTest>

#include <limits>

#include "engine/runs/run_log.h"
#include "tests/support/loss_data.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using runs::Evaluations;
using runs::RunLog;

namespace {

training::EvaluationRecord evaluationAt(Index step, double loss, bool endsEpoch = true) {
    training::EvaluationRecord record;
    record.step = step;
    record.epoch = static_cast<double>(step) / 10;
    record.heldOutLoss = loss;
    record.endsEpoch = endsEpoch;
    return record;
}

} // namespace

class RunLogTest : public QObject {
    Q_OBJECT
private slots:
    void anEmptyOneHasOneSegment() {
        const RunLog log("mean squared error", "test");
        QVERIFY(log.isEmpty());
        QCOMPARE(log.segments(), std::size_t(1));
        QCOMPARE(log.lossName(), std::string("mean squared error"));
        QCOMPARE(log.heldOutName(), std::string("test"));
        QCOMPARE(log.lastStep(), Index(0));
    }

    void everyChangeIsSeenByItsVersion() {
        RunLog log("a", "test");
        std::uint64_t seen = log.version();
        const auto isNew = [&] { return std::exchange(seen, log.version()) != log.version(); };
        log.append(std::vector<training::StepRecord>{});
        QVERIFY(!isNew());
        log.append(lossSteps(1, 3));
        QVERIFY(isNew());
        log.append(heldOut(3));
        QVERIFY(isNew());
        log.mark({3, 0.1, "Rate"});
        QVERIFY(isNew());
        log.changeLoss("a");
        QVERIFY(!isNew());
        log.changeLoss("b");
        QVERIFY(isNew());
        log.append(lossSteps(2, 3)); // back
        QVERIFY(isNew());
    }

    void anotherLossBeginsASegmentAndIsMarked() {
        RunLog log("a", "test");
        log.changeLoss("b"); // nothing was measured: it is called otherwise
        QCOMPARE(log.segments(), std::size_t(1));
        QVERIFY(log.marks().empty());
        log.append(lossSteps(1, 40));
        log.changeLoss("c");
        log.changeLoss("c");
        QCOMPARE(log.segments(), std::size_t(2));
        QCOMPARE(log.marks().size(), std::size_t(1));
        QCOMPARE(log.marks()[0].text, std::string("Loss: b → c"));
        QCOMPARE(log.marks()[0].step, Index(40));
        log.append(lossSteps(41, 50));
        QCOMPARE(log.segment(0)->lossName, std::string("b"));
        QCOMPARE(log.segment(0)->train.last().step, Index(40));
        QCOMPARE(log.present().train.span(0).step, Index(41));
    }

    void goingBackTakesAllThatFollowed() {
        RunLog log("a", "test");
        log.append(lossSteps(1, 470));
        log.append(heldOut(235));
        log.append(heldOut(470));
        log.mark({100, 0.4, "early"});
        log.mark({400, 1.7, "late"});
        log.changeLoss("b");
        log.append(lossSteps(471, 500));
        const std::shared_ptr<const runs::Segment> gone = log.segment(1);
        log.append(lossSteps(301, 310));
        QCOMPARE(log.segments(), std::size_t(1));
        QCOMPARE(log.lastStep(), Index(310));
        QCOMPARE(log.present().train.size(), Index(310));
        QCOMPARE(log.present().heldOut.last().step, Index(235));
        QCOMPARE(log.evaluations().last().step, Index(235));
        QCOMPARE(log.marks().size(), std::size_t(1));
        QCOMPARE(log.marks()[0].text, std::string("early"));
        QCOMPARE(gone->train.size(), Index(30)); // whoever held it reads on
    }

    void aLossThatIsNotFiniteIsMarkedOnce() {
        RunLog log("a", "test");
        auto steps = lossSteps(1, 10);
        for (std::size_t step = 5; step < 10; ++step)
            steps[step].mean = std::numeric_limits<float>::quiet_NaN();
        log.append(steps);
        auto more = lossSteps(11, 12);
        more[0].mean = std::numeric_limits<float>::infinity();
        log.append(more);
        QCOMPARE(log.marks().size(), std::size_t(1));
        QVERIFY(log.marks()[0].isBad);
        QCOMPARE(log.marks()[0].step, Index(6));
        auto evaluation = heldOut(12);
        evaluation.heldOutLoss = training::none;
        log.append(evaluation); // remembered, but no point of a curve
        QVERIFY(log.present().heldOut.isEmpty());
        QCOMPARE(log.evaluations().records().size(), std::size_t(1));
    }

    void memoryIsBoundedHoweverLongAndVariedARunIs() {
        RunLog log("loss 0", "test");
        std::size_t most = 0;
        Index step = 0;
        std::vector<training::StepRecord> steps(4000);
        for (int segment = 0; segment < 4; ++segment) {
            for (int tick = 0; tick < 400; ++tick) {
                for (training::StepRecord &record : steps) {
                    ++step;
                    record = {step, static_cast<double>(step) / 8, 1, 0.1f, 0.2f, 0.3f};
                }
                log.append(steps);
                for (int each = 0; each < 100; ++each) {
                    auto evaluation = evaluationAt(step - 100 + each, 0.3);
                    evaluation.terms = {{"data", 0.2}, {"bottleneck", 0.1}, {"weights", 0.1}, {"a penalty with a long name", 0.1}};
                    log.append(evaluation);
                }
                log.mark({step, 0.0, "a change of something that has a name of some length"});
                most = std::max(most, log.bytes());
            }
            log.changeLoss("loss " + std::to_string(segment + 1));
        }
        QVERIFY2(most > 16'000'000 && most <= RunLog::mostBytes, qPrintable(QString::number(most)));
        QCOMPARE(log.marks().size(), std::size_t(4 * 400 + 4));
        Index total = 0;
        for (std::size_t segment = 0; segment < log.segments(); ++segment) {
            const runs::Curve &train = log.segment(segment)->train;
            total += train.sum(0, train.size()).steps;
        }
        QCOMPARE(total, step);
    }

    void evaluationsKeepFirstLastAndBest() {
        Evaluations evaluations(64);
        for (Index step = 0; step <= 10000; ++step)
            evaluations.append(evaluationAt(step, step == 7777 ? 0.01 : 0.5 + 0.1 * static_cast<double>(step % 3)));
        const auto &records = evaluations.records();
        QVERIFY(records.size() <= 64 && records.size() >= 32);
        QCOMPARE(records.front().step, Index(0));
        QCOMPARE(evaluations.last().step, Index(10000));
        QVERIFY(std::any_of(records.begin(), records.end(), [](const auto &record) { return record.heldOutLoss == 0.01; }));
        Index widest = 0;
        for (std::size_t i = 1; i < records.size(); ++i) {
            QVERIFY(records[i].step > records[i - 1].step);
            widest = std::max(widest, records[i].step - records[i - 1].step);
        }
        QVERIFY(widest < 10000 / 10); // spread over the whole run
        const std::size_t before = records.size();
        evaluations.dropFrom(5000);
        QVERIFY(evaluations.records().size() < before);
        QVERIFY(evaluations.last().step < 5000);
        evaluations.append(evaluationAt(5000, 0.4));
        QCOMPARE(evaluations.last().step, Index(5000));
        QCOMPARE(evaluations.records().back().step, Index(5000));
    }

    void endsOfEpochsStayBeforeOthers() {
        Evaluations evaluations(8);
        for (Index step = 1; step <= 16; ++step)
            evaluations.append(evaluationAt(step, step % 2 == 0 ? 0.5 : 0.1, step % 2 == 0));
        for (std::size_t i = 1; i < evaluations.records().size(); ++i)
            QVERIFY(evaluations.records()[i].endsEpoch);
    }

    void aCopyIsTheRunBeforeAMark() {
        RunLog log("a", "test");
        log.append(lossSteps(1, 100));
        log.append(heldOut(100));
        log.mark({.step = 100, .epoch = 0.4, .text = "rate"});
        log.changeLoss("b");
        log.append(lossSteps(101, 150));
        log.append(heldOut(150));
        log.mark({.step = 120, .epoch = 0.5, .text = "later"});
        const std::shared_ptr<RunLog> first = log.copyBefore(0), second = log.copyBefore(1), third = log.copyBefore(2);
        QVERIFY(first->marks().empty() && first->segments() == 1 && first->lossName() == "a" && first->lastStep() == 100);
        QVERIFY(second->marks().size() == 1 && second->segments() == 1);
        QVERIFY(third->marks().size() == 2 && third->segments() == 2 && third->lastStep() == 120 && third->evaluations().last().step == 100);
        QCOMPARE(third->present().train.size(), Index(20));
        third->append(lossSteps(121, 130)); // each goes its own way
        QCOMPARE(log.present().train.size(), Index(50));
        QCOMPARE(log.lastStep(), Index(150));
    }

    void ofTwoEvaluationsAtOneStepTheEndOfTheEpochStays() {
        RunLog log("a", "test");
        log.append(lossSteps(1, 235));
        training::EvaluationRecord end = heldOut(235);
        end.endsEpoch = true;
        log.append(end);
        training::EvaluationRecord again = heldOut(235, 0.5);
        again.endsEpoch = false;
        log.append(again);
        QVERIFY(log.evaluations().last().endsEpoch);
        QCOMPARE(log.present().heldOut.size(), Index(1));
    }
};

QTEST_APPLESS_MAIN(RunLogTest)
#include "run_log_test.moc"
