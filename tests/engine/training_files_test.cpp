// A training kept in files: it goes on as if it had never ended, and damaged files are a sentence.
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include "engine/runs/training_files.h"
#include "tests/support/loss_data.h"
#include "tests/support/small_layers.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

runs::RunLog someLog() {
    runs::RunLog log("binary cross-entropy", "test");
    log.append(lossSteps(1, 300));
    training::EvaluationRecord evaluation = heldOut(235);
    evaluation.endsEpoch = true;
    evaluation.trainLoss = 0.25;
    evaluation.terms = {{"data", 0.2, "reconstruction"}, {"l1", 0.05, "L1"}};
    log.append(evaluation);
    log.mark({.step = 100, .epoch = 0.4, .text = "Rate 0.01"});
    log.changeLoss("mean squared error");
    log.append(lossSteps(301, 20'000));
    return log;
}

} // namespace

class TrainingFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string folder() const { return m_folder.path().toStdString(); }

private slots:
    void goesOnToTheBit_data() {
        QTest::addColumn<QString>("optimiser");
        QTest::addColumn<bool>("averages");
        QTest::newRow("adam") << "adam" << false;
        QTest::newRow("momentum") << "sgd" << false;
        QTest::newRow("adam with an average") << "adam" << true;
    }

    void goesOnToTheBit() {
        QFETCH(QString, optimiser);
        QFETCH(bool, averages);
        TrainerBench bench({100, 9, 20, 40}, {dense(5, "relu"), {"batch_norm", {}}, output()});
        bench.spec.optimiser = {optimiser.toStdString(), {}};
        if (averages)
            bench.spec.average = {"exponential", {}};
        const auto one = bench.stepper();
        for (int step = 0; step < 7; ++step)
            one->step();
        const training::TrainingState state = one->state();
        QVERIFY(!runs::writeTraining(folder(), state, someLog()));
        const auto kept = runs::readTraining(folder(), state.plan, bench.spec, bench.dataset->train.samples);
        QVERIFY2(kept, kept ? "" : kept.error().sentence().c_str());
        QCOMPARE(kept->state->step, state.step);
        QCOMPARE(kept->state->position, state.position);
        const auto other = bench.stepper();
        other->restore(*kept->state);
        for (int step = 0; step < 20; ++step)
            QCOMPARE(other->step().loss, one->step().loss);
        const core::Floats &a = one->shownParameters(), &b = other->shownParameters();
        QVERIFY(a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data()));
    }

    void theCurveComesBack() {
        const TrainerBench bench({100, 9, 0, 40}, {dense(5, "relu"), output()});
        const training::TrainingState state = bench.stepper()->state();
        const runs::RunLog log = someLog();
        QVERIFY(!runs::writeTraining(folder(), state, log));
        const auto kept = runs::readTraining(folder(), state.plan, bench.spec, 100);
        QVERIFY(kept);
        const runs::RunLog &back = *kept->log;
        QCOMPARE(back.segments(), log.segments());
        QCOMPARE(back.lossName(), log.lossName());
        QCOMPARE(back.heldOutName(), log.heldOutName());
        QCOMPARE(back.lastStep(), log.lastStep());
        QCOMPARE(back.lastEpoch(), log.lastEpoch());
        QCOMPARE(back.marks().size(), log.marks().size());
        QCOMPARE(back.marks()[0].text, log.marks()[0].text);
        const training::EvaluationRecord &evaluation = back.evaluations().last();
        QVERIFY(evaluation.endsEpoch && evaluation.step == 235 && evaluation.trainLoss == 0.25 && evaluation.terms.size() == 2 &&
                evaluation.terms[1].label == "L1" && std::isnan(evaluation.validationLoss));
        const runs::Curve &train = back.present().train, &before = log.present().train;
        QVERIFY(train.size() <= runs::mostSpansInFile && train.last().step == before.last().step);
        QCOMPARE(train.sum(0, train.size()).minimum, before.sum(0, before.size()).minimum);
        QCOMPARE(train.sum(0, train.size()).steps, before.sum(0, before.size()).steps);
    }

    void damagedFilesAreASentence() {
        TrainerBench bench({100, 9, 20, 40}, {dense(5, "relu"), {"batch_norm", {}}, output()});
        const training::TrainingState state = bench.stepper()->state();
        const auto refusal = [&]() -> std::string {
            const auto kept = runs::readTraining(folder(), state.plan, bench.spec, 100);
            return kept ? std::string() : kept.error().sentence();
        };
        QVERIFY(!runs::writeTraining(folder(), state, someLog()));
        QVERIFY(refusal().empty());
        std::ifstream stream(folder() + "/training.json");
        const std::string text((std::istreambuf_iterator<char>(stream)), {});
        const auto withText = [&](const std::string &other) {
            std::ofstream(folder() + "/training.json") << other;
            return refusal();
        };
        for (std::size_t length = 0; length < text.size(); length += text.size() / 50 + 1)
            QVERIFY(!withText(text.substr(0, length)).empty());
        const auto replaced = [&text](const std::string &what, const std::string &by) {
            std::string other = text;
            return other.replace(other.find(what), what.size(), by);
        };
        QVERIFY(!withText(replaced("\"position\":0", "\"position\":101")).empty());
        QVERIFY(!withText(replaced("\"step\":0", "\"step\":-1")).empty());
        QVERIFY(!withText("[]").empty() && !withText("{\"training\": 3}").empty());
        QVERIFY(withText(text).empty());
        TrainerBench wider({100, 9, 20, 40}, {dense(6, "relu"), {"batch_norm", {}}, output()});
        const auto other = runs::readTraining(folder(), wider.stepper()->sharedPlan(), wider.spec, 100);
        QVERIFY(!other && other.error().what.find("\"parameters\"") != std::string::npos);
        QVERIFY(!runs::readTraining(folder() + "/nowhere", state.plan, bench.spec, 100));
    }
};

QTEST_APPLESS_MAIN(TrainingFilesTest)
#include "training_files_test.moc"
