// 20 000 further tables by lot, as random_tables_test.cpp reads them.
#include <QTest>

#include "tests/support/random_table_checks.h"

using namespace hourglass;
using namespace hourglass::tests;

class RandomTablesLongTest : public QObject {
    Q_OBJECT

private slots:
    void isReadBack() {
        const TablesRead read = readTables(10'001, 20'000);
        qInfo("%lld equal, %lld told, %lld wrong", static_cast<long long>(read.equal), static_cast<long long>(read.told),
              static_cast<long long>(read.wrong.size()));
        for (const QString &told : read.toldSeeds)
            qInfo("told: %s", qPrintable(told));
        QVERIFY2(read.wrong.isEmpty(), qPrintable('\n' + read.wrong.join('\n')));
        QVERIFY2(read.told <= 200, qPrintable(QString::number(read.told)));
    }
};

QTEST_APPLESS_MAIN(RandomTablesLongTest)
#include "random_tables_long_test.moc"
