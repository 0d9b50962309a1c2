// Key snapshots: dense at the start, sparse later, within a budget, the first and the last always there.
#include <QTest>

#include "engine/training/key_snapshots.h"

using hourglass::core::Floats;
using hourglass::core::Index;
using hourglass::plan::Snapshot;
using hourglass::training::KeySnapshots;

namespace {

std::shared_ptr<const Snapshot> snapshotAt(Index step, Index floats = 100) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    snapshot->parameters = Floats(floats);
    return snapshot;
}

} // namespace

class KeySnapshotsTest : public QObject {
    Q_OBJECT

private slots:
    void wantsSnapshotsByTheTwentieth() {
        KeySnapshots kept;
        QVERIFY(kept.wants(0));
        kept.add(snapshotAt(0));
        QVERIFY(!kept.wants(0));
        for (Index step = 1; step <= 20; ++step) {
            QVERIFY(kept.wants(step));
            kept.add(snapshotAt(step));
        }
        QVERIFY(!kept.wants(21));
        QVERIFY(kept.wants(22));
        kept.add(snapshotAt(1000));
        QVERIFY(!kept.wants(1050));
        QVERIFY(kept.wants(1051));
        // A long training keeps a number that grows with the logarithm.
        KeySnapshots all;
        for (Index step = 0; step <= 1'000'000; ++step)
            if (all.wants(step))
                all.add(snapshotAt(step, 1));
        QVERIFY(all.snapshots().size() > 100 && all.snapshots().size() < 300);
    }

    void keepsToItsBudget() {
        constexpr Index budget = 10 * 400;
        KeySnapshots kept(budget);
        for (Index step = 0; step <= 5000; ++step)
            if (kept.wants(step)) {
                kept.add(snapshotAt(step));
                QVERIFY(kept.bytes() <= budget);
                QCOMPARE(kept.snapshots().front()->step, Index{0});
                QCOMPARE(kept.snapshots().back()->step, step);
                for (std::size_t i = 1; i < kept.snapshots().size(); ++i)
                    QVERIFY(kept.snapshots()[i - 1]->step < kept.snapshots()[i]->step);
            }
        QCOMPARE(kept.snapshots().size(), std::size_t{10});
        // Spread over the logarithm: no gap is several times an even one.
        const double even = std::log1p(5000.0) / 9;
        for (std::size_t i = 1; i < kept.snapshots().size(); ++i) {
            const double gap = std::log1p(static_cast<double>(kept.snapshots()[i]->step)) - std::log1p(static_cast<double>(kept.snapshots()[i - 1]->step));
            QVERIFY2(gap < 2.2 * even, qPrintable(QString("%1 at %2").arg(gap / even).arg(kept.snapshots()[i]->step)));
        }
    }

    void countsTheStateToo() {
        KeySnapshots kept;
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->parameters = Floats(10);
        snapshot->state = Floats(5);
        kept.add(snapshot);
        QCOMPARE(kept.bytes(), Index{60});
    }

    void keepsTwoHoweverSmallTheBudget() {
        KeySnapshots kept(1);
        for (Index step = 0; step < 5; ++step)
            kept.add(snapshotAt(step));
        QCOMPARE(kept.snapshots().size(), std::size_t{2});
        QCOMPARE(kept.snapshots().front()->step, Index{0});
        QCOMPARE(kept.snapshots().back()->step, Index{4});
    }

    void takesTheLatestButKeepsTheFirst() {
        KeySnapshots kept;
        QVERIFY(!kept.takeLatest());
        for (const Index step : {0, 3, 5})
            kept.add(snapshotAt(step));
        QCOMPARE(kept.takeLatest()->step, Index{5});
        QCOMPARE(kept.takeLatest()->step, Index{3});
        QCOMPARE(kept.takeLatest()->step, Index{0});
        QCOMPARE(kept.takeLatest()->step, Index{0});
        QCOMPARE(kept.snapshots().size(), std::size_t{1});
        kept.clear();
        QVERIFY(!kept.takeLatest() && kept.wants(0));
        QCOMPARE(kept.bytes(), Index{0});
    }
};

QTEST_APPLESS_MAIN(KeySnapshotsTest)
#include "key_snapshots_test.moc"
