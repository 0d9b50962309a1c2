// What is said to be needed is what is then taken.
#include <QTest>

#include <malloc.h>

#include "engine/training/planned_memory.h"
#include "engine/training/stepper.h"
#include "tests/support/malloc_count.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::PlannedMemory;

namespace {

double bytesInUse() {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

using Stack = std::vector<spec::LayerSpec>;

std::shared_ptr<const plan::Plan> planOf(Stack layers, const core::Shape &sample) {
    return *plan::compile({std::move(layers), 1, false}, sample);
}

} // namespace

class PlannedMemoryTest : public QObject {
    Q_OBJECT

private slots:
    void isWhatATrainingTakes_data() {
        QTest::addColumn<spec::TrainingSpec>("spec");
        QTest::addColumn<Stack>("stack");
        const Stack plain{dense(300, "tanh"), {"batch_norm", {}}, dense(200, "relu"), {"dropout", {}}, output()};
        QTest::newRow("adam") << settings(squaredError, "adam", 1000) << plain;
        QTest::newRow("sgd") << settings(squaredError, "sgd", 1000) << plain;
        QTest::newRow("small batches") << settings(squaredError, "adam", 4) << plain;
        QTest::newRow("batch beyond the data") << settings(squaredError, "adam", 100'000) << plain;
        // Their gradient is summed from parts that each block leaves.
        QTest::newRow("lstm") << settings(squaredError, "adam", 1000) << Stack{{"lstm", {{"units", Index{150}}}}, output()};
        QTest::newRow("dense at each step") << settings(squaredError, "sgd", 300) << Stack{{"dense_steps", {{"units", Index{400}}}}, output()};
        spec::TrainingSpec spec = settings(squaredError, "amsgrad", 1000);
        spec.corruption = {"gaussian", {}};
        spec.gradient.accumulate = 2;
        QTest::newRow("noise, several batches a step") << spec << plain;
        spec = settings(squaredError, "adam", 1000);
        spec.penalties = {{"contractive", {}}};
        QTest::newRow("samples nearby") << spec << Stack{dense(300, "tanh"), dense(200, "tanh"), dense(100, "relu"), output()};
    }
    void isWhatATrainingTakes() {
        if (isSanitized)
            QSKIP("The sanitizer has an allocator of its own");
        QFETCH(spec::TrainingSpec, spec);
        QFETCH(Stack, stack);
        const auto plan = planOf(stack, core::Shape(2, 250));
        const auto dataset = smoothData({3000, 500, 0, 10, core::Shape(2, 250)});
        const PlannedMemory memory = training::plannedMemory(*plan, spec, *dataset, 1);
        const double before = bytesInUse();
        training::Stepper stepper(plan, dataset);
        QVERIFY(bool(stepper.configure(spec)));
        stepper.start();
        const double taken = bytesInUse() - before, planned = static_cast<double>(memory.parameters + memory.optimiser + memory.activations);
        QVERIFY2(std::abs(taken / planned - 1) < 0.03, qPrintable(QString("taken %1, planned %2").arg(taken).arg(planned)));
    }

    void countsEachPartByItself() {
        const auto plan = planOf({dense(16, "tanh"), {"batch_norm", {}}, output()}, core::Shape(16));
        const auto dataset = smoothData({100, 16, 20, 30});
        const PlannedMemory memory = training::plannedMemory(*plan, settings(squaredError, "adam", 10), *dataset, 1);
        QCOMPARE(memory.parameters, Index{4 * (16 * 16 + 16 + 2 * 16 + 2 * 16 + 16 * 16 + 16)});
        QCOMPARE(memory.optimiser, Index{4 * 3 * (16 * 16 + 16 + 2 * 16 + 16 * 16 + 16)}); // gradient and two moments
        QCOMPARE(memory.data, Index{4 * 150 * 16});
        data::Dataset bytes = *dataset;
        bytes.train.floats.clear();
        bytes.train.bytes.resize(100 * 16);
        bytes.train.labels.resize(100);
        QCOMPARE(training::plannedMemory(*plan, settings(squaredError, "adam", 10), bytes, 1).data, Index{100 * 16 + 100 * 4 + 4 * 50 * 16});
    }
};

QTEST_APPLESS_MAIN(PlannedMemoryTest)
#include "planned_memory_test.moc"
