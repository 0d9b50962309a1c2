// How the learning rate goes: closed forms at chosen moments, and no schedule that leaves 0 … 1.
#include <QTest>

#include <cmath>

#include "engine/training/schedule.h"

using namespace hourglass;
using training::makeSchedule;

namespace {

bool isNear(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

} // namespace

class ScheduleTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindStaysWithinTheRate() {
        for (const spec::Kind &kind : training::scheduleKinds())
            for (const double warmUp : {0.0, 2.5})
                for (const double epochs : {0.0, 1.0, 10.0, 1e6}) {
                    const training::Schedule schedule = makeSchedule({kind.key, {{"warm_up", warmUp}}});
                    for (double done = 0; done <= epochs * 2 + 3; done += std::max(0.1, epochs / 50)) {
                        const double factor = schedule(done, epochs);
                        QVERIFY2(factor >= 0 && factor <= 1 + 1e-12, kind.key.c_str());
                    }
                }
    }

    void fallsInSteps() {
        const auto schedule = makeSchedule({"step", {{"every", 3.0}, {"factor", 0.1}}});
        QVERIFY(isNear(schedule(2.999, 10), 1) && isNear(schedule(3, 10), 0.1) && isNear(schedule(6.5, 10), 0.01));
    }

    void fallsByAFactorAnEpoch() {
        const auto schedule = makeSchedule({"exponential", {{"factor", 0.81}}});
        QVERIFY(isNear(schedule(0.5, 10), 0.9) && isNear(schedule(2, 10), 0.6561));
    }

    void followsACosineAndStartsAnew() {
        const auto once = makeSchedule({"cosine", {{"floor", 0.2}}});
        QVERIFY(isNear(once(0, 8), 1) && isNear(once(4, 8), 0.6) && isNear(once(8, 8), 0.2) && isNear(once(9, 8), 0.2));
        const auto again = makeSchedule({"cosine", {{"period", 4.0}, {"growth", 2.0}}});
        QVERIFY(isNear(again(2, 50), 0.5) && isNear(again(4, 50), 1) && isNear(again(8, 50), 0.5) && isNear(again(12, 50), 1));
        const auto even = makeSchedule({"cosine", {{"period", 4.0}}});
        QVERIFY(isNear(even(6, 50), 0.5) && isNear(even(10, 50), 0.5) && isNear(even(12, 50), 1));
    }

    void goesRoundOnce() {
        const auto schedule = makeSchedule({"one_cycle", {{"rise", 0.25}, {"start", 0.1}, {"floor", 0.01}}});
        QVERIFY(isNear(schedule(0, 40), 0.1) && isNear(schedule(5, 40), 0.55) && isNear(schedule(10, 40), 1));
        QVERIFY(isNear(schedule(25, 40), 0.505) && isNear(schedule(40, 40), 0.01) && isNear(schedule(50, 40), 0.01));
    }

    void fallsOnAPlateauAsPyTorchHasIt() {
        // torch.optim.lr_scheduler.ReduceLROnPlateau(factor=0.5, patience=2, threshold=0.01, min_lr=0.2) at a rate of 1
        const std::vector<std::pair<int, double>> reference{{13, 1.0}, {3, 0.5}, {3, 0.25}, {5, 0.2}};
        const spec::Component plateau{"plateau", {{"factor", 0.5}, {"patience", spec::Index{2}}, {"threshold", 0.01}, {"floor", 0.2}}};
        training::Watch watch, other;
        int epoch = 0;
        for (const auto &[epochs, rate] : reference)
            for (int i = 0; i < epochs; ++i, ++epoch) {
                const double loss = 0.3 + 0.5 * std::exp(-0.5 * epoch) + 0.002 * std::sin(3.0 * epoch);
                training::notePlateau(plateau, loss, watch);
                training::notePlateau({"constant", {}}, loss, other);
                QCOMPARE(watch.rateFactor, rate);
            }
        QCOMPARE(other.rateFactor, 1.0);
        QVERIFY(isNear(makeSchedule(plateau)(3, 10), 1));
    }

    void warmsUpInFront() {
        const auto schedule = makeSchedule({"step", {{"every", 10.0}, {"factor", 0.5}, {"warm_up", 4.0}}});
        QVERIFY(isNear(schedule(0, 30), 0) && isNear(schedule(1, 30), 0.25) && isNear(schedule(4, 30), 1));
        QVERIFY(isNear(schedule(13.9, 30), 1) && isNear(schedule(14, 30), 0.5)); // its own time begins after the warm-up
    }
};

QTEST_APPLESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
