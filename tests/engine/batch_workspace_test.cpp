// The memory of a batch: each buffer by itself, large enough for whatever was asked for, in whatever order.
#include <QTest>

#include "engine/training/batch_workspace.h"
#include "engine/training/stack_pass.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::BatchWorkspace;
using training::StackInput;

namespace {

std::shared_ptr<const plan::Plan> planOfSteps() {
    return *plan::compile(
        {{{"dense_steps", {{"units", Index{3}}, {"activation", std::string("gelu")}}}, {"dense_steps", {{"units", std::string("data")}}}}, 0, false},
        core::Shape(4, 5));
}

void fill(core::View view, float value) {
    for (Index column = 0; column < view.columns; ++column)
        std::fill_n(view.column(column), view.rows, value);
}

bool holds(core::ConstView view, float value) {
    for (Index column = 0; column < view.columns; ++column)
        for (Index row = 0; row < view.rows; ++row)
            if (view.column(column)[row] != value)
                return false;
    return view.rows > 0;
}

/// All buffers, whole.
std::vector<core::View> buffersOf(BatchWorkspace &workspace) {
    const Index all = workspace.capacity();
    std::vector<core::View> views{workspace.target(0, all), workspace.input(0, StackInput::Corrupted, 0, all)};
    for (int layer = 0; layer < workspace.layers(); ++layer)
        for (const core::View &view : {workspace.output(layer, 0, all), workspace.outputGradient(layer, 0, all), workspace.scratch(layer, 0, all),
                                       workspace.partials(layer, 0, BatchWorkspace::blocksOf(all))})
            if (view.rows > 0)
                views.push_back(view);
    return views;
}

} // namespace

class BatchWorkspaceTest : public QObject {
    Q_OBJECT

private slots:
    void blocksCoverTheSamples() {
        for (const Index samples : {1, 31, 32, 33, 300}) {
            Index covered = 0;
            for (Index item = 0; item < BatchWorkspace::blocksOf(samples); ++item)
                covered += BatchWorkspace::lengthOf(item, samples);
            QCOMPARE(covered, samples);
            QVERIFY(BatchWorkspace::capacityFor(samples) >= samples);
            QCOMPARE(BatchWorkspace::capacityFor(samples) % BatchWorkspace::block, Index{0});
        }
    }

    void noBufferReachesIntoAnother() {
        const auto plan = planOfSteps();
        BatchWorkspace workspace(*plan);
        workspace.reserve(300, true);
        const std::vector<core::View> views = buffersOf(workspace);
        QCOMPARE(views.size(), std::size_t{2 + 2 + 2 + 1 + 2}); // identity keeps no scratch
        for (std::size_t i = 0; i < views.size(); ++i)
            fill(views[i], static_cast<float>(i + 1));
        for (std::size_t i = 0; i < views.size(); ++i)
            QVERIFY2(holds(views[i], static_cast<float>(i + 1)), qPrintable(QString::number(i)));
    }

    /// Noise switched off, a larger batch, and noise again: the corrupted samples have room, too.
    void whatIsCorruptedGrowsWithTheRest() {
        const auto plan = planOfSteps();
        BatchWorkspace workspace(*plan);
        workspace.reserve(10, true);
        workspace.reserve(1000, false);
        workspace.reserve(10, true);
        QVERIFY(workspace.capacity() >= 1000);
        const core::View corrupted = workspace.input(0, StackInput::Corrupted, 0, workspace.capacity());
        QVERIFY(holds(corrupted, 0));
        fill(corrupted, 1);
        QVERIFY(holds(workspace.target(0, workspace.capacity()), 0));
    }

    void theInputIsSaid() {
        const auto plan = planOfSteps();
        BatchWorkspace workspace(*plan);
        workspace.reserve(40, true);
        QCOMPARE(workspace.input(0, StackInput::Clean, 3, 5).data, workspace.target(3, 5).data);
        QVERIFY(workspace.input(0, StackInput::Corrupted, 3, 5).data != workspace.target(3, 5).data);
        for (const StackInput input : {StackInput::Clean, StackInput::Corrupted})
            QCOMPARE(workspace.input(1, input, 3, 5).data, workspace.output(0, 3, 5).data);
    }

    /// Partial gradients of nearby samples have blocks of their own, also where the batch does not fill its last one.
    void samplesNearbyHaveBlocksOfTheirOwn() {
        for (const Index batch : {1, 260, 300, 512}) {
            const Index capacity = BatchWorkspace::capacityFor(training::StackPass::columnsFor(batch, true));
            QVERIFY(capacity >= 2 * batch);
            QVERIFY(BatchWorkspace::blocksOf(capacity) >= 2 * BatchWorkspace::blocksOf(batch));
        }
    }

    void floatsAreCountedAsTaken() {
        const auto plan = planOfSteps();
        BatchWorkspace workspace(*plan);
        workspace.reserve(300, true);
        Index taken = 0;
        for (const core::View &view : buffersOf(workspace))
            taken += view.stride * view.columns;
        taken += core::strideOf(0) * workspace.capacity(); // scratch of the layer that keeps none
        QCOMPARE(BatchWorkspace::floatsFor(*plan, workspace.capacity(), true), taken);
    }
};

QTEST_APPLESS_MAIN(BatchWorkspaceTest)
#include "batch_workspace_test.moc"
