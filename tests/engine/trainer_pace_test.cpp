// A training that is held back to so many steps a second: it keeps the pace, sleeps in between, obeys at once, and learns the same.
#include <QtTest>

#include <ctime>

#include "tests/support/trainer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::State;
using training::Trainer;

class TrainerPaceTest : public QObject {
    Q_OBJECT

    static double processSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

private slots:
    void itKeepsThePaceAsleep() {
        const TrainerBench bench;
        Trainer trainer({.threads = 2});
        trainer.setPace(20);
        trainer.assign(bench.assignment());
        settled(trainer);
        const double cpu = processSeconds();
        QElapsedTimer clock;
        clock.start();
        trainer.train();
        QTest::qSleep(500);
        const training::Status status = trainer.status();
        const double elapsed = static_cast<double>(clock.elapsed()) / 1000, spent = processSeconds() - cpu;
        QVERIFY(status.state == State::Running);
        QVERIFY2(static_cast<double>(status.step) <= 20 * elapsed + 2, qPrintable(QString("%1 steps in %2 s").arg(status.step).arg(elapsed)));
        QVERIFY(status.step >= 5);
        QVERIFY2(spent < 0.5 * elapsed, qPrintable(QString("%1 s of work in %2 s").arg(spent).arg(elapsed)));
        QVERIFY(status.samplesPerSecond <= 20 * 100); // the speed is that which it goes at
        trainer.setPace(0);                           // live
        QVERIFY(settled(trainer).state == State::Finished);
    }

    void itObeysAtOnce() {
        const TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.setPace(0.1);
        trainer.assign(bench.assignment());
        trainer.train();
        QVERIFY(comesAbout([&] { return trainer.status().step == 1; })); // the first does not wait
        QElapsedTimer clock;
        clock.start();
        trainer.requestSnapshot();
        QVERIFY(comesAbout([&] { return trainer.takeSnapshot() != nullptr; }));
        trainer.pause();
        QVERIFY(settled(trainer).state == State::Paused);
        QCOMPARE(trainer.status().step, core::Index{1});
        trainer.step(3); // what was asked for does not wait, either
        QVERIFY(comesAbout([&] { return trainer.status().step == 4; }));
        trainer.train();
        trainer.setPace(100); // in the middle of a wait of ten seconds
        QVERIFY(comesAbout([&] { return trainer.status().step > 5; }));
        QVERIFY2(clock.elapsed() < 4000, qPrintable(QString::number(clock.elapsed())));
    }

    void itEndsInTheMiddleOfAWait() {
        const TrainerBench bench;
        QElapsedTimer clock;
        {
            Trainer trainer({.threads = 1});
            trainer.setPace(0.05);
            trainer.assign(bench.assignment());
            trainer.train();
            QVERIFY(comesAbout([&] { return trainer.status().step == 1; }));
            clock.start();
        }
        QVERIFY(clock.elapsed() < 3000);
    }

    void itLearnsTheSame() {
        const TrainerBench bench;
        std::vector<float> learned[2];
        for (const bool isPaced : {false, true}) {
            Trainer trainer({.threads = 2});
            trainer.setPace(isPaced ? 200 : 0);
            trainer.assign(bench.assignment());
            trainer.train();
            QVERIFY(settled(trainer).state == State::Finished);
            const auto snapshot = snapshotOf(trainer);
            learned[isPaced].assign(snapshot->parameters.data(), snapshot->parameters.data() + snapshot->parameters.size());
        }
        QVERIFY(!learned[0].empty() && learned[0] == learned[1]);
    }

    void itSaysByHowManyEpochsItGoesOn() {
        TrainerBench bench;
        Trainer trainer({.threads = 1});
        trainer.assign(bench.assignment());
        trainer.train();
        training::Status status = settled(trainer);
        QVERIFY(status.state == State::Finished);
        const core::Index asked = status.epochs;
        QCOMPARE(status.epochsMore, asked);
        trainer.train();
        status = settled(trainer);
        QCOMPARE(status.epochs, 2 * asked);
        QCOMPARE(status.epoch, static_cast<double>(2 * asked));
        QCOMPARE(status.epochsMore, asked);
    }
};

QTEST_APPLESS_MAIN(TrainerPaceTest)
#include "trainer_pace_test.moc"
