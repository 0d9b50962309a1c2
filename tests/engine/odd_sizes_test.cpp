// Maps whose sides strides do not divide: what the encoder took in comes back from the decoder, for every side from 5 to 64.
#include <QTest>

#include "engine/core/random.h"
#include "engine/plan/fitting.h"
#include "engine/plan/network.h"
#include "engine/plan/plan.h"
#include "engine/spec/edits.h"
#include "engine/spec/mirror.h"
#include "engine/spec/presets.h"
#include "tests/support/layer_cases.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using core::Shape;
using Stack = std::vector<spec::LayerSpec>;

const Shape &outputOf(const plan::Plan &plan, std::size_t layer) {
    return plan.outline().layers[layer].output;
}

QString errorOf(const plan::PlanResult &plan) {
    return plan ? QString() : QString::fromStdString(plan.error().sentence());
}

class Lots {
public:
    explicit Lots(std::uint64_t seed) : m_random(seed, core::Stream::Parameters) {}
    Index between(Index lowest, Index highest) { return lowest + m_random.below(highest - lowest + 1, 1, 0, m_count++); }

private:
    core::Random m_random;
    std::uint64_t m_count = 0;
};

spec::LayerSpec ending(Index kernel, Index stride, const spec::Values &values) {
    spec::LayerSpec layer = conv("conv2d_transposed", 1, kernel, stride, values);
    layer.values["channels"] = std::string("data");
    return layer;
}

} // namespace

class OddSizesTest : public QObject {
    Q_OBJECT

private slots:
    void convolutionalTakesEverySquare() {
        const spec::ModelSpec model = spec::findPreset("convolutional")->spec.model;
        for (Index side = 5; side <= 64; ++side)
            for (const Shape &sample : {Shape(1, side, side), Shape(3, side, 69 - side), Shape(1, 5, side)}) {
                const auto plan = plan::compile(plan::fittedTo(model, sample), sample);
                QVERIFY2(plan, qPrintable(QString::fromStdString(core::toText(sample)) + errorOf(plan)));
                QCOMPARE(outputOf(**plan, 5), sample);
                const Shape &before = outputOf(**plan, 0), &behind = outputOf(**plan, 4);
                QVERIFY(before.height() == behind.height() && before.width() == behind.width());
            }
    }

    /// One to three convolutions, the code in the middle a convolution or dense, and what undoes them.
    void stacksByLotComeBack() {
        int count = 0;
        for (std::uint64_t seed = 0; seed < 3000; ++seed) {
            Lots lots(seed);
            const Index depth = lots.between(1, 3);
            const Index channels = lots.between(1, 3), height = lots.between(5, 64), width = lots.between(5, 64); // drawn in this order by every compiler
            const Shape sample(channels, height, width);
            const bool hasDenseCode = lots.between(0, 1) == 1;
            spec::ModelSpec model;
            for (Index layer = 0; layer < depth; ++layer) {
                const Index kernel = lots.between(2, 5);
                const spec::Values values = lots.between(0, 1) ? spec::Values{} : spec::Values{{"padding", lots.between(0, kernel / 2)}};
                const Index filters = lots.between(1, 4), stride = lots.between(1, 3);
                model.layers.push_back(conv("conv2d", filters, kernel, stride, values));
            }
            const Stack encoder = model.layers;
            if (hasDenseCode) {
                model.layers.push_back(dense(7, "identity"));
                model.code = depth;
                model.layers.push_back(dense(1, "relu")); // fitted below
            } else {
                model.layers.push_back(conv("conv2d", 3, 3, 1, {}));
                model.code = depth;
            }
            for (auto layer = encoder.rbegin(); layer != encoder.rend(); ++layer) {
                const spec::LayerSpec twin = spec::twinOf(*layer);
                const bool isLast = std::next(layer) == encoder.rend();
                model.layers.push_back(twin);
                model.layers.back().values["channels"] = isLast ? spec::Value(std::string("data")) : std::next(layer)->values.at("channels");
            }
            spec::ModelSpec onlyEncoder{encoder, 0, false};
            onlyEncoder.layers.push_back(output());
            if (!plan::compile(onlyEncoder, sample))
                continue; // a kernel that does not fit
            const auto plan = plan::compile(plan::fittedTo(model, sample), sample);
            QVERIFY2(plan, qPrintable(QString("seed %1: %2").arg(seed).arg(errorOf(plan))));
            QVERIFY2(outputOf(**plan, model.layers.size() - 1) == sample, qPrintable(QString("seed %1").arg(seed)));
            ++count;
        }
        QVERIFY2(count > 2000, qPrintable(QString::number(count)));
    }

    void mirrorMakesDecodersThatFit() {
        for (Index side = 5; side <= 64; ++side) {
            const Shape sample(1, side, 69 - side);
            spec::ModelSpec model{
                {conv("conv2d", 4, 3, 2, {}), conv("conv2d", 6, 3, 2, {}), conv("conv2d", 2, 3, 1, {}), conv("conv2d", 1, 3, 1, {})}, 2, false};
            model = spec::withMirror(model, true);
            model.layers.back().values["channels"] = std::string("data");
            const auto plan = plan::compile(model, sample);
            QVERIFY2(plan, qPrintable(errorOf(plan)));
            QCOMPARE(outputOf(**plan, 4), Shape(1, side, 69 - side));
            // Stride and pooling in the code itself, too.
            const spec::ModelSpec deep{
                {conv("conv2d", 4, 3, 2, {}), conv("conv2d", 6, 3, 3, {}), conv("conv2d_transposed", 4, 3, 3, {}), ending(3, 2, {})}, 1, true};
            QVERIFY(plan::compile(deep, sample));
            const spec::ModelSpec pooled{
                {conv("conv2d", 4, 3, 2, {}), {"max_pool", {}}, dense(9, "tanh"), dense(1, "relu"), {"upsample", {}}, ending(3, 2, {})}, 2, false};
            QVERIFY(plan::compile(plan::fittedTo(pooled, sample), sample));
        }
    }

