// A stack on paper: shapes, counts, roles and places are those of a count by hand; a stack that cannot be says which layer is at fault.
#include <QTest>

#include <cmath>

#include "engine/spec/presets.h"
#include "tests/support/layer_cases.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::compile;
using plan::Role;

namespace {

const core::Shape image(1, 28, 28);

std::shared_ptr<const plan::Plan> planOf(const char *preset, const core::Shape &sample) {
    return *compile(spec::findPreset(preset)->spec.model, sample);
}

spec::ModelSpec model(std::vector<spec::LayerSpec> layers, Index code = 0) {
    return {std::move(layers), code, false};
}

spec::LayerSpec startingWith(Index units, const char *initialiser) {
    spec::LayerSpec layer = dense(units, "identity");
    layer.values["initialiser"] = std::string(initialiser);
    return layer;
}

struct Moments {
    double mean = 0, variance = 0, largest = 0;
};

Moments momentsOf(const float *values, Index count) {
    Moments moments;
    for (Index i = 0; i < count; ++i) {
        const auto x = static_cast<double>(values[i]);
        moments.mean += x / static_cast<double>(count);
        moments.variance += x * x / static_cast<double>(count);
        moments.largest = std::max(moments.largest, std::abs(x));
    }
    moments.variance -= moments.mean * moments.mean;
    return moments;
}

struct Numbers {
    core::Floats parameters, state;

    Numbers(const plan::Plan &plan, std::uint64_t seed) : parameters(plan.parameterFloats()), state(plan.stateFloats()) {
        plan::initialise(plan, seed, parameters.data(), state.data());
    }
};

} // namespace

