// 300 trainings by lot; `engine_random_stacks holds:"seed 17"` repeats one. random_stacks_long_test.cpp draws more.
#include <QTest>

#include "engine/core/floating_point.h"
#include "tests/support/random_stack_checks.h"

using namespace hourglass;
using namespace hourglass::tests;

class RandomStacksTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void holds_data() { addSeeds(1, 300); }
    void holds() {
        QFETCH(quint64, seed);
        const QString fault = faultOfSeed(seed);
        QVERIFY2(fault.isEmpty(), qPrintable(QString("seed %1: ").arg(seed) + fault));
    }

    /// The lots are worth something: most stacks train, everything there is takes part, and a pool has something to share.
    void mostTrainAndEverythingTakesPart() {
        const Coverage coverage = coverageOf(1, 300);
        QVERIFY2(coverage.trained >= 150, qPrintable(QString::number(coverage.trained)));
        QVERIFY2(coverage.shared >= 15, qPrintable(QString::number(coverage.shared)));
        const spec::Catalogue &all = training::catalogue();
        const QString rare = rareKind(coverage, 30, 15);
        QVERIFY2(rare.isEmpty(), qPrintable(rare));
        for (const auto *kinds : {&all.losses, &all.optimisers, &all.schedules, &all.corruptions, &all.averages})
            for (const spec::Kind &kind : *kinds)
                QVERIFY2(coverage.others.count(kind.key) && coverage.others.at(kind.key) >= 3, qPrintable(QString::fromStdString(kind.key)));
    }

    void theSameSeedDrawsTheSame() {
        QVERIFY(StackLottery(7).draw().spec == StackLottery(7).draw().spec);
        QVERIFY(!(StackLottery(7).draw().spec == StackLottery(8).draw().spec));
    }
};

QTEST_APPLESS_MAIN(RandomStacksTest)
#include "random_stacks_test.moc"
