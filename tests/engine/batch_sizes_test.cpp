// Batches of every size: all samples come, and where batch norm goes by a batch, a size is sound or refused.
#include <QTest>

#include <algorithm>
#include <set>

#include "engine/training/batch_cut.h"
#include "engine/training/demands.h"
#include "engine/training/planned_memory.h"
#include "engine/training/stepper.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::BatchCut;

namespace {

const std::vector<spec::LayerSpec> normed{dense(24, "identity"), {"batch_norm", {}}, {"activation", {{"activation", std::string("tanh")}}},
                                          dense(3, "identity"),  dense(24, "tanh"),  output("identity")};

spec::LayerSpec conv(const char *kind, spec::Value channels, Index stride, const char *activation) {
    return {kind, {{"channels", std::move(channels)}, {"stride", stride}, {"activation", std::string(activation)}}};
}

const std::vector<spec::LayerSpec> normedMaps{
    conv("conv2d", Index{4}, 2, "identity"), {"batch_norm", {}}, conv("conv2d_transposed", std::string("data"), 2, "identity")};

struct Bench {
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const plan::Plan> plan;
    spec::TrainingSpec spec;

    Bench(const std::vector<spec::LayerSpec> &layers, DataSizes sizes, Index batch, std::uint64_t seed = 0)
        : dataset(smoothData(sizes)), plan(*plan::compile({layers, 0, false}, dataset->shape)), spec(settings(squaredError, "adam", batch, 1, seed)) {}

    std::unique_ptr<training::Stepper> stepper(core::ThreadPool *pool = nullptr) const {
        auto made = std::make_unique<training::Stepper>(plan, dataset);
        if (!made->configure(spec))
            return nullptr;
        made->setThreadPool(pool);
        made->start();
        return made;
    }
};

std::vector<Index> sizesOfAnEpoch(training::Stepper &stepper) {
    std::vector<Index> sizes;
    for (bool isOver = false; !isOver;) {
        const training::StepOutcome outcome = stepper.step();
        sizes.push_back(outcome.samples);
        isOver = outcome.endsEpoch;
    }
    return sizes;
}

QString text(const std::vector<std::string> &sentences) {
    QStringList all;
    for (const std::string &sentence : sentences)
        all << QString::fromStdString(sentence);
    return all.join(' ');
}

bool haveSameBits(const core::Floats &a, const core::Floats &b) {
    return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

/// The median of five seeds of the test loss, with the best of some rates.
double medianLoss(Index samples, Index batch) {
    double best = 1e30;
    for (const double rate : {0.003, 0.01, 0.03}) {
        std::vector<double> losses;
        for (std::uint64_t seed = 0; seed < 5; ++seed) {
            Bench bench(normed, {samples, 7, 0, 97}, batch, seed);
            bench.spec.optimiser.values["rate"] = rate;
            const auto stepper = bench.stepper();
            for (int epoch = 0; epoch < 300; ++epoch)
                sizesOfAnEpoch(*stepper);
            losses.push_back(stepper->evaluate(bench.dataset->test));
        }
        std::sort(losses.begin(), losses.end());
        best = std::min(best, losses[2]);
    }
    return best;
}

} // namespace

class BatchSizesTest : public QObject {
    Q_OBJECT

private slots:
    void everySampleIsInOneBatch() {
        for (Index size = 1; size <= 40; ++size)
            for (const Index smallest : {Index{1}, std::min<Index>(size, 4), std::min<Index>(size, 16)})
                for (Index samples = 1; samples <= 130; ++samples) {
                    const BatchCut cut{std::min(size, samples), std::min(smallest, samples)};
                    Index left = samples, count = 0;
                    while (left > 0) {
                        const Index next = cut.next(left);
                        QVERIFY(next >= cut.smallest && next <= cut.largest(samples));
                        QVERIFY(next <= left && (next == cut.size || next == left));
                        left -= next;
                        ++count;
                    }
                    QCOMPARE(count, cut.count(samples));
                    if (smallest == 1)
                        QCOMPARE(count, (samples + cut.size - 1) / cut.size);
                }
    }

    void aSmallLastBatchJoinsTheOneBefore_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("accumulate");
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("one is left") << 65 << 32 << 1 << QList<int>{32, 33};
        QTest::newRow("fifteen are left") << 79 << 32 << 1 << QList<int>{32, 47};
        QTest::newRow("half of the others") << 80 << 32 << 1 << QList<int>{32, 32, 16};
        QTest::newRow("all but one") << 65 << 64 << 1 << QList<int>{65};
        QTest::newRow("more than a half") << 64 << 33 << 1 << QList<int>{33, 31};
        QTest::newRow("small batches") << 14 << 4 << 1 << QList<int>{4, 4, 6};
        QTest::newRow("two at a time") << 97 << 16 << 2 << QList<int>{32, 32, 33};
        QTest::newRow("more than there are") << 40 << 64 << 1 << QList<int>{40};
    }
    void aSmallLastBatchJoinsTheOneBefore() {
        QFETCH(int, samples);
        QFETCH(int, batch);
        QFETCH(int, accumulate);
        QFETCH(QList<int>, sizes);
        Bench bench(normed, {samples, 7}, batch);
        bench.spec.gradient.accumulate = accumulate;
        const auto stepper = bench.stepper();
        QVERIFY(stepper);
        QCOMPARE(stepper->stepsPerEpoch(), Index(sizes.size()));
        for (int epoch = 0; epoch < 2; ++epoch) {
            const std::vector<Index> taken = sizesOfAnEpoch(*stepper);
            QCOMPARE(QList<int>(taken.begin(), taken.end()), sizes);
        }
        core::ThreadPool pool(3);
        const auto together = bench.stepper(&pool);
        for (int epoch = 0; epoch < 2; ++epoch)
            sizesOfAnEpoch(*together);
        QVERIFY(haveSameBits(stepper->currentParameters(), together->currentParameters()) && haveSameBits(stepper->currentState(), together->currentState()));
    }