    void seriesComeBack() {
        for (Index steps = 5; steps <= 64; ++steps) {
            const Stack stack{conv("conv1d", 4, 3, 2, {}),
                              conv("conv1d", 4, 4, 3, {}),
                              conv("conv1d_transposed", 4, 4, 3, {}),
                              {"conv1d_transposed", {{"channels", std::string("data")}, {"kernel", Index{3}}, {"stride", Index{2}}}}};
            const auto plan = plan::compile({stack, 1, false}, Shape(steps, 3));
            QVERIFY2(plan, qPrintable(errorOf(plan)));
            QCOMPARE(outputOf(**plan, 3), Shape(steps, 3));
        }
    }

    /// With the same weights W, ⟨Wᵀ W x, x⟩ = |W x|²: the decoder's layer is the adjoint of the encoder's, borders and all.
    void whatComesBackIsTheAdjoint() {
        int count = 0;
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            Lots lots(seed);
            const Shape sample(2, lots.between(5, 20), lots.between(5, 20));
            const Index kernel = lots.between(2, 5), stride = lots.between(2, 3);
            spec::Values values = lots.between(0, 1) ? spec::Values{} : spec::Values{{"padding", lots.between(0, kernel / 2)}};
            values["activation"] = std::string("identity");
            values["bias"] = false;
            const auto plan = *plan::compile({{conv("conv2d", 3, kernel, stride, values), ending(kernel, stride, values)}, 0, false}, sample);
            core::Floats parameters(plan->parameterFloats()), state(plan->stateFloats()), x(core::strideOf(sample.size()));
            plan::initialise(*plan, seed, parameters.data(), state.data());
            const auto &layers = plan->layers();
            QCOMPARE(layers[0].traits().parameters[0].shape, layers[1].traits().parameters[0].shape);
            std::copy_n(parameters.data() + layers[0].parameters, layers[0].traits().parameters[0].size(), parameters.data() + layers[1].parameters);
            for (Index i = 0; i < sample.size(); ++i)
                x[i] = wave(i + static_cast<Index>(seed));
            plan::Network network(plan, parameters.data(), state.data(), 1);
            const core::ConstView back = network.reconstruct({x.data(), sample.size(), 1, core::strideOf(sample.size())}), code = network.output(0, 1);
            double withInput = 0, square = 0;
            for (Index i = 0; i < sample.size(); ++i)
                withInput += static_cast<double>(back.data[i]) * static_cast<double>(x[i]);
            for (Index i = 0; i < code.rows; ++i)
                square += static_cast<double>(code.data[i]) * static_cast<double>(code.data[i]);
            QVERIFY2(std::abs(withInput / square - 1) < 1e-4, qPrintable(QString("seed %1: %2 %3").arg(seed).arg(withInput).arg(square)));
            count += sample.height() % stride != 0 || sample.width() % stride != 0;
        }
        QVERIFY(count > 100);
    }

    /// What compiled before compiles to the same: no map changes where the stack ends as large as a sample anyway.
    void whatFitsIsLeftAsItIs() {
        const Stack stack{conv("conv2d", 4, 3, 2, {}), conv("conv2d_transposed", 4, 3, 2, {}), output()};
        QCOMPARE(outputOf(**plan::compile({stack, 0, false}, Shape(1, 27, 27)), 1), Shape(4, 28, 28));
        Stack said{conv("conv2d", 4, 3, 2, {}), ending(3, 2, {{"output_padding", Index{0}}})};
        QVERIFY(!plan::compile({said, 0, false}, Shape(1, 27, 27)));
        QVERIFY(plan::compile({said, 0, false}, Shape(1, 28, 28)));
    }

    void hintsNameSettingsThatThereAre_data() {
        QTest::addColumn<Shape>("sample");
        QTest::addColumn<Stack>("stack");
        QTest::addColumn<QString>("hint");
        const Shape odd(1, 27, 27);
        QTest::newRow("dense") << odd << Stack{dense(5, "relu"), dense(28, "relu")}
                               << QString("Set its units to 729, or to \"data\": as many as a sample has.");
        QTest::newRow("channels") << Shape(3, 8, 8) << Stack{conv("conv2d", 4, 3, 2, {}), conv("conv2d_transposed", 1, 3, 2, {})}
                                  << QString("Set its channels to 3.");
        QTest::newRow("padding") << odd << Stack{conv("conv2d", 4, 3, 2, {}), ending(3, 2, {{"output_padding", Index{0}}})}
                                 << QString("Set its padding to 1 and its output padding to 0.");
        QTest::newRow("nothing helps") << odd << Stack{conv("conv2d", 4, 3, 2, {}), conv("conv2d", 4, 3, 2, {})} << QString("Make the last layer a dense one");
        QTest::newRow("pooling") << odd << Stack{dense(5, "relu"), dense(400, "relu"), {"max_pool", {}}} << QString("Make the last layer a dense one");
    }
    void hintsNameSettingsThatThereAre() {
        QFETCH(Shape, sample);
        QFETCH(Stack, stack);
        QFETCH(QString, hint);
        const auto plan = plan::compile({stack, 0, false}, sample);
        QVERIFY(!plan);
        QVERIFY2(QString::fromStdString(plan.error().hint).startsWith(hint), qPrintable(errorOf(plan)));
    }
};

QTEST_APPLESS_MAIN(OddSizesTest)
#include "odd_sizes_test.moc"