class CompileTest : public QObject {
    Q_OBJECT

private slots:
    void countsThePresets_data() {
        QTest::addColumn<int>("features");
        QTest::addColumn<Index>("parameters");
        QTest::addColumn<Index>("codeSize");
        QTest::addColumn<double>("multiplyAdds"); // of one sample up the stack
        QTest::newRow("map") << 784 << Index{435'858} << Index{2} << 2.0 * (784 * 256 + 256 * 64 + 64 * 2);
        QTest::newRow("deep") << 784 << Index{222'384} << Index{32} << 2.0 * (784 * 128 + 128 * 64 + 64 * 32);
        QTest::newRow("narrow") << 784 << Index{105'360} << Index{64} << 2.0 * 784 * 64 + 64 * 64;
        QTest::newRow("halves") << 100 << Index{1010 + 110 + 1100 + 10'100} << Index{10} << 1000.0 + 100 + 1000 + 10'000;
        QTest::newRow("tabular") << 10 << Index{704 + 2080 + 2112 + 650} << Index{32} << 640.0 + 2048 + 2048 + 640;
    }
    void countsThePresets() {
        QFETCH(int, features);
        QFETCH(Index, parameters);
        QFETCH(Index, codeSize);
        QFETCH(double, multiplyAdds);
        const auto plan = planOf(QTest::currentDataTag(), core::Shape(features));
        const plan::Outline &outline = plan->outline();
        QCOMPARE(outline.parameters, parameters);
        QCOMPARE(outline.codeSize, codeSize);
        QCOMPARE(plan->codeSize(), codeSize);
        QCOMPARE(outline.compression, static_cast<double>(features) / static_cast<double>(codeSize));
        double up = 0;
        Index sum = 0;
        for (const plan::LayerOutline &layer : outline.layers) {
            up += layer.multiplyAdds;
            sum += layer.parameters;
        }
        QCOMPARE(up, multiplyAdds);
        QCOMPARE(sum, parameters);
        // Up, down and the weights' gradient; nobody wants the gradient of the data.
        QCOMPARE(outline.multiplyAddsPerSample, 3 * up - outline.layers.front().multiplyAdds);
    }

    void drawsWhatItSays() {
        const auto plan = planOf("map", image);
        const plan::Outline &outline = plan->outline();
        QCOMPARE(plan->features(), Index{784});
        QVERIFY(plan->input() == image);
        QCOMPARE(plan->widest(), Index{784});
        QCOMPARE(planOf("tabular", core::Shape(10))->widest(), Index{64});
        QCOMPARE(outline.layers.size(), std::size_t{6});
        const std::vector<Index> widths{256, 64, 2, 64, 256, 784};
        const std::vector<Role> roles{Role::Encoder, Role::Encoder, Role::Code, Role::Decoder, Role::Decoder, Role::Decoder};
        const std::vector<std::string> activations{"ReLU", "ReLU", "Identity", "ReLU", "ReLU", "Sigmoid"};
        core::Shape input = image;
        for (std::size_t i = 0; i < 6; ++i) {
            const plan::LayerOutline &layer = outline.layers[i];
            QCOMPARE(layer.label, std::string("Dense"));
            QCOMPARE(layer.activation, activations[i]);
            QVERIFY(layer.input == input);
            QVERIFY(layer.output == core::Shape(widths[i]));
            QVERIFY(layer.role == roles[i]);
            QCOMPARE(layer.parameters, (input.size() + 1) * widths[i]);
            input = layer.output;
        }
        QCOMPARE(plan->codeLayer(), 2);
        QVERIFY(plan->model() == spec::findPreset("map")->spec.model);
    }

    /// Layer after layer, tensor after tensor, each on a multiple of 16 and none over another; arraysOf() points there.
    void placesDoNotMeet() {
        for (const LayerCase &row : layerCases()) {
            const auto plan = *compile({row.layers, row.code, false}, row.sizes.sample(), testedKinds());
            Index parameters = 0, state = 0, prepared = 0;
            const core::Floats numbers(1), more(1), most(1);
            for (int index = 0; index < static_cast<int>(plan->layers().size()); ++index) {
                const plan::PlacedLayer &placed = plan->layers()[static_cast<std::size_t>(index)];
                QCOMPARE(placed.parameters, parameters);
                QCOMPARE(placed.state, state);
                QCOMPARE(placed.prepared, prepared);
                const layers::LayerArrays found = plan->arraysOf(index, numbers.data(), more.data(), most.data());
                QVERIFY(found.parameters == numbers.data() + parameters && found.prepared == more.data() + prepared && found.state == most.data() + state);
                const int to = placed.traits().tiedTo;
                QVERIFY(to < index);
                QVERIFY(found.tiedParameters == (to < 0 ? nullptr : numbers.data() + plan->layers()[static_cast<std::size_t>(to)].parameters));
                QVERIFY(found.tiedPrepared == (to < 0 ? nullptr : more.data() + plan->layers()[static_cast<std::size_t>(to)].prepared));
                for (const layers::Tensor &tensor : placed.traits().parameters)
                    parameters += core::padded(tensor.size());
                for (const layers::Tensor &tensor : placed.traits().state)
                    state += core::padded(tensor.size());
                prepared += core::padded(placed.traits().preparedSize);
                QVERIFY(parameters % 16 == 0 && state % 16 == 0 && prepared % 16 == 0);
            }
            QCOMPARE(plan->parameterFloats(), parameters);
            QCOMPARE(plan->stateFloats(), state);
            QCOMPARE(plan->preparedFloats(), prepared);
        }
    }

    void aStackThatCannotBeSaysWhy_data() {
        QTest::addColumn<spec::ModelSpec>("stack");
        QTest::addColumn<int>("layer");
        QTest::addColumn<QString>("sentence");
        const std::vector<spec::LayerSpec> many(65, dense(784, "relu"));
        QTest::newRow("no layers") << model({}) << -1 << "The stack has no layers. Insert one.";
        QTest::newRow("too many layers") << model(many) << -1 << "The stack has more than 64 layers. Take some out.";
        QTest::newRow("code behind the end") << model({dense(4, "relu"), output()}, 2) << -1
                                             << "model.code: The code is said to be layer 2, which the stack does not have. Name one of 0 … 1.";
        QTest::newRow("code before the start") << model({dense(4, "relu"), output()}, -1) << -1
                                               << "model.code: The code is said to be layer -1, which the stack does not have. Name one of 0 … 1.";
        QTest::newRow("unknown kind") << model({dense(4, "relu"), {"wavelet", {}}, output()}) << 1
                                      << "layer 2: There is no layer of the kind \"wavelet\". Choose another kind.";
        QTest::newRow("wrong end")
            << model({dense(4, "relu"), dense(783, "sigmoid")}) << 1
            << "layer 2: The last layer gives 783 numbers, but a sample has 28 × 28. Set its units to 784, or to \"data\": as many as a sample has.";
        QTest::newRow("a layer too large")
            << model({dense(4, "relu"), dense(65'536, "relu"), dense(65'536, "relu"), output()}) << 2
            << "layer 3: This layer would have 4294967296 weights (17180 MB), more than 268435456 (1074 MB). Make it or the layer before it narrower.";
        QTest::newRow("all too large")
            << model({dense(65'536, "relu"), dense(3000, "relu"), dense(65'536, "relu"), output()}) << 2
            << "layer 3: With this layer the stack would have 444730304 parameters (1779 MB), more than 268435456 (1074 MB). Make it narrower.";
    }
    void aStackThatCannotBeSaysWhy() {
        QFETCH(spec::ModelSpec, stack);
        QFETCH(int, layer);
        QFETCH(QString, sentence);
        const auto made = compile(stack, image);
        QVERIFY(!made);
        QCOMPARE(made.error().layer, layer);
        QCOMPARE(QString::fromStdString(made.error().sentence()), sentence);
    }

    void theLastFittingOnesAreTaken() {
        QVERIFY(bool(compile(model(std::vector<spec::LayerSpec>(64, dense(7, "relu")), 63), core::Shape(7))));
        QVERIFY(bool(compile(model({output()}), core::Shape(1))));
        QVERIFY(bool(compile(model({dense(784, "relu")}), image))); // as many numbers, whatever their shape
    }

    void startsWithTheVarianceThatWasAskedFor_data() {
        QTest::addColumn<double>("variance");
        QTest::addColumn<bool>("isUniform");
        QTest::newRow("glorot_uniform") << 2.0 / (300 + 200) << true;
        QTest::newRow("glorot_normal") << 2.0 / (300 + 200) << false;
        QTest::newRow("he_uniform") << 2.0 / 300 << true;
        QTest::newRow("he_normal") << 2.0 / 300 << false;
        QTest::newRow("lecun_uniform") << 1.0 / 300 << true;
        QTest::newRow("lecun_normal") << 1.0 / 300 << false;
        QTest::newRow("zeros") << 0.0 << true;
    }
    void startsWithTheVarianceThatWasAskedFor() {
        QFETCH(double, variance);
        QFETCH(bool, isUniform);
        const auto plan = *compile(model({startingWith(200, QTest::currentDataTag()), output()}), core::Shape(300));
        const Numbers numbers(*plan, 3);
        const Moments moments = momentsOf(numbers.parameters.data(), 300 * 200);
        const double deviation = std::sqrt(variance);
        QVERIFY(std::abs(moments.mean) <= 5 * deviation / std::sqrt(60'000.0));
        QVERIFY(std::abs(moments.variance - variance) <= 0.03 * variance);
        if (isUniform)
            QVERIFY(moments.largest <= std::sqrt(3.0) * deviation * (1 + 1e-6) && moments.largest >= std::sqrt(3.0) * deviation * 0.999);
        else
            QVERIFY(moments.largest > 3.5 * deviation);
        QCOMPARE(momentsOf(numbers.parameters.data() + 60'000, 200).largest, 0.0); // biases
    }

    void startsConstant() {
        spec::LayerSpec layer = startingWith(20, "constant");
        layer.values["initial_value"] = 0.375;
        const auto plan = *compile(model({layer, output()}), core::Shape(30));
        const Numbers numbers(*plan, 3);
        for (Index i = 0; i < 600; ++i)
            QCOMPARE(numbers.parameters[i], 0.375f);
    }

    void startsOrthogonal_data() {
        QTest::addColumn<Index>("units");
        QTest::newRow("wider than its input") << Index{50};
        QTest::newRow("narrower") << Index{7};
        QTest::newRow("as wide") << Index{30};
    }
    void startsOrthogonal() {
        QFETCH(Index, units);
        const auto plan = *compile(model({startingWith(units, "orthogonal"), output()}), core::Shape(30));
        const Numbers numbers(*plan, 3), others(*plan, 4);
        QVERIFY(!sameBits(numbers.parameters, others.parameters));
        const auto weight = [&](Index unit, Index input) { return static_cast<double>(numbers.parameters[unit * 30 + input]); };
        const Index fewer = std::min<Index>(units, 30), more = std::max<Index>(units, 30);
        for (Index a = 0; a < fewer; ++a)
            for (Index b = 0; b < fewer; ++b) {
                double along = 0;
                for (Index i = 0; i < more; ++i)
                    along += units < 30 ? weight(a, i) * weight(b, i) : weight(i, a) * weight(i, b);
                QVERIFY(std::abs(along - (a == b ? 1 : 0)) < 1e-6);
            }
    }

    /// Without a word about it the start is that which the activation wants.
    void theStartFitsTheActivation() {
        const std::vector<std::pair<const char *, const char *>> fitting{{"relu", "he_uniform"},         {"gelu", "he_uniform"},
                                                                         {"selu", "lecun_normal"},       {"tanh", "glorot_uniform"},
                                                                         {"identity", "glorot_uniform"}, {"sigmoid", "glorot_uniform"}};
        for (const auto &[activation, initialiser] : fitting) {
            spec::LayerSpec said = startingWith(20, initialiser);
            const auto own = *compile(model({dense(20, activation), output()}), core::Shape(30)), other = *compile(model({said, output()}), core::Shape(30));
            QVERIFY2(sameBits(Numbers(*own, 3).parameters, Numbers(*other, 3).parameters), activation);
        }
    }

    void theStartDependsOnSeedLayerAndTensorAlone() {
        const auto wide = *compile(model({dense(20, "relu"), dense(20, "relu"), output()}), core::Shape(20));
        const auto changed = *compile(model({dense(20, "leaky_relu"), dense(20, "relu"), dense(33, "relu"), output()}), core::Shape(20));
        const Numbers one(*wide, 1), again(*wide, 1), two(*wide, 2), other(*changed, 1);
        QVERIFY(sameBits(one.parameters, again.parameters));
        QVERIFY(!sameBits(one.parameters, two.parameters));
        const auto layer = [](const plan::Plan &plan, const Numbers &numbers, std::size_t index) {
            const float *at = numbers.parameters.data() + plan.layers()[index].parameters;
            return std::vector<float>(at, at + 400);
        };
        QVERIFY(layer(*wide, one, 0) == layer(*changed, other, 0));
        QVERIFY(layer(*wide, one, 1) == layer(*changed, other, 1));
        QVERIFY(layer(*wide, one, 0) != layer(*wide, one, 1));
        QVERIFY(layer(*wide, one, 1) != layer(*wide, one, 2));
        // What stands between the tensors stays zero: a step over the flat array must not stir it.
        for (Index i = 0; i < wide->parameterFloats(); ++i)
            if (i % (400 + 32) >= 400)
                QCOMPARE(one.parameters[i], 0.0f);
    }

    void theStateStartsAsItsTensorsSay() {
        const auto plan = *compile(model({plain("test_batch_norm"), output()}), core::Shape(7), testedKinds());
        const Numbers numbers(*plan, 1);
        QCOMPARE(numbers.state.size(), Index{32});
        for (Index i = 0; i < 32; ++i)
            QCOMPARE(numbers.state[i], i >= 16 && i < 23 ? 1.0f : 0.0f);
    }
};

QTEST_APPLESS_MAIN(CompileTest)
#include "compile_test.moc"
