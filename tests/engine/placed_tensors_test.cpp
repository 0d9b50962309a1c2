// The walk over a plan's tensors finds each of them once, where the plan laid it out.
#include <QTest>

#include "engine/plan/placed_tensors.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

class PlacedTensorsTest : public QObject {
    Q_OBJECT

private slots:
    void everyTensorOnceAndWithoutOverlap() {
        const auto plan = *plan::compile({{dense(5, "relu"), {"batch_norm", {}}, dense(3, "tanh"), output()}, 2, false}, core::Shape(7));
        const std::vector<plan::PlacedTensor> tensors = plan::tensorsOf(*plan);
        std::size_t at = 0;
        Index parameters = 0, state = 0;
        for (int layer = 0; layer < static_cast<int>(plan->layers().size()); ++layer) {
            const plan::PlacedLayer &placed = plan->layers()[static_cast<std::size_t>(layer)];
            QCOMPARE(placed.parameters, parameters);
            Index number = 0;
            for (const bool isState : {false, true})
                for (const layers::Tensor &tensor : isState ? placed.traits().state : placed.traits().parameters) {
                    QVERIFY(at < tensors.size());
                    Index &next = isState ? state : parameters;
                    QCOMPARE(tensors[at].tensor, &tensor);
                    QCOMPARE(tensors[at].layer, layer);
                    QCOMPARE(tensors[at].isState, isState);
                    QCOMPARE(tensors[at].number, number++);
                    QCOMPARE(tensors[at++].offset, next);
                    next += core::padded(tensor.size());
                }
        }
        QCOMPARE(at, tensors.size());
        QCOMPARE(parameters, plan->parameterFloats());
        QCOMPARE(state, plan->stateFloats());
        QVERIFY(state > 0);
    }
};

QTEST_APPLESS_MAIN(PlacedTensorsTest)
#include "placed_tensors_test.moc"
