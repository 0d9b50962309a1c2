// As graph_test.cpp, 2 400 stacks by lot, of which more than 2 000 compile.
#include <QTest>

#include "engine/core/floating_point.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

class GraphLongTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void agrees_data() { addSeeds(401, 2400); }
    void agrees() {
        QFETCH(quint64, seed);
        const QString fault = faultOfGraph(seed);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
};

QTEST_APPLESS_MAIN(GraphLongTest)
#include "graph_long_test.moc"