    void withoutBatchNormTheLastBatchIsAsItWas() {
        Bench bench({dense(5, "tanh"), output()}, {65, 7}, 32);
        QCOMPARE(sizesOfAnEpoch(*bench.stepper()), (std::vector<Index>{32, 32, 1}));
        bench.spec.batch = 1;
        QVERIFY(bench.stepper());
        QVERIFY(training::notesOnBatches(bench.spec, *bench.plan, *bench.dataset).empty());
    }

    void tooFewForBatchNormAreRefused() {
        for (const Index batch : {Index{1}, Index{2}, Index{3}}) {
            const Bench bench(normed, {65, 7}, batch);
            QVERIFY(!bench.stepper());
            const auto error = training::refusal(bench.spec, *bench.plan, *bench.dataset);
            QVERIFY(error);
            const QString sentence = QString::fromStdString(error->sentence());
            QVERIFY2(sentence.startsWith("training.batch: Batch norm in layer 2 goes by the mean and the variance of each batch") &&
                         sentence.contains("at least 4"),
                     qPrintable(sentence));
            QCOMPARE(error->layer, 1);
        }
        QVERIFY(Bench(normed, {65, 7}, 4).stepper());
        QVERIFY(!Bench(normed, {3, 7}, 64).stepper()); // all there are
        const Bench lonely(normed, {3, 7}, 64);
        QVERIFY(QString::fromStdString(training::refusal(lonely.spec, *lonely.plan, *lonely.dataset)->hint).contains("more samples"));
        const DataSizes images{30, 36, 0, 20, core::Shape(1, 6, 6)};
        QVERIFY(!Bench(normedMaps, images, 1).stepper());
        QVERIFY(Bench(normedMaps, images, 2).stepper());
    }

    void whatIsDoneIsSaid() {
        const auto notes = [](Index samples, Index batch) {
            const Bench bench(normed, {samples, 7}, batch);
            return text(training::notesOnBatches(bench.spec, *bench.plan, *bench.dataset));
        };
        QCOMPARE(notes(65, 32), QString("The last batch of an epoch would have 1 sample, few beside the others for Batch norm: it joins the one before."));
        QCOMPARE(notes(64, 32), QString());
        QCOMPARE(notes(80, 32), QString());
        QCOMPARE(notes(10, 32), QString());
        QVERIFY(notes(64, 8).startsWith("Batch norm over 8 samples is noisy"));
    }

    void memoryHoldsTheLargerBatch() {
        const Bench bench(normed, {1035, 7}, 512), even(normed, {1024, 7}, 512);
        const auto memory = [](const Bench &of) { return training::plannedMemory(*of.plan, of.spec, *of.dataset, 1).activations; };
        QVERIFY(memory(bench) >= memory(even));
        QCOMPARE(sizesOfAnEpoch(*bench.stepper()), (std::vector<Index>{512, 523}));
    }

    void nearlyAllSamplesAreAllOfThem() {
        const Bench most(normed, {65, 7}, 64), all(normed, {65, 7}, 65);
        const auto one = most.stepper(), other = all.stepper();
        for (int epoch = 0; epoch < 3; ++epoch)
            QCOMPARE(sizesOfAnEpoch(*one), sizesOfAnEpoch(*other));
        QVERIFY(haveSameBits(one->currentParameters(), other->currentParameters()) && haveSameBits(one->currentState(), other->currentState()));
    }

    /// The sizes that leave one sample or nearly half, against the next ones.
    void everySizeIsSound() {
        constexpr Index samples = 65;
        const double half = medianLoss(samples, samples / 2 + 1), most = medianLoss(samples, samples - 1), all = medianLoss(samples, samples);
        const double before = medianLoss(samples, samples / 2);
        const QString found = QString("%1 %2 %3 %4").arg(before).arg(half).arg(most).arg(all);
        QVERIFY2(most == all, qPrintable(found));
        QVERIFY2(half <= 1.1 * most && before <= 1.1 * half, qPrintable(found));
        const double third = medianLoss(samples, 21), joined = medianLoss(samples, 22); // 2 are left, 21 are left
        QVERIFY2(third <= 1.1 * joined && joined <= 1.1 * half, qPrintable(QString("%1 %2 ").arg(third).arg(joined) + found));
        QVERIFY2(all < 0.02, qPrintable(found));
    }
};

QTEST_APPLESS_MAIN(BatchSizesTest)
#include "batch_sizes_test.moc"
