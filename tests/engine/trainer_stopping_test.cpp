// What ends a training before its epochs are done, held to slow loops over a stepper; the best parameters; memory that survives a resume.
#include <QTest>

#include <cmath>

#include "engine/training/catalogue.h"
#include "engine/training/demands.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::State;
using training::Status;
using training::Trainer;

namespace {

/// Four steps an epoch; the noise and the rate make the validation loss tremble.
struct StoppingBench : TrainerBench {
    explicit StoppingBench(std::vector<spec::Component> stops = {}) : TrainerBench({100, 9, 30, 40}) {
        spec.stop = std::move(stops);
        spec.epochs = 300;
        spec.optimiser.values["rate"] = 0.05;
        spec.corruption = {"gaussian", {{"strength", 0.5}}};
    }
};

spec::Component noImprovement(Index patience, double change = 0) {
    return {"no_improvement", {{"patience", patience}, {"minimum_change", change}}};
}

/// The end of training, and the parameters then.
struct End {
    Status status;
    core::Floats parameters;
    std::vector<training::EvaluationRecord> evaluations;
};

End endOf(Trainer &trainer) {
    End end;
    trainer.train();
    end.status = settled(trainer, &end.evaluations);
    end.parameters = snapshotOf(trainer)->parameters;
    return end;
}

End endOf(const TrainerBench &bench, std::shared_ptr<const training::TrainingState> from = nullptr) {
    Trainer trainer({.threads = 2});
    trainer.assign(bench.assignment(1, std::move(from)));
    return endOf(trainer);
}

/// Early stopping as one would write it down: the epoch it ends with, the best epoch, and its parameters.
struct SlowEnd {
    int epoch = 0, best = 0;
    core::Floats parameters;
};

SlowEnd slowlyStopped(const StoppingBench &bench, int patience, double change) {
    spec::TrainingSpec plain = bench.spec;
    plain.stop.clear();
    training::Stepper stepper(bench.plan, bench.dataset);
    [[maybe_unused]] const auto taken = stepper.configure(plain);
    stepper.start();
    std::vector<double> losses;
    SlowEnd end;
    double lowest = INFINITY;
    while (end.epoch < plain.epochs) {
        while (!stepper.step().endsEpoch) {
        }
        ++end.epoch;
        losses.push_back(stepper.evaluate(bench.dataset->validation));
        if (losses.back() < lowest - change) {
            lowest = losses.back();
            end.best = end.epoch;
            end.parameters = stepper.currentParameters();
        }
        if (end.epoch - end.best == patience)
            break;
    }
    return end;
}

} // namespace

class TrainerStoppingTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindIsChecked() {
        for (const spec::Kind &kind : training::catalogue().stops)
            for (const spec::Setting &setting : kind.settings)
                QVERIFY2(!setting.help.empty() && (setting.kind == spec::SettingKind::Choice || setting.maximum > setting.minimum), setting.key.c_str());
        QCOMPARE(training::catalogue().stops.size(), std::size_t{5});
    }

    void noImprovementIsASlowLoop_data() {
        QTest::addColumn<int>("patience");
        QTest::addColumn<double>("change");
        for (const int patience : {1, 2, 5})
            for (const double change : {0.0, 1e-3})
                QTest::addRow("%d epochs, %g", patience, change) << patience << change;
    }
    void noImprovementIsASlowLoop() {
        QFETCH(int, patience);
        QFETCH(double, change);
        const StoppingBench bench({noImprovement(patience, change)});
        const SlowEnd slow = slowlyStopped(bench, patience, change);
        QVERIFY(slow.epoch < 300 && slow.best > 1);
        const End end = endOf(bench);
        QVERIFY(end.status.state == State::Finished);
        QCOMPARE(end.status.epoch, static_cast<double>(slow.epoch));
        QCOMPARE(end.status.endKind, std::string("no_improvement"));
        QString expected =
            QString("Stopped: no improvement for %1 epoch%2; the parameters of epoch %3 are back").arg(patience).arg(patience > 1 ? "s" : "").arg(slow.best);
        QCOMPARE(QString::fromStdString(end.status.endWords), expected);
        QVERIFY(sameBits(end.parameters, slow.parameters));
        QCOMPARE(end.status.secondsLeft, 0.0);
    }

    void theBestComesBackHoweverItEnds() {
        StoppingBench bench({noImprovement(50)});
        const int worse = slowlyStopped(bench, 2, 0).epoch - 1; // the first epoch that is no better than the one before
        bench.spec.epochs = worse;
        const SlowEnd slow = slowlyStopped(bench, 50, 0);
        QCOMPARE(slow.best, worse - 1);
        End end = endOf(bench);
        QCOMPARE(end.status.endKind, std::string("epochs"));
        QVERIFY(end.status.endWords.find("parameters of epoch " + std::to_string(slow.best)) != std::string::npos);
        QVERIFY(sameBits(end.parameters, slow.parameters));
        const Index within = 4 * worse - 3;
        bench.spec.stop.push_back({"steps", {{"count", within}}});
        end = endOf(bench);
        QCOMPARE(end.status.endKind, std::string("steps"));
        QCOMPARE(end.status.step, within);
        QVERIFY(sameBits(end.parameters, slow.parameters));
        // Where the last epoch is the best, nothing is said.
        bench.spec.stop = {noImprovement(50)};
        bench.spec.epochs = slow.best;
        end = endOf(bench);
        QCOMPARE(end.status.endWords, std::string());
        QVERIFY(sameBits(end.parameters, slow.parameters));
    }

    void resumedItStopsWhereItWouldHave() {
        const StoppingBench bench({noImprovement(4)});
        const End whole = endOf(bench);
        QVERIFY(whole.status.step > 20);
        for (const Index at : {Index{6}, whole.status.step - 6}) {
            Trainer trainer({.threads = 1});
            trainer.assign(bench.assignment());
            for (Index step = 0; step < at; ++step)
                trainer.step();
            settled(trainer);
            trainer.assign(bench.assignment(2));
            settled(trainer);
            const auto retired = trainer.takeRetired();
            QCOMPARE(retired.size(), std::size_t{1});
            const End rest = endOf(bench, retired[0].state);
            QCOMPARE(rest.status.step, whole.status.step);
            QCOMPARE(rest.status.endWords, whole.status.endWords);
            QVERIFY(sameBits(rest.parameters, whole.parameters));
        }
    }

    void stepsAndGoingOn() {
        const StoppingBench bench({{"steps", {{"count", Index{7}}}}});
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        End end = endOf(trainer);
        QCOMPARE(end.status.step, Index{7});
        QCOMPARE(end.status.endWords, std::string("Stopped: 7 steps are done"));
        QVERIFY(sameBits(end.parameters, bench.parametersAfter(7)));
        end = endOf(trainer); // so many again
        QCOMPARE(end.status.step, Index{14});
        QVERIFY(sameBits(end.parameters, bench.parametersAfter(14)));
        QCOMPARE(end.status.epochs, Index{300});
        trainer.reset(3);
        const Status status = settled(trainer);
        QVERIFY(status.state == State::Paused && status.endKind.empty() && status.endWords.empty());
        QCOMPARE(endOf(trainer).status.step, Index{7});
    }

    void secondsAreThoseOfTraining() {
        const StoppingBench bench({{"seconds", {{"limit", 0.02}}}});
        StoppingBench endless = bench;
        endless.spec.epochs = 1'000'000;
        const End end = endOf(endless);
        QCOMPARE(end.status.endKind, std::string("seconds"));
        QVERIFY(end.status.secondsTrained >= 0.02);
        QVERIFY(end.status.step > 1 && end.status.epoch < 1'000'000);
    }

    void aTargetIsReachedAtTheEndOfAnEpoch_data() {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("training") << QByteArray("train");
        QTest::newRow("validation") << QByteArray("validation");
    }
    void aTargetIsReachedAtTheEndOfAnEpoch() {
        QFETCH(QByteArray, part);
        StoppingBench bench;
        bench.spec.epochs = 20;
        const auto lossOf = [&](const training::EvaluationRecord &record) { return part == "train" ? record.trainLoss : record.validationLoss; };
        const std::vector<training::EvaluationRecord> all = endOf(bench).evaluations;
        QCOMPARE(all.size(), std::size_t{20});
        double target = INFINITY;
        for (std::size_t i = 0; i < 10; ++i)
            target = std::min(target, lossOf(all[i]));
        std::size_t first = 0;
        while (lossOf(all[first]) > target)
            ++first;
        bench.spec.stop = {{"target_loss", {{"loss", target}, {"part", part.toStdString()}}}};
        End end = endOf(bench);
        QCOMPARE(end.status.endKind, std::string("target_loss"));
        QCOMPARE(end.status.epoch, static_cast<double>(first + 1));
        bench.spec.stop[0].values["loss"] = 0.0;
        end = endOf(bench);
        QCOMPARE(end.status.endKind, std::string("epochs"));
        QCOMPARE(end.status.endWords, std::string());
    }

    void aShortGradientEndsIt() {
        StoppingBench bench;
        bench.spec.corruption = {"none", {}};
        training::Stepper stepper(bench.plan, bench.dataset);
        QVERIFY(bool(stepper.configure(bench.spec)));
        stepper.start();
        std::vector<double> norms;
        for (int step = 0; step < 40; ++step) {
            stepper.step();
            norms.push_back(stepper.gradientNorm());
        }
        const double limit = *std::min_element(norms.begin(), norms.begin() + 30) * (1 + 1e-9);
        const auto first = std::find_if(norms.begin(), norms.end(), [limit](double norm) { return norm < limit; }) - norms.begin();
        bench.spec.stop = {{"gradient_norm", {{"below", limit}}}};
        const End end = endOf(bench);
        QCOMPARE(end.status.endKind, std::string("gradient_norm"));
        QCOMPARE(end.status.step, static_cast<Index>(first + 1));
    }

    void theGradientsLengthIsThatOfItsNumbers() {
        // Plain descent moves by rate times gradient: the way tells its length.
        StoppingBench bench;
        bench.spec.optimiser = {"sgd", {{"rate", 1.0}, {"momentum", 0.0}}};
        training::Stepper stepper(bench.plan, bench.dataset);
        QVERIFY(bool(stepper.configure(bench.spec)));
        stepper.start();
        const core::Floats before = stepper.currentParameters();
        stepper.step();
        double squares = 0;
        for (Index i = 0; i < before.size(); ++i)
            squares += std::pow(static_cast<double>(before[i]) - static_cast<double>(stepper.currentParameters()[i]), 2);
        QVERIFY(std::abs(stepper.gradientNorm() - std::sqrt(squares)) < 1e-5 * std::sqrt(squares));
    }

    void theFirstThatHoldsEndsIt() {
        const StoppingBench bench({{"steps", {{"count", Index{9}}}}, noImprovement(50), {"steps", {{"count", Index{5}}}}});
        const End end = endOf(bench);
        QCOMPARE(end.status.step, Index{5});
    }

    void settingsThatChangeLeaveTheEndBehind() {
        StoppingBench bench({{"steps", {{"count", Index{5}}}}});
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        endOf(trainer);
        bench.spec.stop.clear();
        bench.spec.epochs = 4;
        trainer.configure(bench.spec);
        Status status = settled(trainer);
        QVERIFY(status.state == State::Paused && status.endWords.empty());
        const End end = endOf(trainer);
        QCOMPARE(end.status.step, Index{16});
        QVERIFY(sameBits(end.parameters, bench.parametersAfter(16)));
    }

    void thePlateauLowersTheRate() {
        StoppingBench bench;
        bench.spec.epochs = 60;
        bench.spec.optimiser = {"sgd", {{"rate", 0.5}}};
        bench.spec.schedule = {"plateau", {{"patience", Index{0}}, {"factor", 0.5}, {"floor", 0.1}}};
        // By hand: the rate itself is set.
        spec::TrainingSpec plain = bench.spec;
        plain.schedule = {"constant", {}};
        training::Stepper stepper(bench.plan, bench.dataset);
        QVERIFY(bool(stepper.configure(plain)));
        stepper.start();
        double lowest = INFINITY, factor = 1;
        int waited = 0, falls = 0;
        core::Floats halfway;
        for (int epoch = 1; epoch <= 60; ++epoch) {
            while (!stepper.step().endsEpoch) {
            }
            const double loss = stepper.evaluate(bench.dataset->validation);
            if (loss < lowest * (1 - 1e-4)) {
                lowest = loss;
                waited = 0;
            } else if (++waited > 0) {
                factor = std::max(0.1, factor / 2);
                waited = 0;
                ++falls;
                plain.optimiser.values["rate"] = 0.5 * factor;
                QVERIFY(bool(stepper.configure(plain)));
            }
        }
        QVERIFY(falls >= 3);
        const End whole = endOf(bench);
        QVERIFY(sameBits(whole.parameters, stepper.currentParameters()));
        // A resume keeps what it remembers.
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        for (int step = 0; step < 200; ++step)
            trainer.step();
        settled(trainer);
        trainer.assign(bench.assignment(2));
        settled(trainer);
        const auto retired = trainer.takeRetired();
        QVERIFY(retired[0].state->watch.rateFactor < 1);
        QVERIFY(sameBits(endOf(bench, retired[0].state).parameters, whole.parameters));
    }

    void anotherScheduleForgetsThePlateau() {
        StoppingBench bench;
        bench.spec.schedule = {"plateau", {{"patience", Index{0}}}};
        training::Stepper stepper(bench.plan, bench.dataset);
        QVERIFY(bool(stepper.configure(bench.spec)));
        stepper.start();
        stepper.step();
        for (const double loss : {1.0, 2.0, 3.0})
            stepper.noteEpoch(loss);
        QCOMPARE(stepper.watch().rateFactor, 0.25);
        training::TrainingState state = stepper.state();
        bench.spec.schedule = {"constant", {}};
        QVERIFY(bool(stepper.configure(bench.spec)));
        QCOMPARE(stepper.watch().rateFactor, 1.0);
        stepper.restore(state); // of other settings
        QCOMPARE(stepper.watch().rateFactor, 1.0);
    }

    void choosingNeedsAValidationPart() {
        TrainerBench bench({100, 9, 0, 40});
        const auto errorOf = [&] { return training::unmetDemand(bench.spec, *bench.dataset); };
        QVERIFY(!errorOf());
        bench.spec.stop = {{"target_loss", {{"part", std::string("train")}}}, {"steps", {}}, {"seconds", {}}, {"gradient_norm", {}}};
        QVERIFY(!errorOf());
        for (const spec::Component &stop : {noImprovement(3), spec::Component{"target_loss", {}}}) {
            bench.spec.stop = {stop};
            QVERIFY(errorOf());
            QVERIFY(errorOf()->what.find(stop.kind) != std::string::npos);
            QCOMPARE(errorOf()->where, std::string("training.stop"));
            QVERIFY(!training::Stepper(bench.plan, bench.dataset).configure(bench.spec));
        }
        bench.spec.stop.clear();
        bench.spec.schedule = {"plateau", {}};
        QCOMPARE(errorOf()->where, std::string("training.schedule"));
        bench.spec.schedule = {"constant", {}};
        bench.spec.stop = {noImprovement(3), noImprovement(4)};
        QVERIFY(training::unmetDemand(bench.spec, *smoothData({100, 9, 30, 40})));
    }

    void aTenthIsKeptWhereNoneIsAskedFor() {
        spec::Spec spec;
        QVERIFY(training::dataFor(spec) == spec.data);
        QVERIFY(training::notesOn(spec, *smoothData({90, 9, 10, 40})).empty());
        for (int kind = 0; kind < 3; ++kind) {
            spec.training.stop.clear();
            spec.training.schedule = {kind == 0 ? "plateau" : "constant", {}};
            if (kind > 0)
                spec.training.stop = {kind == 1 ? noImprovement(3) : spec::Component{"target_loss", {}}};
            QCOMPARE(training::dataFor(spec).validation, 0.1);
            const std::vector<std::string> notes = training::notesOn(spec, *smoothData({90, 9, 10, 40}));
            QCOMPARE(notes.size(), std::size_t{1});
            QVERIFY(notes[0].find("10 samples") != std::string::npos);
            spec::Spec own = spec;
            own.data.validation = 0.25;
            QCOMPARE(training::dataFor(own).validation, 0.25);
            QVERIFY(training::notesOn(own, *smoothData({90, 9, 10, 40})).empty());
        }
    }
};

QTEST_APPLESS_MAIN(TrainerStoppingTest)
#include "trainer_stopping_test.moc"
