// Nothing is lost but resolution.
#include <QTest>

#include <atomic>
#include <cmath>
#include <thread>

#include "engine/training/ring.h"

using hourglass::core::Index;
using hourglass::training::merged;
using hourglass::training::StepRecord;
using hourglass::training::StepRing;

namespace {

float lossOf(Index step) {
    return 1.0f + static_cast<float>(step * 37 % 101);
}

StepRecord recordOf(Index step) {
    return {step, static_cast<double>(step) / 10, 1, lossOf(step), lossOf(step), lossOf(step)};
}

/// Whether the records are those of steps first + 1, first + 2 …, merged or not; returns the last step through `first`.
bool isWhole(const std::vector<StepRecord> &records, Index &first) {
    for (const StepRecord &record : records) {
        double sum = 0;
        float least = INFINITY, most = 0;
        for (Index step = first + 1; step <= first + record.steps; ++step) {
            sum += static_cast<double>(lossOf(step));
            least = std::min(least, lossOf(step));
            most = std::max(most, lossOf(step));
        }
        first += record.steps;
        const double mean = sum / static_cast<double>(record.steps);
        if (record.step != first || record.epoch != static_cast<double>(first) / 10 || record.minimum != least || record.maximum != most ||
            std::abs(static_cast<double>(record.mean) - mean) > 1e-5 * mean)
            return false;
    }
    return true;
}

} // namespace

class RingTest : public QObject {
    Q_OBJECT

private slots:
    void mergesByWeight() {
        const StepRecord record = merged({4, 0.4, 3, 1.0f, 2.0f, 5.0f}, {5, 0.5, 1, 6.0f, 6.0f, 6.0f});
        QCOMPARE(record.step, Index{5});
        QCOMPARE(record.epoch, 0.5);
        QCOMPARE(record.steps, Index{4});
        QCOMPARE(record.minimum, 1.0f);
        QCOMPARE(record.mean, 3.0f);
        QCOMPARE(record.maximum, 6.0f);
    }

    void keepsEveryRecordWhileThereIsRoom() {
        StepRing ring(64);
        for (Index step = 1; step <= 64; ++step)
            ring.push(recordOf(step));
        std::vector<StepRecord> records;
        ring.drain(records);
        QCOMPARE(records.size(), std::size_t{64});
        Index first = 0;
        QVERIFY(isWhole(records, first));
        records.clear();
        ring.drain(records);
        QVERIFY(records.empty());
    }

    void mergesWhatDoesNotFit_data() {
        QTest::addColumn<int>("capacity");
        QTest::addColumn<int>("steps");
        for (const int capacity : {1, 2, 3, 8, 63, 64})
            for (const int steps : {1, 2, 5, 65, 1000, 20'000})
                QTest::addRow("%d steps into %d", steps, capacity) << capacity << steps;
    }
    void mergesWhatDoesNotFit() {
        QFETCH(int, capacity);
        QFETCH(int, steps);
        StepRing ring(static_cast<std::size_t>(capacity));
        for (Index step = 1; step <= steps; ++step)
            ring.push(recordOf(step));
        std::vector<StepRecord> records;
        ring.drain(records);
        QVERIFY(records.size() <= std::size_t(std::max(capacity, 2)));
        if (capacity >= 8) // no coarser than it must be
            QVERIFY(static_cast<int>(records.size()) >= std::min(steps, capacity) / 2);
        Index first = 0;
        QVERIFY(isWhole(records, first));
        QCOMPARE(first, Index{steps});
        // Asked in time again, single steps come again.
        ring.push(recordOf(first + 1));
        ring.push(recordOf(first + 2));
        records.clear();
        ring.drain(records);
        QCOMPARE(records.size(), std::size_t{2});
        QVERIFY(isWhole(records, first));
    }

    void drainingAppends() {
        StepRing ring(8);
        std::vector<StepRecord> records{recordOf(1)};
        ring.push(recordOf(2));
        ring.drain(records);
        Index first = 0;
        QVERIFY(isWhole(records, first));
        QCOMPARE(first, Index{2});
    }

    void clearForgets() {
        StepRing ring(8);
        for (Index step = 1; step < 100; ++step)
            ring.push(recordOf(step));
        ring.clear();
        std::vector<StepRecord> records;
        ring.drain(records);
        QVERIFY(records.empty());
        for (Index step = 1; step <= 8; ++step)
            ring.push(recordOf(step));
        ring.drain(records);
        QCOMPARE(records.size(), std::size_t{8});
    }

    void nothingIsLostBetweenThreads() {
        StepRing ring(16);
        constexpr Index steps = 50'000;
        std::atomic<bool> isDone{false};
        std::thread writer([&] {
            for (Index step = 1; step <= steps; ++step)
                ring.push(recordOf(step));
            isDone = true;
        });
        std::vector<StepRecord> records;
        while (!isDone)
            ring.drain(records);
        writer.join();
        ring.drain(records);
        Index first = 0;
        QVERIFY(isWhole(records, first));
        QCOMPARE(first, steps);
    }
};

QTEST_APPLESS_MAIN(RingTest)
#include "ring_test.moc"
