// Key frames: dense at the start, sparse later, within a budget, the first and the last always there.
#include <QTest>

#include "engine/training/history.h"

using hourglass::core::Floats;
using hourglass::core::Index;
using hourglass::plan::Snapshot;
using hourglass::training::History;

namespace {

std::shared_ptr<const Snapshot> snapshotAt(Index step, Index floats = 100) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = step;
    snapshot->parameters = Floats(floats);
    return snapshot;
}

} // namespace

class HistoryTest : public QObject {
    Q_OBJECT

private slots:
    void wantsFramesByTheTwentieth() {
        History history;
        QVERIFY(history.wants(0));
        history.add(snapshotAt(0));
        QVERIFY(!history.wants(0));
        for (Index step = 1; step <= 20; ++step) {
            QVERIFY(history.wants(step));
            history.add(snapshotAt(step));
        }
        QVERIFY(!history.wants(21));
        QVERIFY(history.wants(22));
        history.add(snapshotAt(1000));
        QVERIFY(!history.wants(1050));
        QVERIFY(history.wants(1051));
        // A long training keeps a number that grows with the logarithm.
        History all;
        for (Index step = 0; step <= 1'000'000; ++step)
            if (all.wants(step))
                all.add(snapshotAt(step, 1));
        QVERIFY(all.snapshots().size() > 100 && all.snapshots().size() < 300);
    }

    void keepsToItsBudget() {
        constexpr Index budget = 10 * 400;
        History history(budget);
        for (Index step = 0; step <= 5000; ++step)
            if (history.wants(step)) {
                history.add(snapshotAt(step));
                QVERIFY(history.bytes() <= budget);
                QCOMPARE(history.snapshots().front()->step, Index{0});
                QCOMPARE(history.snapshots().back()->step, step);
                for (std::size_t i = 1; i < history.snapshots().size(); ++i)
                    QVERIFY(history.snapshots()[i - 1]->step < history.snapshots()[i]->step);
            }
        QCOMPARE(history.snapshots().size(), std::size_t{10});
        // Spread over the logarithm: no gap is several times an even one.
        const double even = std::log1p(5000.0) / 9;
        for (std::size_t i = 1; i < history.snapshots().size(); ++i) {
            const double gap = std::log1p(static_cast<double>(history.snapshots()[i]->step)) - std::log1p(static_cast<double>(history.snapshots()[i - 1]->step));
            QVERIFY2(gap < 2.2 * even, qPrintable(QString("%1 at %2").arg(gap / even).arg(history.snapshots()[i]->step)));
        }
    }

    void countsTheStateToo() {
        History history;
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->parameters = Floats(10);
        snapshot->state = Floats(5);
        history.add(snapshot);
        QCOMPARE(history.bytes(), Index{60});
    }

    void keepsTwoHoweverSmallTheBudget() {
        History history(1);
        for (Index step = 0; step < 5; ++step)
            history.add(snapshotAt(step));
        QCOMPARE(history.snapshots().size(), std::size_t{2});
        QCOMPARE(history.snapshots().front()->step, Index{0});
        QCOMPARE(history.snapshots().back()->step, Index{4});
    }

    void takesTheLatestButKeepsTheFirst() {
        History history;
        QVERIFY(!history.takeLatest());
        for (const Index step : {0, 3, 5})
            history.add(snapshotAt(step));
        QCOMPARE(history.takeLatest()->step, Index{5});
        QCOMPARE(history.takeLatest()->step, Index{3});
        QCOMPARE(history.takeLatest()->step, Index{0});
        QCOMPARE(history.takeLatest()->step, Index{0});
        QCOMPARE(history.snapshots().size(), std::size_t{1});
        history.clear();
        QVERIFY(!history.takeLatest() && history.wants(0));
        QCOMPARE(history.bytes(), Index{0});
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "history_test.moc"
