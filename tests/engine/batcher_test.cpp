// Each epoch is an order of its own, in which each sample comes once.
#include <QTest>

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/training/batcher.h"

using hourglass::core::Index;
using hourglass::training::Batcher;

namespace {

/// The rest of the present epoch, batch after batch; `sizes` takes how many came with each.
std::vector<Index> rest(Batcher &batcher, Index batch, std::vector<Index> *sizes = nullptr) {
    std::vector<Index> order;
    while (!batcher.isAtEndOfEpoch()) {
        Index count = 0;
        const Index *samples = batcher.next(batch, count);
        order.insert(order.end(), samples, samples + count);
        if (sizes)
            sizes->push_back(count);
    }
    return order;
}

std::vector<Index> orderOf(Index samples, std::uint64_t seed, Index epoch, Index position = 0) {
    Batcher batcher;
    batcher.start(samples, seed, epoch, position);
    return rest(batcher, 7);
}

} // namespace

class BatcherTest : public QObject {
    Q_OBJECT

private slots:
    void everySampleComesOnceAnEpoch() {
        for (const Index samples : {1, 2, 7, 100, 1001}) {
            Batcher batcher;
            batcher.start(samples, 3, 0, 0);
            for (Index epoch = 0; epoch < 3; ++epoch) {
                QCOMPARE(batcher.epoch(), epoch);
                std::vector<Index> order = rest(batcher, 32), all(static_cast<std::size_t>(samples));
                QCOMPARE(batcher.position(), samples);
                std::sort(order.begin(), order.end());
                std::iota(all.begin(), all.end(), Index{0});
                QVERIFY(order == all);
                batcher.beginNextEpoch();
                QCOMPARE(batcher.position(), Index{0});
            }
        }
    }

    void theLastBatchIsWhatIsLeft() {
        Batcher batcher;
        batcher.start(100, 0, 0, 0);
        std::vector<Index> sizes;
        rest(batcher, 32, &sizes);
        QVERIFY((sizes == std::vector<Index>{32, 32, 32, 4}));
        batcher.beginNextEpoch();
        sizes.clear();
        rest(batcher, 1000, &sizes);
        QVERIFY((sizes == std::vector<Index>{100}));
        batcher.beginNextEpoch();
        sizes.clear();
        rest(batcher, 50, &sizes);
        QVERIFY((sizes == std::vector<Index>{50, 50}));
    }

    void orderDependsOnSeedAndEpochAlone() {
        const std::vector<Index> order = orderOf(500, 1, 0);
        QVERIFY(order == orderOf(500, 1, 0));
        QVERIFY(order != orderOf(500, 2, 0));
        QVERIFY(order != orderOf(500, 1, 1));
        QVERIFY(!std::is_sorted(order.begin(), order.end()));
        Batcher batcher;
        batcher.start(500, 1, 0, 0);
        rest(batcher, 64);
        batcher.beginNextEpoch();
        QVERIFY(rest(batcher, 3) == orderOf(500, 1, 1)); // however it was cut, and however one came there
    }

    void goesOnFromAPosition() {
        const std::vector<Index> whole = orderOf(100, 9, 4), part = orderOf(100, 9, 4, 33);
        QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + 33, whole.end()));
        Batcher batcher;
        batcher.start(100, 9, 4, 100);
        QVERIFY(batcher.isAtEndOfEpoch());
    }

    void keepsTheOrderOfThePartWhereItIsToldTo() {
        std::vector<Index> all(100);
        std::iota(all.begin(), all.end(), Index{0});
        Batcher batcher;
        batcher.start(100, 9, 0, 0, false);
        for (int epoch = 0; epoch < 3; ++epoch) {
            QVERIFY(rest(batcher, 32) == all);
            batcher.beginNextEpoch();
        }
        batcher.start(100, 9, 4, 33, false);
        QVERIFY(rest(batcher, 7) == std::vector<Index>(all.begin() + 33, all.end()));
        batcher.start(100, 9, 0, 0);
        QVERIFY(rest(batcher, 7) == orderOf(100, 9, 0)); // it shuffles again where nothing is said
    }

    void noPlaceIsPreferred() {
        // Where sample 0 comes, over many seeds: each of ten places about as often.
        std::vector<int> count(10);
        for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
            const std::vector<Index> order = orderOf(10, seed, 0);
            ++count[static_cast<std::size_t>(std::find(order.begin(), order.end(), Index{0}) - order.begin())];
        }
        for (const int is : count)
            QVERIFY(std::abs(is - 2000) < 5 * 43);
    }
};

QTEST_APPLESS_MAIN(BatcherTest)
#include "batcher_test.moc"
