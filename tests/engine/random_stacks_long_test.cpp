// 2000 further trainings by lot, as random_stacks_test.cpp draws them.
#include <QTest>

#include "engine/core/floating_point.h"
#include "tests/support/random_stack_checks.h"

using namespace hourglass;
using namespace hourglass::tests;

class RandomStacksLongTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void holds_data() { addSeeds(1001, 2000); }
    void holds() {
        QFETCH(quint64, seed);
        const QString fault = faultOfSeed(seed);
        QVERIFY2(fault.isEmpty(), qPrintable(QString("seed %1: ").arg(seed) + fault));
    }

    void everyKindTakesPart() {
        const Coverage coverage = coverageOf(1001, 2000);
        QVERIFY2(coverage.trained >= 1000, qPrintable(QString::number(coverage.trained)));
        const QString rare = rareKind(coverage, 200, 100);
        QVERIFY2(rare.isEmpty(), qPrintable(rare));
    }
};

QTEST_APPLESS_MAIN(RandomStacksLongTest)
#include "random_stacks_long_test.moc"
