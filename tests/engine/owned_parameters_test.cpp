// Parameters that move as soon as a task has their gradient: every one belongs to one task, and training has the bits that it has where all wait for the
// whole gradient.
#include <QTest>

#include <algorithm>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/core/thread_pool.h"
#include "engine/training/optimiser.h"
#include "tests/support/layer_cases.h"
#include "tests/support/stacks.h"
#include "tests/support/started_stepper.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

const std::vector<spec::LayerSpec> &wideStack() {
    static const std::vector<spec::LayerSpec> layers{dense(600, "relu"), dense(20, "relu"), dense(600, "tanh"), output()};
    return layers;
}

constexpr DataSizes wideSizes{.train = 80, .features = 700};

/// How often each number of the layer's tensors belongs to a task.
std::vector<int> ownersOf(const layers::Layer &layer, bool isMixed) {
    const layers::Traits &traits = layer.traits();
    Index total = 0;
    for (const layers::Tensor &tensor : traits.parameters)
        total = core::padded(total) + tensor.size();
    std::vector<int> owners(static_cast<std::size_t>(total));
    for (Index task = 0; task < (isMixed ? traits.mixed.gradientTasks : traits.gradientTasks); ++task) {
        const layers::OwnedParameters owned = layer.owned(task, isMixed);
        for (const kernels::Range range : {owned.weights, owned.bias})
            for (Index i = range.first; i < range.first + range.count; ++i)
                ++owners.at(static_cast<std::size_t>(i));
    }
    return owners;
}

QString faultOf(const layers::Layer &layer, bool isMixed) {
    const layers::Traits &traits = layer.traits();
    if (isMixed ? traits.mixed.gradientTasks != traits.mixed.prepareTasks : traits.gradientTasks != traits.prepareTasks)
        return "tasks of gradient() and prepare() are not as many";
    const std::vector<int> owners = ownersOf(layer, isMixed);
    Index first = 0;
    for (const layers::Tensor &tensor : traits.parameters) {
        first = core::padded(first);
        for (Index i = 0; i < tensor.size(); ++i)
            if (owners.at(static_cast<std::size_t>(first + i)) != 1)
                return QString("number %1 of %2 has %3 owners")
                    .arg(i)
                    .arg(QString::fromStdString(tensor.name))
                    .arg(owners.at(static_cast<std::size_t>(first + i)));
        first += tensor.size();
    }
    return {};
}

spec::TrainingSpec settingsOf(const char *optimiser, bool isMixed) {
    spec::TrainingSpec training = settings(squaredError, optimiser, 48); // the second batch is smaller
    if (isMixed)
        training.precision = {"mixed", {}};
    return training;
}

} // namespace

class OwnedParametersTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void eachNumberHasOneOwner() {
        int single = 0, mixed = 0;
        const auto look = [&](const std::vector<spec::LayerSpec> &layers, const DataSizes &sizes, Index code) {
            const auto stepper = stepperOf(layers, smoothData(sizes), settings(squaredError, "adam", 8), code);
            QVERIFY(stepper);
            for (const plan::PlacedLayer &placed : stepper->plan().layers()) {
                if (placed.traits().tasksOwnParameters && ++single)
                    QCOMPARE(faultOf(*placed.layer, false), QString());
                if (placed.traits().mixed.tasksOwnParameters && ++mixed)
                    QCOMPARE(faultOf(*placed.layer, true), QString());
            }
        };
        for (const LayerCase &row : layerCases())
            look(row.layers, row.sizes, row.code);
        look(wideStack(), wideSizes, 1);
        look({dense(800, "relu"), {"variational", {{"units", Index{300}}}}, output()}, wideSizes, 1);
        QVERIFY(single >= 2);
        QVERIFY(mixed >= 3);
    }

    void bitsAreThoseOfMovingAfterTheWholeGradient_data() {
        QTest::addColumn<QByteArray>("optimiser");
        QTest::addColumn<bool>("isMixed");
        QTest::addColumn<int>("threads");
        for (const spec::Kind &kind : training::optimiserKinds())
            for (const bool isMixed : {false, true})
                if (kind.key != "lbfgs")
                    for (const int threads : {1, 3})
                        QTest::addRow("%s, %s, %d threads", kind.key.c_str(), isMixed ? "mixed" : "single", threads)
                            << QByteArray::fromStdString(kind.key) << isMixed << threads;
    }
    void bitsAreThoseOfMovingAfterTheWholeGradient() {
        QFETCH(QByteArray, optimiser);
        QFETCH(bool, isMixed);
        QFETCH(int, threads);
        const auto dataset = smoothData(wideSizes);
        core::ThreadPool pool(threads);
        const spec::TrainingSpec plain = settingsOf(optimiser.constData(), isMixed);
        spec::TrainingSpec waits = plain;
        waits.gradient.clipNorm = 1e30; // no gradient is as long, but its length takes all of it
        const auto one = stepperOf(wideStack(), dataset, plain, 1), other = stepperOf(wideStack(), dataset, waits, 1);
        one->setThreadPool(&pool);
        other->setThreadPool(&pool);
        for (int step = 0; step < 5; ++step) {
            QCOMPARE(one->step().loss, other->step().loss);
            QVERIFY(sameBits(one->currentParameters(), other->currentParameters()));
            QCOMPARE(one->gradientNorm(), other->gradientNorm());
        }
        QCOMPARE(one->evaluate(dataset->test), other->evaluate(dataset->test));
    }

    /// What a tied layer or a penalty adds comes after the tasks of the layer that owns the weights.
    void whatOthersAddToIsWaitedFor() {
        const auto dataset = smoothData(wideSizes);
        const std::vector<spec::LayerSpec> stack{dense(600, "relu"), dense(20, "relu"), dense(600, "relu"), {"tied", {{"to", Index{0}}}}};
        for (const bool hasPenalty : {false, true}) {
            spec::TrainingSpec plain = settingsOf("adam", false);
            if (hasPenalty)
                plain.penalties = {{"l2_weights", {}}};
            spec::TrainingSpec waits = plain;
            waits.gradient.clipNorm = 1e30;
            const auto one = stepperOf(hasPenalty ? wideStack() : stack, dataset, plain, 1);
            const auto other = stepperOf(hasPenalty ? wideStack() : stack, dataset, waits, 1);
            QVERIFY(one && other);
            for (int step = 0; step < 4; ++step) {
                one->step();
                other->step();
            }
            QVERIFY(sameBits(one->currentParameters(), other->currentParameters()));
        }
    }
};

QTEST_GUILESS_MAIN(OwnedParametersTest)
#include "owned_parameters_test.moc"
