// A step of training, the change of epochs and the evaluation of a part allocate nothing, on any thread, for any kind of layer.
#include <QTest>

#include <thread>
#include <vector>

#include "engine/core/thread_pool.h"
#include "engine/training/ring.h"
#include "tests/support/layer_bench.h"
#include "tests/support/malloc_count.h"

using namespace hourglass;
using namespace hourglass::tests;

class AllocationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (isSanitized)
            QSKIP("The sanitizer has an allocator of its own");
    }

    void countsOnEveryThread() {
        QCOMPARE(allocationsOf([] {}), 0);
        QVERIFY(allocationsOf([] { ::operator delete(::operator new(16)); }) > 0); // called by name: not to be left out
        QVERIFY(allocationsOf([] { core::Floats floats(100); }) > 0);
        core::ThreadPool pool(3);
        std::vector<std::vector<int>> kept(64);
        QVERIFY(allocationsOf([&] { pool.run(64, [&](core::Index item, int) { kept[static_cast<std::size_t>(item)].resize(10); }); }) >= 64);
    }

    void stepsAllocateNothing_data() {
        QTest::addColumn<std::size_t>("index");
        QTest::addColumn<QByteArray>("optimiser");
        for (std::size_t index = 0; index < layerCases().size(); ++index)
            for (const char *optimiser : {"adam", "sgd"})
                QTest::addRow("%s, %s", layerCases()[index].name, optimiser) << index << QByteArray(optimiser);
    }
    void stepsAllocateNothing() {
        QFETCH(std::size_t, index);
        QFETCH(QByteArray, optimiser);
        const LayerBench bench(layerCases()[index], optimiser.constData());
        core::ThreadPool pool(3);
        const auto stepper = bench.stepper(&pool);
        // From the very first step, through the end of two epochs.
        QCOMPARE(allocationsOf([&] {
                     for (core::Index step = 0; step < 2 * stepper->stepsPerEpoch() + 1; ++step)
                         stepper->step();
                     stepper->evaluate(bench.dataset->test);
                     stepper->firstLayerNotFinite();
                 }),
                 0);
    }

    void lossesAndCorruptionsAllocateNothing_data() {
        QTest::addColumn<QByteArray>("loss");
        QTest::addColumn<QByteArray>("corruption");
        for (const char *corruption : {"masking", "salt_and_pepper", "block"})
            QTest::addRow("%s", corruption) << QByteArray(squaredError) << QByteArray(corruption);
        for (const char *loss : {"huber", "cosine", "structural_similarity"})
            QTest::addRow("%s", loss) << QByteArray(loss) << QByteArray("none");
    }
    void lossesAndCorruptionsAllocateNothing() {
        QFETCH(QByteArray, loss);
        QFETCH(QByteArray, corruption);
        auto dataset = std::make_shared<data::Dataset>(*smoothData({100, 400, 0, 40}));
        dataset->shape = core::Shape(1, 20, 20);
        training::Stepper stepper(*plan::compile({{dense(30, "tanh"), output()}, 0, false}, dataset->shape), dataset);
        spec::TrainingSpec wanted = settings(loss.constData(), "adam", 64);
        wanted.corruption.kind = corruption.toStdString();
        wanted.average.kind = "exponential";
        QVERIFY(bool(stepper.configure(wanted)));
        core::ThreadPool pool(3);
        stepper.setThreadPool(&pool);
        stepper.start();
        QCOMPARE(allocationsOf([&] {
                     for (int step = 0; step < 5; ++step)
                         stepper.step();
                     stepper.evaluate(dataset->test);
                 }),
                 0);
    }

    void recordsAllocateNothing() {
        training::StepRing ring(64);
        QCOMPARE(allocationsOf([&] {
                     for (core::Index step = 1; step < 1000; ++step)
                         ring.push({step, 0.0, 1, 1.0f, 1.0f, 1.0f});
                 }),
                 0);
    }
};

QTEST_APPLESS_MAIN(AllocationTest)
#include "allocation_test.moc"
